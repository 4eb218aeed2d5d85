use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::words::list;

pub(super) static LINT: Lint = Lint {
    name: "header-crit-unsupported",
    group: Group::Header,
    severity: Severity::Error,
    summary: "the header asks for an extension that Apple's services do not have",
    explanation: EXPLANATION,
    bad: r#"{"header": {"crit": ["exp"], "exp": 1795169400}}"#,
    good: r#"{"header": {"crit": null}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11",
    causes: &["token-malformed"],
    explained_by: &["token-part-count"],
    check,
};

const EXPLANATION: &str = "\
`crit` lists extensions that a reader must understand or else refuse the token (RFC 7515 §4.1.11).
`b64` leaves the payload unencoded (RFC 7797). `zip` and `enc` belong to encrypted tokens (RFC 7516
§4.1): a payload that is compressed or encrypted is no JSON to a reader of signed tokens. Apple
documents none of them.

Leave them out: sign the plain claims, without compression (in jjwt, without `compressWith`).";

const UNSUPPORTED: [&str; 4] = ["crit", "b64", "zip", "enc"];

fn check(cx: &Context) -> Option<Check> {
    let header = cx.header()?;
    let found: Vec<_> = UNSUPPORTED.into_iter().filter(|name| header.get(name).is_some()).collect();
    let Some(first) = found.first() else { return Some(Passed) };
    let at = format!("/header/{first}");
    let named: Vec<_> = found.iter().map(|name| format!("`{name}`")).collect();
    let message = format!("the header has {}, which Apple's services do not take", list(&named));
    let it = if found.len() == 1 { "it" } else { "them" };
    let help = format!("leave {it} out: sign the plain claims, neither compressed nor encrypted");
    Some(Found(LINT.finding(at, message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn each_is_found_and_all_in_one_finding() {
        for name in ["crit", "b64", "zip", "enc"] {
            assert!(is_found(&LINT, &format!(r#"{{"header": {{"{name}": false}}}}"#)), "{name}");
        }
        let found = findings(&LINT, r#"{"header": {"crit": ["b64"], "b64": false}}"#);
        assert_eq!(found.len(), 1);
        assert!(found[0].help.as_deref().unwrap().starts_with("leave them out"));
        assert_eq!(found[0].message, "the header has `crit` and `b64`, which Apple's services do not take");
    }

    #[test]
    fn what_it_does_to_the_payload_is_not_told_again() {
        assert!(is_found(&LINT, r#"{"header": {"zip": "DEF"}, "claims": "x"}"#));
        let unencoded = r#"{"key": null, "header": {"b64": false}, "token": "{header}.{}.{signature}"}"#;
        assert!(is_found(&LINT, unencoded));
    }
}
