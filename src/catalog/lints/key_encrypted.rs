use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::KeyKind;

pub(super) static LINT: Lint = Lint {
    name: "key-encrypted",
    group: Group::KeyText,
    severity: Severity::Error,
    summary: "the key is encrypted with a passphrase",
    explanation: EXPLANATION,
    bad: r#"{"key": "@encrypted.pem"}"#,
    good: r#"{"key": "{p8}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7468#section-11",
    causes: &["key-wrong-type"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
The text is `ENCRYPTED PRIVATE KEY`, or has the `DEK-Info` line of the older PEM encryption. Apple
hands out its keys without a passphrase, so somebody added one. The programs that mint tokens have
no setting for it, and some would ask for it and wait for ever in CI. What kind of key is inside
cannot be told from outside.

Decrypt it with `openssl pkey -in encrypted.p8 -out AuthKey_KEYID.p8`, keep the result where only
its user can read it (`chmod 600`), or let the secret store do the encryption.";

fn check(cx: &Context) -> Option<Check> {
    let key = cx.key?;
    if key.kind != KeyKind::Encrypted {
        return key.kind.is_private().then_some(Passed);
    }
    let message = "the key is encrypted with a passphrase, expected the plain key that Apple hands out";
    Some(Found(
        LINT.finding("/key", message).help("decrypt it: `openssl pkey -in encrypted.p8 -out plain.p8`"),
    ))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::is_found;

    #[test]
    fn the_older_encryption_is_known() {
        assert!(is_found(&LINT, r#"{"key": "@encrypted-legacy.pem"}"#));
    }
}
