use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Transport;
use crate::model::exchange::{Authorization, Exchange};

pub(super) static LINT: Lint = Lint {
    name: "request-authorization-missing",
    group: Group::Request,
    severity: Severity::Error,
    summary: "the request carries no token",
    explanation: EXPLANATION,
    bad: r#"{"exchange": {"fields": {"Accept": "application/json"}, "status": 401}}"#,
    good: r#"{"exchange": {"fields": {"Authorization": "Bearer {token}"}, "status": 401}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc6750#section-2.1",
    causes: &["authorization-missing", "credential-missing"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
The captured request has no `Authorization` field, or its form has no `client_secret`, so that the
service never saw a token. A client that is told to send an empty field often leaves it out: with
curl, `-H \"Authorization: $TOKEN\"` does that when the variable is empty. Clients also take the
field out when they follow a redirect to another host, and some proxies remove it.

Look whether the variable that holds the token is set where the request is made, and whether a
redirect came first.";

fn check(cx: &Context) -> Option<Check> {
    let exchange = cx.exchange?;
    let is_preflight = cx.request.is_some_and(|request| request.method == "OPTIONS");
    if is_preflight || !cx.is_addressed() {
        return None;
    }
    if is_sent(exchange, cx.transport()) {
        return Some(Passed);
    }
    // What succeeds without a token needs none.
    if cx.status.is_some_and(|status| (200..300).contains(&status)) {
        return None;
    }
    let is_absent = exchange.authorization() == Authorization::Absent;
    let (message, help) = match cx.transport() {
        Transport::Bearer if is_absent => (
            "the request has no `Authorization` field, expected `Bearer` and the token".to_owned(),
            "look whether the variable with the token is empty, or a redirect took the field away",
        ),
        Transport::Bare if is_absent => (
            "the request has no `Authorization` field, expected the token".to_owned(),
            "look whether the variable with the token is empty, or a redirect took the field away",
        ),
        Transport::FormField(name) if lacks(exchange, name) => (
            format!("the body of the request has no `{name}`, expected the token there, in a form"),
            "send the token as a field of a form, with the content type application/x-www-form-urlencoded",
        ),
        _ => return None,
    };
    Some(Found(LINT.finding("/request/authorization", message).help(help)))
}

/// Whether the token's place is there, whatever stands in it.
fn is_sent(exchange: &Exchange, transport: Transport) -> bool {
    match transport {
        Transport::Bearer | Transport::Bare => {
            matches!(exchange.authorization(), Authorization::Present(_) | Authorization::Masked)
        }
        Transport::FormField(name) => {
            exchange.request_body.as_ref().is_some_and(|body| body.contains(name))
                || exchange.token().is_some()
        }
        Transport::Other(_) => false,
    }
}

/// Whether the body is shown and nothing like the field is in it or in the query.
fn lacks(exchange: &Exchange, name: &str) -> bool {
    let has_not = |body: &String| !body.contains(name);
    exchange.request_body.as_ref().is_some_and(has_not) && exchange.token().is_none()
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn what_is_not_shown_or_masked_is_not_missing() {
        for exchange in [
            r#"{"status": 401}"#,
            r#"{"status": 401, "fields": {"AUTHORIZATION": "Bearer ***"}}"#,
            r#"{"status": 200, "fields": {}}"#,
        ] {
            assert!(!is_found(&LINT, &format!(r#"{{"exchange": {exchange}}}"#)), "{exchange}");
        }
        let preflight = r#"{"request": {"method": "OPTIONS", "url": "https://api.push.apple.com/3/device/1"},
            "service": "apns", "claims": {"iss": "Q4W8E2R6T1", "aud": null, "exp": null},
            "exchange": {"fields": {}}}"#;
        assert!(!is_found(&LINT, preflight));
    }

    #[test]
    fn a_request_to_another_host_needs_no_token() {
        let elsewhere = r#"{"request": {"url": "https://api.github.com/"}, "exchange": {"fields": {}}}"#;
        assert!(!is_found(&LINT, elsewhere));
    }

    #[test]
    fn a_form_has_it_in_its_body() {
        let siwa = |body: &str| {
            format!(
                r#"{{"service": "siwa", "claims": {{"iss": "Q4W8E2R6T1", "aud": "https://appleid.apple.com",
                "sub": "com.example.web"}},
                "exchange": {{"fields": {{}}, "body": "{body}", "status": 400}}}}"#
            )
        };
        let found = findings(&LINT, &siwa("grant_type=authorization_code&code=c1"));
        assert_eq!(
            format!("{found:?}"),
            "[error[request-authorization-missing] /request/authorization: the body of the request has no \
             `client_secret`, expected the token there, in a form]"
        );
        for body in
            ["client_id=com.example.web&client_secret={token}", "client_secret=***", "{'client_secret': 1}"]
        {
            assert!(!is_found(&LINT, &siwa(body)), "{body}");
        }
    }
}
