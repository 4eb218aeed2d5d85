use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{quoted, shown, stray};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::{Claim, Form};
use crate::model::json::Value;

pub(super) static LINT: Lint = Lint {
    name: "claims-origin-malformed",
    group: Group::Claims,
    severity: Severity::Warning,
    summary: "`origin` can match no web page",
    explanation: EXPLANATION,
    bad: r#"{"service": "musickit", "claims": {"iss": "Q4W8E2R6T1", "aud": null,
        "origin": ["example.com"]}}"#,
    good: r#"{"service": "musickit", "claims": {"iss": "Q4W8E2R6T1", "aud": null,
        "origin": ["https://example.com"]}}"#,
    source: "https://developer.apple.com/documentation/applemapsserverapi/\
        creating-and-using-tokens-with-maps-server-api",
    causes: &["origin-mismatch"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
`origin` limits a token to the web sites that may use it, and each service has its own form.
MusicKit takes an array of origins, as the browser sends them: scheme, host, and a port if it is not
the usual one, without a slash at the end. Maps takes one string of domains: `example.com`,
`*.example.com`, or several separated by commas, without scheme (Apple tolerates one) and without a
slash. For Maps `example.com` does not cover `www.example.com`, and `*.example.com` does not cover
`example.com`: name both.";

fn check(cx: &Context) -> Option<Check> {
    let is_origin = |claim: &&Claim| matches!(claim.form, Form::Domains | Form::Origins);
    let claim = cx.rules.claims.iter().find(is_origin)?;
    let value = cx.claims()?.get(claim.name)?;
    let at = format!("/claims/{}", claim.name);
    let fault = if claim.form.is_list() { of_list(value, at) } else { of_text(value, at) };
    let Some((at, found, odd)) = fault else { return Some(Passed) };
    let help = match claim.form {
        Form::Domains => "write \"example.com\", or \"example.com,*.example.com\" for all below it too",
        _ => "write [\"https://example.com\"], as `location.origin` shows it",
    };
    // A slash at the end was measured to be refused.
    let is_refused = claim.form == Form::Domains && odd == SLASH;
    let severity = if is_refused { Severity::Error } else { LINT.severity };
    let message = format!("`{}` holds {found}: {odd}", claim.name);
    Some(Found(LINT.finding(at, message).help(help).severity(severity)))
}

const SLASH: &str = "it ends in a slash";
const STRING: &str = "expected a string";

/// Where, what and why.
type Fault = Option<(String, String, &'static str)>;

fn of_list(value: &Value, at: String) -> Fault {
    let Some(origins) = value.elements() else {
        return Some((at, shown(value), "expected an array of strings"));
    };
    if origins.is_empty() {
        return Some((at, "an empty array".to_owned(), "it allows no page"));
    }
    let fault = |(index, origin): (usize, &Value)| {
        let odd = origin.as_str().map_or(Some(STRING), |text| of_origin(&text));
        Some((format!("{at}/{index}"), shown(origin), odd?))
    };
    origins.iter().enumerate().find_map(fault)
}

/// Of an origin as browsers send it (RFC 6454 §6.2).
fn of_origin(text: &str) -> Option<&'static str> {
    if stray(text).is_some() {
        return Some("there are spaces, quotes or invisible characters in it");
    }
    match text.split_once("://") {
        Some((_, host)) => of_host(host),
        None => Some("the scheme is missing, such as https://"),
    }
}

fn of_text(value: &Value, at: String) -> Fault {
    let Some(text) = value.as_str() else { return Some((at, shown(value), STRING)) };
    let odd = text.split(',').find_map(|entry| of_domain(entry.trim_matches(' ')))?;
    Some((at, quoted(&text), odd))
}

/// Of a domain or a pattern of Maps; a scheme is tolerated.
fn of_domain(entry: &str) -> Option<&'static str> {
    if stray(entry).is_some() {
        return Some("there are spaces, quotes or invisible characters in it");
    }
    let host = entry.split_once("://").map_or(entry, |(_, host)| host);
    let rest = host.strip_prefix("*.").unwrap_or(host);
    let odd = of_host(rest);
    odd.or_else(|| rest.contains('*').then_some("`*` stands only before a domain, as in `*.example.com`"))
}

fn of_host(host: &str) -> Option<&'static str> {
    match host {
        "" => Some("the host is missing"),
        host if host.ends_with('/') && host.matches('/').count() == 1 => Some(SLASH),
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
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    fn musickit(origin: &str) -> String {
        format!(
            r#"{{"service": "musickit", "claims": {{"iss": "Q4W8E2R6T1", "aud": null, "origin": {origin}}}}}"#
        )
    }

    fn maps(origin: &str) -> String {
        format!(
            r#"{{"service": "maps", "claims": {{"iss": "Q4W8E2R6T1", "aud": null,
                "origin": {origin}}}}}"#
        )
    }

    #[test]
    fn an_array_is_wanted_by_one_service_and_a_string_by_another() {
        assert!(
            findings(&LINT, &musickit(r#""https://example.com""#))[0].message.contains("expected an array")
        );
        assert!(is_found(&LINT, &maps(r#"["https://example.com"]"#)));
        for origin in [
            "https://example.com",
            "*.example.com",
            "example.com",
            "example.com,*.example.org",
            "a.com, b.com",
        ] {
            assert!(!is_found(&LINT, &maps(&format!("{origin:?}"))), "{origin}");
        }
    }

    #[test]
    fn domains_of_maps_have_a_form_of_their_own() {
        for (origin, words, severity) in [
            ("example.com/", "ends in a slash", Severity::Error),
            ("https://example.com/", "ends in a slash", Severity::Error),
            ("example.com,", "the host is missing", Severity::Warning),
            ("example.com/maps", "no path", Severity::Warning),
            ("www.*.example.com", "`*` stands only before", Severity::Warning),
            ("*", "`*` stands only before", Severity::Warning),
            ("a.com b.com", "spaces", Severity::Warning),
            ("Example.com", "lower case", Severity::Warning),
            ("", "the host is missing", Severity::Warning),
        ] {
            let found = findings(&LINT, &maps(&format!("{origin:?}")));
            assert_eq!((found.len(), found[0].severity), (1, severity), "{origin}: {found:?}");
            assert!(found[0].message.contains(words), "{found:?}");
        }
    }

    #[test]
    fn what_no_browser_sends_is_named() {
        for (origin, words) in [
            ("[]", "allows no page"),
            (r#"["https://a.com", "https://example.com/"]"#, "ends in a slash"),
            (r#"["https://example.com/app"]"#, "no path"),
            (r#"["https://Example.com"]"#, "lower case"),
            (r#"["https://"]"#, "the host is missing"),
            (r#"[" https://example.com"]"#, "spaces"),
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
