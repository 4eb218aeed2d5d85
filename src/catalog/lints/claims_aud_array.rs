use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "claims-aud-array",
    group: Group::Claims,
    severity: Severity::Note,
    summary: "`aud` is an array",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"aud": ["appstoreconnect-v1"]}}"#,
    good: r#"{"claims": {"aud": "appstoreconnect-v1"}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3",
    causes: &["audience-wrong"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
RFC 7519 allows `aud` to be an array, and the App Store Connect API is seen to take one with the
right audience in it: several tools send that, because their library (golang-jwt) writes it so.
Apple's documentation shows a string, and of its other services nothing is known. An array with
further audiences in it has not been seen either.

Write a plain string where the library lets you. golang-jwt does with
`jwt.MarshalSingleStringAsArray = false`.";

fn check(cx: &Context) -> Option<Check> {
    let known = Some(cx.service.audiences()).filter(|known| !known.is_empty())?;
    let Some(elements) = cx.claims()?.get("aud")?.elements() else { return Some(Passed) };
    // An array without it is the business of claims-aud-wrong.
    let is_known =
        |audience: &&&str| elements.iter().any(|element| element.as_str().as_deref() == Some(**audience));
    let expected = known.iter().find(is_known)?;
    let help =
        format!("write the string \"{expected}\"; golang-jwt: `jwt.MarshalSingleStringAsArray = false`");
    let (message, severity) = match elements.len() {
        1 => ("`aud` is an array of one string, expected the string itself".to_owned(), Severity::Note),
        n => (
            format!("`aud` is an array of {n} values, expected the string \"{expected}\""),
            Severity::Warning,
        ),
    };
    Some(Found(LINT.finding("/claims/aud", message).help(help).severity(severity)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn further_audiences_are_a_warning() {
        let found = findings(&LINT, r#"{"claims": {"aud": ["appstoreconnect-v1", "me"]}}"#);
        assert_eq!((found.len(), found[0].severity), (1, Severity::Warning), "{found:?}");
    }

    #[test]
    fn an_array_without_the_audience_is_the_business_of_another_lint() {
        assert!(!is_found(&LINT, r#"{"claims": {"aud": ["appstoreconnect"]}}"#));
    }
}
