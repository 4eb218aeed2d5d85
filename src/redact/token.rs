//! Tokens on their way out: what may be sent, what may be shown whole, and what is shown of the others.

use std::borrow::Cow;
use std::fmt;

use super::material::{Known, holds_secret};
use super::{REDACTED, excerpt, objects, secrets};
use crate::model::json::Object;
use crate::model::jws::{Part, Token};

/// A text in visible ASCII in which no private key is found in any reading: nothing else is sent as a credential.
#[derive(Clone, PartialEq, Eq)]
pub struct Sendable(String);

/// Why a text is not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsendable {
    /// It has characters that a field of a request cannot hold.
    Character,
    /// It holds a private key, or what can be one.
    Key {
        /// Where, as the subject of a sentence.
        place: String,
    },
}

impl Sendable {
    /// A token as somebody gave it, faults included: that it is malformed may be what is to be proven.
    pub fn token(token: &Token, known: &Known) -> Result<Self, Unsendable> {
        let text = token.text();
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Unsendable::Character);
        }
        match place_of_key(token, known) {
            Some(place) => Err(Unsendable::Key { place }),
            None => Ok(Self(text.to_owned())),
        }
    }

    /// A value of a field, a URL or a form.
    pub fn value(text: &str, known: &Known) -> Result<Self, Unsendable> {
        if !text.bytes().all(|byte| byte.is_ascii_graphic() || matches!(byte, b' ' | b'\t')) {
            return Err(Unsendable::Character);
        }
        match holds_secret(text.as_bytes(), known) {
            true => Err(Unsendable::Key { place: "the request".to_owned() }),
            false => Ok(Self(text.to_owned())),
        }
    }

    /// The same behind the name of an authentication scheme.
    pub fn with_scheme(&self, scheme: &str) -> Self {
        Self(format!("{scheme} {}", self.0))
    }

    /// What is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Leaves out the text, which is a credential.
impl fmt::Debug for Sendable {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("Sendable").finish_non_exhaustive()
    }
}

/// A compact JWS of header, claims and signature without a private key in it: nothing else is minted, or shown with its
/// signature.
pub struct Whole<'t>(&'t str);

/// Bytes of a signature with the longest RSA key in use; more is not a signature.
const LONGEST_SIGNATURE: usize = 1024;

impl<'t> Whole<'t> {
    /// `None`: the token is malformed.
    pub fn of(token: &'t Token, known: &Known) -> Result<Option<Self>, Unsendable> {
        let is_whole = token.part_count == 3
            && token.header().is_some()
            && token.claims().is_some()
            && token.signature.as_ref().is_some_and(|signature| signature.len() <= LONGEST_SIGNATURE)
            && token.text().bytes().all(|byte| byte.is_ascii_graphic());
        match place_of_key(token, known) {
            Some(place) => Err(Unsendable::Key { place }),
            None => Ok(is_whole.then_some(Self(token.text()))),
        }
    }
}

impl fmt::Display for Whole<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Header and payload as written, as far as they are text without a secret, and nothing of what follows.
pub fn token(token: &Token, known: &Known) -> String {
    match token.signing_input() {
        Some(input) if !token.is_key() && !is_confidential(token) => {
            let parts: Vec<_> = input.split('.').map(|part| without_secret(part, known)).collect();
            format!("{}.<redacted>", parts.join("."))
        }
        _ => REDACTED.to_owned(),
    }
}

/// Whether it is not a developer's token: one part without a dot, an identity or access token, or one that stands where
/// other secrets do, as in a cookie.
pub fn is_confidential(token: &Token) -> bool {
    let text = token.text();
    if text.len() > MAX_SEARCHED {
        return false;
    }
    let Some(payload) = text.split('.').nth(1) else { return true };
    let claims = || Part::decode("", payload).1.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let is_bare = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.+/=".contains(&byte));
    let is_covered = || !payload.is_empty() && !secrets(text).contains(payload);
    claims().is_some_and(|claims| objects::is_of_user(&claims))
        || !is_bare && text.contains([':', '=']) && is_covered()
}

/// The token with its signature where somebody asked for it and it may be shown, else as [`token`] shows it.
pub fn whole_token(given: &Token, known: &Known) -> String {
    let holds_known = |part: &str| {
        let bytes = Part::decode("", part).1.unwrap_or_default();
        !super::known(&String::from_utf8_lossy(&bytes)).is_empty()
    };
    let is_clean = || !given.text().split('.').take(2).any(holds_known);
    match Whole::of(given, known) {
        Ok(Some(whole)) if !is_confidential(given) && is_clean() => whole.to_string(),
        _ => token(given, known),
    }
}

/// Parts are searched for secrets up to this length, in bytes; no server takes longer ones.
const MAX_SEARCHED: usize = 64 << 10;

fn without_secret<'p>(part: &'p str, known: &Known) -> &'p str {
    let is_harmless = |bytes: Vec<u8>| match std::str::from_utf8(&bytes) {
        Ok(text) => matches!(secrets(text), Cow::Borrowed(_)) && !holds_secret(part.as_bytes(), known),
        Err(_) => false,
    };
    let decoded = || Part::decode("", part).1;
    if part.len() <= MAX_SEARCHED && decoded().is_some_and(is_harmless) { part } else { REDACTED }
}

/// What stands behind a signature with ES256 in the same part: the line after the token, as it was read.
fn behind_signature(part: &str) -> &str {
    const SIGNATURE: usize = 86;
    part.get(SIGNATURE..).unwrap_or_default()
}

/// Where in a token a private key stands.
fn place_of_key(token: &Token, known: &Known) -> Option<String> {
    let holds = |text: &str| holds_secret(text.as_bytes(), known);
    if token.is_key() {
        return Some("the token".to_owned());
    }
    let text = token.text();
    // HMAC with SHA-256 gives 32 bytes, as many as a key has.
    let is_mac = |header: &Object| header.str("alg").is_some_and(|alg| alg == "HS256");
    let signed =
        token.signing_input().filter(|_| token.part_count == 3 && token.header().is_some_and(is_mac));
    let is_held = match signed {
        Some(signed) => {
            let mac = token.signature.as_deref().unwrap_or_default();
            holds(signed) || mac.len() != 32 && holds(text) || known.is_in(mac)
        }
        None => holds(text),
    } || text.split('.').any(|part| holds(behind_signature(part)));
    if !is_held {
        return None;
    }
    let of_object = |object: Option<&Object>, part: &str| {
        let member = object?.members().iter().find(|member| {
            let name = serde_json::to_string(&member.name).unwrap_or_default();
            holds(&format!("{{{name}:{}}}", member.value.raw()))
        })?;
        Some(format!("`{}` of the {part}", excerpt(&member.name, 40)))
    };
    let of_part = || {
        const NAMES: [&str; 3] = ["header", "payload", "signature"];
        let part = text
            .split('.')
            .take(NAMES.len())
            .position(|part| holds(part) || holds(behind_signature(part)))?;
        NAMES.get(part).map(|name| format!("the {name}"))
    };
    of_object(token.header(), "header")
        .or_else(|| of_object(token.claims(), "claims"))
        .or_else(of_part)
        .or_else(|| Some("the text of the token".to_owned()))
}
