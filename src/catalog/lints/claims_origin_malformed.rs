use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{quoted, shown, stray};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Form;
use crate::model::json::Value;

pub(super) static LINT: Lint = Lint {
    name: "claims-origin-malformed",
    group: Group::Claims,
    severity: Severity::Warning,
    summary: "`origin` cannot equal the origin of a web page",
    explanation: EXPLANATION,
    bad: r#"{"service": "musickit", "claims": {"iss": "Q4W8E2R6T1", "aud": null,
        "origin": ["example.com"]}}"#,
    good: r#"{"service": "musickit", "claims": {"iss": "Q4W8E2R6T1", "aud": null,
        "origin": ["https://example.com"]}}"#,
    source: "https://developer.apple.com/documentation/applemusicapi/generating-developer-tokens",
    causes: &["origin-mismatch"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
A token on a public web page is limited by `origin` to the sites that may use it: an array of
origins for MusicKit, one string for Maps. The browser sends the page's origin as scheme, host and,
if it is an unusual one, port, and Apple compares the two. An entry without scheme, or with a path
or a slash at its end, equals no origin at all.

Write `https://example.com`, as the browser shows it under `location.origin`, and name each
subdomain that needs it.";

fn check(cx: &Context) -> Option<Check> {
    let claim = cx.rules.claims.iter().find(|claim| matches!(claim.form, Form::Origin | Form::Origins))?;
    let (name, is_list) = (claim.name, claim.form == Form::Origins);
    let value = cx.claims()?.get(name)?;
    let at = format!("/claims/{name}");
    let fault = match (value.elements(), value.as_str()) {
        (Some(origins), _) if is_list && origins.is_empty() => {
            Some((at, "an empty array".to_owned(), "it allows no page"))
        }
        (Some(origins), _) if is_list => origins
            .iter()
            .enumerate()
            .find_map(|(index, origin)| Some((format!("{at}/{index}"), shown(origin), oddity(origin)?))),
        _ if is_list => Some((at, shown(value), "expected an array of strings")),
        // Apple's example for Maps.
        (_, Some(text)) if text.starts_with("*.") => None,
        (_, Some(text)) => oddity(value).map(|odd| (at, quoted(&text), odd)),
        _ => Some((at, shown(value), "expected a string")),
    };
    let Some((at, found, odd)) = fault else { return Some(Passed) };
    let help = if is_list { "write [\"https://example.com\"]" } else { "write \"https://example.com\"" };
    Some(Found(
        LINT.finding(at, format!("`{name}` holds {found}: {odd}"))
            .help(format!("{help}, as `location.origin` shows it")),
    ))
}

fn oddity(origin: &Value) -> Option<&'static str> {
    let Some(text) = origin.as_str() else { return Some("expected a string") };
    if stray(&text).is_some() {
        return Some("there are blanks, quotes or invisible characters in it");
    }
    let Some((_, host)) = text.split_once("://") else {
        return Some("the scheme is missing, such as https://");
    };
    match host {
        "" => Some("the host is missing"),
        host if host.ends_with('/') && host.matches('/').count() == 1 => {
            Some("an origin does not end in a slash")
        }
        host if host.contains(['/', '?', '#']) => Some("an origin has no path"),
        host if host.contains(|c: char| c.is_ascii_uppercase()) => {
            Some("browsers send the host in lower case")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    fn musickit(origin: &str) -> String {
        format!(
            r#"{{"service": "musickit", "claims": {{"iss": "Q4W8E2R6T1", "aud": null, "origin": {origin}}}}}"#
        )
    }

    fn maps(origin: &str) -> String {
        format!(
            r#"{{"service": "maps-server", "claims": {{"iss": "Q4W8E2R6T1", "aud": null,
                "origin": {origin}}}}}"#
        )
    }

    #[test]
    fn an_array_is_wanted_by_one_service_and_a_string_by_another() {
        assert!(
            findings(&LINT, &musickit(r#""https://example.com""#))[0].message.contains("expected an array")
        );
        assert!(is_found(&LINT, &maps(r#"["https://example.com"]"#)));
        assert!(!is_found(&LINT, &maps(r#""https://example.com""#)));
        assert!(!is_found(&LINT, &maps(r#""*.example.com""#)));
        assert!(is_found(&LINT, &maps(r#""example.com""#)));
    }

    #[test]
    fn what_no_browser_sends_is_named() {
        for (origin, words) in [
            ("[]", "allows no page"),
            (r#"["https://a.com", "https://example.com/"]"#, "does not end in a slash"),
            (r#"["https://example.com/app"]"#, "no path"),
            (r#"["https://Example.com"]"#, "lower case"),
            (r#"["https://"]"#, "the host is missing"),
            (r#"[" https://example.com"]"#, "blanks"),
            ("[1]", "expected a string"),
            ("1", "expected an array"),
        ] {
            let found = findings(&LINT, &musickit(origin));
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].message.contains(words), "{found:?}");
        }
        assert!(!is_found(&LINT, &musickit(r#"["http://localhost:8080", "https://example.com"]"#)));
    }
}
