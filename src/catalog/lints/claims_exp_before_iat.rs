use super::claims_exp_relative::is_relative;
use super::claims_sample_value::is_sample_time;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-exp-before-iat",
    group: Group::Time,
    severity: Severity::Error,
    summary: "`exp` is not after `iat`",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"iat": 1795168800, "exp": 1795168800}}"#,
    good: r#"{"claims": {"iat": 1795168800, "exp": 1795169400}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4",
    causes: &["token-expired"],
    explained_by: &["claims-time-unit"],
    check,
};

const EXPLANATION: &str = "\
The token ends before it begins, or in the same second: there is no instant at which it is good. The
two claims were swapped, computed by different clocks or time zones, or the life came out as
nothing: jsonwebtoken reads `expiresIn: 600` as seconds, but `expiresIn: \"600\"` as milliseconds,
and rounds them down to 0 s.

Read the clock once and let `exp` be `iat` + 600.";

fn check(cx: &Context) -> Option<Check> {
    let (iat, exp) = (cx.numeric_date("iat")?, cx.numeric_date("exp")?);
    if exp > iat {
        return Some(Passed);
    }
    if is_relative(exp) || is_sample_time(iat) || is_sample_time(exp) {
        return None;
    }
    let recommended = cx.rules.lifetime.recommended;
    let (message, help) = if exp == iat {
        (
            format!("`exp` equals `iat`, {}: the token lives 0 s", time::instant_from(exp, cx.at)),
            format!(
                "let `exp` be `iat` + {recommended}; jsonwebtoken reads `expiresIn: \"600\"` as \
                 milliseconds: pass a number"
            ),
        )
    } else {
        let message = format!(
            "`exp` ({}) is {} before `iat` ({})",
            time::instant_from(exp, cx.at),
            time::span(iat - exp),
            time::instant_from(iat, cx.at)
        );
        let help =
            if exp <= cx.at && iat > cx.at { "the two look swapped: " } else { "read the clock once: " };
        (message, format!("{help}let `exp` be `iat` + {recommended}"))
    };
    Some(Found(LINT.finding("/claims/exp", message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn both_instants_are_told() {
        let found = findings(&LINT, r#"{"claims": {"exp": 1795168500}}"#);
        assert_eq!(
            found[0].message,
            "`exp` (2026-11-20 09:55:00 UTC, 8 min ago) is 5 min before `iat` (2026-11-20 10:00:00 \
             UTC, 3 min ago)"
        );
    }

    #[test]
    fn swapped_claims_are_one_fault() {
        let found = findings(&LINT, r#"{"claims": {"iat": 1795170600, "exp": 1795168800}}"#);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].help.as_deref().is_some_and(|help| help.contains("swapped")), "{found:?}");
    }

    #[test]
    fn one_second_of_life_is_life() {
        assert!(!is_found(&LINT, r#"{"claims": {"exp": 1795168801}, "at": 1795168800}"#));
    }

    #[test]
    fn a_token_without_iat_has_no_order() {
        assert!(!is_found(&LINT, r#"{"claims": {"iat": null, "exp": 1795168500}}"#));
    }
}
