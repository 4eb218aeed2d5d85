use crate::context::Context;
use crate::lint::{Finding, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "header-alg-not-es256",
    group: Group::Header,
    severity: Severity::Error,
    summary: "the token is signed with another algorithm than ES256",
    explanation: "\
Apple's services take ES256 only: ECDSA on the curve P-256 with SHA-256 (RFC 7518 §3.4). The value is case-sensitive.
HS256 is the default of many JWT libraries, and happily uses the text of the `.p8` file as a shared secret.

Tell the library `ES256` and hand it the key as an EC private key.",
    bad: r#"{"header": {"alg": "HS256"}}"#,
    good: r#"{"header": {"alg": "ES256"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["algorithm-wrong"],
    explained_by: &[],
    check,
};

fn check(cx: &Context) -> Option<Finding> {
    let value = cx.header()?.get("alg")?;
    let alg = value.as_str();
    let (message, help) = match alg.as_deref() {
        Some("ES256") => return None,
        None => {
            (format!("`alg` is {}, expected the string \"ES256\"", value.kind().noun()), "sign with ES256")
        }
        Some(a) if a.eq_ignore_ascii_case("ES256") => {
            (format!("`alg` is \"{a}\", expected \"ES256\": letter case counts"), "write `ES256` in capitals")
        }
        Some(a) if a.eq_ignore_ascii_case("none") => (
            "`alg` is \"none\": the token is not signed, expected \"ES256\"".to_owned(),
            "sign with the .p8 key and ES256",
        ),
        Some(a) if a.starts_with("HS") => (
            format!("`alg` is \"{a}\", a shared secret's algorithm, expected \"ES256\""),
            "pass `ES256` to the library: many default to HS256 and take the key file's text for a secret",
        ),
        Some(a) => {
            (format!("`alg` is \"{a}\", expected \"ES256\""), "sign with ES256 and the .p8 key from Apple")
        }
    };
    Some(LINT.finding("/header/alg", message).help(help))
}
