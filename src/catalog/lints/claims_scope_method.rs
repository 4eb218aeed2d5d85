use crate::catalog::context::Context;
use crate::catalog::lint::identifier::quoted;
use crate::catalog::lint::{Finding, Group, Lint, Severity};
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

fn check(cx: &Context) -> Option<Finding> {
    let scope = cx.service.scope.as_ref()?;
    let entries = cx.claims()?.get("scope")?.elements()?;
    entries.iter().enumerate().find_map(|(at, entry)| {
        let text = entry.as_str()?;
        let method = Entry::parse(&text).method?;
        if scope.methods.iter().any(|known| known.eq_ignore_ascii_case(method)) {
            return None;
        }
        let message =
            format!("`scope` holds {}, expected the method {}", quoted(&text), scope.methods.join(" or "));
        let help = "leave out `scope` in tokens for requests that change something";
        Some(LINT.finding(format!("/claims/scope/{at}"), message).help(help))
    })
}

#[cfg(test)]
mod tests {
    use crate::catalog::lint::example::names;

    #[test]
    fn letter_case_is_the_business_of_another_lint() {
        assert_eq!(names(r#"{"claims": {"scope": ["get /v1/apps"]}}"#), ["claims-scope-malformed"]);
        assert_eq!(names(r#"{"claims": {"scope": ["patch /v1/apps"]}}"#), ["claims-scope-method"]);
        assert_eq!(names(r#"{"claims": {"scope": [[["GET /v1/apps"]]]}}"#), ["claims-scope-malformed"]);
    }
}
