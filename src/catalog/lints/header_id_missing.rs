use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::quoted;
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "header-id-missing",
    group: Group::Header,
    severity: Severity::Error,
    summary: "the header has no `id` that joins Team ID and service",
    explanation: EXPLANATION,
    bad: r#"{"service": "weatherkit", "claims": {"iss": "A1B2C3D4E5", "aud": null,
        "sub": "com.example.weather"}}"#,
    good: r#"{
        "service": "weatherkit",
        "header": {"id": "A1B2C3D4E5.com.example.weather"},
        "claims": {"iss": "A1B2C3D4E5", "aud": null, "sub": "com.example.weather"}
    }"#,
    source: "https://developer.apple.com/documentation/weatherkitrestapi/\
        request-authentication-for-weatherkit-rest-api",
    causes: &["token-malformed"],
    explained_by: &["claims-iss-malformed", "claims-sub-wrong", "ids-swapped", "token-part-count"],
    check,
};

const EXPLANATION: &str = "\
WeatherKit wants a header member that no other service has: `id`, the Team ID and the Service ID
with a dot between them, which are also the claims `iss` and `sub`. It belongs in the header; among
the claims it is one more reason to refuse the token, because WeatherKit takes none but its four.

Write `\"id\": \"<iss>.<sub>\"` in the header, beside `alg` and `kid`.";

fn check(cx: &Context) -> Option<Check> {
    let names = cx.rules.header_id?;
    if cx.header()?.get("id").is_some() {
        return Some(Passed);
    }
    let is_claim = cx.claims().is_some_and(|claims| claims.get("id").is_some());
    let place = if is_claim { ": it stands among the claims" } else { "" };
    let message = format!("the header has no `id`{place}, expected {}", expected(cx, names).1);
    Some(Found(LINT.finding("/header/id", message).help("write it in the header, beside `alg` and `kid`")))
}

/// What `id` must be, as far as the claims show it, and that in words.
pub(super) fn expected(cx: &Context, [first, second]: [&'static str; 2]) -> (Option<String>, String) {
    let claim = |name: &str| cx.claims()?.str(name).filter(|text| !text.trim().is_empty());
    let id = claim(first).zip(claim(second)).map(|(first, second)| format!("{first}.{second}"));
    let words = match &id {
        Some(id) => format!("{} (`{first}`, a dot, `{second}`)", quoted(id)),
        None => format!("`{first}`, a dot and `{second}`"),
    };
    (id, words)
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::findings;

    const CLAIMS: &str = r#""iss": "A1B2C3D4E5", "aud": null, "sub": "com.example.weather""#;

    #[test]
    fn an_id_among_the_claims_is_seen() {
        let message = |claims: &str| {
            let patch = format!(r#"{{"service": "weatherkit", "claims": {{{claims}}}}}"#);
            findings(&LINT, &patch)[0].message.clone()
        };
        let expected = "expected \"A1B2C3D4E5.com.example.weather\" (`iss`, a dot, `sub`)";
        assert_eq!(message(CLAIMS), format!("the header has no `id`, {expected}"));
        let claims = format!(r#"{CLAIMS}, "id": "A1B2C3D4E5.com.example.weather""#);
        assert_eq!(
            message(&claims),
            format!("the header has no `id`: it stands among the claims, {expected}")
        );
    }
}
