//! Percent-encoding of URLs and forms. What is not an escape stays as it is.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Percent-decoded (RFC 3986 §2.1); bytes that are not UTF-8 are replaced.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// A value of `application/x-www-form-urlencoded`, decoded: `+` is a space (WHATWG URL §5.1).
pub(crate) fn decode_form(value: &str) -> Cow<'_, str> {
    match value.contains('+') {
        true => Cow::Owned(decode(&value.replace('+', " ")).into_owned()),
        false => decode(value),
    }
}

/// A value as `application/x-www-form-urlencoded` writes it (WHATWG URL §5.2).
pub(crate) fn encode_form(value: &str) -> String {
    form_urlencoded::byte_serialize(value.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded_and_broken_ones_stay() {
        for (text, expected) in
            [("a%2Bb%20c", "a+b c"), ("%5b%zz%4%%2", "[%zz%4%%2"), ("a+b", "a+b"), ("%ff", "\u{fffd}")]
        {
            assert_eq!(decode(text), expected);
        }
        assert_eq!(decode_form("a+b%2Bc"), "a b+c");
    }

    #[test]
    fn forms_survive_both_ways() {
        for text in ["a b", "a&b=c", "100%+1", "é", "a.b-c_d*e~f"] {
            assert_eq!(decode_form(&encode_form(text)), text);
        }
    }
}
