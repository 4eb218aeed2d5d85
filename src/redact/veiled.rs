//! Private keys that somebody put into a JSON object which is base64url-encoded, as in the header of a token.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::{REDACTED, Span};
use crate::key::looks_like_key;

/// `{"` in base64url.
const OBJECT: &str = "eyJ";

/// The shortest key, encoded once more.
const SHORTEST: usize = 60;

/// The encoded objects in `text` that hold a private key.
pub(super) fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut done = 0;
    while let Some(start) = text.get(done..).and_then(|rest| rest.find(OBJECT)).map(|at| done + at) {
        let rest = text.get(start..).unwrap_or_default();
        let length =
            rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte)).count();
        done = start + length;
        // Whole groups only: a cut in the last one must not save the rest.
        let groups = rest.get(..length / 4 * 4).unwrap_or_default();
        if length >= SHORTEST
            && BASE64_URL_SAFE_NO_PAD.decode(groups).is_ok_and(|object| looks_like_key(&object))
        {
            spans.push(Span { range: start..done, instead: REDACTED });
        }
    }
    spans
}
