//! One spelling for a text that was quoted, escaped, coloured or wrapped on its way here.

use crate::text::chars::{is_invisible, is_quote};
use crate::text::escape::{self, Escape};

/// The text in lower case (ASCII), without escapes of JSON, HTML and terminals, with one kind of quote, one blank
/// between words, and `'key':` for every way to write a key and what separates it from its value.
pub(crate) fn normal(text: &str) -> String {
    let mut out = Writer { text: String::with_capacity(text.len()), after_key: false };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '\\' => escaped(&mut out, after.trim_start_matches('\\')),
            '\u{1b}' => coloured(after),
            '&' => entity(&mut out, after),
            c => {
                out.push(c);
                after
            }
        };
    }
    if out.text.ends_with(' ') {
        out.text.pop();
    }
    out.text
}

/// What follows backslashes, of whatever depth of escaping.
fn escaped<'a>(out: &mut Writer, after: &'a str) -> &'a str {
    let Some(c) = after.chars().next() else { return after };
    let (meant, length) = match escape::backslash(after.as_bytes()) {
        Some(Escape { meant, length }) => (meant, length),
        None => (Some(c), c.len_utf8()),
    };
    out.push(meant.unwrap_or(' '));
    after.get(length..).unwrap_or_default()
}

/// What follows the escape character of a terminal: a control sequence (ECMA-48 §5.4) is left out.
fn coloured(after: &str) -> &str {
    let Some(sequence) = after.strip_prefix('[') else { return after };
    let parameters = sequence.trim_start_matches(|c: char| matches!(c, ' '..='?'));
    let mut chars = parameters.chars();
    match chars.next() {
        Some('@'..='~') => chars.as_str(),
        _ => parameters,
    }
}

fn entity<'a>(out: &mut Writer, after: &'a str) -> &'a str {
    let Some(Escape { meant, length }) = escape::entity(after.as_bytes()) else {
        out.push('&');
        return after;
    };
    meant.into_iter().for_each(|c| out.push(c));
    after.get(length..).unwrap_or_default()
}

struct Writer {
    text: String,
    /// The last character separates a key from its value.
    after_key: bool,
}

impl Writer {
    fn push(&mut self, c: char) {
        match c {
            c if is_quote(c) => self.put('\''),
            ':' if self.is_behind_key("") => self.separate(""),
            '>' if self.is_behind_key("=") => self.separate("="),
            c if c.is_whitespace() || c.is_control() => {
                if !(self.after_key || self.text.is_empty() || self.text.ends_with(' ')) {
                    self.text.push(' ');
                }
            }
            c if is_invisible(c) => {}
            c => self.put(c.to_ascii_lowercase()),
        }
    }

    fn put(&mut self, c: char) {
        self.after_key = false;
        self.text.push(c);
    }

    /// Whether a quote ends what is written, but for `sign` and a blank.
    fn is_behind_key(&self, sign: &str) -> bool {
        let Some(before) = self.text.strip_suffix(sign) else { return false };
        before.strip_suffix(' ').unwrap_or(before).ends_with('\'')
    }

    fn separate(&mut self, sign: &str) {
        self.text.truncate(self.text.len().saturating_sub(sign.len()));
        if self.text.ends_with(' ') {
            self.text.pop();
        }
        self.text.push(':');
        self.after_key = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_body_is_one_text_however_it_was_written() {
        let expected = "{'code':'forbidden_error','detail':'you don't'}";
        for text in [
            r#"{"code":"FORBIDDEN_ERROR","detail":"You don't"}"#,
            r#"{ "code" : "FORBIDDEN_ERROR","detail": "You don\u2019t"}"#,
            r#"{"code"=>"FORBIDDEN_ERROR","detail" => "You don’t"}"#,
            r#"{'code': 'FORBIDDEN_ERROR','detail': 'You don\'t'}"#,
            r#"{\"code\":\"FORBIDDEN_ERROR\",\"detail\":\"You don't\"}"#,
            r#"{\\\"code\\\":\\\"FORBIDDEN_ERROR\\\",\\\"detail\\\":\\\"You don&#39;t\\\"}"#,
            "{&quot;code&quot;:&quot;FORBIDDEN_ERROR&quot;,&quot;detail&quot;:&quot;You\r\n\tdon&#x27;t&quot;}",
            "{\"code\":\"\u{1b}[31mFORBIDDEN_ERROR\u{1b}[0m\",\"detail\":\"You \u{a0} don\u{200b}'t\"}",
        ] {
            assert_eq!(normal(text).replace("{ ", "{"), expected, "{text}");
        }
    }

    #[test]
    fn broken_escapes_are_no_danger() {
        for text in [
            "\\",
            "\\u12",
            "\\u{",
            "&",
            "&#;",
            "&#x110000;",
            "&amp",
            "\u{1b}",
            "\u{1b}[",
            "\u{1b}[31",
            "\\é",
            "&é;",
        ] {
            let once = normal(text);
            assert!(once.len() <= text.len() + 1, "{text:?}: {once:?}");
        }
        assert_eq!(normal("a &unknown; b"), "a &unknown; b");
    }
}
