use crate::context::Context;
use crate::lint::{Finding, Group, Lint, Severity};
use crate::verification::Verification;

pub(super) static LINT: Lint = Lint {
    name: "signature-invalid",
    group: Group::Signature,
    severity: Severity::Error,
    summary: "the signature does not verify with the key",
    explanation: "\
The signature was checked with the public half of the private key given, or with the key that the JWKS lists under the
token's `kid`. It does not fit: another key signed the token, or the token was changed after it was signed. Apple makes
the same check with the public key it stored under `kid`.

Find out which key the signing program really reads: an older copy in a secret store is the usual surprise. Compare
thumbprints: `why401 check KEY` prints the one of each key.",
    bad: r#"{"signature": "other"}"#,
    good: r#"{"signature": null}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7515#section-5.2",
    causes: &["signature-invalid", "key-id-wrong", "credential-stale"],
    explained_by: &["header-alg-not-es256", "header-crit-unsupported", "signature-der", "signature-length", "signature-missing", "signature-range"],
    check,
};

fn check(cx: &Context) -> Option<Finding> {
    let Verification::Invalid(verifier) = cx.signature else { return None };
    let key = match &verifier.jwks_kid {
        Some(kid) => format!("the key \"{kid}\" of the JWKS"),
        None => format!("the public half of the given key (thumbprint {})", verifier.public.thumbprint()),
    };
    let message =
        format!("the signature does not verify with {key}: another key signed, or the token was changed");
    Some(LINT.finding("/signature", message).help(
        "sign with the key of this `kid`; an older copy of the key in a secret store is the usual cause",
    ))
}
