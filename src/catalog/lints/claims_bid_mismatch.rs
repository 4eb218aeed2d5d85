use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{difference, oddity, quoted, shown, trimmed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::{Form, Identifier};

pub(super) static LINT: Lint = Lint {
    name: "claims-bid-mismatch",
    group: Group::Claims,
    severity: Severity::Error,
    summary: "`bid` is not the bundle ID of the app",
    explanation: EXPLANATION,
    bad: r#"{"service": "app-store-server", "claims": {"bid": "com.example.App"},
        "credentials": {"bundle_id": "com.example.app"}}"#,
    good: r#"{"service": "app-store-server", "claims": {"bid": "com.example.app"},
        "credentials": {"bundle_id": "com.example.app"}}"#,
    source: "https://developer.apple.com/documentation/appstoreserverapi/\
        generating-json-web-tokens-for-api-requests",
    causes: &["bundle-id-wrong"],
    explained_by: &["claims-bid-missing"],
    check,
};

const EXPLANATION: &str = "\
`bid` is the bundle ID of the app that the request is about, as App Store Connect shows it: same
letter case, no Team ID before it, no wildcard. The App Store Server API answers with the error
4040003, app not found, when the issuer has no such app. An app and its extensions or debug builds
often differ in the last part.

Copy the bundle ID from the app's page in App Store Connect, letter by letter.";

fn check(cx: &Context) -> Option<Check> {
    let Form::Identifier(identifier) = cx.service.claim("bid")?.form else { return None };
    let value = cx.claims()?.get("bid")?;
    let finding = |odd: &str| LINT.finding("/claims/bid", format!("`bid` is {}{odd}", shown(value)));
    let Some(bid) = value.as_str() else {
        let help = "write the bundle ID that App Store Connect shows for the app, as a string";
        return Some(Found(finding(", expected a string: the bundle ID of the app").help(help)));
    };
    let given = cx.credentials.bundle_id().filter(|given| !trimmed(&given.value).is_empty());
    if let Some(given) = given.filter(|given| trimmed(&given.value) != bid) {
        let expected = trimmed(&given.value);
        let slip = difference(&bid, expected).map(|slip| format!(": {slip}")).unwrap_or_default();
        let odd = format!(", but {} is {}{slip}", given.source("bundle ID"), quoted(expected));
        return Some(Found(finding(&odd).help("use the bundle ID that App Store Connect shows for the app")));
    }
    if !identifier.matches(&bid) {
        let odd = format!("{}; expected {}", oddity(cx, &bid), identifier.noun());
        return Some(Found(finding(&odd).help("use the bundle ID that App Store Connect shows for the app")));
    }
    let with_team = |(prefix, rest): &(&str, &str)| Identifier::TeamId.matches(prefix) && rest.contains('.');
    let Some((prefix, rest)) = bid.split_once('.').filter(with_team) else {
        // Whether it is the right one shows only beside the one that was given.
        return given.map(|_| Passed);
    };
    let is_team = cx.credentials.team_id().is_some_and(|team| trimmed(&team.value) == prefix);
    // A bundle ID may begin so, though few do.
    let severity = if is_team { Severity::Error } else { Severity::Warning };
    let odd = format!("; \"{prefix}\" looks like a Team ID, which does not belong there");
    Some(Found(finding(&odd).help(format!("write \"{rest}\"")).severity(severity)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    fn bid(value: &str, more: &str) -> String {
        format!(r#"{{"service": "app-store-server", "claims": {{"bid": {value}}} {more}}}"#)
    }

    #[test]
    fn what_cannot_be_a_bundle_id_is_named() {
        for (value, words) in [
            ("5", "is a number, expected a string"),
            (r#""com.example.app\n""#, "ends in a line break"),
            (r#""com.example.*""#, "expected a bundle ID"),
            (r#""me@example.com""#, "an e-mail address"),
        ] {
            let found = findings(&LINT, &bid(value, ""));
            assert_eq!((found.len(), found[0].lint.name), (1, "claims-bid-mismatch"), "{found:?}");
            assert!(found[0].message.contains(words), "{found:?}");
        }
        assert!(!is_found(&LINT, &bid(r#""com.example.app""#, "")));
        assert!(!is_found(&LINT, &bid(r#""app""#, "")));
    }

    #[test]
    fn a_team_prefix_is_an_error_where_the_team_is_known() {
        let prefixed = r#""Q4W8E2R6T1.com.example.app""#;
        assert_eq!(findings(&LINT, &bid(prefixed, ""))[0].severity, Severity::Warning);
        let known = r#", "credentials": {"team_id": "Q4W8E2R6T1"}"#;
        assert_eq!(findings(&LINT, &bid(prefixed, known))[0].severity, Severity::Error);
    }
}
