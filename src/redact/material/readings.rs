//! The ways in which a text can be read as bytes.

use zeroize::Zeroizing;

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
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut is_changed = false;
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        let escape = match byte {
            b'\\' => backslash(after),
            b'%' => pair(after).map(|byte| (Some(byte), 2)),
            b'&' => entity(after),
            _ => None,
        };
        is_changed |= escape.is_some();
        let (meant, length) = escape.unwrap_or((Some(*byte), 0));
        plain.extend(meant);
        rest = after.get(length..).unwrap_or_default();
    }
    is_changed.then_some(plain)
}

/// What is meant by an escape whose backslash stands before `after`, and how many bytes of `after` belong to it.
fn backslash(after: &[u8]) -> Option<(Option<u8>, usize)> {
    Some(match after {
        [b'n' | b'r', ..] => (Some(b'\n'), 1),
        [b't' | b'b' | b'f', ..] => (Some(b' '), 1),
        [b'x', digits @ ..] => (Some(pair(digits)?), 3),
        [b'u', b'{', digits @ ..] => {
            let end = digits.iter().take(7).position(|byte| *byte == b'}')?;
            (number(digits.get(..end)?, 16), end + 3)
        }
        [b'u', digits @ ..] => (number(digits.get(..4)?, 16), 5),
        // An escaped character, and one that is escaped for nothing.
        _ => (None, 0),
    })
}

/// `&#43;`, `&#x2b;`, and those with a name.
fn entity(after: &[u8]) -> Option<(Option<u8>, usize)> {
    let end = after.iter().take(9).position(|byte| *byte == b';')?;
    let meant = match after.get(..end)? {
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16),
        [b'#', digits @ ..] => number(digits, 10),
        b"quot" => Some(b'"'),
        b"amp" => Some(b'&'),
        b"plus" => Some(b'+'),
        b"sol" => Some(b'/'),
        b"equals" => Some(b'='),
        b"NewLine" => Some(b'\n'),
        _ => return None,
    };
    Some((meant, end + 1))
}

/// A character of ASCII by its number; others are no part of a key.
fn number(digits: &[u8], radix: u32) -> Option<u8> {
    let digits = std::str::from_utf8(digits).ok()?;
    u32::from_str_radix(digits, radix).ok()?.try_into().ok()
}

fn pair(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// Quoted-printable (RFC 2045 §6.7) undone; `None` when it is none.
fn unquoted(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let is_quoted = [&b"=\n"[..], b"=\r\n", b"=3D", b"=2B", b"=2F"];
    is_quoted.iter().find(|mark| memchr::memmem::find(text, mark).is_some())?;
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match (byte, after) {
            (b'=', [b'\r', b'\n', more @ ..] | [b'\n', more @ ..]) => rest = more,
            (b'=', _) => match pair(after) {
                Some(byte) => {
                    plain.push(byte);
                    rest = after.get(2..).unwrap_or_default();
                }
                None => plain.push(b'='),
            },
            (byte, _) => plain.push(*byte),
        }
    }
    Some(plain)
}
