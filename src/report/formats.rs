//! All formats. A new one is its own file and two lines here, its `mod` and its entry. The tests for redaction and for
//! hostile text run over this list.

pub(super) mod human;
mod json;
mod ndjson;

use super::format::Format;

/// The formats in the order in which help lists them.
pub(super) const FORMATS: &[Format] = &[human::FORMAT, json::FORMAT, ndjson::FORMAT];
