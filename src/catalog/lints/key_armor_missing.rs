use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::{Armor, Encoding, Flaw, KeyKind, Repair};

pub(super) static LINT: Lint = Lint {
    name: "key-armor-missing",
    group: Group::KeyText,
    severity: Severity::Warning,
    summary: "the BEGIN or END line of the key is missing or damaged",
    explanation: EXPLANATION,
    bad: r#"{"key": "{p8:body}"}"#,
    good: r#"{"key": "{p8}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7468#section-2",
    causes: &["key-armor-missing"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
A PEM reader looks for the lines `-----BEGIN PRIVATE KEY-----` and `-----END PRIVATE KEY-----`, each
with five hyphens on either side, and passes over everything else (RFC 7468). Without them OpenSSL
says `no start line`, Ruby and fastlane `invalid curve name`, and jsonwebtoken `secretOrPrivateKey
must be an asymmetric key when using ES256`. The lines get lost when only the middle of the file is
copied; word processors turn the hyphens into dashes. altool's `--auth-string` does take the text
between the lines alone. Here the key was read all the same.

Take the file as it was downloaded, its first and its last line included.";

fn check(cx: &Context) -> Option<Check> {
    let key = cx.key.filter(|key| key.kind == KeyKind::P256)?;
    let mut armor = key.repairs.iter().filter_map(|repair| match repair {
        Repair::Armor(armor) => Some(*armor),
        _ => None,
    });
    let Some(first) = armor.next() else {
        // A key in binary has no such lines, nor needs them.
        return (key.blocks > 0).then_some(Passed);
    };
    let found = match (first, armor.next()) {
        (Armor::Missing, _) => "the key text has no BEGIN and END lines",
        (Armor::BeginMissing, None) => "the key text has no BEGIN line",
        (Armor::EndMissing, None) => "the key text has no END line",
        (Armor::BeginMissing, _) => "the key text has no BEGIN line, and its END line is damaged",
        (Armor::EndMissing, _) => "the key text has no END line, and its BEGIN line is damaged",
        (Armor::Damaged, _) => {
            "the BEGIN and END lines are not as they have to be: hyphens, letter case or blanks are \
             wrong, or the two do not belong together"
        }
    };
    let all =
        if key.repairs.contains(&Repair::Text(Flaw::OneLine)) { ", and all is on one line" } else { "" };
    let label = key.encoding.unwrap_or(Encoding::Pkcs8).label();
    let message = format!("{found}{all}; OpenSSL finds no key in that (`no start line`)");
    Some(Found(LINT.finding("/key", message).help(format!(
        "take the whole file, from `-----BEGIN {label}-----` to `-----END {label}-----`, each on a \
         line of its own; only altool's `--auth-string` takes what is between"
    ))))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn what_is_missing_is_named() {
        let sample = std::fs::read_to_string("testdata/keys/p256.pem").unwrap();
        let (begin, end) = ("-----BEGIN PRIVATE KEY-----\n", "-----END PRIVATE KEY-----\n");
        for (text, expected) in [
            (sample.replace(begin, ""), "the key text has no BEGIN line;"),
            (sample.replace(end, ""), "the key text has no END line;"),
            (
                sample.replace(end, "").replace("-----BEGIN", "--BEGIN"),
                "the key text has no END line, and its BEGIN line is damaged;",
            ),
            (sample.replace("-----", "—–"), "the BEGIN and END lines are not as they have to be"),
        ] {
            let found = findings(&LINT, &serde_json::json!({"token": null, "key": text}).to_string());
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].message.starts_with(expected), "{found:?}");
        }
    }

    #[test]
    fn a_key_that_lost_all_its_blanks_has_one_fault() {
        let sample = std::fs::read_to_string("testdata/keys/p256.pem").unwrap();
        let key = sample.replace(['\n', ' '], "");
        let found = findings(&LINT, &serde_json::json!({"token": null, "key": key}).to_string());
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.contains(", and all is on one line; OpenSSL finds no key"), "{found:?}");
    }

    #[test]
    fn binary_der_has_no_lines_by_right() {
        assert!(!is_found(&LINT, r#"{"token": null, "key": "@p256.der"}"#));
    }

    #[test]
    fn the_body_of_another_kind_of_key_is_only_that() {
        assert!(!is_found(
            &LINT,
            r#"{"key": "MC4CAQAwBQYDK2VwBCIEIAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"}"#
        ));
    }
}
