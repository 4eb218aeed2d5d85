//! Where and why the reading of a key ends.

/// Why a key cannot be read, or what is wrong with it. As text: a phrase to put after "the key".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It ends before its own length says.
    #[error("{}", broken_off(*have, *want, *unit))]
    BreaksOff {
        /// What there is.
        have: usize,
        /// What there ought to be, where enough is left to tell.
        want: Option<usize>,
        /// What is counted.
        unit: Unit,
    },
    /// A character that does not belong in base64. Counted from 1 in the text with everything outside of it undone.
    #[error("has {} on line {line}, column {column}, which is no base64", shown(*character))]
    Character {
        /// It and nothing beside it.
        character: char,
        /// Its line.
        line: usize,
        /// Its column, in characters.
        column: usize,
    },
    /// The base64 ends within a byte, or its padding does not fit: a character was lost, added or changed.
    #[error("is damaged: a character of its base64 is missing, added or changed")]
    Base64End,
    /// Something follows the key that does not belong to it.
    #[error("is damaged: it goes on after its end, for {}", bytes(*count))]
    Leftover {
        /// How many bytes.
        count: usize,
    },
    /// The bytes are no DER.
    #[error("is damaged: its ASN.1 breaks at byte {offset}")]
    Asn1 {
        /// Where they stop to make sense.
        offset: usize,
    },
    /// The bytes are DER, but no key.
    #[error("decodes to ASN.1 that is no key")]
    NotAKey,
    /// A private key of an algorithm that has no name here.
    #[error("is for an unknown algorithm, {oid}")]
    Algorithm {
        /// The algorithm in dotted form.
        oid: String,
    },
    /// The private number is zero.
    #[error("holds the number zero, which is no private key")]
    ScalarZero,
    /// The private number is not below the order of the curve.
    #[error("holds a number too large for a P-256 private key")]
    ScalarTooLarge,
    /// The public key written beside the private one is not on the curve; the private one can be read.
    #[error("has a public key in it that is not on the curve")]
    EmbeddedPoint,
    /// There is something in something in something.
    #[error("is wrapped too many times")]
    Nested,
}

/// What a [`Fault::BreaksOff`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Characters of base64, padding included.
    Characters,
    /// Bytes of DER.
    Bytes,
}

impl Fault {
    /// The character at an offset of a text does not belong there.
    pub(super) fn foreign(text: &str, offset: usize) -> Option<Self> {
        let (before, after) = text.split_at_checked(offset)?;
        Some(Self::Character { character: after.chars().next()?, line: 1, column: 1 }.moved(before))
    }

    /// The same fault, counted with a text in front.
    pub(super) fn moved(self, before: &str) -> Self {
        let Self::Character { character, line, column } = self else { return self };
        let (breaks, last) = lines(before);
        let column = if line == 1 { column + last } else { column };
        Self::Character { character, line: line + breaks, column }
    }
}

/// How many line breaks a text has, and how many characters come after the last.
fn lines(text: &str) -> (usize, usize) {
    let (mut breaks, mut last, mut previous) = (0, 0, ' ');
    for c in text.chars() {
        match c {
            '\n' if previous == '\r' => {}
            '\n' | '\r' => (breaks, last) = (breaks + 1, 0),
            _ => last += 1,
        }
        previous = c;
    }
    (breaks, last)
}

fn broken_off(have: usize, want: Option<usize>, unit: Unit) -> String {
    let (one, many) = match unit {
        Unit::Characters => ("character", "characters"),
        Unit::Bytes => ("byte", "bytes"),
    };
    let counted = |count: usize| format!("{count} {}", if count == 1 { one } else { many });
    match want {
        Some(want) => format!("is {} short: {have} of {want} are there", counted(want.saturating_sub(have))),
        None => format!("breaks off after {}", counted(have)),
    }
}

fn bytes(count: usize) -> String {
    format!("{count} {}", if count == 1 { "byte" } else { "bytes" })
}

/// A character by its looks where it has any, else by its number.
fn shown(character: char) -> String {
    match character {
        '!'..='~' => format!("`{character}`"),
        ' '.. if character.is_alphanumeric() => format!("`{character}` (U+{:04X})", u32::from(character)),
        _ => format!("the character U+{:04X}", u32::from(character)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_reads_after_the_key() {
        let fault = Fault::BreaksOff { have: 120, want: Some(200), unit: Unit::Characters };
        assert_eq!(fault.to_string(), "is 80 characters short: 120 of 200 are there");
        let fault = Fault::BreaksOff { have: 199, want: Some(200), unit: Unit::Characters };
        assert_eq!(fault.to_string(), "is 1 character short: 199 of 200 are there");
        let fault = Fault::BreaksOff { have: 1, want: None, unit: Unit::Bytes };
        assert_eq!(fault.to_string(), "breaks off after 1 byte");
    }

    #[test]
    fn lines_and_columns_are_counted_as_editors_do() {
        let at = |text: &str, offset| match Fault::foreign(text, offset) {
            Some(Fault::Character { character, line, column }) => (character, line, column),
            _ => panic!(),
        };
        assert_eq!(at("*", 0), ('*', 1, 1));
        assert_eq!(at("a\nbé*", 5), ('*', 2, 3));
        assert_eq!(at("a\r\nb\rc*", 6), ('*', 3, 2));
        let moved = |before| Fault::foreign("*", 0).map(|fault| fault.moved(before));
        assert_eq!(moved("\n  "), Some(Fault::Character { character: '*', line: 2, column: 3 }));
    }

    #[test]
    fn only_visible_characters_are_shown() {
        for (character, text) in [
            ('*', "has `*` on line 2, column 3, which is no base64"),
            ('é', "has `é` (U+00E9) on line 2, column 3, which is no base64"),
            ('\u{1b}', "has the character U+001B on line 2, column 3, which is no base64"),
            ('\u{202e}', "has the character U+202E on line 2, column 3, which is no base64"),
        ] {
            assert_eq!(Fault::Character { character, line: 2, column: 3 }.to_string(), text);
        }
    }
}
