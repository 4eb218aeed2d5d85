//! Credentials after the name of their scheme, and after options that take a user and a password.

use std::ops::Range;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::names::{Kind, Scheme};
use super::value::is_placeholder;
use crate::redact::readable::is_readable;

pub(super) fn kind(word: &str) -> Option<Kind> {
    let scheme = match word {
        "-u" | "-U" | "--user" | "--proxy-user" => Scheme::User,
        "-b" => Scheme::Cookies,
        word if word.eq_ignore_ascii_case("bearer") => Scheme::Bearer,
        word if word.eq_ignore_ascii_case("basic") => Scheme::Basic,
        word if word.eq_ignore_ascii_case("digest") => Scheme::Digest,
        _ => return None,
    };
    Some(Kind::Scheme(scheme))
}

/// Where in the rest of the line the credential stands.
pub(super) fn credential(scheme: Scheme, after: &str) -> Option<Range<usize>> {
    let rest = after.trim_start_matches([' ', '=']);
    if rest.len() == after.len() {
        return None;
    }
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let start = after.len() - rest.len() + usize::from(quote.is_some());
    let rest = after.get(start..)?;
    let end = match quote {
        Some(quote) => rest.find(quote),
        None => rest.find(|c: char| c.is_whitespace() || "\"'`,;<>\\|".contains(c)),
    };
    let value = rest.get(..end.unwrap_or(rest.len()))?;
    let is_secret = match scheme {
        Scheme::Bearer => is_opaque(value),
        Scheme::Basic => is_basic(value),
        Scheme::Digest => return digest(rest).map(|length| start..start + length),
        Scheme::User => value.contains(':') && !value.contains("://"),
        Scheme::Cookies => value.contains('='),
    };
    (is_secret && !is_placeholder(value)).then_some(start..start + value.len())
}

/// A bearer token that is no JWT: header and claims of one are shown.
fn is_opaque(value: &str) -> bool {
    /// Shorter ones are words, such as `realm`.
    const SHORTEST: usize = 12;
    let is_token = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte));
    let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
    value.len() >= SHORTEST
        && is_token
        && !value.starts_with("eyJ")
        && (has_digit || !is_readable(value.bytes().map(Some)))
}

/// A user and a password in base64.
fn is_basic(value: &str) -> bool {
    let padded = format!(
        "{}{}",
        value.trim_end_matches('='),
        "=".repeat((4 - value.trim_end_matches('=').len() % 4) % 4)
    );
    value.len() >= 4
        && BASE64_STANDARD.decode(padded).is_ok_and(|text| text.contains(&b':') && text.is_ascii())
}

/// The fields of a digest, to the end of the line.
fn digest(rest: &str) -> Option<usize> {
    /// Bytes that are read.
    const WITHIN: usize = 512;
    let near = rest.get(..WITHIN).unwrap_or(rest);
    let has = |name: &str| near.contains(name);
    (has("username=") || has("response=")).then(|| rest.trim_end().len())
}
