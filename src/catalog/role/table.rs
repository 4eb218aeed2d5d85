//! The role table and the API description, as `src/catalog/data` has them. Parsed when first asked for.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// A role of App Store Connect, or an additional permission that the same list names.
#[derive(Debug, Default, Deserialize)]
pub struct Role {
    /// Apple's name in the API, such as `APP_MANAGER`.
    pub code: &'static str,
    /// Names in the web UI, the present one first.
    #[serde(default)]
    pub names: Vec<&'static str>,
    /// Whether a team key can be given it.
    pub team_key: bool,
    /// Whether an individual key can have it, where that is known.
    pub individual_key: Option<bool>,
    /// What it is for, without full stop.
    pub meaning: &'static str,
}

/// Operations that the same roles may do.
#[derive(Debug, Deserialize)]
pub struct Group {
    /// Its name in the table.
    pub group: &'static str,
    /// Patterns of paths: `*` is one segment or the rest of one, a final `/**` any number of further ones.
    pub paths: Vec<&'static str>,
    pub methods: Vec<&'static str>,
    /// Codes of the roles that are named; `None` when none are.
    pub allowed: Option<Vec<&'static str>>,
    /// Codes of the roles with which it was seen to succeed.
    #[serde(default)]
    pub seen_allowed: Vec<&'static str>,
    /// Codes of the roles with which it was seen to be refused.
    #[serde(default)]
    pub seen_refused: Vec<&'static str>,
    /// Codes of the roles on which reports or pages differ.
    #[serde(default)]
    pub disputed: Vec<&'static str>,
    /// Whether individual keys may, by Apple's documentation; `None`: no text excludes them.
    pub individual_key: Option<bool>,
    pub agreement: Option<Agreement>,
    /// How `allowed` is known.
    pub evidence: Mark,
    pub scope: Option<Scope>,
    /// Code of the role with the fewest other rights that may.
    pub least: Option<&'static str>,
    /// What exactly is known, without full stop.
    pub detail: &'static str,
    pub notes: Option<&'static str>,
    sources: Vec<&'static str>,
}

/// An agreement that must be in effect.
#[derive(Debug, Deserialize)]
pub struct Agreement {
    pub name: &'static str,
    /// When, or how that is known.
    pub note: Option<&'static str>,
}

/// An operation that only the Account Holder may do when the request is for certain things.
#[derive(Debug, Deserialize)]
pub struct Reserved {
    pub method: &'static str,
    pub path: &'static str,
    /// What the request's body holds then.
    pub body: &'static str,
    /// For what, as a noun.
    pub what: &'static str,
    pub evidence: Mark,
    sources: Vec<&'static str>,
}

/// How something is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// A page of Apple's says it.
    Documented,
    /// Reported with a real key.
    Observed,
    /// Deduced: a guess.
    Inferred,
}

impl Mark {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Inferred => "inferred",
        }
    }
}

/// What the page that documents it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// These operations of the API.
    ApiDocs,
    /// The same task in the web UI; the API is assumed to follow.
    WebHelp,
    /// Apple's table of roles, whose cells are images, as somebody quotes it.
    RolesTableQuote,
}

/// Where something is known from.
#[derive(Debug, Deserialize)]
pub struct Source {
    pub url: Option<&'static str>,
    /// What it says, or what it is when it has no address.
    pub says: Option<&'static str>,
}

/// A path of the published API description.
#[derive(Debug, Deserialize)]
pub(super) struct Path {
    pub(super) path: &'static str,
    pub(super) methods: Vec<&'static str>,
    #[serde(default)]
    pub(super) deprecated: Vec<&'static str>,
    /// Query parameters that its GET requires.
    #[serde(default)]
    pub(super) required: Vec<&'static str>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Description {
    pub(super) version: &'static str,
    pub(super) source: &'static str,
    pub(super) paths: Vec<Path>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Table {
    pub(super) roles: Vec<Role>,
    /// Of the API description.
    pub(super) groups: Vec<Group>,
    /// Of other APIs that take the same keys.
    pub(super) others: Vec<Group>,
    pub(super) reserved: Vec<Reserved>,
    pub(super) account_holder_rule: &'static str,
    pub(super) sources: BTreeMap<&'static str, Source>,
}

pub(super) fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../data/roles.json")).unwrap_or_default())
}

