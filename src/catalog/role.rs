//! Which roles an operation of the App Store Connect API needs: what is documented, what was seen, what is guessed.
//!
//! No operation tells the role of a key, so that it must be given. Nothing here is parsed before it is asked for.

mod near;
mod operation;
mod paths;
mod table;
mod words;

use thiserror::Error;

pub use operation::{HOST, Offer, OperationFacts, asked, description_source, operation, version};
pub use table::{Agreement, Group, Mark, Reserved, Role, Scope, Source};
pub use words::{describe, describe_for, who};

use crate::catalog::evidence::RoleFit;
use table::table;

/// What `sub` says in the token of an individual key.
pub const INDIVIDUAL_SUBJECT: &str = "user";

const ACCOUNT_HOLDER: &str = "ACCOUNT_HOLDER";

/// No role of that name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("no such role; the roles are {}", names())]
pub struct UnknownRole;

/// Whether a role may do an operation, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    pub fit: RoleFit,
    pub mark: Mark,
    /// Told by the role's absence from a list, or its likeness to another role, and not by its name.
    pub is_by_exclusion: bool,
}

/// Every role, the most powerful first.
pub fn roles() -> &'static [Role] {
    &table().roles
}

/// The paths of the API description that a GET reads without any ID.
pub fn collections() -> Vec<&'static str> {
    let paths = &table::description().paths;
    let is_collection = |path: &&table::Path| path.methods.contains(&"GET") && !path.path.contains('{');
    paths.iter().filter(is_collection).map(|path| path.path).collect()
}

/// The role of that code, or of that name in the web UI; letter case, blanks, hyphens and underscores do not count.
pub fn parse(text: &str) -> Result<&'static Role, UnknownRole> {
    let wanted = plain(text);
    let is_named = |role: &&Role| role.names.iter().chain([&role.code]).any(|name| plain(name) == wanted);
    roles().iter().find(is_named).ok_or(UnknownRole)
}

/// The role of that code.
pub fn find(code: &str) -> Option<&'static Role> {
    roles().iter().find(|role| role.code == code)
}

/// How far the role table answers for Account Holders, without full stop.
pub fn account_holder_rule() -> &'static str {
    table().account_holder_rule
}

/// Whether the role may do the operation; `None`: not known, disputed, or not offered to anybody.
pub fn fit(role: &Role, operation: &OperationFacts) -> Option<Fit> {
    let group = operation.group?;
    let has = |codes: &[&str]| codes.contains(&role.code);
    let known = |fit, mark| Some(Fit { fit, mark, is_by_exclusion: false });
    let guessed = |fit, mark| Some(Fit { fit, mark, is_by_exclusion: true });
    let allowed = group.allowed.as_deref();
    let is_named = allowed.is_some_and(has);
    match (has(&group.seen_allowed), has(&group.seen_refused)) {
        _ if has(&group.disputed) => None,
        (true, true) => None,
        (false, true) => known(RoleFit::Refused, Mark::Observed).filter(|_| !is_named),
        _ if is_named => known(RoleFit::Allowed, group.evidence),
        (true, false) => known(RoleFit::Allowed, Mark::Observed),
        _ => match allowed? {
            named if role.code == ACCOUNT_HOLDER && named.contains(&"ADMIN") => {
                guessed(RoleFit::Allowed, Mark::Inferred)
            }
            _ if !role.is_whole() => None,
            _ if group.evidence == Mark::Documented => guessed(RoleFit::Refused, Mark::Documented),
            _ => guessed(RoleFit::Refused, Mark::Inferred),
        },
    }
}

fn names() -> String {
    let names: Vec<_> = roles().iter().map(Role::name).collect();
    names.join(", ")
}

