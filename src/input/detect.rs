//! What a content is, told from the content alone.

use serde::de::IgnoredAny;
use zeroize::Zeroizing;

use crate::catalog::response::Statement;
use crate::model::exchange::Exchange;
use crate::model::json::Object;
use crate::model::jwk::Jwks;
use crate::model::jws::{MAX_BYTES, Token};
use crate::model::key::{Key, Repair, looks_like_key};
use crate::model::wipe;

use super::binary::Binary;
use super::encoding;
use super::exchange;
use super::text::{Source, Text};

/// What was found in one input.
pub enum Content {
    Token(Token),
    Key(Key),
    Jwks(Jwks),
    KeyFile(KeyFile),
    Exchanges(Vec<Exchange>),
    /// Browser traffic in JSON, read as a stream.
    Har,
    /// Text of any other kind, read as a stream.
    Log,
    Binary(Binary),
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
    /// Whether it is judged while it is read.
    pub(super) fn is_stream(&self) -> bool {
        matches!(self, Self::Har | Self::Log)
    }

    /// `is_answer`: whether an empty text is that of a response, because its status was given.
    pub(super) fn of(text: &Text, is_answer: bool) -> Self {
        if let Some(binary) = Binary::of(&text.bytes) {
            return Self::Binary(binary);
        }
        let decoded = encoding::decode(&text.bytes);
        let bytes = decoded.as_ref().unwrap_or(&text.bytes);
        let start = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(bytes.len());
        let beginning = bytes.get(start..).unwrap_or_default();
        if let Some(rest) = &text.rest {
            return match () {
                () if exchange::is_har(beginning) => Self::Har,
                () if has_tokens(beginning, 2) => Self::Log,
                () if begins_as_token(beginning) || is_one_word(beginning) || is_key(bytes) => {
                    Self::Token(Token::undecoded(rest.size))
                }
                () => Self::Log,
            };
        }
        match beginning.first() {
            None if is_key_name(text) => return Self::Key(Key::parse(&text.bytes)),
            None if is_answer => return Self::Exchanges(vec![Exchange::default()]),
            Some(b'{' | b'[') if exchange::is_har(beginning) => return Self::Har,
            Some(b'{' | b'[') => {
                if let Some(content) = Self::of_json(&text.bytes) {
                    return content;
                }
            }
            _ => {}
        }
        // A key that stands in the log of a failure is no reason to overlook the failure.
        let names_failure = || Statement::of(Some(&wipe::lossy(beginning)), None).names_failure();
        let is_text_of_key = || is_key(bytes) && !names_failure();
        let begins_as_key = beginning.starts_with(b"-----BEGIN") || is_der(bytes) || is_public_ssh(beginning);
        if !begins_as_token(beginning) && (begins_as_key || is_text_of_key()) {
            return Self::Key(Key::parse(&text.bytes));
        }
        let lossy = wipe::lossy(beginning);
        if let Some(exchanges) = exchange::read(&lossy).filter(|exchanges| is_capture(exchanges, &lossy)) {
            return Self::Exchanges(exchanges);
        }
        match () {
            () if exchange::is_error_body(&lossy) => Self::Exchanges(vec![answer(&lossy)]),
            () if is_json(beginning) => Self::Log,
            () if is_token(beginning, &lossy) => {
                Self::Token(Token::decode(&text.bytes, text.source.final_line_break))
            }
            () => Self::Log,
        }
    }

    /// What a member of an archive is. That nobody named it is the difference: a word is not a damaged token, and an
    /// empty log is not a missing one.
    pub(super) fn of_member(text: &Text) -> Self {
        match Self::of(text, false) {
            Self::Token(_) if !shows_token(text) => Self::Log,
            content => content,
        }
    }

    /// A key set, a key file or an error body. `None`: other JSON, or none.
    fn of_json(bytes: &[u8]) -> Option<Self> {
        // What is no JSON must not be given up half read: a key may be in it, and would not be wiped.
        serde_json::from_slice::<IgnoredAny>(bytes).ok()?;
        if let Ok(object) = Object::parse(bytes) {
            let content = Self::of_object(bytes, &object);
            object.wipe();
            return content;
        }
        let jwks = Jwks::parse(bytes).ok()?;
        jwks.keys.iter().any(|key| key.kty.is_some()).then_some(Self::Jwks(jwks))
    }

