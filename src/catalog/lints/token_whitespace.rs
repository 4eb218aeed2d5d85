use std::borrow::Cow;

use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::jws::{Repair, RepairKind};

pub(super) static LINT: Lint = Lint {
    name: "token-whitespace",
    group: Group::TokenText,
    severity: Severity::Error,
    summary: "blanks, line breaks, quotes or invisible characters stand in or around the token",
    explanation: EXPLANATION,
    bad: r#"{"token": "{header}.{payload}.\n{signature}"}"#,
    good: r#"{"token": "{token}\n"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7515#section-7.1",
    causes: &["identifier-whitespace"],
    explained_by: &[
        "request-authorization-malformed",
        "token-is-private-key",
        "token-missing",
        "token-part-count",
    ],
    check,
};

const EXPLANATION: &str = "\
A token is one run of letters, digits, `-`, `_` and two dots (RFC 7515 §7.1). Anything between them
breaks it, and most programs send what stands around it along. The token was read without what is
named here, and judged as if it were clean.

Remove it where it comes from: use `printf %s` where `echo` adds a line break, `jq -r` where `jq`
prints quotes, and `Out-File -Encoding ascii` where `>` of Windows PowerShell writes UTF-16. Files
for `docker --env-file` and forms for secrets, those of GitHub too, keep quotes and final line
breaks.";

fn check(cx: &Context) -> Option<Check> {
    let token = cx.token?;
    let repairs = &token.repairs;
    let is_ours = |repair: &&Repair| !matches!(repair.kind, RepairKind::FieldName | RepairKind::Scheme);
    let mut ours: Vec<_> = repairs.iter().filter(is_ours).collect();
    ours.sort_by_key(|repair| (!repair.inside, repair.at));
    let Some(worst) = ours.first() else {
        return (token.part_count > 0).then_some(Passed);
    };
    // The places are those of the text after it was turned into UTF-8.
    let has_places = !repairs.iter().any(|repair| repair.kind == RepairKind::Utf16);
    let mut found: Vec<_> = ours.iter().take(4).map(|repair| place(repair, has_places)).collect();
    if ours.len() > found.len() {
        found.push(format!("{} more", ours.len() - found.len()));
    }
    let severity = if worst.inside { Severity::Error } else { Severity::Warning };
    let message = format!("found {}, expected the token alone", found.join(", "));
    Some(Found(LINT.finding("/token", message).help(help(worst.kind, worst.inside)).severity(severity)))
}

/// What was taken off, with its number.
pub(super) fn noun(repair: &Repair) -> String {
    let (one, many): (Cow<str>, Cow<str>) = match repair.kind {
        RepairKind::Utf16 => return "the encoding UTF-16".to_owned(),
        RepairKind::FieldName => ("`Authorization:`".into(), "`Authorization:`".into()),
        RepairKind::Scheme => ("`Bearer`".into(), "`Bearer`".into()),
        RepairKind::Quote => ("a quote".into(), "quotes".into()),
        RepairKind::Blank => ("a blank".into(), "blanks".into()),
        RepairKind::LineBreak => ("a line-break character".into(), "line-break characters".into()),
        RepairKind::EscapedLineBreak => {
            ("a line break written `\\n`".into(), "line breaks written `\\n`".into())
        }
        RepairKind::Invisible(c) => {
            let name = format!("U+{:04X}", u32::from(c));
            (format!("the invisible {name}").into(), format!("times the invisible {name}").into())
        }
    };
    if repair.count == 1 { one.into_owned() } else { format!("{} {many}", repair.count) }
}

fn place(repair: &Repair, has_places: bool) -> String {
    let noun = noun(repair);
    if repair.kind == RepairKind::Utf16 {
        return noun;
    }
    let place = if repair.inside { "inside the token" } else { "around the token" };
    match (has_places, repair.count) {
        (false, _) => format!("{noun} {place}"),
        (true, 1) => format!("{noun} {place} (byte {})", repair.at),
        (true, _) => format!("{noun} {place} (the first is byte {})", repair.at),
    }
}

