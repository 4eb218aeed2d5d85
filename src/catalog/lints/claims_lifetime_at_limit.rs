use super::claims_lifetime_too_long::advice;
use super::claims_sample_value::is_sample_time;
use crate::catalog::context::Context;
use crate::catalog::lint::{Finding, Group, Lint, Severity};
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

fn check(cx: &Context) -> Option<Finding> {
    let max = f64::from(cx.max_lifetime()?);
    let from = cx.service.lifetime.from;
    let iat = cx.numeric_date("iat").filter(|_| from.contains(&From::IssuedAt));
    let start = iat.or(from.contains(&From::Now).then_some(cx.at))?;
    let exp = cx.numeric_date("exp")?;
    let life = exp - start;
    let slack = max - life;
    let is_near = !cx.is_too_long(life) && (0.0..SLACK.into()).contains(&slack);
    if !is_near || is_sample_time(start) || is_sample_time(exp) {
        return None;
    }
    let how_near = match slack {
        0.0 => "exactly the maximum".to_owned(),
        _ => format!("{slack} s below the maximum of {}", time::seconds(max)),
    };
    let lives = if iat.is_some() { "the token lives" } else { "the token still lives" };
    let message =
        format!("{lives} {}, {how_near}: a small clock difference tips it over", time::seconds(life));
    Some(LINT.finding("/claims/exp", message).help(advice(cx, SLACK)))
}

#[cfg(test)]
mod tests {
    use crate::catalog::lint::example::{IAT, findings, names};

    const NONE: [&str; 0] = [];

    #[test]
    fn a_minute_of_slack_is_enough() {
        let life = |life| names(&format!(r#"{{"claims": {{"exp": {}}}}}"#, IAT + life));
        assert_eq!(life(1140), NONE);
        assert_eq!(life(1141), ["claims-lifetime-at-limit"]);
        assert_eq!(life(1200), ["claims-lifetime-at-limit"]);
        assert_eq!(life(1201), ["claims-lifetime-too-long"]);
    }

    #[test]
    fn the_slack_is_told() {
        let message =
            |life| findings(&format!(r#"{{"claims": {{"exp": {}}}}}"#, IAT + life))[0].message.clone();
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
    fn a_token_that_is_dead_or_not_yet_good_is_only_that() {
        assert_eq!(names(r#"{"at": 1795170000, "claims": {"exp": 1795170000}}"#), ["claims-expired"]);
        assert_eq!(names(r#"{"claims": {"iat": 1795169100, "exp": 1795170300}}"#), ["claims-iat-in-future"]);
    }

    #[test]
    fn exactly_the_maximum_is_an_error_where_it_is_refused() {
        let life = |life| {
            names(&format!(
                r#"{{"service": "app-store-server", "claims": {{"bid": "com.example.app", "exp": {}}}}}"#,
                IAT + life
            ))
        };
        assert_eq!(life(3540), NONE);
        assert_eq!(life(3599), ["claims-lifetime-at-limit"]);
        assert_eq!(life(3600), ["claims-lifetime-too-long"]);
    }

    #[test]
    fn a_token_without_iat_is_measured_from_now() {
        let life = |left| names(&format!(r#"{{"claims": {{"iat": null, "exp": {}}}}}"#, IAT + 180 + left));
        assert_eq!(life(1200), ["claims-lifetime-at-limit", "claims-iat-missing"]);
        assert_eq!(life(1140), ["claims-iat-missing"]);
    }

    #[test]
    fn sign_in_with_apple_measures_from_now() {
        let life = |life| {
            names(&format!(
                r#"{{"service": "siwa", "claims": {{"iss": "T4M9QX27LP", "sub": "com.example.app",
                    "aud": "https://appleid.apple.com", "exp": {}}}}}"#,
                IAT + life
            ))
        };
        assert_eq!(life(15_776_999), NONE, "three minutes later it is no longer near");
        assert_eq!(life(15_777_179), ["claims-lifetime-at-limit"]);
        assert_eq!(life(15_777_180), ["claims-lifetime-too-long"]);
    }
}
