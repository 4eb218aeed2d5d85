use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::quoted;
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::words::list;
use crate::model::jwk::Jwk;
use crate::model::verification::Verification;

pub(super) static LINT: Lint = Lint {
    name: "jwks-kid-missing",
    group: Group::Jwks,
    severity: Severity::Error,
    summary: "the JWKS has no key of the token's `kid`",
    explanation: EXPLANATION,
    bad: r#"{"key": null, "jwks": {"keys": [{
        "kty": "EC", "crv": "P-256", "kid": "A1B2C3D4E5",
        "x": "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
        "y": "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"
    }]}}"#,
    good: r#"{"key": null, "jwks": {"keys": [
        {"kty": "EC", "crv": "P-256", "kid": "K7Q2M9X4TZ", "x": "{x}", "y": "{y}"}
    ]}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7517#section-4.5",
    causes: &["key-id-wrong"],
    explained_by: &["claims-sample-value", "header-kid-malformed", "header-kid-mismatch", "ids-swapped"],
    check,
};

const EXPLANATION: &str = "\
The signature is checked with the key that the JWKS lists under the token's `kid`. There is none, so
the signature could not be checked. Either the set is of other keys or out of date, or `kid` is
wrong; then Apple finds no key either.

Add the public key to the set under the ID that Apple gave it, or correct `kid`. The keys that Apple
publishes sign Apple's own tokens; they verify none of yours.";

fn check(cx: &Context) -> Option<Check> {
    let (jwks, header) = (cx.jwks.filter(|jwks| jwks.fault.is_none())?, cx.header()?);
    let kid = header.str("kid").filter(|kid| !kid.trim().is_empty())?;
    if jwks.by_kid(&kid).next().is_some() {
        return Some(Passed);
    }
    // Checked with the private key, the signature does not need the set.
    if *cx.signature != Verification::Unchecked {
        return None;
    }
    let listed: Vec<_> = jwks.keys.iter().take(5).map(name).collect();
    let more = jwks.keys.len().saturating_sub(listed.len()) + jwks.left_out;
    let listed = match (listed.as_slice(), more) {
        ([], _) => "it has no keys".to_owned(),
        (listed, 0) => format!("it lists {}", list(listed)),
        (listed, more) => format!("it lists {} and {more} more", listed.join(", ")),
    };
    // Of the keys that were left out, the IDs are not known: only that they verify nothing.
    let key = if jwks.left_out == 0 { "key" } else { "key that can verify ES256" };
    let message = format!("the JWKS has no {key} of the `kid` {}: {listed}", quoted(&kid));
    let help = "add the public key under this ID, or correct `kid`";
    Some(Found(LINT.finding("/header/kid", message).help(help)))
}

fn name(jwk: &Jwk) -> String {
    match (&jwk.kid, jwk.kid_found) {
        (Some(kid), _) => quoted(kid),
        (None, Some(found)) => format!("one whose `kid` is {found}"),
        (None, None) => "one without `kid`".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn what_the_set_lists_is_said() {
        for (keys, listed) in [
            ("", "it has no keys"),
            (
                r#"{"kid": 12, "kty": "EC"}, {"kty": "EC"}"#,
                "it lists one whose `kid` is a number and one without `kid`",
            ),
            (
                r#"{"kid":"A"},{"kid":"B"},{"kid":"C"},{"kid":"D"},{"kid":"E"},{"kid":"F"}"#,
                "it lists \"A\", \"B\", \"C\", \"D\", \"E\" and 1 more",
            ),
        ] {
            let found = findings(&LINT, &format!(r#"{{"key": null, "jwks": {{"keys": [{keys}]}}}}"#));
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(
                found[0].message,
                format!("the JWKS has no key of the `kid` \"K7Q2M9X4TZ\": {listed}")
            );
        }
    }

    #[test]
    fn a_set_that_is_not_needed_may_lack_the_key() {
        assert!(!is_found(&LINT, r#"{"jwks": {"keys": []}}"#));
    }
}
