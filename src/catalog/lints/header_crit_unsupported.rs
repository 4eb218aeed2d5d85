use crate::catalog::context::Context;
use crate::catalog::lint::words::list;
use crate::catalog::lint::{Finding, Group, Lint, Severity};

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

fn check(cx: &Context) -> Option<Finding> {
    let header = cx.header()?;
    let found: Vec<_> = UNSUPPORTED.into_iter().filter(|name| header.get(name).is_some()).collect();
    let at = format!("/header/{}", found.first()?);
    let named: Vec<_> = found.iter().map(|name| format!("`{name}`")).collect();
    let message = format!("the header has {}, which Apple's services do not take", list(&named));
    let it = if found.len() == 1 { "it" } else { "them" };
    let help = format!("leave {it} out: sign the plain claims, neither compressed nor encrypted");
    Some(LINT.finding(at, message).help(help))
}

#[cfg(test)]
mod tests {
    use crate::catalog::lint::example::{findings, names};

    #[test]
    fn each_is_found_and_all_in_one_finding() {
        for name in ["crit", "b64", "zip", "enc"] {
            assert_eq!(
                names(&format!(r#"{{"header": {{"{name}": false}}}}"#)),
                ["header-crit-unsupported"],
                "{name}"
            );
        }
        let found = findings(r#"{"header": {"crit": ["b64"], "b64": false}}"#);
        assert_eq!(found.len(), 1);
        assert!(found[0].help.as_deref().unwrap().starts_with("leave them out"));
        assert_eq!(found[0].message, "the header has `crit` and `b64`, which Apple's services do not take");
    }

    #[test]
    fn what_it_does_to_the_payload_is_not_told_again() {
        assert_eq!(names(r#"{"header": {"zip": "DEF"}, "claims": "x"}"#), ["header-crit-unsupported"]);
        let unencoded = r#"{"key": null, "header": {"b64": false}, "token": "{header}.{}.{signature}"}"#;
        assert_eq!(names(unencoded), ["header-crit-unsupported"]);
        let encrypted = r#"{"header": {"alg": "ECDH-ES", "enc": "A256GCM"}, "token": "{header}..AA.AA.AA"}"#;
        assert_eq!(names(encrypted), ["token-part-count"]);
    }
}
