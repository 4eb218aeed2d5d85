use crate::catalog::context::Context;
use crate::catalog::lint::{Finding, Group, Lint, Severity};
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

fn check(cx: &Context) -> Option<Finding> {
    // An `nbf` copied from a future `iat` is that claim's fault.
    let iat = cx.numeric_date("iat").unwrap_or(cx.at);
    let nbf = cx.numeric_date("nbf").filter(|nbf| *nbf > cx.at.max(iat))?;
    let message = format!("`nbf` is {}: the token is not good before", time::instant_from(nbf, cx.at));
    Some(LINT.finding("/claims/nbf", message).help("leave `nbf` out: no service of Apple asks for it"))
}

#[cfg(test)]
mod tests {
    use crate::catalog::lint::example::{findings, names};

    #[test]
    fn a_second_decides() {
        assert_eq!(names(r#"{"claims": {"nbf": 1795168980}}"#), Vec::<&str>::new());
        let found = findings(r#"{"claims": {"nbf": 1795168981}}"#);
        assert_eq!(
            found[0].message,
            "`nbf` is 2026-11-20 10:03:01 UTC, in 1 s: the token is not good before"
        );
    }

    #[test]
    fn an_nbf_copied_from_a_future_iat_is_no_fault_of_its_own() {
        assert_eq!(names(r#"{"claims": {"iat": 1795169100, "nbf": 1795169100}}"#), ["claims-iat-in-future"]);
        assert_eq!(
            names(r#"{"claims": {"iat": 1795169100, "nbf": 1795169160}}"#),
            ["claims-iat-in-future", "claims-nbf-in-future"]
        );
    }
}
