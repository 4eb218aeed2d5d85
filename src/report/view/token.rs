//! A token with everything in it that may be shown.

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Foreign, public};
use crate::catalog::service::{Claim, Service};
use crate::judge::subject::Subject;
use crate::model::json::{self, Kind, Value};
use crate::model::jws;
use crate::model::verification::{self, Verification};
use crate::redact::{self, Known, REDACTED};

/// Values that nest deeper are left out: most readers give up at such a depth.
const MAX_DEPTH: usize = 64;

/// The depth of values that a person reads.
const MAX_READABLE_DEPTH: usize = 8;

/// Numbers with more characters are left out: readers refuse to convert them.
const MAX_DIGITS: usize = 400;

/// Longer values are left out, in bytes.
const MAX_VALUE: usize = 64 << 10;

/// Characters of a token that are printed without `--show-token`.
const MAX_TEXT: usize = 4096;

/// The claims of a confidential token that are shown: who issued it for whom, and when.
const OPEN_CLAIMS: [&str; 5] = ["aud", "exp", "iat", "iss", "nbf"];

pub(in crate::report) struct Token<'a> {
    token: &'a jws::Token,
    subject: &'a Subject,
    shows_token: bool,
    known: &'a Known,
}

/// Whether a signature verifies, and with which key.
pub(in crate::report) enum Signature<'a> {
    Unchecked,
    Verified(Verifier<'a>),
    Invalid(Verifier<'a>),
}

/// With which key a signature was checked.
pub(in crate::report) enum Verifier<'a> {
    /// The public half of the private key in this file.
    Key(Foreign<'a>),
    /// The key of the JWKS with this `kid`.
    Jwk(Foreign<'a>),
    /// The only key of the JWKS.
    OnlyJwk,
}

/// The text of a token: without its signature, unless `--show-token` asks for it.
pub(in crate::report) struct Text {
    text: String,
    is_whole: bool,
}

/// The members of a header or of claims.
#[derive(Clone, Copy)]
pub(in crate::report) struct Members<'a> {
    object: &'a json::Object,
    is_confidential: bool,
    /// The private key, which is hidden even where a value is public by its name.
    known: &'a Known,
    /// The services whose claims they may be.
    services: &'a [&'static Service],
}

pub(in crate::report) struct Member<'a> {
    member: &'a json::Member,
    is_hidden: bool,
    /// The claim as the services list it.
    pub(in crate::report) claim: Option<&'static Claim>,
}

impl<'a> Token<'a> {
    pub(super) fn of(subject: &'a Subject, shows_token: bool, known: &'a Known) -> Option<Self> {
        Some(Self { token: subject.input.token.as_ref()?, subject, shows_token, known })
    }

    pub(in crate::report) fn header(&self) -> Option<Members<'a>> {
        let object = self.token.header()?;
        Some(Members { object, is_confidential: false, known: self.known, services: &[] })
    }

    pub(in crate::report) fn claims(&self) -> Option<Members<'a>> {
        let is_confidential = redact::is_confidential(self.token);
        let services = &self.subject.recognition.services;
        Some(Members { object: self.token.claims()?, is_confidential, known: self.known, services })
    }

    pub(in crate::report) fn signature(&self) -> Signature<'a> {
        match &self.subject.verification {
            Verification::Unchecked => Signature::Unchecked,
            Verification::Verified(verifier) => Signature::Verified(self.verifier(verifier)),
            Verification::Invalid(verifier) => Signature::Invalid(self.verifier(verifier)),
        }
    }

    fn verifier(&self, verifier: &'a verification::Verifier) -> Verifier<'a> {
        match (verifier.jwks_kid.as_deref(), &self.subject.input.key) {
            (Some(kid), _) => Verifier::Jwk(public(kid, self.known)),
            (None, Some(key)) => Verifier::Key(Foreign::new(&*key.source.name)),
            (None, None) => Verifier::OnlyJwk,
        }
    }

    /// Whether the place of the signature is empty.
    pub(in crate::report) fn lacks_signature(&self) -> bool {
        self.token.signature.as_ref().is_some_and(Vec::is_empty)
    }

    /// Whether it has a header and a payload.
    pub(in crate::report) fn has_parts(&self) -> bool {
        self.token.signing_input().is_some()
    }

    pub(in crate::report) fn text(&self) -> Text {
        let text = match self.shows_token {
            true => redact::whole_token(self.token, self.known),
            false => redact::token(self.token, self.known),
        };
        Text { text, is_whole: self.shows_token }
    }
}

