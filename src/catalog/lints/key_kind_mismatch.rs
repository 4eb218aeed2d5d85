use super::claims_iss_missing::without_issuer;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::a;
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::KeyKind;

pub(super) static LINT: Lint = Lint {
    name: "key-kind-mismatch",
    group: Group::Credentials,
    severity: Severity::Warning,
    summary: "the key's file name tells of another kind of key than the service takes",
    explanation: EXPLANATION,
    bad: r#"{"key_file": "SubscriptionKey_K7Q2M9X4TZ.p8"}"#,
    good: r#"{"service": "app-store-server", "key_file": "SubscriptionKey_K7Q2M9X4TZ.p8",
        "claims": {"bid": "com.example.app"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/\
        creating-api-keys-for-app-store-connect-api",
    causes: &["wrong-service", "individual-key-with-issuer"],
    explained_by: &["claims-iss-forbidden"],
    check,
};

const EXPLANATION: &str = "\
Apple names the files it hands out by the kind of key: `SubscriptionKey_` for In-App Purchase keys,
`ApiKey_` for individual keys of App Store Connect. A service knows only its own kind, and answers
401 to a token signed with another. A team key of App Store Connect comes as `AuthKey_`, like the
keys of the developer portal, so that name tells nothing.

Take the key that was made for this service. An individual key has no issuer ID: configure none with
it.";

fn check(cx: &Context) -> Option<Check> {
    let file = cx.credentials.key_file.as_deref()?;
    let (told, has_no_issuer) = told(cx, file)?;
    let (taken, found) = (&cx.service.key, a(told.name));
    let (message, help) = if told.name != taken.name {
        (
            format!("the file name {file} is that of {found}, expected {}", a(taken.name)),
            format!("take {}: {}{}", a(taken.name), taken.page, other_way(cx, told)),
        )
    } else {
        let Some(issuer) = cx.credentials.issuer_id().filter(|_| has_no_issuer) else {
            return Some(Passed);
        };
        (
            format!(
                "the file name {file} is that of {found}, which has no issuer ID; {} gives one",
                issuer.origin
            ),
            format!(
                "configure no issuer ID with {found}; if it is a team key, give the file its own name back"
            ),
        )
    };
    Some(Found(LINT.finding("/key", message).help(help)))
}

/// How to keep the key instead, where the service takes tokens of both kinds at one host.
fn other_way(cx: &Context, told: &KeyKind) -> String {
    match without_issuer(cx, cx.service).filter(|(twin, _)| twin.key.name == told.name) {
        Some((_, subject)) if cx.token.is_some() => {
            format!("; or keep this key, drop `iss` and add `sub: \"{subject}\"`")
        }
        Some((twin, _)) => format!("; or keep this key and say `--service {}`", twin.id),
        None => String::new(),
    }
}

/// The kind of key that a file of that name holds, and whether its tokens have no issuer; `None` when several kinds
/// have such names, or none.
fn told(cx: &Context, file: &str) -> Option<(&'static KeyKind, bool)> {
    let mut services = cx.list.iter().filter(|service| service.names_key_file(file));
    let first = services.next()?;
    let has_no_issuer = first.forbids_issuer();
    services.all(|other| other.key.name == first.key.name).then_some((&first.key, has_no_issuer))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn an_individual_key_has_no_issuer_id() {
        let individual = |more: &str| {
            format!(
                r#"{{"service": "asc-individual", "key_file": "ApiKey_K7Q2M9X4TZ.p8", "claims": {{"iss": null,
                    "sub": "user"}} {more}}}"#
            )
        };
        let issuer = r#", "credentials": {"issuer_id": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"}"#;
        let found = findings(&LINT, &individual(issuer));
        assert_eq!((found.len(), found[0].lint.name), (1, "key-kind-mismatch"), "{found:?}");
        assert!(found[0].message.ends_with("which has no issuer ID; --issuer-id gives one"), "{found:?}");
        assert!(!is_found(&LINT, &individual("")));
    }

    #[test]
    fn an_individual_key_in_a_team_token_is_another_kind() {
        let found = findings(&LINT, r#"{"key_file": "ApiKey_K7Q2M9X4TZ.p8"}"#);
        assert!(
            found[0].message.ends_with("individual key, expected an App Store Connect team key"),
            "{found:?}"
        );
        let help = found[0].help.as_deref().unwrap();
        assert!(help.starts_with("take an App Store Connect team key: App Store Connect → Users"), "{help}");
        assert!(help.ends_with("; or keep this key, drop `iss` and add `sub: \"user\"`"), "{help}");
    }

    #[test]
    fn a_name_that_many_kinds_share_or_none_tells_nothing() {
        for file in ["AuthKey_K7Q2M9X4TZ.p8", "key.pem", ""] {
            let server = format!(
                r#"{{"service": "app-store-server", "key_file": "{file}",
                    "claims": {{"bid": "com.example.app"}}}}"#
            );
            assert!(!is_found(&LINT, &server), "{file}");
        }
    }
}
