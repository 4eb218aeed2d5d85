use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{quoted, shown};
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
with a dot between them, which are also the claims `iss` and `sub`. It belongs into the header;
among the claims it is one more reason to refuse the token, because WeatherKit takes none but its
four.

Write `\"id\": \"<iss>.<sub>\"` into the header, beside `alg` and `kid`.";

fn check(cx: &Context) -> Option<Check> {
    let [first, second] = cx.rules.header_id?;
    let claim = |name: &str| cx.claims()?.str(name).filter(|text| !text.trim().is_empty());
    let expected = claim(first).zip(claim(second)).map(|(first, second)| format!("{first}.{second}"));
    let found = cx.header()?.get("id");
    let joined = match &expected {
        Some(id) => format!("{} (`{first}`, a dot, `{second}`)", quoted(id)),
        None => format!("`{first}`, a dot and `{second}`"),
    };
    let what = match (found, &expected) {
        (Some(found), Some(id)) if found.as_str().as_deref() == Some(id.as_str()) => return Some(Passed),
        // What has to stand there only the claims show.
        (Some(found), None) if found.as_str().is_some_and(|id| id.contains('.')) => return None,
        (Some(found), _) => format!("`id` is {}", shown(found)),
        (None, _) if cx.claims().is_some_and(|claims| claims.get("id").is_some()) => {
            "the header has no `id`: it stands among the claims".to_owned()
        }
        (None, _) => "the header has no `id`".to_owned(),
    };
    let message = format!("{what}, expected {joined}");
    Some(Found(LINT.finding("/header/id", message).help("write it into the header, beside `alg` and `kid`")))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::findings;

    /// The message of the lint for these members beside the header's and the claims' own.
    fn message(header: &str, claims: &str) -> String {
        let patch = format!(
            r#"{{"service": "weatherkit", "header": {{"typ": null {header}}}, "claims": {{"iss": null,
                "aud": null {claims}}}}}"#
        );
        let found = findings(&LINT, &patch).into_iter().find(|f| f.lint.name == "header-id-missing");
        found.map(|f| f.message).unwrap_or_default()
    }

    const CLAIMS: &str = r#", "iss": "A1B2C3D4E5", "sub": "com.example.weather""#;

    #[test]
    fn the_id_joins_issuer_and_subject() {
        let expected = "expected \"A1B2C3D4E5.com.example.weather\" (`iss`, a dot, `sub`)";
        for (id, found) in [
            ("\"A1B2C3D4E5.com.example.Weather\"", "\"A1B2C3D4E5.com.example.Weather\""),
            ("\"com.example.weather\"", "\"com.example.weather\""),
            ("7", "a number"),
        ] {
            assert_eq!(message(&format!(", \"id\": {id}"), CLAIMS), format!("`id` is {found}, {expected}"));
        }
        assert_eq!(message(r#", "id": "A1B2C3D4E5.com.example.weather""#, CLAIMS), "");
    }

    #[test]
    fn an_id_among_the_claims_is_seen() {
        let claims = format!(r#"{CLAIMS}, "id": "A1B2C3D4E5.com.example.weather""#);
        assert!(message("", &claims).contains("it stands among the claims"));
    }

    #[test]
    fn without_the_claims_only_the_dot_is_asked_for() {
        assert_eq!(message(r#", "id": "A1B2C3D4E5.com.example.weather""#, ""), "");
        let empty = r#", "iss": "A1B2C3D4E5", "sub": """#;
        assert_eq!(message(r#", "id": "A1B2C3D4E5.com.example.weather""#, empty), "");
        assert_eq!(
            message(r#", "id": "weather""#, ""),
            "`id` is \"weather\", expected `iss`, a dot and `sub`"
        );
    }
}
