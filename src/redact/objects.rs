//! Secrets that somebody put into a JSON object which is base64url-encoded, as in the header or the claims of a token.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::runs::TOKEN_MARKS;
use super::{Depth, REDACTED, Span};
use crate::model::key::looks_like_key;

/// The shortest object that is decoded: `{"otp":1}`, encoded.
const SHORTEST: usize = 12;

/// The claims that identity and access tokens have and those of developers have not (OpenID Connect Core 1.0 §2 and
/// §5.1, RFC 9068 §2.2;
/// <https://developer.apple.com/documentation/signinwithapple/authenticating-users-with-sign-in-with-apple>).
const OF_USERS: [&str; 15] = [
    "access_token",
    "app_metadata",
    "auth_time",
    "azp",
    "c_hash",
    "client_id",
    "email",
    "email_verified",
    "nonce_supported",
    "preferred_username",
    "real_user_status",
    "session_id",
    "session_state",
    "transfer_sub",
    "user_metadata",
];

/// The encoded objects in `text` that hold a secret, or are the claims of an identity token. Each run of base64url is
/// decoded once.
pub(super) fn spans(text: &str) -> Vec<Span> {
    let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut spans = Vec::new();
    let mut start = 0;
    for run in text.split_inclusive(|c| !is_code(c)) {
        let code = run.trim_end_matches(|c| !is_code(c));
        if let Some(at) = object(code) {
            spans.push(Span::new(start + at..start + code.len(), REDACTED));
        }
        start += run.len();
    }
    spans
}

/// Where in a run an object begins that holds a secret.
fn object(run: &str) -> Option<usize> {
    if run.len() < SHORTEST {
        return None;
    }
    let at = TOKEN_MARKS.iter().filter_map(|mark| run.find(mark)).min()?;
    let code = run.get(at..)?;
    // Whole groups and what is left of the last one: a cut must not save the rest.
    let whole = if code.len() % 4 == 1 { code.get(..code.len() - 1)? } else { code };
    let lenient = base64::engine::GeneralPurpose::new(
        &base64::alphabet::URL_SAFE,
        base64::engine::GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent),
    );
    let object = lenient.decode(whole).or_else(|_| BASE64_URL_SAFE_NO_PAD.decode(whole)).ok()?;
    let text = String::from_utf8_lossy(&object);
    let holds_secret = || !super::spans(&text, Depth::Inner).is_empty();
    (looks_like_key(&object) || is_of_user(&text) || holds_secret()).then_some(at)
}

/// Whether this JSON object is the claims of an identity or access token: who issues it is a URL, or it has claims that
/// only such tokens have.
pub(super) fn is_of_user(json: &str) -> bool {
    let has = |name: &str, is_value: fn(&str) -> bool| {
        json.match_indices(name).any(|(at, _)| {
            let before = json.get(..at).unwrap_or_default();
            let after = json.get(at + name.len()..).unwrap_or_default();
            let value = after.strip_prefix('"').and_then(|after| after.trim_start().strip_prefix(':'));
            before.ends_with('"') && value.is_some_and(|value| is_value(value.trim_start()))
        })
    };
    let is_url = |value: &str| value.starts_with("\"https://") || value.starts_with("\"https:\\/\\/");
    has("iss", is_url) || OF_USERS.iter().any(|name| has(name, |_| true))
}
