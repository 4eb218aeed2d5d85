use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{copy, quoted};
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "header-kid-missing",
    group: Group::Header,
    severity: Severity::Error,
    summary: "the header has no `kid`",
    explanation: EXPLANATION,
    bad: r#"{"header": {"kid": null}}"#,
    good: r#"{"header": {"kid": "K7Q2M9X4TZ"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["key-id-missing"],
    explained_by: &["token-part-count"],
    check,
};

const EXPLANATION: &str = "\
Apple finds the public key that verifies a token by the key ID in `kid`. Nothing in the signature
tells it, so a token without `kid` fits no key. The ID belongs in the header, not among the
claims.

Set it where the library takes it: `keyid` in jsonwebtoken, `headers={\"kid\": …}` in PyJWT,
`token.Header[\"kid\"]` in golang-jwt. It stands beside the key on the page where the key was made,
and in the name of the file, `AuthKey_<ID>.p8`.";

fn check(cx: &Context) -> Option<Check> {
    let (expected, header) = (cx.rules.key_id?.noun(), cx.header()?);
    let is_near = |name: &str| ["kid", "keyid", "key_id"].iter().any(|near| name.eq_ignore_ascii_case(near));
    let what = match header.get("kid") {
        None => match header.members().iter().find(|member| is_near(&member.name)) {
            Some(near) => format!("the header has no `kid`: {} stands in its place", quoted(&near.name)),
            None if cx.claims().is_some_and(|claims| claims.get("kid").is_some()) => {
                "the header has no `kid`: it stands among the claims".to_owned()
            }
            None => "the header has no `kid`".to_owned(),
        },
        Some(value) if value.raw() == "null" => "`kid` is null".to_owned(),
        Some(value) if value.as_str().is_some_and(|kid| kid.trim().is_empty()) => "`kid` is empty".to_owned(),
        Some(_) => return Some(Passed),
    };
    let help = format!("{}, and write it into `kid` of the header", copy(cx, "key ID"));
    Some(Found(LINT.finding("/header/kid", format!("{what}; expected {expected}")).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn null_and_blank_are_missing() {
        for kid in ["null", r#"\"\""#, r#"\" \""#] {
            let patch = format!(r#"{{"header": "{{\"alg\":\"ES256\",\"kid\":{kid},\"typ\":\"JWT\"}}"}}"#);
            assert!(is_found(&LINT, &patch), "{kid}");
        }
    }

    #[test]
    fn another_name_is_seen() {
        let found = findings(&LINT, r#"{"header": {"kid": null, "keyId": "K7Q2M9X4TZ"}}"#);
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("\"keyId\" stands in its place"), "{found:?}");
    }

    #[test]
    fn a_kid_among_the_claims_is_seen() {
        let found = findings(&LINT, r#"{"header": {"kid": null}, "claims": {"kid": "K7Q2M9X4TZ"}}"#);
        let found = found.iter().find(|f| f.lint.name == "header-kid-missing").unwrap();
        assert!(found.message.contains("it stands among the claims"), "{}", found.message);
    }
}
