use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::role::{self, INDIVIDUAL_SUBJECT};
use crate::catalog::service::Form;

pub(super) static LINT: Lint = Lint {
    name: "request-individual-key-restricted",
    group: Group::Request,
    severity: Severity::Warning,
    summary: "an individual key cannot do this, whatever its user's role",
    explanation: EXPLANATION,
    bad: r#"{"service": "asc-individual", "claims": {"iss": null, "sub": "user"},
        "request": {"url": "https://api.appstoreconnect.apple.com/v1/certificates"}}"#,
    good: r#"{"service": "asc-individual", "claims": {"iss": null, "sub": "user"},
        "request": {"url": "https://api.appstoreconnect.apple.com/v1/betaFeedbackCrashSubmissions/1"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/\
        creating-api-keys-for-app-store-connect-api",
    causes: &["individual-key-restricted"],
    explained_by: &["request-host-wrong"],
    check,
};

const EXPLANATION: &str = "\
An individual key has the roles and apps of its user, but not for everything: provisioning (bundle
IDs, certificates, devices, profiles) and the sales and finance reports take team keys only. A token
of an individual key is told by `sub: \"user\"`.

Use a team key: App Store Connect → Users and Access → Integrations → App Store Connect API → Team
Keys.
Its tokens carry the issuer ID as `iss`, and no `sub`.";

fn check(cx: &Context) -> Option<Check> {
    let subject = cx.claims().and_then(|claims| claims.str("sub"));
    let is_of_service =
        || cx.service.claim("sub").is_some_and(|claim| claim.form == Form::Exactly(INDIVIDUAL_SUBJECT));
    if subject.is_none_or(|subject| subject != INDIVIDUAL_SUBJECT) && !is_of_service() {
        return None;
    }
    let operation = role::asked(cx.service, cx.request?)?;
    if operation.individual_key()? {
        return Some(Passed);
    }
    let message = format!(
        "the key is an individual one; documented: individual keys may not {} {}",
        operation.method, operation.path
    );
    Some(Found(
        LINT.finding("/request", message)
            .help("use a team key: its tokens have the issuer ID as `iss` and no `sub`"),
    ))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    fn individual(method: &str, url: &str) -> String {
        format!(
            r#"{{"service": "asc-individual", "claims": {{"iss": null, "sub": "user"}}, "role": "Developer",
            "request": {{"method": "{method}", "url": "{url}"}}}}"#
        )
    }

    #[test]
    fn provisioning_sales_and_finance_are_for_team_keys() {
        for (method, url) in [
            ("GET", "/v1/salesReports"),
            ("GET", "/v1/financeReports"),
            ("POST", "/v1/profiles"),
            ("DELETE", "/v1/certificates/Q1W2E3R4T5"),
            ("GET", "/v1/bundleIds/Q1W2E3R4T5/relationships/profiles"),
        ] {
            assert!(is_found(&LINT, &individual(method, url)), "{method} {url}");
        }
        assert_eq!(
            findings(&LINT, &individual("POST", "/v1/profiles"))[0].message,
            "the key is an individual one; documented: individual keys may not POST /v1/profiles"
        );
    }

    #[test]
    fn what_no_text_excludes_is_no_finding() {
        for (method, url) in
            [("GET", "/v1/apps"), ("GET", "/v1/betaFeedbackCrashSubmissions/1"), ("GET", "/v1/builds/1")]
        {
            assert!(!is_found(&LINT, &individual(method, url)), "{method} {url}");
        }
        assert!(!is_found(&LINT, r#"{"request": {"url": "/v1/certificates"}}"#), "a team key");
        let notary = "https://appstoreconnect.apple.com/notary/v2/submissions";
        assert!(!is_found(&LINT, &individual("GET", notary)));
    }
}
