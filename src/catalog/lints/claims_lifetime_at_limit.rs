use super::claims_lifetime_too_long::advice;
use super::claims_sample_value::is_sample_time;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::From;
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-lifetime-at-limit",
    group: Group::Time,
    severity: Severity::Warning,
    summary: "the token lives within a minute of the service's maximum",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"exp": 1795170000}}"#,
    good: r#"{"claims": {"exp": 1795169940}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["lifetime-at-limit"],
    explained_by: &["claims-expired", "claims-iat-in-future", "claims-time-unit"],
    check,
};

const EXPLANATION: &str = "\
App Store Connect measures a token's life twice: `exp` minus `iat`, and `exp` minus its own clock. A
token of 20 minutes passes only as long as the two clocks agree; one of 1199 seconds was refused
when the machine that made it was 34 seconds fast, while 19 and 15 minutes passed.

Leave a minute or more of slack: 10 minutes are plenty, because a new token costs nothing. Many
examples and libraries write `60 * 20`.";

/// The slack below the maximum that absorbs usual clock differences, in seconds.
const SLACK: u32 = 60;

fn check(cx: &Context) -> Option<Check> {
    let max = f64::from(cx.max_lifetime()?);
    let from = cx.rules.lifetime.from;
    let iat = cx.numeric_date("iat").filter(|_| from.contains(&From::IssuedAt));
    let start = iat.or(from.contains(&From::Now).then_some(cx.at))?;
    let exp = cx.numeric_date("exp")?;
    let life = exp - start;
    let slack = max - life;
    // A life that is over the maximum, or none at all, is the business of other lints.
    if cx.is_too_long(life) || life <= 0.0 || is_sample_time(start) || is_sample_time(exp) {
        return None;
    }
    if slack >= SLACK.into() {
        return Some(Passed);
    }
    let how_near = match slack {
        0.0 => "exactly the maximum".to_owned(),
        _ => format!("{slack} s below the maximum of {}", time::seconds(max)),
    };
    let lives = if iat.is_some() { "the token lives" } else { "the token still lives" };
    let message =
        format!("{lives} {}, {how_near}: a small clock difference tips it over", time::seconds(life));
    Some(Found(LINT.finding("/claims/exp", message).help(advice(cx, SLACK))))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{IAT, findings, is_found};

    #[test]
    fn a_minute_of_slack_is_enough() {
        let life = |life| is_found(&LINT, &format!(r#"{{"claims": {{"exp": {}}}}}"#, IAT + life));
        assert_eq!([1140, 1141, 1200, 1201].map(life), [false, true, true, false]);
    }

    #[test]
    fn the_slack_is_told() {
        let message =
            |life| findings(&LINT, &format!(r#"{{"claims": {{"exp": {}}}}}"#, IAT + life))[0].message.clone();
        assert_eq!(
            message(1200),
            "the token lives 1200 s (20 min), exactly the maximum: a small clock difference tips it over"
        );
        assert_eq!(
            message(1199),
            "the token lives 1199 s (19 min 59 s), 1 s below the maximum of 1200 s (20 min): a small clock \
             difference tips it over"
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
        assert_eq!([15_777_179, 15_777_180].map(life), [true, false]);
    }
}
