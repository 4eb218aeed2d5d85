use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::{Fault, KeyKind};

pub(super) static LINT: Lint = Lint {
    name: "key-truncated",
    group: Group::KeyText,
    severity: Severity::Error,
    summary: "the key breaks off before its end",
    explanation: EXPLANATION,
    bad: r#"{"key": "-----BEGIN PRIVATE KEY-----\nMIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkwdwIBAQQg"}"#,
    good: r#"{"key": "{p8}"}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/\
        creating-api-keys-for-app-store-connect-api",
    causes: &["key-text-damaged"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
A key says in its first bytes how long it is, and there is less. Apple's files have 257 bytes, 200
of them base64, on six lines. Mostly only the first lines arrived: a variable in a `.env` file or a
shell script that is not in quotes ends at the first line break, some forms and secret stores keep
one line only, and others have a limit of length.

Write the whole file: in double quotes where it stands in a `.env` file, through `gh secret set NAME
< AuthKey_KEYID.p8` for GitHub, or encoded in base64 for a store that keeps one line, if the program
can decode it.";

fn check(cx: &Context) -> Option<Check> {
    let key = cx.key?;
    if key.kind.is_private() {
        return Some(Passed);
    }
    if key.kind != KeyKind::Truncated {
        return None;
    }
    let (message, help) = match &key.fault {
        Some(Fault::BreaksOff { have: 0, .. }) => (
            "the key has nothing after its BEGIN line, expected base64 and an END line".to_owned(),
            "put the key in quotes: without them a variable ends at the first line break",
        ),
        Some(fault) => (
            format!("the key {fault}"),
            "write the whole file, END line included: in quotes where it stands in a variable, and \
             not through a field of one line",
        ),
        None => return None,
    };
    Some(Found(LINT.finding("/key", message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::findings;

    #[test]
    fn what_is_left_is_counted() {
        for (key, expected) in [
            (
                "-----BEGIN PRIVATE KEY-----",
                "the key has nothing after its BEGIN line, expected base64 and an END line",
            ),
            (
                "ASC_KEY=-----BEGIN PRIVATE KEY-----",
                "the key has nothing after its BEGIN line, expected base64 and an END line",
            ),
            ("MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEH", "the key is 164 characters short: 36 of 200 are there"),
        ] {
            let found = findings(&LINT, &format!(r#"{{"key": "{key}"}}"#));
            assert_eq!((found.len(), found[0].message.as_str()), (1, expected), "{found:?}");
        }
    }
}
