use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::quoted;
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::scope::Entry;

pub(super) static LINT: Lint = Lint {
    name: "claims-scope-method",
    group: Group::Claims,
    severity: Severity::Warning,
    summary: "an entry of `scope` has another method than GET",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"scope": ["GET /v1/apps", "POST /v1/betaGroups"]}}"#,
    good: r#"{"claims": {"scope": ["GET /v1/apps", "GET /v1/betaGroups"]}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["scope-mismatch"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
Apple describes `scope` for GET requests only. What an entry with another method does is not
documented; a token with such an entry loses the exception for long-lived tokens in any case, which
asks for GET throughout.

For requests that change something mint a token without `scope`. It may live 20 minutes, and the
role of the key still limits what it can do.";

fn check(cx: &Context) -> Option<Check> {
    let scope = cx.rules.scope.as_ref()?;
    let entries = cx.claims()?.get("scope")?.elements()?;
    let mut result = None;
    for (at, entry) in entries.iter().enumerate() {
        let Some(text) = entry.as_str() else { continue };
        let Some(method) = Entry::parse(&text).method else { continue };
        if scope.methods.iter().any(|known| known.eq_ignore_ascii_case(method)) {
            result = Some(Passed);
            continue;
        }
        let message =
            format!("`scope` holds {}, expected the method {}", quoted(&text), scope.methods.join(" or "));
        let help = "leave out `scope` in tokens for requests that change something";
        return Some(Found(LINT.finding(format!("/claims/scope/{at}"), message).help(help)));
    }
    result
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::is_found;

    #[test]
    fn letter_case_is_the_business_of_another_lint() {
        assert!(!is_found(&LINT, r#"{"claims": {"scope": ["get /v1/apps"]}}"#));
        assert!(is_found(&LINT, r#"{"claims": {"scope": ["patch /v1/apps"]}}"#));
        assert!(!is_found(&LINT, r#"{"claims": {"scope": [[["GET /v1/apps"]]]}}"#));
    }
}
