use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::KeyKind;

pub(super) static LINT: Lint = Lint {
    name: "key-not-private",
    group: Group::KeyText,
    severity: Severity::Error,
    summary: "the key is a public key, a certificate or a certificate signing request",
    explanation: EXPLANATION,
    bad: r#"{"key": "@public.pem"}"#,
    good: r#"{"key": "{p8}"}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/\
        creating-api-keys-for-app-store-connect-api",
    causes: &["key-wrong-type"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
Only a private key can sign. A public key, a certificate and a signing request each hold the public
half of one, which can do no more than check signatures. Certificates and signing requests belong to
code signing, which has its own keys: an API key of Apple has no certificate.

Take the `.p8` file that Apple let you download when the key was made. To check a token against
public keys, give them as a JWKS.";

fn check(cx: &Context) -> Option<Check> {
    let kind = &cx.key?.kind;
    let help = match kind {
        KeyKind::Public => {
            "give the private key, or a JWKS with the public one (`--jwks`) to check signatures only"
        }
        KeyKind::Certificate | KeyKind::CertificateRequest => {
            "give the `.p8` file of the API key: it has nothing to do with certificates"
        }
        kind if kind.is_private() || *kind == KeyKind::Encrypted => return Some(Passed),
        _ => return None,
    };
    Some(Found(
        LINT.finding("/key", format!("the key is {}, expected a private key", kind.noun())).help(help),
    ))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn each_kind_is_named() {
        for (file, noun) in [
            ("certificate.pem", "a certificate"),
            ("csr.pem", "a certificate signing request"),
            ("openssh.pub", "a public key"),
            ("rsa-public-pkcs1.pem", "a public key"),
        ] {
            let found = findings(&LINT, &format!(r#"{{"key": "@{file}"}}"#));
            assert_eq!(
                (found.len(), found[0].message.as_str()),
                (1, format!("the key is {noun}, expected a private key").as_str())
            );
        }
    }

    #[test]
    fn a_certificate_beside_the_private_key_is_no_fault_of_this_kind() {
        assert!(!is_found(&LINT, r#"{"token": null, "key": "@bag-attributes.pem"}"#));
    }
}
