use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "token-is-private-key",
    group: Group::TokenText,
    severity: Severity::Error,
    summary: "a private key stands where the token belongs",
    explanation: EXPLANATION,
    bad: r#"{"token": "Bearer {p8}"}"#,
    good: r#"{"token": "{token}"}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/revoking-api-keys",
    causes: &["key-used-as-token"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
The text is the private key itself, whole or in part, not a token signed with it. Apple takes tokens
only. A key that is sent as a token reaches proxies, logs and error reports on the way: whoever
reads it can sign tokens as you.

Sign a token with the key: `why401 mint --key PATH`. If the key went into a request, revoke it and
make a new one.";

/// Says nothing of the text: not a character of a key is repeated.
fn check(cx: &Context) -> Option<Check> {
    if !cx.token.filter(|token| token.part_count > 0)?.is_key() {
        return Some(Passed);
    }
    let message = "the text is a private key, expected a token that is signed with it";
    let help = "sign a token with the key and send that; if the key was sent anywhere, revoke it";
    Some(Found(LINT.finding("/token", message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn a_key_in_any_wrapping_is_one_finding() {
        for text in ["{p8}", "Bearer {p8}", "Authorization: Bearer '{p8}'", " \u{200b}{p8}\\n\\n"] {
            assert!(is_found(&LINT, &format!(r#"{{"token": "{text}"}}"#)), "{text:?}");
        }
    }

    #[test]
    fn not_a_character_of_the_key_is_repeated() {
        let found = format!("{:?}", findings(&LINT, r#"{"token": "Bearer {p8}"}"#));
        assert!(!found.contains("MIG") && !found.contains("BEGIN"), "{found}");
    }
}
