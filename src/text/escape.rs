//! Escapes: characters that stand for another one in JSON and programs, in URLs, in HTML and in mail.
//!
//! One table for each notation. Each function takes what follows the mark that begins an escape (`\`, `%`, `&`, `=`);
//! what a reader does with the meaning, and with what is not an escape, is for the reader to say.

/// What an escape stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Escape {
    /// `None`: nothing, as a line break that was put in to keep lines short.
    pub(crate) meant: Option<char>,
    /// Bytes behind the mark.
    pub(crate) length: usize,
}

/// `\n`, `\/`, `\x2b`, `\u002b`, `\u{2b}` and their like, and a backslash at the end of a line (RFC 8259 §7,
/// ECMAScript, Rust). Half of a surrogate pair is U+FFFD. JSON's `\b` and `\f` are left out: in logs they are the first
/// letters of folders of Windows.
pub(crate) fn backslash(after: &[u8]) -> Option<Escape> {
    let of = |meant, length| Some(Escape { meant, length });
    match after {
        [b'n', ..] => of(Some('\n'), 1),
        [b'r', ..] => of(Some('\r'), 1),
        [b't', ..] => of(Some('\t'), 1),
        [b'/', ..] => of(Some('/'), 1),
        [b'\n', ..] => of(None, 1),
        [b'\r', b'\n', ..] => of(None, 2),
        [b'x', digits @ ..] => of(Some(number(digits.get(..2)?, 16)?), 3),
        [b'u', b'{', digits @ ..] => {
            let end = digits.iter().take(7).position(|byte| *byte == b'}')?;
            of(Some(number(digits.get(..end)?, 16)?), end + 3)
        }
        [b'u', digits @ ..] => of(Some(number(digits.get(..4)?, 16)?), 5),
        _ => None,
    }
}

/// `%2B` (RFC 3986 §2.1): a byte, whatever it is a part of.
pub(crate) fn percent(after: &[u8]) -> Option<Escape> {
    Some(Escape { meant: Some(number(after.get(..2)?, 16)?), length: 2 })
}

/// `&#43;`, `&#x2b;`, and the names of what occurs in bodies and keys (HTML §13.5).
pub(crate) fn entity(after: &[u8]) -> Option<Escape> {
    let end = after.iter().take(9).position(|byte| *byte == b';')?;
    let meant = match after.get(..end)? {
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
        [b'#', digits @ ..] => number(digits, 10)?,
        b"quot" => '"',
        b"apos" => '\'',
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"nbsp" => '\u{a0}',
        b"plus" => '+',
        b"sol" => '/',
        b"equals" => '=',
        b"NewLine" => '\n',
        _ => return None,
    };
    Some(Escape { meant: Some(meant), length: end + 1 })
}

/// `=2B`, and `=` at the end of a line (quoted-printable, RFC 2045 §6.7).
pub(crate) fn quoted_printable(after: &[u8]) -> Option<Escape> {
    match after {
        [b'\n', ..] => Some(Escape { meant: None, length: 1 }),
        [b'\r', b'\n', ..] => Some(Escape { meant: None, length: 2 }),
        _ => percent(after),
    }
}

/// The character of this number; U+FFFD where there is none. `None`: these are not digits alone.
fn number(digits: &[u8], radix: u32) -> Option<char> {
    let value = |value: u32, digit: &u8| {
        Some(value.saturating_mul(radix).saturating_add(char::from(*digit).to_digit(radix)?))
    };
    let number = digits.iter().try_fold(0, value).filter(|_| !digits.is_empty())?;
    Some(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the escape in `text` stands for, by the notation that `read` reads, and what is left.
    fn read(read: fn(&[u8]) -> Option<Escape>, text: &str) -> Option<(Option<char>, &str)> {
        let after = &text[1..];
        read(after.as_bytes()).map(|escape| (escape.meant, &after[escape.length..]))
    }

    #[test]
    fn each_notation_has_its_escapes() {
        for (text, expected) in [
            (r"\nx", Some((Some('\n'), "x"))),
            (r"\/x", Some((Some('/'), "x"))),
            (r"\x2Bx", Some((Some('+'), "x"))),
            (r"\u002bx", Some((Some('+'), "x"))),
            (r"\u{1f511}x", Some((Some('🔑'), "x"))),
            (r"\ud83dx", Some((Some('\u{fffd}'), "x"))),
            ("\\\nx", Some((None, "x"))),
            ("\\\r\nx", Some((None, "x"))),
            (r"\", None),
            (r"\qx", None),
            (r"\bin", None),
            (r"\x2", None),
            (r"\u+02b", None),
            (r"\u{}", None),
            (r"\u{12345678}", None),
        ] {
            assert_eq!(read(backslash, text), expected, "{text}");
        }
        for (text, expected) in
            [("%2bx", Some((Some('+'), "x"))), ("%ff", Some((Some('ÿ'), ""))), ("%", None), ("%+1", None)]
        {
            assert_eq!(read(percent, text), expected, "{text}");
        }
        for (text, expected) in [
            ("&#43;x", Some((Some('+'), "x"))),
            ("&#X2B;x", Some((Some('+'), "x"))),
            ("&apos;x", Some((Some('\''), "x"))),
            ("&#x110000;", Some((Some('\u{fffd}'), ""))),
            ("&#;", None),
            ("&amp", None),
            ("&unknown;", None),
        ] {
            assert_eq!(read(entity, text), expected, "{text}");
        }
        for (text, expected) in [
            ("=3Dx", Some((Some('='), "x"))),
            ("=\r\nx", Some((None, "x"))),
            ("=\nx", Some((None, "x"))),
            ("=x", None),
        ] {
            assert_eq!(read(quoted_printable, text), expected, "{text}");
        }
    }

    #[test]
    fn characters_of_several_bytes_are_not_cut() {
        for text in ["\\é", "%é", "%aé", "&é;", "=é", "\\u00é", "\\xé"] {
            for notation in [backslash, percent, entity, quoted_printable] {
                assert_eq!(read(notation, text), None, "{text}");
            }
        }
    }
}
