use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::{KeyKind, Repair};

pub(super) static LINT: Lint = Lint {
    name: "key-base64-wrapped",
    group: Group::KeyText,
    severity: Severity::Warning,
    summary: "the whole key file is base64-encoded once more",
    explanation: EXPLANATION,
    bad: r#"{"key": "{p8:base64}"}"#,
    good: r#"{"key": "{p8}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7468#section-2",
    causes: &["key-base64-wrapped"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
The text decodes to a PEM file, which is base64 already. People encode the file to get it through a
secret store in one line, and some settings expect that: fastlane's `key_content` with
`is_key_content_base64: true`, electron-builder's `APPLE_API_KEY`, asc's `ASC_PRIVATE_KEY_B64`.
Everything else takes the text for a key and fails: `invalid curve name` in fastlane, `Provided
value is not a valid PEM encoded private key` in Codemagic's tools, `invalidPEMDocument` in
xcodebuild. Here it was decoded and read all the same.

Switch on the setting of the program, decode before use (`base64 -d`, `base64 -D` on older macOS),
or store the file as it is: GitHub's secrets may have many lines.";

fn check(cx: &Context) -> Option<Check> {
    let key = cx.key.filter(|key| key.kind == KeyKind::P256)?;
    let wrapped = key.repairs.iter().find_map(|repair| match repair {
        Repair::Base64Wrapped { times } => Some(*times),
        _ => None,
    });
    let Some(times) = wrapped else { return Some(Passed) };
    if times == 1 && key.repairs.iter().any(is_named_so) {
        return None;
    }
    let (how_often, help) = match times {
        1 => (
            "the key file is base64-encoded as a whole".to_owned(),
            "decode it before use (`base64 -d`), or say so where there is a setting for it: fastlane's \
             `is_key_content_base64: true`",
        ),
        _ => (
            format!("the key file is base64-encoded {times} times over"),
            "encode it once at most: fastlane's `is_key_content_base64: true` undoes one layer only",
        ),
    };
    let message = format!("{how_often}, expected the text with the BEGIN line: few programs decode that");
    Some(Found(LINT.finding("/key", message).help(help)))
}

/// Whether it stands under a name that announces base64: `ASC_PRIVATE_KEY_B64`.
fn is_named_so(repair: &Repair) -> bool {
    let (Repair::JsonField { name } | Repair::Variable { name }) = repair else { return false };
    let name = name.to_ascii_lowercase();
    name.contains("b64") || name.contains("base64")
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;

    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn twice_is_told() {
        let sample = std::fs::read("testdata/keys/p256.pem").unwrap();
        let twice = BASE64_STANDARD.encode(BASE64_STANDARD.encode(sample));
        let found = findings(&LINT, &format!(r#"{{"token": null, "key": "{twice}"}}"#));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.starts_with("the key file is base64-encoded 2 times over"), "{found:?}");
    }

    #[test]
    fn a_name_that_announces_base64_is_as_good_as_a_setting() {
        assert!(!is_found(&LINT, r#"{"key": "ASC_PRIVATE_KEY_B64={p8:base64}"}"#));
        assert!(is_found(&LINT, r#"{"key": "ASC_PRIVATE_KEY={p8:base64}"}"#));
    }
}
