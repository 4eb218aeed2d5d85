//! The vocabulary of causes: what can be wrong with a request that Apple refuses, how one sees it, how one mends it.

use crate::catalog::causes::CAUSES;
use crate::catalog::evidence::{Evidence, Experiment};
use crate::catalog::service::Service;

/// One cause.
///
/// Lints say themselves which causes their findings speak for ([`crate::catalog::lint::Lint::causes`]),
/// answers which causes they
/// have had ([`crate::catalog::response::Priors`]); `evidence` is what else there is to weigh.
pub struct Cause {
    /// Its name; never changes.
    pub id: &'static str,
    pub family: Family,
    /// What is wrong, in one sentence, lower case, no full stop.
    pub title: &'static str,
    /// How it comes about and why Apple refuses it. Markdown.
    pub explanation: &'static str,
    /// How to mend it: steps in their order, each a sentence.
    pub fix: &'static [&'static str],
    /// Where in Apple's web UI one looks, as the names on the page.
    pub page: Option<&'static str>,
    /// The experiments that can prove or settle it, the best first; none: nothing can from outside.
    pub experiments: &'static [Experiment],
    /// Whether Apple's answer can prove it.
    pub answer: bool,
    /// The services where it exists, by id; none named: any.
    pub services: &'static [&'static str],
    pub evidence: &'static [Evidence],
    /// Where this is known from.
    pub source: &'static str,
}

/// Where keys are made, in a cause that may have to do with any of them.
pub(crate) const KEYS_PAGE: &str = "\
the page where the key was made: App Store Connect → Users and Access → Integrations (Team Keys, In-App \
Purchase), your name → Edit Profile (Individual API Key), or developer.apple.com → Account → Certificates, \
Identifiers & Profiles → Keys";

impl Cause {
    /// Where one looks for a subject of these services: where several kinds of key are possible, the page of each.
    pub fn place(&self, services: &[&'static Service]) -> Option<&'static str> {
        let page = self.page?;
        let (first, others) = match services.split_first() {
            Some((first, others)) if page == KEYS_PAGE => (first, others),
            _ => return Some(page),
        };
        let is_one = others.iter().all(|other| other.key.page == first.key.page);
        Some(if is_one { first.key.page } else { page })
    }
}

/// The names of causes that code speaks of: the entries take them from here, so that the compiler knows each.
pub mod id {
    pub const APPLE_OUTAGE: &str = "apple-outage";
    pub const APPLE_TRANSIENT: &str = "apple-transient";
    pub const BUNDLE_ID_WRONG: &str = "bundle-id-wrong";
    pub const CLAIMS_UNEXPECTED: &str = "claims-unexpected";
    pub const CLOCK_AHEAD: &str = "clock-ahead";
    pub const CLOCK_BEHIND: &str = "clock-behind";
    pub const IDENTIFIER_WHITESPACE: &str = "identifier-whitespace";
    pub const IDS_SWAPPED: &str = "ids-swapped";
    pub const INDIVIDUAL_KEY_WITH_ISSUER: &str = "individual-key-with-issuer";
    pub const ISSUER_ID_WRONG: &str = "issuer-id-wrong";
    pub const KEY_ID_WRONG: &str = "key-id-wrong";
    pub const LIFETIME_AT_LIMIT: &str = "lifetime-at-limit";
    pub const LIFETIME_TOO_LONG: &str = "lifetime-too-long";
    pub const NETWORK_UNREACHABLE: &str = "network-unreachable";
    pub const ROLE_INSUFFICIENT: &str = "role-insufficient";
    pub const SCOPE_MISMATCH: &str = "scope-mismatch";
    pub const SIGNATURE_DER: &str = "signature-der";
    pub const SIGNATURE_INVALID: &str = "signature-invalid";
    pub const SUBJECT_WRONG: &str = "subject-wrong";
    pub const WRONG_SERVICE: &str = "wrong-service";
}

/// What kind of thing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    Time,
    Identity,
    KeyText,
    TokenShape,
    Permission,
    Apple,
    NotAuthentication,
    OtherServices,
}

impl Family {
    /// Whether the fault lies in the key or what names it, whatever the token.
    pub fn is_of_key(self) -> bool {
        matches!(self, Self::Identity | Self::KeyText)
    }

    /// Whether the fault lies in the credential: an answer that shows it to be good rules that out.
    pub fn is_of_credential(self) -> bool {
        matches!(self, Self::Time | Self::Identity | Self::KeyText | Self::TokenShape)
    }
}

/// Every cause, by family.
pub fn all() -> impl Iterator<Item = &'static Cause> {
    CAUSES.iter().copied().flatten()
}

/// The cause of that name.
pub fn find(id: &str) -> Option<&'static Cause> {
    all().find(|cause| cause.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::evidence::Fact;
    use crate::catalog::lints;
    use crate::catalog::response;
    use crate::catalog::services;

    #[test]
    fn names_and_titles_are_unique() {
        let fields: [fn(&Cause) -> &'static str; 2] = [|cause| cause.id, |cause| cause.title];
        for field in fields {
            let mut texts: Vec<_> = all().map(field).collect();
            texts.sort_unstable();
            let count = texts.len();
            texts.dedup();
            assert_eq!(texts.len(), count);
        }
    }

    #[test]
    fn every_cause_is_told_whole() {
        for cause in all() {
            assert!(!cause.title.ends_with('.') && !cause.title.is_empty(), "{}", cause.id);
            assert!(cause.source.starts_with("https://"), "{}", cause.id);
            assert!(
                !cause.fix.is_empty() && cause.fix.iter().all(|step| step.ends_with(['.', '\u{201d}'])),
                "{}",
                cause.id
            );
            assert!(!cause.experiments.is_empty(), "{}", cause.id);
            let lines = cause.explanation.lines();
            assert!(
                !cause.explanation.is_empty() && lines.clone().all(|line| line.chars().count() <= 118),
                "{}",
                cause.id
            );
        }
    }

    #[test]
    fn evidence_names_what_exists() {
        for cause in all() {
            for evidence in cause.evidence {
                let (is_known, name) = match evidence.fact {
                    Fact::Finding(name) | Fact::Passed(name) => (lints::find(name).is_some(), name),
                    Fact::Response(name) => (response::find(name).is_some(), name),
                    Fact::Service(name) => (services::find(name).is_some(), name),
                    _ => (true, ""),
                };
                assert!(is_known, "{}: {name}", cause.id);
                assert!(!evidence.words.is_empty(), "{}", cause.id);
            }
            for id in cause.services {
                assert!(services::find(id).is_some(), "{}: {id}", cause.id);
            }
        }
    }
}
