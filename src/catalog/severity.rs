//! How bad a finding is.

use std::fmt;

/// How bad a finding is. LINTS of `src/catalog/lints/README.md` say what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Accepted today or effect unknown, but against the documentation, fragile, or a danger to the key.
    Warning,
    /// Refused by Apple, forbidden by the RFC named, unusable, or over the user's own limit.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}
