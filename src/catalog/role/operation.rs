//! Which operation a request asks for, and what is known of it.

use super::near::nearest;
use super::paths::{self, Known, Word, segments};
use super::table::{Group, Path, Reserved, description, table};
use crate::catalog::evidence;
use crate::catalog::service::Service;
use crate::model::request::Request;

/// The host of the API description.
pub const HOST: &str = "api.appstoreconnect.apple.com";

/// Host and path of the Notary API, which takes the same keys and has a description of its own.
const NOTARY: (&str, &str) = ("appstoreconnect.apple.com", "/notary/v2");

/// What is known of a method and path, whatever the role.
#[derive(Clone, Debug)]
pub struct OperationFacts {
    /// In capitals.
    pub method: String,
    /// As the description has it, with `{id}`; as given, without query, where it has none such.
    pub path: String,
    pub offer: Offer,
    /// Who may do it; `None` when it is not offered, or nothing is known.
    pub group: Option<&'static Group>,
    /// For what it is reserved to the Account Holder.
    pub reserved: Option<&'static Reserved>,
}

/// Whether an operation is in the published API description. It is that of one version: what is absent is not proved
/// not to exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// It is.
    Offered {
        /// Query parameters it requires.
        required: &'static [&'static str],
        deprecated: bool,
    },
    /// The path is, but only with these methods.
    MethodAbsent { methods: &'static [&'static str] },
    /// The path is not; the nearest one that is, when one is near.
    PathAbsent { nearest: Option<&'static str> },
    /// It belongs to an API that the description is not of.
    OtherApi,
}

/// The version of the published API description.
pub fn version() -> &'static str {
    description().version
}

/// Where the API description is from.
pub fn description_source() -> &'static str {
    description().source
}

/// What is known of a method and path; an origin and a query are left out.
pub fn operation(method: &str, path: &str) -> OperationFacts {
    let method = method.trim().to_ascii_uppercase();
    let path = bare(path);
    let asked: Vec<_> = segments(path).collect();
    let known = find(&asked);
    let other = table().others.iter().find(|group| covers(group, &method, path));
    let offer = match known {
        _ if other.is_some() => Offer::OtherApi,
        Some(known) => offer(known, &method),
        None => Offer::PathAbsent { nearest: nearest(&asked) },
    };
    let path = known.map_or(path, |known| known.path);
    let is_offered = matches!(offer, Offer::Offered { .. });
    let group = || table().groups.iter().find(|group| covers(group, &method, path));
    let reserved = || table().reserved.iter().find(|it| it.method == method && it.path == path);
    OperationFacts {
        path: path.to_owned(),
        offer,
        group: other.or_else(|| is_offered.then(group).flatten()),
        reserved: is_offered.then(reserved).flatten(),
        method,
    }
}

/// The operation that a request of this service asks for; `None` when it goes to a host without role table.
pub fn asked(service: &Service, request: &Request) -> Option<OperationFacts> {
    let (notary, below) = NOTARY;
    let is_notary = request.path.starts_with(below);
    let host = if is_notary { notary } else { HOST };
    let takes_it = service.is_at(HOST, "/") || is_notary && service.is_at(notary, below);
    let goes_there = request.host.as_deref().is_none_or(|name| name == host);
    (takes_it && goes_there).then(|| operation(&request.method, &request.path))
}

impl OperationFacts {
    pub fn is_offered(&self) -> bool {
        matches!(self.offer, Offer::Offered { .. } | Offer::OtherApi)
    }

    /// Whether individual keys may, by Apple's documentation; `None`: no text excludes them.
    pub fn individual_key(&self) -> Option<bool> {
        self.group?.individual_key
    }

    /// Whether a request with this body is reserved to the Account Holder.
    pub fn is_reserved(&self, body: &str) -> bool {
        self.reserved.is_some_and(|reserved| body.contains(reserved.body))
    }

    /// What can speak for or against a cause. `body` is the request's, when it is known.
    pub fn facts(&self, body: Option<&str>) -> Vec<evidence::Operation> {
        use evidence::Operation::*;
        /// The agreement of everybody, which says nothing of an operation.
        const PROGRAM: &str = "Program License Agreement";
        let agreement = self.group.and_then(|group| group.agreement.as_ref());
        let facts = [
            (matches!(self.offer, Offer::MethodAbsent { .. }), NotOffered),
            (matches!(self.offer, Offer::PathAbsent { .. }), UnknownPath),
            (self.individual_key() == Some(false), NotForIndividualKeys),
            (agreement.is_some_and(|agreement| agreement.name != PROGRAM), NeedsAgreement),
            (body.is_some_and(|body| self.is_reserved(body)), AccountHolderOnly),
        ];
        facts.into_iter().filter_map(|(holds, fact)| holds.then_some(fact)).collect()
    }
}

