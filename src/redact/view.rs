//! A text as it was before it was escaped for a URL, for JSON or for mail, with the way back to what is written.

use super::Span;
use crate::text::chars::is_hidden;

/// A text without escapes, and where each of its bytes stood.
pub(super) struct View {
    pub(super) text: String,
    /// The place of each byte in the text as written, and its end.
    places: Vec<usize>,
}

impl View {
    /// `None` when nothing in `text` is escaped.
    pub(super) fn unescaped(text: &str) -> Option<Self> {
        if !text.contains(|c: char| {
            matches!(c, '%' | '\\' | '=') || is_hidden(c) && !matches!(c, '\n' | '\r' | '\t')
        }) {
            return None;
        }
        let mut view =
            Self { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len() + 1) };
        let (mut rest, mut column, mut changed) = (text, 0_usize, false);
        while let Some(c) = rest.chars().next() {
            let at = text.len() - rest.len();
            let (length, meant) = meaning(rest, c, column);
            changed |= meant != Some(c);
            if let Some(meant) = meant {
                view.text.push(meant);
                view.places.resize(view.text.len(), at);
            }
            rest = rest.get(length..).unwrap_or_default();
            column = if c == '\n' { 0 } else { column + length };
        }
        view.places.push(text.len());
        changed.then_some(view)
    }

    /// The same secret in the text as written.
    pub(super) fn written(&self, span: Span) -> Option<Span> {
        let start = *self.places.get(span.range.start)?;
        let end = *self.places.get(span.range.end)?;
        Some(Span { range: start..end, ..span })
    }
}

/// How many bytes mean which character; nothing is what a reader would not notice.
fn meaning(rest: &str, c: char, column: usize) -> (usize, Option<char>) {
    match c {
        '%' => escape(rest, 1, 2),
        '=' => soft_break(rest, column).map_or_else(|| escape(rest, 1, 2), |length| (length, None)),
        '\\' => match rest.as_bytes().get(1) {
            Some(b'/') => (2, Some('/')),
            Some(b'x') => escape(rest, 2, 2),
            Some(b'u') => escape(rest, 2, 4),
            Some(b'\n') => (2, None),
            _ => (1, Some(c)),
        },
        '\n' | '\r' | '\t' => (1, Some(c)),
        c if is_hidden(c) => (c.len_utf8(), None),
        c => (c.len_utf8(), Some(c)),
    }
}

/// Visible ASCII that is written in hexadecimal after a mark; everything else stays.
fn escape(rest: &str, mark: usize, digits: usize) -> (usize, Option<char>) {
    let meant = rest
        .get(mark..mark + digits)
        .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
        .and_then(|digits| u8::from_str_radix(digits, 16).ok())
        .map(char::from)
        .filter(char::is_ascii_graphic);
    match meant {
        Some(meant) => (mark + digits, Some(meant)),
        None => (1, rest.chars().next()),
    }
}

/// Bytes of a soft line break of quoted-printable (RFC 2045 §6.7), which stands far to the right only.
fn soft_break(rest: &str, column: usize) -> Option<usize> {
    /// Encoders fill lines up to 76 characters.
    const FILLED: usize = 50;
    let length = if rest.starts_with("=\r\n") { 3 } else { 2 };
    (column >= FILLED && (length == 3 || rest.starts_with("=\n"))).then_some(length)
}
