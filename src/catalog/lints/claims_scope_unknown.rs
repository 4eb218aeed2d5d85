use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{quoted, shown};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Form;
use crate::catalog::services::is_near;
use crate::catalog::words::list;

pub(super) static LINT: Lint = Lint {
    name: "claims-scope-unknown",
    group: Group::Claims,
    severity: Severity::Warning,
    summary: "`scope` names something that the service does not list",
    explanation: EXPLANATION,
    bad: r#"{"service": "maps", "claims": {"iss": "Q4W8E2R6T1", "aud": null, "scope": "maps_server"}}"#,
    good: r#"{"service": "maps", "claims": {"iss": "Q4W8E2R6T1", "aud": null, "scope": "server_api"}}"#,
    source: "https://developer.apple.com/documentation/applemapsserverapi/\
        creating-and-using-tokens-with-maps-server-api",
    causes: &["scope-mismatch"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
In a token for Maps, `scope` says in one string what the token is for: `embed_api`, `mapkit_js`,
`server_api` or `web_snapshots`, several with spaces between them. It is not the array of requests
that tokens for App Store Connect have. What Apple does with another word is not documented.

Name only what the token is for, or leave out `scope`: older tokens have none.";

fn check(cx: &Context) -> Option<Check> {
    let (name, words) = cx.rules.claims.iter().find_map(|claim| match claim.form {
        Form::Words(words) => Some((claim.name, words)),
        _ => None,
    })?;
    let value = cx.claims()?.get(name)?;
    let known: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    let expected = format!("a string of {}", list(&known));
    let at = format!("/claims/{name}");
    let Some(text) = value.as_str() else {
        let message = format!("`{name}` is {}, expected {expected}", shown(value));
        return Some(Found(
            LINT.finding(at, message).help("write the words in one string, with spaces between"),
        ));
    };
    let Some(odd) = text.split(' ').find(|word| !words.contains(word)) else { return Some(Passed) };
    let near = words.iter().find(|word| is_near(odd, word));
    let help = match near {
        Some(near) => format!("write `{near}`"),
        None => "name what the token is for, with spaces between".to_owned(),
    };
    let found = if odd.is_empty() { "an empty word".to_owned() } else { quoted(odd) };
    Some(Found(LINT.finding(at, format!("`{name}` holds {found}, expected {expected}")).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    fn maps(scope: &str) -> String {
        format!(
            r#"{{"service": "maps", "claims": {{"iss": "Q4W8E2R6T1", "aud": null, "origin": "example.com",
                "scope": {scope}}}}}"#
        )
    }

    #[test]
    fn words_of_the_list_pass_alone_and_together() {
        for scope in ["server_api", "mapkit_js embed_api web_snapshots", "embed_api server_api"] {
            assert!(!is_found(&LINT, &maps(&format!("{scope:?}"))), "{scope}");
        }
    }

    #[test]
    fn what_is_not_of_the_list_is_shown() {
        for (scope, words) in [
            ("\"mapkit-js\"", "holds \"mapkit-js\""),
            ("\"server_api,mapkit_js\"", "holds \"server_api,mapkit_js\""),
            ("\"server_api  mapkit_js\"", "holds an empty word"),
            ("\"\"", "holds an empty word"),
            ("[\"server_api\"]", "is an array"),
        ] {
            let found = findings(&LINT, &maps(scope));
            assert_eq!(found.len(), 1, "{scope}: {found:?}");
            assert!(found[0].message.contains(words), "{}", found[0].message);
        }
        let help = findings(&LINT, &maps("\"mapkit-js\""))[0].help.clone();
        assert_eq!(help.as_deref(), Some("write `mapkit_js`"));
    }
}
