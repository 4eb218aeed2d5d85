//! What a content is, told from the content alone.

use serde::de::IgnoredAny;

use crate::json::Object;
use crate::jwk::Jwks;
use crate::jws::{MAX_BYTES, Token};
use crate::key::{Key, Repair, looks_like_key};

use super::text::Text;

/// What was found in one input.
pub enum Content {
    Token(Token),
    Key(Key),
    Jwks(Jwks),
    KeyFile(KeyFile),
}

/// A key file in JSON, as fastlane and rcodesign have them.
pub struct KeyFile {
    pub key: Option<Key>,
    pub key_id: Option<String>,
    pub issuer_id: Option<String>,
    pub in_house: bool,
    /// fastlane's lifetime of the tokens it mints, in seconds.
    pub duration: Option<f64>,
}

impl Content {
    pub(super) fn of(text: &Text) -> Self {
        if let Some(size) = text.cut {
            return Self::Token(Token::undecoded(size));
        }
        let bytes = &text.bytes;
        let start = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(bytes.len());
        match bytes.get(start) {
            None if is_key_name(text) => return Self::Key(Key::parse(bytes)),
            Some(b'{' | b'[') => {
                if let Some(content) = Self::of_json(bytes) {
                    return content;
                }
            }
            _ => {}
        }
        let text_begins = bytes.get(start..).unwrap_or_default();
        if !begins_as_token(text_begins)
            && (is_der(bytes) || is_public_ssh(text_begins) || looks_like_key(bytes))
        {
            return Self::Key(Key::parse(bytes));
        }
        Self::Token(Token::decode(bytes, text.source.final_line_break))
    }

    fn of_json(bytes: &[u8]) -> Option<Self> {
        // What is no JSON must not be given up half read: a key may be in it, and would not be wiped.
        serde_json::from_slice::<IgnoredAny>(bytes).ok()?;
        if let Ok(object) = Object::parse(bytes) {
            let has = |name: &str| object.get(name).is_some();
            let is_set = has("keys") || has("kty");
            let is_key_file = !is_set && ["key_id", "issuer_id", "private_key", "key"].into_iter().any(has);
            let file = is_key_file.then(|| KeyFile::of(bytes, &object));
            object.wipe();
            if !is_set {
                return file.map(Self::KeyFile);
            }
        }
        Jwks::parse(bytes).ok().map(Self::Jwks)
    }
}

impl KeyFile {
    fn of(bytes: &[u8], object: &Object) -> Self {
        let text = |name: &str| object.str(name).map(std::borrow::Cow::into_owned);
        let member = ["key", "private_key"].into_iter().find(|name| object.get(name).is_some());
        let key = member.map(|_| Key::parse(bytes)).map(|key| expected_form(key, member, object));
        Self {
            key,
            key_id: text("key_id"),
            issuer_id: text("issuer_id"),
            in_house: object.get("in_house").is_some_and(|value| value.raw() == "true"),
            duration: object.get("duration").and_then(super::super::json::Value::as_number),
        }
    }
}

/// Forgets repairs that undo what the tool that reads the file expects: rcodesign's `private_key` is base64 of DER, and
/// fastlane decodes `key` when `is_key_content_base64` says so.
fn expected_form(mut key: Key, member: Option<&str>, object: &Object) -> Key {
    let is_base64 = object.get("is_key_content_base64").is_some_and(|value| value.raw() == "true");
    if member == Some("private_key") {
        key.repairs.retain(|repair| matches!(repair, Repair::JsonField { .. }));
    } else if is_base64 {
        key.repairs.retain(|repair| !matches!(repair, Repair::Base64Wrapped { times: 1 }));
    }
    key
}

/// Reads a content that was named as a key.
pub(super) fn key(text: &Text) -> Content {
    match Content::of(text) {
        Content::Token(_) | Content::Jwks(_) => {
            Content::Key(Key::parse(text.bytes.get(..MAX_BYTES.min(text.bytes.len())).unwrap_or_default()))
        }
        content => content,
    }
}

/// Whether a text is meant as a token: `Authorization`, `Bearer`, or an object in base64url before a dot.
fn begins_as_token(text: &[u8]) -> bool {
    let begins = |word: &[u8]| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    begins(b"bearer ") || begins(b"authorization") || text.starts_with(b"eyJ") && text.contains(&b'.')
}

/// Whether it is binary and begins as an ASN.1 SEQUENCE: keys, certificates and PKCS#12 do.
fn is_der(bytes: &[u8]) -> bool {
    matches!(bytes, [0x30, 0x30..=0x7f | 0x81..=0x84, ..]) && std::str::from_utf8(bytes).is_err()
}

/// Whether it is a public key as OpenSSH writes it.
fn is_public_ssh(text: &[u8]) -> bool {
    [&b"ssh-"[..], b"ecdsa-sha2-"].iter().any(|start| text.starts_with(start))
}

/// Whether an empty file is called like a key.
fn is_key_name(text: &Text) -> bool {
    text.source.file.as_deref().is_some_and(|file| file.ends_with(".p8") || file.ends_with(".pem"))
}
