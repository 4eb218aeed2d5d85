use crate::context::Context;
use crate::lint::{Finding, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "claims-aud-wrong",
    group: Group::Claims,
    severity: Severity::Error,
    summary: "`aud` is not the audience of the service",
    explanation: "\
Each service has one fixed audience and refuses every other: `appstoreconnect-v1` for the App Store Connect API and the
App Store Server API, `apple-developer-enterprise-v1` for the Enterprise Program, `https://appleid.apple.com` for
Sign in with Apple. It is compared letter by letter.

Copy the audience from the documentation of the service that you call.",
    bad: r#"{"claims": {"aud": "appstoreconnect-v2"}}"#,
    good: r#"{"claims": {"aud": "appstoreconnect-v1"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["audience-wrong", "wrong-service"],
    explained_by: &[],
    check,
};

fn check(cx: &Context) -> Option<Finding> {
    let expected = cx.service.audience()?;
    let value = cx.claims()?.get("aud")?;
    let elements = value.elements();
    let found = match &elements {
        Some(elements) if elements.iter().any(|e| e.as_str().as_deref() == Some(expected)) => return None,
        Some(elements) if elements.len() != 1 => format!("an array of {} other values", elements.len()),
        Some(elements) => describe(elements.first()?),
        None if value.as_str().as_deref() == Some(expected) => return None,
        None => describe(value),
    };
    let mut audiences: Vec<_> = cx.services.iter().filter_map(|service| service.audience()).collect();
    audiences.dedup();
    let expected: Vec<_> = audiences.iter().map(|audience| format!("\"{audience}\"")).collect();
    let message = format!("`aud` is {found}, expected {}", expected.join(" or "));
    Some(LINT.finding("/claims/aud", message).help("copy the audience from the documentation of the service"))
}

fn describe(value: &crate::json::Value) -> String {
    match value.as_str() {
        Some(text) => format!("\"{text}\""),
        None => value.kind().noun().to_owned(),
    }
}
