use chrono::DateTime;

use super::claims_time_unit::Unit;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::json::{Kind, Value};
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-time-type",
    group: Group::Time,
    severity: Severity::Error,
    summary: "a time claim is no whole number",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"exp": "1795169400"}}"#,
    good: r#"{"claims": {"exp": 1795169400}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7519#section-2",
    causes: &["timestamp-type"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
`iat`, `exp` and `nbf` are JSON numbers: seconds since 1970 (RFC 7519 §2). A number in quotes, a
date as text, a boolean or `null` is none, and a server cannot compare it with its clock. Fractions
of a second are allowed by the RFC and known to work with App Store Connect; they are a note.

Convert before the token is built: `int(time.time()) + 600`, `Math.floor(Date.now() / 1000) + 600`.
Values that come from a shell, an environment variable or a template are strings until they are
converted.";

fn check(cx: &Context) -> Option<Check> {
    let claims = ["iat", "exp", "nbf"].into_iter().filter_map(|name| Some((name, cx.date(name)?)));
    let claims: Vec<_> = claims.collect();
    claims.first()?;
    let faults = claims.into_iter().filter_map(|(name, value)| Some((name, value, fault(value)?)));
    let faults: Vec<_> = faults.collect();
    let Some(worst) = faults.iter().map(|(.., severity)| *severity).max() else { return Some(Passed) };
    let mut worst_faults = faults.iter().filter(|(.., severity)| *severity == worst).peekable();
    let (first, value, _) = *worst_faults.peek()?;
    let help = help(first, value);
    let found: Vec<_> = worst_faults.map(|(name, value, _)| describe(name, value, cx.at)).collect();
    let expected = if worst == Severity::Error { "a number of seconds since 1970" } else { "whole seconds" };
    let message = format!("{}, expected {expected}", found.join(" and "));
    Some(Found(LINT.finding(format!("/claims/{first}"), message).severity(worst).help(help)))
}

fn fault(value: &Value) -> Option<Severity> {
    match value.kind() {
        Kind::Number => value.raw().contains(['.', 'e', 'E']).then_some(Severity::Note),
        _ => Some(Severity::Error),
    }
}

fn describe(name: &str, value: &Value, at: f64) -> String {
    let means = intended(value).map(|seconds| format!(" ({})", time::instant_from(seconds, at)));
    let means = means.unwrap_or_default();
    match value.as_str() {
        Some(text) => format!("`{name}` is the string \"{text:.40}\"{means}"),
        None if value.kind() == Kind::Number => format!("`{name}` is a number with a fraction{means}"),
        None => format!("`{name}` is {}", value.kind().noun()),
    }
}

fn help(name: &str, value: &Value) -> String {
    match intended(value) {
        Some(_) if value.kind() == Kind::Number => {
            "round to whole seconds: `int(time.time())`, `Math.floor(Date.now() / 1000)`".to_owned()
        }
        Some(seconds) => format!("write `\"{name}\": {:.0}`, a number without quotes", seconds.floor()),
        None => format!("set `{name}` to a number, such as `int(time.time())` in Python"),
    }
}

/// The instant that was meant, in seconds since 1970.
fn intended(value: &Value) -> Option<f64> {
    let Some(text) = value.as_str() else { return value.as_number() };
    let number = text.trim().parse().ok().filter(|number: &f64| number.is_finite());
    let number = number.map(|number| Unit::of(number).map_or(number, |unit| unit.seconds(number)));
    number.or_else(|| Some(DateTime::parse_from_rfc3339(text.trim()).ok()?.timestamp() as f64))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn one_finding_names_every_claim_of_the_wrong_type() {
        let found = findings(&LINT, r#"{"claims": {"iat": "1795168800", "exp": true, "nbf": {}}}"#);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            found[0].message,
            "`iat` is the string \"1795168800\" (2026-11-20 10:00:00 UTC, 3 min ago) and `exp` is a \
             boolean and `nbf` is an object, expected a number of seconds since 1970"
        );
        assert_eq!(found[0].at, "/claims/iat");
    }

    #[test]
    fn the_number_that_was_meant_is_told() {
        let help = |exp: &str| {
            findings(&LINT, &format!(r#"{{"claims": {{"exp": "{exp}"}}}}"#))[0]
                .help
                .clone()
                .unwrap_or_default()
        };
        for exp in [
            "1795169400",
            " 1795169400.5",
            "1795169400000",
            "2026-11-20T10:10:00Z",
            "2026-11-20T19:10:00+09:00",
        ] {
            assert_eq!(help(exp), "write `\"exp\": 1795169400`, a number without quotes", "{exp}");
        }
        assert_eq!(help("10m"), "set `exp` to a number, such as `int(time.time())` in Python");
    }

    #[test]
    fn a_fraction_is_a_note_and_judged_all_the_same() {
        let found = findings(&LINT, r#"{"claims": {"iat": 1795168800.25, "exp": 1795169400.25}}"#);
        assert_eq!((found.len(), found[0].severity), (1, Severity::Note), "{found:?}");
        assert_eq!(
            found[0].message,
            "`iat` is a number with a fraction (2026-11-20 10:00:00 UTC, 3 min ago) and `exp` is a \
             number with a fraction (2026-11-20 10:10:00 UTC, in 7 min), expected whole seconds"
        );
        assert!(is_found(&LINT, r#"{"claims": {"exp": 1795168900.5}}"#), "a fraction is still a number");
    }

    #[test]
    fn an_error_is_told_before_a_fraction() {
        let found = findings(&LINT, r#"{"claims": {"iat": 1795168800.25, "exp": "x"}}"#);
        assert_eq!((found.len(), found[0].severity), (1, Severity::Error), "{found:?}");
        assert_eq!(found[0].at, "/claims/exp");
    }

    #[test]
    fn hostile_values_are_cut_short() {
        let nested = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        for exp in [format!(r#""{}""#, "9".repeat(100_000)), "\"\"".to_owned(), nested, "null".to_owned()] {
            let claims = format!(
                r#"{{"iss":"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10","aud":"appstoreconnect-v1",
                    "iat":1795168800,"exp":{exp}}}"#
            );
            let mut found = findings(&LINT, &serde_json::json!({ "claims": claims }).to_string());
            found.retain(|finding| finding.lint.name != "token-too-large");
            assert_eq!((found.len(), found[0].lint.name), (1, "claims-time-type"), "{found:?}");
            assert!(found[0].message.len() < 200, "{found:?}");
        }
    }

    #[test]
    fn any_two_values_are_judged_in_few_words() {
        let values = [
            "0",
            "-1",
            "1e999",
            "-1e999",
            "1e300",
            "0.1",
            "1795168980",
            "1795168980e0",
            "99999999999999999999",
            "600",
            "null",
            "\"NaN\"",
            "[[]]",
        ];
        for (i, iat) in values.iter().enumerate() {
            for (j, exp) in values.iter().enumerate() {
                let service = ["asc-team", "siwa", "apns", "app-store-server"][(i + j) % 4];
                let claims = format!(r#"{{"iat":{iat},"exp":{exp},"nbf":{iat}}}"#);
                let patch = serde_json::json!({
                    "service": service, "claims": claims, "at_is_known": true, "min_remaining": 60,
                    "key": null, "signature": "01"
                });
                for finding in findings(&LINT, &patch.to_string()) {
                    assert!(finding.message.len() < 400, "{finding:?}");
                }
            }
        }
    }

    #[test]
    fn a_claim_that_is_no_part_of_the_tokens_is_another_lints_business() {
        let patch = r#"{"service": "apns", "claims": {"iss": "T4M9QX27LP", "aud": null, "exp": "never"}}"#;
        assert!(!is_found(&LINT, patch));
    }
}
