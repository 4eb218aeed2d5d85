//! Where an exchange transports its token.

use std::borrow::Cow;

use serde_json::Value;

use super::{Authorization, Exchange};
use crate::text::percent;

/// A token as it was sent, faults included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transported<'a> {
    pub place: Place,
    /// The value of the field or parameter, percent-decoded.
    pub value: Cow<'a, str>,
}

/// Where a request can have a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The `Authorization` field; the value has the scheme, if it was sent.
    Authorization,
    /// A parameter of the body: `client_secret` or `client_assertion`.
    Body,
    /// A parameter of the query.
    Query,
}

/// How tokens begin: `{"` in base64url.
const TOKEN: &str = "eyJ";

/// The parameters that transport a token (RFC 6749 §2.3.1, RFC 7523 §2.2).
const PARAMETERS: [&str; 2] = ["client_secret", "client_assertion"];

impl Transported<'_> {
    /// The text to decode: of a header field, what follows from the token on, so that it can be judged whatever stands
    /// before it; where no token begins, the whole field.
    pub fn text(&self) -> Cow<'_, str> {
        match self.place {
            Place::Authorization => match self.value.find(TOKEN).and_then(|at| self.value.get(at..)) {
                // Blanks around a value are no part of it (RFC 9110 §5.5).
                Some(token) => Cow::Borrowed(token.trim_end_matches([' ', '\t'])),
                None => Cow::Owned(format!("Authorization: {}", self.value)),
            },
            Place::Body | Place::Query => Cow::Borrowed(&self.value),
        }
    }
}

impl Exchange {
    /// The token as it was sent: of the `Authorization` field, else of the body, else of the query. What was masked is
    /// none, and neither are credentials of the scheme `Basic`.
    pub fn token(&self) -> Option<Transported<'_>> {
        match self.authorization() {
            Authorization::Present(value) if !is_basic(value) => {
                return Some(Transported { place: Place::Authorization, value: value.into() });
            }
            _ => {}
        }
        let body = self.request_body.as_deref().and_then(in_body).map(|value| (Place::Body, value));
        let query = || {
            let query = self.request.as_ref()?.query.as_deref()?;
            Some((Place::Query, in_form(query)?))
        };
        let (place, value) = body.or_else(query).filter(|(_, value)| !is_masked(value))?;
        Some(Transported { place, value })
    }
}

/// Whether a person or a tool hid the value: `Bearer ***`, `[REDACTED]`, `<token>`, `eyJ….eyJ….<redacted>`.
pub fn is_masked(value: &str) -> bool {
    const MARKS: [&str; 6] = ["***", "…", "...", "•", "●", "<redacted"];
    let value = value.trim();
    let secret = value.split_once(char::is_whitespace).map_or(value, |(_, secret)| secret.trim());
    let secret = secret.trim_matches(['"', '\'', '`']);
    let lower = secret.to_ascii_lowercase();
    MARKS.iter().any(|mark| lower.contains(mark))
        || ["redacted", "[masked]", "[filtered]", "[hidden]", "masked", "hidden"].contains(&lower.as_str())
        || lower.contains("[redacted")
        || secret.len() > 2 && secret.starts_with('<') && secret.ends_with('>')
        || is_drawn(secret)
}

/// Whether each part is one character, drawn out: `xxxx`, `********`, `xxxxx.yyyyy.zzzzz`.
fn is_drawn(secret: &str) -> bool {
    let is_one = |part: &str| {
        let mut chars = part.chars();
        let first = chars.next().filter(|c| matches!(c, '*' | '-' | '_' | '#' | 'X'..='Z' | 'x'..='z'));
        part.len() >= 3 && first.is_some_and(|first| chars.all(|c| c == first))
    };
    secret.split('.').all(is_one)
}

fn is_basic(value: &str) -> bool {
    value.trim_start().get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic "))
}

/// The token in a body: a form, a multipart form or JSON.
fn in_body(body: &str) -> Option<Cow<'_, str>> {
    let body = body.trim();
    if body.starts_with('{') {
        let json: Value = serde_json::from_str(body).ok()?;
        let value = PARAMETERS.iter().find_map(|name| json.get(name)?.as_str().map(str::to_owned));
        return value.map(Cow::Owned);
    }
    if body.starts_with("--") {
        return PARAMETERS.iter().find_map(|name| in_multipart(body, name)).map(Cow::Borrowed);
    }
    in_form(body)
}

/// The value of `application/x-www-form-urlencoded`; line breaks around it are of the capture.
fn in_form(form: &str) -> Option<Cow<'_, str>> {
    let pairs = || form.split(['&', '\n']).filter_map(|pair| pair.trim().split_once('='));
    PARAMETERS
        .iter()
        .find_map(|wanted| pairs().find(|(name, _)| name == wanted))
        .map(|(_, value)| percent::decode_form(value))
}

