//! Tokens that are known by their shape: what the vendors put before them, so that they can be found.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;

use super::readable::is_readable;
use super::{REDACTED, Span};

mod table;

use table::{SHAPES, Vendor};

/// What a token consists of after its prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alphabet {
    Digits,
    Hex,
    /// Capitals and digits.
    Upper,
    Alphanumeric,
    /// As base64url.
    Url,
    /// As base64url, with dots between parts.
    Dotted,
    /// As base64, with what URLs make of it.
    Base64,
}

impl Alphabet {
    fn has(self, byte: u8) -> bool {
        let is_url = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        match self {
            Self::Digits => byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Upper => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
            Self::Alphanumeric => byte.is_ascii_alphanumeric(),
            Self::Url => is_url,
            Self::Dotted => is_url || byte == b'.',
            Self::Base64 => is_url || matches!(byte, b'+' | b'/' | b'=' | b'%' | b'.'),
        }
    }
}

/// So much of a prefix, with something other than letters and digits in it, needs no border before it.
const TELLING: usize = 5;

/// Bytes after a prefix by which a token is recognized; more than the most that one needs.
const NEAR: usize = 128;

/// And those by which one after a short prefix is distinguished from a word.
const WORD: usize = 40;

static PREFIXES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let prefixes = SHAPES.iter().map(|vendor| vendor.prefix);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(prefixes).ok()
});

pub(super) fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut done = 0;
    for found in PREFIXES.iter().flat_map(|prefixes| prefixes.find_iter(text)) {
        let Some(vendor) = SHAPES.get(found.pattern().as_usize()).filter(|_| found.start() >= done) else {
            continue;
        };
        let Some((head, tail)) = text.split_at_checked(found.end()) else { continue };
        let Some(start) = begin(vendor, head, found.start()) else { continue };
        // Only of what is a secret all is read: the run that a prefix begins may hold the prefix over and over.
        let near = length(vendor.alphabet, tail.get(..NEAR.min(vendor.least.max(WORD))).unwrap_or(tail));
        let beginning = tail.get(..near).unwrap_or_default();
        let is_word = vendor.prefix.len() < TELLING
            && !beginning.bytes().any(|byte| byte.is_ascii_digit())
            && is_readable(beginning.bytes().take(WORD).map(Some));
        if near >= vendor.least && !is_word {
            done = found.end() + length(vendor.alphabet, tail);
            spans.push(Span::new(start..done, REDACTED));
        }
    }
    spans.extend(discord(text));
    spans
}

/// How many bytes of `text` belong to a token, without what ends a sentence or a path.
fn length(alphabet: Alphabet, text: &str) -> usize {
    let length = text.bytes().take_while(|byte| alphabet.has(*byte)).count();
    text.get(..length).unwrap_or_default().trim_end_matches(['.', '-', '/', '%']).len()
}

/// Where the token begins whose prefix stands at `at`, the end of `head`.
fn begin(vendor: &Vendor, head: &str, at: usize) -> Option<usize> {
    let before = head.get(..at)?;
    if let Some((alphabet, least)) = vendor.before {
        /// The longest part before a mark.
        const LONGEST: usize = 64;
        let length = before.bytes().rev().take(LONGEST).take_while(|byte| alphabet.has(*byte)).count();
        return (length >= least).then_some(at - length);
    }
    let is_telling =
        vendor.prefix.len() >= TELLING && !vendor.prefix.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_free = || match before.as_bytes() {
        [.., b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => true,
        [.., b'\\', b'n' | b'r' | b't'] => true,
        [.., last] => !last.is_ascii_alphanumeric(),
        [] => true,
    };
    (is_telling || is_free()).then_some(at)
}

/// Tokens of bots: their number in base64, a time and a signature (<https://discord.com/developers/docs/reference>).
fn discord(text: &str) -> impl Iterator<Item = Span> + '_ {
    const ID: std::ops::RangeInclusive<usize> = 23..=28;
    const TIME: std::ops::RangeInclusive<usize> = 6..=7;
    const SIGNATURE: usize = 27;
    text.match_indices('.').filter_map(|(at, _)| {
        let (head, tail) = text.split_at_checked(at)?;
        let is_url = |byte: &u8| Alphabet::Url.has(*byte);
        let before = head.bytes().rev().take(ID.end() + 3).take_while(is_url).count();
        let time = tail.bytes().skip(1).take(TIME.end() + 1).take_while(is_url).count();
        let rest = tail.get(1 + time..)?.strip_prefix('.').filter(|_| TIME.contains(&time))?;
        let signature = rest.bytes().take_while(is_url).count();
        let is_number =
            |id: &str| BASE64_STANDARD_NO_PAD.decode(id).is_ok_and(|id| id.iter().all(u8::is_ascii_digit));
        // Up to two characters may be the rest of an escape.
        let mut starts = (at - before..at).take(3).filter(|start| ID.contains(&(at - start)));
        let start = starts.find(|start| head.get(*start..).is_some_and(is_number))?;
        (signature >= SIGNATURE).then(|| Span::new(start..at + 2 + time + signature, REDACTED))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_has_a_source_and_its_own_prefix() {
        let mut prefixes: Vec<_> = SHAPES.iter().map(|vendor| vendor.prefix).collect();
        prefixes.sort_unstable();
        assert!(prefixes.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(SHAPES.iter().all(|vendor| vendor.source.starts_with("https://") && vendor.least >= 10));
    }
}
