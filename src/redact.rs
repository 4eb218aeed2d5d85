//! Makes foreign text fit to be shown to a person: without secrets, and without anything that could paint a terminal.
//!
//! Whatever came from outside goes through [`shown`] or [`excerpt`] before it reaches a terminal or a log: error messages,
//! file names, echoed arguments, claim values. What `why401` itself computed does not: the thumbprint of a public key looks
//! like a secret.

mod hex;
mod lexer;
mod material;
mod named;
mod pem;
mod pieces;
mod printable;
mod runs;
mod shape;
mod token;
mod veiled;

use std::borrow::Cow;
use std::ops::Range;

pub(crate) use material::leaves_key;
pub use material::{Known, holds_secret};
pub use printable::{hidden as is_hidden, printable};
pub use token::{Sendable, Unsendable, Whole, token, whole_token};

/// `text` without secrets, and with control characters and invisible ones made visible.
pub fn shown(text: &str) -> Cow<'_, str> {
    match secrets(text) {
        Cow::Borrowed(text) => printable(text),
        Cow::Owned(text) => match printable(&text) {
            Cow::Borrowed(_) => Cow::Owned(text),
            Cow::Owned(text) => Cow::Owned(text),
        },
    }
}

/// As [`shown`], cut after `max_chars` characters; what is cut says how many bytes `text` has.
pub fn excerpt(text: &str, max_chars: usize) -> String {
    /// Characters beyond the excerpt that are looked at instead of a text of megabytes, and those of them that a secret
    /// cut in two could spoil.
    const BEHIND: usize = 64 << 10;
    const MARGIN: usize = 4 << 10;
    let head = text.char_indices().nth(max_chars.saturating_add(BEHIND)).and_then(|(end, _)| text.get(..end));
    let shown = match head.map(shown) {
        // Long secrets make short excerpts, whose end would be close to the cut.
        Some(head) if head.chars().count() >= max_chars.saturating_add(MARGIN) => head,
        _ => shown(text),
    };
    match shown.char_indices().nth(max_chars).and_then(|(end, _)| shown.get(..end)) {
        Some(beginning) => format!("{beginning}… ({} bytes)", text.len()),
        None => shown.into_owned(),
    }
}

/// `text` without what looks like a secret. Rather too much than too little goes; a second time does no harm.
///
/// - Of a compact JWS or JWE, all after the second dot: `header.payload.<redacted>`.
/// - A PEM private key, truncated or on one line: `<redacted private key>`.
/// - Base64 that begins like a private key, and 40 characters or more that look like base64 and neither like hex nor like
///   words: `<redacted>`.
/// - The part of a token in which somebody put a private key: `<redacted>`.
/// - What is known by its name: cookies, passwords, access and identity tokens, Music User Tokens: `<redacted>`.
/// - A private key in hexadecimal, be it DER or its 32 bytes alone, and with them any SHA-256: `<redacted>`.
///
/// Line breaks, white space, invisible characters, colours and escapes within a secret do not save it. Of a private key
/// that is encoded or wrapped in any other way, nothing of the text is left.
pub fn secrets(text: &str) -> Cow<'_, str> {
    let redacted = without_spans(text);
    if leaves_key(text, &redacted) { Cow::Borrowed(REDACTED_KEY) } else { redacted }
}

fn without_spans(text: &str) -> Cow<'_, str> {
    let mut spans = Vec::new();
    let mut done = 0;
    for key in pem::spans(text) {
        spans.extend(runs::spans(text.get(..key.range.start).unwrap_or_default(), done));
        done = key.range.end;
        spans.push(key);
    }
    spans.extend(runs::spans(text, done));
    spans.extend(hex::spans(text));
    spans.extend(veiled::spans(text));
    spans.extend(named::spans(text));
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    spans.sort_by_key(|span| span.range.start);
    let mut redacted = String::with_capacity(text.len());
    let mut done = 0;
    for Span { range, instead } in spans {
        // What begins within another secret is a part of it.
        if range.start >= done {
            redacted.push_str(text.get(done..range.start).unwrap_or_default());
            redacted.push_str(instead);
        }
        done = done.max(range.end);
    }
    redacted.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(redacted)
}

/// What stands in the place of a secret.
const REDACTED: &str = "<redacted>";

/// What stands in the place of a private key.
const REDACTED_KEY: &str = "<redacted private key>";

/// A secret in a text, in bytes, and what is shown in its place.
struct Span {
    range: Range<usize>,
    instead: &'static str,
}

#[cfg(test)]
mod tests;
