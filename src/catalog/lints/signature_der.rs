use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::signature::Form;

pub(super) static LINT: Lint = Lint {
    name: "signature-der",
    group: Group::Signature,
    severity: Severity::Error,
    summary: "the signature is ASN.1 DER instead of the raw 64 bytes",
    explanation: EXPLANATION,
    bad: r#"{"signature": "der"}"#,
    good: r#"{"signature": null}"#,
    source: "https://developer.apple.com/documentation/technotes/\
        tn3107-resolving-sign-in-with-apple-response-errors",
    causes: &["signature-der"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
ES256 wants the two numbers r and s of the signature as 32 bytes each, one after the other (RFC 7518
§3.4). OpenSSL, Java and most cryptographic libraries write them as ASN.1 DER instead: 70 to 72
bytes that begin with 0x30. Apple calls that an unsupported byte format and refuses it.

Let a JWT library sign, or ask for the raw form: `dsaEncoding: 'ieee-p1363'` in Node.js,
`SHA256withECDSAinP1363Format` in Java. After `openssl dgst -sign` and PHP's `openssl_sign` the
signature must be converted.";

fn check(cx: &Context) -> Option<Check> {
    let token = cx.token?;
    let bytes = token.signature.as_ref()?;
    let raw = match Form::of(bytes) {
        Form::Der { raw } => raw,
        Form::Raw(_) | Form::Range { .. } => return Some(Passed),
        Form::Length(_) => return None,
    };
    let verifies = |raw: [u8; 64]| cx.signature.verifier()?.verifies(token, &raw);
    let converted = match raw.map(verifies) {
        None => ", of a larger curve than P-256",
        Some(None) => "",
        Some(Some(true)) => "; converted, it verifies with the key",
        Some(Some(false)) => "; even converted, it does not verify with the key",
    };
    let message = format!(
        "the signature is ASN.1 DER ({} bytes), expected the 64 bytes of r and s{converted}",
        bytes.len()
    );
    Some(Found(LINT.finding("/signature", message).help(
        "let a JWT library sign, or convert to the raw form: `openssl dgst -sign`, PHP's \
         `openssl_sign`, Java's `SHA256withECDSA` and Node's `crypto.sign` write DER",
    )))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn the_signature_is_tried_in_raw_form() {
        let message = |patch| findings(&LINT, patch)[0].message.clone();
        assert!(message(r#"{"signature": "der"}"#).ends_with("r and s; converted, it verifies with the key"));
        let padded =
            r#"{"signature": "der", "claims": {"name": "???"}, "token": "{header}.{payload}=.{signature}"}"#;
        let found = findings(&LINT, padded);
        assert!(
            found.iter().any(|f| f.message.ends_with("converted, it verifies with the key")),
            "{found:?}"
        );
        assert!(message(r#"{"signature": "der", "key": null}"#).ends_with("64 bytes of r and s"));
        assert!(message(r#"{"signature": "3006020101020101"}"#).ends_with("it does not verify with the key"));
    }

    #[test]
    fn a_larger_curve_is_told() {
        let p384 = format!("30640230{}0230{}", "01".repeat(48), "01".repeat(48));
        let found = findings(&LINT, &format!(r#"{{"signature": "{p384}"}}"#));
        assert!(found[0].message.ends_with("of a larger curve than P-256"), "{found:?}");
    }

    #[test]
    fn wrong_bytes_in_der_are_one_fault() {
        assert!(is_found(&LINT, r#"{"signature": "3006020101020101"}"#));
    }
}
