use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{absence, misplaced};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Claim;
use crate::catalog::words::{list, pointer};

/// The claims whose absence has a lint of its own.
const OWN_LINT: &[&str] = &["aud", "bid", "exp", "iat", "iss", "sub"];

pub(super) static LINT: Lint = Lint {
    name: "claims-required-missing",
    group: Group::Claims,
    severity: Severity::Error,
    summary: "a claim that this service needs is missing",
    explanation: EXPLANATION,
    bad: r#"{"service": "apple-business", "key_file": "key.pem",
        "header": {"kid": "7b1d6f4e-02c3-4d1a-8e55-91f0c2a7d3b4"},
        "claims": {"iss": "BUSINESSAPI.a", "sub": "BUSINESSAPI.a",
            "aud": "https://account.apple.com/auth/oauth2/v2/token"}}"#,
    good: r#"{"service": "apple-business", "key_file": "key.pem",
        "header": {"kid": "7b1d6f4e-02c3-4d1a-8e55-91f0c2a7d3b4"},
        "claims": {"iss": "BUSINESSAPI.a", "sub": "BUSINESSAPI.a",
            "aud": "https://account.apple.com/auth/oauth2/v2/token", "jti": "1"}}"#,
    source: "https://developer.apple.com/documentation/apple-school-and-business-manager-api/\
        implementing-oauth-for-the-apple-school-manager-and-apple-business-api",
    causes: &["token-malformed"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
Some services need more than issuer, audience and times: `jti` in the client assertion of the Apple
Business API, `pid` in the token of an alternative marketplace, `nonce` and the product in a
signature for StoreKit. A token made by the recipe of another service lacks them, and is refused
like any other invalid token.

Add the claim. A `jti` or `nonce` is a UUID that the program makes anew for each token.";

fn check(cx: &Context) -> Option<Check> {
    let claims = cx.claims()?;
    let is_ours = |claim: &&Claim| claim.is_required(claims) && !OWN_LINT.contains(&claim.name);
    let mut required = cx.rules.claims.iter().filter(is_ours).peekable();
    required.peek()?;
    let missing: Vec<_> = required.filter(|claim| absence(cx, claim.name).is_some()).collect();
    let Some(first) = missing.first().map(|claim| claim.name) else { return Some(Passed) };
    let names: Vec<_> = missing.iter().map(|claim| format!("`{}`", claim.name)).collect();
    let expected: Vec<_> =
        missing.iter().map(|claim| format!("`{}` ({})", claim.name, claim.about)).collect();
    let found = match names.as_slice() {
        [_] => absence(cx, first)?,
        names => format!("the claims lack {}", list(names)),
    };
    let place = misplaced(cx, first).map(|place| format!("; {place}")).unwrap_or_default();
    let message = format!("{found}, expected {}{place}", list(&expected));
    Some(Found(LINT.finding(pointer("/claims", first), message).help(format!("add {}", list(&names)))))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::findings;

    #[test]
    fn a_claim_in_the_header_is_pointed_out() {
        let found = findings(
            &LINT,
            r#"{"service": "apple-business", "key_file": "key.pem",
                "header": {"kid": "7b1d6f4e-02c3-4d1a-8e55-91f0c2a7d3b4", "jti": "1"},
                "claims": {"iss": "BUSINESSAPI.a", "sub": "BUSINESSAPI.a",
                           "aud": "https://account.apple.com/auth/oauth2/v2/token"}}"#,
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.contains("the header has `jti`"), "{found:?}");
        assert_eq!(found[0].at, "/claims/jti");
    }

    #[test]
    fn an_empty_claim_is_a_missing_one() {
        let found = findings(
            &LINT,
            r#"{"service": "apple-business", "key_file": "key.pem",
                "header": {"kid": "7b1d6f4e-02c3-4d1a-8e55-91f0c2a7d3b4"},
                "claims": {"iss": "BUSINESSAPI.a", "sub": "BUSINESSAPI.a", "jti": "",
                           "aud": "https://account.apple.com/auth/oauth2/v2/token"}}"#,
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].message, "`jti` is empty, expected `jti` (any unique identifier)");
    }
}
