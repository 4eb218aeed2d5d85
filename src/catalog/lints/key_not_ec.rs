use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::{Fault, KeyKind};

pub(super) static LINT: Lint = Lint {
    name: "key-not-ec",
    group: Group::KeyText,
    severity: Severity::Error,
    summary: "the key is for another algorithm than ECDSA",
    explanation: EXPLANATION,
    bad: r#"{"key": "@rsa.pem"}"#,
    good: r#"{"key": "{p8}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7518#section-3.4",
    causes: &["key-wrong-type"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
Apple takes one algorithm, ES256: ECDSA on the curve P-256 (RFC 7518 §3.4). A key for RSA, Ed25519
or anything else cannot make such a signature. All of Apple's own keys are of the right kind, so
this is not the file that Apple handed out: a key for SSH, for another provider (Google's and
GitHub's are RSA), or one of your own making.

Take the `.p8` file that Apple let you download. Where you make the key yourself:
`openssl ecparam -genkey -noout -name prime256v1`.";

fn check(cx: &Context) -> Option<Check> {
    let key = cx.key?;
    let found = match (&key.kind, &key.fault) {
        (KeyKind::Rsa | KeyKind::Ed25519 | KeyKind::Ed448 | KeyKind::X25519 | KeyKind::Dsa, _) => {
            format!("is {}", key.kind.noun())
        }
        (_, Some(fault @ Fault::Algorithm { .. })) => fault.to_string(),
        (kind, _) if kind.is_private() => return Some(Passed),
        _ => return None,
    };
    Some(Found(
        LINT.finding("/key", format!("the key {found}, expected one for ES256: EC on the curve P-256"))
            .help(own_key(cx)),
    ))
}

/// Where the right key is made, if only one service is in question.
pub(super) fn own_key(cx: &Context) -> String {
    match cx.services {
        [service] => format!("take the key that Apple handed out: {}", service.key.page),
        _ => "take the `.p8` file that Apple handed out".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::findings;

    #[test]
    fn where_the_right_key_is_made_is_told_only_when_the_service_is_known() {
        let help = |services: &str| {
            findings(&LINT, &format!(r#"{{"key": "@rsa.pem", {services}}}"#))[0].help.clone().unwrap()
        };
        assert!(help(r#""service": "asc-team""#).starts_with("take the key that Apple handed out: "));
        assert_eq!(
            help(r#""services": ["apns", "asc-team"], "token": null"#),
            "take the `.p8` file that Apple handed out"
        );
    }

    #[test]
    fn each_algorithm_is_named() {
        for (file, found) in [
            ("rsa-pkcs1.pem", "is an RSA private key"),
            ("ed25519.pem", "is an Ed25519 private key"),
            ("ed448.pem", "is an Ed448 private key"),
            ("x25519.pem", "is an X25519 private key"),
            ("x448.pem", "is for an unknown algorithm, 1.3.101.111"),
            ("dsa.pem", "is a DSA private key"),
        ] {
            let all = findings(&LINT, &format!(r#"{{"key": "@{file}"}}"#));
            assert_eq!((all.len(), all[0].lint.name), (1, "key-not-ec"), "{all:?}");
            assert_eq!(
                all[0].message,
                format!("the key {found}, expected one for ES256: EC on the curve P-256")
            );
        }
    }
}
