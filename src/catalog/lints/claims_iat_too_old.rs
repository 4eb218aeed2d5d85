use super::claims_sample_value::is_sample_time;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-iat-too-old",
    group: Group::Time,
    severity: Severity::Error,
    summary: "`iat` is further in the past than the service allows",
    explanation: EXPLANATION,
    bad: r#"{"service": "apns", "at": 1795172401, "claims": {"iss": "T4M9QX27LP", "aud": null,
        "exp": null}}"#,
    good: r#"{"service": "apns", "at": 1795172400, "claims": {"iss": "T4M9QX27LP", "aud": null,
        "exp": null}}"#,
    source: "https://developer.apple.com/documentation/usernotifications/\
        establishing-a-token-based-connection-to-apns",
    causes: &["token-expired", "clock-behind", "time-zone-error"],
    explained_by: &["claims-time-unit"],
    check,
};

const EXPLANATION: &str = "\
APNs tokens have no `exp`: Apple judges their age by `iat` and refuses one that is over an hour old
with `ExpiredProviderToken`. It also refuses new tokens that come faster than one in 20 minutes on
the same connection.

Keep the token for 20 to 50 minutes and make a new one then, counting from its own `iat`. A token
that was just made and is too old all the same was stamped by a clock or a time zone that is wrong.";

fn check(cx: &Context) -> Option<Check> {
    let max_age = f64::from(cx.rules.lifetime.max_age?);
    let iat = cx.numeric_date("iat").filter(|iat| !is_sample_time(*iat))?;
    if cx.at - iat <= max_age {
        return Some(Passed);
    }
    let message = format!(
        "`iat` is {}; it may be at most {} old",
        time::instant_from(iat, cx.at),
        time::seconds(max_age)
    );
    let help =
        format!("make a new token at least every {}", time::span(cx.rules.lifetime.recommended.into()));
    Some(Found(LINT.finding("/claims/iat", message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn age_and_bound_are_told() {
        let patch = r#"{"service": "apns", "at": 1795176000, "claims": {"iss": "T4M9QX27LP", "aud": null,
            "exp": null}}"#;
        let found = findings(&LINT, patch);
        assert_eq!(
            found[0].message,
            "`iat` is 2026-11-20 10:00:00 UTC, 2 h ago; it may be at most 3600 s (1 h) old"
        );
        assert_eq!(found[0].help.as_deref(), Some("make a new token at least every 50 min"));
    }

    #[test]
    fn a_service_that_judges_by_exp_takes_an_old_iat() {
        let patch = r#"{"service": "siwa", "at": 1800000000, "claims": {"iss": "T4M9QX27LP",
            "sub": "com.example.app",
            "aud": "https://appleid.apple.com", "exp": 1810000000}}"#;
        assert!(!is_found(&LINT, patch));
    }
}
