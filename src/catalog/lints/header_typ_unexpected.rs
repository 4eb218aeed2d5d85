use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::shown;
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "header-typ-unexpected",
    group: Group::Header,
    severity: Severity::Note,
    summary: "`typ` is not `JWT`",
    explanation: EXPLANATION,
    bad: r#"{"header": {"typ": null}}"#,
    good: r#"{"header": {"typ": "JWT"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &[],
    explained_by: &["token-part-count"],
    check,
};

const EXPLANATION: &str = "\
The documentation of this service lists `typ` with the value `JWT`. Whether a token without it, or
with another value, is refused is not known; tokens without it have been accepted.

Write `\"typ\": \"JWT\"` into the header, as most JWT libraries do unasked.";

fn check(cx: &Context) -> Option<Check> {
    let header = cx.header().filter(|_| cx.rules.header.contains(&"typ"))?;
    let message = match header.get("typ") {
        Some(value) if value.as_str().as_deref() == Some("JWT") => return Some(Passed),
        Some(value) => format!("`typ` is {}, expected \"JWT\"", shown(value)),
        None => "the header has no `typ`, expected \"JWT\"".to_owned(),
    };
    Some(Found(
        LINT.finding("/header/typ", message)
            .help("write `\"typ\": \"JWT\"`, as Apple's documentation lists it"),
    ))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn another_value_is_a_note() {
        for (typ, what) in [("\"jwt\"", "\"jwt\""), ("\"JOSE\"", "\"JOSE\""), ("1", "a number")] {
            let found = findings(&LINT, &format!(r#"{{"header": {{"typ": {typ}}}}}"#));
            let expected =
                format!("[note[header-typ-unexpected] /header/typ: `typ` is {what}, expected \"JWT\"]");
            assert_eq!(format!("{found:?}"), expected);
        }
    }

    #[test]
    fn a_service_that_does_not_list_it_does_not_miss_it() {
        let claims = r#"{"iss": "A1B2C3D4E5", "exp": null, "aud": null}"#;
        let patch = format!(r#"{{"service": "apns", "header": {{"typ": null}}, "claims": {claims}}}"#);
        assert!(!is_found(&LINT, &patch));
    }
}