fn offer(known: &'static Path, method: &str) -> Offer {
    if !known.methods.contains(&method) {
        return Offer::MethodAbsent { methods: &known.methods };
    }
    let required: &[&str] = if method == "GET" { &known.required } else { &[] };
    Offer::Offered { required, deprecated: known.deprecated.contains(&method) }
}

/// The path alone, without a slash at its end.
fn bare(path: &str) -> &str {
    let path = path.trim();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => path,
    };
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() { "/" } else { trimmed }
}

/// The path of the description that is meant: the one with most words in common where `{id}` fits, too.
fn find(asked: &[&str]) -> Option<&'static Path> {
    let fits = |known: &&Known| known.words.iter().zip(asked).all(|(word, found)| fits(word, found));
    let fitting = paths::of_length(asked.len()).iter().filter(fits);
    let best = fitting.min_by_key(|known| known.words.iter().filter(|word| word.is_id).count());
    best.map(|known| known.path)
}

fn fits(word: &Word, found: &str) -> bool {
    word.text == found || word.is_id && !found.is_empty()
}

fn covers(group: &Group, method: &str, path: &str) -> bool {
    group.methods.contains(&method) && group.paths.iter().any(|pattern| matches(pattern, path))
}

/// Whether a pattern of the role table matches a path, a `relationships` segment left out.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, is_open) = match pattern.strip_suffix("/**") {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut found = segments(path).filter(|segment| *segment != "relationships");
    let fits = |pattern: &str, found: &str| match pattern.strip_suffix('*') {
        Some(beginning) => !found.is_empty() && found.starts_with(beginning),
        None => pattern == found,
    };
    segments(pattern).all(|pattern| found.next().is_some_and(|found| fits(pattern, found)))
        && (is_open || found.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::services;

    /// Patterns that no operation of the description has: the groups that read and that write list the same paths.
    const SPECIAL: usize = 32;

    fn group(method: &str, path: &str) -> Option<&'static str> {
        operation(method, path).group.map(|group| group.group)
    }

    #[test]
    fn every_operation_of_the_description_is_found_and_has_a_group() {
        for known in &description().paths {
            for method in &known.methods {
                let facts = operation(method, known.path);
                assert!(matches!(facts.offer, Offer::Offered { .. }), "{method} {}: {facts:?}", known.path);
                assert_eq!((&*facts.method, &*facts.path), (*method, known.path));
                assert!(facts.group.is_some(), "{method} {}", known.path);
                let concrete = known.path.replace("{id}", "6446048195");
                assert_eq!(operation(method, &concrete).path, known.path);
            }
        }
    }

    #[test]
    fn every_pattern_has_a_path_and_an_operation_unless_a_sister_group_has() {
        let paths = || description().paths.iter();
        let mut special = Vec::new();
        for group in &table().groups {
            for pattern in &group.paths {
                assert!(paths().any(|known| matches(pattern, known.path)), "{}: {pattern}", group.group);
                let has = |known: &Path| known.methods.iter().any(|method| group.methods.contains(method));
                if !paths().any(|known| matches(pattern, known.path) && has(known)) {
                    special.push((group.group, *pattern));
                }
            }
        }
        assert_eq!(special.len(), SPECIAL, "{special:#?}");
        for (name, pattern) in special {
            let sisters = table().groups.iter().filter(|sister| sister.group != name);
            let listed = sisters.flat_map(|sister| &sister.paths);
            assert!(listed.into_iter().any(|path| *path == pattern), "{name}: {pattern}");
        }
    }

    #[test]
    fn an_operation_is_found_however_it_is_written() {
        for path in [
            "/v1/apps/6446048195/builds",
            "/v1/apps/6446048195/builds/",
            "/v1/apps/6446048195/builds?limit=1&fields[builds]=version",
            "/v1/apps/{id}/builds#x",
            "https://api.appstoreconnect.apple.com/v1/apps/{id}/builds?x=https://y",
            " /v1/apps/:id/builds ",
        ] {
            let facts = operation("get", path);
            assert_eq!((&*facts.method, &*facts.path), ("GET", "/v1/apps/{id}/builds"), "{path}");
            assert!(facts.is_offered(), "{path}");
        }
        for path in ["", "/", "?", "https://api.appstoreconnect.apple.com", "/v1/apps//builds", "v1"] {
            assert!(!operation("GET", path).is_offered(), "{path}");
        }
    }

    #[test]
    fn a_relationship_belongs_to_the_group_of_what_it_relates_to() {
        assert_eq!(group("GET", "/v1/apps/1/relationships/builds"), group("GET", "/v1/apps/1/builds"));
        assert_eq!(
            group("POST", "/v1/builds/1/relationships/betaGroups"),
            Some("builds_in_beta_groups_write")
        );
        assert_eq!(
            group("POST", "/v1/betaGroups/1/relationships/betaTesters"),
            Some("testflight_groups_testers_write")
        );
        assert_eq!(
            operation("GET", "/v1/apps/1/relationships/builds").path,
            "/v1/apps/{id}/relationships/builds"
        );
    }

    #[test]
    fn the_first_group_that_matches_is_the_operations() {
        assert_eq!(group("GET", "/v1/gameCenterActivities/1"), Some("game_center_activities"));
        assert_eq!(group("GET", "/v1/gameCenterLeaderboards/1"), Some("game_center_other"));
        assert_eq!(group("GET", "/v1/subscriptions/1/winBackOffers"), Some("win_back_offers"));
        assert_eq!(group("PATCH", "/v1/subscriptions/1"), Some("subscriptions_write"));
        assert_eq!(group("GET", "/v1/subscriptions/1"), Some("subscriptions_read"));
    }

    #[test]
    fn what_the_description_does_not_offer_is_told_apart() {
        assert_eq!(operation("POST", "/v1/apps").offer, Offer::MethodAbsent { methods: &["GET"] });
        assert_eq!(operation("POST", "/v1/ciProducts").offer, Offer::MethodAbsent { methods: &["GET"] });
        assert_eq!(
            operation("DELETE", "/v1/apps/6446048195").offer,
            Offer::MethodAbsent { methods: &["GET", "PATCH"] }
        );
        assert_eq!(operation("HEAD", "/v1/apps").facts(None), [evidence::Operation::NotOffered]);
        assert_eq!(operation("GET", "/v1/agreements").offer, Offer::PathAbsent { nearest: None });
        assert_eq!(
            operation("GET", "/v1/salesReport").offer,
            Offer::PathAbsent { nearest: Some("/v1/salesReports") }
        );
        assert_eq!(operation("GET", "/v1/agreements").facts(None), [evidence::Operation::UnknownPath]);
        assert!(operation("DELETE", "/v1/users/1").is_offered());
    }

    #[test]
    fn what_a_request_needs_is_told() {
        use evidence::Operation::*;
        let sales = operation("GET", "/v1/salesReports");
        assert_eq!(
            sales.offer,
            Offer::Offered {
                required: &[
                    "filter[vendorNumber]",
                    "filter[reportType]",
                    "filter[reportSubType]",
                    "filter[frequency]"
                ],
                deprecated: false
            }
        );
        assert_eq!(sales.facts(None), [NotForIndividualKeys, NeedsAgreement]);
        let certificates = operation("POST", "/v1/certificates");
        assert_eq!(certificates.facts(None), [NotForIndividualKeys]);
        let body = r#"{"data":{"attributes":{"certificateType":"DEVELOPER_ID_APPLICATION"}}}"#;
        assert_eq!(certificates.facts(Some(body)), [NotForIndividualKeys, AccountHolderOnly]);
        assert_eq!(certificates.facts(Some("IOS_DISTRIBUTION")), [NotForIndividualKeys]);
        assert_eq!(operation("GET", "/v1/certificates").facts(Some(body)), [NotForIndividualKeys]);
        assert_eq!(operation("GET", "/v1/apps").facts(Some(body)), []);
        assert_eq!(operation("GET", "/v1/apps").individual_key(), None);
        assert_eq!(operation("GET", "/v1/betaFeedbackCrashSubmissions/1").individual_key(), Some(true));
    }

    #[test]
    fn the_notary_api_has_a_group_of_its_own() {
        let facts = operation("POST", "/notary/v2/submissions");
        assert_eq!((facts.offer, facts.group.map(|group| group.group)), (Offer::OtherApi, Some("notary")));
        assert_eq!(facts.path, "/notary/v2/submissions");
        assert!(!operation("DELETE", "/notary/v2/submissions").is_offered());
    }

    #[test]
    fn only_requests_of_services_with_a_role_table_are_looked_up() {
        let asked = |service: &str, url: &str| {
            let request = Request::parse(None, url).unwrap();
            asked(services::find(service).unwrap(), &request).is_some()
        };
        assert!(asked("asc-team", "/v1/apps"));
        assert!(asked("asc-individual", "https://api.appstoreconnect.apple.com/v1/apps"));
        assert!(asked("asc-team", "https://appstoreconnect.apple.com/notary/v2/submissions"));
        assert!(asked("notary", "/notary/v2/submissions"));
        for (service, url) in [
            ("asc-team", "https://appstoreconnect.apple.com/v1/apps"),
            ("asc-team", "https://127.0.0.1/v1/apps"),
            ("notary", "/v1/apps"),
            ("enterprise", "/v1/bundleIds"),
            ("app-store-server", "/inApps/v1/transactions/0"),
        ] {
            assert!(!asked(service, url), "{service} {url}");
        }
    }

    #[test]
    fn endless_paths_are_looked_up_in_linear_time() {
        for path in ["/".repeat(1_000_000), "/a".repeat(500_000), format!("/v1/{}", "x".repeat(1_000_000))] {
            assert!(!operation("GET", &path).is_offered());
        }
    }
}
