//! Reads text as it was meant before it was wrapped, escaped, colored or laced with invisible characters.

use crate::text::chars::is_hidden;
use crate::text::escape::{self, Escape};

/// What one or several characters of a text mean to a reader of base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A character of base64 or base64url.
    Code(u8),
    Dot,
    /// White space, or an escape for it.
    Space,
    LineBreak,
    Other,
}

impl Meaning {
    pub(super) fn is_gap(self) -> bool {
        matches!(self, Self::Space | Self::LineBreak)
    }
}

/// A meaning, and where in the text it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Symbol {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) meaning: Meaning,
}

/// Iterates over the symbols of a text; invisible characters and control sequences are none.
#[derive(Clone, Debug)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    /// Reads `text` from byte `at` on.
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Symbol;

    fn next(&mut self) -> Option<Symbol> {
        loop {
            let start = self.at;
            // Most of a text is neither an escape nor beyond ASCII.
            if let Some(code) = self.text.as_bytes().get(start).filter(|byte| byte.is_ascii_alphanumeric()) {
                self.at += 1;
                return Some(Symbol { start, end: self.at, meaning: Meaning::Code(*code) });
            }
            let rest = self.text.get(start..)?;
            let first = rest.chars().next()?;
            let (mut length, meant) = match first {
                '\\' => backslash(rest),
                '%' => match escape::percent(rest.get(1..).unwrap_or_default().as_bytes()) {
                    Some(Escape { meant: Some(c), length }) if c.is_ascii() => (1 + length, c),
                    _ => (1, '%'),
                },
                _ => (first.len_utf8(), first),
            };
            if meant == '\u{1b}' {
                length += control_sequence(rest.get(length..)?);
            }
            self.at += length;
            if let Some(meaning) = meaning(meant) {
                return Some(Symbol { start, end: self.at, meaning });
            }
        }
    }
}

/// `None` when a reader would not notice it.
fn meaning(c: char) -> Option<Meaning> {
    match c {
        '0'..='9' | 'A'..='Z' | 'a'..='z' | '+' | '/' | '-' | '_' => u8::try_from(c).ok().map(Meaning::Code),
        '.' => Some(Meaning::Dot),
        '\n' | '\r' => Some(Meaning::LineBreak),
        c if c.is_whitespace() => Some(Meaning::Space),
        c if is_hidden(c) => None,
        _ => Some(Meaning::Other),
    }
}

/// Bytes and meaning of an escape of JSON, shells or Rust, however often its backslash was escaped itself.
fn backslash(text: &str) -> (usize, char) {
    let escaped = text.trim_start_matches('\\');
    let slashes = text.len() - escaped.len();
    match escape::backslash(escaped.as_bytes()) {
        // A line break that is escaped ends a line all the same.
        Some(Escape { meant, length }) => (slashes + length, meant.unwrap_or('\n')),
        None => (slashes, '\\'),
    }
}

/// Bytes that belong to the escape character before `text`: those of a control sequence of ECMA-48, such as a color.
fn control_sequence(text: &str) -> usize {
    let parameters = text.bytes().skip(1).take_while(|byte| matches!(byte, b' '..=b'?')).count();
    let is_final = text.as_bytes().get(1 + parameters).is_some_and(|byte| matches!(byte, b'@'..=b'~'));
    if text.starts_with('[') && is_final { parameters + 2 } else { 0 }
}
