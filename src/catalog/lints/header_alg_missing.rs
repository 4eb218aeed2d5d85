use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::quoted;
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "header-alg-missing",
    group: Group::Header,
    severity: Severity::Error,
    summary: "the header has no `alg`",
    explanation: EXPLANATION,
    bad: r#"{"header": {"alg": null}}"#,
    good: r#"{"header": {"alg": "ES256"}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7515#section-4.1.1",
    causes: &["algorithm-wrong"],
    explained_by: &["token-part-count"],
    check,
};

const EXPLANATION: &str = "\
`alg` names the algorithm of the signature and must be there (RFC 7515 §4.1.1). Apple's services
take one value, `ES256`. The name is case-sensitive, as all names in a token are.

Write `\"alg\": \"ES256\"` into the header. A JWT library does it when it is told the algorithm.";

fn check(cx: &Context) -> Option<Check> {
    let header = cx.header()?;
    if header.get("alg").is_some() {
        return Some(Passed);
    }
    let near = header.members().iter().find(|member| member.name.eq_ignore_ascii_case("alg"));
    let (message, help) = match near {
        Some(member) => (
            format!("the header has {} and no `alg`: letter case counts", quoted(&member.name)),
            "write the name in lower case",
        ),
        None if cx.claims().is_some_and(|claims| claims.get("alg").is_some()) => {
            ("the header has no `alg`: it stands among the claims".to_owned(), "write `alg` into the header")
        }
        None => (
            "the header has no `alg`, expected \"ES256\"".to_owned(),
            "tell the JWT library to sign with ES256",
        ),
    };
    Some(Found(LINT.finding("/header/alg", message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn a_name_in_other_letter_case_is_none() {
        let found = findings(&LINT, r#"{"header": {"alg": null, "Alg": "ES256"}}"#);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "the header has \"Alg\" and no `alg`: letter case counts");
    }

    #[test]
    fn one_among_the_claims_is_seen() {
        let found = findings(&LINT, r#"{"header": {"alg": null}, "claims": {"alg": "ES256"}}"#);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "the header has no `alg`: it stands among the claims");
    }

    #[test]
    fn a_value_of_another_type_is_not_missing() {
        let header = r#"{"header": "{\"alg\":null,\"kid\":\"K7Q2M9X4TZ\",\"typ\":\"JWT\"}"}"#;
        assert!(!is_found(&LINT, header));
    }
}
