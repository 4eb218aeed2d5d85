use super::claims_sample_value::is_sample_time;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-expired",
    group: Group::Time,
    severity: Severity::Error,
    summary: "the token has expired",
    explanation: EXPLANATION,
    bad: r#"{"at": 1795169400}"#,
    good: r#"{"at": 1795169399}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4",
    causes: &["token-expired", "clock-behind", "time-zone-error"],
    explained_by: &["claims-exp-before-iat", "claims-exp-relative", "claims-time-unit"],
    check,
};

const EXPLANATION: &str = "\
A token is good until the instant in `exp`, and not at that instant any more. Tokens of the App
Store Connect API live 20 minutes at most, so one that was minted at the start of a long job, or
stored as a secret, is dead when it is used.

Mint a token right before it is needed and again before it expires; store the key, never a token.";

/// A life, in seconds, that nobody chooses.
const ACCIDENTAL_LIFE: f64 = 5.0;

fn check(cx: &Context) -> Option<Check> {
    let exp = cx.numeric_date("exp").filter(|exp| !is_sample_time(*exp))?;
    if exp > cx.at {
        return Some(Passed);
    }
    let message = if cx.at_is_known {
        let since = match (cx.at - exp).round() {
            0.0 => "just then".to_owned(),
            since => format!("{} before", time::span(since)),
        };
        format!("the token had expired at {}: `exp` is {}, {since}", time::instant(cx.at), time::instant(exp))
    } else {
        format!("the token has expired: `exp` is {}", time::instant_from(exp, cx.at))
    };
    let life = cx.numeric_date("iat").map(|iat| exp - iat);
    let help = match life.filter(|life| (0.0..ACCIDENTAL_LIFE).contains(life)) {
        Some(life) => format!(
            "it lived {life} s: let `exp` be `iat` + {}; jsonwebtoken reads `expiresIn: \"600\"` as \
             milliseconds: pass a number",
            cx.rules.lifetime.recommended
        ),
        None => "mint a new token right before the request, and again before it expires".to_owned(),
    };
    Some(Found(LINT.finding("/claims/exp", message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn the_message_tells_since_when() {
        let message = |patch| findings(&LINT, patch)[0].message.clone();
        assert_eq!(
            message(r#"{"at": 1795169580}"#),
            "the token has expired: `exp` is 2026-11-20 10:10:00 UTC, 3 min ago"
        );
        assert_eq!(
            message(r#"{"at": 1795169580, "at_is_known": true}"#),
            "the token had expired at 2026-11-20 10:13:00 UTC: `exp` is 2026-11-20 10:10:00 UTC, 3 min before"
        );
    }

    #[test]
    fn the_very_second_is_told_in_words() {
        for (known, when) in [(true, "just then"), (false, "now")] {
            let found = findings(&LINT, &format!(r#"{{"at": 1795169400.4, "at_is_known": {known}}}"#));
            assert!(
                found[0].message.ends_with(&format!("`exp` is 2026-11-20 10:10:00 UTC, {when}")),
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_life_of_a_second_is_an_accident_that_has_a_name() {
        let found = findings(&LINT, r#"{"claims": {"exp": 1795168801}}"#);
        assert!(found[0].help.as_deref().is_some_and(|help| help.contains("expiresIn")), "{found:?}");
    }

    #[test]
    fn expiry_is_judged_to_the_fraction() {
        assert!(!is_found(&LINT, r#"{"at": 1795169399.999}"#));
        assert!(is_found(&LINT, r#"{"at": 1795169400.001}"#));
    }

    #[test]
    fn a_service_whose_tokens_have_no_exp_does_not_look_at_it() {
        let patch = r#"{"service": "apns", "claims": {"iss": "T4M9QX27LP", "aud": null, "exp": 1795168900}}"#;
        assert!(!is_found(&LINT, patch));
    }
}
