//! Secrets that are known by their name: cookies, passwords, access and identity tokens, in the spellings of headers,
//! forms, JSON, Ruby, YAML, XML, tables, options and shells.

mod names;
mod scheme;
mod value;

use std::ops::Range;

use super::{REDACTED, Span};
use names::{Kind, kind};
use value::{Ends, delimited, has_jwt, is_header_of_token, is_placeholder, is_sentence, may_be_developers};

/// The longest name of a secret.
const LONGEST: usize = 60;

/// A digest of SHA-512 in base64 with its name; private keys with their encoding are hardly shorter.
const LONGEST_PUBLIC: usize = 96;

/// Words that say of a number that it is a one-time code.
const ONE_TIME: [&str; 12] = [
    "2fa",
    "authentication",
    "digit",
    "factor",
    "login",
    "mfa",
    "one-time",
    "otp",
    "security",
    "sms",
    "two-step",
    "verification",
];

pub(super) fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut done = 0;
    let mut ends = Ends::default();
    for (at, name) in words(text) {
        if at < done || name.len() > LONGEST {
            continue;
        }
        let behind = at + name.len();
        if is_app_password(name) {
            spans.push(Span::new(at..behind, REDACTED));
            continue;
        }
        let Some(found) = scheme::kind(name).or_else(|| kind(name)) else { continue };
        let after = ends.line(text, behind);
        let range = match found {
            Kind::Scheme(scheme) => {
                scheme::credential(scheme, after).or_else(|| secret(name, Kind::State, after, &mut ends))
            }
            Kind::Code => one_time_code(text, at, after).or_else(|| secret(name, found, after, &mut ends)),
            Kind::Public => None,
            found => secret(name, found, after, &mut ends),
        };
        if let Some(range) = range.map(|range| range.start + behind..range.end + behind) {
            done = range.end;
            spans.push(Span::new(range, REDACTED));
        }
    }
    spans.extend(between(text, "://", "@", |value| !value.contains(['/', ' ', '\n', '?', '"'])));
    spans
        .extend(between(text, "Account Holder, ", ", must", |name| name.len() < 100 && !name.contains('\n')));
    spans
}

/// Where the values of names stand that are public: a key ID, the coordinates of a public key, a digest.
pub(super) fn public(text: &str) -> Vec<Range<usize>> {
    let mut ends = Ends::default();
    // The coordinates of a JWK; other things of that name may be anything.
    let is_jwk = text.contains("\"kty\"");
    let is_name = |name: &str| kind(name) == Some(Kind::Public) && (is_jwk || !is_coordinate(name));
    let found = words(text).filter(|(_, name)| is_name(name));
    let values = found.filter_map(|(at, name)| {
        let behind = at + name.len();
        let after = ends.line(text, behind);
        let range = delimited(name, Kind::Public, after, &mut ends)?;
        // Outside of quotes it is not certain where the value ends, nor what a name such as `x` means.
        let is_quoted = after.get(..range.start)?.ends_with(['"', '\'']);
        (is_quoted && range.len() <= LONGEST_PUBLIC).then_some(())?;
        Some(range.start + behind..range.end + behind)
    });
    values.collect()
}

/// Whether a range lies in one of these, which are in order.
pub(super) fn holds(ranges: &[Range<usize>], range: &Range<usize>) -> bool {
    let next = ranges.partition_point(|public| public.start <= range.start);
    next.checked_sub(1).and_then(|at| ranges.get(at)).is_some_and(|public| range.end <= public.end)
}

/// Whether the value of a member of that name is public.
pub(super) fn is_public(name: &str, value: &str) -> bool {
    kind(name) == Some(Kind::Public) && !is_coordinate(name) && value.len() <= LONGEST_PUBLIC
}

fn is_coordinate(name: &str) -> bool {
    matches!(name, "x" | "X" | "y" | "Y")
}

