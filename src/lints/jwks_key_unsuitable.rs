use crate::context::Context;
use crate::jwk::Jwk;
use crate::lint::identifier::quoted;
use crate::lint::{Finding, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "jwks-key-unsuitable",
    group: Group::Jwks,
    severity: Severity::Error,
    summary: "the key of the JWKS cannot verify ES256",
    explanation: "\
ES256 is verified with a public key of `kty` EC on the curve `P-256`, 32 bytes each of `x` and `y` (RFC 7518 §6.2.1).
A key that says it is for encryption, for another algorithm or not for `verify` must not be used (RFC 7517 §4.2 to
§4.4).

Write the key anew from the private key: `kty`, `crv`, `x`, `y`, `kid`, and nothing else is needed.",
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

/// Looks at the keys of the token's `kid`, at all of them when it names none: one that is suitable is enough.
fn check(cx: &Context) -> Option<Finding> {
    let jwks = cx.jwks?;
    let kid = cx.header().and_then(|header| header.str("kid"));
    let is_meant = |jwk: &&Jwk| kid.is_none() || jwk.kid.as_deref() == kid.as_deref();
    let mut meant = jwks.keys.iter().filter(is_meant);
    if jwks.keys.iter().filter(is_meant).any(|jwk| jwk.unsuitable.is_none()) {
        return None;
    }
    let Some(jwk) = meant.next() else {
        let is_empty = kid.is_none() && jwks.keys.is_empty();
        return is_empty.then(|| LINT.finding("/key", "the JWKS has no keys, expected one of ES256"));
    };
    let which = match &jwk.kid {
        Some(kid) => format!("the key {} of the JWKS", quoted(kid)),
        None => "the key of the JWKS".to_owned(),
    };
    let why = jwk.unsuitable.as_ref()?.to_string();
    let why: String = why.chars().take(160).collect();
    let help = "publish the public half of the .p8 key: `kty` EC, `crv` P-256, `x`, `y` and `kid`";
    Some(LINT.finding("/key", format!("{which} cannot verify ES256: {why}")).help(help))
}

#[cfg(test)]
mod tests {
    use crate::lint::example::{findings, names};

    const GOOD: &str = r#""kty": "EC", "crv": "P-256", "kid": "K7Q2M9X4TZ", "x": "{x}", "y": "{y}""#;

    fn message(keys: &str) -> String {
        let found = findings(&format!(r#"{{"key": null, "jwks": {{"keys": [{keys}]}}}}"#));
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
            (format!(r#"{{{GOOD}, "alg": "ES384"}}"#), "`alg` is `ES384`, not `ES256`"),
            (format!(r#"{{{GOOD}, "key_ops": ["sign"]}}"#), "`key_ops` is without `verify`"),
            (
                r#"{"kid": "K7Q2M9X4TZ", "kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"}"#.to_owned(),
                "`x` has 3 bytes, not 32",
            ),
        ] {
            assert_eq!(message(&key), format!("{begin} {why}"));
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
            names(&format!(r#"{{"key": null, "header": {{"kid": null}}, "jwks": {{"keys": [{keys}]}}}}"#))
        };
        assert_eq!(no_kid(&format!(r#"{{"kty": "RSA"}}, {{{GOOD}}}"#)), ["header-kid-missing"]);
        assert_eq!(no_kid(r#"{"kty": "RSA"}"#), ["jwks-key-unsuitable", "header-kid-missing"]);
        assert_eq!(no_kid(""), ["jwks-key-unsuitable", "header-kid-missing"]);
    }
}
