use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::signature::{self, Form};

pub(super) static LINT: Lint = Lint {
    name: "signature-length",
    group: Group::Signature,
    severity: Severity::Error,
    summary: "the signature does not have 64 bytes",
    explanation: EXPLANATION,
    bad: r#"{"signature": "0102030405060708"}"#,
    good: r#"{"signature": null}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7518#section-3.4",
    causes: &["signature-invalid", "token-malformed"],
    explained_by: &[
        "header-alg-not-es256",
        "key-curve",
        "key-not-ec",
        "token-base64-invalid",
        "token-is-private-key",
        "token-part-count",
    ],
    check,
};

const EXPLANATION: &str = "\
An ES256 signature has 64 bytes, 86 characters of base64url (RFC 7518 §3.4). Fewer are a token that
was cut off by a terminal, a form field or a secret store. Another length is another algorithm: 32
bytes are HS256, 256 are RS256 with a key of 2048 bits, 96 are ES384.

Compare the end of the token with what the signing program printed, and sign with ES256 and the
`.p8` key.";

fn check(cx: &Context) -> Option<Check> {
    let bytes = cx.token?.signature.as_ref()?;
    let length = match Form::of(bytes) {
        Form::Raw(_) | Form::Range { .. } => return Some(Passed),
        Form::Length(length @ 1..) => length,
        Form::Length(0) | Form::Der { .. } => return None,
    };
    let (looks_like, help) = match signature::looks_like(bytes) {
        Some(what) => (format!(": it looks like {what}"), remedy(bytes)),
        None if length < 64 => (
            ": the token looks cut off".to_owned(),
            "hand over the whole token: 86 characters follow its last dot",
        ),
        None => (String::new(), "hand over the token alone: 86 characters follow its last dot"),
    };
    let message = format!(
        "the signature has {length} {}, expected 64{looks_like}",
        if length == 1 { "byte" } else { "bytes" }
    );
    Some(Found(LINT.finding("/signature", message).help(help)))
}

/// What to do about a signature that looks like something else.
fn remedy(bytes: &[u8]) -> &'static str {
    if bytes.is_ascii() {
        // By chance no signature is.
        "encode the 64 bytes of the signature as base64url, once: not their hexadecimal digits or base64"
    } else if bytes.len() == 65 {
        "leave out the byte that is too many: r and s have 32 bytes each"
    } else {
        "sign with ES256 and the .p8 key"
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    fn message(length: usize) -> String {
        findings(&LINT, &format!(r#"{{"signature": "{}"}}"#, "07".repeat(length)))[0].message.clone()
    }

    #[test]
    fn what_the_length_tells_is_told() {
        assert_eq!(message(40), "the signature has 40 bytes, expected 64: the token looks cut off");
        assert_eq!(message(1), "the signature has 1 byte, expected 64: the token looks cut off");
        assert_eq!(message(70), "the signature has 70 bytes, expected 64");
        assert!(message(256).contains("RS256"));
        assert!(message(32).contains("HS256"));
    }

    #[test]
    fn a_signature_that_was_encoded_twice_was_signed_right() {
        let ascii = |text: &str| -> String { text.bytes().map(|byte| format!("{byte:02x}")).collect() };
        for text in ["a1".repeat(64), "q3T7".repeat(21) + "qw", "q3T7".repeat(21) + "qw=="] {
            let found = findings(&LINT, &format!(r#"{{"signature": "{}"}}"#, ascii(&text)));
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(
                found[0].help.as_deref().is_some_and(|help| help.contains("as base64url, once")),
                "{found:?}"
            );
        }
        let found = findings(&LINT, &format!(r#"{{"signature": "{}"}}"#, "f7".repeat(65)));
        assert!(
            found[0].help.as_deref().is_some_and(|help| help.starts_with("leave out the byte")),
            "{found:?}"
        );
    }

    #[test]
    fn sixty_four_bytes_are_right_and_one_more_or_less_is_not() {
        for (length, expected) in [(63, true), (64, false), (65, true)] {
            let patch = format!(r#"{{"signature": "{}"}}"#, "07".repeat(length));
            assert_eq!(is_found(&LINT, &patch), expected, "{length}");
        }
    }

    #[test]
    fn the_signature_is_not_echoed() {
        for length in [8, 40, 70, 256] {
            let found = findings(&LINT, &format!(r#"{{"signature": "{}"}}"#, "77".repeat(length)));
            assert!(!format!("{found:?}").contains("d3d3"), "{found:?}");
        }
    }
}