/// Whether the value of a member of that name is a secret.
pub(super) fn is_secret_member(name: &str, value: &str) -> bool {
    match kind(name) {
        Some(Kind::State) if has_jwt(value) && may_be_developers(name) => false,
        Some(Kind::Header | Kind::Member | Kind::State) => !is_placeholder(value),
        Some(Kind::Token) => !is_placeholder(value) && !has_jwt(value),
        Some(Kind::Code) => is_authorization_code(value),
        Some(Kind::Public | Kind::Scheme(_)) | None => false,
    }
}

/// Runs of letters, digits, hyphens and underscores, and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(is_name)?;
        let at = text.len() - rest.len() + start;
        let word = rest.get(start..)?;
        let end = word.find(|c| !is_name(c)).unwrap_or(word.len());
        let (name, after) = word.split_at(end);
        rest = after;
        // What is escaped before a name is not a part of it: `\nPASSWORD=`, `%26password=`.
        let escaped = match text.get(..at).unwrap_or_default().as_bytes() {
            [.., b'\\'] if name.starts_with(['n', 'r', 't']) => 1,
            [.., b'%'] => 2,
            _ => 0,
        };
        let name_of =
            name.get(escaped..).filter(|name| escaped > 0 && (kind(name).is_some() || is_app_password(name)));
        Some(name_of.map_or((at, name), |name| (at + escaped, name)))
    })
}

/// Where in the rest of the line the value of a secret of that name stands.
fn secret(name: &str, kind: Kind, after: &str, ends: &mut Ends) -> Option<Range<usize>> {
    let range = delimited(name, kind, after, ends)?;
    let value = after.get(range.clone())?;
    let start = range.start + scheme_of(name, value);
    let value = after.get(start..range.end).filter(|value| !is_placeholder(value))?;
    let is_secret = match kind {
        Kind::Token => !has_jwt(value),
        Kind::Code => is_authorization_code(value),
        Kind::State if has_jwt(value) && may_be_developers(name) => false,
        Kind::State => !is_sentence(after.get(..range.start)?, value, after.get(range.end..)?),
        _ => true,
    };
    is_secret.then_some(start..range.end)
}

/// Bytes of the scheme before the credential.
fn scheme_of(name: &str, value: &str) -> usize {
    match value.split_once(' ') {
        Some((scheme, _)) if is_header_of_token(name) => scheme.len() + 1,
        _ => 0,
    }
}

/// Whether the value of a member `code` is one that was handed out and not Apple's code for an error: letters and
/// digits, longer than any, and neither in capitals nor words.
fn is_authorization_code(value: &str) -> bool {
    /// As long as the shortest that is handed out, and longer than numbers of errors.
    const SHORTEST: usize = 16;
    /// More bytes than decide.
    const DECISIVE: usize = 48;
    let has = |is: fn(&u8) -> bool| value.bytes().take(DECISIVE).any(|byte| is(&byte));
    value.len() >= SHORTEST
        && !has(u8::is_ascii_whitespace)
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_lowercase)
}

/// Where a number stands that is a one-time code by the words before its name.
fn one_time_code(text: &str, at: usize, after: &str) -> Option<Range<usize>> {
    /// Bytes between the name and the number.
    const NEAR: usize = 40;
    let digits = after.bytes().take(NEAR).position(|byte| byte.is_ascii_digit())?;
    let number = after.get(digits..)?;
    let length =
        number.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-')).count();
    let number = number.get(..length)?.trim_end_matches([' ', '-']);
    let count = number.bytes().filter(u8::is_ascii_digit).count();
    let is_code = (4..=8).contains(&count) && is_of_one_time(text, at);
    is_code.then_some(digits..digits + number.len())
}

/// Whether the words before a name say that it is of a one-time code.
fn is_of_one_time(text: &str, at: usize) -> bool {
    /// Bytes before the name that are read.
    const CONTEXT: usize = 60;
    let start = (at.saturating_sub(CONTEXT)..=at).find(|start| text.is_char_boundary(*start)).unwrap_or(at);
    let before = text.get(start..at).unwrap_or_default().to_ascii_lowercase();
    let line = before.rsplit('\n').next().unwrap_or_default();
    ONE_TIME.iter().any(|word| line.contains(word))
}

