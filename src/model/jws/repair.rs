//! Takes off what people and tools wrap around a token, and records it.

use std::borrow::Cow;

use crate::text::chars::{is_invisible, is_quote};
use crate::text::wide::Units;
use zeroize::Zeroizing;

/// One kind of thing that was undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repair {
    pub kind: RepairKind,
    /// Between the token's characters rather than around them.
    pub inside: bool,
    /// Where the first one stood: byte of the text as found, from 0.
    pub at: usize,
    /// How many there were.
    pub count: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairKind {
    /// The text was UTF-16, as PowerShell's `>` writes it.
    Utf16,
    /// The field name `Authorization:`.
    FieldName,
    /// The authentication scheme `Bearer`.
    Scheme,
    Quote,
    Blank,
    LineBreak,
    /// The two characters `\n`.
    EscapedLineBreak,
    /// A character without a glyph, such as U+200B or a byte order mark.
    Invisible(char),
}

/// The compact serialisation inside `found`, and what was undone to get it.
pub(super) fn compact(found: &[u8], file: bool) -> (Zeroizing<String>, Vec<Repair>) {
    let mut repairs = Repairs::default();
    let decoded = utf16(found);
    if decoded.is_some() {
        repairs.add(RepairKind::Utf16, false, 0);
    }
    let lossy = str::from_utf8(found).map_or_else(|_| String::from_utf8_lossy(found), Cow::Borrowed);
    let mut text = decoded.as_deref().map_or(&*lossy, String::as_str);
    if file {
        text = text.strip_suffix('\n').map_or(text, |t| t.strip_suffix('\r').unwrap_or(t));
    }
    let (start, core) = peel(text, &mut repairs);
    let compact = if is_compact(core) || !is_token_like(core) {
        Zeroizing::new(core.to_owned())
    } else {
        close_gaps(core, start, &mut repairs)
    };
    (compact, repairs.0)
}

fn utf16(found: &[u8]) -> Option<Zeroizing<String>> {
    match found {
        [0xff, 0xfe, text @ ..] => Some(Units::UTF16_LE.decode(text)),
        [0xfe, 0xff, text @ ..] => Some(Units::UTF16_BE.decode(text)),
        _ => None,
    }
}

/// Strips both ends until neither changes; returns what is left and where it starts.
fn peel<'a>(text: &'a str, repairs: &mut Repairs) -> (usize, &'a str) {
    let (mut start, mut core) = (0, text);
    loop {
        let before = core.len();
        while let Some(kind) = core.chars().next().and_then(removable) {
            let width = core.chars().next().map_or(0, char::len_utf8);
            repairs.add(kind, false, start);
            start += width;
            core = core.get(width..).unwrap_or_default();
        }
        while let Some(last) = core.chars().next_back() {
            let Some(kind) = removable(last) else { break };
            core = core.get(..core.len() - last.len_utf8()).unwrap_or_default();
            repairs.add(kind, false, start + core.len());
        }
        while let Some(rest) = core.strip_prefix(r"\n").or_else(|| core.strip_prefix(r"\r")) {
            repairs.add(RepairKind::EscapedLineBreak, false, start);
            start += core.len() - rest.len();
            core = rest;
        }
        while let Some(rest) = core.strip_suffix(['n', 'r']).and_then(|rest| rest.strip_suffix('\\')) {
            core = rest.trim_end_matches('\\');
            repairs.add(RepairKind::EscapedLineBreak, false, start + core.len());
        }
        for (prefix, kind) in [("authorization:", RepairKind::FieldName), ("bearer", RepairKind::Scheme)] {
            if let Some(rest) = strip_word(core, prefix) {
                repairs.add(kind, false, start);
                start += core.len() - rest.len();
                core = rest;
            }
        }
        if core.len() == before {
            return (start, core);
        }
    }
}

/// `text` without a leading `word` of any letter case and one blank after it, if there is a word boundary.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    let rest = text.get(word.len()..)?;
    if !head.eq_ignore_ascii_case(word) {
        return None;
    }
    match rest.strip_prefix([' ', '\t']) {
        Some(rest) => Some(rest),
        None if rest.is_empty() || word.ends_with(':') => Some(rest),
        None => None,
    }
}

/// Whether removing blanks from the inside can make a token of it, or it is other text.
fn is_token_like(text: &str) -> bool {
    let ours =
        |c: char| c.is_ascii() && is_token_byte(c as u8) || removable(c).is_some() || "\\n+/=".contains(c);
    text.starts_with("ey") || text.matches('.').count() == 2 && text.chars().all(ours)
}