/// The value of a part, up to the line of the boundary (RFC 7578).
fn in_multipart<'a>(body: &'a str, name: &str) -> Option<&'a str> {
    let boundary = body.lines().next()?.trim_end();
    let (_, part) =
        [format!("name=\"{name}\""), format!("name={name}")].iter().find_map(|head| body.split_once(head))?;
    let (_, value) = part.split_once("\n\n").or_else(|| part.split_once("\r\n\r\n"))?;
    let value = value.split_once(boundary).map_or(value, |(value, _)| value);
    Some(value.strip_suffix('\n').map_or(value, |value| value.strip_suffix('\r').unwrap_or(value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::exchange::Field;
    use crate::model::request::Request;

    fn authorized(value: &str) -> Exchange {
        let field = Field { name: "authorization".into(), value: value.into() };
        Exchange { request_fields: Some(vec![field]), ..Exchange::default() }
    }

    fn posted(body: &str) -> Exchange {
        Exchange { request_body: Some(body.into()), ..Exchange::default() }
    }

    #[test]
    fn the_field_is_kept_as_it_was_sent() {
        for value in
            ["Bearer eyJ.eyJ.x", "eyJ.eyJ.x", "Bearer \"eyJ.eyJ.x\"", "bearer Bearer eyJ", "Bearer {{t}}", ""]
        {
            let exchange = authorized(value);
            let token = exchange.token().unwrap();
            assert_eq!((token.place, &*token.value), (Place::Authorization, value));
        }
    }

    #[test]
    fn what_is_decoded_begins_with_the_token() {
        for (value, text) in [
            ("Bearer eyJ.eyJ.x", "eyJ.eyJ.x"),
            ("BearereyJ.eyJ.x", "eyJ.eyJ.x"),
            ("JWT \"eyJ.eyJ.x\"", "eyJ.eyJ.x\""),
            ("Bearer {{t}}", "Authorization: Bearer {{t}}"),
            ("", "Authorization: "),
        ] {
            assert_eq!(authorized(value).token().unwrap().text(), text, "{value}");
        }
    }

    #[test]
    fn a_masked_value_is_neither_token_nor_fault() {
        for value in [
            "Bearer ***",
            "***",
            "Bearer [REDACTED]",
            "Bearer <redacted>",
            "Bearer <token>",
            "Bearer eyJhbGci…",
            "Bearer eyJhbGci...",
            "Bearer eyJh.eyJp.<redacted>",
            "Bearer xxxxxxxx",
            "Bearer xxxxx.yyyyy.zzzzz",
            "Bearer \"***\"",
            "[FILTERED]",
            "REDACTED",
        ] {
            let exchange = authorized(value);
            assert_eq!(exchange.authorization(), Authorization::Masked, "{value}");
            assert_eq!(exchange.token(), None, "{value}");
        }
        for value in ["Bearer eyJ..x.y.z", "Bearer", "Bearer null", "Bearer undefined", "Bearer $TOKEN"] {
            assert_eq!(authorized(value).authorization(), Authorization::Present(value), "{value}");
        }
    }

    #[test]
    fn a_body_transports_it_in_a_form_in_parts_or_in_json() {
        for body in [
            "client_id=a&client_secret=eyJ.eyJ.x-%5F&code=c",
            "grant_type=client_credentials&client_assertion=eyJ.eyJ.x-_",
            "client_id=a\n&client_secret=eyJ.eyJ.x-_\n",
            "--b\nContent-Disposition: form-data; name=\"client_secret\"\n\neyJ.eyJ.x-_\n--b--",
            "--b\r\nContent-Disposition: form-data; name=\"client_secret\"\r\n\r\neyJ.eyJ.x-_\r\n--b--",
            "{\"client_secret\": \"eyJ.eyJ.x-_\"}",
        ] {
            let exchange = posted(body);
            let token = exchange.token().unwrap_or_else(|| panic!("{body}"));
            assert_eq!((token.place, &*token.value), (Place::Body, "eyJ.eyJ.x-_"), "{body}");
        }
        assert_eq!(posted("client_id=a&code=b").token(), None);
        assert_eq!(posted("client_id=a&client_secret=***").token(), None);
    }

    #[test]
    fn the_query_is_looked_at_last_and_basic_credentials_not_at_all() {
        let mut exchange = authorized("Basic dXNlcjpwYXNz");
        exchange.request =
            Request::parse(None, "https://appleid.apple.com/auth/token?client_secret=eyJ.eyJ.x");
        assert_eq!(exchange.token().unwrap().place, Place::Query);
    }
}