fn plain(text: &str) -> String {
    let counts = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '_');
    text.chars().filter(counts).map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(role: &str, method: &str, path: &str) -> Option<(RoleFit, Mark)> {
        fit(parse(role).unwrap(), &operation(method, path)).map(|fit| (fit.fit, fit.mark))
    }

    const ALLOWED: Option<(RoleFit, Mark)> = Some((RoleFit::Allowed, Mark::Documented));
    const NOT_LISTED: Option<(RoleFit, Mark)> = Some((RoleFit::Refused, Mark::Documented));
    const SEEN_REFUSED: Option<(RoleFit, Mark)> = Some((RoleFit::Refused, Mark::Observed));

    #[test]
    fn the_readme_lists_what_is_inferred() {
        let data: serde_json::Value = serde_json::from_str(include_str!("data/roles.json")).unwrap();
        let groups = ["groups", "others"].iter().flat_map(|list| data[list].as_array().unwrap());
        let inferred = groups.filter(|group| group["evidence"] == "inferred");
        let listed = include_str!("data/README.md").split("marked inferred today").nth(1).unwrap();
        let names: Vec<_> = inferred.map(|group| format!("`{}`", group["group"].as_str().unwrap())).collect();
        let sentence = listed.split(';').next().unwrap();
        assert_eq!(sentence.matches('`').count(), 2 * names.len());
        assert!(names.iter().all(|name| sentence.contains(name)), "{names:?}");
    }

    #[test]
    fn roles_are_known_by_code_and_by_every_name_of_the_web_ui() {
        for (text, code) in [
            ("ADMIN", "ADMIN"),
            ("app manager", "APP_MANAGER"),
            ("App-Manager", "APP_MANAGER"),
            (" appManager ", "APP_MANAGER"),
            ("Sales and Reports", "SALES"),
            ("SALES_AND_REPORTS", "SALES"),
            ("account_holder", "ACCOUNT_HOLDER"),
            ("CLOUD_MANAGED_DEVELOPER_ID", "CLOUD_MANAGED_DEVELOPER_ID"),
            ("access to cloud managed distribution certificate", "CLOUD_MANAGED_APP_DISTRIBUTION"),
            ("read only", "READ_ONLY"),
        ] {
            assert_eq!(parse(text).map(|role| role.code), Ok(code), "{text}");
        }
        for role in roles() {
            for name in role.names.iter().chain([&role.code]) {
                assert_eq!(parse(name).map(|found| found.code), Ok(role.code), "{name}");
            }
        }
    }

    #[test]
    fn an_unknown_role_is_answered_with_the_names() {
        for text in ["", "-", "root", "Admin!", "Admin, Finance"] {
            let error = parse(text).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(
                error.contains("Admin, App Manager, Developer, Marketing, Sales, Finance"),
                "{text}: {error}"
            );
        }
    }

    #[test]
    fn sales_reports_are_for_those_who_are_named() {
        for (role, expected) in [
            ("Admin", ALLOWED),
            ("Finance", ALLOWED),
            ("Sales", ALLOWED),
            ("App Manager", SEEN_REFUSED),
            ("Developer", NOT_LISTED),
            ("Marketing", NOT_LISTED),
            ("Customer Support", NOT_LISTED),
            ("Account Holder", Some((RoleFit::Allowed, Mark::Inferred))),
            ("Access to Reports", None),
            ("Generate Individual API Keys", None),
            ("READ_ONLY", None),
        ] {
            assert_eq!(fits(role, "GET", "/v1/salesReports?filter[frequency]=DAILY"), expected, "{role}");
        }
    }

    #[test]
    fn what_is_disputed_or_told_by_nobody_stays_open() {
        for (role, method, path) in [
            ("App Manager", "GET", "/v1/certificates"),
            ("Developer", "POST", "/v1/profiles"),
            ("Developer", "POST", "/v1/betaGroups"),
            ("App Manager", "POST", "/v1/customerReviewResponses"),
            ("Customer Support", "POST", "/v1/customerReviewResponses"),
            ("Developer", "POST", "/v1/builds/1/relationships/betaGroups"),
            ("Marketing", "GET", "/v1/apps"),
            ("Finance", "GET", "/v1/subscriptions/1"),
            ("Admin", "POST", "/v1/apps"),
            ("Admin", "GET", "/v1/agreements"),
        ] {
            assert_eq!(fits(role, method, path), None, "{role} {method} {path}");
        }
    }

    #[test]
    fn what_was_seen_with_keys_counts() {
        assert_eq!(fits("Developer", "PATCH", "/v1/betaAppLocalizations/1"), SEEN_REFUSED);
        assert_eq!(fits("Developer", "PATCH", "/v1/builds/1"), SEEN_REFUSED);
        assert_eq!(fits("Sales", "POST", "/v1/analyticsReportRequests"), SEEN_REFUSED);
        assert_eq!(fits("Sales", "GET", "/v1/apps/1/analyticsReportRequests"), ALLOWED);
        assert_eq!(fits("Developer", "GET", "/v1/builds"), Some((RoleFit::Allowed, Mark::Observed)));
        assert_eq!(
            fits("Developer", "GET", "/notary/v2/submissions"),
            Some((RoleFit::Allowed, Mark::Observed))
        );
        assert_eq!(fits("Marketing", "POST", "/v1/profiles"), Some((RoleFit::Refused, Mark::Inferred)));
        assert_eq!(fits("Customer Support", "GET", "/v1/apps/1/customerReviews"), ALLOWED);
    }

    #[test]
    fn every_list_that_leaves_out_the_account_holder_names_admins() {
        for group in &table().groups {
            let named = group.allowed.iter().flatten().collect::<Vec<_>>();
            assert!(named.is_empty() || named.contains(&&"ADMIN"), "{group:?}");
        }
        assert!(account_holder_rule().contains("inferred"));
    }
}
