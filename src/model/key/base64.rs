//! Base64 as it survives copying: either alphabet, blanks anywhere, padding or none.

use zeroize::Zeroizing;

/// The bytes of a base64 text, and how it was written.
pub(super) struct Decoded {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// Characters that carry something, padding included.
    pub(super) characters: usize,
    /// The padding that its length asks for is there.
    pub(super) padded: bool,
    /// It has `-` or `_`.
    pub(super) url_safe: bool,
    /// It ends where a byte does: no character is alone in its group, no bits are left over, and the padding,
    /// if there is any, is the one that belongs. Encoders write nothing else, so that otherwise a character was
    /// lost, added or changed.
    pub(super) ends_well: bool,
}

/// Decodes what is there, the bits of an incomplete last byte dropped; or tells the offset of the first character that
/// does not belong.
pub(super) fn decode(text: &str) -> Result<Decoded, usize> {
    // Never grows, so that no copy of the key is left behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 4 * 3 + 3));
    let (mut bits, mut held) = (0u32, 0u32);
    let (mut digits, mut padding, mut url_safe) = (0, 0, false);
    for (offset, byte) in text.bytes().enumerate() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b' ' | b'\t' | b'\r' | b'\n' => continue,
            b'=' if digits > 0 && padding < 2 => {
                padding += 1;
                continue;
            }
            _ => return Err(offset),
        };
        if padding > 0 {
            return Err(offset);
        }
        url_safe |= matches!(byte, b'-' | b'_');
        digits += 1;
        (bits, held) = (bits << 6 | u32::from(digit), held + 6);
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff) as u8);
        }
    }
    let padded = (digits + padding) % 4 == 0;
    let ends_well = held < 6 && bits & ((1 << held) - 1) == 0 && (padded || padding == 0);
    Ok(Decoded { bytes, characters: digits + padding, padded, url_safe, ends_well })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        decode(text).map(|decoded| decoded.bytes.to_vec()).unwrap_or_default()
    }

    #[test]
    fn both_alphabets_and_missing_padding_are_read() {
        assert_eq!(bytes("Zm9v"), b"foo");
        assert_eq!(bytes("Zm9vYg=="), b"foob");
        assert_eq!(bytes("Zm 9v\r\nYg"), b"foob");
        assert_eq!(bytes("-_-_"), bytes("+/+/"));
        assert_eq!(bytes("-_-_"), [0xfb, 0xff, 0xbf]);
    }

    #[test]
    fn how_it_was_written_is_told() {
        let decoded = decode("Zm9vYg").unwrap_or_else(|_| panic!());
        assert_eq!((decoded.characters, decoded.padded, decoded.url_safe), (6, false, false));
        let decoded = decode("Zm9-Yg==").unwrap_or_else(|_| panic!());
        assert_eq!((decoded.characters, decoded.padded, decoded.url_safe), (8, true, true));
    }

    #[test]
    fn the_first_character_that_does_not_belong_is_told() {
        assert_eq!(decode("Zm9v*").err(), Some(4));
        assert_eq!(decode("Zg==Zg==").err(), Some(4));
        assert_eq!(decode("=").err(), Some(0));
        assert_eq!(decode("Zg===").err(), Some(4));
    }

    #[test]
    fn an_end_that_no_encoder_writes_is_told() {
        let ends_well = |text: &str| decode(text).is_ok_and(|decoded| decoded.ends_well);
        for text in ["", "Zm9v", "Zm9vYg", "Zm9vYg==", "Zm9vYmE", "Zm9vYmE="] {
            assert!(ends_well(text), "{text}");
        }
        for text in ["Zm9vY", "Zm9vA", "Zm9vYh", "Zm9vYh==", "Zm9vYmF", "Zm9vYg=", "Zm9vYmE==", "Zm9v="] {
            assert!(!ends_well(text), "{text}");
        }
    }

    #[test]
    fn the_buffer_never_grows() {
        for length in 0..20 {
            let text = "A".repeat(length);
            let decoded = decode(&text).unwrap_or_else(|_| panic!());
            assert_eq!(decoded.bytes.capacity(), Vec::<u8>::with_capacity(length / 4 * 3 + 3).capacity());
        }
    }
}
