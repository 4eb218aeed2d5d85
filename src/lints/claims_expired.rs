use crate::context::Context;
use crate::lint::{Finding, Group, Lint, Severity};
use crate::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-expired",
    group: Group::Time,
    severity: Severity::Error,
    summary: "the token has expired",
    explanation: "\
A token is good until the instant in `exp`, and not at that instant any more. Tokens of the App Store Connect API live
20 minutes at most, so one that was minted at the start of a long job, or stored as a secret, is dead when it is used.

Mint a token right before it is needed and again before it expires; store the key, never a token.",
    bad: r#"{"at": 1795169400}"#,
    good: r#"{"at": 1795169399}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4",
    causes: &["token-expired", "clock-behind", "time-zone-error"],
    explained_by: &["claims-exp-relative", "claims-exp-before-iat", "claims-sample-value", "claims-time-unit"],
    check,
};

fn check(cx: &Context) -> Option<Finding> {
    let exp = cx.numeric_date("exp")?;
    if exp > cx.at {
        return None;
    }
    let when = if cx.at_is_known { format!("at {}", time::instant(cx.at)) } else { "now".to_owned() };
    let message = format!("the token is expired {when}: `exp` is {}", time::instant_from(exp, cx.at));
    Some(
        LINT.finding("/claims/exp", message)
            .help("mint a new token right before the request, and again before it expires"),
    )
}
