use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-nbf-in-future",
    group: Group::Time,
    severity: Severity::Warning,
    summary: "`nbf` lies in the future",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"nbf": 1795169100}}"#,
    good: r#"{"claims": {"nbf": 1795168980}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5",
    causes: &["clock-ahead"],
    explained_by: &["claims-time-unit", "claims-unexpected"],
    check,
};

const EXPLANATION: &str = "\
`nbf` says before when a token must not be accepted (RFC 7519 §4.1.5). No service of Apple lists it,
and whether one reads it is not known; one that follows the RFC refuses the token until then.

Leave `nbf` out. Libraries that set it by themselves, such as those of .NET, can be told not to.";

fn check(cx: &Context) -> Option<Check> {
    let nbf = cx.numeric_date("nbf")?;
    if nbf <= cx.at {
        return Some(Passed);
    }
    // An `nbf` copied from a future `iat` is that claim's fault.
    if cx.numeric_date("iat").is_some_and(|iat| nbf <= iat) {
        return None;
    }
    let message = format!("`nbf` is {}: the token is not good before", time::instant_from(nbf, cx.at));
    Some(Found(LINT.finding("/claims/nbf", message).help("leave `nbf` out: no service of Apple asks for it")))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn a_second_decides() {
        assert!(!is_found(&LINT, r#"{"claims": {"nbf": 1795168980}}"#));
        let found = findings(&LINT, r#"{"claims": {"nbf": 1795168981}}"#);
        assert_eq!(
            found[0].message,
            "`nbf` is 2026-11-20 10:03:01 UTC, in 1 s: the token is not good before"
        );
    }

    #[test]
    fn an_nbf_copied_from_a_future_iat_is_no_fault_of_its_own() {
        assert!(!is_found(&LINT, r#"{"claims": {"iat": 1795169100, "nbf": 1795169100}}"#));
        assert!(is_found(&LINT, r#"{"claims": {"iat": 1795169100, "nbf": 1795169160}}"#));
    }
}