impl Signature<'_> {
    pub(in crate::report) fn as_str(&self) -> &'static str {
        match self {
            Self::Unchecked => "unchecked",
            Self::Verified(_) => "verified",
            Self::Invalid(_) => "invalid",
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.is_whole {
            true => f.write_str(&redact::printable(&self.text)),
            false => f.write_str(&redact::excerpt(&self.text, MAX_TEXT)),
        }
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'a> Members<'a> {
    /// All of them, in their order.
    pub(in crate::report) fn iter(self) -> impl ExactSizeIterator<Item = Member<'a>> {
        self.object.members().iter().map(move |member| self.member(member))
    }

    /// The number that is the value of a member.
    pub(in crate::report) fn number(self, name: &str) -> Option<f64> {
        self.object.get(name).and_then(Value::as_number)
    }

    fn member(self, member: &'a json::Member) -> Member<'a> {
        let is_closed = self.is_confidential && !OPEN_CLAIMS.contains(&&*member.name);
        let raw = member.value.raw();
        let is_hidden = is_closed || raw.len() <= MAX_VALUE && redact::holds_known(raw, self.known);
        Member { member, is_hidden, claim: self.listed(&member.name) }
    }

    /// The claim as the services list it, when those that do agree on what it is.
    fn listed(self, name: &str) -> Option<&'static Claim> {
        let mut claims = self.services.iter().filter_map(|service| service.claim(name));
        let first = claims.next()?;
        claims.all(|claim| claim.form == first.form).then_some(first)
    }
}

impl<'a> Member<'a> {
    pub(in crate::report) fn name(&self) -> Foreign<'a> {
        Foreign::new(&*self.member.name)
    }

    /// Its name, when it is one of these.
    pub(in crate::report) fn name_of(&self, names: &[&'static str]) -> Option<&'static str> {
        names.iter().copied().find(|name| *name == self.member.name)
    }

    pub(in crate::report) fn is_text(&self, text: &str) -> bool {
        self.member.value.as_str().as_deref() == Some(text)
    }

    pub(in crate::report) fn number(&self) -> Option<f64> {
        self.member.value.as_number().filter(|_| self.member.value.kind() == Kind::Number)
    }

    /// Its value for people, in `max_chars` characters.
    pub(in crate::report) fn excerpt(&self, max_chars: usize) -> String {
        let value = &self.member.value;
        if self.is_hidden {
            return REDACTED.to_owned();
        }
        if value.depth() > MAX_READABLE_DEPTH {
            return format!("{} of {} levels", value.kind().noun(), value.depth());
        }
        let text = value.as_str();
        let raw = text.as_deref().unwrap_or(value.raw());
        if raw.len() > MAX_VALUE {
            return format!("{} of {} bytes", value.kind().noun(), raw.len());
        }
        let shown = redact::member(&self.member.name, raw, max_chars);
        if text.is_some() && shown.is_empty() { "\"\"".to_owned() } else { shown }
    }
}

/// Members with the spelling of their values; of those that occur twice, the last.
impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for member in self.object.last_members() {
            map.serialize_entry(&Foreign::new(&*member.name), &self.member(member))?;
        }
        map.end()
    }
}

/// The value.
impl Serialize for Member<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (name, value) = (&*self.member.name, &self.member.value);
        let (raw, depth) = (value.raw(), value.depth());
        if depth > MAX_DEPTH {
            return serializer.serialize_str(&format!("<{depth} nested levels, not shown>"));
        }
        if value.kind() == Kind::Number && raw.len() > MAX_DIGITS {
            return serializer.serialize_str(&format!("<a number of {} characters, not shown>", raw.len()));
        }
        if raw.len() > MAX_VALUE {
            let text = format!("<{} of {} bytes, not shown>", value.kind().noun(), raw.len());
            return serializer.serialize_str(&text);
        }
        if self.is_hidden {
            return serializer.serialize_str(REDACTED);
        }
        if redact::value(name, raw) == raw {
            return value.as_raw().serialize(serializer);
        }
        let value = redacted(name, serde_json::from_str(raw).unwrap_or_default());
        // A key may be cut in elements that show nothing each.
        match redact::leaves_key(raw, &value.to_string()) {
            true => serializer.serialize_str(REDACTED),
            false => value.serialize(serializer),
        }
    }
}

/// The value of a member with the secrets in its strings replaced, and all of what its name calls one.
fn redacted(name: &str, value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;

    match value {
        Value::String(text) => Value::String(redact::value(name, &text).into_owned()),
        Value::Array(elements) => elements.into_iter().map(|value| redacted(name, value)).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (redact::secrets(&name).into_owned(), redacted(&name, value)))
            .collect(),
        Value::Number(number) => {
            let text = number.to_string();
            let shown = redact::value(name, &text);
            if shown == text { Value::Number(number) } else { Value::String(shown.into_owned()) }
        }
        other => other,
    }
}
