//! The ways in which a text can be read as bytes.

use zeroize::Zeroizing;

use crate::text::escape::{self, Escape};

/// Gives every reading of `text`: escapes undone, and what base64, hexadecimal digits or numbers in it encode, of which
/// there are at least `shortest` in a row.
pub(super) fn of(text: &[u8], shortest: usize, give: &mut dyn FnMut(&[u8])) {
    if let Some(plain) = unescaped(text) {
        give(&plain);
    }
    if let Some(plain) = unquoted(text) {
        give(&plain);
    }
    let mut runs = 0;
    for run in text.split(|byte| sextet(*byte).is_none()).filter(|run| !run.is_empty()) {
        runs += 1;
        if run.len() >= shortest {
            base64(run, give);
        }
    }
    // A key may be cut in lines, quotes, elements of an array or characters with something in between.
    if runs > 1 {
        let closed: Vec<u8> = text.iter().copied().filter(|byte| sextet(*byte).is_some()).collect();
        base64(&Zeroizing::new(closed), give);
    }
    hex(text, shortest, give);
    numbers(text, shortest, give);
}

fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// The bytes that base64 encodes; the bits of an incomplete last one are dropped.
pub(super) fn decoded(run: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(run.len() / 4 * 3 + 3));
    let (mut bits, mut held) = (0_u32, 0_u32);
    for sextet in run.iter().filter_map(|byte| sextet(*byte)) {
        (bits, held) = (bits << 6 | u32::from(sextet), held + 6);
        if held >= 8 {
            held -= 8;
            let [.., byte] = (bits >> held).to_be_bytes();
            bytes.push(byte);
        }
    }
    bytes
}

/// Wherever in the run a key may begin.
fn base64(run: &[u8], give: &mut dyn FnMut(&[u8])) {
    for skipped in 0..4 {
        if let Some(rest) = run.get(skipped..) {
            give(&decoded(rest));
        }
    }
}

/// Digits with nothing but spaces and marks of a dump between them, whichever of them the first of a byte is.
fn hex(text: &[u8], shortest: usize, give: &mut dyn FnMut(&[u8])) {
    let mut digits = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match (byte, after.first()) {
            (b'0' | b'\\', Some(b'x' | b'X')) => rest = after.get(1..).unwrap_or_default(),
            (b':' | b',' | b'-' | b'_' | b'"' | b'\'' | b'\\' | b'{' | b'[', _) => {}
            (byte, _) if byte.is_ascii_whitespace() => {}
            (byte, _) => match char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()) {
                Some(digit) => digits.push(digit),
                None => give_digits(&mut digits, shortest, give),
            },
        }
    }
    give_digits(&mut digits, shortest, give);
}

fn give_digits(digits: &mut Vec<u8>, shortest: usize, give: &mut dyn FnMut(&[u8])) {
    if digits.len() >= shortest {
        for skipped in 0..2 {
            let (pairs, _) = digits.get(skipped..).unwrap_or_default().as_chunks::<2>();
            let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high << 4 | low).collect();
            give(&Zeroizing::new(bytes));
        }
    }
    digits.clear();
}

/// Numbers below 256 in a row, as arrays of bytes are written.
fn numbers(text: &[u8], shortest: usize, give: &mut dyn FnMut(&[u8])) {
    let mut bytes = Zeroizing::new(Vec::new());
    let mut number: Option<u16> = None;
    let mut end = |bytes: &mut Zeroizing<Vec<u8>>| {
        if bytes.len() >= shortest {
            give(bytes);
        }
        bytes.clear();
    };
    for byte in text.iter().chain(b";") {
        if byte.is_ascii_digit() {
            let digit = u16::from(byte - b'0');
            number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit));
            continue;
        }
        match number.take().map(u8::try_from) {
            Some(Ok(value)) => bytes.push(value),
            Some(Err(_)) => end(&mut bytes),
            None => {}
        }
        if *byte != b',' && !byte.is_ascii_whitespace() {
            end(&mut bytes);
        }
    }
}

/// What escapes of JSON, of shells, of URLs and of HTML stand for; `None` when there are none.
fn unescaped(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    memchr::memchr3(b'\\', b'%', b'&', text)?;
    decoded_by(text, |byte, after| match byte {
        b'\\' => match (escape::backslash(after), after) {
            // A broken escape.
            (None, [b'x' | b'u', ..]) => None,
            (None, [b'b' | b'f', ..]) => Some(Escape { meant: Some(' '), length: 1 }),
            // A character that is escaped, or for nothing.
            (None, _) => Some(Escape { meant: None, length: 0 }),
            (escape, _) => escape,
        },
        b'%' => escape::percent(after),
        b'&' => escape::entity(after),
        _ => None,
    })
}

/// Quoted-printable (RFC 2045 §6.7) undone; `None` when there is none.
fn unquoted(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let marks = [&b"=\n"[..], b"=\r\n", b"=3D", b"=2B", b"=2F"];
    marks.iter().find(|mark| memchr::memmem::find(text, mark).is_some())?;
    decoded_by(text, |byte, after| (byte == b'=').then(|| escape::quoted_printable(after)).flatten())
}

/// The text with the bytes that its escapes stand for; other characters are no part of a key. `None` when there are
/// none.
fn decoded_by(text: &[u8], read: impl Fn(u8, &[u8]) -> Option<Escape>) -> Option<Zeroizing<Vec<u8>>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut is_changed = false;
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        let escape = read(*byte, after);
        is_changed |= escape.is_some();
        let (meant, length) = match escape {
            Some(Escape { meant, length }) => (meant.and_then(|meant| u8::try_from(meant).ok()), length),
            None => (Some(*byte), 0),
        };
        plain.extend(meant);
        rest = after.get(length..).unwrap_or_default();
    }
    is_changed.then_some(plain)
}
