//! Finds tokens, and base64 that is or may be a private key.

use super::lexer::{Lexer, Meaning, Symbol};
use super::pieces::{Gap, Piece, is_prose, pieces};
use super::readable::is_readable;
use super::shape::{LONG, Look, Shape};
use super::{REDACTED, Span};

/// Base64 of `{"`, and of `{` before white space as JSON writers put it: the first characters of a JOSE header.
pub(super) const TOKEN_MARKS: &[&str] = &["eyJ", "eyAi", "ewog", "ewoJ", "ewoi", "ewkJ", "ewki", "ew0K"];

/// A header that begins with a mark within a word is one if it is as long as the shortest, `{"alg":"ES256"}`.
const HEADER: usize = 20;

/// How base64 of something secret begins.
struct Mark {
    start: &'static str,
    /// Base64 characters of the whole, padding not counted.
    length: usize,
}

/// The lengths follow from the DER length that is part of each mark.
const KEY_MARKS: &[Mark] = &[
    // PKCS#8 of P-256 with and without the curve repeated, PKCS#8 without the public key, SEC 1, Ed25519.
    Mark { start: "MIGTAgEA", length: 200 },
    Mark { start: "MIGHAgEA", length: 184 },
    Mark { start: "MEECAQAw", length: 90 },
    Mark { start: "MHcCAQEE", length: 162 },
    Mark { start: "MC4CAQAw", length: 64 },
    // A PEM file encoded once more. Keys of RSA and everything else is found by its length alone.
    Mark { start: "LS0tLS1CRUdJTi", length: usize::MAX },
];

/// The secrets of `text` from byte `at` on.
pub(super) fn spans(text: &str, at: usize) -> Vec<Span> {
    let pieces = pieces(text, at);
    let mut rest = pieces.as_slice();
    let mut spans = Vec::new();
    let mut barren = 0;
    while let Some((piece, later)) = rest.split_first() {
        let found = key(text, piece, later).or_else(|| token(text, rest, &mut barren));
        let is_certain = found.is_some();
        let found = found.unwrap_or_else(|| encoded(text, piece, later));
        if let Some(start) = found.secret {
            let range = start..found.end;
            spans.push(if is_certain { Span::new(range, REDACTED) } else { Span::likely(range) });
        }
        let done = later.iter().take_while(|piece| piece.start < found.end).count();
        rest = later.get(done..).unwrap_or_default();
    }
    spans
}

/// What begins with a piece: up to where nothing else needs to be looked for, and from where on it is secret.
struct Stretch {
    end: usize,
    secret: Option<usize>,
}

/// A private key that a mark gives away, whatever surrounds it.
fn key(text: &str, first: &Piece, later: &[Piece]) -> Option<Stretch> {
    let (mark, start, before) =
        marked(text, first, |symbol, _| KEY_MARKS.iter().find(|mark| begins(text, symbol, mark.start)))?;
    let mut length = first.length - before.length;
    let mut last = first;
    for (at, piece) in later.iter().enumerate() {
        let whole = length >= mark.length && piece.odd.is_none();
        let sentence = is_prose(later.get(at..)?) && length + piece.length != mark.length;
        if !piece.continues(last) || whole || sentence {
            break;
        }
        length += piece.length;
        last = piece;
    }
    let start = if before.odd { before.from.unwrap_or(first.start) } else { start };
    Some(Stretch { end: last.end, secret: Some(start) })
}

/// The first mark in a piece that `find` knows, where it is, and the look of what is before it. `find` also learns how
/// many characters are before a symbol, if these end within a word.
fn marked<T>(
    text: &str,
    piece: &Piece,
    find: impl Fn(Symbol, Option<usize>) -> Option<T>,
) -> Option<(T, usize, Look)> {
    let symbols = || Lexer::new(text.get(..piece.end).unwrap_or_default(), piece.start);
    let mut within = None;
    let (mark, start) = symbols().enumerate().find_map(|(before, symbol)| {
        let mark = find(symbol, within);
        let word = matches!(symbol.meaning, Meaning::Code(code) if code.is_ascii_alphanumeric());
        within = word.then_some(before + 1);
        Some((mark?, symbol.start))
    })?;
    let mut before = Shape::default();
    for symbol in symbols().take_while(|symbol| symbol.start < start) {
        if let Meaning::Code(code) = symbol.meaning {
            before.push(code, symbol.start);
        }
    }
    Some((mark, start, before.end()))
}

/// Whether `mark` is read from `first` on, across gaps.
fn begins(text: &str, first: Symbol, mark: &str) -> bool {
    let mut mark = mark.bytes().map(Meaning::Code);
    let symbols =
        Lexer::new(text, first.end).map(|symbol| symbol.meaning).filter(|meaning| !meaning.is_gap());
    mark.next() == Some(first.meaning) && symbols.take(mark.len()).eq(mark)
}

