//! Control sequences of terminals (ECMA-48 §5.4): colors, cursor movements, links.

use std::borrow::Cow;

use anstream::adapter::{strip_bytes, strip_str};

/// Begins a control sequence.
pub(crate) const ESCAPE: u8 = 0x1b;

/// The text without control sequences.
pub(crate) fn strip(text: &str) -> Cow<'_, str> {
    match memchr::memchr(ESCAPE, text.as_bytes()) {
        Some(_) => Cow::Owned(strip_str(text).to_string()),
        None => Cow::Borrowed(text),
    }
}

/// The text without control sequences, and where each byte of it stood.
pub(crate) fn strip_with_positions(text: &[u8]) -> (Vec<u8>, Vec<usize>) {
    let start = text.as_ptr().addr();
    let (mut plain, mut positions) = (Vec::with_capacity(text.len()), Vec::with_capacity(text.len()));
    for piece in strip_bytes(text) {
        let at = piece.as_ptr().addr() - start;
        plain.extend_from_slice(piece);
        positions.extend(at..at + piece.len());
    }
    (plain, positions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_cursor_movements_and_links_are_taken_off() {
        for (text, expected) in [
            ("plain", "plain"),
            ("\u{1b}[31mNOT_\u{1b}[0;1mAUTHORIZED\u{1b}[0m", "NOT_AUTHORIZED"),
            ("\u{1b}]8;;https://a\u{1b}\\link\u{1b}]8;;\u{7} 401", "link 401"),
            ("\u{1b}[2K\u{1b}[1Gasking", "asking"),
            ("é\u{1b}[1mö\u{1b}[m", "éö"),
            ("\u{1b}", ""),
            ("\u{1b}[31", ""),
        ] {
            assert_eq!(strip(text), expected, "{text:?}");
            assert_eq!(strip_with_positions(text.as_bytes()).0, expected.as_bytes(), "{text:?}");
        }
    }

    #[test]
    fn every_byte_that_is_left_knows_where_it_stood() {
        let (plain, positions) = strip_with_positions(b"a\x1b[31mbc\x1b[0md");
        assert_eq!((plain.as_slice(), positions.as_slice()), (&b"abcd"[..], &[0, 6, 7, 12][..]));
    }
}
