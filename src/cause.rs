//! The vocabulary of causes: what can be wrong with a request that Apple refuses, how one sees it, how one mends it.

use crate::causes::CAUSES;
use crate::evidence::{Evidence, Experiment};

/// One cause.
///
/// Lints say themselves which causes their findings speak for ([`crate::lint::Lint::causes`]), answers which causes they
/// have had ([`crate::response::Priors`]); `evidence` is what else there is to weigh.
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
    pub evidence: &'static [Evidence],
    /// Where this is known from.
    pub source: &'static str,
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

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = all().map(|cause| cause.id).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
