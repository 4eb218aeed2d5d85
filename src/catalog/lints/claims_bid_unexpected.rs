use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{a, shown};
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "claims-bid-unexpected",
    group: Group::Claims,
    severity: Severity::Warning,
    summary: "`bid` belongs to another service's tokens",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"bid": "com.example.app"}}"#,
    good: r#"{"claims": {"bid": null}}"#,
    source: "https://developer.apple.com/documentation/appstoreserverapi/\
        generating-json-web-tokens-for-api-requests",
    causes: &["wrong-service"],
    explained_by: &["key-kind-mismatch"],
    check,
};

const EXPLANATION: &str = "\
`bid` names one app in tokens for the App Store Server API, and no other service lists it. Those
tokens look like ones for the App Store Connect API, with the same issuer and audience, but are
signed with an In-App Purchase key, which no other service knows. What the claim alone does there is
not documented.

Decide which of the services you call. For the App Store Server API call its own host; for any other
leave out `bid` and sign with the key of that service.";

fn check(cx: &Context) -> Option<Check> {
    let claims = cx.claims()?;
    if cx.service.claim("bid").is_some() || cx.rules.unlisted_claims.is_some() {
        return None;
    }
    let Some(bid) = claims.get("bid") else { return Some(Passed) };
    let owner = cx.list.iter().find(|other| other.requires("bid"))?;
    let message =
        format!("`bid` is {}, expected none: it belongs to tokens of the {}", shown(bid), owner.name);
    let help = format!(
        "leave out `bid`; or, for the {}, sign with {} and call {}",
        owner.name,
        a(owner.key.name),
        owner.hosts.first().unwrap_or(&"its own host")
    );
    Some(Found(LINT.finding("/claims/bid", message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::is_found;

    #[test]
    fn no_service_that_does_not_list_it_expects_it() {
        let enterprise = r#"{"service": "enterprise",
            "claims": {"aud": "apple-developer-enterprise-v1", "bid": "com.example.app"}}"#;
        assert!(is_found(&LINT, enterprise));
        let siwa = r#"{"service": "siwa", "claims": {"aud": "https://appleid.apple.com", "iss": "Q4W8E2R6T1",
            "sub": "com.example.web", "bid": "com.example.app"}}"#;
        assert!(is_found(&LINT, siwa));
    }
}
