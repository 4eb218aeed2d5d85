//! How the role table is told. Everything said has its mark: documented, observed, inferred.

use std::fmt::Write as _;

use super::operation::{Offer, OperationFacts, version};
use super::table::{Group, Mark, Scope, Source};
use super::{Fit, Role, find, fit};
use crate::catalog::evidence::RoleFit;
use crate::catalog::words::list;

/// Sources that are listed before the rest is counted.
const MOST_SOURCES: usize = 4;

/// Who may do an operation: "documented: Admin, Finance and Sales may GET /v1/salesReports; App Manager was seen
/// refused". A clause without full stop.
pub fn who(operation: &OperationFacts) -> String {
    let what = format!("{} {}", operation.method, operation.path);
    let group = match (operation.offer, operation.group) {
        (Offer::Offered { .. } | Offer::OtherApi, Some(group)) => group,
        (Offer::Offered { .. } | Offer::OtherApi, None) => return format!("no role is known for {what}"),
        _ => return offered(operation),
    };
    let allowed = group.allowed.as_deref().unwrap_or_default();
    let mut clauses = vec![match allowed {
        [] => format!("no role is documented for {what}"),
        allowed => format!("{}: {} may {what}", basis(group), names(allowed)),
    }];
    let is_new = |code: &&&str| !allowed.contains(*code) && !group.disputed.contains(*code);
    let seen = |codes: &[&'static str], how: &str| -> Option<String> {
        let codes: Vec<_> = codes.iter().filter(is_new).copied().collect();
        let verb = if codes.len() == 1 { "was" } else { "were" };
        (!codes.is_empty()).then(|| format!("{} {verb} seen {how}", names(&codes)))
    };
    clauses.extend(seen(&group.seen_allowed, "allowed"));
    clauses.extend(seen(&group.seen_refused, "refused"));
    if !group.disputed.is_empty() {
        clauses.push(format!("reports differ on {}", names(&group.disputed)));
    }
    clauses.join("; ")
}

/// What the API description says of an operation that it does not have; empty when it has it.
pub(crate) fn offered(operation: &OperationFacts) -> String {
    let description = format!("the published API description {}", version());
    let (method, path) = (&operation.method, &operation.path);
    match operation.offer {
        Offer::MethodAbsent { methods } => {
            format!("{path} has no {method} in {description}, only {}", list(methods))
        }
        Offer::PathAbsent { nearest: Some(nearest) } => {
            format!("{path} is not in {description}; the nearest path there is {nearest}")
        }
        Offer::PathAbsent { nearest: None } => format!("{path} is not in {description}"),
        Offer::Offered { .. } | Offer::OtherApi => String::new(),
    }
}

/// Several lines of plain text to stand under a 403: who may do the operation, how that is known, and from where.
pub fn describe(operation: &OperationFacts) -> String {
    let mut text = format!("who may: {}\n", who(operation));
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "{label}: {value}");
    };
    if !operation.is_offered() {
        line("note", "that is no proof that it does not exist: the description is that of one version");
        return text;
    }
    if let Offer::Offered { required: required @ [_, ..], .. } = operation.offer {
        line("required in the query", &list(required));
    }
    if let Offer::Offered { deprecated: true, .. } = operation.offer {
        line("note", &format!("deprecated in the published API description {}", version()));
    }
    if let Some(reserved) = operation.reserved {
        let mark = reserved.evidence.as_str();
        line("Account Holder only", &format!("{} ({mark}; {})", reserved.what, cited(reserved.sources())));
    }
    let Some(group) = operation.group else { return text };
    if let Some(least) = group.least.and_then(find) {
        line("least role", least.name());
    }
    match group.individual_key {
        Some(false) => line("individual keys", "refused (documented)"),
        Some(true) => line("individual keys", "allowed, with the right role (documented)"),
        None => line("individual keys", "no text excludes them; limited to the roles and apps of their user"),
    }
    if let Some(agreement) = &group.agreement {
        let note = agreement.note.map(|note| format!(" ({note})")).unwrap_or_default();
        line("agreement", &format!("{}{note}", agreement.name));
    }
    line(group.evidence.as_str(), group.detail);
    if let Some(notes) = group.notes {
        line("note", notes);
    }
    line("source", &cited(group.sources()));
    text
}

/// The same with a first line for the role of the key in use.
pub fn describe_for(role: &Role, operation: &OperationFacts) -> String {
    let verdict = match fit(role, operation) {
        Some(fit) => fit.words().to_owned(),
        None => "not known".to_owned(),
    };
    format!("{}: {verdict}\n{}", role.name(), describe(operation))
}

