use crate::context::Context;
use crate::lint::{Finding, Group, Lint, Severity};
use crate::service::From;
use crate::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-lifetime-too-long",
    group: Group::Time,
    severity: Severity::Error,
    summary: "the token lives longer than the service allows",
    explanation: "\
Apple refuses a token whose life, `exp` minus `iat`, is over the service's maximum: 20 minutes for the App Store Connect
API, less than 60 for the App Store Server API, six months for client secrets of Sign in with Apple. The answer is the
same 401 as for a wrong key. Tokens of the App Store Connect API may live for six months when every entry of their
`scope` is a GET of a resource on Apple's list.

Setting `iat` back, as many tools do against clock differences, makes the life longer: fastlane's `duration: 1200` gives
1260 seconds. Let the token live 10 minutes.",
    bad: r#"{"claims": {"exp": 1795170001}}"#,
    good: r#"{"claims": {"exp": 1795169920}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["lifetime-too-long"],
    explained_by: &["claims-time-unit", "claims-sample-value"],
    check,
};

fn check(cx: &Context) -> Option<Finding> {
    let (iat, exp) = (cx.numeric_date("iat")?, cx.numeric_date("exp")?);
    let lifetime = &cx.service.lifetime;
    let max = f64::from(cx.max_lifetime()?);
    let is_over = |life: f64| life > max || lifetime.max_refused && life == max;
    if !is_over(exp - iat) || !lifetime.from.contains(&From::IssuedAt) && !is_over(exp - cx.at) {
        return None;
    }
    let bound = if lifetime.max_refused { "must be less than" } else { "may be at most" };
    let message =
        format!("the token lives {}; its life {bound} {}", time::seconds(exp - iat), time::seconds(max));
    Some(LINT.finding("/claims/exp", message).help(help(exp - iat, max, lifetime.recommended)))
}

/// Names the setting when the life is one that a common tool makes.
fn help(life: f64, max: f64, recommended: u32) -> String {
    let advice = format!("let `exp` be `iat` + {recommended}");
    let back_dated = life - 60.0;
    if max == 1200.0 && (1140.0..=1200.0).contains(&back_dated) {
        return format!(
            "{advice}; fastlane sets `iat` back 60 s, so its `duration: {back_dated}` lives {life} s: set `duration: 600`"
        );
    }
    advice
}
