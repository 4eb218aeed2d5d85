use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{a, absence, misplaced, shown};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::{Form, Presence, Service};

pub(super) static LINT: Lint = Lint {
    name: "claims-iss-missing",
    group: Group::Claims,
    severity: Severity::Error,
    summary: "the claims have no `iss`",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"iss": null}}"#,
    good: r#"{"claims": {"iss": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["issuer-id-wrong", "credential-missing"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
`iss` says whose key signed the token: the issuer ID for App Store Connect and the App Store Server
API, the Team ID for the services of the developer portal. Without it Apple answers 401. Only tokens
of an individual key of App Store Connect have none; they have `sub: \"user\"` instead.

Add `iss`. The issuer ID stands above the list of keys in App Store Connect, once for the whole
team. fastlane, and other tools like it, take a key without issuer ID for an individual one.";

fn check(cx: &Context) -> Option<Check> {
    cx.claims()?;
    let claim = cx.service.claim("iss")?;
    let severity = match claim.presence {
        Presence::Required => LINT.severity,
        // What happens without it is not known.
        Presence::Documented => Severity::Note,
        _ => return None,
    };
    let Some(found) = absence(cx, "iss") else { return Some(Passed) };
    let about = claim.about;
    let mut message = format!("{found}, expected the {about}");
    let mut help = format!("add `iss`: the {about}");
    if let Some(place) = misplaced(cx, "iss") {
        message = format!("{message}; {place}");
    } else if let Some((twin, subject)) = without_issuer(cx, cx.service) {
        let key = a(twin.key.name);
        match cx.claims()?.get("sub") {
            Some(sub) if sub.as_str().as_deref() == Some(subject) => {
                message = format!("{message}; with `sub` {} it is the token of {key}", shown(sub));
                help = format!("{help}; or sign with {key}, and say `--service {}`", twin.id);
            }
            _ => help = format!("{help}; if this is {key}, add `sub` \"{subject}\" instead"),
        }
    }
    Some(Found(LINT.finding("/claims/iss", message).help(help).severity(severity)))
}

/// The service at the same hosts whose tokens have a fixed `sub` and no `iss`.
pub(super) fn without_issuer(cx: &Context, service: &Service) -> Option<(&'static Service, &'static str)> {
    cx.list.iter().find_map(|twin| match twin.claim("sub")?.form {
        Form::Exactly(subject) if twin.forbids_issuer() && twin.hosts == service.hosts => {
            Some((*twin, subject))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::findings;

    fn message(patch: &str) -> String {
        let found = findings(&LINT, patch);
        assert_eq!(found.len(), 1, "{found:?}");
        format!("{} / {}", found[0].message, found[0].help.as_deref().unwrap_or_default())
    }

    #[test]
    fn the_form_of_an_individual_key_is_pointed_out() {
        assert!(message(r#"{"claims": {"iss": null}}"#).contains("add `sub` \"user\" instead"));
        let forced = message(r#"{"claims": {"iss": null, "sub": "user"}}"#);
        assert!(forced.contains("--service asc-individual"), "{forced}");
    }

    #[test]
    fn null_and_empty_are_missing() {
        assert!(message(r#"{"claims": {"iss": ""}}"#).starts_with("`iss` is empty, expected the issuer ID"));
        let null = r#"{"claims":
            "{\"iss\":null,\"aud\":\"appstoreconnect-v1\",\"exp\":1795169400,\"iat\":1795168800}"}"#;
        assert!(message(null).starts_with("`iss` is null"));
        assert_eq!(findings(&LINT, null)[0].at, "/claims/iss");
    }

    #[test]
    fn an_issuer_under_another_name_is_pointed_out() {
        for name in ["Iss", "issuer", "issuer_id", "issuerId", " iss"] {
            let found = message(&format!(r#"{{"claims": {{"iss": null, "{name}": "x"}}}}"#));
            assert!(found.contains(&format!("`{name}` stands in its place")), "{found}");
        }
        assert!(
            message(r#"{"claims": {"iss": null}, "header": {"iss": "x"}}"#).contains("the header has `iss`")
        );
    }
}
