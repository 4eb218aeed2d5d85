use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::{Fault, KeyKind};

pub(super) static LINT: Lint = Lint {
    name: "key-not-pem",
    group: Group::KeyText,
    severity: Severity::Error,
    summary: "the text is no private key that can be read",
    explanation: EXPLANATION,
    bad: r#"{"key": "<!DOCTYPE html><title>Sign in</title>"}"#,
    good: r#"{"key": "{p8}"}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/\
        creating-api-keys-for-app-store-connect-api",
    causes: &["key-text-damaged", "key-wrong-type"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
A key of Apple's is a text of six lines, from `-----BEGIN PRIVATE KEY-----` to `-----END PRIVATE
KEY-----`. What stands in its place is something else, or a key with wrong characters in it. Typical
are the page of a sign-in form that a script downloaded instead of the key, the JSON around the key
without the key, a token, or an identifier in the wrong field. Damaged lines were repaired and
wrappings undone before this was said.

Take the file as it was downloaded. Apple lets you download it once: if it is lost, revoke the key
and make another.";

fn check(cx: &Context) -> Option<Check> {
    let key = cx.key?;
    let help = match key.kind {
        KeyKind::Html => "the download failed or needs a sign-in: download the key in a browser",
        KeyKind::Jwk => {
            "convert a private JWK to PEM (PKCS#8): no program for Apple's keys reads JSON; give \
             public ones with `--jwks`"
        }
        KeyKind::Json => "give the key's text, or a key file with a member `key` that holds it",
        KeyKind::Token => "give the private key that tokens are signed with, not a token",
        KeyKind::OpenSsh => {
            "take the `.p8` file that Apple handed out: keys of SSH have nothing to do with it"
        }
        KeyKind::Pgp => {
            "decrypt the file first (`gpg --decrypt`), or take the `.p8` file that Apple handed out"
        }
        KeyKind::Pkcs12 => "take the `.p8` file of the API key: a PKCS#12 file holds a signing certificate",
        KeyKind::Unreadable => match &key.fault {
            // An algorithm is no matter of form.
            Some(Fault::Algorithm { .. }) => return None,
            Some(Fault::Nested) => "give the text of the key as it was downloaded",
            Some(_) => {
                "take the file as it was downloaded; copying through a web page, a chat or a form changes it"
            }
            None => {
                "give the text of the `.p8` file, from the BEGIN to the END line; was another \
                 secret put here?"
            }
        },
        ref kind if kind.is_private() => return Some(Passed),
        _ => return None,
    };
    let message = match &key.fault {
        Some(fault) => format!("the key {fault}"),
        None if key.kind == KeyKind::Unreadable => {
            "there is no key in the text, expected a private key in PEM".to_owned()
        }
        None => format!("the text is {}, expected a private key in PEM", key.kind.noun()),
    };
    Some(Found(LINT.finding("/key", message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn what_stands_in_place_of_the_key_is_named() {
        for (key, expected) in [
            ("{}", "the text is JSON without a key, expected a private key in PEM"),
            (r#"{\"kty\": \"EC\", \"d\": \"x\"}"#, "the text is a JWK, expected a private key in PEM"),
            (
                "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln",
                "the text is a token, expected a private key in PEM",
            ),
            ("K7Q2M9X4TZ", "there is no key in the text, expected a private key in PEM"),
            ("@openssh.pem", "the text is a private key in OpenSSH's format, expected a private key in PEM"),
            ("@pgp.asc", "the text is a PGP key or message, expected a private key in PEM"),
            ("@pkcs12.p12", "the text is a PKCS#12 file, expected a private key in PEM"),
            (
                "-----BEGIN PRIVATE KEY-----\\nMI*H\\n-----END PRIVATE KEY-----",
                "the key has `*` on line 2, column 3, which is no base64",
            ),
            (
                "-----BEGIN PRIVATE KEY-----\\nMAMCAQA=\\n-----END PRIVATE KEY-----",
                "the key decodes to ASN.1 that is no key",
            ),
        ] {
            let found = findings(&LINT, &format!(r#"{{"key": "{key}"}}"#).replace("\\\\n", "\\n"));
            assert_eq!((found.len(), found[0].message.as_str()), (1, expected), "{found:?}");
            assert_eq!(found[0].lint.name, "key-not-pem");
        }
    }

    #[test]
    fn text_that_other_lints_name_is_theirs() {
        for key in [
            "@p256.pem",
            "@rsa.pem",
            "@x448.pem",
            "@public.pem",
            "@encrypted.pem",
            "",
            "/a.p8",
            "MIGTAgEAMBMGByqGSM49AgEG",
        ] {
            assert!(!is_found(&LINT, &format!(r#"{{"key": "{key}"}}"#)), "{key}");
        }
    }
}
