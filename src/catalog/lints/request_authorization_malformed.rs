use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::authorization::{self, Fault};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Transport;
use crate::model::exchange::Authorization;

pub(super) static LINT: Lint = Lint {
    name: "request-authorization-malformed",
    group: Group::Request,
    severity: Severity::Error,
    summary: "the `Authorization` field is not `Bearer`, one space and the token",
    explanation: EXPLANATION,
    bad: r#"{"exchange": {"fields": {"Authorization": "{token}"}, "status": 401}}"#,
    good: r#"{"exchange": {"fields": {"Authorization": "Bearer {token}"}, "status": 401}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc6750#section-2.1",
    causes: &["authorization-malformed", "credential-missing"],
    explained_by: &["request-host-wrong", "token-is-private-key"],
    check,
};

const EXPLANATION: &str = "\
The field says how the token is meant: the word `Bearer`, a blank, and the token, with nothing
around it (RFC 6750 §2.1). Without the word, with another one, with a colon after it or with quotes,
no token is found and the answer is 401, however good the token is. `undefined`, `null` and `$TOKEN`
are what a program writes for a variable that has no value or was not replaced: in single quotes, a
shell replaces nothing.

Write the field as `Authorization: Bearer TOKEN`. Many libraries add `Bearer` by themselves: give
them the token alone.";

fn check(cx: &Context) -> Option<Check> {
    let Authorization::Present(value) = cx.exchange?.authorization() else { return None };
    if !cx.is_addressed() {
        return None;
    }
    let (fault, severity) = match cx.transport() {
        Transport::Bearer => (authorization::fault(value), LINT.severity),
        // What the services that take the token alone make of `Bearer` is not known.
        Transport::Bare => (authorization::fault_of_bare(value), Severity::Warning),
        Transport::FormField(_) | Transport::Other(_) => return None,
    };
    let Some(Fault { message, help }) = fault else { return Some(Passed) };
    Some(Found(LINT.finding("/request/authorization", message).help(help).severity(severity)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    fn sent(value: &str) -> String {
        format!(r#"{{"exchange": {{"fields": {{"authorization": "{value}"}}, "status": 401}}}}"#)
    }

    #[test]
    fn one_fault_of_the_field_is_one_finding_and_shows_no_token() {
        for (value, expected) in [
            ("{token}", "the field has no scheme: it is the token alone"),
            ("Bearer{token}", "there is no blank between `Bearer` and the token"),
            ("Bearer: {token}", "a colon follows `Bearer`"),
            ("Bearer \\\"{token}\\\"", "the token stands in quotes"),
            ("'Bearer {token}'", "the value stands in quotes"),
            ("Bearer Bearer {token}", "`Bearer` is there more than once"),
            ("Bearer bearer BEARER {token}", "`Bearer` is there more than once"),
            ("Token {token}", "the scheme is \"Token\""),
            ("JWT {token}", "the scheme is \"JWT\""),
            ("Basic dXNlcjpwYXNz", "the scheme is \"Basic\""),
            ("Bearer token={token}", "something stands before the token"),
            ("Bearer {token} {token}", "something stands after the token"),
            ("Bearer {token}, Bearer {token}", "something stands after the token"),
            ("Bearer {token}\\\\n", "the value holds the two characters `\\n`"),
            ("Bearer {header}.\\n{payload}.{signature}", "the value holds a line break"),
            ("Authorization: Bearer {token}", "the name of the field stands in its value, too"),
            ("Bearer", "nothing follows `Bearer`"),
            ("Bearer ", "nothing follows `Bearer`"),
            ("", "the field is empty"),
            ("Bearer undefined", "\"undefined\" stands in the token's place"),
            ("Bearer null", "\"null\" stands in the token's place"),
            ("Bearer $TOKEN", "\"$TOKEN\" stands in the token's place"),
            ("Bearer ${ASC_TOKEN}", "\"${ASC_TOKEN}\" stands in the token's place"),
            ("Bearer {{asc_token}}", "\"{{asc_token}}\" stands in the token's place"),
            ("Bearer $(make-token --now)", "a variable or command stands in the token's place"),
            ("$TOKEN", "\"$TOKEN\" stands in the token's place"),
        ] {
            let found = findings(&LINT, &sent(value));
            assert!(is_found(&LINT, &sent(value)), "{value}: {found:#?}");
            let finding = &found[0];
            assert!(finding.message.starts_with(expected), "{value}: {}", finding.message);
            let texts = [Some(&finding.message), finding.help.as_ref()];
            assert!(
                texts.into_iter().flatten().all(|text| !text.contains("eyJ") && !text.contains("dXN")),
                "{value}"
            );
        }
    }

    #[test]
    fn what_servers_take_is_no_fault() {
        for value in
            ["Bearer {token}", "bearer {token}", "BEARER  {token}", " Bearer {token} ", "Bearer <token>"]
        {
            assert!(!is_found(&LINT, &sent(value)), "{value}");
        }
    }

    #[test]
    fn the_token_of_a_malformed_field_is_judged_all_the_same() {
        let expired = r#"{"at": 1795170000, "exchange": {"fields": {"authorization": "JWT {token}"}}}"#;
        assert!(is_found(&LINT, expired));
    }

    #[test]
    fn a_form_may_come_with_any_authorization() {
        let siwa = r#"{"service": "siwa", "claims": {"iss": "Q4W8E2R6T1", "aud": "https://appleid.apple.com",
            "sub": "com.example.web"}, "exchange": {"fields": {"authorization": "Basic dXNlcjpwYXNz"},
            "body": "client_secret={token}"}}"#;
        assert!(!is_found(&LINT, siwa));
    }
}
