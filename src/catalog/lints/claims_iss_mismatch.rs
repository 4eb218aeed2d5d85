use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{difference, oddity, quoted, trimmed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::{Form, Identifier};

pub(super) static LINT: Lint = Lint {
    name: "claims-iss-mismatch",
    group: Group::Claims,
    severity: Severity::Error,
    summary: "`iss` is not the issuer ID or Team ID that was given",
    explanation: EXPLANATION,
    bad: r#"{"credentials": {"issuer_id": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b11"}}"#,
    good: r#"{"credentials": {"issuer_id": "3F0C1A9E-7D52-4B8E-9A41-6C2D8E5F7B10"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["issuer-id-wrong", "credential-stale"],
    explained_by: &["claims-iss-malformed", "claims-sample-value", "ids-swapped"],
    check,
};

const EXPLANATION: &str = "\
The token was made for another team than the one you named, or one of the two values is mistyped.
Apple looks up the key under `kid` within the team of `iss`: with another team's issuer the key is
unknown there, and the answer is 401.

Compare both with the page where the key is listed, and find out where the signing program reads its
value: an older copy in a secret store is the usual surprise.";

fn check(cx: &Context) -> Option<Check> {
    let claims = cx.claims()?;
    let iss = claims.str("iss").filter(|iss| !iss.trim().is_empty())?;
    let (source, expected, odd) = match cx.service.claim("iss")?.form {
        Form::SameAs(other) => (format!("`{other}`"), claims.str(other)?.into_owned(), None),
        Form::Identifier(identifier) if identifier.matches(&iss) => {
            let (noun, given) = match identifier {
                Identifier::IssuerId => ("issuer ID", cx.credentials.issuer_id()?),
                Identifier::TeamId => ("Team ID", cx.credentials.team_id()?),
                _ => return None,
            };
            let expected = trimmed(&given.value).to_owned();
            let odd = (!identifier.matches(&expected)).then(|| oddity(cx, &expected));
            (given.source(noun), expected, odd)
        }
        _ => return None,
    };
    if expected.is_empty() {
        return None;
    }
    // Hexadecimal digits mean the same in either case.
    if iss == expected || Identifier::IssuerId.matches(&iss) && iss.eq_ignore_ascii_case(&expected) {
        return Some(Passed);
    }
    let slip = difference(&iss, &expected).map(|slip| format!(": {slip}")).or(odd).unwrap_or_default();
    let message = format!("`iss` is {}, but {source} is {}{slip}", quoted(&iss), quoted(&expected));
    Some(Found(
        LINT.finding("/claims/iss", message)
            .help("find out which of the two is the one shown with the key, and where the other comes from"),
    ))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    const TEAM: &str = r#"{"service": "siwa", "claims": {"aud": "https://appleid.apple.com",
        "sub": "com.example.web",
        "iss": "Q4W8E2R6T1"}, "credentials": {"team_id""#;

    #[test]
    fn a_slip_is_pointed_out() {
        let found =
            findings(&LINT, r#"{"credentials": {"issuer_id": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b01"}}"#);
        assert!(found[0].message.ends_with("characters 35 and 36 are swapped"), "{found:?}");
    }

    #[test]
    fn what_was_given_instead_of_an_issuer_id_is_told_here() {
        let found = findings(&LINT, r#"{"credentials": {"issuer_id": "Q4W8E2R6T1"}}"#);
        assert_eq!((found.len(), found[0].lint.name), (1, "claims-iss-mismatch"), "{found:?}");
        let odd = "but --issuer-id is \"Q4W8E2R6T1\", 10 characters like a Team ID or a key ID";
        assert!(found[0].message.ends_with(odd), "{found:?}");
    }

    #[test]
    fn a_team_id_is_compared_where_the_service_wants_one() {
        assert!(is_found(&LINT, &format!(r#"{TEAM}: "Q4W8E2R6T2"}}}}"#)));
        assert!(!is_found(&LINT, &format!(r#"{TEAM}: "Q4W8E2R6T1"}}}}"#)));
        assert!(!is_found(&LINT, r#"{"credentials": {"team_id": "Q4W8E2R6T2"}}"#));
    }

    #[test]
    fn a_claim_that_must_equal_another_is_compared_with_it() {
        let found = findings(
            &LINT,
            r#"{"service": "apple-business", "key_file": "key.pem",
                "header": {"kid": "7b1d6f4e-02c3-4d1a-8e55-91f0c2a7d3b4"},
                "claims": {"iss": "BUSINESSAPI.a", "sub": "BUSINESSAPI.b", "jti": "1",
                           "aud": "https://account.apple.com/auth/oauth2/v2/token"}}"#,
        );
        assert!(found[0].message.contains("but `sub` is \"BUSINESSAPI.b\""), "{found:?}");
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
