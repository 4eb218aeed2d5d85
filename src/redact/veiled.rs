//! Private keys that somebody put into a JSON object which is base64url-encoded, as in the header of a token.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::runs::TOKEN_MARKS;
use super::{REDACTED, Span};
use crate::model::key::looks_like_key;

/// The shortest key, encoded once more.
const SHORTEST: usize = 60;

/// The encoded objects in `text` that hold a private key. Each run of base64url is decoded once.
pub(super) fn spans(text: &str) -> Vec<Span> {
    let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut spans = Vec::new();
    let mut start = 0;
    for run in text.split_inclusive(|c| !is_code(c)) {
        let code = run.trim_end_matches(|c| !is_code(c));
        if let Some(at) = object(code) {
            spans.push(Span { range: start + at..start + code.len(), instead: REDACTED });
        }
        start += run.len();
    }
    spans
}

/// Where in a run an object begins that holds a key.
fn object(run: &str) -> Option<usize> {
    if run.len() < SHORTEST {
        return None;
    }
    let at = TOKEN_MARKS.iter().filter_map(|mark| run.find(mark)).min()?;
    let code = run.get(at..)?;
    // Whole groups only: a cut in the last one must not save the rest.
    let groups = code.get(..code.len() / 4 * 4)?;
    let object = BASE64_URL_SAFE_NO_PAD.decode(groups).ok()?;
    looks_like_key(&object).then_some(at)
}
