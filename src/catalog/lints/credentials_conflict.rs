use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{kid, quoted, trimmed};
use crate::catalog::lint::{Check, Finding, Group, Lint, Severity};
use crate::catalog::service::Identifier;
use crate::catalog::words::list;
use crate::model::credentials::Named;
use crate::model::discovery::Discovery;

pub(super) static LINT: Lint = Lint {
    name: "credentials-conflict",
    group: Group::Credentials,
    severity: Severity::Warning,
    summary: "two sources of a credential differ",
    explanation: EXPLANATION,
    bad: r#"{"credentials": {"key_id": "K7Q2M9X4TZ"}, "key_file": "AuthKey_B3N5V8C1XA.p8"}"#,
    good: r#"{"credentials": {"key_id": "K7Q2M9X4TZ"}, "key_file": "AuthKey_K7Q2M9X4TZ.p8"}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/\
        creating-api-keys-for-app-store-connect-api",
    causes: &["credentials-conflict", "credential-stale"],
    explained_by: &["ids-swapped"],
    check,
};

const EXPLANATION: &str = "\
The same identifier, or the key, was given twice with different values: by an option and a file, by
an environment variable left over in CI, or by the name of the key's file. Each tool has its own
order in such a case, and the one that fails may take the value you do not expect. The order here is
option, input, environment, name of the file.

With `--discover`, two complete credentials of the same kind of place that differ are an error: none
of them is used. Unset one, or choose with `--key-id`.

Remove the one that is wrong. A key file that was renamed can be found out by its thumbprint:
`why401 check KEY` prints it.";

fn check(cx: &Context) -> Option<Check> {
    if let Some(finding) = cx.credentials.discovery.as_deref().and_then(|discovery| rivals(cx, discovery)) {
        return Some(Found(finding));
    }
    let identifiers = cx.credentials.identifiers().into_iter();
    let compared: Vec<_> = identifiers
        .filter(|(member, _, sources)| sources.len() > 1 && !is_told_elsewhere(cx, member, sources))
        .collect();
    if compared.is_empty() && cx.credentials.other_keys.is_empty() {
        return None;
    }
    let conflicts = compared.into_iter().filter_map(|(member, noun, sources)| {
        Some((format!("/credentials/{member}"), conflict(noun, sources)?))
    });
    let mut conflicts: Vec<_> = conflicts.collect();
    if !cx.credentials.other_keys.is_empty() {
        let others: Vec<_> = cx.credentials.other_keys.iter().map(|key| key.origin.as_str()).collect();
        let ignored = match others.as_slice() {
            [other] => format!("another private key is ignored: {other}"),
            others => format!("{} other private keys are ignored: {}", others.len(), list(others)),
        };
        conflicts.push(("/key".to_owned(), ignored));
    }
    let Some((at, _)) = conflicts.first() else { return Some(Passed) };
    let messages: Vec<_> = conflicts.iter().map(|(_, message)| message.as_str()).collect();
    Some(Found(LINT.finding(at.as_str(), messages.join("; ")).help("remove the one that is wrong")))
}

/// Credentials of the same level that differ: an error, since none of them is used, unless there is another key.
fn rivals(cx: &Context, discovery: &Discovery) -> Option<Finding> {
    let sets: Vec<_> = discovery.rivals.iter().map(|names| list(names)).collect();
    if sets.is_empty() || cx.token.is_some() {
        return None;
    }
    let severity = if cx.key.is_some() { Severity::Warning } else { Severity::Error };
    let message =
        format!("{} credentials differ, and none of them is used: {}", sets.len(), sets.join(" / "));
    let help = "unset all but one, or choose one by its key ID with `--key-id`";
    Some(LINT.finding("/key", message).severity(severity).help(help))
}

