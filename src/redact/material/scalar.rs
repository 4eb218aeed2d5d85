//! Finds numbers that can be a private key of P-256 by themselves: 32 bytes in hexadecimal, in base64 or as an array.

use p256::SecretKey;
use zeroize::Zeroizing;

use super::readings::decoded;
use crate::redact::shape::Shape;

/// Members whose values are such numbers by nature: random ones, digests and thumbprints.
const NUMBERS: [&str; 4] = ["at_hash", "jti", "kid", "nonce"];

/// Digits of a scalar, and of one with the zero that keeps an ASN.1 INTEGER positive.
const DIGITS: [usize; 2] = [64, 66];

/// The longest run of digits in which a scalar may stand: base64 beside it may begin or end with what are digits, too.
const LONGEST: usize = 72;

/// Whether a number in the text can be a key, and is not the value of a member that holds numbers.
pub(super) fn is_in(text: &[u8]) -> bool {
    let is_of_word = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte);
    let is_of_segment = |byte: u8| is_of_word(byte) && byte != b'/';
    has_run(text, |byte| byte.is_ascii_hexdigit(), is_hex)
        || has_run(text, is_of_word, is_base64)
        || has_run(text, is_of_segment, is_base64)
        || is_dump(text)
}

/// Whether `is_key` holds of a longest run of such characters that is not the value of a member that holds numbers.
fn has_run(text: &[u8], is_of_run: impl Fn(u8) -> bool, is_key: impl Fn(&[u8]) -> bool) -> bool {
    let mut at = 0;
    for run in text.split(|byte| !is_of_run(*byte)) {
        if is_key(run) && !is_number(text.get(..at).unwrap_or_default()) {
            return true;
        }
        at += run.len() + 1;
    }
    false
}

fn is_hex(run: &[u8]) -> bool {
    (DIGITS[0]..=LONGEST).contains(&run.len())
        && run.windows(DIGITS[0]).any(|digits| is_scalar(&of_digits(digits)))
}

fn of_digits(digits: &[u8]) -> Zeroizing<Vec<u8>> {
    let digit =
        |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0);
    let (pairs, _) = digits.as_chunks::<2>();
    Zeroizing::new(pairs.iter().map(|[high, low]| digit(*high) << 4 | digit(*low)).collect())
}

/// 43 characters, or 44 with the zero in front, that are not words with strokes between them.
fn is_base64(run: &[u8]) -> bool {
    if !matches!(run.len(), 43 | 44) {
        return false;
    }
    let mut shape = Shape::default();
    for (at, code) in run.iter().enumerate() {
        shape.push(*code, at);
    }
    shape.end().odd && is_scalar(&decoded(run))
}

/// Whether the bytes are a scalar. Text is none: a name or an identifier that was encoded.
fn is_scalar(bytes: &[u8]) -> bool {
    let scalar = match bytes {
        [0, scalar @ ..] if scalar.len() == 32 => scalar,
        scalar => scalar,
    };
    scalar.len() == 32
        && !scalar.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ')
        && SecretKey::from_slice(scalar).is_ok()
}

/// Whether a text ends with the name of a member that holds numbers, and what separates it from its value.
fn is_number(before: &[u8]) -> bool {
    let separates = |byte: &u8| byte.is_ascii_whitespace() || b"\"'\\:=>".contains(byte);
    let end = before.iter().rposition(|byte| !separates(byte)).map_or(0, |last| last + 1);
    let (name, separator) = before.split_at_checked(end).unwrap_or_default();
    let start = name.iter().rposition(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
    let name = name.get(start.map_or(0, |before| before + 1)..).unwrap_or_default();
    separator.iter().any(|byte| b":=".contains(byte))
        && NUMBERS.iter().any(|number| number.as_bytes().eq_ignore_ascii_case(name))
}

/// Whether two or more groups of digits make a scalar, separated as in a dump, or 32 numbers do, as in an array.
fn is_dump(text: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_hexdigit() || b":, \t\r\nxX\\".contains(byte);
    text.split(|byte| !is_part(byte)).any(|dump| {
        let groups: Vec<&[u8]> = dump
            .split(|byte| !byte.is_ascii_hexdigit() && !b"xX".contains(byte))
            .filter(|group| !group.is_empty())
            .map(|group| group.strip_prefix(b"0x").or(group.strip_prefix(b"x")).unwrap_or(group))
            .collect();
        let Some(length @ (2 | 4 | 8 | 16 | 32)) = groups.first().map(|group| group.len()) else {
            return is_array(&groups);
        };
        let is_even = groups.iter().all(|group| group.len() == length);
        let digits = Zeroizing::new(groups.concat());
        groups.len() > 1
            && (is_even && DIGITS.contains(&digits.len()) && is_scalar(&of_digits(&digits))
                || is_array(&groups))
    })
}

fn is_array(groups: &[&[u8]]) -> bool {
    if !matches!(groups.len(), 32 | 33) {
        return false;
    }
    let byte = |group: &&[u8]| std::str::from_utf8(group).ok()?.parse::<u8>().ok();
    let bytes: Option<Vec<u8>> = groups.iter().map(byte).collect();
    bytes.is_some_and(|bytes| is_scalar(&Zeroizing::new(bytes)))
}
