use super::claims_sample_value::is_sample_time;
use crate::catalog::context::{BACKDATE, Context};
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::{From, Lifetime};
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-lifetime-too-long",
    group: Group::Time,
    severity: Severity::Error,
    summary: "the token's lifetime is longer than the service allows",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"exp": 1795172400}}"#,
    good: r#"{"claims": {"exp": 1795169940}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["lifetime-too-long"],
    explained_by: &["claims-time-unit"],
    check,
};

const EXPLANATION: &str = "\
Apple refuses a token whose lifetime is over the service's maximum: 20 minutes for the App Store
Connect API, less than 60 for the App Store Server API, 15777000 seconds (six months) after Apple's
own clock for client secrets of Sign in with Apple and tokens of MusicKit, less than 180 days for
Apple Ads and Apple Business. The response is the same as for a wrong key. Tokens of the App Store
Connect API may be valid for six months when every entry of their `scope` is a GET of a resource on
Apple's list.

Mint for 10 minutes, or mint a new token for each request. Setting `iat` back, as many tools do
against clock differences, makes the lifetime longer.";

/// The longest `duration` that fastlane takes, in seconds.
pub(super) const FASTLANE_MAX: f64 = 1200.0;

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
        // What is over the maximum by one of two measures is the business of claims-lifetime-at-limit.
        return (!cx.is_too_long(exp - iat) || cx.rules.lifetime.from == [From::Now]).then_some(Passed);
    }
    let message = format!("the token's lifetime is {}; {bound}", time::seconds(exp - iat));
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
                "set `exp` to at most `iat` + {longest}; {recommended} is enough for a token that is made \
                 anew"
            )
        }
        None => format!("set `exp` to `iat` + {recommended}"),
    }
}

/// Judges the `duration` of fastlane's JSON before there is a token.
fn check_duration(cx: &Context) -> Option<Check> {
    let (duration, bound) = (cx.credentials.duration?, bound(cx)?);
    let lifetime = duration + BACKDATE;
    if !cx.is_too_long(lifetime) {
        return Some(Passed);
    }
    if !cx.is_too_long(duration) {
        return None;
    }
    let message = format!(
        "`duration` is {}, and with the 60 s that fastlane sets `iat` back the token's lifetime is {}; \
         {bound}",
        time::seconds(duration),
        time::seconds(lifetime),
    );
    Some(Found(LINT.finding("/credentials/duration", message).help("set `duration` to 500, or leave it out")))
}

fn bound(cx: &Context) -> Option<String> {
    let bound = if cx.rules.lifetime.max_refused { "it must be less than" } else { "the limit is" };
    Some(format!("{bound} {}", time::seconds(cx.max_lifetime()?.into())))
}

/// Names the setting when the life is one that a common tool or slip makes.
fn help(cx: &Context, life: f64) -> String {
    let lifetime = &cx.rules.lifetime;
    let advice = advice(cx, 0);
    if life - BACKDATE <= FASTLANE_MAX {
        return format!("{advice}; with fastlane, set `duration` to 500, or leave it out");
    }
    let thousandth = life / 1000.0;
    if thousandth % 60.0 == 0.0 && !cx.is_too_long(thousandth) {
        return format!("{advice}; the lifetime looks like milliseconds: {thousandth} s were meant");
    }
    let long_lived = lifetime.long_lived.as_ref().is_some_and(|rule| life <= rule.max.into());
    match cx.short_lived_entry().filter(|_| long_lived) {
        Some(entry) => format!(
            "{advice}; only tokens for GETs of the resources on Apple's list may be valid for six months, \
             and `{:.80}` in `scope` is not on it",
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

    const ADS: &str = r#""iss": "SEARCHADS.9703f56c-10ce-4876-8f59-e78e5e23a152",
        "sub": "SEARCHADS.aeb3ef5f-0c5a-4f2a-99c8-fca83f25a9ff", "aud": "https://appleid.apple.com","#;

    #[test]
    fn each_service_has_its_maximum() {
        for (service, members, longest) in [
            // Without the instant of the request 60 s more are in doubt.
            ("asc-team", "", 1260),
            ("asc-individual", r#""iss": null, "sub": "user","#, 1260),
            ("enterprise", r#""aud": "apple-developer-enterprise-v1","#, 1260),
            ("notary", "", 1260),
            ("app-store-server", BID, 3599),
            ("siwa", SIWA, 15_777_000),
            ("musickit", MUSIC, 15_777_000),
            ("apple-business", BUSINESS, 15_551_999),
            ("apple-ads", ADS, 15_551_999),
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
        assert!(judged("siwa", SIWA, 15_777_100, 99));
        assert!(!judged("siwa", SIWA, 15_777_100, 100));
    }

    #[test]
    fn app_store_connect_measures_twice_and_one_of_the_two_is_in_doubt() {
        let judged = |lifetime: i64, age: i64| {
            let (at, exp) = (IAT + age, IAT + lifetime);
            is_found(&LINT, &format!(r#"{{"at": {at}, "at_is_known": true, "claims": {{"exp": {exp}}}}}"#))
        };
        assert!(judged(3600, 5) && judged(1260, 59) && judged(1201, 0));
        assert!(!judged(1260, 60) && !judged(1200, 0) && !judged(3600, 2400));
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
            assert!(judged(scope, 15_777_061), "{scope}");
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
            assert!(judged(scope, 1261), "{scope}");
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
            Some("set `exp` to at most `iat` + 15777000; 3600 is enough for a token that is made anew")
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
            let patch = format!(
                r#"{{"at": {IAT}, "at_is_known": true, "claims": {{"iat": {}, "exp": {exp}}}}}"#,
                IAT - 60
            );
            findings(&LINT, &patch)[0].help.clone().unwrap_or_default()
        };
        assert_eq!(help(IAT + 1201), "set `exp` to `iat` + 600");
        let help = |exp| {
            findings(&LINT, &format!(r#"{{"claims": {{"exp": {exp}}}}}"#))[0].help.clone().unwrap_or_default()
        };
        assert!(help(IAT + 1_200_000).contains("1200 s were meant"), "{}", help(IAT + 1_200_000));
    }

    #[test]
    fn a_duration_is_judged_when_there_is_no_token() {
        let patch =
            |duration: &str| format!(r#"{{"token": null, "credentials": {{"duration": {duration}}}}}"#);
        assert!(!is_found(&LINT, &patch("1140")) && !is_found(&LINT, &patch("1200")));
        let found = findings(&LINT, &patch("1201"));
        assert_eq!((found.len(), found[0].at.as_str()), (1, "/credentials/duration"), "{found:?}");
        assert_eq!(
            found[0].message,
            "`duration` is 1201 s (20 min 1 s), and with the 60 s that fastlane sets `iat` back the token's \
             lifetime is 1261 s (21 min 1 s); the limit is 1200 s (20 min)"
        );
        assert!(!is_found(&LINT, r#"{"credentials": {"duration": 1300}}"#), "a token is judged by itself");
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
