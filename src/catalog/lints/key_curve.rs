use super::key_not_ec::own_key;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::KeyKind;

pub(super) static LINT: Lint = Lint {
    name: "key-curve",
    group: Group::KeyText,
    severity: Severity::Error,
    summary: "the key is on another curve than P-256",
    explanation: EXPLANATION,
    bad: r#"{"key": "@p384.pem"}"#,
    good: r#"{"key": "{p8}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7518#section-3.4",
    causes: &["key-wrong-type"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
ES256 is ECDSA on the curve P-256, which OpenSSL calls `prime256v1` (RFC 7518 §3.4). A key on
another curve makes other signatures: P-384 and P-521 belong to ES384 and ES512 and make them 96 and
132 bytes long, secp256k1 belongs to ES256K and makes them of the right length but never valid.
Apple takes none of these. All of Apple's own keys are on P-256.

Take the `.p8` file that Apple let you download. Where you make the key yourself:
`openssl ecparam -genkey -noout -name prime256v1`. If the curve is P-256 but written in numbers,
`openssl ec -in key.pem -param_enc named_curve` names it.";

fn check(cx: &Context) -> Option<Check> {
    let kind = &cx.key?.kind;
    let message = match kind {
        KeyKind::EcP384 | KeyKind::EcP521 | KeyKind::EcSecp256k1 | KeyKind::Ec { oid: None } => {
            format!("the key is {}, expected the curve P-256", kind.noun())
        }
        KeyKind::Ec { oid: Some(oid) } => {
            format!(
                "the key is an EC private key on the curve {oid:.80}, expected P-256 (1.2.840.10045.3.1.7)"
            )
        }
        KeyKind::P256 => return Some(Passed),
        _ => return None,
    };
    let help = match kind {
        KeyKind::Ec { oid: None } => {
            "if the curve is P-256 written in numbers, name it: `openssl ec -in key.pem -param_enc \
             named_curve -out named.pem`"
                .to_owned()
        }
        _ => own_key(cx),
    };
    Some(Found(LINT.finding("/key", message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::findings;

    #[test]
    fn each_curve_is_named() {
        for (file, curve) in [
            ("p384-sec1.pem", "a P-384 private key, expected the curve P-256"),
            ("p521.pem", "a P-521 private key, expected the curve P-256"),
            ("secp256k1.pem", "a secp256k1 private key, expected the curve P-256"),
            ("p256-explicit.pem", "an EC private key on a curve without a name, expected the curve P-256"),
            (
                "brainpool.pem",
                "an EC private key on the curve 1.3.36.3.3.2.8.1.1.7, expected P-256 (1.2.840.10045.3.1.7)",
            ),
        ] {
            let found = findings(&LINT, &format!(r#"{{"key": "@{file}"}}"#));
            assert_eq!((found.len(), found[0].message.as_str()), (1, format!("the key is {curve}").as_str()));
        }
    }
}
