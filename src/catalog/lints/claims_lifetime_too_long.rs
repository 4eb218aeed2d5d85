use super::claims_sample_value::is_sample_time;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Lifetime;
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-lifetime-too-long",
    group: Group::Time,
    severity: Severity::Error,
    summary: "the token lives longer than the service allows",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"exp": 1795170001}}"#,
    good: r#"{"claims": {"exp": 1795169940}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["lifetime-too-long"],
    explained_by: &["claims-time-unit"],
    check,
};

const EXPLANATION: &str = "\
Apple refuses a token whose life, `exp` minus `iat`, is over the service's maximum: 20 minutes for
the App Store Connect API, less than 60 for the App Store Server API, six months for client secrets
of Sign in with Apple. The answer is the same 401 as for a wrong key. Tokens of the App Store
Connect API may live for six months when every entry of their `scope` is a GET of a resource on
Apple's list.

Setting `iat` back, as many tools do against clock differences, makes the life longer: fastlane's
`duration: 1200` gives 1260 seconds. Let the token live 10 minutes.";

/// How far fastlane sets `iat` back, and the longest `duration` it takes, in seconds.
const FASTLANE_BACKDATE: f64 = 60.0;
const FASTLANE_MAX: f64 = 1200.0;

fn check(cx: &Context) -> Option<Check> {
    if cx.token.is_none() {
        return check_duration(cx);
    }
    let bound = bound(cx)?;
    let (iat, exp) = (cx.numeric_date("iat")?, cx.numeric_date("exp")?);
    if is_sample_time(iat) || is_sample_time(exp) {
        return None;
    }
    if !cx.has_too_long_lifetime(iat, exp) {
        return Some(Passed);
    }
    let message = format!("the token lives {}; its life {bound}", time::seconds(exp - iat));
    Some(Found(LINT.finding("/claims/exp", message).help(help(cx, exp - iat))))
}

/// What to set `exp` to. Where a token may be kept for long, the most is told, too: less `slack`, in seconds.
pub(super) fn advice(cx: &Context, slack: u32) -> String {
    const DAY: u32 = 86_400;
    let Lifetime { recommended, max_refused, .. } = cx.rules.lifetime;
    match cx.max_lifetime().filter(|max| *max > DAY) {
        Some(max) => {
            let longest = max.saturating_sub(slack.max(max_refused.into()));
            format!(
                "let `exp` be at most `iat` + {longest}; {recommended} is plenty for a token that \
                 is made anew"
            )
        }
        None => format!("let `exp` be `iat` + {recommended}"),
    }
}

/// Judges the `duration` of fastlane's JSON before there is a token.
fn check_duration(cx: &Context) -> Option<Check> {
    let (duration, bound) = (cx.credentials.duration?, bound(cx)?);
    let life = duration + FASTLANE_BACKDATE;
    if !cx.is_too_long(life) {
        return Some(Passed);
    }
    let message = format!(
        "`duration` is {}, to which fastlane adds the 60 s it sets `iat` back: the token lives {}; \
         its life {}",
        time::seconds(duration),
        time::seconds(life),
        bound
    );
    let help = format!("set `duration` to {}", cx.rules.lifetime.recommended);
    Some(Found(LINT.finding("/credentials/duration", message).help(help)))
}

fn bound(cx: &Context) -> Option<String> {
    let bound = if cx.rules.lifetime.max_refused { "must be less than" } else { "may be at most" };
    Some(format!("{bound} {}", time::seconds(cx.max_lifetime()?.into())))
}