    fn of_object(bytes: &[u8], object: &Object) -> Option<Self> {
        let has = |name: &&str| object.get(name).is_some();
        let holds = |name: &str, text: &str| object.get(name).is_some_and(|value| value.raw().contains(text));
        if has(&"kty") || holds("keys", "\"kty\"") || holds("keys", "\"kid\"") {
            return Jwks::parse(bytes).ok().map(Self::Jwks);
        }
        if holds("type", "\"service_account\"") && has(&"private_key") {
            return Some(Self::Binary(Binary::GOOGLE_SERVICE_ACCOUNT));
        }
        let is_key =
            |name: &&str| object.get(name).is_some_and(|value| looks_like_key(value.raw().as_bytes()));
        let members = ["key_id", "issuer_id", "key", "private_key", "in_house", "duration"];
        let is_key_file = members.iter().filter(|name| has(name)).count() >= 2;
        let is_failure = has(&"error") || has(&"errors");
        let is_set = !is_failure && is_key_file || ["key", "private_key"].iter().any(is_key);
        is_set.then(|| Self::KeyFile(KeyFile::of(bytes, object)))
    }
}

/// Whether what has arrived of a text shows that it is a log, whatever follows, and there is something in it to report.
pub(super) fn is_log_already(source: &Source, head: &[u8]) -> bool {
    let Some(end) = memchr::memrchr(b'\n', head) else { return false };
    let lines = head.get(..=end).unwrap_or_default();
    // A body, a HAR or a key file that is not whole yet is JSON that is not whole yet.
    let is_cut = serde_json::from_slice::<IgnoredAny>(head).is_err_and(|error| error.is_eof());
    !is_cut
        && (has_tokens(lines, 1) || Statement::of(Some(&String::from_utf8_lossy(lines)), None).has_mark())
        && matches!(Content::of(&Text::so_far(source, head), false), Content::Log)
}

