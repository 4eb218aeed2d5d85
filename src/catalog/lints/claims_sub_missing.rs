use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{absence, misplaced, trimmed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Form;

pub(super) static LINT: Lint = Lint {
    name: "claims-sub-missing",
    group: Group::Claims,
    severity: Severity::Error,
    summary: "the claims have no `sub`",
    explanation: EXPLANATION,
    bad: r#"{"service": "asc-individual", "claims": {"iss": null}}"#,
    good: r#"{"service": "asc-individual", "claims": {"iss": null, "sub": "user"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["subject-wrong"],
    explained_by: &["claims-iss-forbidden"],
    check,
};

const EXPLANATION: &str = "\
Some tokens name in `sub` for whom they speak: the client ID in a client secret of Sign in with
Apple, the Service ID in a token for WeatherKit, and always the word `user` in the token of an
individual key. Without it Apple refuses the token: 401 from its APIs, `invalid_client` from the
token endpoint of Sign in with Apple.

Add `sub`. For Sign in with Apple it is the same App ID or Services ID that is sent as `client_id`.";

fn check(cx: &Context) -> Option<Check> {
    cx.claims().filter(|_| cx.service.requires("sub"))?;
    let Some(found) = absence(cx, "sub") else { return Some(Passed) };
    let claim = cx.service.claim("sub")?;
    let (expected, help) = match (claim.form, cx.credentials.subject()) {
        (Form::Exactly(value), _) => (format!("\"{value}\""), format!("add `sub` \"{value}\"")),
        (_, Some(subject)) => {
            (format!("the {}", claim.about), format!("add `sub` \"{}\"", trimmed(&subject.value)))
        }
        _ => (format!("the {}", claim.about), format!("add `sub`: the {}", claim.about)),
    };
    let place = misplaced(cx, "sub").map(|place| format!("; {place}")).unwrap_or_default();
    Some(Found(LINT.finding("/claims/sub", format!("{found}, expected {expected}{place}")).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn a_client_id_under_its_other_name_is_pointed_out() {
        let found = findings(
            &LINT,
            r#"{"service": "siwa", "claims": {"aud": "https://appleid.apple.com", "iss": "Q4W8E2R6T1",
                "client_id": "com.example.web"}}"#,
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.ends_with("`client_id` stands in its place"), "{found:?}");
    }

    #[test]
    fn null_and_empty_are_missing() {
        for (sub, words) in
            [(r#"\"\""#, "`sub` is empty, expected \"user\""), ("null", "`sub` is null, expected \"user\"")]
        {
            let claims = format!(
                r#""{{\"sub\":{sub},\"aud\":\"appstoreconnect-v1\",\"exp\":1795169400,\"iat\":1795168800}}""#
            );
            let found = findings(&LINT, &format!(r#"{{"service": "asc-individual", "claims": {claims}}}"#));
            assert_eq!((found.len(), found[0].lint.name), (1, "claims-sub-missing"), "{found:?}");
            assert_eq!((found[0].at.as_str(), found[0].message.as_str()), ("/claims/sub", words));
        }
    }

    #[test]
    fn a_team_key_needs_no_subject() {
        assert!(!is_found(&LINT, r#"{"claims": {"sub": "user"}}"#));
    }
}
