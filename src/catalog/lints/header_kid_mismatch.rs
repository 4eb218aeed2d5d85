use super::key_id_malformed;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{difference, kid, quoted, trimmed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::jwk::Jwk;
use crate::model::verification::{Verification, Verifier};

pub(super) static LINT: Lint = Lint {
    name: "header-kid-mismatch",
    group: Group::Header,
    severity: Severity::Error,
    summary: "`kid` is not the ID of the key",
    explanation: EXPLANATION,
    bad: r#"{"header": {"kid": "A1B2C3D4E5"}, "credentials": {"key_id": "K7Q2M9X4TZ"}}"#,
    good: r#"{"credentials": {"key_id": "K7Q2M9X4TZ"}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7515#section-4.1.4",
    causes: &["key-id-wrong"],
    explained_by: &["claims-sample-value", "header-kid-malformed", "identifier-whitespace", "ids-swapped"],
    check,
};

const EXPLANATION: &str = "\
Apple takes the public key it stored under `kid` and checks the signature with it. When the ID
belongs to another key, the signature cannot fit, however right everything else is. Usually one of
the two was renewed and the other was not: the key file in one secret, the key ID in another.

Take both from the same place. The file that Apple hands out has the ID in its name,
`AuthKey_<ID>.p8`; nothing inside the file tells it. A file may have been renamed, so a name that
differs is only a warning.";

/// The most keys of a JWKS that the signature is tried with.
const MOST_KEYS: usize = 100;

fn check(cx: &Context) -> Option<Check> {
    let kid = kid(cx).filter(|kid| !kid.trim().is_empty())?;
    if let Some(listed) = published_as(cx, &kid) {
        let message = format!(
            "`kid` is {}, but the signature is that of the key which the JWKS lists as {}",
            quoted(&kid),
            quoted(listed)
        );
        let help = "write the ID of the key that signs into `kid`, or list the key under this ID";
        return Some(Found(LINT.finding("/header/kid", message).help(help)));
    }
    let Some(given) = cx.credentials.key_id() else {
        // The key that the JWKS lists under this ID has signed.
        let Verification::Verified(by) = cx.signature else { return None };
        return (by.jwks_kid.as_deref() == Some(&kid)).then_some(Passed);
    };
    let id = trimmed(&given.value);
    if id.is_empty() || is_known_to_be_another_key(cx) || cannot_be_one(cx) {
        return None;
    }
    if id == kid {
        return Some(Passed);
    }
    let (severity, help) = if given.is_explicit() {
        (Severity::Error, "take key and key ID from the same place")
    } else {
        (
            Severity::Warning,
            "compare with the page where the key was made; if the file was renamed, give `--key-id`",
        )
    };
    let slip = difference(&kid, id).map(|slip| format!(": {slip}")).unwrap_or_default();
    let message =
        format!("`kid` is {}, but {} is {}{slip}", quoted(&kid), given.source("key ID"), quoted(id));
    Some(Found(LINT.finding("/header/kid", message).help(help).severity(severity)))
}

/// The other ID under which the JWKS lists the key that signed.
fn published_as<'a>(cx: &Context<'a>, kid: &str) -> Option<&'a str> {
    let (token, jwks) = (cx.token?, cx.jwks?);
    let signature = token.signature.as_ref()?;
    let signed = |jwk: &Jwk| {
        let verifier = jwk.public.clone().map(|public| Verifier { public, jwks_kid: None });
        verifier.and_then(|verifier| verifier.verifies(token, signature)) == Some(true)
    };
    if jwks.by_kid(kid).take(MOST_KEYS).any(signed) {
        return None;
    }
    let others = jwks.keys.iter().filter(|jwk| jwk.kid.as_deref().is_some_and(|other| other != kid));
    others.take(MOST_KEYS).find(|jwk| signed(jwk))?.kid.as_deref()
}

/// Whether a whole signature does not verify with the key given: the token is that of another key, which
/// signature-invalid tells.
fn is_known_to_be_another_key(cx: &Context) -> bool {
    let is_whole =
        cx.token.is_some_and(|token| token.signature.as_ref().is_some_and(|bytes| bytes.len() == 64));
    matches!(cx.signature, Verification::Invalid(verifier) if verifier.jwks_kid.is_none()) && is_whole
}

/// Whether the ID that was given is wrong, whatever `kid` is.
fn cannot_be_one(cx: &Context) -> bool {
    key_id_malformed::LINT.found_in(cx).is_some_and(|finding| finding.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    const OTHER_POINT: &str = r#""x": "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
        "y": "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU""#;

    #[test]
    fn the_name_of_the_file_is_worth_a_warning() {
        assert_eq!(
            format!("{:?}", findings(&LINT, r#"{"key_file": "AuthKey_A1B2C3D4E5.p8"}"#)),
            "[warning[header-kid-mismatch] /header/kid: `kid` is \"K7Q2M9X4TZ\", but the key ID in \
             the file name AuthKey_A1B2C3D4E5.p8 is \"A1B2C3D4E5\"]"
        );
        assert!(!is_found(&LINT, r#"{"key_file": "key.p8"}"#));
        assert!(!is_found(&LINT, r#"{"key_file": "AuthKey_K7Q2M9X4TZ (1).p8"}"#));
    }

    #[test]
    fn the_option_comes_before_the_file_name() {
        let found = findings(&LINT, r#"{"credentials": {"key_id": "A1B2C3D4E5"}, "key_file": "key.p8"}"#);
        assert_eq!(
            format!("{found:?}"),
            "[error[header-kid-mismatch] /header/kid: `kid` is \"K7Q2M9X4TZ\", but --key-id is \
             \"A1B2C3D4E5\"]"
        );
    }

    #[test]
    fn a_slip_is_named() {
        let found = findings(&LINT, r#"{"credentials": {"key_id": "K7Q2M9X4T2"}}"#);
        assert!(found[0].message.ends_with(": character 10 is \"Z\" instead of \"2\""), "{found:?}");
    }

    #[test]
    fn a_token_of_another_key_is_one_finding() {
        assert!(!is_found(&LINT, r#"{"signature": "other", "header": {"kid": "A1B2C3D4E5"}}"#));
    }

    #[test]
    fn the_jwks_may_know_the_key_by_another_id() {
        let jwks = format!(
            r#"{{"keys": [{{"kty": "EC", "crv": "P-256", "kid": "K7Q2M9X4TZ", {OTHER_POINT}}},
                          {{"kty": "EC", "crv": "P-256", "kid": "A1B2C3D4E5",
                            "x": "{{x}}", "y": "{{y}}"}}]}}"#
        );
        for key in ["null", r#""{p8}""#] {
            let found = findings(&LINT, &format!(r#"{{"key": {key}, "jwks": {jwks}}}"#));
            assert_eq!(
                format!("{found:?}"),
                "[error[header-kid-mismatch] /header/kid: `kid` is \"K7Q2M9X4TZ\", but the \
                 signature is that of the key which the JWKS lists as \"A1B2C3D4E5\"]"
            );
        }
        let both = jwks.replace(OTHER_POINT, r#""x": "{x}", "y": "{y}""#);
        assert!(!is_found(&LINT, &format!(r#"{{"key": null, "jwks": {both}}}"#)));
    }
}
