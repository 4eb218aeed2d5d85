use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{kid, quoted, trimmed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Identifier;
use crate::model::credentials::{Named, Origin};

pub(super) static LINT: Lint = Lint {
    name: "ids-swapped",
    group: Group::Credentials,
    severity: Severity::Error,
    summary: "two identifiers stand in each other's place",
    explanation: EXPLANATION,
    bad: r#"{"header": {"kid": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"},
        "claims": {"iss": "K7Q2M9X4TZ"}, "key_file": "key.pem"}"#,
    good: r#"{"header": {"kid": "K7Q2M9X4TZ"},
        "claims": {"iss": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"}, "key_file": "key.pem"}"#,
    source: "https://github.com/jchambers/pushy/issues/914",
    causes: &["ids-swapped"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
`kid` in the header is the ID of the key, `iss` in the claims that of its owner: the issuer ID for
App Store Connect, the Team ID for the services of the developer portal. Key IDs and Team IDs look
alike, and swapping them is the most common cause of `InvalidProviderToken` from APNs; elsewhere it
is a 401.

The key ID is in the name of the key's file, `AuthKey_….p8`. Put that one into `kid`, and the other
into `iss`.";

fn check(cx: &Context) -> Option<Check> {
    match (in_token(cx), among_options(cx)) {
        (Some(Found(finding)), _) | (_, Some(Found(finding))) => Some(Found(finding)),
        (in_token, among_options) => in_token.or(among_options),
    }
}

fn in_token(cx: &Context) -> Option<Check> {
    let (kid, iss) = (kid(cx)?, cx.claims()?.str("iss")?);
    let (kid, iss) = (trimmed(&kid), trimmed(&iss));
    let (key_id, issuer) = (cx.rules.key_id?, cx.service.issuer()?);
    let help = format!(
        "swap the two: `kid` is the key ID, as in the name of the key's file; `iss` is {}",
        issuer.noun()
    );
    let is_crossed = |kid: &str, iss: &str| issuer.matches(kid) && key_id.matches(iss);
    let is_right = key_id.matches(kid) && issuer.matches(iss);
    // One value in both places is no exchange: one of the two is right.
    if kid == iss || !is_crossed(kid, iss) {
        return (kid != iss && is_right).then_some(Passed);
    }
    let message = if is_crossed(iss, kid) {
        // Both have the same shape: only what was given beside the token tells.
        let (team, key) = (cx.credentials.team_id(), cx.credentials.key_id());
        let differs = |given: Option<&Named>, text| given.is_some_and(|given| trimmed(&given.value) != text);
        match (team, key) {
            _ if differs(team, kid) || differs(key, iss) => return Some(Passed),
            (Some(team), _) => {
                format!(
                    "`kid` is {}, the Team ID of {}, and `iss` is {}",
                    quoted(kid),
                    team.origin,
                    quoted(iss)
                )
            }
            (_, Some(key)) => {
                format!(
                    "`iss` is {}, the key ID of {}, and `kid` is {}",
                    quoted(iss),
                    key.origin,
                    quoted(kid)
                )
            }
            _ => return None,
        }
    } else {
        format!("`kid` is {} and `iss` is {}: each has the shape of the other", quoted(kid), quoted(iss))
    };
    Some(Found(LINT.finding("/claims/iss", message).help(help)))
}

fn among_options(cx: &Context) -> Option<Check> {
    let key = cx.credentials.key_id().filter(|key| key.is_explicit())?;
    let key_id = trimmed(&key.value);
    let found =
        |message: String, help: &str| Some(Found(LINT.finding("/credentials/key_id", message).help(help)));
    let mut result = None;
    if let Some(issuer) = cx.credentials.issuer_id() {
        let is_crossed = Identifier::IssuerId.matches(key_id)
            && Identifier::IndividualKeyId.matches(trimmed(&issuer.value))
            && cx.rules.key_id != Some(Identifier::Uuid);
        if is_crossed {
            let (key, issuer) = (key.source("key ID"), issuer.source("issuer ID"));
            let message = format!("{key} has the shape of an issuer ID, and {issuer} that of a key ID");
            return found(
                message,
                "swap the two: the key ID is the short one, as in the name of the key's file",
            );
        }
        let is_right = cx.rules.key_id.is_some_and(|form| form.matches(key_id))
            && Identifier::IssuerId.matches(trimmed(&issuer.value));
        result = is_right.then_some(Passed);
    }
    // A Team ID and a key ID look alike: the name of the file tells which is which.
    let file = cx.credentials.key_id.iter().find(|named| matches!(named.origin, Origin::FileName(_)));
    let Some((team, file)) = cx.credentials.team_id().zip(file) else { return result };
    if trimmed(&team.value) != file.value || key_id == file.value || !Identifier::TeamId.matches(key_id) {
        return (key_id == file.value).then_some(Passed).or(result);
    }
    let (key, team) = (key.source("key ID"), team.source("Team ID"));
    let message = format!(
        "{key} is {}, and {team} is {}, the key ID of {}",
        quoted(key_id),
        quoted(&file.value),
        file.origin
    );
    found(message, "swap the two: the key ID is the one in the name of the key's file")
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    const ISSUER: &str = "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10";

    fn only(patch: &str) -> String {
        let found = findings(&LINT, patch);
        assert_eq!((found.len(), found[0].lint.name), (1, "ids-swapped"), "{found:?}");
        found[0].message.clone()
    }

    fn apns(kid: &str, iss: &str, more: &str) -> String {
        format!(
            r#"{{"service": "apns", "header": {{"kid": "{kid}"}},
                "claims": {{"iss": "{iss}", "exp": null, "aud": null}}, {more}}}"#
        )
    }

    #[test]
    fn one_value_in_both_places_is_no_exchange() {
        assert!(!is_found(&LINT, r#"{"claims": {"iss": "K7Q2M9X4TZ"}}"#));
        let apns = apns("Q4W8E2R6T1", "Q4W8E2R6T1", r#""key_file": "key.pem""#);
        assert!(!is_found(&LINT, &apns));
    }

    #[test]
    fn team_and_key_id_look_alike_so_something_must_tell() {
        assert!(!is_found(&LINT, &apns("Q4W8E2R6T1", "K7Q2M9X4TZ", r#""key_file": "key.pem""#)));
        let file = only(&apns("Q4W8E2R6T1", "K7Q2M9X4TZ", r#""key_file": "AuthKey_K7Q2M9X4TZ.p8""#));
        assert!(file.contains("the key ID of the file name AuthKey_K7Q2M9X4TZ.p8"), "{file}");
        let team = r#""key_file": "key.pem", "credentials": {"team_id": "Q4W8E2R6T1"}"#;
        assert!(only(&apns("Q4W8E2R6T1", "K7Q2M9X4TZ", team)).contains("the Team ID of --team-id"));
        assert!(!is_found(&LINT, &apns("K7Q2M9X4TZ", "Q4W8E2R6T1", team)));
        let denied = r#""key_file": "AuthKey_B3N5V8C1XA.p8", "credentials": {"team_id": "Q4W8E2R6T1"}"#;
        assert!(!is_found(&LINT, &apns("Q4W8E2R6T1", "K7Q2M9X4TZ", denied)));
    }

    #[test]
    fn options_are_compared_when_the_token_is_right_or_absent() {
        let swapped = format!(r#""credentials": {{"key_id": "{ISSUER}", "issuer_id": "K7Q2M9X4TZ"}}"#);
        assert!(
            only(&format!("{{{swapped}, \"token\": null}}"))
                .contains("--key-id has the shape of an issuer ID")
        );
        assert!(only(&format!("{{{swapped}}}")).contains("--issuer-id that of a key ID"));
        let file = r#""key_file": "AuthKey_K7Q2M9X4TZ.p8", "credentials": {"key_id": "Q4W8E2R6T1",
            "team_id": "K7Q2M9X4TZ"}"#;
        assert!(only(&format!(r#"{{"service": "apns", "token": null, {file}}}"#)).starts_with("--key-id is"));
        only(&apns("K7Q2M9X4TZ", "Q4W8E2R6T1", file));
        only(&apns("Q4W8E2R6T1", "K7Q2M9X4TZ", file));
    }
}
