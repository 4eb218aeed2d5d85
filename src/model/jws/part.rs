//! One part of a compact JWS: base64url without padding (RFC 7515 §2).

use std::borrow::Cow;

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// How one part was encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// header, payload or signature.
    pub name: &'static str,
    /// Characters, padding included.
    pub len: usize,
    /// Where the first `+` or `/` of the standard alphabet stands, counted from 0.
    pub standard_alphabet: Option<usize>,
    /// How many `=` end it.
    pub padding: usize,
    /// What else is wrong with it.
    pub fault: Option<Base64Fault>,
}

/// Why a part is no base64url. Places count characters of the part from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base64Fault {
    /// A character of no base64 alphabet.
    Character { at: usize, found: char },
    /// A length that no bytes encode to: one character is left over.
    Length,
    /// The last character carries bits that encode nothing.
    TrailingBits { at: usize },
}

const STRICT: GeneralPurpose = engine(false);
const LENIENT: GeneralPurpose = engine(true);

const fn engine(trailing_bits: bool) -> GeneralPurpose {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(trailing_bits);
    GeneralPurpose::new(&URL_SAFE, config)
}

impl Part {
    pub(crate) fn decode(name: &'static str, text: &str) -> (Self, Option<Vec<u8>>) {
        let unpadded = text.trim_end_matches('=');
        let mut part = Self {
            name,
            len: text.len(),
            standard_alphabet: unpadded.bytes().position(|byte| matches!(byte, b'+' | b'/')),
            padding: text.len() - unpadded.len(),
            fault: None,
        };
        let unpadded = match part.standard_alphabet {
            Some(_) => Cow::Owned(unpadded.replace('+', "-").replace('/', "_")),
            None => Cow::Borrowed(unpadded),
        };
        let bytes = match STRICT.decode(unpadded.as_bytes()) {
            Ok(bytes) => Some(bytes),
            Err(_) => {
                part.fault = Some(Base64Fault::of(&unpadded));
                LENIENT.decode(unpadded.as_bytes()).ok()
            }
        };
        (part, bytes)
    }
}

impl Base64Fault {
    fn of(text: &str) -> Self {
        let wrong = |c: &char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        if let Some((at, found)) = text.char_indices().find(|(_, c)| wrong(c)) {
            Self::Character { at, found }
        } else if text.len() % 4 == 1 {
            Self::Length
        } else {
            Self::TrailingBits { at: text.len().saturating_sub(1) }
        }
    }
}
