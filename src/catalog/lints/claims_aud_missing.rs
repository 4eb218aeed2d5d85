use super::claims_aud_wrong::unique;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{absence, misplaced};
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "claims-aud-missing",
    group: Group::Claims,
    severity: Severity::Error,
    summary: "the claims have no `aud`",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"aud": null}}"#,
    good: r#"{"claims": {"aud": "appstoreconnect-v1"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["audience-wrong"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
`aud` says for which of Apple's services the token was made, and a service refuses a token that was
not made for it. Tokens signed with a key of the developer portal have no `aud`, except that of Sign
in with Apple: APNs, DeviceCheck, MusicKit, WeatherKit, Maps and others. A program written for one
of them leaves it out.

Add the audience of the service: for the App Store Connect API and the App Store Server API it is
`appstoreconnect-v1`.";

fn check(cx: &Context) -> Option<Check> {
    cx.claims().filter(|_| cx.service.requires("aud"))?;
    let Some(found) = absence(cx, "aud") else { return Some(Passed) };
    let expected = unique(cx.services.iter().flat_map(|service| service.audiences()));
    let expected = format!("\"{}\"", expected.join("\" or \""));
    let place = misplaced(cx, "aud").map(|place| format!("; {place}")).unwrap_or_default();
    let message = format!("{found}, expected {expected}{place}");
    Some(Found(LINT.finding("/claims/aud", message).help(format!("add `aud` {expected}"))))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::findings;

    #[test]
    fn null_and_empty_are_missing() {
        for (aud, words) in [(r#"\"\""#, "`aud` is empty, expected"), ("null", "`aud` is null, expected")] {
            let claims = format!(
                concat!(
                    r#""{{\"iss\":\"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10\","#,
                    r#"\"aud\":{aud},\"exp\":1795169400,\"iat\":1795168800}}""#
                ),
                aud = aud
            );
            let found = findings(&LINT, &format!(r#"{{"claims": {claims}}}"#));
            assert_eq!((found.len(), found[0].lint.name), (1, "claims-aud-missing"), "{found:?}");
            assert_eq!(found[0].at, "/claims/aud");
            assert!(found[0].message.starts_with(words), "{found:?}");
        }
    }

    #[test]
    fn each_audience_that_may_be_meant_is_named_once() {
        let found =
            findings(&LINT, r#"{"services": ["asc-team", "enterprise", "notary"], "claims": {"aud": null}}"#);
        assert_eq!(found.len(), 1, "{found:?}");
        let expected = "expected \"appstoreconnect-v1\" or \"apple-developer-enterprise-v1\"";
        assert!(found[0].message.ends_with(expected), "{found:?}");
    }
}
