//! The decoded token: its members explained, its signature, its lifetime.

use std::fmt::Write as _;

use super::life::{self, Life};
use super::style::Style;
use crate::catalog::service::Form;
use crate::model::time;
use crate::report::view::{Member, Members, Signature, Token, Verifier, View};
use crate::text::wrap::width;

/// Members of a header or of claims that are listed; the rest is counted.
const MAX_MEMBERS: usize = 100;

/// Columns of the names and of the values that stand in columns; longer ones push what follows to the right.
const MAX_NAME_COLUMNS: usize = 12;
const MAX_VALUE_COLUMNS: usize = 24;

/// The first instant that is not a time in seconds that anybody means: the year 5138.
const NO_SECONDS: f64 = 1e11;

/// Characters of a name and of a value that are shown.
const MAX_NAME: usize = 40;
const MAX_VALUE: usize = 160;

/// `shows_text`: whether the text of the token is printed as well.
pub(super) fn write(text: &mut String, style: Style, subject: &View, shows_text: bool) {
    let Some(token) = subject.token() else { return };
    if let Some(header) = token.header() {
        members(text, style, "header", header, &about_header);
    }
    if let Some(claims) = token.claims() {
        members(text, style, "claims", claims, &|member| about_claim(member, subject.at()));
    }
    let signature = signature(&token, subject);
    let _ = writeln!(text, "{}", style.wrap("  signature  ", &signature, 13));
    if shows_text {
        let _ = writeln!(text, "  text       {}", token.text());
    }
    for line in lifetime(style, &token, subject) {
        let _ = writeln!(text, "{line}");
    }
}

/// A row of a table: a member's name, its value, and what it is.
struct Row {
    name: String,
    value: String,
    about: String,
}

fn members(
    text: &mut String,
    style: Style,
    title: &str,
    members: Members,
    about: &dyn Fn(&Member) -> String,
) {
    let _ = writeln!(text, "  {title}");
    let mut all = members.iter();
    let row = |member: Member| Row {
        name: member.name().excerpt(MAX_NAME),
        value: member.excerpt(MAX_VALUE),
        about: about(&member),
    };
    let rows: Vec<_> = all.by_ref().take(MAX_MEMBERS).map(row).collect();
    let widest = |width: fn(&Row) -> usize, most: usize| {
        rows.iter().map(width).filter(|width| *width <= most).max().unwrap_or(0)
    };
    let names = widest(|row| width(&row.name), MAX_NAME_COLUMNS);
    let values = widest(|row| width(&row.value), MAX_VALUE_COLUMNS);
    let pad = |text: &str, columns: usize| " ".repeat(columns.saturating_sub(width(text)));
    for Row { name, value, about } in &rows {
        let (after_name, after_value) = (pad(name, names), pad(value, values));
        let head = format!("    {}{after_name}  {value}{after_value}  ", style.bold(name));
        let indent = width(&head).min(20);
        let _ = writeln!(text, "{}", style.wrap(&head, &style.dim(about), indent).trim_end());
    }
    match all.len() {
        0 => {}
        more => _ = writeln!(text, "    … and {more} more"),
    }
}

/// What a member of the header is, in a few words.
fn about_header(member: &Member) -> String {
    let about = match member.name_of(&["alg", "kid", "typ"]) {
        Some("alg") if member.is_text("ES256") => "ECDSA on P-256 with SHA-256",
        Some("alg") => "signature algorithm",
        Some("kid") => "key ID",
        Some("typ") => "type",
        _ => "",
    };
    about.to_owned()
}

/// What a claim is, in a few words, and which instant; `at` is now.
fn about_claim(member: &Member, at: f64) -> String {
    let time = match member.name_of(&["exp", "iat", "nbf"]) {
        Some("exp") => Some("expires"),
        Some("iat") => Some("issued"),
        Some("nbf") => Some("not valid before"),
        _ => None,
    };
    let is_date = time.is_some() || member.claim.is_some_and(|claim| claim.form == Form::NumericDate);
    let about = time.or(member.claim.map(|claim| claim.about)).unwrap_or_default();
    match member.number().filter(|seconds| is_date && seconds.abs() < NO_SECONDS) {
        Some(seconds) => format!("{about} {}", time::instant_from(seconds, at)),
        None => about.to_owned(),
    }
}

fn signature(token: &Token, subject: &View) -> String {
    match token.signature() {
        _ if token.lacks_signature() => "missing".to_owned(),
        Signature::Unchecked if subject.key().is_some_and(|key| key.thumbprint.is_none()) => {
            "not checked: the key cannot be used".to_owned()
        }
        Signature::Unchecked if subject.published_keys().is_some() => {
            "not checked: the JWKS has no such key".to_owned()
        }
        Signature::Unchecked => "not checked: no key was given (--key, --jwks)".to_owned(),
        Signature::Verified(by) => format!("verified with {}", verifier(by)),
        Signature::Invalid(by) => format!("does not verify with {}", verifier(by)),
    }
}

fn verifier(verifier: Verifier) -> String {
    match verifier {
        Verifier::Key(file) => format!("the public half of {file}"),
        Verifier::Jwk(kid) => format!("the key {kid} of the JWKS"),
        Verifier::OnlyJwk => "the only key of the JWKS".to_owned(),
    }
}

fn lifetime(style: Style, token: &Token, subject: &View) -> Vec<String> {
    let Some(claims) = token.claims() else { return Vec::new() };
    let Some(iat) = claims.number("iat") else { return Vec::new() };
    let rules = subject.services().first().and_then(|service| service.rules.as_ref());
    let lifetime = rules.map(|rules| &rules.lifetime);
    let age = lifetime.and_then(|lifetime| lifetime.max_age).map(f64::from);
    let (end, end_name) = match (claims.number("exp"), age) {
        (Some(exp), _) => (exp, "exp"),
        (None, Some(age)) => (iat + age, "too old"),
        _ => return Vec::new(),
    };
    let limit = lifetime.and_then(|lifetime| lifetime.max).map(|max| iat + f64::from(max));
    let mut lines = life::draw(Life { iat, end, end_name, now: subject.at(), limit }, style);
    if !lines.is_empty() {
        lines.insert(0, format!("  life       {}", time::span(end - iat)));
    }
    lines
}
