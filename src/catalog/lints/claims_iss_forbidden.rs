use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{a, shown};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Presence;
use crate::model::json::Kind;

pub(super) static LINT: Lint = Lint {
    name: "claims-iss-forbidden",
    group: Group::Claims,
    severity: Severity::Error,
    summary: "`iss` is present although this kind of key has none",
    explanation: EXPLANATION,
    bad: r#"{"service": "asc-individual", "claims": {"sub": "user"}}"#,
    good: r#"{"service": "asc-individual", "claims": {"sub": "user", "iss": null}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["individual-key-with-issuer"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
The token of an individual key carries `sub: \"user\"` and no `iss`; the token of a team key carries
`iss`. With both, Apple takes the token for neither and answers 401. The manual page of notarytool
says the same of its option `--issuer`. Recipes on the web that add `iss` to `sub: \"user\"` are
wrong.

Decide which key it is: `ApiKey_….p8` is an individual key, `AuthKey_….p8` a team key. For the
individual key leave out `iss` and configure no issuer ID; for the team key leave out `sub`.";

fn check(cx: &Context) -> Option<Check> {
    let claims = cx.claims()?;
    if cx.service.claim("iss")?.presence != Presence::Forbidden {
        return None;
    }
    let Some(iss) = claims.get("iss") else { return Some(Passed) };
    let key = a(cx.service.key.name);
    let (message, help) = match claims.get("sub") {
        Some(sub) => (
            format!(
                "`iss` stands beside `sub` {}, expected none: the token of {key} has no `iss`",
                shown(sub)
            ),
            format!(
                "with {key}, leave out `iss` and configure no issuer ID; with a team key, leave out `sub`"
            ),
        ),
        None => (
            format!(
                "the token has `iss` and no `sub`, as with a team key; expected the form for {key}, \
                 the reverse"
            ),
            format!("with {key}, send `sub` instead of `iss`; with a team key nothing is wrong here"),
        ),
    };
    // That a library writes an empty member instead of none is not known to be refused.
    let is_empty = iss.kind() == Kind::Null || iss.as_str().is_some_and(|text| text.is_empty());
    let severity = if is_empty { Severity::Warning } else { Severity::Error };
    Some(Found(LINT.finding("/claims/iss", message).help(help).severity(severity)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn a_team_token_judged_as_individual_is_one_finding() {
        assert!(is_found(&LINT, r#"{"service": "asc-individual"}"#));
    }

    #[test]
    fn an_empty_issuer_is_a_warning() {
        let claims = concat!(
            r#""{\"iss\":null,\"sub\":\"user\",\"aud\":\"appstoreconnect-v1\","#,
            r#"\"exp\":1795169400,\"iat\":1795168800}""#
        );
        let found = findings(&LINT, &format!(r#"{{"service": "asc-individual", "claims": {claims}}}"#));
        assert_eq!((found.len(), found[0].severity), (1, Severity::Warning), "{found:?}");
    }
}
