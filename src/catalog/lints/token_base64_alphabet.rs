use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::words::{character, part_pointer};

pub(super) static LINT: Lint = Lint {
    name: "token-base64-alphabet",
    group: Group::TokenText,
    severity: Severity::Error,
    summary: "a part of the token is in the standard base64 alphabet, not in base64url",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"scope": ["GET /v1/builds?filter[app]=1"]},
        "token": "{header}.{payload:standard}.{signature}"}"#,
    good: r#"{"claims": {"scope": ["GET /v1/builds?filter[app]=1"]},
        "token": "{header}.{payload}.{signature}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc4648#section-5",
    causes: &["token-malformed"],
    explained_by: &["token-is-private-key", "token-part-count"],
    check,
};

const EXPLANATION: &str = "\
The parts of a token are base64url, the alphabet with `-` and `_` in place of `+` and `/` (RFC 7515
§2, RFC 4648 §5). Decoders of tokens refuse the two other characters. A token made by hand with
`base64` or `btoa` shows the fault only now and then, when the text happens to need one of them; in
a random signature that is nearly always.

Encode with base64url: `base64.urlsafe_b64encode`, `Buffer.toString(\"base64url\")`, or `tr '+/'
'-_' | tr -d '='` behind `base64`. Better, let a JWT library make the token.";

fn check(cx: &Context) -> Option<Check> {
    let token = cx.token.filter(|token| !token.parts.is_empty())?;
    let fault = token.parts.iter().zip(token.text().split('.')).find_map(|(part, text)| {
        let at = part.standard_alphabet?;
        Some((part, text.get(at..)?.chars().next()?, at))
    });
    let Some((part, found, at)) = fault else { return Some(Passed) };
    let found = character(found);
    let message = format!(
        "byte {at} of the {} is {found}, expected base64url, which has `-` and `_` in place of `+` and `/`",
        part.name
    );
    let help = "encode the parts with base64url, or let a JWT library make the token";
    Some(Found(LINT.finding(part_pointer(part), message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::findings;

    #[test]
    fn a_signature_in_the_standard_alphabet_is_found_and_still_verifies() {
        let found = findings(&LINT, r#"{"token": "{header}.{payload}.{signature:standard}"}"#);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].lint.name, found[0].at.as_str()), ("token-base64-alphabet", "/signature"));
    }

    #[test]
    fn the_first_character_is_named_with_its_place() {
        let found = findings(&LINT, r#"{"key": null, "token": "{header}.ab+/.{signature}"}"#);
        let found = found.iter().find(|f| f.lint.name == "token-base64-alphabet").unwrap();
        assert!(found.message.starts_with("byte 2 of the payload is \"+\""), "{}", found.message);
        assert_eq!(found.at, "/claims");
    }
}