impl Fit {
    /// "refused: documented, by its absence from the list".
    pub fn words(self) -> &'static str {
        match (self.fit, self.mark, self.is_by_exclusion) {
            (RoleFit::Allowed, Mark::Documented, _) => "allowed (documented)",
            (RoleFit::Allowed, Mark::Observed, _) => "allowed (observed)",
            (RoleFit::Allowed, Mark::Inferred, _) => "allowed (inferred)",
            (RoleFit::Refused, Mark::Documented, _) => "refused (not among the roles that are documented)",
            (RoleFit::Refused, Mark::Observed, _) => "refused (observed)",
            (RoleFit::Refused, Mark::Inferred, _) => {
                "refused (inferred: not among the roles seen to succeed)"
            }
        }
    }
}

/// How the list of roles is known.
fn basis(group: &Group) -> &'static str {
    match group.scope {
        Some(Scope::ApiDocs) => "documented",
        Some(Scope::WebHelp) => "documented for the web UI",
        Some(Scope::RolesTableQuote) => "Apple's table of roles, as quoted",
        None => group.evidence.as_str(),
    }
}

fn names(codes: &[&str]) -> String {
    let names: Vec<_> = codes.iter().map(|code| find(code).map_or(*code, |role| role.name())).collect();
    list(&names)
}

/// Addresses, or what has none in words.
fn cited(sources: impl Iterator<Item = &'static Source>) -> String {
    let mut texts: Vec<_> = sources.filter_map(|source| source.url.or(source.says)).collect();
    texts.dedup();
    let rest = texts.len().saturating_sub(MOST_SOURCES);
    texts.truncate(MOST_SOURCES);
    let mut text = texts.join(", ");
    if rest > 0 {
        let _ = write!(text, " and {rest} more");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::role::{operation, parse, roles};

    #[test]
    fn who_may_is_told_with_its_mark() {
        for (method, path, expected) in [
            (
                "GET",
                "/v1/salesReports",
                "documented: Admin, Finance and Sales may GET /v1/salesReports; App Manager was seen refused",
            ),
            (
                "POST",
                "/v1/webhooks",
                "documented for the web UI: Account Holder, Admin and App Manager may POST /v1/webhooks",
            ),
            (
                "GET",
                "/v1/ciProducts",
                "Apple's table of roles, as quoted: Admin, App Manager and Developer may GET /v1/ciProducts",
            ),
            (
                "POST",
                "/v1/certificates",
                "observed: Admin may POST /v1/certificates; reports differ on App Manager and Developer",
            ),
            (
                "GET",
                "/v1/apps/1",
                "no role is documented for GET /v1/apps/{id}; App Manager and Developer were seen allowed",
            ),
            ("GET", "/v1/inAppPurchases/1", "no role is documented for GET /v1/inAppPurchases/{id}"),
            ("POST", "/v1/apps", "/v1/apps has no POST in the published API description 4.5.1, only GET"),
            (
                "GET",
                "/v1/app",
                "/v1/app is not in the published API description 4.5.1; the nearest path there is /v1/apps",
            ),
            ("GET", "/v1/agreements", "/v1/agreements is not in the published API description 4.5.1"),
            (
                "GET",
                "/notary/v2/submissions",
                "no role is documented for GET /notary/v2/submissions; Developer was seen allowed",
            ),
        ] {
            assert_eq!(who(&operation(method, path)), expected);
        }
    }

    #[test]
    fn a_description_says_what_is_needed_and_where_it_is_from() {
        let expected = "\
Developer: refused (not among the roles that are documented)
who may: documented: Admin and Finance may GET /v1/financeReports
required in the query: filter[vendorNumber], filter[reportType], filter[regionCode] and filter[reportDate]
least role: Finance
individual keys: refused (documented)
documented: API docs: the Sales and Reports role 'can't access Download finance reports'; \
Help (quoted): only Account Holder, Admin, Finance may download
source: https://developer.apple.com/documentation/appstoreconnectapi/downloading-analytics-reports, \
https://developer.apple.com/documentation/appstoreconnectapi/sales-and-finance, \
https://developer.apple.com/help/app-store-connect/monitor-ratings-and-reviews/view-ratings-and-reviews
";
        let developer = parse("Developer").unwrap();
        assert_eq!(describe_for(developer, &operation("GET", "/v1/financeReports")), expected);
        let certificates = describe(&operation("POST", "/v1/certificates"));
        let holder = "\nAccount Holder only: certificates whose certificateType begins with DEVELOPER_ID_ \
                      (observed; https://github.com/fastlane/fastlane/issues/27149)\n";
        assert!(certificates.contains(holder), "{certificates}");
        let absent = describe(&operation("POST", "/v1/apps"));
        assert!(absent.contains("no proof") && !absent.contains("source"), "{absent}");
    }

    #[test]
    fn every_operation_can_be_told_for_every_role() {
        for path in
            ["/v1/salesReports", "/v1/users", "/v1/certificates", "/v1/apps", "/notary/v2/submissions"]
        {
            for method in ["GET", "POST", "PATCH", "DELETE"] {
                for role in roles() {
                    let text = describe_for(role, &operation(method, path));
                    assert!(
                        text.lines().all(|line| line.contains(": ") && !line.ends_with(['.', ' '])),
                        "{text}"
                    );
                }
            }
        }
    }
}
