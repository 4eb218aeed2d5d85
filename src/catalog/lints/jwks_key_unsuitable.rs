use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::quoted;
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::jwk::{Error, Jwk};
use crate::model::verification::Verification;
use crate::redact;

pub(super) static LINT: Lint = Lint {
    name: "jwks-key-unsuitable",
    group: Group::Jwks,
    severity: Severity::Error,
    summary: "the JWKS or its key cannot verify ES256",
    explanation: EXPLANATION,
    bad: r#"{"key": null, "jwks": {"keys": [
        {"kty": "EC", "crv": "P-256", "kid": "K7Q2M9X4TZ", "x": "{x}", "y": "{y}", "use": "enc"}
    ]}}"#,
    good: r#"{"key": null, "jwks": {"keys": [
        {"kty": "EC", "crv": "P-256", "kid": "K7Q2M9X4TZ", "x": "{x}", "y": "{y}", "use": "sig"}
    ]}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1",
    causes: &["key-wrong-type"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
ES256 is verified with a public key of `kty` EC on the curve `P-256`, 32 bytes each of `x` and `y`
(RFC 7518 §6.2.1). A key that says it is for encryption, for another algorithm or not for `verify`
is not meant for that (RFC 7517 §4.2 to §4.4): this program tries it all the same, libraries refuse
it.

Write the key anew from the private key: `kty`, `crv`, `x`, `y`, `kid`, and nothing else is needed.";

/// Looks at the keys of the token's `kid`, at all of them when it names none: one that is suitable is enough.
fn check(cx: &Context) -> Option<Check> {
    let jwks = cx.jwks?;
    if let Some(fault) = &jwks.fault {
        let (message, help) = unreadable(fault);
        return Some(Found(LINT.finding("/key", message).help(help)));
    }
    let kid = cx.header().and_then(|header| header.str("kid"));
    let is_meant = |jwk: &&Jwk| kid.is_none() || jwk.kid.as_deref() == kid.as_deref();
    let meant: Vec<_> = jwks.keys.iter().filter(is_meant).collect();
    if meant.iter().any(|jwk| jwk.unsuitable.is_none()) {
        return Some(Passed);
    }
    let verified = |jwk: &Jwk| match cx.signature {
        Verification::Verified(verifier) => jwk.public.as_ref() == Some(&verifier.public),
        _ => false,
    };
    let Some(jwk) = meant.iter().max_by_key(|jwk| (verified(jwk), jwk.public.is_some())) else {
        let is_empty = kid.is_none() && jwks.keys.is_empty();
        let found = || LINT.finding("/key", "the JWKS has no keys, expected one of ES256").help(HELP);
        return is_empty.then(|| Found(found()));
    };
    let which = match &jwk.kid {
        Some(kid) => format!("the key {} of the JWKS", quoted(kid)),
        None => "the key of the JWKS".to_owned(),
    };
    let why = jwk.unsuitable.as_ref()?.to_string();
    let why: String = redact::secrets_within(&why, 160).chars().take(160).collect();
    if jwk.public.is_none() {
        return Some(Found(LINT.finding("/key", format!("{which} cannot verify ES256: {why}")).help(HELP)));
    }
    // The key itself is good.
    let message = if verified(jwk) {
        format!("the signature verifies with {which}, although {why}")
    } else {
        format!("{which} is not meant to verify ES256: {why}")
    };
    let help = "correct this member or leave it out: libraries refuse the key for it";
    Some(Found(LINT.finding("/key", message).help(help).severity(Severity::Warning)))
}

const HELP: &str = "publish the public half of the .p8 key: `kty` EC, `crv` P-256, `x`, `y` and `kid`";

/// What stands where the set should, and what to do about it.
fn unreadable(fault: &Error) -> (String, &'static str) {
    let help = match fault {
        Error::Empty => "look where it comes from: a download that failed, or a variable that is not set",
        Error::Pem { is_public: true, .. } => {
            "write the key as a JWK: `kty` EC, `crv` P-256, `x`, `y` and `kid`"
        }
        Error::Pem { is_public: false, .. } => "give a private key with `--key`",
        Error::Other { .. } => "give the text of the set itself",
        Error::Syntax { .. } | Error::NotKeys { .. } | Error::NoKeys | Error::KeysNotArray { .. } => {
            "write `{\"keys\": […]}`, or one key with `kty`, `crv`, `x` and `y`"
        }
    };
    let expected = "expected a JWK or a JWKS, `{\"keys\": […]}`";
    let message = match fault {
        Error::Empty => format!("the JWKS is empty, {expected}"),
        fault => format!("the JWKS cannot be read: {fault}, {expected}"),
    };
    (message, help)
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use super::unreadable;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};
    use crate::model::jwk::Jwks;

    const GOOD: &str = r#""kty": "EC", "crv": "P-256", "kid": "K7Q2M9X4TZ", "x": "{x}", "y": "{y}""#;

    fn message(keys: &str) -> String {
        let found = findings(&LINT, &format!(r#"{{"key": null, "jwks": {{"keys": [{keys}]}}}}"#));
        found.into_iter().map(|f| format!("{}: {}", f.lint.name, f.message)).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn the_reason_is_said() {
        let begin = "jwks-key-unsuitable: the key \"K7Q2M9X4TZ\" of the JWKS cannot verify ES256:";
        for (key, why) in [
            (r#"{"kid": "K7Q2M9X4TZ", "kty": "RSA"}"#.to_owned(), "`kty` is `RSA`, not `EC`"),
            (
                r#"{"kid": "K7Q2M9X4TZ", "kty": "EC", "crv": "P-384"}"#.to_owned(),
                "`crv` is `P-384`, not `P-256`",
            ),
            (
                r#"{"kid": "K7Q2M9X4TZ", "kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"}"#.to_owned(),
                "`x` has 3 bytes, not 32",
            ),
        ] {
            assert_eq!(message(&key), format!("{begin} {why}"));
        }
    }

    #[test]
    fn a_key_that_verifies_in_spite_of_what_it_says_is_a_warning() {
        for (member, why) in [
            (r#""use": "enc""#, "`use` is `enc`, not `sig`"),
            (r#""alg": "RS256""#, "`alg` is `RS256`, not `ES256`"),
            (r#""key_ops": ["sign"]"#, "`key_ops` is without `verify`"),
        ] {
            let jwks = format!(
                r#""jwks": {{"keys": [{{"kid": "K7Q2M9X4TZ", "kty": "RSA"}}, {{{GOOD}, {member}}}]}}"#
            );
            let found = findings(&LINT, &format!(r#"{{"key": null, {jwks}}}"#));
            assert_eq!((found.len(), found[0].severity), (1, Severity::Warning), "{found:?}");
            let begin = "the signature verifies with the key \"K7Q2M9X4TZ\" of the JWKS, although";
            assert_eq!(found[0].message, format!("{begin} {why}"));
            let found = findings(&LINT, &format!(r#"{{"key": null, "token": null, {jwks}}}"#));
            assert_eq!((found.len(), found[0].severity), (1, Severity::Warning), "{found:?}");
            assert!(found[0].message.ends_with(&format!("is not meant to verify ES256: {why}")), "{found:?}");
        }
    }

    #[test]
    fn what_stands_in_place_of_a_set_is_said() {
        for (text, message) in [
            ("", "the JWKS is empty, expected a JWK or a JWKS, `{\"keys\": […]}`"),
            (
                "-----BEGIN PUBLIC KEY-----",
                "the JWKS cannot be read: it is a PEM public key, expected a JWK or a JWKS, \
                 `{\"keys\": […]}`",
            ),
            (
                "{,}",
                "the JWKS cannot be read: it is not JSON at column 2 of line 1, expected a JWK or a \
                 JWKS, `{\"keys\": […]}`",
            ),
        ] {
            assert_eq!(unreadable(&Jwks::parse(text.as_bytes()).unwrap_err()).0, message);
        }
    }

    #[test]
    fn other_keys_do_not_matter() {
        assert_eq!(
            message(&format!(
                r#"{{{GOOD}}}, {{"kid": "A", "kty": "RSA"}}, {{"kid": "K7Q2M9X4TZ", "kty": "RSA"}}"#
            )),
            ""
        );
    }

    #[test]
    fn without_a_kid_one_suitable_key_is_enough() {
        let no_kid = |keys: &str| {
            is_found(
                &LINT,
                &format!(r#"{{"key": null, "header": {{"kid": null}}, "jwks": {{"keys": [{keys}]}}}}"#),
            )
        };
        assert!(!no_kid(&format!(r#"{{"kty": "RSA"}}, {{{GOOD}}}"#)));
        assert!(no_kid(r#"{"kty": "RSA"}"#) && no_kid(""));
    }
}
