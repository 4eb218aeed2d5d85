//! Literals that colours cut in two.

use super::block::Block;
use crate::catalog::response::{Literals, Meaning};
use crate::text::ansi::{ESCAPE, strip_with_positions};

/// The literals that only show without control sequences, in the lines that have any.
pub(super) fn find(block: &Block, literals: &Literals) -> Vec<(usize, Meaning)> {
    let data = &block.data;
    let mut found = Vec::new();
    let mut at = block.seen;
    while let Some(escape) =
        data.get(at..).and_then(|rest| memchr::memchr(ESCAPE, rest)).map(|found| at + found)
    {
        let before = data.get(at..escape).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before).map_or(at, |line_break| at + line_break + 1);
        let rest = data.get(escape..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest).map_or(data.len(), |line_break| escape + line_break + 1);
        let line = data.get(start..end).unwrap_or_default();
        let (clean, positions) = strip_with_positions(line);
        for (from, to, meaning) in literals.find(&clean) {
            let (Some(first), Some(last)) = (positions.get(from), positions.get(to - 1)) else { continue };
            if last - first >= to - from && !matches!(meaning, Meaning::Token) {
                found.push((start + first, meaning));
            }
        }
        at = end;
    }
    found
}

/// A line as a person reads it: without control sequences and without the time stamp that CI puts before it.
pub(super) fn readable(line: &[u8]) -> String {
    let clean =
        if memchr::memchr(ESCAPE, line).is_some() { strip_with_positions(line).0 } else { line.to_vec() };
    let text = String::from_utf8_lossy(&clean);
    without_time(&text).to_owned()
}

/// Takes off `2026-11-20T10:00:00.1234567Z `.
fn without_time(line: &str) -> &str {
    let Some((time, rest)) = line.split_once(' ') else { return line };
    let is_time = time.len() >= 20
        && time.ends_with('Z')
        && time.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            10 => byte == b'T',
            13 | 16 => byte == b':',
            _ => byte.is_ascii_digit() || matches!(byte, b'.' | b'Z'),
        });
    if is_time { rest } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_and_time_stamps_are_taken_off() {
        for (line, expected) in [
            (&b"\x1b[31mNOT_\x1b[0;1mAUTHORIZED\x1b[0m"[..], "NOT_AUTHORIZED"),
            (b"2026-11-20T10:00:00.1234567Z ##[error]x", "##[error]x"),
            (b"2026-11-20 10:00:00 x", "2026-11-20 10:00:00 x"),
            (b"\x1b", ""),
            (b"\x1b[31", ""),
        ] {
            assert_eq!(readable(line), expected);
        }
    }
}
