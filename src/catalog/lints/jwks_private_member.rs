use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::quoted;
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::words::list;

pub(super) static LINT: Lint = Lint {
    name: "jwks-private-member",
    group: Group::Jwks,
    severity: Severity::Warning,
    summary: "the JWKS holds a private key",
    explanation: EXPLANATION,
    bad: r#"{"jwks": {"keys": [
        {"kty": "EC", "crv": "P-256", "kid": "K7Q2M9X4TZ", "x": "{x}", "y": "{y}", "d": "{x}"}
    ]}}"#,
    good: r#"{"jwks": {"keys": [
        {"kty": "EC", "crv": "P-256", "kid": "K7Q2M9X4TZ", "x": "{x}", "y": "{y}"}
    ]}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7517#section-9.3",
    causes: &[],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
A JWKS is made to be published. Its `d` is the private key itself (RFC 7518 §6.2.2): whoever reads
the set can sign tokens as you. It is there when the whole private key was exported, instead of its
public half.

Write the set without `d`. If it was ever public or handed to somebody, revoke the key and make a
new one.";

fn check(cx: &Context) -> Option<Check> {
    let keys = cx.jwks.map(|jwks| &jwks.keys).filter(|keys| !keys.is_empty())?;
    let mut open = keys.iter().filter(|jwk| jwk.has_private());
    let Some(jwk) = open.next() else { return Some(Passed) };
    let which = match &jwk.kid {
        Some(kid) => format!("the key {}", quoted(kid)),
        None => "a key without `kid`".to_owned(),
    };
    let more = match open.count() {
        0 => String::new(),
        n => format!(" and of {n} more"),
    };
    let members: Vec<_> = jwk.private.iter().map(|member| format!("`{member}`")).collect();
    let message = format!("the JWKS holds the private {} of {which}{more}", list(&members));
    Some(Found(
        LINT.finding("/key", message)
            .help("leave the private members out; revoke the key if the set was published"),
    ))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::findings;

    #[test]
    fn every_key_of_the_set_is_looked_at_and_no_value_is_repeated() {
        let found = findings(
            &LINT,
            r#"{"jwks": {"keys": [{"kty": "oct", "k": "hunter2"}, {"kid": "A", "kty": "RSA",
                "d": "hunter2", "p": "hunter2"}]}}"#,
        );
        assert_eq!(
            format!("{found:?}"),
            "[warning[jwks-private-member] /key: the JWKS holds the private `k` of a key without \
             `kid` and of 1 more]"
        );
    }
}
