use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{copy, kid, likeness_by_shape, quoted, trimmed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Identifier;
use crate::model::credentials::Named;

pub(super) static LINT: Lint = Lint {
    name: "key-id-malformed",
    group: Group::Credentials,
    severity: Severity::Error,
    summary: "the key ID given cannot be one",
    explanation: EXPLANATION,
    bad: r#"{"credentials": {"key_id": "AuthKey_K7Q2M9X4TZ.p8",
        "issuer_id": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"}, "key_file": "key.pem", "token": null}"#,
    good: r#"{"credentials": {"key_id": "K7Q2M9X4TZ",
        "issuer_id": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"}, "key_file": "key.pem", "token": null}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["key-id-wrong"],
    explained_by: &["header-kid-mismatch", "identifier-whitespace", "ids-swapped"],
    check,
};

const EXPLANATION: &str = "\
A key ID is the short name of one key, and becomes `kid` in the header: 10 upper-case letters and
digits, up to 12 with individual keys. Tools differ in what they call by this name: `APPLE_API_KEY`
is the key ID for Tauri and the path of the key file, or its text in base64, for electron-builder.
With a wrong `kid` Apple answers 401.

Copy the key ID from the list of keys. It is also the part of the file name between `_` and `.p8`,
as Apple names the file: `AuthKey_….p8`.";

fn check(cx: &Context) -> Option<Check> {
    let expected = cx.rules.key_id?;
    let given = cx.credentials.key_id()?;
    let text = given.value.as_str();
    let is_same = |team: &&Named| trimmed(&team.value) == trimmed(text) && !trimmed(text).is_empty();
    if let Some(team) = cx.credentials.team_id().filter(is_same) {
        let (key, team) = (given.source("key ID"), team.source("Team ID"));
        let message =
            format!("{key} and {team} are both {}, expected two different identifiers", quoted(text));
        let help = "set each to its own value: the key ID is in the name of the key's file";
        return Some(Found(LINT.finding("/credentials/key_id", message).help(help)));
    }
    // What the token has in `kid` is judged there, and with a token nobody needs the file's name.
    let is_idle = !given.is_explicit() && cx.token.is_some();
    if expected.matches(text) {
        return Some(Passed);
    }
    if is_idle || kid(cx).as_deref() == Some(text) {
        return None;
    }
    let like = likeness_by_shape(text).map(|like| format!(", {like}")).unwrap_or_default();
    let message =
        format!("{} is {}{like}; expected {}", given.source("key ID"), quoted(text), expected.noun());
    let help = match (text.strip_suffix(".p8").and_then(|stem| stem.rsplit_once('_')), expected) {
        (Some((_, id)), _) if expected.matches(id) => format!("give the ID alone: {id}"),
        _ if text.contains(['/', '\\']) => {
            "give the key ID, not the path: `APPLE_API_KEY` is the one for Tauri, the other for \
             electron-builder"
                .to_owned()
        }
        _ => copy(cx, "key ID"),
    };
    let is_code = !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_slip = is_code && matches!(expected, Identifier::KeyId | Identifier::IndividualKeyId);
    let severity = if is_slip { Severity::Warning } else { Severity::Error };
    Some(Found(LINT.finding("/credentials/key_id", message).help(help).severity(severity)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    const ISSUER: &str = r#""issuer_id": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10""#;

    fn given(key_id: &str) -> String {
        format!(
            r#"{{"credentials": {{"key_id": "{key_id}", {ISSUER}}}, "key_file": "key.pem", "token": null}}"#
        )
    }

    #[test]
    fn length_and_letter_case_are_warnings_and_the_rest_errors() {
        for (key_id, severity, words) in [
            ("K7Q2M9X4T", Severity::Warning, "expected a key ID (10"),
            ("k7q2m9x4tz", Severity::Warning, "not in capitals"),
            ("K7Q2M9X4TZ12", Severity::Warning, "expected a key ID"),
            ("", Severity::Error, "an empty text"),
            ("/home/me/AuthKey.p8", Severity::Error, "a path"),
            ("5f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10", Severity::Error, "a UUID such as an issuer ID"),
            ("K7Q2M9X4TÄ", Severity::Error, "expected a key ID"),
        ] {
            let found = findings(&LINT, &given(key_id));
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!((found[0].lint.name, found[0].severity), ("key-id-malformed", severity), "{found:?}");
            assert!(found[0].message.contains(words), "{found:?}");
        }
    }

    #[test]
    fn one_value_cannot_be_key_id_and_team_id() {
        let same = r#""credentials": {"key_id": "K7Q2M9X4TZ", "team_id": "K7Q2M9X4TZ"}"#;
        let found = findings(&LINT, &format!("{{{same}}}"));
        assert_eq!((found.len(), found[0].lint.name), (1, "key-id-malformed"), "{found:?}");
        assert!(found[0].message.starts_with("--key-id and --team-id are both"), "{found:?}");
        let other = r#""header": {"kid": "B3N5V8C1XA"}, "key_file": "key.pem""#;
        assert!(is_found(&LINT, &format!("{{{same}, {other}}}")));
    }

    #[test]
    fn one_that_the_token_has_not_is_told_once() {
        assert!(is_found(&LINT, r#"{"credentials": {"key_id": "/tmp/AuthKey.p8"}}"#));
    }

    #[test]
    fn a_page_is_named_only_where_all_services_share_it() {
        let help = |services: &str| {
            let patch = format!(
                r#"{{"services": {services}, "token": null, "key_file": "key.pem",
                    "credentials": {{"key_id": "foo"}}}}"#
            );
            findings(&LINT, &patch)
                .into_iter()
                .find(|f| f.lint.name == "key-id-malformed")
                .unwrap()
                .help
                .unwrap()
        };
        assert_eq!(help(r#"["apns", "asc-team"]"#), "copy the key ID from the page that lists the key");
        assert!(help(r#"["asc-team", "notary"]"#).contains("App Store Connect → Users and Access"));
    }

    #[test]
    fn twelve_characters_are_right_for_an_individual_key() {
        let patch = r#"{"service": "asc-individual", "credentials": {"key_id": "K7Q2M9X4TZ12"},
            "key_file": "key.pem", "token": null}"#;
        assert!(!is_found(&LINT, patch));
    }

    #[test]
    fn a_file_name_counts_only_when_there_is_no_token() {
        assert!(is_found(&LINT, r#"{"key_file": "AuthKey_staging.p8", "token": null}"#));
        assert!(!is_found(&LINT, r#"{"key_file": "AuthKey_staging.p8"}"#));
    }
}
