use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Presence;

pub(super) static LINT: Lint = Lint {
    name: "claims-iat-missing",
    group: Group::Time,
    severity: Severity::Error,
    summary: "the token has no `iat`",
    explanation: EXPLANATION,
    bad: r#"{"service": "enterprise", "claims": {"aud": "apple-developer-enterprise-v1", "iat": null}}"#,
    good: r#"{"service": "enterprise", "claims": {"aud": "apple-developer-enterprise-v1"}}"#,
    source: "https://developer.apple.com/documentation/enterpriseprogramapi/\
        generating-tokens-for-api-requests",
    causes: &["issued-at-missing"],
    explained_by: &["claims-exp-too-far"],
    check,
};

const EXPLANATION: &str = "\
`iat` is the instant of issue, in seconds since 1970. APNs judges the age of a token by it; Sign in
with Apple and the Enterprise Program list it as required. App Store Connect and the App Store
Server API list it too, but take tokens without it: Apple's own Python library sends none to the
latter. There the finding is a note.

Set `iat` to the current time less 60 seconds, so that a fast clock does not put it into Apple's
future, and keep `exp` − `iat` below the maximum.";

fn check(cx: &Context) -> Option<Check> {
    let (claims, presence) = (cx.claims()?, cx.service.claim("iat")?.presence);
    let (severity, message) = match presence {
        Presence::Required => {
            (Severity::Error, "there is no `iat`, expected the instant of issue in seconds since 1970")
        }
        Presence::Documented => (
            Severity::Note,
            "there is no `iat`: Apple's documentation lists it, but tokens without it are known to work",
        ),
        _ => return None,
    };
    if claims.get("iat").is_some() {
        return Some(Passed);
    }
    let help = "set `iat` to the current time less 60 s";
    Some(Found(LINT.finding("/claims/iat", message).severity(severity).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn it_is_a_note_where_tokens_without_iat_work() {
        let bid = r#""claims": {"iat": null, "bid": "com.example.app"}"#;
        for patch in [
            r#"{"claims": {"iat": null}}"#.to_owned(),
            r#"{"service": "notary", "claims": {"iat": null}}"#.to_owned(),
            format!(r#"{{"service": "app-store-server", {bid}}}"#),
        ] {
            let found = findings(&LINT, &patch);
            assert_eq!((found.len(), found[0].lint.name), (1, "claims-iat-missing"), "{found:?}");
            assert_eq!(found[0].severity, Severity::Note);
        }
    }

    #[test]
    fn apns_needs_it() {
        let patch =
            r#"{"service": "apns", "claims": {"iss": "T4M9QX27LP", "exp": null, "aud": null, "iat": null}}"#;
        assert_eq!(findings(&LINT, patch)[0].severity, Severity::Error);
    }

    #[test]
    fn an_iat_of_the_wrong_type_is_not_missing() {
        assert!(!is_found(&LINT, r#"{"claims": {"iat": "1795168800"}}"#));
    }
}
