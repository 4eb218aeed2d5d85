use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{absence, quoted, shown, stray, trimmed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Service;
use crate::catalog::services::{is_near, with_rules};
use crate::model::json::Value;

pub(super) static LINT: Lint = Lint {
    name: "claims-aud-wrong",
    group: Group::Claims,
    severity: Severity::Error,
    summary: "`aud` is not the audience of the service",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"aud": "appstoreconnect-v2"}}"#,
    good: r#"{"claims": {"aud": "appstoreconnect-v1"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["audience-wrong", "wrong-service"],
    explained_by: &["request-host-wrong"],
    check,
};

const EXPLANATION: &str = "\
Each service has one fixed audience and refuses every other: `appstoreconnect-v1` for the App Store
Connect API and the App Store Server API, `apple-developer-enterprise-v1` for the Enterprise
Program, `https://appleid.apple.com` for Sign in with Apple. It is compared letter by letter.

Copy the audience from the documentation of the service that you call. fastlane chooses between App
Store Connect and the Enterprise Program by `in_house`.";

fn check(cx: &Context) -> Option<Check> {
    let value = cx.claims()?.get("aud").filter(|_| absence(cx, "aud").is_none())?;
    let expected = unique(cx.services.iter().flat_map(|service| service.audiences()));
    let elements = value.elements();
    // A service without an audience asks for none of them.
    let passed = (!cx.service.audiences().is_empty()).then_some(Passed);
    let one = match elements.as_deref() {
        Some([one]) => Some(one),
        Some(several) if several.iter().any(|element| is_right(cx, element)) => return passed,
        Some(_) => None,
        None => Some(value),
    };
    if expected.is_empty() {
        return None;
    }
    if one.is_some_and(|one| is_right(cx, one)) {
        return passed;
    }
    let text = one.and_then(Value::as_str);
    let found = match one {
        Some(value) => shown(value),
        None if elements.as_ref().is_some_and(Vec::is_empty) => "an empty array".to_owned(),
        None => format!("an array of {} other values", elements.as_ref().map_or(0, Vec::len)),
    };
    let slip = text.as_deref().and_then(|text| slip(cx, text, &expected));
    let (odd, help) = slip.unwrap_or_default();
    let help = help.unwrap_or_else(|| match expected.as_slice() {
        [only] => format!("write \"{only}\""),
        _ => "write the audience that the documentation of the service names".to_owned(),
    });
    let message = format!("`aud` is {found}, expected \"{}\"{odd}", expected.join("\" or \""));
    Some(Found(LINT.finding("/claims/aud", message).help(help)))
}

/// Whether the service takes this audience. One without an audience of its own has nothing against those of others; a
/// value that no service takes speaks against it as much as against the rest.
fn is_right(cx: &Context, value: &Value) -> bool {
    let Some(text) = value.as_str() else { return false };
    match cx.service.audiences() {
        [] => with_rules(cx.list).any(|service| service.audiences().contains(&&*text)),
        audiences => audiences.contains(&&*text),
    }
}

