//! Finds PEM private keys, whole and truncated, with line breaks in any spelling.

use super::lexer::Lexer;
use super::pieces::{is_prose, pieces};
use super::{REDACTED_KEY, Span};

/// A longer block is two half ones: the largest RSA key in use has 13 KB.
const LONGEST: usize = 32 << 10;

/// The longest label before `PRIVATE KEY`, with escapes for its spaces, such as `ENCRYPTED`.
const LABEL: usize = 40;

const DASHES: [char; 6] = ['-', '\u{2010}', '\u{2011}', '\u{2013}', '\u{2014}', '\u{2212}'];

pub(super) fn spans(text: &str) -> Vec<Span> {
    let mut boundaries = boundaries(text).peekable();
    let mut spans = Vec::new();
    while let Some(begin) = boundaries.next() {
        if !begin.begins {
            continue;
        }
        let end = match boundaries.peek() {
            // Where two lines are only quoted, what stands between them is looked at as any other text.
            Some(end) if !end.begins && !has_body(text, begin.end, end.start) => begin.end,
            Some(end) if !end.begins && end.end - begin.start <= LONGEST => end.end,
            Some(next) => body(text, begin.end, next.start),
            None => body(text, begin.end, text.len()),
        };
        // A line without a key is not a secret; that it is there may be what the text is about.
        if end > begin.end {
            spans.push(Span::new(begin.start..end, REDACTED_KEY));
        }
    }
    spans
}

/// A line `-----BEGIN … PRIVATE KEY-----` or `-----END … PRIVATE KEY-----`.
struct Boundary {
    begins: bool,
    start: usize,
    end: usize,
}

fn boundaries(text: &str) -> impl Iterator<Item = Boundary> {
    text.match_indices("PRIVATE").filter_map(move |(at, _)| {
        let (head, tail) = text.split_at_checked(at)?;
        let (begins, word) = opening(head)?;
        let tail = tail.strip_prefix("PRIVATE")?;
        let tail = spaces(tail).strip_prefix("KEY")?;
        let tail = spaces(tail).strip_prefix("BLOCK").unwrap_or(tail).trim_start_matches(DASHES);
        let dashes = head.get(..word)?;
        Some(Boundary { begins, start: dashes.trim_end_matches(DASHES).len(), end: text.len() - tail.len() })
    })
}

/// Whether a label begins or ends a block, and where that word is, read backwards from the end of `head`.
fn opening(head: &str) -> Option<(bool, usize)> {
    let label = |c: char| {
        c.is_ascii_uppercase() || c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '_' | '%')
    };
    let from =
        head.char_indices().rev().take(LABEL).take_while(|(_, c)| label(*c)).last().map(|(at, _)| at)?;
    let found = |word| head.get(from..).and_then(|label| label.rfind(word)).map(|at| from + at);
    match (found("BEGIN"), found("END")) {
        (Some(begin), end) if end.is_none_or(|end| end < begin) => Some((true, begin)),
        (_, end) => Some((false, end?)),
    }
}

/// Without white space, in the spellings it has in forms and names of variables.
fn spaces(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| matches!(c, '+' | '_') || c.is_whitespace());
    text.strip_prefix("%20").unwrap_or(text)
}

/// Whether more than a few characters from byte `at` up to `limit` may be base64, however they are broken up.
fn has_body(text: &str, at: usize, limit: usize) -> bool {
    const FEWEST: usize = 16;
    let pieces = pieces(text.get(..limit).unwrap_or_default(), at);
    let codes = pieces.iter().filter(|piece| piece.word == Some(false)).map(|piece| piece.length);
    codes.sum::<usize>() >= FEWEST
}

/// The end of the base64 that follows byte `at`, and has no `END`.
fn body(text: &str, at: usize, limit: usize) -> usize {
    let Some(text) = text.get(..limit) else { return at };
    let pieces = pieces(text, at);
    let Some(first) = Lexer::new(text, at).find(|symbol| !symbol.meaning.is_gap()) else { return at };
    // What stands in the same line after a space may be the sentence that the line is quoted in.
    let quoted = text.get(at..).is_some_and(|text| text.starts_with([' ', '\u{a0}']));
    let mut end = at;
    let mut before = None;
    for (index, piece) in pieces.iter().enumerate() {
        let belongs = before.map_or(piece.start == first.start, |before| piece.continues(before));
        let doubtful = index > 0 || quoted;
        if !belongs || (doubtful && is_prose(pieces.get(index..).unwrap_or_default())) {
            break;
        }
        end = piece.end;
        before = Some(piece);
    }
    let padding = text.get(end..).unwrap_or_default();
    end + padding.len() - padding.trim_start_matches('=').len()
}
