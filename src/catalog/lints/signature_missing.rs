use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "signature-missing",
    group: Group::Signature,
    severity: Severity::Error,
    summary: "the token ends in a dot, without a signature",
    explanation: EXPLANATION,
    bad: r#"{"token": "{header}.{payload}."}"#,
    good: r#"{"token": "{header}.{payload}.{signature}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7515#section-5.2",
    causes: &["signature-invalid"],
    explained_by: &["header-alg-not-es256"],
    check,
};

const EXPLANATION: &str = "\
The third part of the token is empty. That is how an unsigned token looks (RFC 7519 §6), or one
whose signing failed without anybody noticing: in a shell, a failed `openssl` leaves its variable
empty.

Sign with ES256 and the `.p8` key, and stop the script when signing fails (`set -euo pipefail`).";

fn check(cx: &Context) -> Option<Check> {
    if !cx.token?.signature.as_ref()?.is_empty() {
        return Some(Passed);
    }
    let message = "the signature is empty, expected 64 bytes";
    Some(Found(
        LINT.finding("/signature", message)
            .help("sign with ES256 and the .p8 key, and see that signing succeeds"),
    ))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::is_found;

    #[test]
    fn a_token_of_two_parts_is_another() {
        assert!(!is_found(&LINT, r#"{"token": "{header}.{payload}"}"#));
    }
}
