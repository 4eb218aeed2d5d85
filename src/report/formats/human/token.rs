//! The decoded token: its members explained, its signature, its life.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::Page;
use super::life::{self, Life};
use super::style::visible_width;
use crate::catalog::service::{Claim, Form};
use crate::judge::subject::Subject;
use crate::model::json::{Kind, Member, Object, Value};
use crate::model::time;
use crate::model::verification::Verification;
use crate::redact;

/// Longer values are not looked at, in bytes.
const MAX_READ: usize = 64 << 10;

/// Members of a header or of claims that are listed; the rest is counted.
const MAX_MEMBERS: usize = 100;

/// The widest value that the explanations stand clear of.
const MAX_COLUMN: usize = 24;

/// The first instant that is no time in seconds anybody means: the year 5138.
const NO_SECONDS: f64 = 1e11;

/// Characters of a value that are shown.
const MAX_VALUE: usize = 160;

impl Page<'_> {
    pub(super) fn object(&self, text: &mut String, name: &str, object: Option<&Object>, subject: &Subject) {
        let Some(object) = object else { return };
        let _ = writeln!(text, "  {name}");
        let row = |member: &Member| {
            let key = redact::excerpt(&member.name, 40);
            (key, self.value(name, member, subject), self.about(name, &member.name, &member.value, subject))
        };
        let rows: Vec<_> = object.members().iter().take(MAX_MEMBERS).map(row).collect();
        let widest = |width: fn(&(String, String, String)) -> usize, most: usize| {
            rows.iter().map(width).filter(|w| *w <= most).max()
        };
        let keys = widest(|(key, ..)| key.width(), 12).unwrap_or(0);
        let values = widest(|(_, value, _)| value.width(), MAX_COLUMN).unwrap_or(0);
        for (key, value, about) in &rows {
            let pad = |text: &str, columns: usize| " ".repeat(columns.saturating_sub(text.width()));
            let head =
                format!("    {}{}  {value}{}  ", self.style.bold(key), pad(key, keys), pad(value, values));
            let indent = visible_width(&head).min(20);
            let _ = writeln!(text, "{}", self.style.wrap(&head, &self.style.dim(about), indent).trim_end());
        }
        match object.members().len().saturating_sub(MAX_MEMBERS) {
            0 => {}
            more => _ = writeln!(text, "    … and {more} more"),
        }
    }

    fn value(&self, part: &str, member: &Member, subject: &Subject) -> String {
        let (name, value) = (member.name.as_ref(), &member.value);
        if part == "claims" && is_confidential(subject, name) {
            return "<redacted>".to_owned();
        }
        if value.depth() > 8 {
            return format!("{} of {} levels", value.kind().noun(), value.depth());
        }
        let text = value.as_str();
        let raw = text.as_deref().unwrap_or(value.raw());
        if raw.len() > MAX_READ {
            return format!("{} of {} bytes", value.kind().noun(), raw.len());
        }
        let shown = redact::member(name, raw, MAX_VALUE);
        if text.is_some() && shown.is_empty() { "\"\"".to_owned() } else { shown }
    }

    /// What a member is, in a few words.
    fn about(&self, part: &str, name: &str, value: &Value, subject: &Subject) -> String {
        let known = match (part, name) {
            ("header", "alg") if value.as_str().as_deref() == Some("ES256") => "ECDSA on P-256 with SHA-256",
            ("header", "alg") => "signature algorithm",
            ("header", "kid") => "key ID",
            ("header", "typ") => "type",
            ("claims", "iat") => "issued",
            ("claims", "exp") => "expires",
            ("claims", "nbf") => "not valid before",
            ("claims", name) => listed(subject, name).map_or("", |claim| claim.about),
            _ => "",
        };
        let is_date = part == "claims" && (matches!(name, "iat" | "exp" | "nbf") || is_date(subject, name));
        match value.as_number().filter(|_| is_date) {
            Some(seconds) if value.kind() == Kind::Number && seconds.abs() < NO_SECONDS => {
                format!("{known} {}", time::instant_from(seconds, subject.recognition.at))
            }
            _ => known.to_owned(),
        }
    }

    pub(super) fn signature(&self, text: &mut String, subject: &Subject) {
        let is_missing = subject
            .input
            .token
            .as_ref()
            .is_some_and(|token| token.signature.as_ref().is_some_and(Vec::is_empty));
        let state = match &subject.verification {
            _ if is_missing => "missing".to_owned(),
            Verification::Unchecked
                if subject.input.key.as_ref().is_some_and(|key| key.key.public.is_none()) =>
            {
                "not checked: the key cannot be used".to_owned()
            }
            Verification::Unchecked if subject.input.jwks.is_some() => {
                "not checked: the JWKS has no such key".to_owned()
            }
            Verification::Unchecked => "not checked: no key was given (--key, --jwks)".to_owned(),
            Verification::Verified(by) => {
                format!("verified with {}", verifier(by.jwks_kid.as_deref(), subject))
            }
            Verification::Invalid(by) => {
                format!("does not verify with {}", verifier(by.jwks_kid.as_deref(), subject))
            }
        };
        let _ = writeln!(text, "{}", self.style.wrap("  signature  ", &state, 13));
    }

    pub(super) fn token_text(&self, text: &mut String, subject: &Subject) {
        let Some(token) = &subject.input.token else { return };
        let shown = match self.options.show_token {
            true => redact::printable(&redact::whole_token(token, &subject.known())).into_owned(),
            false => redact::excerpt(&redact::token(token), 4096),
        };
        let _ = writeln!(text, "  text       {shown}");
    }

    pub(super) fn life(&self, subject: &Subject) -> Vec<String> {
        let Some(claims) = subject.input.token.as_ref().and_then(|token| token.claims()) else {
            return Vec::new();
        };
        let date = |name: &str| claims.get(name).and_then(Value::as_number);
        let Some(iat) = date("iat") else { return Vec::new() };
        let rules = subject.recognition.services.first().and_then(|service| service.rules.as_ref());
        let lifetime = rules.map(|rules| &rules.lifetime);
        let age = lifetime.and_then(|lifetime| lifetime.max_age).map(f64::from);
        let (end, end_name) = match (date("exp"), age) {
            (Some(exp), _) => (exp, "exp"),
            (None, Some(age)) => (iat + age, "too old"),
            _ => return Vec::new(),
        };
        let limit = lifetime.and_then(|lifetime| lifetime.max).map(|max| iat + f64::from(max));
        let life = Life { iat, end, end_name, now: subject.recognition.at, limit };
        let lines = life::draw(life, self.style);
        if lines.is_empty() {
            lines
        } else {
            [vec![format!("  life       {}", time::span(end - iat))], lines].concat()
        }
    }
}

/// Whether a claim is of a token that is not a developer's, and says more than who made it for whom, and when.
pub(in crate::report) fn is_confidential(subject: &Subject, claim: &str) -> bool {
    !["aud", "exp", "iat", "iss", "nbf"].contains(&claim)
        && subject.input.token.as_ref().is_some_and(redact::is_confidential)
}

/// The claim as the services list it, when those that do agree on what it is.
fn listed(subject: &Subject, name: &str) -> Option<&'static Claim> {
    let mut claims = subject.recognition.services.iter().filter_map(|service| service.claim(name));
    let first = claims.next()?;
    claims.all(|claim| claim.form == first.form).then_some(first)
}

fn is_date(subject: &Subject, name: &str) -> bool {
    listed(subject, name).is_some_and(|claim| claim.form == Form::NumericDate)
}

fn verifier(jwks_kid: Option<&str>, subject: &Subject) -> String {
    match (jwks_kid, &subject.input.key) {
        (None, Some(key)) => format!("the public half of {}", redact::shown(&key.source.name)),
        (Some(kid), _) => format!("the key {} of the JWKS", redact::shown(kid)),
        (None, None) => "the only key of the JWKS".to_owned(),
    }
}