impl KeyFile {
    /// Reads a key file; `None` when the text is none.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        match Content::of_json(bytes)? {
            Content::KeyFile(file) => Some(file),
            _ => None,
        }
    }

    fn of(bytes: &[u8], object: &Object) -> Self {
        let text = |name: &str| object.str(name).map(std::borrow::Cow::into_owned);
        let member = ["key", "private_key"].into_iter().find(|name| object.get(name).is_some());
        let key = member.map(|_| Key::parse(bytes)).map(|key| expected_form(key, member, object));
        Self {
            key,
            key_id: text("key_id"),
            issuer_id: text("issuer_id"),
            in_house: object.get("in_house").is_some_and(|value| value.raw() == "true"),
            duration: object.get("duration").and_then(crate::model::json::Value::as_number),
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
    match Content::of(text, false) {
        content @ (Content::Key(_) | Content::KeyFile(_)) => content,
        _ => Content::Key(Key::parse(text.bytes.get(..MAX_BYTES.min(text.bytes.len())).unwrap_or_default())),
    }
}

/// Whether exchanges are all that a text holds: a request without a response in a log is one of its lines.
fn is_capture(exchanges: &[Exchange], text: &str) -> bool {
    let is_answered = |exchange: &Exchange| exchange.status.is_some() || exchange.body.is_some();
    exchanges.iter().any(is_answered) || !Statement::of(Some(text), None).names_failure()
}

/// The body of an answer, without anything else of the exchange.
fn answer(body: &str) -> Exchange {
    Exchange { body: Some(body.to_owned()), ..Exchange::default() }
}

/// Whether a text that is no key and no exchange is a token: one that begins like one, or a word that says nothing
/// else.
fn is_token(text: &[u8], lossy: &str) -> bool {
    if has_tokens(text, 2) {
        return false;
    }
    text.is_empty()
        || begins_as_token(text)
        || is_line_of_token(lossy)
        || is_one_word(text) && !is_known(lossy)
}

/// Whether a text is JSON in which no token stands.
fn is_json(text: &[u8]) -> bool {
    let holds_token = || text.windows(3).any(|window| window == b"eyJ");
    (text.starts_with(b"{") || text.starts_with(b"["))
        && serde_json::from_slice::<IgnoredAny>(text).is_ok()
        && !holds_token()
}

/// Whether a text begins with a token in quotes or brackets, is one line with a token, or is nothing but a token that
/// is damaged in its beginning and broken into lines.
fn is_line_of_token(text: &str) -> bool {
    let opening = |c: char| c.is_whitespace() || "\"'`([{<\u{feff}\u{200b}".contains(c);
    let unwrapped = text.trim_start_matches(opening);
    let is_line_with_token = unwrapped.contains("eyJ") && unwrapped.trim_end().lines().count() == 1;
    unwrapped.starts_with("eyJ") || is_line_with_token || is_short(text) && is_broken_token(text)
}

/// Whether a text without its white space is three parts in base64url, the second of which begins as claims do.
fn is_broken_token(text: &str) -> bool {
    let mut joined = Zeroizing::new(String::with_capacity(text.len()));
    joined.extend(text.chars().filter(|c| !c.is_whitespace()));
    let is_base64url = |part: &str| part.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    let parts: Vec<&str> = joined.splitn(4, '.').collect();
    matches!(parts.as_slice(), [_, claims, _] if claims.starts_with("eyJ"))
        && parts.iter().all(|part| is_base64url(part))
}

/// Whether a text that may be a token has the marks of one.
fn shows_token(text: &Text) -> bool {
    let decoded = encoding::decode(&text.bytes);
    let bytes = decoded.as_ref().unwrap_or(&text.bytes).trim_ascii_start();
    begins_as_token(bytes) || text.rest.is_none() && is_line_of_token(&wipe::lossy(bytes))
}

/// Whether the catalogue of answers knows the text.
fn is_known(text: &str) -> bool {
    Statement::of(Some(text), None).is_known()
}

/// Whether somebody pasted a message, and not a log.
fn is_short(text: &str) -> bool {
    const LINES: usize = 6;
    const BYTES: usize = 4096;
    text.len() <= BYTES && text.lines().take(LINES + 1).count() <= LINES
}

/// Whether there are several tokens, each in a line of its own.
fn has_tokens(text: &[u8], count: usize) -> bool {
    const MARK: &[u8] = b"eyJ";
    let has_token = |line: &&[u8]| {
        let dots = line.iter().filter(|byte| **byte == b'.').take(2).count();
        dots == 2 && line.windows(MARK.len()).any(|window| window == MARK)
    };
    text.split(|byte| *byte == b'\n').filter(has_token).take(count).count() == count
}

/// Whether it is the text of a key, and not a log in which one stands.
fn is_key(text: &[u8]) -> bool {
    /// What a settings file has around a key.
    const AROUND: usize = 2048;
    // Code that takes the markers off a key holds them, and no key.
    let has_body = text.split(|byte| !(byte.is_ascii_alphanumeric() || b"+/=-_".contains(byte))).any(is_body);
    if !looks_like_key(text) || !has_body {
        return false;
    }
    let has = |line: &[u8], mark: &[u8]| line.windows(mark.len()).any(|window| window == mark);
    let (mut within, mut around, mut is_within) = (0, 0, false);
    for line in text.split(|byte| *byte == b'\n') {
        is_within |= has(line, b"-----BEGIN");
        let is_code = line.len() > 40 && !line.trim_ascii().contains(&b' ');
        *(if is_within || is_code { &mut within } else { &mut around }) += line.len();
        is_within &= !has(line, b"-----END");
    }
    // Certificates and public keys stand in many a log.
    let most = if has(text, b"PRIVATE KEY") || within == 0 { AROUND.max(within) } else { AROUND / 10 };
    around <= most
}

/// Whether a word may be a line of a key's base64.
fn is_body(word: &[u8]) -> bool {
    const SHORTEST: usize = 16;
    word.len() >= SHORTEST && !word.starts_with(b"-----")
}

/// Whether nothing separates words within the first bytes, if a line break follows them.
fn is_one_word(text: &[u8]) -> bool {
    const LOOKED_AT: usize = 64 << 10;
    let text = text.get(..LOOKED_AT).unwrap_or(text).trim_ascii_end();
    !text.iter().any(u8::is_ascii_whitespace)
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
