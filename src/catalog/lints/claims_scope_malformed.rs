use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::quoted;
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Scope;
use crate::model::scope::Entry;

pub(super) static LINT: Lint = Lint {
    name: "claims-scope-malformed",
    group: Group::Claims,
    severity: Severity::Warning,
    summary: "`scope` is not an array of requests such as `GET /v1/apps`",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"scope": ["/v1/apps"]}}"#,
    good: r#"{"claims": {"scope": ["GET /v1/apps?filter[platform]=IOS"]}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["scope-mismatch"],
    explained_by: &["claims-scope-mismatch"],
    check,
};

const EXPLANATION: &str = "\
`scope` limits a token to certain requests. It is an array of strings, and each is the method, one
blank, and the path with its query: `\"GET /v1/apps?filter[platform]=IOS\"`. What Apple does with
anything else is not documented: it may refuse the token, or every request made with it.

Write each request that the token is for in that form, or leave out `scope`: then the role of the
key alone decides.";

fn check(cx: &Context) -> Option<Check> {
    let scope = cx.rules.scope.as_ref()?;
    let value = cx.claims()?.get("scope")?;
    let found = |at: String, message: String| {
        let method = scope.methods.first().unwrap_or(&"GET");
        Some(Found(
            LINT.finding(at, message)
                .help(format!("write entries such as \"{method} /v1/apps\", or leave out `scope`")),
        ))
    };
    let Some(entries) = value.elements() else {
        let message = format!("`scope` is {}, expected an array of strings", value.kind().noun());
        return found("/claims/scope".to_owned(), message);
    };
    if entries.is_empty() {
        return found(
            "/claims/scope".to_owned(),
            "`scope` is an empty array: it names no request".to_owned(),
        );
    }
    let count = entries.len();
    let fault = entries.iter().enumerate().find_map(|(at, entry)| {
        let (what, odd) = match entry.as_str() {
            Some(text) => (quoted(&text), oddity(&text, scope)?),
            None => (entry.kind().noun().to_owned(), "expected a string"),
        };
        let which = if count == 1 { String::new() } else { format!(" (entry {} of {count})", at + 1) };
        Some((format!("/claims/scope/{at}"), format!("`scope` holds {what}{which}: {odd}")))
    });
    fault.map_or(Some(Passed), |(at, message)| found(at, message))
}

/// What is wrong with an entry, the method itself aside.
pub(super) fn oddity(text: &str, scope: &Scope) -> Option<&'static str> {
    if scope.bare_prefix.is_some_and(|prefix| text.starts_with(prefix)) {
        return None;
    }
    let Entry { method, target } = Entry::parse(text);
    Some(match method {
        _ if text.is_empty() => "it is empty",
        _ if text.trim() != text => "there is a blank around it",
        None if scope.methods.contains(&text) => "the path is missing after the method",
        None if scope.methods.iter().any(|method| text.starts_with(method)) => {
            "there is no blank between method and path"
        }
        None => "the method before the path is missing",
        Some(method)
            if !scope.methods.contains(&method)
                && scope.methods.contains(&method.to_ascii_uppercase().as_str()) =>
        {
            "the method is not in capitals"
        }
        _ if target.contains("://") => "it is a whole URL, expected the path alone",
        _ if !target.starts_with('/') => "the path does not begin with a slash",
        Some(method) if text.len() != method.len() + 1 + target.len() => {
            "there is more than one blank after the method"
        }
        _ if target.contains(char::is_whitespace) => "there is a blank inside the path",
        _ if target.contains('#') => "a fragment is no part of a request",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn each_oddity_is_named() {
        for (scope, words) in [
            (r#""GET /v1/apps""#, "is a string, expected an array"),
            ("null_object", "is an object"),
            ("[]", "names no request"),
            (r#"[""]"#, "it is empty"),
            (r#"["GET /v1/apps "]"#, "a blank around it"),
            (r#"["GET"]"#, "the path is missing"),
            (r#"["GET/v1/apps"]"#, "no blank between"),
            (r#"["get /v1/apps"]"#, "not in capitals"),
            (r#"["GET https://api.appstoreconnect.apple.com/v1/apps"]"#, "a whole URL"),
            (r#"["GET v1/apps"]"#, "does not begin with a slash"),
            (r#"["GET  /v1/apps"]"#, "more than one blank"),
            (r#"["GET /v1/apps /v1/builds"]"#, "a blank inside the path"),
            (r#"["GET /v1/apps#x"]"#, "a fragment"),
            (r#"["GET /v1/apps", 5]"#, "holds a number (entry 2 of 2): expected a string"),
        ] {
            let scope = scope.replace("null_object", "{}");
            let found = findings(&LINT, &format!(r#"{{"claims": {{"scope": {scope}}}}}"#));
            assert_eq!((found.len(), found[0].lint.name), (1, "claims-scope-malformed"), "{found:?}");
            assert!(found[0].message.contains(words), "{found:?}");
        }
    }

    #[test]
    fn what_is_seen_to_work_elsewhere_is_left_alone() {
        assert!(!is_found(&LINT, r#"{"service": "notary", "claims": {"scope": ["/notary/v2"]}}"#));
        assert!(is_found(&LINT, r#"{"service": "notary", "claims": {"scope": ["/v2"]}}"#));
        let without_scopes =
            r#"{"service": "app-store-server", "claims": {"bid": "com.example.app", "scope": "x"}}"#;
        assert!(!is_found(&LINT, without_scopes));
    }
}
