//! Makes foreign text fit to be shown to a person: without secrets, and without anything that could paint a terminal.
//!
//! Whatever came from outside goes through [`shown`] or [`excerpt`] before it reaches a terminal or a log: error
//! messages, file names, echoed arguments, claim values. What `why401` itself computed does not: the thumbprint of a
//! public key looks like a secret.

mod dump;
mod foreign;
mod hex;
mod lexer;
mod material;
mod named;
mod objects;
mod pem;
mod pieces;
mod plain;
mod printable;
mod readable;
mod runs;
mod shape;
mod token;
mod vendors;

use std::borrow::Cow;
use std::ops::Range;

use plain::PlainText;

pub use foreign::Foreign;
pub(crate) use material::leaves_key;
pub use material::{Known, holds_secret};
pub(crate) use material::{holds_known, without_known};
pub use printable::printable;
pub use token::{Sendable, Unsendable, Whole, is_confidential, token, whole_token};

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

/// As [`shown`], and only then cut after `max_chars` characters; what is cut says how many bytes `text` has.
pub fn excerpt(text: &str, max_chars: usize) -> String {
    let shown = within(text, max_chars, shown);
    match shown.char_indices().nth(max_chars).and_then(|(end, _)| shown.get(..end)) {
        Some(beginning) => format!("{beginning}… ({} bytes)", text.len()),
        None => shown.into_owned(),
    }
}

/// As [`secrets`], of which no more than the first `max_chars` characters are of interest.
pub fn secrets_within(text: &str, max_chars: usize) -> Cow<'_, str> {
    within(text, max_chars, secrets)
}

/// What `redact` makes of `text`, or of as much of its beginning as `max_chars` characters of it take.
fn within<'t>(text: &'t str, max_chars: usize, redact: fn(&'t str) -> Cow<'t, str>) -> Cow<'t, str> {
    /// Characters beyond the excerpt that are looked at instead of a text of megabytes, and those of them that a secret
    /// cut in two could spoil.
    const BEHIND: usize = 64 << 10;
    const MARGIN: usize = 4 << 10;
    let head = text.char_indices().nth(max_chars.saturating_add(BEHIND)).and_then(|(end, _)| text.get(..end));
    match head.map(redact) {
        // Long secrets make short excerpts, whose end would be close to the cut.
        Some(head) if head.chars().count() >= max_chars.saturating_add(MARGIN) => head,
        _ => redact(text),
    }
}

/// `text` without what looks like a secret. A second time does no harm.
///
/// - Of a compact JWS or JWE, all after the second dot: `header.payload.<redacted>`, and the payload with it where it
///   is that of an identity token, or holds a secret.
/// - A PEM private key, truncated or on one line: `<redacted private key>`.
/// - Base64 that begins like a private key, and 40 characters or more that look like base64 and neither like hex nor
///   like words: `<redacted>`.
/// - The part of a token in which somebody put a private key or another secret: `<redacted>`.
/// - What is known by its name: cookies, passwords, access and identity tokens, Music User Tokens: `<redacted>`.
/// - Tokens of vendors that are known by their shape: `<redacted>`.
/// - A private key in hexadecimal, be it DER or its 32 bytes alone, and with them any SHA-256 that is not called one:
///   `<redacted>`.
///
/// Line breaks, white space, invisible characters, colors and escapes within a secret do not save it, nor does a dump.
/// Of a private key that is encoded or wrapped in any other way, nothing of the text is left. What is public by its
/// name, such as a `kid` and the coordinates of a JWK, stays unless it is a secret in more than its length.
pub fn secrets(text: &str) -> Cow<'_, str> {
    let redacted = without_spans(text);
    if leaves_key(text, &redacted) { Cow::Borrowed(REDACTED_KEY) } else { redacted }
}

fn without_spans(text: &str) -> Cow<'_, str> {
    let spans = spans(text, Depth::Outer);
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut redacted = String::with_capacity(text.len());
    let mut done = 0;
    for Span { range, instead, .. } in spans {
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

/// As [`secrets`], of the value of a member, a column or a parameter of that name: all of it when the name says that it
/// is a secret.
pub fn value<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    if named::is_public(name, value) {
        let is_secret = || spans(value, Depth::Outer).iter().any(|span| span.is_certain);
        return if is_secret() || leaves_key(value, value) { secrets(value) } else { Cow::Borrowed(value) };
    }
    if named::is_secret_member(name, value) { Cow::Owned(REDACTED.to_owned()) } else { secrets(value) }
}

/// As [`value`], printable, and only then cut after `max_chars` characters.
pub fn member(name: &str, text: &str, max_chars: usize) -> String {
    match value(name, text) {
        Cow::Borrowed(text) if !named::is_public(name, text) => excerpt(text, max_chars),
        text => {
            let shown = printable(&text);
            match shown.char_indices().nth(max_chars).and_then(|(end, _)| shown.get(..end)) {
                Some(beginning) => format!("{beginning}…"),
                None => shown.into_owned(),
            }
        }
    }
}

/// How far into what is encoded a search goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Outer,
    /// In what was decoded; what is encoded in there is not decoded again.
    Inner,
}

/// The secrets of a text in the order in which they begin.
fn spans(text: &str, depth: Depth) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut done = 0;
    for key in pem::spans(text) {
        spans.extend(runs::spans(text.get(..key.range.start).unwrap_or_default(), done));
        done = key.range.end;
        spans.push(key);
    }
    spans.extend(runs::spans(text, done));
    spans.extend(hex::spans(text));
    if !spans.is_empty() {
        let public = named::public(text);
        spans.retain(|span| span.is_certain || !named::holds(&public, &span.range));
    }
    spans.extend(known(text));
    if depth == Depth::Outer {
        spans.extend(objects::spans(text));
        let within =
            |text: &str| self::spans(text, Depth::Inner).into_iter().map(|span| span.range).collect();
        spans.extend(dump::spans(text, within));
    }
    spans.sort_by_key(|span| span.range.start);
    spans
}

/// What is known by its name or its vendor's shape, escaped or not.
fn known(text: &str) -> Vec<Span> {
    let plain = |text: &str| {
        let mut spans = named::spans(text);
        spans.extend(vendors::spans(text));
        spans
    };
    let mut spans = plain(text);
    if let Some(unescaped) = PlainText::of(text) {
        spans.extend(plain(&unescaped.text).into_iter().filter_map(|span| unescaped.written(span)));
    }
    spans
}

/// What stands in the place of a secret.
pub(crate) const REDACTED: &str = "<redacted>";

/// What stands in the place of a private key.
const REDACTED_KEY: &str = "<redacted private key>";

/// A secret in a text, in bytes, and what is shown in its place.
struct Span {
    range: Range<usize>,
    instead: &'static str,
    /// By more than its length and look.
    is_certain: bool,
}

impl Span {
    /// A secret that is one by its form or name.
    fn new(range: Range<usize>, instead: &'static str) -> Self {
        Self { range, instead, is_certain: true }
    }

    /// What is as long as a secret and looks like one.
    fn likely(range: Range<usize>) -> Self {
        Self { range, instead: REDACTED, is_certain: false }
    }
}

#[cfg(test)]
mod tests;
