use crate::catalog::context::Context;
use crate::catalog::evidence::RoleFit;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::role::{self, Mark, Role};

pub(super) static LINT: Lint = Lint {
    name: "request-role-insufficient",
    group: Group::Request,
    severity: Severity::Warning,
    summary: "the role of the key is not among those that may do this",
    explanation: EXPLANATION,
    bad: r#"{"role": "App Manager",
        "request": {"url": "https://api.appstoreconnect.apple.com/v1/salesReports"}}"#,
    good: r#"{"role": "Sales", "request": {"url": "https://api.appstoreconnect.apple.com/v1/salesReports"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/\
        creating-api-keys-for-app-store-connect-api",
    causes: &["role-insufficient"],
    explained_by: &["request-individual-key-restricted"],
    check,
};

const EXPLANATION: &str = "\
A key has the role that was chosen when it was made, and the answer to everything beyond that is a
403 that says \"The API key in use does not allow this request\", never which role would do. Apple
documents the roles of a part of its API; the rest is known from keys that were seen to pass or to
be refused, and some is a guess. The finding says which; a guess is a note.

The role of a team key cannot be changed: make another key with the role that is enough, as an
Admin, and revoke the old one. An individual key has the roles of its user, which an Admin can
change.";

fn check(cx: &Context) -> Option<Check> {
    let role = cx.role?;
    let operation = role::asked(cx.service, cx.request?)?;
    let fit = role::fit(role, &operation)?;
    if fit.fit == RoleFit::Allowed {
        return Some(Passed);
    }
    let message = format!("the key has the role {}; {}", role.name(), role::who(&operation));
    let group = operation.group?;
    let least = group.least.and_then(role::find).map_or("a role that may", Role::name);
    let source = group.sources().find_map(|source| source.url);
    let source = source.map(|url| format!(" ({url})")).unwrap_or_default();
    let help = format!("use a key with the role {least}{source}: the role of a team key cannot be changed");
    let severity = if fit.mark == Mark::Inferred { Severity::Note } else { LINT.severity };
    Some(Found(LINT.finding("/request", message).help(help).severity(severity)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    fn with(role: &str, method: &str, url: &str) -> String {
        format!(r#"{{"role": "{role}", "request": {{"method": "{method}", "url": "{url}"}}}}"#)
    }

    #[test]
    fn the_message_says_who_may_and_how_that_is_known() {
        let found = findings(&LINT, &with("developer", "GET", "/v1/salesReports?filter[frequency]=DAILY"));
        assert_eq!(
            format!("{found:?}"),
            "[warning[request-role-insufficient] /request: the key has the role Developer; \
             documented: Admin, Finance and Sales may GET /v1/salesReports; App Manager was seen refused]"
        );
        let help = found[0].help.clone().unwrap();
        assert!(
            help.starts_with("use a key with the role Sales (https://developer.apple.com/documentation/"),
            "{help}"
        );
    }

    #[test]
    fn a_guess_is_a_note() {
        let found = findings(&LINT, &with("Marketing", "POST", "/v1/profiles"));
        assert_eq!(
            format!("{found:?}"),
            "[note[request-role-insufficient] /request: the key has the role Marketing; observed: \
             Admin may POST /v1/profiles; reports differ on App Manager and Developer]"
        );
    }

    #[test]
    fn what_is_not_known_to_be_refused_is_no_finding() {
        for (role, method, url) in [
            ("Admin", "GET", "/v1/salesReports"),
            ("Account Holder", "GET", "/v1/salesReports"),
            ("Access to Reports", "GET", "/v1/salesReports"),
            ("App Manager", "POST", "/v1/certificates"),
            ("Marketing", "GET", "/v1/apps"),
        ] {
            assert!(!is_found(&LINT, &with(role, method, url)), "{role} {method} {url}");
        }
        let other = r#"{"role": "Developer", "service": "enterprise", "request": {"url": "/v1/salesReports"},
            "claims": {"aud": "apple-developer-enterprise-v1"}}"#;
        assert!(!is_found(&LINT, other));
    }
}
