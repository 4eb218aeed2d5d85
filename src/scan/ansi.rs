//! Literals that colours cut in two.

use super::block::Block;
use super::literals::{Literals, Meaning};

/// Begins a control sequence (ECMA-48).
pub(super) const ESCAPE: u8 = 0x1b;

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
        let (clean, positions) = stripped(line);
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

/// A line without control sequences, and where each of its bytes stood.
fn stripped(line: &[u8]) -> (Vec<u8>, Vec<usize>) {
    let mut clean = Vec::with_capacity(line.len());
    let mut positions = Vec::with_capacity(line.len());
    let mut at = 0;
    while let Some(byte) = line.get(at) {
        if *byte == ESCAPE {
            at += sequence(line.get(at..).unwrap_or_default());
        } else {
            clean.push(*byte);
            positions.push(at);
            at += 1;
        }
    }
    (clean, positions)
}

/// Bytes of the control sequence at the beginning.
fn sequence(bytes: &[u8]) -> usize {
    if bytes.get(1) != Some(&b'[') {
        return 1;
    }
    let parameters = bytes.iter().skip(2).take_while(|byte| matches!(byte, b' '..=b'?')).count();
    let is_complete = bytes.get(2 + parameters).is_some_and(|byte| matches!(byte, b'@'..=b'~'));
    2 + parameters + usize::from(is_complete)
}

/// A line as a person reads it: without control sequences and without the time stamp that CI puts before it.
pub(super) fn readable(line: &[u8]) -> String {
    let clean = if memchr::memchr(ESCAPE, line).is_some() { stripped(line).0 } else { line.to_vec() };
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
