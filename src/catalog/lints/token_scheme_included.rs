use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::jws::RepairKind;

pub(super) static LINT: Lint = Lint {
    name: "token-scheme-included",
    group: Group::TokenText,
    severity: Severity::Warning,
    summary: "the word `Bearer` is part of the value",
    explanation: EXPLANATION,
    bad: r#"{"token": "Bearer {token}"}"#,
    good: r#"{"token": "Authorization: Bearer {token}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc6750#section-2.1",
    causes: &["authorization-malformed"],
    explained_by: &[
        "request-authorization-malformed",
        "token-is-private-key",
        "token-missing",
        "token-part-count",
    ],
    check,
};

const EXPLANATION: &str = "\
`Bearer` is the authentication scheme: it belongs in the header field `Authorization`, before the
token, once. Most tools add it themselves. When the stored value has it already, the request carries
`Bearer Bearer …`, which no server takes for a token.

Store the token alone and let the program that makes the request write the scheme.";

fn check(cx: &Context) -> Option<Check> {
    let token = cx.token?;
    let repairs = &token.repairs;
    let Some(scheme) = repairs.iter().find(|repair| repair.kind == RepairKind::Scheme) else {
        return (token.part_count > 0).then_some(Passed);
    };
    let times = scheme.count;
    let in_field = repairs.iter().any(|repair| repair.kind == RepairKind::FieldName);
    let (message, severity) = match (in_field, times) {
        (true, 1) => return Some(Passed),
        (true, n) => (format!("the field has `Bearer` {n} times, expected once"), Severity::Error),
        (false, 1) => ("the value begins with `Bearer`, expected the token alone".to_owned(), LINT.severity),
        (false, n) => (format!("the value has `Bearer` {n} times, expected the token alone"), LINT.severity),
    };
    let help = "take `Bearer` out of the stored value: the program that makes the request adds it";
    Some(Found(LINT.finding("/token", message).help(help).severity(severity)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::findings;

    fn found(token: &str) -> String {
        format!("{:?}", findings(&LINT, &format!(r#"{{"token": "{token}"}}"#)))
    }

    #[test]
    fn a_header_field_has_the_scheme_once() {
        assert_eq!(found("authorization: bearer {token}"), "[]");
        assert_eq!(
            found("Authorization: Bearer Bearer {token}"),
            "[error[token-scheme-included] /token: the field has `Bearer` 2 times, expected once]"
        );
    }

    #[test]
    fn a_value_has_it_not_at_all() {
        assert_eq!(
            found("bearer Bearer {token}"),
            "[warning[token-scheme-included] /token: the value has `Bearer` 2 times, expected the \
             token alone]"
        );
    }
}
