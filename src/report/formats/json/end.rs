//! What all subjects come to, in JSON.

use serde::Serialize;

use crate::report::Summary;
use crate::report::format::{End, UnreadInput};

/// Characters of an error that are shown: a path may be as long.
const MAX_ERROR: usize = 4096;

#[derive(Serialize)]
pub(in crate::report) struct EndV1 {
    pub(super) verdict: &'static str,
    pub(super) headline: String,
    pub(super) summary: SummaryV1,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) errors: Vec<ErrorV1>,
}

#[derive(Serialize)]
pub(super) struct SummaryV1 {
    subjects: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

/// An input that could not be read, or not to its end.
#[derive(Serialize)]
pub(super) struct ErrorV1 {
    source: String,
    message: String,
}

impl EndV1 {
    pub(in crate::report) fn of(end: &End) -> Self {
        let Summary { subjects, errors, warnings, notes } = end.tally.summary;
        let error = |unread: &UnreadInput| ErrorV1 {
            source: unread.source.excerpt(MAX_ERROR),
            message: unread.message.excerpt(MAX_ERROR),
        };
        Self {
            verdict: end.tally.verdict.as_str(),
            headline: end.headline.clone(),
            summary: SummaryV1 { subjects, errors, warnings, notes },
            errors: end.unread.iter().map(error).collect(),
        }
    }
}
