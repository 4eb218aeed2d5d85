use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::shown;
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "header-alg-not-es256",
    group: Group::Header,
    severity: Severity::Error,
    summary: "the token is signed with another algorithm than ES256",
    explanation: EXPLANATION,
    bad: r#"{"header": {"alg": "HS256"}}"#,
    good: r#"{"header": {"alg": "ES256"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["algorithm-wrong"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
Apple's services take ES256 only: ECDSA on the curve P-256 with SHA-256 (RFC 7518 §3.4). The value
is case-sensitive. HS256 is the default of many JWT libraries, and happily uses the text of the
`.p8` file as a shared secret.

Tell the library `ES256` and hand it the key as an EC private key.";

fn check(cx: &Context) -> Option<Check> {
    let value = cx.header()?.get("alg")?;
    let alg = value.as_str().unwrap_or_default().to_ascii_uppercase();
    let found = shown(value);
    let (what, help) = match (alg.as_str(), cx.token?.part_count) {
        // Another algorithm is right in an encrypted token, and nothing follows `none`: token-part-count tells both.
        (_, 5) | ("NONE", 2) => return None,
        ("ES256", _) if found == "\"ES256\"" => return Some(Passed),
        ("ES256", _) => ("; letter case counts", "write `ES256` in capitals"),
        ("NONE", _) => ("; the token is not signed", "sign with ES256 and the .p8 key"),
        ("HS256" | "HS384" | "HS512", _) => (
            "; that is the algorithm of a shared secret",
            "pass `ES256` to the library: many default to HS256 and take the key file's text for a secret",
        ),
        _ => ("", "sign with ES256 and the .p8 key from Apple"),
    };
    Some(Found(LINT.finding("/header/alg", format!("`alg` is {found}, expected \"ES256\"{what}")).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn every_other_algorithm_is_an_error_with_its_reason() {
        for (alg, message) in [
            (r#""none""#, "`alg` is \"none\", expected \"ES256\"; the token is not signed"),
            (r#""es256""#, "`alg` is \"es256\", expected \"ES256\"; letter case counts"),
            (
                r#""hs512""#,
                "`alg` is \"hs512\", expected \"ES256\"; that is the algorithm of a shared secret",
            ),
            (r#""RS256""#, "`alg` is \"RS256\", expected \"ES256\""),
            (r#""ES384""#, "`alg` is \"ES384\", expected \"ES256\""),
            (r#""ES256 ""#, "`alg` is \"ES256 \", expected \"ES256\""),
            (r#""""#, "`alg` is \"\", expected \"ES256\""),
            ("256", "`alg` is a number, expected \"ES256\""),
            (r#"["ES256"]"#, "`alg` is an array, expected \"ES256\""),
        ] {
            let found = findings(&LINT, &format!(r#"{{"header": {{"alg": {alg}}}}}"#));
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].message, message);
        }
    }

    #[test]
    fn what_the_number_of_parts_tells_is_not_told_again() {
        assert!(!is_found(&LINT, r#"{"header": {"alg": "none"}, "token": "{header}.{payload}"}"#));
        assert!(!is_found(&LINT, r#"{"header": {"alg": "dir"}, "token": "{header}..AA.AA.AA"}"#));
    }
}
