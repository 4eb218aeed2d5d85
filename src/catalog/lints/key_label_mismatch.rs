use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::{Encoding, KeyKind, Repair};

pub(super) static LINT: Lint = Lint {
    name: "key-label-mismatch",
    group: Group::KeyText,
    severity: Severity::Warning,
    summary: "the BEGIN line names another format than the key has",
    explanation: EXPLANATION,
    bad: r#"{"token": null, "key": "@p256-mislabelled.pem"}"#,
    good: r#"{"token": null, "key": "@p256.pem"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7468#section-10",
    causes: &["key-text-damaged"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
`PRIVATE KEY` announces PKCS#8 (RFC 5208), `EC PRIVATE KEY` announces SEC1 (RFC 5915). This key has
the one format under the name of the other, mostly because somebody edited the line to make a
program happy. OpenSSL overlooks `EC PRIVATE KEY` around PKCS#8, but not the reverse; Python's
cryptography and Java overlook neither. Here the key was read all the same.

Write the right name into the BEGIN and the END line. Apple hands out PKCS#8 under `PRIVATE KEY`,
which every program takes.";

fn check(cx: &Context) -> Option<Check> {
    let key = cx.key.filter(|key| key.kind == KeyKind::P256)?;
    let (label, encoding) = (key.label.as_deref()?, key.encoding?);
    if !key.repairs.contains(&Repair::Label) {
        return Some(Passed);
    }
    let format = match encoding {
        Encoding::Pkcs8 => "PKCS#8",
        Encoding::Sec1 => "SEC1",
    };
    let expected = encoding.label();
    let message = format!("the BEGIN line says `{label}`, but the key is {format}, expected `{expected}`");
    Some(Found(LINT.finding("/key", message).help(format!(
        "write `-----BEGIN {expected}-----` and `-----END {expected}-----`, or take the file as it \
         was downloaded"
    ))))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn sec1_under_another_name_is_one_fault() {
        let sample = std::fs::read_to_string("testdata/keys/p256-sec1.pem").unwrap();
        let patch = serde_json::json!({"token": null, "key": sample.replace("EC PRIVATE", "PRIVATE")});
        let found = findings(&LINT, &patch.to_string());
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            found[0].message,
            "the BEGIN line says `PRIVATE KEY`, but the key is SEC1, expected `EC PRIVATE KEY`"
        );
    }

    #[test]
    fn a_label_that_leaves_the_format_open_is_no_lie() {
        assert!(!is_found(&LINT, r#"{"key": "@p384.pem"}"#));
    }
}