/// A compact JWS or JWE, of which header and payload stay, as far as they are text. Where one was looked for in vain,
/// `barren` keeps the byte before which none begins, or wrapped text would be read to its end from every line of it.
fn token(text: &str, pieces: &[Piece], barren: &mut usize) -> Option<Stretch> {
    let start = header(text, pieces.first().filter(|first| first.start >= *barren)?)?;
    let (mut last, mut rest) = part(text, pieces).map_err(|end| *barren = end).ok()?;
    *barren = last.end;
    if !is_text(text.get(..last.end)?, start) {
        return None;
    }
    let mut secret = rest;
    if last.dots == 1 {
        let payload = rest.first().filter(|next| next.linked)?;
        (last, rest) = part(text, rest).map_err(|end| *barren = end).ok()?;
        if is_text(text.get(..last.end)?, payload.start) {
            secret = rest;
        }
    }
    let Some((first, later)) = secret
        .split_first()
        .filter(|(first, _)| first.linked && !(first.gap != Gap::None && is_prose(secret)))
    else {
        return Some(Stretch { end: last.end, secret: None });
    };
    let mut end = end_of_value(text, first);
    let mut before = first;
    for piece in later {
        if piece.start >= end {
            if !piece.continues(before) || !piece.may_be_rest() || header(text, piece).is_some() {
                break;
            }
            end = end_of_value(text, piece);
        }
        before = piece;
    }
    Some(Stretch { end, secret: Some(first.start) })
}

/// The last piece of the part of a token that begins here, which a dot follows, and what follows it.
///
/// # Errors
/// The byte before which no dot ends the part.
fn part<'p>(text: &str, pieces: &'p [Piece]) -> Result<(&'p Piece, &'p [Piece]), usize> {
    let mut before: Option<&Piece> = None;
    let mut rest = pieces;
    while let Some((piece, later)) = rest.split_first() {
        // A key is not a part of a token.
        if before.is_some_and(|before| !piece.continues(before) || piece.word == Some(true))
            || key(text, piece, later).is_some()
        {
            return Err(piece.start);
        }
        before = Some(piece);
        if piece.dots > 0 {
            return Ok((piece, later));
        }
        rest = later;
    }
    Err(usize::MAX)
}

/// Where in this piece a JOSE header begins, after nothing or a word.
fn header(text: &str, piece: &Piece) -> Option<usize> {
    let (_, start, before) = marked(text, piece, |symbol, within| {
        let possible = within.is_none_or(|before| piece.length.saturating_sub(before) >= HEADER);
        (possible && TOKEN_MARKS.iter().any(|mark| begins(text, symbol, mark))).then_some(())
    })?;
    (!before.odd && is_text(text.get(..piece.end)?, start)).then_some(start)
}

/// Whether base64 from byte `at` to the end of `text` is text or too short to matter.
fn is_text(text: &str, at: usize) -> bool {
    const SHORT: usize = 24;
    let codes = Lexer::new(text, at).filter_map(|symbol| match symbol.meaning {
        Meaning::Code(code @ b'A'..=b'Z') => Some(code - b'A'),
        Meaning::Code(code @ b'a'..=b'z') => Some(code - b'a' + 26),
        Meaning::Code(code @ b'0'..=b'9') => Some(code - b'0' + 52),
        Meaning::Code(b'-' | b'+') => Some(62),
        Meaning::Code(_) => Some(63),
        _ => None,
    });
    let (mut bits, mut length, mut bytes, mut letters) = (0_u32, 0, 0, 0);
    for code in codes {
        bits = bits << 6 | u32::from(code);
        length += 1;
        if length % 4 != 1 {
            let [.., byte] = (bits >> ((8 - length % 4 * 2) % 8)).to_be_bytes();
            bytes += 1;
            letters += usize::from(byte.is_ascii_graphic() || byte.is_ascii_whitespace());
        }
    }
    length < SHORT || letters * 4 >= bytes * 3
}

/// Where the value ends that begins with this piece: at white space and at what quotes and separates values, however
/// damaged it is up to there, but without the dot of a sentence.
fn end_of_value(text: &str, piece: &Piece) -> usize {
    let rest = text.get(piece.start..).unwrap_or_default();
    let value = rest
        .find(|c: char| c.is_whitespace() || "\"'`,;&|<>()[]{}\\".contains(c))
        .and_then(|end| rest.get(..end));
    let value = value.unwrap_or(rest).trim_end_matches(['.', ':', '!', '?', '…']);
    piece.end.max(piece.start + value.len())
}

/// Base64 long enough to be a secret, in one or several odd pieces.
fn encoded(text: &str, first: &Piece, later: &[Piece]) -> Stretch {
    /// So many pieces of a key look like words by chance.
    const CHANCE: usize = 2;
    let by_chance = first.is_no_word()
        && later.first().is_some_and(|next| next.odd.is_some() && next.gap == Gap::LineBreak);
    let Some(start) = first.odd.or(by_chance.then_some(first.start)) else {
        return Stretch { end: first.end, secret: None };
    };
    let mut length = first.odd.map_or(0, |_| first.length);
    let (mut last, mut before, mut doubtful) = (first, first, 0);
    let mut rest = later;
    while let Some((piece, later)) = rest.split_first() {
        if !piece.continues(before) || header(text, piece).is_some() || key(text, piece, later).is_some() {
            break;
        }
        if piece.odd.is_some() {
            (last, length, doubtful) = (piece, length + piece.length, 0);
        } else if doubtful == CHANCE || is_prose(rest) {
            break;
        } else {
            doubtful += 1;
            if length >= LONG && piece.may_be_rest() {
                last = piece;
            }
        }
        (before, rest) = (piece, later);
    }
    let is_secret = length >= LONG && !is_name(text, start, last.end);
    Stretch { end: last.end, secret: is_secret.then_some(start) }
}

/// Whether this part of the text is a path or an identifier after all.
fn is_name(text: &str, start: usize, end: usize) -> bool {
    let symbols = Lexer::new(text.get(..end).unwrap_or_default(), start);
    is_readable(symbols.map(|symbol| match symbol.meaning {
        Meaning::Code(code) => Some(code),
        _ => None,
    }))
}
