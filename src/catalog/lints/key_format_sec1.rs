use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::{Encoding, KeyKind};

pub(super) static LINT: Lint = Lint {
    name: "key-format-sec1",
    group: Group::KeyText,
    severity: Severity::Note,
    summary: "the key is in SEC1 format, not in PKCS#8 as Apple hands it out",
    explanation: EXPLANATION,
    bad: r#"{"token": null, "key": "@p256-sec1.pem"}"#,
    good: r#"{"token": null, "key": "@p256.pem"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc5915#section-4",
    causes: &[],
    explained_by: &["key-label-mismatch"],
    check,
};

const EXPLANATION: &str = "\
Apple's `.p8` files are PKCS#8, with `PRIVATE KEY` in the BEGIN line. This key is SEC1 (RFC 5915),
`EC PRIVATE KEY`: what `openssl ec` and `openssl ecparam -genkey` write. It is the same kind of key
and OpenSSL reads either, but programs that only know Apple's files, and Java, do not. It may also
be a key that was made elsewhere, which Apple does not know.

Convert it with `openssl pkcs8 -topk8 -nocrypt -in key.pem -out key.p8`.";

fn check(cx: &Context) -> Option<Check> {
    let encoding = cx.key.filter(|key| key.kind == KeyKind::P256)?.encoding?;
    if cx.service.key.file_prefixes.is_empty() {
        // Its keys are made by their owners, in whatever format.
        return None;
    }
    if encoding != Encoding::Sec1 {
        return Some(Passed);
    }
    let message =
        "the key is in SEC1 format (`EC PRIVATE KEY`), while Apple hands out PKCS#8 (`PRIVATE KEY`)";
    Some(Found(LINT.finding("/key", message).help(
        "if a program refuses it, convert it: `openssl pkcs8 -topk8 -nocrypt -in key.pem -out key.p8`",
    )))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::is_found;

    #[test]
    fn parameters_in_front_change_nothing() {
        assert!(is_found(&LINT, r#"{"token": null, "key": "@p256-parameters.pem"}"#));
        assert!(is_found(&LINT, r#"{"token": null, "key": "@p256-sec1.der"}"#));
    }

    #[test]
    fn a_key_that_cannot_be_used_is_not_its_business() {
        assert!(!is_found(&LINT, r#"{"key": "@p384-sec1.pem"}"#));
    }
}
