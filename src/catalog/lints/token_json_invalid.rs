use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::json::Error;
use crate::model::jws::Token;

pub(super) static LINT: Lint = Lint {
    name: "token-json-invalid",
    group: Group::TokenText,
    severity: Severity::Error,
    summary: "header or claims are no JSON object",
    explanation: EXPLANATION,
    bad: r#"{"claims": "{\"iss\": \"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10\", \"exp\": }"}"#,
    good: r#"{"claims": {"exp": 1795169400}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7519#section-7.2",
    causes: &["token-malformed"],
    explained_by: &["header-crit-unsupported", "token-is-private-key", "token-part-count"],
    check,
};

const EXPLANATION: &str = "\
Header and claims are each one JSON object in UTF-8 (RFC 7515 §4, RFC 7519 §7.2). Shell scripts that
paste values into a template break it with a quote, a comma too many, or a number that is missing
because a variable was empty. A string instead of an object comes from JSON that was encoded twice.

Build the object with a JSON encoder (`jq -n`, `json.dumps`, `JSON.stringify`) once, or let a JWT
library do it.";

fn check(cx: &Context) -> Option<Check> {
    let token = cx.token?;
    // Of a part that is not base64url the bytes are not what was meant.
    let is_whole = |name: &str| token.parts.iter().any(|part| part.name == name && part.fault.is_none());
    let header =
        token.header.as_ref().filter(|_| is_whole("header")).and_then(|header| header.as_ref().err());
    let claims =
        token.claims.as_ref().filter(|_| is_whole("payload")).and_then(|claims| claims.as_ref().err());
    let header = header.map(|error| fault(token, 0, error));
    let claims = claims.map(|error| fault(token, 1, error));
    let (at, message, help) = match (header, claims) {
        (Some((header, help)), Some((claims, _))) => (
            "/header",
            format!("the header holds no JSON object: {header}; nor does the payload: {claims}"),
            help,
        ),
        (Some((header, help)), None) => {
            ("/header", format!("the header holds no JSON object: {header}"), help)
        }
        (None, Some((claims, help))) => {
            ("/claims", format!("the payload holds no JSON object: {claims}"), help)
        }
        (None, None) => return token.header().and(token.claims()).map(|_| Passed),
    };
    Some(Found(LINT.finding(at, message).help(help)))
}

/// What is wrong with a part, counted from 0, and what to do about it.
fn fault(token: &Token, part: usize, error: &Error) -> (String, &'static str) {
    /// U+FEFF in UTF-8 in base64, in either alphabet.
    const BYTE_ORDER_MARK: [&str; 2] = ["77u_", "77u/"];
    let text = token.text().split('.').nth(part).unwrap_or_default();
    if BYTE_ORDER_MARK.iter().any(|mark| text.starts_with(mark)) {
        return (
            "it begins with a byte order mark (EF BB BF)".to_owned(),
            "encode the JSON text as UTF-8 without byte order mark: `New-Object \
             System.Text.UTF8Encoding $false` in PowerShell and .NET",
        );
    }
    (error.to_string(), help(error))
}

fn help(error: &Error) -> &'static str {
    match error {
        Error::Empty => "put the claims in: a variable may have been empty when the part was made",
        Error::Utf8 { .. } => "encode the JSON text as UTF-8",
        Error::NotObject { found: "a string" } => {
            "hand the object to the library as it is: it was encoded as JSON twice"
        }
        Error::NotObject { .. } => "make it an object: names and values in braces",
        Error::Syntax { .. } => "build the object with a JSON encoder, not by pasting text together",
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    fn message(patch: &str) -> String {
        let found = findings(&LINT, patch);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].lint.name, "token-json-invalid");
        format!("{}: {}", found[0].at, found[0].message)
    }

    #[test]
    fn which_why_and_where_are_said() {
        for (patch, expected) in [
            (
                r#"{"header": "[]"}"#,
                "/header: the header holds no JSON object: it is an array, not an object",
            ),
            (r#"{"claims": ""}"#, "/claims: the payload holds no JSON object: it is empty"),
            (
                r#"{"claims": "\"{}\""}"#,
                "/claims: the payload holds no JSON object: it is a string, not an object",
            ),
            (
                r#"{"claims": "{\"exp\":}"}"#,
                "/claims: the payload holds no JSON object: expected value at column 8 of line 1",
            ),
            (
                r#"{"claims": "{}{}"}"#,
                "/claims: the payload holds no JSON object: trailing characters at column 3 of line 1",
            ),
            (
                r#"{"claims": "\ufeff{\"exp\": 1795169400}"}"#,
                "/claims: the payload holds no JSON object: it begins with a byte order mark (EF BB BF)",
            ),
            (
                r#"{"header": "1", "claims": "2"}"#,
                "/header: the header holds no JSON object: it is a number, not an object; nor does \
                 the payload: it is a number, not an object",
            ),
            (
                r#"{"key": null, "token": "{header}._w.{signature}"}"#,
                "/claims: the payload holds no JSON object: it is not UTF-8: byte 0 begins no character",
            ),
        ] {
            assert_eq!(message(patch), expected, "{patch}");
        }
    }

    #[test]
    fn a_part_that_is_no_base64_is_not_judged_as_json() {
        assert!(!is_found(&LINT, r#"{"token": "{header}.eyJ.{signature}"}"#));
    }
}
