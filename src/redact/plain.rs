//! A text as it was before it was escaped for a URL, for JSON or for mail, with the way back to what is written.

use super::Span;
use crate::text::chars::is_hidden;
use crate::text::escape::{self, Escape};

/// Encoders of quoted-printable fill lines up to 76 characters; a soft line break stands far to the right only.
const FILLED: usize = 50;

/// A text without escapes, and where each of its bytes stood.
pub(super) struct PlainText {
    pub(super) text: String,
    /// The place of each byte in the text as written, and its end.
    places: Vec<usize>,
}

impl PlainText {
    /// `None` when nothing in `text` is escaped.
    pub(super) fn of(text: &str) -> Option<Self> {
        if !text.contains(|c: char| {
            matches!(c, '%' | '\\' | '=') || is_hidden(c) && !matches!(c, '\n' | '\r' | '\t')
        }) {
            return None;
        }
        let mut plain =
            Self { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len() + 1) };
        let (mut rest, mut column, mut changed) = (text, 0_usize, false);
        while let Some(c) = rest.chars().next() {
            let at = text.len() - rest.len();
            let (length, meant) = meaning(rest, c, column);
            changed |= meant != Some(c);
            if let Some(meant) = meant {
                plain.text.push(meant);
                plain.places.resize(plain.text.len(), at);
            }
            rest = rest.get(length..).unwrap_or_default();
            column = if c == '\n' { 0 } else { column + length };
        }
        plain.places.push(text.len());
        changed.then_some(plain)
    }

    /// The same secret in the text as written.
    pub(super) fn written(&self, span: Span) -> Option<Span> {
        let start = *self.places.get(span.range.start)?;
        let end = *self.places.get(span.range.end)?;
        Some(Span { range: start..end, ..span })
    }
}

/// How many bytes mean which character; nothing is what a reader would not notice. Of escapes only visible ASCII
/// counts.
fn meaning(rest: &str, c: char, column: usize) -> (usize, Option<char>) {
    let after = rest.as_bytes().get(1..).unwrap_or_default();
    let escape = match c {
        '%' => escape::percent(after),
        '=' => escape::quoted_printable(after).filter(|escape| escape.meant.is_some() || column >= FILLED),
        '\\' => escape::backslash(after),
        _ => None,
    };
    match escape {
        Some(Escape { meant, length }) if meant.is_none_or(|meant| meant.is_ascii_graphic()) => {
            (1 + length, meant)
        }
        _ if is_hidden(c) && !matches!(c, '\n' | '\r' | '\t') => (c.len_utf8(), None),
        _ => (c.len_utf8(), Some(c)),
    }
}
