//! HTTP messages (RFC 9110 §6) as captures show them, before they are joined into exchanges.

use super::command::Command;
use super::field::field;
use crate::model::exchange::{self, Field};

/// One message, or the command that caused the next ones.
pub(super) enum Message {
    Command { command: Command, output: String },
    Request { line: RequestLine, content: Content },
    Response { status: Status, content: Content },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestLine {
    pub(super) method: String,
    pub(super) target: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Status {
    pub(super) code: u16,
    /// A proxy has opened the tunnel in which the exchange takes place.
    pub(super) tunnel: bool,
}

/// What follows the first line.
#[derive(Default)]
pub(super) struct Content {
    pub(super) fields: Vec<Field>,
    /// The lines after the blank one, joined; `None` when there was no blank line.
    pub(super) body: Option<String>,
    /// The capture says that there was a body and does not show it.
    pub(super) body_is_hidden: bool,
}

impl RequestLine {
    /// `GET /v1/apps HTTP/1.1` (RFC 9112 §3).
    pub(super) fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let (method, target, version) = (words.next()?, words.next()?, words.next()?);
        let is_target = target.starts_with(['/', '*']) || target.contains("://") || method == "CONNECT";
        (words.next().is_none() && is_method(method) && is_target && is_version(version))
            .then(|| Self { method: method.to_owned(), target: target.to_owned() })
    }

    /// `GET https://…` without a version, as `.http` files have it.
    pub(super) fn parse_short(line: &str) -> Option<Self> {
        let (method, target) = line.trim_end().split_once(' ')?;
        let is_target = target.starts_with("https://") && !target.contains(char::is_whitespace);
        (is_method(method) && is_target)
            .then(|| Self { method: method.to_owned(), target: target.to_owned() })
    }
}

impl Status {
    /// `HTTP/1.1 401 Unauthorized`, `HTTP/2 401` (RFC 9112 §4).
    pub(super) fn parse(line: &str) -> Option<Self> {
        let (version, rest) = line.split_once(' ')?;
        let rest = rest.trim_start();
        let (code, reason) = rest.split_once(' ').unwrap_or((rest, ""));
        if !is_version(version) || code.len() != 3 || !code.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let reason = reason.trim().to_ascii_lowercase();
        Some(Self { code: code.parse().ok()?, tunnel: reason == "connection established" })
    }

    /// Whether another answer to the same command is to be expected: an interim one, a redirect, a tunnel.
    pub(super) fn is_interim(self) -> bool {
        self.tunnel || matches!(self.code, 100..=199 | 301 | 302 | 303 | 307 | 308 | 407)
    }
}

impl Content {
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name));
        field.map(|field| field.value.as_str())
    }

    /// Adds a field line, or the continuation of one; false when it is neither.
    pub(super) fn add_line(&mut self, line: &str) -> bool {
        if let Some(field) = field(line) {
            self.fields.push(field);
            return true;
        }
        let Some(last) = self.fields.last_mut() else { return false };
        if line.starts_with([' ', '\t']) {
            // Obsolete line folding (RFC 9112 §5.2).
            last.value.push(' ');
            last.value.push_str(line.trim());
            return true;
        }
        let is_of_token = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let is_broken =
            last.name.eq_ignore_ascii_case("authorization") && line.trim_end().bytes().all(is_of_token);
        if is_broken {
            last.value.push('\n');
            last.value.push_str(line.trim_end());
        }
        is_broken
    }

    /// Adds a line of the body.
    pub(super) fn add_body(&mut self, line: &str) {
        match &mut self.body {
            None => self.body = Some(line.to_owned()),
            Some(body) => {
                body.push('\n');
                body.push_str(line);
            }
        }
    }

    /// The body as far as it is shown; empty when it is shown to be empty.
    pub(super) fn shown_body(&self) -> Option<String> {
        let body = self.body.as_deref()?.trim_end().trim_start_matches('\n');
        if body.is_empty() {
            let length = self.field("content-length").map(|length| length.trim() != "0");
            let expected = length.unwrap_or_else(|| self.field("transfer-encoding").is_some());
            return (!expected && !self.body_is_hidden).then(String::new);
        }
        let joined = self.field("transfer-encoding").and_then(|_| without_chunks(body));
        let body = json_alone(joined.as_deref().unwrap_or(body));
        Some(exchange::cut(body.to_owned()))
    }
}

/// A body that begins with a whole JSON value, without the output of other programs on the lines after it.
fn json_alone(body: &str) -> &str {
    if !body.starts_with(['{', '[']) {
        return body;
    }
    let mut values = serde_json::Deserializer::from_str(body).into_iter::<serde::de::IgnoredAny>();
    if !matches!(values.next(), Some(Ok(_))) {
        return body;
    }
    let (json, rest) = body.split_at_checked(values.byte_offset()).unwrap_or((body, ""));
    if rest.trim_start_matches([' ', '\t']).starts_with('\n') { json } else { body }
}

