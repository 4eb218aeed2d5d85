use super::claims_lifetime_too_long::advice;
use super::claims_sample_value::is_sample_time;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Finding, Group, Lint, Severity};
use crate::catalog::service::From;
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-lifetime-at-limit",
    group: Group::Time,
    severity: Severity::Warning,
    summary: "the token's lifetime is within a minute of the service's maximum, or over it by one of two \
    measures",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"exp": 1795170000}}"#,
    good: r#"{"claims": {"exp": 1795169940}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["lifetime-at-limit"],
    explained_by: &["claims-expired", "claims-iat-in-future", "claims-time-unit"],
    check,
};

const EXPLANATION: &str = "\
App Store Connect documents two limits of 20 minutes: one for `exp` minus `iat`, and one for `exp`
minus its own clock. A token at the limit passes only as long as the two clocks agree; one of 1199
seconds was refused when the machine that made it was 34 seconds fast, while 19 and 15 minutes
passed.

fastlane's `duration: 1200` sets `iat` 60 seconds back and `exp` 1200 seconds ahead. Some report
that such tokens are always refused, others that they hardly ever are: Apple seems to count `exp`
from its own clock, so that the token is refused whenever this machine's clock is ahead.

Leave a minute or more of slack: 10 minutes are enough, because a new token costs nothing. With
fastlane, leave out `duration`: its default is 500.";

/// The slack below the maximum that absorbs usual clock differences, in seconds.
const SLACK: u32 = 60;

fn check(cx: &Context) -> Option<Check> {
    let max = f64::from(cx.max_lifetime()?);
    if cx.token.is_none() {
        return check_duration(cx, max);
    }
    let from = cx.rules.lifetime.from;
    let iat = cx.numeric_date("iat").filter(|_| from.contains(&From::IssuedAt));
    let start = iat.or(from.contains(&From::Now).then_some(cx.at))?;
    let exp = cx.numeric_date("exp")?;
    let lifetime = exp - start;
    if lifetime <= 0.0 || is_sample_time(start) || is_sample_time(exp) {
        return None;
    }
    if let Some(iat) = iat.filter(|_| cx.is_too_long(lifetime)) {
        return over_by_one_measure(cx, iat, exp, max).map(Found);
    }
    // A lifetime that is over the maximum is the business of other lints.
    if cx.is_too_long(lifetime) {
        return None;
    }
    let slack = max - lifetime;
    if slack >= SLACK.into() {
        return Some(Passed);
    }
    let how_near = match slack {
        0.0 => "exactly the maximum".to_owned(),
        _ => format!("{slack} s below the maximum of {}", time::seconds(max)),
    };
    let what = if iat.is_some() { "the token's lifetime is" } else { "the token expires in" };
    let message =
        format!("{what} {}, {how_near}: a small clock difference tips it over", time::seconds(lifetime));
    Some(Found(LINT.finding("/claims/exp", message).help(advice(cx, SLACK))))
}

/// Over the maximum as measured from `iat`, and not from the service's clock.
fn over_by_one_measure(cx: &Context, iat: f64, exp: f64, max: f64) -> Option<Finding> {
    if cx.has_too_long_lifetime(iat, exp) || !cx.rules.lifetime.from.contains(&From::Now) {
        return None;
    }
    let message = format!(
        "the token's lifetime is {}, over the maximum of {}, though `exp` is no further ahead than that: \
         it is refused whenever this machine's clock is ahead",
        time::seconds(exp - iat),
        time::seconds(max)
    );
    Some(LINT.finding("/claims/exp", message).help(format!("{}; {FASTLANE}", advice(cx, SLACK))))
}

const FASTLANE: &str = "with fastlane, set `duration` to 500, or leave it out";

