use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::{Fault, KeyKind};

pub(super) static LINT: Lint = Lint {
    name: "key-public-mismatch",
    group: Group::KeyText,
    severity: Severity::Error,
    summary: "the public key in the file does not belong to its private key",
    explanation: EXPLANATION,
    bad: r#"{"token": null, "key": "@p256-public-mismatch.pem"}"#,
    good: r#"{"token": null, "key": "@p256.pem"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc5915#section-3",
    causes: &["signature-invalid", "key-text-damaged"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
A key file holds the private number, from which the public key follows, and mostly that public key,
too. Here the two do not belong together: the file was changed by hand, put together from two keys,
or damaged without breaking its form. Some programs take the public half from the file and some
derive it; OpenSSL signs without looking. Apple checks with the public key that it stored, and at
most one of these two can be that.

Take the file as it was downloaded. If it is lost, revoke the key and make another: Apple lets you
download it once.";

fn check(cx: &Context) -> Option<Check> {
    let key = cx.key.filter(|key| key.kind == KeyKind::P256)?;
    let message = match (&key.fault, &key.embedded, &key.public) {
        (Some(fault @ Fault::EmbeddedPoint), ..) => format!("the key {fault}"),
        (_, Some(embedded), Some(derived)) if embedded != derived => format!(
            "the public key in the file (thumbprint {:.8}…) does not belong to the private key \
             (thumbprint {:.8}…)",
            embedded.thumbprint(),
            derived.thumbprint()
        ),
        (_, Some(_), Some(_)) => return Some(Passed),
        _ => return None,
    };
    Some(Found(LINT.finding("/key", message).help("take the file as it was downloaded, or make another key")))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;

    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn both_thumbprints_are_told() {
        let found = findings(&LINT, r#"{"token": null, "key": "@p256-public-mismatch.pem"}"#);
        assert_eq!(found[0].message.matches("(thumbprint ").count(), 2, "{found:?}");
    }

    #[test]
    fn a_point_off_the_curve_is_told() {
        let mut der = std::fs::read("testdata/keys/p256.der").unwrap();
        let last = der.len() - 1;
        der[last] ^= 1;
        let text = BASE64_STANDARD.encode(der);
        let lines: Vec<_> = text.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"));
        let found = findings(&LINT, &serde_json::json!({"token": null, "key": pem}).to_string());
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].message, "the key has a public key in it that is not on the curve");
    }

    #[test]
    fn a_key_without_its_public_half_or_with_a_compressed_one_is_right() {
        for file in ["p256-private-only.pem", "p256-compressed.pem"] {
            assert!(!is_found(&LINT, &format!(r#"{{"token": null, "key": "@{file}"}}"#)), "{file}");
        }
    }
}