/// What went wrong with a text, and what to do about it.
fn slip(cx: &Context, text: &str, expected: &[&'static str]) -> Option<(String, Option<String>)> {
    let is = |audience: &&&str| audience.eq_ignore_ascii_case(trimmed(text));
    let write = |audience: &str| Some(format!("write \"{audience}\""));
    if text.is_empty() {
        return None;
    }
    if let Some(audience) = expected.iter().find(is) {
        let odd = stray(text).map_or("letter case counts".to_owned(), |stray| format!("it {stray}"));
        return Some((format!(": {odd}"), write(audience)));
    }
    let known = unique(with_rules(cx.list).flat_map(Service::audiences));
    if let Some(audience) = known.iter().find(is) {
        let help = "use the key, host and audience of one and the same service";
        return Some((format!(": it is the audience of {}", owners(cx, audience)), Some(help.to_owned())));
    }
    let bare =
        |text: &str| text.split_once("://").map_or(text, |(_, rest)| rest).trim_end_matches('/').to_owned();
    if cx.service.hosts.iter().any(|host| bare(text) == bare(host))
        && !expected.iter().any(|e| bare(e) == bare(text))
    {
        return Some((": it is the address of the service".to_owned(), None));
    }
    if let Some(audience) = expected.iter().find(|audience| is_near(text, audience)) {
        return Some((String::new(), write(audience)));
    }
    let audience = known.iter().find(|audience| is_near(text, audience))?;
    let odd = format!(": it resembles {}, the audience of {}", quoted(audience), owners(cx, audience));
    Some((odd, None))
}

/// The services of that audience, without the kinds of key that some are divided by.
fn owners(cx: &Context, audience: &str) -> String {
    let owners = with_rules(cx.list).filter(|service| service.audiences().contains(&audience));
    let names: Vec<_> = owners.filter_map(|service| service.name.split(',').next()).collect();
    unique(names.iter()).join(", ")
}

pub(super) fn unique<'a>(texts: impl Iterator<Item = &'a &'static str>) -> Vec<&'static str> {
    texts.fold(Vec::new(), |mut all, text| {
        if !all.contains(text) {
            all.push(text);
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn the_slip_is_named() {
        for (aud, words) in [
            (r#""AppStoreConnect-v1""#, "\"appstoreconnect-v1\": letter case counts"),
            (r#""appstoreconnect-v1\n""#, "\"appstoreconnect-v1\": it ends in a line break"),
            (
                r#""apple-developer-enterprise-v1""#,
                "it is the audience of Apple Developer Enterprise Program API",
            ),
            (
                r#""apple-developer-enterprise""#,
                "it resembles \"apple-developer-enterprise-v1\", the audience of",
            ),
            (r#""https://api.appstoreconnect.apple.com/""#, "it is the address of the service"),
            ("[]", "`aud` is an empty array"),
            ("1", "`aud` is a number"),
            (r#"["a", "b"]"#, "an array of 2 other values"),
            (r#"["appstoreconnect-v1 "]"#, "it ends in a blank"),
        ] {
            let found = findings(&LINT, &format!(r#"{{"claims": {{"aud": {aud}}}}}"#));
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].message.contains(words), "{found:?}");
        }
    }

    #[test]
    fn the_nearest_audience_is_suggested_where_several_are_open() {
        let found = findings(
            &LINT,
            r#"{"services": ["asc-team", "enterprise"], "claims": {"aud": "apple-developer-enterprise"}}"#,
        );
        assert_eq!(found[0].help.as_deref(), Some("write \"apple-developer-enterprise-v1\""), "{found:?}");
    }

    #[test]
    fn an_address_that_is_the_audience_but_for_a_slash_is_no_address() {
        let found = findings(
            &LINT,
            r#"{"service": "siwa", "claims": {"aud": "https://appleid.apple.com/",
                "sub": "com.example.web", "iss": "Q4W8E2R6T1"}}"#,
        );
        assert_eq!(found[0].help.as_deref(), Some("write \"https://appleid.apple.com\""), "{found:?}");
    }

    #[test]
    fn a_value_that_no_service_takes_is_found_where_several_are_open() {
        let open = |aud: &str| {
            findings(
                &LINT,
                &format!(
                    r#"{{"services": ["apns", "asc-team", "siwa"], "claims": {{"iss": "Q4W8E2R6T1",
                    "aud": {aud}}}}}"#
                ),
            )
        };
        for aud in [r#""https://oauth2.googleapis.com/token""#, r#"["x", "y"]"#, "5"] {
            let found = open(aud);
            assert_eq!((found.len(), found[0].lint.name), (1, "claims-aud-wrong"), "{found:?}");
            let expected = "expected \"appstoreconnect-v1\" or \"https://appleid.apple.com\"";
            assert!(found[0].message.ends_with(expected), "{found:?}");
        }
        for aud in [r#""appstoreconnect-v1""#, r#""https://appleid.apple.com""#, r#""""#] {
            assert!(open(aud).is_empty(), "{aud}");
        }
    }

    #[test]
    fn the_right_audience_is_silent_alone_or_among_others() {
        assert!(!is_found(&LINT, r#"{"claims": {"aud": "appstoreconnect-v1"}}"#));
        assert!(!is_found(&LINT, r#"{"claims": {"aud": ["x", "appstoreconnect-v1"]}}"#));
    }
}
