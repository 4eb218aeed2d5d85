use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::{Fault, KeyKind};
use crate::model::verification::Verification;

pub(super) static LINT: Lint = Lint {
    name: "key-unconfirmed",
    group: Group::KeyText,
    severity: Severity::Note,
    summary: "the key file does not hold the public key, so nothing in it confirms the private key",
    explanation: EXPLANATION,
    bad: r#"{"token": null, "key": "@p256-private-only.pem"}"#,
    good: r#"{"token": null, "key": "@p256.pem"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc5915#section-3",
    causes: &["signature-invalid", "key-text-damaged"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
The key files that Apple hands out, and most that OpenSSL writes, hold the private key and the
public key that belongs to it. One confirms the other: a single changed character makes them
disagree. This file holds the private key only, as `openssl ec -no_public` writes it. A missing or
added character is still detected, but a changed one is not: it makes a valid private key that Apple
does not know.

If Apple rejects the tokens, compare this key's thumbprint with that of the original, or check a
token that Apple accepted with this key: if its signature verifies, the key is unchanged.";

fn check(cx: &Context) -> Option<Check> {
    let key = cx.key.filter(|key| key.kind == KeyKind::P256)?;
    let holds_public = key.embedded.is_some() || key.fault == Some(Fault::EmbeddedPoint);
    if holds_public || matches!(cx.signature, Verification::Verified(_)) {
        return Some(Passed);
    }
    let message = "nothing in the file confirms the key: it does not hold the public key, so a changed \
                   character would go unnoticed";
    Some(Found(
        LINT.finding("/key", message).help(
            "if Apple rejects the tokens, use the file as it was downloaded, or compare the thumbprints",
        ),
    ))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;

    use super::LINT;
    use crate::catalog::lint::example::is_found;

    #[test]
    fn a_key_without_its_public_key_may_have_a_changed_character() {
        let pem = std::fs::read_to_string("testdata/keys/p256-private-only.pem").unwrap();
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let mut der = BASE64_STANDARD.decode(body).unwrap();
        // Within the private number.
        der[40] ^= 1;
        let text = BASE64_STANDARD.encode(der);
        let lines: Vec<_> = text.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
        let damaged =
            format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"));
        for key in [pem, damaged] {
            let patch = serde_json::json!({"token": null, "key": key});
            assert!(is_found(&LINT, &patch.to_string()));
        }
    }

    #[test]
    fn a_token_that_verifies_confirms_the_key() {
        assert!(!is_found(&LINT, r#"{"key": "{p8:private-only}"}"#));
        assert!(is_found(&LINT, r#"{"key": "{p8:private-only}", "token": null}"#));
    }
}
