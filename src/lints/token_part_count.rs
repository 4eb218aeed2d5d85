use crate::context::Context;
use crate::lint::{Finding, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "token-part-count",
    group: Group::TokenText,
    severity: Severity::Error,
    summary: "the token does not have three parts",
    explanation: "\
A signed token in compact form is a header, a payload and a signature with a dot between them (RFC 7515 §7.1). Two parts
are an unsigned token. Five parts are an encrypted one (JWE), which no Apple service takes from a developer. One part is
often a key ID, a path, or the output of a command that failed.

Hand over what the signing library returned, whole: terminals and secret stores cut long lines.",
    bad: r#"{"token": "{header}.{payload}"}"#,
    good: r#"{"token": "{header}.{payload}.{signature}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7515#section-7.1",
    causes: &["token-malformed"],
    explained_by: &["token-is-private-key"],
    check,
};

fn check(cx: &Context) -> Option<Finding> {
    let token = cx.token?;
    let (what, help) = match token.part_count {
        0 | 3 => return None,
        1 => ("one part without a dot", "hand over the whole token: it starts with `eyJ` and has two dots"),
        2 => ("two parts: the token has no signature", "sign the token; a cut line loses the signature too"),
        5 => (
            "five parts: this is an encrypted token (JWE)",
            "send a signed token (JWS), not an encrypted one",
        ),
        _ => ("more parts than a token has", "hand over one token alone"),
    };
    let message =
        format!("found {what}, expected three (header, payload, signature); dots: {}", token.part_count - 1);
    Some(LINT.finding("/token", message).help(help))
}
