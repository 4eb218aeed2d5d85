use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::verification::Verification;

pub(super) static LINT: Lint = Lint {
    name: "signature-invalid",
    group: Group::Signature,
    severity: Severity::Error,
    summary: "the signature does not verify with the key",
    explanation: EXPLANATION,
    bad: r#"{"signature": "other"}"#,
    good: r#"{"signature": null}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7515#section-5.2",
    causes: &["signature-invalid", "key-id-wrong", "credential-stale"],
    explained_by: &[
        "header-alg-not-es256",
        "header-crit-unsupported",
        "header-kid-mismatch",
        "key-public-mismatch",
        "signature-der",
        "signature-length",
        "signature-missing",
        "signature-range",
        "token-base64-invalid",
        "token-is-private-key",
        "token-json-invalid",
        "token-part-count",
    ],
    check,
};

const EXPLANATION: &str = "\
The signature was checked with the public half of the private key given, or with the key that the
JWKS lists under the token's `kid`. It does not fit: another key signed the token, or the token was
changed after it was signed. Apple makes the same check with the public key it stored under `kid`.

Find out which key the signing program really reads: an older copy in a secret store is the usual
surprise. Compare thumbprints: `why401 check KEY` prints the one of each key.";

fn check(cx: &Context) -> Option<Check> {
    let verifier = match cx.signature {
        Verification::Unchecked => return None,
        Verification::Verified(_) => return Some(Passed),
        Verification::Invalid(verifier) => verifier,
    };
    let key = match &verifier.jwks_kid {
        Some(kid) => format!("the key \"{kid}\" of the JWKS"),
        None if cx.key.is_some_and(|key| key.public.is_some()) => {
            "the public half of the given key".to_owned()
        }
        None => "the only key of the JWKS".to_owned(),
    };
    let message =
        format!("the signature does not verify with {key}: another key signed, or the token was changed");
    let help = help(cx).unwrap_or_else(|| {
        "sign with the key of this `kid`; an older copy of the key in a secret store is the usual cause"
            .to_owned()
    });
    Some(Found(LINT.finding("/signature", message).help(help)))
}

/// Says so when the given key is not the one that the token names.
fn help(cx: &Context) -> Option<String> {
    let kid = cx.header()?.str("kid")?;
    let given = cx.credentials.key_id().filter(|given| given.value != kid)?;
    Some(format!(
        "the token names the key \"{kid:.40}\", but {} says \"{:.40}\": check with the key of the token, or \
         sign with this one",
        given.origin, given.value
    ))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    const JWKS: &str =
        r#""jwks": {"keys": [{"kty": "EC", "crv": "P-256", "kid": "K7Q2M9X4TZ", "x": "{x}", "y": "{y}"}]}"#;

    #[test]
    fn the_key_of_the_jwks_is_named() {
        let found = findings(&LINT, &format!(r#"{{"key": null, "signature": "other", {JWKS}}}"#));
        assert_eq!(
            found[0].message,
            "the signature does not verify with the key \"K7Q2M9X4TZ\" of the JWKS: another key \
             signed, or the token was changed"
        );
    }

    #[test]
    fn a_good_signature_or_an_unknown_key_is_no_fault() {
        for patch in [
            format!(r#"{{"key": null, {JWKS}}}"#),
            r#"{"key": null, "signature": "other"}"#.to_owned(),
            format!(r#"{{"signature": null, {JWKS}}}"#),
        ] {
            assert!(!is_found(&LINT, &patch), "{patch}");
        }
    }

    #[test]
    fn a_token_changed_after_signing_does_not_verify() {
        let patch = r#"{"token": "{header}.eyJpc3MiOiJ4In0.{signature}"}"#;
        assert!(is_found(&LINT, patch));
    }

    #[test]
    fn a_key_of_another_id_is_told() {
        let found = findings(&LINT, r#"{"signature": "other", "key_file": "AuthKey_B3W8N6Y2RC.p8"}"#);
        let invalid = found.iter().find(|f| f.lint.name == "signature-invalid").unwrap();
        assert_eq!(
            invalid.help.as_deref(),
            Some(
                "the token names the key \"K7Q2M9X4TZ\", but the file name AuthKey_B3W8N6Y2RC.p8 \
                 says \"B3W8N6Y2RC\": \
                 check with the key of the token, or sign with this one"
            )
        );
    }
}