/// Names what usually puts it there.
fn help(kind: RepairKind, inside: bool) -> &'static str {
    match kind {
        RepairKind::Utf16 | RepairKind::Invisible('\0') => {
            "write the file with `Out-File -Encoding ascii`: the `>` of Windows PowerShell writes UTF-16"
        }
        RepairKind::Quote => {
            "store the token without quotes: `jq` needs `-r`, and secret stores and `docker \
             --env-file` keep quotes"
        }
        RepairKind::LineBreak if inside => {
            "join the lines: terminals, mail programs and editors break long ones"
        }
        RepairKind::LineBreak => {
            "write the token with `printf %s`: `echo`, here-documents and editors add a line break"
        }
        RepairKind::EscapedLineBreak if inside => {
            "join the lines: `\\n` is two characters here, no line break"
        }
        RepairKind::EscapedLineBreak => {
            "take the `\\n` off: it is two characters here, no line break; `echo` in quotes keeps it as it is"
        }
        RepairKind::Invisible(_) => {
            "copy the token from plain text: web pages and chats add invisible characters"
        }
        _ => "remove them where the token is stored or read",
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity::{Error, Warning};
    use crate::catalog::lint::example::findings;

    #[test]
    fn inside_is_an_error_and_around_a_warning() {
        for (token, severity, message) in [
            (r"{header}. {payload}.{signature}", Error, "found a blank inside the token (byte 63)"),
            (
                r"{header}.\r\n{payload}.{signature}",
                Error,
                "found 2 line-break characters inside the token (the first is byte 63)",
            ),
            (
                r"{header}.\\n{payload}.{signature}",
                Error,
                "found a line break written `\\n` inside the token (byte 63)",
            ),
            (
                r"{header}.\u200b{payload}.{signature}",
                Error,
                "found the invisible U+200B inside the token (byte 63)",
            ),
            (r"{token}\\n", Warning, "found a line break written `\\n` around the token (byte 293)"),
            (r"{token} ", Warning, "found a blank around the token (byte 293)"),
            (r"{token}\n\n", Warning, "found a line-break character around the token (byte 293)"),
            (r"\ufeff{token}", Warning, "found the invisible U+FEFF around the token (byte 0)"),
            (r"'{token}'", Warning, "found 2 quotes around the token (the first is byte 0)"),
            (r"Bearer '{token}'", Warning, "found 2 quotes around the token (the first is byte 7)"),
        ] {
            let found = findings(&LINT, &format!(r#"{{"token": "{token}"}}"#));
            let found: Vec<_> = found.iter().filter(|f| f.lint.name == "token-whitespace").collect();
            assert_eq!(found.len(), 1, "{token}");
            assert_eq!(found[0].message, format!("{message}, expected the token alone"));
            assert_eq!(found[0].severity, severity, "{token}");
        }
    }

    #[test]
    fn what_is_inside_is_told_first() {
        let found = findings(&LINT, r#"{"token": "\"{header}.{payload}. {signature}\""}"#);
        assert_eq!(found.len(), 1);
        assert!(
            found[0].message.starts_with("found a blank inside the token (byte "),
            "{}",
            found[0].message
        );
        assert!(found[0].message.contains(", 2 quotes around the token (the first is byte 0)"));
    }

    #[test]
    fn utf16_is_a_warning_without_places() {
        let found = findings(&LINT, r#"{"encoding": "utf-16", "token": "{token}\r\n"}"#);
        assert_eq!(
            format!("{found:?}"),
            "[warning[token-whitespace] /token: found the encoding UTF-16, expected the token alone]"
        );
        assert!(found[0].help.as_deref().unwrap().contains("PowerShell"));
        let found = findings(&LINT, r#"{"encoding": "utf-16", "token": "'{token}'"}"#);
        assert!(found[0].message.contains("UTF-16, 2 quotes around the token, expected"), "{found:?}");
    }

    #[test]
    fn a_heap_of_kinds_is_counted() {
        let found = findings(&LINT, r#"{"token": "\u2000\u2001\u2002\u2003\u2004\u2005{token}"}"#);
        assert!(found[0].message.contains(", 2 more, expected"), "{found:?}");
    }
}
