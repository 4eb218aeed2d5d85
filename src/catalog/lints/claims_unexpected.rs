use std::collections::HashSet;

use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::quoted;
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::{Claim, Presence};
use crate::catalog::words::{list, pointer};

/// The longest name that is shown whole.
const LONG: usize = 40;

pub(super) static LINT: Lint = Lint {
    name: "claims-unexpected",
    group: Group::Claims,
    severity: Severity::Error,
    summary: "the token carries claims that the service does not take",
    explanation: EXPLANATION,
    bad: r#"{"service": "weatherkit", "header": {"id": "Q4W8E2R6T1.com.example.weather"},
        "claims": {"iss": "Q4W8E2R6T1", "sub": "com.example.weather", "aud": "weatherkit"}}"#,
    good: r#"{"service": "weatherkit", "header": {"id": "Q4W8E2R6T1.com.example.weather"},
        "claims": {"iss": "Q4W8E2R6T1", "sub": "com.example.weather", "aud": null}}"#,
    source: "https://developer.apple.com/documentation/weatherkitrestapi/\
        request-authentication-for-weatherkit-rest-api",
    causes: &["claims-unexpected", "wrong-service"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
WeatherKit asks for tokens with only the claims that its documentation lists. A token for APNs has
`iss` and `iat` and nothing else; what a further claim does there is not documented. Libraries add
`exp`, `nbf` or `jti` unasked, and code written for another service brings `aud` or `sub` along.

Leave out everything the service does not list. With jsonwebtoken for Node leave out `expiresIn`,
`audience` and `subject`; the `id` of WeatherKit belongs in the header.";

fn check(cx: &Context) -> Option<Check> {
    let claims = cx.claims()?;
    // `iss` has a lint of its own.
    let is_forbidden = |claim: &Claim| claim.presence == Presence::Forbidden && claim.name != "iss";
    if cx.rules.unlisted_claims.is_none() && !cx.rules.claims.iter().any(is_forbidden) {
        return None;
    }
    let presence = |name: &str| cx.service.claim(name).map(|claim| claim.presence);
    let mut severity = Severity::Note;
    let mut names = Vec::new();
    let mut seen = HashSet::new();
    for member in claims.members() {
        let name = member.name.as_str();
        // What the header lacks because it stands here is told there.
        if ["alg", "id", "kid"].contains(&name)
            && cx.header().is_some_and(|header| header.get(name).is_none())
        {
            continue;
        }
        let found = match presence(name) {
            Some(Presence::Forbidden) => (name != "iss").then_some(Severity::Error),
            None => cx.rules.unlisted_claims,
            Some(_) => None,
        };
        if let Some(found) = found.filter(|_| seen.insert(name)) {
            severity = severity.max(found);
            names.push(name);
        }
    }
    let Some(first) = names.first() else { return Some(Passed) };
    let mut shown: Vec<_> = names.iter().take(5).map(|name| named(name)).collect();
    if names.len() > shown.len() {
        shown.push(format!("{} more", names.len() - shown.len()));
    }
    let taken = cx.rules.claims.iter().filter(|claim| claim.presence != Presence::Forbidden);
    let taken: Vec<_> = taken.map(|claim| format!("`{}`", claim.name)).collect();
    let message = format!("the claims hold {}, expected only {}", list(&shown), list(&taken));
    let (it, unasked) = if names.len() == 1 { ("it", "it") } else { ("them", "some of them") };
    let help = match names.iter().find(|name| cx.rules.header.contains(name)) {
        Some(name) => format!("leave {it} out; `{name}` belongs in the header"),
        None => format!("leave {it} out; libraries may add {unasked} unasked"),
    };
    let at = match names.len() {
        1 if first.len() <= LONG => pointer("/claims", first),
        _ => "/claims".to_owned(),
    };
    Some(Found(LINT.finding(at, message).help(help).severity(severity)))
}

/// A name of any length as a message shows it.
fn named(name: &str) -> String {
    if name.len() > LONG { quoted(name) } else { format!("`{name}`") }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn apns_takes_no_further_claim_but_is_not_known_to_refuse_one() {
        let found = findings(
            &LINT,
            r#"{"service": "apns", "claims": {"iss": "Q4W8E2R6T1", "sub": "com.example.app",
                "bid": "com.example.app"}}"#,
        );
        assert_eq!((found.len(), found[0].severity), (1, Severity::Warning), "{found:?}");
        assert!(found[0].message.contains("expected only `iss` and `iat`"), "{found:?}");
    }

    #[test]
    fn a_header_member_among_the_claims_is_sent_back() {
        let found = findings(
            &LINT,
            r#"{"service": "weatherkit", "header": {"id": "Q4W8E2R6T1.com.example.weather"},
                "claims": {"iss": "Q4W8E2R6T1", "sub": "com.example.weather", "aud": null, "id": "x"}}"#,
        );
        assert_eq!((found.len(), found[0].at.as_str()), (1, "/claims/id"), "{found:?}");
        assert_eq!(found[0].help.as_deref(), Some("leave it out; `id` belongs in the header"));
    }

    #[test]
    fn a_header_member_that_the_header_lacks_is_missed_there() {
        let patch = r#"{"service": "apns", "header": {"kid": null},
            "claims": {"iss": "Q4W8E2R6T1", "exp": null, "aud": null, "kid": "K7Q2M9X4TZ"}}"#;
        assert!(!is_found(&LINT, patch));
    }

    #[test]
    fn where_nothing_is_known_nothing_is_said() {
        assert!(!is_found(&LINT, r#"{"claims": {"nbf": 1795168800, "jti": "1", "sub": "x", "": {}}}"#));
    }

    #[test]
    fn many_claims_are_counted() {
        let claims: Vec<_> = (0..300).map(|n| format!(r#""c{n}": {n}"#)).collect();
        let found = findings(
            &LINT,
            &format!(
                r#"{{"service": "apns", "claims": {{"iss": "Q4W8E2R6T1", "exp": null, "aud": null, {}}}}}"#,
                claims.join(",")
            ),
        );
        assert!(found[0].message.contains(" and 295 more, expected"), "{found:?}");
    }
}
