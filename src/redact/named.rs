//! Secrets that are known by their name: cookies, passwords, access and identity tokens, in the spellings of headers,
//! forms, JSON, Ruby, YAML and shells.

use super::{REDACTED, Span};

/// Names of values that end with the line; in lower case, hyphens for underscores.
const HEADERS: [&str; 10] = [
    "authorization",
    "cookie",
    "media-user-token",
    "music-user-token",
    "proxy-authorization",
    "scnt",
    "set-cookie",
    "x-apple-id-session-id",
    "x-apple-session-token",
    "x-apple-widget-key",
];

/// Names of values that end with the word, or with their quotes.
const MEMBERS: [&str; 20] = [
    "access-token",
    "accesstoken",
    "api-key",
    "apikey",
    "client-assertion",
    "client-secret",
    "fastlane-session",
    "id-token",
    "identity-token",
    "identitytoken",
    "musicusertoken",
    "password",
    "private-key",
    "refresh-token",
    "refreshtoken",
    "user-token",
    "usertoken",
    "x-amz-security-token",
    "x-amz-signature",
    "x-api-key",
];

/// How other names of secrets end.
const ENDINGS: [&str; 3] = ["-password", "-secret", "-passphrase"];

/// Names of values that are tokens of developers, whose header and claims may be shown.
const TOKENS: [&str; 4] = ["authorization", "client-assertion", "client-secret", "proxy-authorization"];

/// What stands where no value does.
const PLACEHOLDERS: [&str; 10] =
    ["null", "nil", "none", "undefined", "true", "false", "token", "bearer", "string", "secret"];

/// The longest name of a secret.
const LONGEST: usize = 40;

pub(super) fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut done = 0;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut rest = text;
    while let Some(start) = rest.find(is_name) {
        let at = text.len() - rest.len() + start;
        let word = rest.get(start..).unwrap_or_default();
        let end = word.find(|c| !is_name(c)).unwrap_or(word.len());
        let (name, after) = word.split_at(end);
        rest = after;
        if at < done || name.len() > LONGEST {
            continue;
        }
        if is_app_password(name) {
            spans.push(Span { range: at..at + name.len(), instead: REDACTED });
            continue;
        }
        let behind = at + name.len();
        if let Some(range) = value(&plain(name), after).map(|range| range.start + behind..range.end + behind)
        {
            done = range.end;
            spans.push(Span { range, instead: REDACTED });
        }
    }
    spans.extend(between(text, "://", "@", |value| value.contains(':') && !value.contains(['/', ' ', '\n'])));
    spans
        .extend(between(text, "Account Holder, ", ", must", |name| name.len() < 100 && !name.contains('\n')));
    spans
}

fn plain(name: &str) -> String {
    name.trim_start_matches('-').to_ascii_lowercase().replace('_', "-")
}

/// Where in `after` the value of a secret of that name stands.
fn value(name: &str, after: &str) -> Option<std::ops::Range<usize>> {
    let is_header = HEADERS.contains(&name);
    let is_member = MEMBERS.contains(&name) || ENDINGS.iter().any(|ending| name.ends_with(ending));
    if !is_header && !is_member {
        return None;
    }
    let lead = lead(after)?;
    let value = after.get(lead..)?;
    let quote =
        after.get(..lead).and_then(|lead| lead.chars().next_back()).filter(|c| matches!(c, '"' | '\'' | '`'));
    let end = match quote {
        Some(quote) => value.find([quote, '\\', '\n']),
        None if is_header => value.find(['\n', '\r']),
        None => value.find(|c: char| c.is_whitespace() || "&;,\"'`<>()[]{}|\\".contains(c)),
    };
    let value = value.get(..end.unwrap_or(value.len()))?.trim_end();
    let start = lead + scheme(name, value);
    let value = after.get(start..lead + value.len())?;
    let is_token = TOKENS.contains(&name) && value.contains("eyJ");
    (!is_token && !is_placeholder(value)).then_some(start..start + value.len())
}

/// Bytes between a name and its value; `None` when no value follows.
fn lead(after: &str) -> Option<usize> {
    let quotes = |c: char| matches!(c, '"' | '\'' | '`' | '\\');
    let mut rest = after.trim_start_matches(quotes);
    // The fields of a HAR: `"name": "Cookie", "value": "…"`.
    let har = rest.trim_start().strip_prefix(',').map(|rest| rest.trim_start().trim_start_matches(quotes));
    if let Some(value) = har.and_then(|rest| rest.strip_prefix("value")) {
        rest = value.trim_start_matches(quotes);
    }
    let rest = rest.trim_start_matches([' ', '\t']);
    let rest = ["=>", "=", ":", "%3D"].iter().find_map(|delimiter| rest.strip_prefix(delimiter))?;
    let rest = rest.trim_start_matches([' ', '\t']).trim_start_matches(quotes);
    Some(after.len() - rest.len())
}

/// Bytes of the scheme before the credential.
fn scheme(name: &str, value: &str) -> usize {
    match value.split_once(' ') {
        Some((scheme, _)) if name.ends_with("authorization") => scheme.len() + 1,
        _ => 0,
    }
}

/// Whether a value shows that there is none, or was taken out.
fn is_placeholder(value: &str) -> bool {
    value.is_empty()
        || value.starts_with(['<', '$', '%', '{', '*', '[', '…', '.'])
        || PLACEHOLDERS.contains(&value.to_ascii_lowercase().as_str())
}

/// `abcd-efgh-ijkl-mnop`
fn is_app_password(name: &str) -> bool {
    name.len() == 19
        && name
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at % 5 == 4 { byte == b'-' } else { byte.is_ascii_lowercase() })
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
        let is_told = !is_placeholder(value) && is_secret(value);
        is_told.then_some(Span { range: start..start + value.len(), instead: REDACTED })
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
