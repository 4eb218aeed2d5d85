use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::words::part_pointer;

pub(super) static LINT: Lint = Lint {
    name: "token-base64-padding",
    group: Group::TokenText,
    severity: Severity::Error,
    summary: "a part of the token ends in `=`",
    explanation: EXPLANATION,
    bad: r#"{"token": "{header}=.{payload}.{signature}"}"#,
    good: r#"{"token": "{header}.{payload}.{signature}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7515#section-2",
    causes: &["token-malformed"],
    // Who encodes in standard base64 pads, too.
    explained_by: &["token-base64-alphabet", "token-is-private-key", "token-part-count"],
    check,
};

const EXPLANATION: &str = "\
The parts of a token are base64url without padding (RFC 7515 §2). A `=` is no character of a token,
and it stands in the bytes that were signed when the padding was there before the signature was
made.

Strip the `=` of every part before signing: `.rstrip(b'=')` in Python, `tr -d '='` in a shell.
Better, let a JWT library make the token.";

fn check(cx: &Context) -> Option<Check> {
    let parts = cx.token.map(|token| &token.parts).filter(|parts| !parts.is_empty())?;
    let padded: Vec<_> = parts.iter().filter(|part| part.padding > 0).collect();
    let Some(part) = padded.first() else { return Some(Passed) };
    let names: Vec<_> = padded.iter().map(|part| part.name).collect();
    let message = format!(
        "padding (\"{}\") ends the {}, expected base64url without it",
        "=".repeat(part.padding.min(3)),
        names.join(" and the ")
    );
    Some(Found(LINT.finding(part_pointer(part), message).help("strip the `=` of every part before signing")))
}

#[cfg(test)]
mod tests {
    use super::super::token_base64_alphabet;
    use super::LINT;
    use crate::catalog::lint::example::{checks, findings};

    #[test]
    fn every_padded_part_is_named_in_one_finding() {
        let found = findings(&LINT, r#"{"token": "{header}=.{payload}.{signature}=="}"#);
        assert_eq!(
            format!("{found:?}"),
            "[error[token-base64-padding] /header: padding (\"=\") ends the header and the \
             signature, expected base64url without it]"
        );
    }

    #[test]
    fn standard_base64_is_one_fault() {
        let patch = r#"{"claims": {"scope": ["GET /v1/builds?filter[app]=1"]},
                "token": "{header}=.{payload:standard}=.{signature:standard}=="}"#;
        // Who encodes in standard base64 pads, too.
        let found = checks(&[&LINT, &token_base64_alphabet::LINT], patch).findings;
        assert_eq!(found.iter().map(|f| f.lint.name).collect::<Vec<_>>(), ["token-base64-alphabet"]);
    }

    #[test]
    fn padding_inside_a_part_is_no_padding() {
        let found = findings(&LINT, r#"{"key": null, "token": "{header}.a=b.{signature}"}"#);
        assert!(found.iter().all(|f| f.lint.name != "token-base64-padding"), "{found:?}");
    }
}
