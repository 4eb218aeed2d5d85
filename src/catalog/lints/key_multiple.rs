use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::KeyKind;

pub(super) static LINT: Lint = Lint {
    name: "key-multiple",
    group: Group::KeyText,
    severity: Severity::Warning,
    summary: "the key text has more than one PEM block",
    explanation: EXPLANATION,
    bad: r#"{"key": "{p8}{p8}"}"#,
    good: r#"{"key": "{p8}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7468#section-2",
    causes: &["credentials-conflict", "credential-stale"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
A key file of Apple's has one block, from BEGIN to END. In this text there are several: two keys one
after the other, the old one still above the new one, or a key with a certificate as `openssl pkcs12
-nodes` writes them. Here the first P-256 private key is used. OpenSSL takes the first private key
of any kind, other programs the first block whatever it is, and Apple's CryptoKit, which xcodebuild
uses, refuses the text.

Keep the key whose ID you use, and each other block in a file of its own.";

fn check(cx: &Context) -> Option<Check> {
    let key = cx.key.filter(|key| key.kind == KeyKind::P256 && key.blocks > 0)?;
    if key.blocks == 1 {
        return Some(Passed);
    }
    let message = format!(
        "the key text has {} PEM blocks, expected one: the first P-256 private key in it is used, \
         other programs may take another block",
        key.blocks
    );
    Some(Found(LINT.finding("/key", message).help("keep only the key whose ID is used")))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn an_export_of_a_certificate_and_its_key_is_one_fault() {
        let found = findings(&LINT, r#"{"token": null, "key": "@bag-attributes.pem"}"#);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.starts_with("the key text has 2 PEM blocks, expected one"), "{found:?}");
    }

    #[test]
    fn parameters_of_the_curve_are_no_block_of_their_own() {
        assert!(!is_found(&LINT, r#"{"token": null, "key": "@p256-parameters.pem"}"#));
    }
}