/// Names the setting when the life is one that a common tool or slip makes.
fn help(cx: &Context, life: f64) -> String {
    let lifetime = &cx.rules.lifetime;
    let advice = advice(cx, 0);
    let duration = life - FASTLANE_BACKDATE;
    if duration <= FASTLANE_MAX {
        return format!(
            "{advice}; fastlane sets `iat` back 60 s, so its `duration: {duration}` lives {life} s: set \
             `duration: {}`",
            lifetime.recommended
        );
    }
    let thousandth = life / 1000.0;
    if thousandth % 60.0 == 0.0 && !cx.is_too_long(thousandth) {
        return format!("{advice}; the life looks like milliseconds: {thousandth} s were meant");
    }
    let long_lived = lifetime.long_lived.as_ref().is_some_and(|rule| life <= rule.max.into());
    match cx.short_lived_entry().filter(|_| long_lived) {
        Some(entry) => format!(
            "{advice}; only GETs of the resources on Apple's list may live six months, and `{:.80}` in \
             `scope` is none",
            entry.as_str().unwrap_or_default()
        ),
        None => advice,
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{IAT, findings, is_found};

    /// Whether a token that lives `life` seconds lives too long `age` seconds after its issue.
    fn judged(service: &str, members: &str, life: i64, age: i64) -> bool {
        let patch = format!(
            r#"{{"service": "{service}", "at": {}, "claims": {{{members} "exp": {}}}}}"#,
            IAT + age,
            IAT + life
        );
        is_found(&LINT, &patch)
    }

    const BID: &str = r#""bid": "com.example.app","#;
    const SIWA: &str =
        r#""iss": "T4M9QX27LP", "aud": "https://appleid.apple.com", "sub": "com.example.app","#;
    const MUSIC: &str = r#""iss": "T4M9QX27LP", "aud": null,"#;
    const BUSINESS: &str = r#""iss": "BUSINESSAPI.9703f56c-10ce-4876-8f59-e78e5e23a152",
        "sub": "BUSINESSAPI.9703f56c-10ce-4876-8f59-e78e5e23a152", "jti": "1",
        "aud": "https://account.apple.com/auth/oauth2/v2/token","#;

    #[test]
    fn each_service_has_its_maximum() {
        for (service, members, longest) in [
            ("asc-team", "", 1200),
            ("asc-individual", r#""iss": null, "sub": "user","#, 1200),
            ("enterprise", r#""aud": "apple-developer-enterprise-v1","#, 1200),
            ("notary", "", 1200),
            ("app-store-server", BID, 3599),
            ("siwa", SIWA, 15_776_999),
            ("musickit", MUSIC, 15_776_999),
            ("apple-business", BUSINESS, 15_551_999),
        ] {
            assert!(!judged(service, members, longest, 0), "{service}");
            assert!(judged(service, members, longest + 1, 0), "{service}");
        }
    }

    #[test]
    fn exactly_an_hour_is_too_long_for_the_app_store_server() {
        assert!(judged("app-store-server", BID, 3600, 180));
    }

    #[test]
    fn sign_in_with_apple_measures_from_its_own_clock() {
        assert!(judged("siwa", SIWA, 15_777_100, 0));
        assert!(judged("siwa", SIWA, 15_777_100, 100));
        assert!(!judged("siwa", SIWA, 15_777_100, 101));
    }

    #[test]
    fn a_service_without_a_maximum_has_none() {
        let weather = r#""iss": "T4M9QX27LP", "aud": null, "sub": "com.example.weather","#;
        assert!(!judged("weatherkit", weather, 315_360_000, 0));
    }

    #[test]
    fn six_months_are_for_a_scope_of_listed_resources() {
        let judged = |scope: &str, life| judged("asc-team", &format!(r#""scope": {scope},"#), life, 180);
        for scope in [
            r#"["GET /v1/ciArtifacts/1234"]"#,
            r#"["GET /v1/ciWorkflows/1234"]"#,
            r#"["GET /v1/ciProducts?limit=200", "GET /v1/ciProducts/12/workflows"]"#,
            r#"["GET /v1/apps/123/perfPowerMetrics"]"#,
        ] {
            assert!(!judged(scope, 15_777_000), "{scope}");
            assert!(judged(scope, 15_777_001), "{scope}");
        }
        for scope in [
            r#"["GET /v1/apps"]"#,
            r#"["GET /v1/ciWorkflows/1234", "GET /v1/builds"]"#,
            r#"["POST /v1/ciBuildRuns"]"#,
            r#"["GET /v1/ciWorkflowsX"]"#,
            r#"["GET /v1/apps/perfPowerMetrics"]"#,
            r#""GET /v1/ciProducts""#,
            "[]",
            "[7]",
        ] {
            assert!(judged(scope, 1201), "{scope}");
        }
    }

    #[test]
    fn the_entry_that_forbids_six_months_is_named() {
        let patch = r#"{"claims": {"exp": 1795255200, "scope": ["GET /v1/ciProducts", "GET /v1/apps"]}}"#;
        let found = findings(&LINT, patch);
        assert!(found[0].help.as_deref().is_some_and(|help| help.contains("`GET /v1/apps`")), "{found:?}");
    }

    #[test]
    fn a_secret_that_is_kept_is_told_how_long_it_may_live() {
        let patch = r#"{"service": "siwa", "claims": {"iss": "T4M9QX27LP", "sub": "com.example.app",
            "aud": "https://appleid.apple.com", "exp": 1811000000}}"#;
        assert_eq!(
            findings(&LINT, patch)[0].help.as_deref(),
            Some("let `exp` be at most `iat` + 15776999; 3600 is plenty for a token that is made anew")
        );
    }

    #[test]
    fn the_enterprise_program_has_no_exception() {
        let members = r#""aud": "apple-developer-enterprise-v1", "scope": ["GET /v1/ciProducts"],"#;
        assert!(judged("enterprise", members, 86_400, 180));
    }

    #[test]
    fn fastlane_and_milliseconds_are_named() {
        let help = |exp| {
            findings(&LINT, &format!(r#"{{"claims": {{"exp": {exp}}}}}"#))[0].help.clone().unwrap_or_default()
        };
        assert!(help(IAT + 1260).contains("`duration: 1200` lives 1260 s"), "{}", help(IAT + 1260));
        assert_eq!(help(IAT + 1261), "let `exp` be `iat` + 600");
        assert!(help(IAT + 1_200_000).contains("1200 s were meant"), "{}", help(IAT + 1_200_000));
    }

    #[test]
    fn a_duration_is_judged_when_there_is_no_token() {
        let patch =
            |duration: &str| format!(r#"{{"token": null, "credentials": {{"duration": {duration}}}}}"#);
        assert!(!is_found(&LINT, &patch("1140")));
        let found = findings(&LINT, &patch("1200"));
        assert_eq!((found.len(), found[0].at.as_str()), (1, "/credentials/duration"), "{found:?}");
        assert_eq!(
            found[0].message,
            "`duration` is 1200 s (20 min), to which fastlane adds the 60 s it sets `iat` back: the \
             token lives 1260 s (21 min); its life may be at most 1200 s (20 min)"
        );
        assert!(is_found(&LINT, &patch("1141")));
        assert!(!is_found(&LINT, r#"{"credentials": {"duration": 1200}}"#), "a token is judged by itself");
    }

    #[test]
    fn huge_numbers_stay_readable() {
        for exp in ["1e300", "99999999999999999999999999"] {
            let claims = format!(
                r#"{{"iss":"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10","aud":"appstoreconnect-v1",
                    "iat":1795168800,"exp":{exp}}}"#
            );
            let found = findings(&LINT, &serde_json::json!({ "claims": claims }).to_string());
            assert!(!found.is_empty() && found.iter().all(|f| f.message.len() < 200), "{found:?}");
        }
    }
}
