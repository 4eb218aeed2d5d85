use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::KeyKind;

pub(super) static LINT: Lint = Lint {
    name: "key-missing",
    group: Group::KeyText,
    severity: Severity::Error,
    summary: "the key is empty",
    explanation: EXPLANATION,
    bad: r#"{"key": "\n"}"#,
    good: r#"{"key": "{p8}"}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/\
        creating-api-keys-for-app-store-connect-api",
    causes: &["credential-missing", "key-not-passed"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
The file or the variable that should hold the private key is there, but nothing is in it. Without a
key nothing can be signed; OpenSSL and fastlane call an empty key `invalid curve name`. In CI the
usual reasons are a secret whose name is misspelled somewhere between the secret store, the job's
`env` and the program, and a job for a pull request from a fork, which gets no secrets.

Compare the names along that way, or write the secret again: `gh secret set NAME < AuthKey_KEYID.p8`
takes it from the file as it is.";

fn check(cx: &Context) -> Option<Check> {
    if cx.key?.kind != KeyKind::Empty {
        return Some(Passed);
    }
    Some(Found(LINT.finding("/key", "the key is empty, expected the text of a private key").help(
        "look whether the secret has a value, whether its name is spelled alike in the store, the \
         job's `env` and here, and whether this job gets secrets: one for a fork's pull request does not",
    )))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::is_found;

    #[test]
    fn quotes_invisible_characters_and_an_empty_member_are_nothing() {
        for key in
            ["", " \t", r#"\"\""#, "\u{feff}\u{200b}", r#"{\"key_id\": \"K7Q2M9X4TZ\", \"key\": \"\"}"#]
        {
            assert!(is_found(&LINT, &format!(r#"{{"key": "{}"}}"#, key.replace('\t', "\\t"))), "{key:?}");
        }
    }

    #[test]
    fn a_subject_without_any_key_is_not_its_business() {
        assert!(!is_found(&LINT, r#"{"key": null}"#));
    }
}
