//! What Apple Business and Apple School Manager have in common.

use crate::catalog::service::{KeyKind, Sign};

pub(super) const AUDIENCE: Sign = Sign::Audience("https://account.apple.com/auth/oauth2/v2/token");

/// Apple hands the file out under a name that shows nothing.
pub(super) const fn key(name: &'static str, page: &'static str) -> KeyKind {
    KeyKind { name, page, file_prefixes: &[] }
}
