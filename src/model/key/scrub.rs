//! Makes text of bytes and takes off what surrounds it: encodings, invisible characters, blanks, quotes.

use std::ops::Deref;

use zeroize::Zeroizing;

use super::Flaw;
use crate::text::chars::{is_invisible, is_quote};
use crate::text::wide::Units;

/// A text without anything around it, and what was there.
pub(super) struct Clean<'a> {
    whole: Text<'a>,
    start: usize,
    end: usize,
    pub(super) flaws: Vec<Flaw>,
}

impl Clean<'_> {
    /// What is left.
    pub(super) fn text(&self) -> &str {
        self.whole.get(self.start..self.end).unwrap_or_default()
    }

    /// What was taken off in front of it, for counting lines and columns.
    pub(super) fn before(&self) -> &str {
        self.whole.get(..self.start).unwrap_or_default()
    }
}

/// Cleans any bytes.
pub(super) fn clean(bytes: &[u8]) -> Clean<'_> {
    let mut flaws = Vec::new();
    let mut whole = decode(bytes, &mut flaws);
    if let Some(rest) = whole.strip_prefix('\u{feff}') {
        flaws.push(Flaw::ByteOrderMark);
        whole = Text::Owned(owned(rest.len(), rest.chars()));
    }
    if whole.chars().any(|c| visible(c) != Some(c)) {
        flaws.push(Flaw::Invisible);
        whole = Text::Owned(owned(whole.len(), whole.chars().filter_map(visible)));
    }
    let (start, end) = trim(&whole, &mut flaws);
    Clean { whole, start, end, flaws }
}

/// Borrowed where nothing had to be changed, wiped where it was copied.
enum Text<'a> {
    Borrowed(&'a str),
    Owned(Zeroizing<String>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Owned(text) => text,
        }
    }
}

fn decode<'a>(bytes: &'a [u8], flaws: &mut Vec<Flaw>) -> Text<'a> {
    let (units, mark) = match bytes {
        [0xff, 0xfe, ..] => (Some(Units::UTF16_LE), 2),
        [0xfe, 0xff, ..] => (Some(Units::UTF16_BE), 2),
        [1..=0xff, 0, 1..=0xff, 0, ..] => (Some(Units::UTF16_LE), 0),
        [0, 1..=0xff, 0, 1..=0xff, ..] => (Some(Units::UTF16_BE), 0),
        _ => (None, 0),
    };
    if let Some(units) = units {
        flaws.push(Flaw::Utf16);
        return Text::Owned(units.decode(bytes.get(mark..).unwrap_or_default()));
    }
    match str::from_utf8(bytes) {
        Ok(text) => Text::Borrowed(text),
        Err(_) => Text::Owned(owned(bytes.len() * 3, bytes.iter().copied().map(windows_1252))),
    }
}

/// Collects characters without ever growing, so that no copy of the key is left behind.
fn owned(capacity: usize, chars: impl Iterator<Item = char>) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(capacity));
    for c in chars {
        text.push(c);
    }
    text
}

/// Of Windows' own characters only those that editors put in by themselves; the rest is Latin-1.
fn windows_1252(byte: u8) -> char {
    match byte {
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x96 => '–',
        0x97 => '—',
        _ => char::from(byte),
    }
}

/// What a character looks like: nothing, a blank, a line break or itself.
fn visible(c: char) -> Option<char> {
    match c {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
        '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{0}' => None,
        c if is_invisible(c) => None,
        _ => Some(c),
    }
}

/// Finds what is inside of blanks and quotes.
fn trim(text: &str, flaws: &mut Vec<Flaw>) -> (usize, usize) {
    let mut inner = text;
    let (mut blanks, mut quotes) = (false, false);
    loop {
        // Every reader passes over line breaks before and after a key.
        inner = inner.trim_matches(['\n', '\r']);
        let trimmed = inner.trim_matches(is_blank);
        blanks |= trimmed.len() < inner.len();
        let bare = unquoted(trimmed);
        inner = bare;
        if bare.len() == trimmed.len() {
            break;
        }
        quotes = true;
    }
    flaws.extend(quotes.then_some(Flaw::Quotes));
    flaws.extend((blanks && !inner.is_empty()).then_some(Flaw::BlanksAround));
    let start = inner.as_ptr().addr() - text.as_ptr().addr();
    (start, start + inner.len())
}

/// Takes off one layer of quotes, with the comma or semicolon that was copied with them.
fn unquoted(text: &str) -> &str {
    let end = text.strip_suffix([',', ';']).filter(|text| text.ends_with(is_quote)).unwrap_or(text);
    let end = end.strip_suffix(is_quote).unwrap_or(end);
    end.strip_prefix("$'").or_else(|| end.strip_prefix(is_quote)).unwrap_or(end)
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(bytes: &[u8]) -> (String, Vec<Flaw>) {
        let clean = clean(bytes);
        (clean.text().to_owned(), clean.flaws)
    }

    #[test]
    fn line_breaks_around_are_no_flaw() {
        for text in ["text", "text\n", "text\r\n", "text\r", "text\n\n", "\ntext"] {
            assert_eq!(cleaned(text.as_bytes()), ("text".to_owned(), vec![]));
        }
        assert_eq!(cleaned(b"text\n \n").1, [Flaw::BlanksAround]);
        assert_eq!(cleaned(b"\n text").1, [Flaw::BlanksAround]);
    }

    #[test]
    fn quotes_of_any_style_come_off() {
        for text in [
            "'text'",
            "\"text\"\n",
            "`text`",
            "“text”",
            "‘text’",
            "'\"text\"'",
            "\"text\",",
            "'text';",
            "$'text'",
        ] {
            assert_eq!(cleaned(text.as_bytes()), ("text".to_owned(), vec![Flaw::Quotes]), "{text}");
        }
        assert_eq!(cleaned(b"\" text \"").1, [Flaw::Quotes, Flaw::BlanksAround]);
        assert_eq!(cleaned(b"\"text").1, [Flaw::Quotes]);
    }

    #[test]
    fn sixteen_bit_text_is_read_with_and_without_its_mark() {
        for text in ["\u{feff}text", "text"] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(cleaned(&little), ("text".to_owned(), vec![Flaw::Utf16]));
            assert_eq!(cleaned(&big), ("text".to_owned(), vec![Flaw::Utf16]));
        }
    }

    #[test]
    fn invisible_characters_go_and_odd_blanks_turn_into_blanks() {
        assert_eq!(cleaned("te\u{200b}xt\0".as_bytes()), ("text".to_owned(), vec![Flaw::Invisible]));
        assert_eq!(cleaned("a\u{a0}b\u{2028}c".as_bytes()), ("a b\nc".to_owned(), vec![Flaw::Invisible]));
        assert_eq!(cleaned("\u{feff}text".as_bytes()), ("text".to_owned(), vec![Flaw::ByteOrderMark]));
    }

    #[test]
    fn text_of_windows_is_read_where_it_is_no_utf_8() {
        assert_eq!(cleaned(b"\x93\x97\x94").0, "—");
    }

    #[test]
    fn blanks_alone_are_empty() {
        assert_eq!(cleaned(b" \n\t"), (String::new(), vec![]));
        assert_eq!(cleaned(b"\"\"").0, "");
    }

    #[test]
    fn what_was_taken_off_in_front_is_kept_for_counting() {
        assert_eq!(clean(b"\n\n \"text\"").before(), "\n\n \"");
    }
}