/// Whether there is nothing to repair. Looks at whole blocks, which the compiler turns into vector instructions.
fn is_compact(text: &str) -> bool {
    text.as_bytes().chunks(256).all(|block| block.iter().fold(true, |all, byte| all & is_token_byte(*byte)))
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | matches!(byte, b'-' | b'_' | b'.')
}

fn close_gaps(core: &str, start: usize, repairs: &mut Repairs) -> Zeroizing<String> {
    let mut closed = Zeroizing::new(String::with_capacity(core.len()));
    let mut chars = core.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if let Some(kind) = removable(c) {
            repairs.add(kind, true, start + at);
        } else if c == '\\' && matches!(chars.peek(), Some((_, 'n' | 'r'))) {
            chars.next();
            repairs.add(RepairKind::EscapedLineBreak, true, start + at);
        } else {
            closed.push(c);
        }
    }
    closed
}

fn removable(c: char) -> Option<RepairKind> {
    match c {
        ' ' | '\t' => Some(RepairKind::Blank),
        '\n' | '\r' => Some(RepairKind::LineBreak),
        c if is_quote(c) => Some(RepairKind::Quote),
        c if c == '\0' || c.is_whitespace() || is_invisible(c) => Some(RepairKind::Invisible(c)),
        _ => None,
    }
}

#[derive(Default)]
struct Repairs(Vec<Repair>);

impl Repairs {
    fn add(&mut self, kind: RepairKind, inside: bool, at: usize) {
        match self.0.iter_mut().find(|r| r.kind == kind && r.inside == inside) {
            Some(repair) => {
                repair.count += 1;
                repair.at = repair.at.min(at);
            }
            None => self.0.push(Repair { kind, inside, at, count: 1 }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undo(found: &str) -> (String, Vec<(RepairKind, bool, usize)>) {
        let (text, repairs) = compact(found.as_bytes(), false);
        (text.to_string(), repairs.iter().map(|r| (r.kind, r.inside, r.count)).collect())
    }

    #[test]
    fn wrappings_are_taken_off_in_any_nesting() {
        use RepairKind::*;
        for (found, repairs) in [
            ("Bearer eyJ.b.c", vec![(Scheme, false, 1)]),
            ("bearer Bearer eyJ.b.c", vec![(Scheme, false, 2)]),
            ("Authorization: Bearer eyJ.b.c", vec![(FieldName, false, 1), (Scheme, false, 1)]),
            ("'eyJ.b.c'", vec![(Quote, false, 2)]),
            ("\"Bearer eyJ.b.c\" ", vec![(Quote, false, 2), (Blank, false, 1), (Scheme, false, 1)]),
            ("eyJ.\nb.c", vec![(LineBreak, true, 1)]),
            ("eyJ.\\nb.c", vec![(EscapedLineBreak, true, 1)]),
            ("eyJ.b.c\\n", vec![(EscapedLineBreak, false, 1)]),
            ("eyJ.b.c\\r\\n", vec![(EscapedLineBreak, false, 2)]),
            ("eyJ.b.c\\\\n", vec![(EscapedLineBreak, false, 1)]),
            ("\\neyJ.b.c", vec![(EscapedLineBreak, false, 1)]),
            ("\"eyJ.b.c\\n\"", vec![(Quote, false, 2), (EscapedLineBreak, false, 1)]),
            ("eyJ.b\u{200b}.c", vec![(Invisible('\u{200b}'), true, 1)]),
            ("\u{feff}eyJ.b.c", vec![(Invisible('\u{feff}'), false, 1)]),
        ] {
            let (text, done) = undo(found);
            assert_eq!(text, "eyJ.b.c", "{found:?}");
            assert_eq!(done, repairs, "{found:?}");
        }
    }

    #[test]
    fn prose_is_left_as_it_is() {
        assert_eq!(undo("no token. here. at all!").0, "no token. here. at all!");
        assert_eq!(undo("no token. here. at all!").1, []);
    }

    #[test]
    fn one_final_line_break_belongs_to_a_file() {
        assert_eq!(compact(b"eyJ.b.c\r\n", true).1, []);
        assert_eq!(compact(b"eyJ.b.c\n\n", true).1.len(), 1);
        assert_eq!(compact(b"eyJ.b.c\n", false).1.len(), 1);
    }

    #[test]
    fn utf16_of_a_redirection_is_read() {
        let found: Vec<u8> = [0xff, 0xfe].into_iter().chain("eyJ.b.c".bytes().flat_map(|b| [b, 0])).collect();
        let (text, repairs) = compact(&found, true);
        assert_eq!((text.as_str(), repairs[0].kind), ("eyJ.b.c", RepairKind::Utf16));
    }
}
