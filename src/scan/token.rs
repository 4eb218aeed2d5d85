//! Compact JWS within a line.

use super::block::{Block, is_code};
use crate::model::jws::MAX_BYTES;
use crate::scan::Found;

/// The shortest token with a header, claims and something for a signature.
const SHORTEST: usize = 24;

/// What stands in the place of a signature that was masked.
const MASKS: [&[u8]; 3] = [b"<redacted>", b"***", b"[REDACTED]"];

/// The token that begins at a position, and where it ends; `None` when it is only a part of one, or none.
pub(super) fn at(block: &Block, start: usize) -> Option<(Found, usize)> {
    let data = &block.data;
    let length = end(data, start)? - start;
    let rest = data.get(start..)?;
    let mut text = rest.get(..length)?;
    let mask = MASKS.iter().find(|mask| rest.get(length..).is_some_and(|after| after.starts_with(mask)));
    if mask.is_none() {
        text = text.trim_ascii_end();
        while let Some((b'.' | b'/' | b'%', shorter)) = text.split_last().filter(|(_, rest)| dots(rest) >= 2)
        {
            text = shorter;
        }
    }
    if length > MAX_BYTES {
        return Some((Found::LargeToken(length as u64), start + length));
    }
    if text.len() < SHORTEST || dots(text) == 0 {
        return None;
    }
    let mut token = String::from_utf8_lossy(text).into_owned();
    if let Some(mask) = mask.filter(|_| text.ends_with(b".")) {
        token += &String::from_utf8_lossy(mask);
    }
    Some((Found::Token(token), start + length))
}

/// Where the text ends that a token at this position would be, and in which no other begins; `None` when none can begin
/// here.
pub(super) fn end(data: &[u8], start: usize) -> Option<usize> {
    let before = start.checked_sub(1).and_then(|before| data.get(before));
    let rest = data.get(start..).filter(|_| !before.is_some_and(|byte| is_inside(*byte)))?;
    Some(start + rest.iter().take_while(|byte| is_code(**byte)).count())
}

fn dots(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte == b'.').take(3).count()
}

/// Whether a token cannot begin after this byte.
fn is_inside(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<String> {
        let start = text.find("eyJ")?;
        match at(&Block { data: text.as_bytes().to_vec(), ..Block::default() }, start)?.0 {
            Found::Token(token) => Some(token),
            _ => None,
        }
    }

    #[test]
    fn a_token_ends_where_foreign_text_begins() {
        const TOKEN: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.AAAA-_AA";
        for (before, after) in
            [("", ""), ("Bearer ", "\n"), ("\"", "\","), ("token=", "&x=1"), ("(", ")."), ("", ".")]
        {
            assert_eq!(found(&format!("{before}{TOKEN}{after}")).as_deref(), Some(TOKEN), "{before} {after}");
        }
    }

    #[test]
    fn a_masked_signature_is_kept_as_a_mask() {
        let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.<redacted>";
        assert_eq!(found(token).as_deref(), Some(token));
    }

    #[test]
    fn parts_of_words_are_no_tokens() {
        for text in
            ["xeyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.AAAA", "eyJ", "eyJhbGciOiJFUzI1NiJ9AAAAAAAAAAAA", "eyJ.."]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
