//! Compact JWS (RFC 7515 §7.1), decoded losslessly from hostile text.
//!
//! What was wrapped around the token is undone and recorded as [`Repair`]; what cannot be repaired keeps its
//! place. Nothing here judges: that a token is expired or has no signature is for the lints to say.

mod part;
mod repair;

use std::fmt;

use zeroize::Zeroize;

use crate::model::json::{self, Object};
use crate::model::key::looks_like_key;

pub use part::{Base64Fault, Part};
pub use repair::{Repair, RepairKind};

/// The most that is decoded, in bytes. Apple's servers refuse headers a thousand times smaller.
pub const MAX_BYTES: usize = 8 << 20;

/// A compact JWS as somebody handed it over.
#[derive(Clone)]
pub struct Token {
    /// Size as found, in bytes.
    pub size: u64,
    /// What was undone to read it, in reading order.
    pub repairs: Vec<Repair>,
    /// How many parts the dots make.
    pub part_count: usize,
    /// The first three parts: header, payload, signature.
    pub parts: Vec<Part>,
    /// The JOSE header; `None` when its part is no base64.
    pub header: Option<Result<Object, json::Error>>,
    /// The claims; `None` when their part is missing, no base64, or ciphertext (five parts: JWE).
    pub claims: Option<Result<Object, json::Error>>,
    /// The signature's bytes; `None` when there is no third part or it is no base64.
    pub signature: Option<Vec<u8>>,
    text: String,
    is_key: bool,
}

impl Token {
    /// Decodes `found`. A `file` may end in one line break, which is no part of the token and no fault.
    pub fn decode(found: &[u8], file: bool) -> Self {
        let size = found.len() as u64;
        if found.len() > MAX_BYTES {
            return Self::undecoded(size);
        }
        let (mut text, repairs) = repair::compact(found, file);
        let mut token = Self::undecoded(size);
        token.repairs = repairs;
        token.text = std::mem::take(&mut *text);
        if token.text.is_empty() {
            return token;
        }
        token.part_count = token.text.bytes().filter(|byte| *byte == b'.').count() + 1;
        let begins_as_token = token.text.starts_with("eyJ") && token.part_count > 1;
        token.is_key = !begins_as_token && looks_like_key(token.text.as_bytes());
        if !token.is_key {
            token.decode_parts();
        }
        token
    }

    fn decode_parts(&mut self) {
        for (name, part) in ["header", "payload", "signature"].into_iter().zip(self.text.split('.')) {
            let (part, bytes) = Part::decode(name, part);
            self.parts.push(part);
            match name {
                "header" => self.header = bytes.map(|b| Object::parse(&b)),
                "payload" if self.part_count != 5 => self.claims = bytes.map(|b| Object::parse(&b)),
                "signature" if self.part_count == 3 => self.signature = bytes,
                _ => {}
            }
        }
    }

    /// A token of `size` bytes that is too large to be decoded.
    pub fn undecoded(size: u64) -> Self {
        Self {
            size,
            repairs: Vec::new(),
            part_count: 0,
            parts: Vec::new(),
            header: None,
            claims: None,
            signature: None,
            text: String::new(),
            is_key: false,
        }
    }

    /// The compact serialisation after repairs. It carries the signature and may be or hold a private key: never
    /// print or send it as it is.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text is a private key rather than a token; it is not decoded then.
    pub fn is_key(&self) -> bool {
        self.is_key
    }

    /// What was signed: header and payload parts with the dot between them (RFC 7515 §5.1).
    pub fn signing_input(&self) -> Option<&str> {
        let (second, _) = self.text.match_indices('.').nth(1)?;
        self.text.get(..second)
    }

    /// Whether header or payload were written in another alphabet than base64url, or padded.
    pub fn has_foreign_encoding(&self) -> bool {
        self.parts.iter().take(2).any(|part| part.standard_alphabet.is_some() || part.padding > 0)
    }

    /// What would have been signed in base64url without padding.
    pub fn normalised_input(&self) -> String {
        let parts = self.text.split('.').take(2);
        let parts: Vec<_> =
            parts.map(|p| p.trim_end_matches('=').replace('+', "-").replace('/', "_")).collect();
        parts.join(".")
    }

    /// The header when it is a JSON object.
    pub fn header(&self) -> Option<&Object> {
        self.header.as_ref()?.as_ref().ok()
    }

    /// The claims when they are a JSON object.
    pub fn claims(&self) -> Option<&Object> {
        self.claims.as_ref()?.as_ref().ok()
    }
}

/// Wipes a key that was given as a token.
impl Drop for Token {
    fn drop(&mut self) {
        if self.is_key {
            self.text.zeroize();
        }
    }
}

/// Leaves out the text, which may be a live credential.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("Token").field("size", &self.size).field("parts", &self.parts).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `{"alg":"ES256"}`, `{"iss":"x"}`, two bytes.
    const TOKEN: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.AAA";

    fn decode(text: &str) -> Token {
        Token::decode(text.as_bytes(), false)
    }

    #[test]
    fn a_clean_token_needs_no_repair() {
        let token = decode(TOKEN);
        assert!(token.repairs.is_empty());
        assert_eq!(token.header().unwrap().str("alg").unwrap(), "ES256");
        assert_eq!(token.claims().unwrap().str("iss").unwrap(), "x");
        assert_eq!(token.signature.as_deref(), Some(&[0u8, 0][..]));
        assert_eq!(token.signing_input(), Some("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0"));
    }

    #[test]
    fn standard_alphabet_and_padding_are_read_and_recorded() {
        let token = decode("eyJhIjoiPz8/In0=.eyJhIjoiPz8_In0.AAA");
        assert_eq!(token.header().unwrap().str("a").unwrap(), "???");
        assert_eq!(token.parts[0].standard_alphabet, Some(11));
        assert_eq!(token.parts[0].padding, 1);
        assert_eq!(token.parts[1].standard_alphabet, None);
    }

    #[test]
    fn trailing_bits_are_a_fault_that_still_reads() {
        let token = decode("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.AAB");
        assert_eq!(token.parts[2].fault, Some(Base64Fault::TrailingBits { at: 2 }));
        assert_eq!(token.signature.as_deref(), Some(&[0u8, 0][..]));
    }

    #[test]
    fn a_wrong_character_keeps_its_place() {
        let token = decode("eyJh%GciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.AAA");
        assert_eq!(token.parts[0].fault, Some(Base64Fault::Character { at: 4, found: '%' }));
        assert!(token.header.is_none());
    }

    #[test]
    fn a_million_dots_cost_no_memory() {
        let token = decode(&".".repeat(1_000_000));
        assert_eq!((token.part_count, token.parts.len()), (1_000_001, 3));
    }

    #[test]
    fn five_parts_have_no_claims() {
        let token = decode("eyJhbGciOiJFUzI1NiJ9.e30.AAA.AAA.AAA");
        assert_eq!(token.part_count, 5);
        assert!(token.claims.is_none() && token.signature.is_none());
    }

    #[test]
    fn debug_shows_no_text() {
        assert!(!format!("{:?}", decode(TOKEN)).contains("eyJ"));
    }
}
