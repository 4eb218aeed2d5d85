use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Presence;

pub(super) static LINT: Lint = Lint {
    name: "claims-exp-missing",
    group: Group::Time,
    severity: Severity::Error,
    summary: "the token has no `exp` where the service needs it",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"exp": null, "expiresIn": "10m"}}"#,
    good: r#"{"claims": {"exp": 1795169400}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["expiry-missing"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
`exp` says until when the token is good, in seconds since 1970. Apple refuses a token without it:
the longest life of 20 minutes for App Store Connect, or of six months for Sign in with Apple, could
not be enforced. APNs wants none: it judges by `iat`.

Set `exp` to the time of issue plus 10 minutes. With jsonwebtoken, `expiresIn` is an option of
`sign`: as a member of the payload it is a claim that nobody reads.";

/// Claims that were meant to be `exp`, in lower case.
const MEANT: &[&str] = &["exp", "expires", "expires_at", "expires_in", "expiresat", "expiresin", "expiry"];

fn check(cx: &Context) -> Option<Check> {
    let claims = cx.claims()?;
    let presence = cx.service.claim("exp")?.presence;
    if !matches!(presence, Presence::Required | Presence::Documented) {
        return None;
    }
    if claims.get("exp").is_some() {
        return Some(Passed);
    }
    let is_meant = |name: &&str| MEANT.contains(&name.to_ascii_lowercase().as_str());
    let instead = claims.members().iter().map(|member| member.name.as_str()).find(is_meant);
    let message = match instead {
        Some(name) => format!("there is no `exp`, only `{name}`, which is not read"),
        None if cx.header()?.get("exp").is_some() => {
            "there is no `exp` among the claims, only in the header, where it is not read".to_owned()
        }
        None => "there is no `exp`, expected the instant until which the token is good".to_owned(),
    };
    let severity = if presence == Presence::Required { Severity::Error } else { Severity::Note };
    let mut help = format!("set the claim `exp` to `iat` + {}", cx.rules.lifetime.recommended);
    if instead == Some("expiresIn") {
        help += "; jsonwebtoken wants `expiresIn` among the options of `sign`, not in the payload";
    }
    Some(Found(LINT.finding("/claims/exp", message).severity(severity).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn a_claim_that_was_meant_to_be_exp_is_named() {
        let message = |patch| findings(&LINT, patch)[0].message.clone();
        assert!(message(r#"{"claims": {"exp": null, "expiresIn": "20m"}}"#).contains("only `expiresIn`"));
        assert!(message(r#"{"claims": {"exp": null, "EXP": 1795169400}}"#).contains("only `EXP`"));
        assert!(
            message(r#"{"claims": {"exp": null}, "header": {"exp": 1795169400}}"#).contains("in the header")
        );
        assert!(message(r#"{"claims": {"exp": null}}"#).contains("expected the instant"));
    }

    #[test]
    fn an_exp_of_the_wrong_type_is_not_missing() {
        let claims = concat!(
            r#"{\"iss\":\"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10\","#,
            r#"\"exp\":null,\"iat\":1795168800,\"aud\":\"appstoreconnect-v1\"}"#
        );
        assert!(!is_found(&LINT, &format!(r#"{{"claims": "{claims}"}}"#)));
    }

    #[test]
    fn apns_wants_no_exp() {
        assert!(!is_found(
            &LINT,
            r#"{"service": "apns", "claims": {"iss": "T4M9QX27LP", "exp": null, "aud": null}}"#
        ));
    }
}
