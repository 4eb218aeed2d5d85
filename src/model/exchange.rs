//! One HTTP exchange as it was captured: what was asked, what was answered, and what of both is not known.
//!
//! The model never judges. Secrets other than the token are in it as they were captured: whatever is shown goes through
//! [`crate::redact`].

mod sentence;
mod token;

use chrono::NaiveDateTime;

use crate::model::request::Request;

pub use sentence::sentence;
pub use token::{Place, Transported, is_masked};

/// Bytes of a body that are kept; Apple's error bodies stay below 4 KiB.
pub const MAX_BODY: usize = 1 << 20;

/// A request and the answer to it. At least one of `status` and `body` is known in an exchange that is judged.
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    pub request: Option<Request>,
    /// The request's header fields; `None` when the capture does not show them.
    pub request_fields: Option<Vec<Field>>,
    /// The request's body, when it is shown: a form may transport the token.
    pub request_body: Option<String>,
    pub status: Option<u16>,
    /// The answer's header fields, as far as they are shown.
    pub fields: Vec<Field>,
    /// The answer's body, cut at [`MAX_BODY`]; `None` when the capture does not show it, empty when it was empty.
    pub body: Option<String>,
}

/// A header field (RFC 9110 §6.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub value: String,
}

/// What is known of the request's `Authorization` field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authorization<'a> {
    /// The capture does not show the request's header fields.
    Unknown,
    Absent,
    /// It was sent, but who captured it hid its value: what was sent is not known.
    Masked,
    /// The value of the first field of that name.
    Present(&'a str),
}

impl Exchange {
    /// The value of the answer's first field of that name, in any case.
    pub fn field(&self, name: &str) -> Option<&str> {
        find(&self.fields, name)
    }

    /// The `Date` of the answer, in seconds since 1970 (RFC 9110 §6.6.1).
    pub fn date(&self) -> Option<f64> {
        parse_date(self.field("date")?)
    }

    pub fn authorization(&self) -> Authorization<'_> {
        let Some(fields) = &self.request_fields else { return Authorization::Unknown };
        match find(fields, "authorization") {
            None => Authorization::Absent,
            Some(value) if is_masked(value) => Authorization::Masked,
            Some(value) => Authorization::Present(value),
        }
    }
}

/// The beginning of a body, of [`MAX_BODY`] bytes at most.
pub fn cut(mut body: String) -> String {
    body.truncate(beginning(&body, MAX_BODY).len());
    body
}

/// The beginning of a text, of so many bytes at most, in whole characters.
pub(crate) fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

fn find<'a>(fields: &'a [Field], name: &str) -> Option<&'a str> {
    let field = fields.iter().find(|field| field.name.eq_ignore_ascii_case(name));
    field.map(|field| field.value.as_str())
}

/// An HTTP-date in its preferred form, `Fri, 20 Nov 2026 10:00:00 GMT` (RFC 9110 §5.6.7), in seconds since 1970.
pub fn parse_date(text: &str) -> Option<f64> {
    let date = NaiveDateTime::parse_from_str(text.trim(), "%a, %d %b %Y %H:%M:%S GMT").ok()?;
    Some(date.and_utc().timestamp() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_is_read_in_its_preferred_form() {
        assert_eq!(parse_date("Fri, 20 Nov 2026 10:00:00 GMT"), Some(1_795_168_800.0));
        for text in
            ["", "2026-11-20T10:00:00Z", "Fri, 20 Nov 2026 10:00:00 +0100", "Mon, 20 Nov 2026 10:00:00 GMT"]
        {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_shown_is_not_absent() {
        let mut exchange = Exchange::default();
        assert_eq!(exchange.authorization(), Authorization::Unknown);
        exchange.request_fields = Some(Vec::new());
        assert_eq!(exchange.authorization(), Authorization::Absent);
        exchange.request_fields =
            Some(vec![Field { name: "AUTHORIZATION".into(), value: "Bearer x".into() }]);
        assert_eq!(exchange.authorization(), Authorization::Present("Bearer x"));
    }
}