/// `the key ID is --key-id "A"; AuthKey_B.p8 "B" is ignored`
fn conflict(noun: &str, sources: &[Named]) -> Option<String> {
    let (used, others) = sources.split_first()?;
    let (value, is_issuer) = (trimmed(&used.value), noun == "issuer ID");
    let is_same = |other: &str| other == value || is_issuer && other.eq_ignore_ascii_case(value);
    let ignored = others.iter().filter(|other| !is_same(trimmed(&other.value)));
    let ignored: Vec<_> =
        ignored.map(|other| format!("{} of {}", quoted(&other.value), other.origin)).collect();
    if ignored.is_empty() {
        return None;
    }
    Some(format!("the {noun} is {} of {}, not {}", quoted(&used.value), used.origin, ignored.join(" or ")))
}

/// Whether another lint speaks: the value that counts cannot be right, or the token has another.
fn is_told_elsewhere(cx: &Context, member: &str, sources: &[Named]) -> bool {
    let Some(used) = sources.first().map(|used| trimmed(&used.value)) else { return true };
    let claim = |name: &str| cx.claims().and_then(|claims| claims.str(name));
    let (shape, carried) = match (member, cx.service.issuer()) {
        ("key_id", _) => (cx.rules.key_id, kid(cx)),
        ("issuer_id", Some(Identifier::IssuerId)) => (Some(Identifier::IssuerId), claim("iss")),
        ("team_id", Some(Identifier::TeamId)) => (None, claim("iss")),
        ("bundle_id", _) => (None, claim("bid")),
        ("subject", _) => (None, claim("sub")),
        _ => return false,
    };
    shape.is_some_and(|shape| !shape.matches(used))
        || carried.is_some_and(|carried| !carried.eq_ignore_ascii_case(used))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn it_says_which_source_is_used_and_which_ignored() {
        let found = findings(
            &LINT,
            r#"{"token": null, "credentials": {"is_set": true,
            "issuer_id": ["3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10", "5f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"]}}"#,
        );
        assert_eq!(found.len(), 1, "{found:?}");
        let expected = "the issuer ID is \"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10\" of --issuer-id, \
            not \"5f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10\" of key.json";
        assert_eq!(found[0].message, expected);
    }

    #[test]
    fn another_key_is_named() {
        let found = findings(&LINT, r#"{"credentials": {"other_keys": ["WHY401_KEY"]}}"#);
        assert_eq!((found.len(), found[0].at.as_str()), (1, "/key"), "{found:?}");
        assert!(found[0].message.ends_with("is ignored: WHY401_KEY"), "{found:?}");
        let found = findings(&LINT, r#"{"credentials": {"other_keys": ["a.p8", "b.p8"]}}"#);
        assert_eq!(found[0].message, "2 other private keys are ignored: a.p8 and b.p8");
    }

    #[test]
    fn credentials_of_one_level_that_differ_are_an_error_unless_another_key_is_used() {
        let rivals = r#""credentials": {"discovery": {"rivals": [["A", "B"], ["C", "D"]]}}"#;
        let found =
            findings(&LINT, &format!(r#"{{"token": null, "key": null, "key_file": null, {rivals}}}"#));
        assert_eq!(found[0].severity, Severity::Error);
        assert_eq!(found[0].message, "2 credentials differ, and none of them is used: A and B / C and D");
        let found = findings(&LINT, &format!(r#"{{"token": null, {rivals}}}"#));
        assert_eq!(found[0].severity, Severity::Warning);
    }

    #[test]
    fn equal_values_are_no_conflict() {
        let issuer = r#"["3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10", "3F0C1A9E-7D52-4B8E-9A41-6C2D8E5F7B10"]"#;
        assert!(!is_found(&LINT, &format!(r#"{{"credentials": {{"issuer_id": {issuer}}}}}"#)));
        assert!(!is_found(&LINT, r#"{"credentials": {"key_id": ["K7Q2M9X4TZ", "K7Q2M9X4TZ"]}}"#));
    }

    #[test]
    fn a_token_that_has_the_other_value_is_one_finding() {
        let issuer = r#"["5f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10", "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"]"#;
        assert!(!is_found(&LINT, &format!(r#"{{"credentials": {{"issuer_id": {issuer}}}}}"#)));
    }
}
