use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{copy, oddity, quoted};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Identifier;

pub(super) static LINT: Lint = Lint {
    name: "issuer-id-malformed",
    group: Group::Credentials,
    severity: Severity::Error,
    summary: "the issuer ID given cannot be one",
    explanation: EXPLANATION,
    bad: r#"{"token": null, "credentials": {"issuer_id": "Q4W8E2R6T1"}}"#,
    good: r#"{"token": null, "credentials": {"issuer_id": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["issuer-id-wrong", "credential-missing"],
    explained_by: &["claims-iss-mismatch", "identifier-whitespace", "ids-swapped"],
    check,
};

const EXPLANATION: &str = "\
An issuer ID has the shape of a UUID, 36 characters with hyphens, and is the same for all keys of a
team. It is neither the Team ID (10 characters) nor the key ID (10 characters) nor an Apple Account.
It becomes `iss` in the token, and with a wrong one Apple answers 401.

Copy it with the button beside it, above the list of keys in App Store Connect. An individual key
has none: then give no issuer ID at all.";

fn check(cx: &Context) -> Option<Check> {
    let expected = cx.service.issuer().filter(|issuer| *issuer == Identifier::IssuerId)?;
    let given = cx.credentials.issuer_id()?;
    let text = given.value.as_str();
    // What the token has in `iss` is judged there.
    let iss = cx.claims().and_then(|claims| claims.str("iss"));
    if expected.matches(text) {
        return Some(Passed);
    }
    if iss.as_deref() == Some(text) {
        return None;
    }
    let message = format!(
        "{} is {}{}; expected {}",
        given.source("issuer ID"),
        quoted(text),
        oddity(cx, text),
        expected.noun()
    );
    let help = match text {
        "" => "set the variable it comes from; for an individual key give no issuer ID at all".to_owned(),
        _ => copy(cx, "issuer ID"),
    };
    Some(Found(LINT.finding("/credentials/issuer_id", message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn what_was_given_instead_is_named() {
        for (issuer, words) in [
            ("", "an empty text"),
            ("K7Q2M9X4TZ", "\"K7Q2M9X4TZ\", the key ID;"),
            ("me@example.com", "an e-mail address"),
            ("$(ISSUER_ID)", "a placeholder"),
            ("3f0c1a9e7d524b8e9a416c2d8e5f7b10", "hyphens are missing"),
        ] {
            let found =
                findings(&LINT, &format!(r#"{{"token": null, "credentials": {{"issuer_id": "{issuer}"}}}}"#));
            assert_eq!((found.len(), found[0].lint.name), (1, "issuer-id-malformed"), "{found:?}");
            assert!(found[0].message.contains(words), "{found:?}");
        }
    }

    #[test]
    fn a_service_that_goes_by_team_id_has_no_use_for_it() {
        let apns = r#"{"service": "apns", "claims": {"iss": "Q4W8E2R6T1", "exp": null, "aud": null},
            "credentials": {"issuer_id": "x"}}"#;
        assert!(!is_found(&LINT, apns));
    }

    #[test]
    fn one_fault_of_token_and_option_is_one_finding() {
        let both = r#"{"claims": {"iss": "Q4W8E2R6T1"}, "credentials": {"issuer_id": "Q4W8E2R6T1"}}"#;
        assert!(!is_found(&LINT, both));
        assert!(is_found(&LINT, r#"{"credentials": {"issuer_id": ""}}"#));
    }
}
