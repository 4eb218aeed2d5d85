use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::quoted;
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::words::list;
use crate::model::json::Value;
use crate::model::request::Request;
use crate::model::scope::{Cover, Entry};

pub(super) static LINT: Lint = Lint {
    name: "claims-scope-mismatch",
    group: Group::Claims,
    severity: Severity::Error,
    summary: "no entry of `scope` covers the request",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"scope": ["GET /v1/apps"]}, "request": {"method": "GET",
        "url": "https://api.appstoreconnect.apple.com/v1/builds"}}"#,
    good: r#"{"claims": {"scope": ["GET /v1/apps"]}, "request": {"method": "GET",
        "url": "https://api.appstoreconnect.apple.com/v1/apps?limit=1"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["scope-mismatch"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
A token with `scope` is good for the requests listed there and for no other: Apple refuses a request
that none of the entries matches. The order of query parameters does not count, nor do `limit`,
`cursor` and `sort`; every other parameter of an entry must be in the request. Entries can only be
GET requests, so a POST, PATCH or DELETE never matches.

Add the request to `scope`, or leave `scope` out: it only takes rights away, and the role of the key
still holds. That an entry covers what lies below its path is not documented, so name each path.";

fn check(cx: &Context) -> Option<Check> {
    let (scope, request) = (cx.rules.scope.as_ref()?, cx.request?);
    let elements = cx.claims()?.get("scope")?.elements()?;
    let texts: Vec<_> = elements.iter().filter_map(Value::as_str).collect();
    let is_bare = |text: &str| scope.bare_prefix.is_some_and(|prefix| text.starts_with(prefix));
    let covers = texts.iter().map(|text| {
        let cover = Entry::parse(text).covers(request, scope.ignored_parameters);
        // Where it is seen to be taken, an entry without method stands for all that lies below it.
        if cover == Cover::Below && is_bare(text) { Cover::Maybe } else { cover }
    });
    let covers: Vec<_> = covers.collect();
    // What Apple makes of a scope without any entry is not known.
    if covers.is_empty() {
        return None;
    }
    if covers.contains(&Cover::Maybe) {
        return Some(Passed);
    }
    let (odd, help) = match covers.iter().zip(&texts).find(|(cover, _)| **cover != Cover::No) {
        _ if !scope.methods.contains(&request.method.as_str()) => (
            format!(": an entry can only be a {}", scope.methods.join(" or ")),
            format!("mint a token without `scope` for {} requests", request.method),
        ),
        Some((Cover::Parameter(at), text)) => {
            let parameters = Entry::parse(text).parameters(scope.ignored_parameters);
            let (name, value) = parameters.get(*at).copied().unwrap_or_default();
            let odd =
                format!(": {} is for requests with {}", quoted(text), quoted(&format!("{name}={value}")));
            (odd, "send this parameter, or take it out of the entry".to_owned())
        }
        Some((Cover::Below, text)) => {
            let odd = format!(": that {} covers what lies below its path is not documented", quoted(text));
            (odd, format!("add {} to `scope`", entry_for(request)))
        }
        _ => (String::new(), format!("add {} to `scope`, or leave `scope` out", entry_for(request))),
    };
    let mut listed: Vec<_> = texts.iter().take(3).map(|text| quoted(text)).collect();
    if texts.len() > listed.len() {
        listed.push(format!("{} more", texts.len() - listed.len()));
    }
    let message = format!("`scope` allows {}, but the request is {}{odd}", list(&listed), entry_for(request));
    Some(Found(LINT.finding("/claims/scope", message).help(help)))
}

fn entry_for(request: &Request) -> String {
    let query = request.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
    quoted(&format!("{} {}{query}", request.method, request.path))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    fn example(scope: &str, method: &str, target: &str) -> String {
        format!(
            r#"{{"claims": {{"scope": {scope}}}, "request": {{"method": "{method}",
                "url": "https://api.appstoreconnect.apple.com{target}"}}}}"#
        )
    }

    #[test]
    fn a_parameter_that_the_request_lacks_is_named() {
        let found =
            findings(&LINT, &example(r#"["GET /v1/apps?filter[platform]=IOS"]"#, "GET", "/v1/apps?limit=1"));
        assert!(found[0].message.ends_with("is for requests with \"filter[platform]=IOS\""), "{found:?}");
    }

    #[test]
    fn a_request_that_is_no_get_never_matches() {
        let found = findings(&LINT, &example(r#"["GET /v1/apps/12"]"#, "PATCH", "/v1/apps/12"));
        assert_eq!((found.len(), found[0].severity), (1, Severity::Error), "{found:?}");
        assert!(found[0].message.contains("an entry can only be a GET"), "{found:?}");
    }

    #[test]
    fn a_path_is_taken_for_this_path_alone() {
        let found = findings(&LINT, &example(r#"["GET /v1/apps"]"#, "GET", "/v1/apps/12"));
        assert_eq!((found.len(), found[0].severity), (1, Severity::Error), "{found:?}");
        let odd = ": that \"GET /v1/apps\" covers what lies below its path is not documented";
        assert!(found[0].message.ends_with(odd), "{found:?}");
    }

    #[test]
    fn one_entry_that_matches_is_enough() {
        let scope = r#"["GET /v1/builds", "GET /v1/apps?b=2&a=1"]"#;
        assert!(!is_found(&LINT, &example(scope, "GET", "/v1/apps?a=1&b=2&sort=name")));
    }

    #[test]
    fn an_entry_without_version_and_another_encoding_are_doubts_that_stay_silent() {
        assert!(!is_found(&LINT, &example(r#"["GET /builds/1/app"]"#, "GET", "/v1/builds/1/app")));
        assert!(!is_found(
            &LINT,
            &example(r#"["GET /v1/apps?filter[a]=b"]"#, "GET", "/v1/apps?filter%5Ba%5D=b")
        ));
    }

    #[test]
    fn without_one_entry_nothing_is_known() {
        for scope in ["[]", r#"["/v1/apps"]"#, "[5]", r#""GET /v1/builds""#] {
            assert!(!is_found(&LINT, &example(scope, "GET", "/v1/apps")), "{scope}");
        }
        assert!(is_found(&LINT, &example(r#"["/v1/builds"]"#, "GET", "/v1/apps")));
    }

    #[test]
    fn a_prefix_without_method_covers_what_lies_below_it_where_it_is_taken() {
        assert!(is_found(&LINT, &example(r#"["/notary/v2"]"#, "GET", "/v1/apps")));
        let notary = r#"{"service": "notary", "claims": {"scope": ["/notary/v2"]},
            "request": {"method": "GET",
            "url": "https://api.appstoreconnect.apple.com/v1/apps"}}"#;
        assert!(is_found(&LINT, notary));
        let notary = r#"{"service": "notary", "claims": {"scope": ["/notary/v2"]},
            "request": {"method": "POST",
            "url": "https://appstoreconnect.apple.com/notary/v2/submissions"}}"#;
        assert!(!is_found(&LINT, notary));
    }

    #[test]
    fn many_entries_are_counted() {
        let found = findings(
            &LINT,
            &example(r#"["GET /a", "GET /b", "GET /c", "GET /d", "GET /e"]"#, "GET", "/v1/apps"),
        );
        assert!(found[0].message.contains("\"GET /c\" and 2 more, but"), "{found:?}");
    }
}
