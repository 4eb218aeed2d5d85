//! UTF-16 and UTF-32, with the bytes of a unit in either order. What is not a character is U+FFFD.

use zeroize::Zeroizing;

/// Code units of more than one byte.
#[derive(Clone, Copy)]
pub(crate) enum Units {
    /// Gives the bytes of a unit their order.
    Two(fn([u8; 2]) -> u16),
    Four(fn([u8; 4]) -> u32),
}

impl Units {
    pub(crate) const UTF16_LE: Self = Self::Two(u16::from_le_bytes);
    pub(crate) const UTF16_BE: Self = Self::Two(u16::from_be_bytes);
    pub(crate) const UTF32_LE: Self = Self::Four(u32::from_le_bytes);
    pub(crate) const UTF32_BE: Self = Self::Four(u32::from_be_bytes);

    /// The text, in memory that does not grow: it may be that of a key. An incomplete last unit is left out.
    pub(crate) fn decode(self, text: &[u8]) -> Zeroizing<String> {
        // Two bytes become three at most.
        let mut decoded = Zeroizing::new(String::with_capacity(text.len() / 2 * 3));
        self.push_all(&mut decoded, text);
        decoded
    }

    /// Decodes what is whole, all of it at the end of the text, where an incomplete unit is U+FFFD. Gives how many
    /// bytes it took.
    pub(crate) fn push(self, decoded: &mut String, text: &[u8], is_end: bool) -> usize {
        let whole = if is_end { text } else { self.whole(text) };
        let taken = self.push_all(decoded, whole);
        if is_end && taken < text.len() {
            decoded.push(char::REPLACEMENT_CHARACTER);
            return text.len();
        }
        taken
    }

    /// The beginning of the text up to a surrogate pair whose other half may follow.
    fn whole(self, text: &[u8]) -> &[u8] {
        let Self::Two(unit) = self else { return text };
        match text.as_chunks::<2>().0.split_last() {
            Some((last, before)) if matches!(unit(*last), 0xd800..0xdc00) => before.as_flattened(),
            _ => text,
        }
    }

    /// Decodes all units that are complete.
    fn push_all(self, decoded: &mut String, text: &[u8]) -> usize {
        match self {
            Self::Two(unit) => {
                let pairs = text.as_chunks::<2>().0;
                let chars = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
                decoded.extend(chars.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
                2 * pairs.len()
            }
            Self::Four(unit) => {
                let units = text.as_chunks::<4>().0;
                let chars = units.iter().map(|bytes| char::from_u32(unit(*bytes)));
                decoded.extend(chars.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
                4 * units.len()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_in_every_order_of_bytes() {
        let text = "a\né 鍵 \u{1f511}\u{feff}\0";
        let (two, four) = (text.encode_utf16(), text.chars().map(u32::from));
        let written = [
            (Units::UTF16_LE, two.clone().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
            (Units::UTF16_BE, two.flat_map(u16::to_be_bytes).collect()),
            (Units::UTF32_LE, four.clone().flat_map(u32::to_le_bytes).collect()),
            (Units::UTF32_BE, four.flat_map(u32::to_be_bytes).collect()),
        ];
        for (units, mut written) in written {
            assert_eq!(*units.decode(&written), text);
            written.push(b'x');
            assert_eq!(*units.decode(&written), text);
            let mut decoded = String::new();
            assert_eq!(units.push(&mut decoded, &written, true), written.len());
            assert_eq!(decoded, format!("{text}\u{fffd}"));
        }
    }

    #[test]
    fn a_pair_that_is_cut_waits_for_its_other_half() {
        let pair: Vec<u8> = "\u{1f511}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut decoded = String::new();
        assert_eq!(Units::UTF16_LE.push(&mut decoded, &pair[..3], false), 0);
        assert_eq!(Units::UTF16_LE.push(&mut decoded, &pair, false), 4);
        assert_eq!(Units::UTF16_LE.push(&mut decoded, &pair[..2], true), 2);
        assert_eq!(decoded, "\u{1f511}\u{fffd}");
    }

    #[test]
    fn buffers_never_grow() {
        for text in ["key", "鍵鍵鍵", "\u{1f511}\u{1f511}"] {
            let written: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(Units::UTF16_LE.decode(&written).capacity(), written.len() / 2 * 3);
        }
    }
}
