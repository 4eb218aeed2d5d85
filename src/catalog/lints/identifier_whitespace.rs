use std::borrow::Cow;

use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{is_placeholder, kid, quoted, stray, trimmed};
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "identifier-whitespace",
    group: Group::Credentials,
    severity: Severity::Error,
    summary: "blanks, quotes or invisible characters stand in or around an identifier",
    explanation: EXPLANATION,
    bad: r#"{"credentials": {"key_id": "K7Q2M9X4TZ\n"}}"#,
    good: r#"{"credentials": {"key_id": "K7Q2M9X4TZ"}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7515#section-4.1.4",
    causes: &["identifier-whitespace"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
Apple compares identifiers letter by letter, so a key ID with a line break at its end is another key
ID, and the answer is 401. The line break comes from `echo` on the way into a secret store, quotes
from a `.env` file that the tool does not parse as a shell would, invisible characters from copying
out of a web page or a chat.

Write the secret anew with `printf %s \"$VALUE\"` instead of `echo`, without quotes. A token minted
from the identifier has the same fault.";

fn check(cx: &Context) -> Option<Check> {
    let mut odd = Vec::new();
    let mut is_any_given = false;
    for (member, noun, sources) in cx.credentials.identifiers() {
        let carried = carried(cx, member);
        for given in sources.iter().filter(|given| given.is_explicit() && !is_placeholder(&given.value)) {
            is_any_given = true;
            // What the token has too is judged there.
            if let Some(stray) = stray(&given.value).filter(|_| carried.as_deref() != Some(&given.value)) {
                odd.push((member, noun, given, stray));
            }
        }
    }
    let is_clean = |text: &str| stray(text).is_none();
    let Some((member, noun, given, odd_place)) = odd.first() else {
        let in_token = [kid(cx), cx.claims().and_then(|claims| claims.str("iss"))];
        let mut in_token = in_token.into_iter().flatten().peekable();
        let is_any = is_any_given || in_token.peek().is_some();
        return (is_any && in_token.all(|id| is_clean(&id))).then_some(Passed);
    };
    // What stands inside is not for this program to take out.
    let expected = match trimmed(&given.value) {
        "" => "a value".to_owned(),
        inner if is_clean(inner) => quoted(inner),
        _ => "none".to_owned(),
    };
    let others: Vec<_> = odd.iter().skip(1).map(|(_, noun, given, _)| given.source(noun)).collect();
    let others =
        if others.is_empty() { String::new() } else { format!("; the same fault: {}", others.join(", ")) };
    let message = format!("{} {odd_place}, expected {expected}{others}", given.source(noun));
    let help = "set it anew without: use `printf %s` instead of `echo`, and no quotes";
    Some(Found(LINT.finding(format!("/credentials/{member}"), message).help(help)))
}

/// What the token says where this identifier belongs.
fn carried(cx: &Context, member: &str) -> Option<String> {
    let claim = |name: &str| Some(cx.claims()?.str(name)?.into_owned());
    match member {
        "key_id" => kid(cx).map(Cow::into_owned),
        "issuer_id" | "team_id" => claim("iss"),
        "bundle_id" => claim("bid"),
        _ => claim("sub"),
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn each_identifier_and_source_is_looked_at() {
        for (credentials, words) in [
            (
                r#""issuer_id": "\"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10\"""#,
                "--issuer-id stands in quotes, expected \"3f0c",
            ),
            (r#""bundle_id": " com.example.app""#, "--bundle-id begins with a blank"),
            (r#""subject": "com.example\u200b.web""#, "holds an invisible character (U+200B), expected none"),
            (r#""team_id": "Q4W8E2R6T1\\n""#, "ends in the two characters"),
            (r#""key_id": ["K7Q2M9X4TZ", "K7Q2M9X4TZ\t"]"#, "the key ID in key.json ends in a tab"),
        ] {
            let found = findings(&LINT, &format!(r#"{{"credentials": {{{credentials}}}}}"#));
            assert_eq!((found.len(), found[0].lint.name), (1, "identifier-whitespace"), "{found:?}");
            assert!(found[0].message.contains(words), "{found:?}");
        }
    }

    #[test]
    fn several_are_one_finding() {
        let found = findings(
            &LINT,
            r#"{"credentials": {"key_id": "K7Q2M9X4TZ\n",
                "issuer_id": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10\n"}}"#,
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.ends_with("--issuer-id"), "{found:?}");
    }

    #[test]
    fn one_fault_of_token_and_option_is_one_finding() {
        let iss = r#""3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10\n""#;
        let both = format!(r#"{{"claims": {{"iss": {iss}}}, "credentials": {{"issuer_id": {iss}}}}}"#);
        assert!(!is_found(&LINT, &both));
    }
}
