use super::claims_lifetime_too_long::advice;
use super::claims_sample_value::is_sample_time;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::From;
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-exp-too-far",
    group: Group::Time,
    severity: Severity::Error,
    summary: "`exp` lies further ahead than the service allows",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"iat": null, "exp": 1795170181}}"#,
    good: r#"{"claims": {"iat": 1795168800, "exp": 1795169580}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["lifetime-too-long", "clock-ahead"],
    explained_by: &["claims-iat-in-future", "claims-lifetime-too-long", "claims-time-unit"],
    check,
};

const EXPLANATION: &str = "\
Besides the life of a token some services limit how far `exp` may lie ahead of their own clock: 20
minutes for App Store Connect, six months for Sign in with Apple. A token without `iat` has no other
life to measure.

Let `exp` be the current time plus 10 minutes, and send `iat` as well: then it shows whether life or
clock is at fault.";

fn check(cx: &Context) -> Option<Check> {
    let lifetime = &cx.rules.lifetime;
    let max = cx.max_lifetime().filter(|_| lifetime.from.contains(&From::Now))?;
    let exp = cx.numeric_date("exp").filter(|exp| !is_sample_time(*exp))?;
    if !cx.is_too_long(exp - cx.at) {
        return Some(Passed);
    }
    let bound = if lifetime.max_refused { "it must lie less than" } else { "it may lie at most" };
    let max = time::seconds(max.into());
    let issued = if cx.date("iat").is_none() { ", and there is no `iat`" } else { "" };
    let message = format!("`exp` is {}{issued}: {bound} {max} ahead", time::instant_from(exp, cx.at));
    let help = format!("set `iat` to the current time, and {}", advice(cx, 0));
    Some(Found(LINT.finding("/claims/exp", message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{IAT, findings, is_found};

    const AT: i64 = IAT + 180;

    #[test]
    fn the_distance_and_its_bound_are_told() {
        let found = findings(&LINT, r#"{"claims": {"iat": null, "exp": 1795176180}}"#);
        assert_eq!(
            found[0].message,
            "`exp` is 2026-11-20 12:03:00 UTC, in 2 h, and there is no `iat`: it may lie at most \
             1200 s (20 min) ahead"
        );
    }

    #[test]
    fn a_second_decides() {
        let far = |ahead| {
            let patch = format!(r#"{{"claims": {{"iat": null, "exp": {}}}}}"#, AT + ahead);
            is_found(&LINT, &patch)
        };
        assert!(!far(1200));
        assert!(far(1201));
    }

    #[test]
    fn exactly_six_months_are_too_far_for_sign_in_with_apple() {
        let far = |ahead| {
            is_found(
                &LINT,
                &format!(
                    r#"{{"service": "siwa", "claims": {{"iss": "T4M9QX27LP", "sub": "com.example.app",
                   "iat": "now",
                    "aud": "https://appleid.apple.com", "exp": {}}}}}"#,
                    AT + ahead
                ),
            )
        };
        assert!(!far(15_777_000) && far(15_777_001));
    }

    #[test]
    fn a_service_that_measures_from_iat_alone_says_nothing_without_it() {
        let patch = format!(
            r#"{{"service": "app-store-server", "claims": {{"bid": "com.example.app", "iat": null,
                "exp": {}}}}}"#,
            AT + 7200
        );
        assert!(!is_found(&LINT, &patch));
    }
}