/// `abcd-efgh-ijkl-mnop`, unless it reads like four words.
fn is_app_password(name: &str) -> bool {
    /// Of twelve pairs; random letters have two or three.
    const WORDS: usize = 7;
    name.len() == 19
        && name
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at % 5 == 4 { byte == b'-' } else { byte.is_ascii_lowercase() })
        && super::readable::common_pairs(name) < WORDS
}

/// What stands between two texts.
fn between<'a>(
    text: &'a str,
    open: &'a str,
    close: &'a str,
    is_secret: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = Span> + 'a {
    /// The longest value that is looked at.
    const WITHIN: usize = 300;
    text.match_indices(open).filter_map(move |(at, _)| {
        let start = at + open.len();
        let rest = text.get(start..)?;
        let near = rest.char_indices().nth(WITHIN).map_or(rest.len(), |(end, _)| end);
        let value = rest.get(..near)?.split_once(close)?.0;
        let counts = !is_placeholder(value) && is_secret(value);
        counts.then_some(Span::new(start..start + value.len(), REDACTED))
    })
}

#[cfg(test)]
mod tests {
    use crate::redact::secrets;

    #[test]
    fn secrets_go_by_their_name() {
        for (text, expected) in [
            ("Cookie: a=b; c=d\nHost: x", "Cookie: <redacted>\nHost: x"),
            ("< set-cookie: x", "< set-cookie: <redacted>"),
            ("Authorization: Basic dXNlcjpw", "Authorization: Basic <redacted>"),
            ("\"access_token\":\"abc\",\"x\":1", "\"access_token\":\"<redacted>\",\"x\":1"),
            ("\\\"refresh_token\\\":\\\"abc\\\"", "\\\"refresh_token\\\":\\\"<redacted>\\\""),
            ("\"id_token\"=>\"abc\"", "\"id_token\"=>\"<redacted>\""),
            ("grant_type=x&client_secret=abc&y=z", "grant_type=x&client_secret=<redacted>&y=z"),
            (
                "{\"name\": \"Cookie\", \"value\": \"abc\"}",
                "{\"name\": \"Cookie\", \"value\": \"<redacted>\"}",
            ),
            ("MATCH_PASSWORD=hunter2 fastlane", "MATCH_PASSWORD=<redacted> fastlane"),
            ("password: hunter2", "password: <redacted>"),
            ("Music-User-Token: Aabc==", "Music-User-Token: <redacted>"),
            ("https://user:pass@host/x", "https://<redacted>@host/x"),
            ("with abcd-efgh-ijkl-mnop as password", "with <redacted> as password"),
            ("Account Holder, Jane Doe, must agree to", "Account Holder, <redacted>, must agree to"),
        ] {
            assert_eq!(secrets(text), expected);
            assert_eq!(secrets(expected), expected);
        }
    }

    #[test]
    fn what_shows_that_nothing_is_there_stays() {
        for text in [
            "Authorization: Bearer ***",
            "Authorization: Bearer $TOKEN",
            "Authorization: Bearer TOKEN",
            "client_secret=&x=y",
            "password=${{ secrets.PASSWORD }}",
            "\"access_token\":null",
            "the password of the key",
            "the form has no field `client_secret`, expected the token there",
            "https://host:443/a@b",
        ] {
            assert_eq!(secrets(text), text);
        }
    }

    #[test]
    fn a_token_keeps_its_header_and_claims_only_where_it_is_a_developers() {
        const TOKEN: &str =
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let shown = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.<redacted>";
        assert_eq!(secrets(&format!("client_secret={TOKEN}")), format!("client_secret={shown}"));
        assert_eq!(
            secrets(&format!("Authorization: Bearer {TOKEN}")),
            format!("Authorization: Bearer {shown}")
        );
        assert_eq!(secrets(&format!("\"id_token\":\"{TOKEN}\"")), "\"id_token\":\"<redacted>\"");
    }
}