/// Judges the `duration` of fastlane's JSON before there is a token: `exp` is so far ahead.
fn check_duration(cx: &Context, max: f64) -> Option<Check> {
    let duration = cx.credentials.duration?;
    if cx.is_too_long(duration) || duration <= 0.0 {
        return None;
    }
    if max - duration >= SLACK.into() {
        return Some(Passed);
    }
    let message = format!(
        "`duration` is {}, and fastlane sets `iat` 60 s back: the token is refused whenever this \
         machine's clock is ahead; the limit is {}",
        time::seconds(duration),
        time::seconds(max)
    );
    Some(Found(LINT.finding("/credentials/duration", message).help(FASTLANE)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{IAT, findings, is_found};

    #[test]
    fn a_minute_of_slack_is_enough() {
        let life = |life| is_found(&LINT, &format!(r#"{{"claims": {{"exp": {}}}}}"#, IAT + life));
        assert_eq!([1140, 1141, 1200, 1201].map(life), [false, true, true, true]);
    }

    #[test]
    fn the_slack_is_told() {
        let message =
            |life| findings(&LINT, &format!(r#"{{"claims": {{"exp": {}}}}}"#, IAT + life))[0].message.clone();
        assert_eq!(
            message(1200),
            "the token's lifetime is 1200 s (20 min), exactly the maximum: a small clock difference tips \
             it over"
        );
        assert_eq!(
            message(1199),
            "the token's lifetime is 1199 s (19 min 59 s), 1 s below the maximum of 1200 s (20 min): a small \
             clock difference tips it over"
        );
    }

    #[test]
    fn exactly_the_maximum_is_an_error_where_it_is_refused() {
        let life = |life| {
            is_found(
                &LINT,
                &format!(
                    r#"{{"service": "app-store-server", "claims": {{"bid": "com.example.app", "exp": {}}}}}"#,
                    IAT + life
                ),
            )
        };
        assert_eq!([3540, 3599, 3600].map(life), [false, true, false]);
    }

    #[test]
    fn a_token_without_iat_is_measured_from_now() {
        let life =
            |left| is_found(&LINT, &format!(r#"{{"claims": {{"iat": null, "exp": {}}}}}"#, IAT + 180 + left));
        assert_eq!([1140, 1200].map(life), [false, true]);
    }

    #[test]
    fn sign_in_with_apple_measures_from_now() {
        let life = |life| {
            is_found(
                &LINT,
                &format!(
                    r#"{{"service": "siwa", "claims": {{"iss": "T4M9QX27LP", "sub": "com.example.app",
                    "aud": "https://appleid.apple.com", "exp": {}}}}}"#,
                    IAT + life
                ),
            )
        };
        assert!(!life(15_776_999), "three minutes later it is no longer near");
        assert_eq!([15_777_179, 15_777_180, 15_777_181].map(life), [true, true, false]);
    }

    #[test]
    fn a_span_over_the_maximum_is_in_doubt_while_the_end_is_near() {
        let token = |members: &str, span: i64| {
            let patch = format!(r#"{{{members} "claims": {{"exp": {}}}}}"#, IAT + span);
            findings(&LINT, &patch).first().map(|found| found.message.clone()).unwrap_or_default()
        };
        let fastlane = token(&format!(r#""at": {}, "at_is_known": true,"#, IAT + 60), 1260);
        assert_eq!(
            fastlane,
            "the token's lifetime is 1260 s (21 min), over the maximum of 1200 s (20 min), though `exp` \
             is no further ahead than that: it is refused whenever this machine's clock is ahead"
        );
        assert_eq!(token(&format!(r#""at": {}, "at_is_known": true,"#, IAT + 59), 1260), "");
        assert_eq!(token("", 1260), fastlane, "the instant is not known");
        assert_eq!(token("", 1261), "");
    }

    #[test]
    fn a_duration_near_the_maximum_is_one_of_them() {
        let found = |duration: u32| {
            findings(&LINT, &format!(r#"{{"token": null, "credentials": {{"duration": {duration}}}}}"#)).len()
        };
        assert_eq!([500, 1140, 1141, 1200, 1201].map(found), [0, 0, 1, 1, 0]);
    }
}
