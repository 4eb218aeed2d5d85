//! Secrets in the dumps of `xxd` and `hexdump -C`: lines of an offset, bytes in hexadecimal, and the same as text.

use std::ops::Range;

use super::{REDACTED, Span};
use crate::model::key::looks_like_key;

/// The bytes that a line of a dump shows at most, and the fewest of a line that is one.
const MOST: usize = 64;
const LEAST: usize = 4;

/// Longer dumps are read in pieces.
const BLOCK: usize = 64 << 10;

/// The lines that show part of a secret, each as a secret of its own: all of it but the offset.
pub(super) fn spans(text: &str, is_secret: impl Fn(&str) -> Vec<Range<usize>>) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut block = Block::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        match row(content) {
            Some((at, bytes)) => {
                block.push(start + at..start + content.len(), &bytes);
                if block.bytes.len() >= BLOCK {
                    block.finish(&is_secret, &mut spans);
                }
            }
            None => block.finish(&is_secret, &mut spans),
        }
        start += line.len();
    }
    block.finish(&is_secret, &mut spans);
    spans
}

/// Lines of a dump that follow one another.
#[derive(Default)]
struct Block {
    bytes: Vec<u8>,
    /// Where each line stands, and where its bytes end.
    lines: Vec<(Range<usize>, usize)>,
}

impl Block {
    fn push(&mut self, line: Range<usize>, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.lines.push((line, self.bytes.len()));
    }

    fn finish(&mut self, is_secret: impl Fn(&str) -> Vec<Range<usize>>, spans: &mut Vec<Span>) {
        let Self { bytes, lines } = std::mem::take(self);
        if bytes.is_empty() {
            return;
        }
        let text: String = bytes
            .iter()
            .map(|byte| if byte.is_ascii() { char::from(*byte) } else { '\u{1a}' })
            .map(ascii)
            .collect();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let whole = looks_like_key(&bytes) || !is_secret(&hex).is_empty();
        let all = 0..bytes.len();
        let found = if whole { [all].to_vec() } else { is_secret(&text) };
        let mut begin = 0;
        for (line, end) in lines {
            // Those that begin before the line ends; they are in order, and the last of them ends last.
            let before = found.partition_point(|secret| secret.start < end);
            if found.get(..before).and_then(|found| found.last()).is_some_and(|secret| begin < secret.end) {
                spans.push(Span::new(line, REDACTED));
            }
            begin = end;
        }
    }
}

/// What is not visible ASCII stands as one byte that belongs to no secret.
fn ascii(c: char) -> char {
    if c.is_ascii_graphic() || c == ' ' || c == '\n' { c } else { '\u{1a}' }
}

/// Where the bytes of a line of a dump begin, and the bytes.
fn row(line: &str) -> Option<(usize, Vec<u8>)> {
    let body = line.trim_start();
    let offset = body.bytes().take_while(u8::is_ascii_hexdigit).count();
    if !(4..=16).contains(&offset) {
        return None;
    }
    let rest = body.get(offset..)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let columns = rest.trim_start_matches([' ', '\t']);
    if columns.len() == rest.len() {
        return None;
    }
    let at = line.len() - columns.len();
    let mut bytes = Vec::new();
    let mut rest = columns;
    while bytes.len() < MOST {
        let group = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
        if group == 0 || group % 2 == 1 || group > 16 {
            break;
        }
        let digits = rest.get(..group)?;
        bytes.extend(
            (0..group / 2)
                .filter_map(|pair| u8::from_str_radix(digits.get(pair * 2..pair * 2 + 2)?, 16).ok()),
        );
        let after = rest.get(group..)?;
        // Two spaces end the columns of xxd; `hexdump -C` has them in the middle too.
        rest = match after.strip_prefix("  ") {
            Some(next) if digits.len() == 2 && bytes.len() == 8 => next,
            Some(_) => break,
            None => match after.strip_prefix(' ') {
                Some(next) => next,
                None => break,
            },
        };
    }
    (bytes.len() >= LEAST).then_some((at, bytes))
}
