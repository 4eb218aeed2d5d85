use super::header_id_missing::expected;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::shown;
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "header-id-malformed",
    group: Group::Header,
    severity: Severity::Error,
    summary: "the header's `id` is not Team ID and service with a dot between them",
    explanation: EXPLANATION,
    bad: r#"{"service": "weatherkit", "header": {"id": "com.example.weather"},
        "claims": {"iss": "A1B2C3D4E5", "aud": null, "sub": "com.example.weather"}}"#,
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
WeatherKit reads from the header for which team and which service a token is: `id` is the Team ID, a
dot, and the identifier with WeatherKit. The claims say the same in `iss` and `sub`, and the two
must agree letter by letter.

Write `\"id\": \"<iss>.<sub>\"`: in the Team ID's capitals, with one dot, and without the key ID.";

fn check(cx: &Context) -> Option<Check> {
    let names = cx.rules.header_id?;
    let found = cx.header()?.get("id")?;
    let (expected, words) = expected(cx, names);
    match &expected {
        Some(id) if found.as_str().as_deref() == Some(id.as_str()) => return Some(Passed),
        // What has to stand there only the claims show.
        None if found.as_str().is_some_and(|id| id.contains('.')) => return None,
        _ => {}
    }
    let message = format!("`id` is {}, expected {words}", shown(found));
    let help = match expected {
        Some(id) => format!("write \"id\": \"{id}\" in the header"),
        None => "write Team ID, a dot and the identifier of the service".to_owned(),
    };
    Some(Found(LINT.finding("/header/id", message).help(help)))
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
        let found = findings(&LINT, &patch).into_iter().find(|f| f.lint.name == LINT.name);
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