/// The content of chunked framing that a capture left in (RFC 9112 §7.1); `None` when it is not of one piece.
fn without_chunks(body: &str) -> Option<String> {
    let mut content = String::new();
    let mut rest = body;
    while let Some((size, after)) = rest.split_once('\n') {
        let digits = size.trim_end().split(';').next().unwrap_or_default();
        if digits.is_empty() || digits.len() > 8 {
            return None;
        }
        let size = usize::from_str_radix(digits, 16).ok()?;
        let (chunk, next) = after.split_at_checked(size)?;
        content.push_str(chunk);
        rest = next.strip_prefix('\n').unwrap_or(next);
    }
    (!content.is_empty() && rest.chars().all(|c| c == '0' || c.is_whitespace())).then_some(content)
}

fn is_method(word: &str) -> bool {
    (3..=16).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_version(word: &str) -> bool {
    ["HTTP/1.1", "HTTP/2", "HTTP/3", "HTTP/1.0", "HTTP/2.0", "HTTP/3.0"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_lines_of_every_version_are_read() {
        for line in
            ["HTTP/1.0 401", "HTTP/1.1 401 Unauthorized", "HTTP/2 401 ", "HTTP/3 401", "HTTP/2.0 401 x y"]
        {
            assert_eq!(Status::parse(line).map(|status| status.code), Some(401), "{line}");
        }
        for line in
            ["", "HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 4010", "HTTP/9 401", "HTTP/1.1 40x", "http/1.1 401"]
        {
            assert_eq!(Status::parse(line), None, "{line}");
        }
    }

    #[test]
    fn request_lines_are_told_from_lines_of_access_logs() {
        assert!(RequestLine::parse("GET /v1/apps HTTP/1.1").is_some());
        assert!(RequestLine::parse("CONNECT api.apple.com:443 HTTP/1.1").is_some());
        for line in ["GET /v1/apps", "GET /v1/apps HTTP/1.1 401", "Get / HTTP/1.1", "GET v1 HTTP/1.1", ""] {
            assert_eq!(RequestLine::parse(line), None, "{line}");
        }
        assert!(RequestLine::parse_short("GET https://api.appstoreconnect.apple.com/v1/apps").is_some());
    }

    #[test]
    fn folded_and_broken_lines_belong_to_the_field_before() {
        let mut content = Content::default();
        assert!(!content.add_line(" folded"));
        assert!(content.add_line("Authorization: Bearer eyJ"));
        assert!(content.add_line("abc.d-_"));
        assert!(content.add_line("X-Note: a"));
        assert!(content.add_line("\tb "));
        assert!(!content.add_line("{"));
        assert_eq!(content.field("authorization"), Some("Bearer eyJ\nabc.d-_"));
        assert_eq!(content.field("x-note"), Some("a b"));
    }

    fn shown(fields: &str, body: &str) -> Option<String> {
        let mut content = Content { body: Some(body.to_owned()), ..Content::default() };
        fields.lines().for_each(|line| assert!(content.add_line(line)));
        content.shown_body()
    }

    #[test]
    fn an_empty_body_is_told_from_one_that_is_not_shown() {
        assert_eq!(shown("", ""), Some(String::new()));
        assert_eq!(shown("Content-Length: 0", "\n"), Some(String::new()));
        assert_eq!(shown("Content-Length: 350", ""), None);
        assert_eq!(shown("Transfer-Encoding: chunked", ""), None);
        assert_eq!(Content::default().shown_body(), None);
    }

    #[test]
    fn the_body_is_what_is_there() {
        assert_eq!(
            shown("Content-Length: 3", "Unauthenticated\n\n    Request ID: A.0.0\n").unwrap(),
            "Unauthenticated\n\n    Request ID: A.0.0"
        );
        assert_eq!(shown("", "{\"a\": {}}\n\nElapsed time: 0.1s").unwrap(), "{\"a\": {}}");
        assert_eq!(shown("", "{\"a\": {}} tail").unwrap(), "{\"a\": {}} tail");
        assert_eq!(shown("", "{\"a\": ").unwrap(), "{\"a\":");
        let chunked = "Transfer-Encoding: chunked";
        assert_eq!(shown(chunked, "5\n{\"a\":\n2\n1}\n0\n").unwrap(), "{\"a\":1}");
        assert_eq!(shown(chunked, "{\"a\":1}").unwrap(), "{\"a\":1}");
        assert_eq!(shown(chunked, "ff\n{\"a\":1}\n0").unwrap(), "ff\n{\"a\":1}\n0");
    }
}