pub(super) fn description() -> &'static Description {
    static DESCRIPTION: OnceLock<Description> = OnceLock::new();
    DESCRIPTION
        .get_or_init(|| serde_json::from_str(include_str!("../data/endpoints.json")).unwrap_or_default())
}

impl Role {
    /// What it is called in the web UI.
    pub fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or(self.code)
    }

    /// Whether it tells by itself what its holder may do: an additional permission only widens another role.
    pub fn is_whole(&self) -> bool {
        self.team_key || self.individual_key == Some(true)
    }
}

impl Group {
    /// Where it is known from, Apple's own pages first.
    pub fn sources(&'static self) -> impl Iterator<Item = &'static Source> {
        sources(&self.sources)
    }
}

impl Reserved {
    pub fn sources(&'static self) -> impl Iterator<Item = &'static Source> {
        sources(&self.sources)
    }
}

fn sources(names: &'static [&'static str]) -> impl Iterator<Item = &'static Source> {
    names.iter().filter_map(|name| table().sources.get(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_whole() {
        let as_written = |text| -> serde_json::Value { serde_json::from_str(text).unwrap() };
        let paths = as_written(include_str!("../data/endpoints.json"));
        let roles = as_written(include_str!("../data/roles.json"));
        let count = |value: &serde_json::Value| value.as_array().unwrap().len();
        assert_eq!((description().paths.len(), 1001), (count(&paths["paths"]), 1001));
        assert_eq!(description().paths.iter().map(|path| path.methods.len()).sum::<usize>(), 1303);
        assert_eq!(description().version, "4.5.1");
        assert_eq!(paths["host"], crate::catalog::role::HOST);
        assert_eq!(table().roles.len(), count(&roles["roles"]));
        assert_eq!((table().groups.len(), 44), (count(&roles["groups"]), 44));
        assert_eq!((table().others.len(), table().reserved.len()), (1, 1));
    }

    #[test]
    fn paths_are_sorted_and_methods_in_their_order() {
        for pair in description().paths.windows(2) {
            assert!(pair[0].path < pair[1].path, "{} is listed before {}", pair[0].path, pair[1].path);
        }
        let order = ["GET", "POST", "PATCH", "DELETE"];
        for path in &description().paths {
            for methods in [&path.methods, &path.deprecated] {
                let places: Vec<_> =
                    methods.iter().map(|method| order.iter().position(|m| m == method).unwrap()).collect();
                assert!(places.is_sorted(), "{path:?}");
            }
            assert!(path.deprecated.iter().all(|method| path.methods.contains(method)), "{path:?}");
        }
    }

    #[test]
    fn every_source_and_role_that_is_named_exists() {
        let is_role = |code: &&str| table().roles.iter().any(|role| role.code == *code);
        let mut cited = Vec::new();
        for group in table().groups.iter().chain(&table().others) {
            let codes = group.allowed.iter().flatten().chain(&group.seen_allowed).chain(&group.seen_refused);
            assert!(codes.chain(&group.disputed).chain(&group.least).all(is_role), "{group:?}");
            assert_eq!(group.sources().count(), group.sources.len(), "{group:?}");
            assert_eq!(group.evidence == Mark::Documented, group.scope.is_some(), "{group:?}");
            assert!(!group.detail.is_empty() && !group.detail.ends_with('.'), "{group:?}");
            cited.extend(&group.sources);
        }
        for reserved in &table().reserved {
            assert_eq!(reserved.sources().count(), reserved.sources.len());
            cited.extend(&reserved.sources);
        }
        for (name, source) in &table().sources {
            assert!(cited.contains(name) || *name == "doc_userrole", "{name} is cited by none");
            assert!(
                source.url.is_some_and(|url| url.starts_with("https://")) || source.says.is_some(),
                "{name}"
            );
        }
    }
}
