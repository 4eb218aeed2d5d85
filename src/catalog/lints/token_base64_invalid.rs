use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::words::{character, part_pointer};
use crate::model::jws::Base64Fault;

pub(super) static LINT: Lint = Lint {
    name: "token-base64-invalid",
    group: Group::TokenText,
    severity: Severity::Error,
    summary: "a part of the token is not base64url",
    explanation: EXPLANATION,
    bad: r#"{"token": "{header}.{payload}%.{signature}"}"#,
    good: r#"{"token": "{header}.{payload}.{signature}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc4648#section-3",
    causes: &["token-malformed"],
    explained_by: &["header-crit-unsupported", "token-is-private-key", "token-part-count"],
    check,
};

const EXPLANATION: &str = "\
A part holds a character that base64url does not have, has a length that no bytes encode to, or ends
in a character with bits that encode nothing. A strict decoder refuses all three (RFC 4648 §3.3 and
§3.5). The text was changed on its way: characters were lost at a line end, masked in a log, or
typed over.

Hand over the token as the signing library returned it. In a log it may be masked with `***`; take
it from where it is made.";

fn check(cx: &Context) -> Option<Check> {
    let token = cx.token.filter(|token| !token.parts.is_empty())?;
    let faulty = token
        .parts
        .iter()
        .zip(token.text().split('.'))
        .find_map(|(part, text)| part.fault.map(|fault| (part, text, fault)));
    let Some((part, text, fault)) = faulty else { return Some(Passed) };
    let name = part.name;
    let (message, help) = match fault {
        _ if is_masked(text) => (
            format!("the {name} is masked, expected base64url"),
            "take the token from where it is made, not from a log or a report",
        ),
        Base64Fault::Character { at, found } => (
            format!("byte {at} of the {name} is {}, which base64url does not have", character(found)),
            "hand over the token as the signing library returned it",
        ),
        Base64Fault::Length => (
            format!("the length of the {name}, {}, is one that no bytes encode to", part.len - part.padding),
            "copy the token whole: a character was lost or added",
        ),
        Base64Fault::TrailingBits { at } => (
            format!("the last character of the {name} (byte {at}) has bits that encode nothing"),
            "copy the token whole: its end was lost or changed",
        ),
    };
    Some(Found(LINT.finding(part_pointer(part), message).help(help)))
}

/// Whether somebody put stars or a word in brackets in the place of the text.
pub(super) fn is_masked(text: &str) -> bool {
    let inner = text.strip_prefix(['<', '[']).and_then(|text| text.strip_suffix(['>', ']']));
    let is_word = |inner: &str| inner.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_'));
    text.starts_with("***") || inner.is_some_and(is_word)
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::findings;

    fn message(token: &str) -> String {
        let found = findings(&LINT, &format!(r#"{{"key": null, "token": "{token}"}}"#));
        let found = found.into_iter().find(|f| f.lint.name == "token-base64-invalid");
        found.map(|f| f.message).unwrap_or_default()
    }

    #[test]
    fn part_place_and_character_are_named() {
        for (token, expected) in [
            ("{header}.ab%c.{signature}", "byte 2 of the payload is \"%\", which base64url does not have"),
            ("{header}.a=bc.{signature}", "byte 1 of the payload is \"=\", which base64url does not have"),
            (
                "{header}.{payload}.\u{e9}AAA",
                "byte 0 of the signature is U+00E9, which base64url does not have",
            ),
            ("a,b.AA.AA", "byte 1 of the header is \",\", which base64url does not have"),
            ("{header}.{payload}.AAAAA", "the length of the signature, 5, is one that no bytes encode to"),
            ("{header}.{payload}.AAAAA=", "the length of the signature, 5, is one that no bytes encode to"),
            (
                "{header}.{payload}.AAB",
                "the last character of the signature (byte 2) has bits that encode nothing",
            ),
            ("{header}.{payload}.***", "the signature is masked, expected base64url"),
            ("{header}.{payload}.<redacted>", "the signature is masked, expected base64url"),
        ] {
            assert_eq!(message(token), expected, "{token}");
        }
    }

    #[test]
    fn the_other_alphabet_and_padding_are_for_other_lints() {
        assert_eq!(message("{header}.{payload}.AA+/"), "");
        assert_eq!(message("{header}.{payload}.AAA="), "");
    }
}
