use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::{KeyKind, Repair};

pub(super) static LINT: Lint = Lint {
    name: "key-newlines-escaped",
    group: Group::KeyText,
    severity: Severity::Warning,
    summary: "the line breaks of the key are written as `\\n`",
    explanation: EXPLANATION,
    bad: r#"{"key": "{p8:escaped}"}"#,
    good: r#"{"key": "{p8}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7468#section-2",
    causes: &["key-newlines-escaped"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
The key holds the two characters `\\n` where a line should end. That is how JSON and one-line
variables write it, and some programs undo it: fastlane does, dotenv libraries do for values in
double quotes. The others hand it to OpenSSL as it is, which finds no key: `invalid curve name` in
Ruby, `no start line` or `DECODER routines::unsupported` in Node.js, where jsonwebtoken says
`secretOrPrivateKey must be an asymmetric key when using ES256`. Here it was read all the same.

Store the file with its real line breaks: secrets of GitHub, GitLab and Codemagic may have many
lines. Or undo it in the program: `key.replace(/\\\\n/g, \"\\n\")` in JavaScript,
`key.replace(\"\\\\n\", \"\\n\")` in Python.";

fn check(cx: &Context) -> Option<Check> {
    let key = cx.key.filter(|key| key.kind == KeyKind::P256)?;
    if !key.repairs.contains(&Repair::NewlinesEscaped) {
        return (key.blocks > 0).then_some(Passed);
    }
    let variable = key.repairs.iter().find_map(|repair| match repair {
        Repair::Variable { name } => Some(name),
        _ => None,
    });
    let help = match variable {
        Some(name) => format!(
            "put the value of {name} in double quotes, where dotenv libraries undo it, or keep the \
             key in a file of its own"
        ),
        None => "store the key with its real line breaks, or replace them in the program: \
                 `key.replace(/\\\\n/g, \"\\n\")`"
            .to_owned(),
    };
    let message = "the line breaks of the key are written as `\\n`, expected real ones: fastlane \
     undoes that, OpenSSL refuses the key (`invalid curve name`, `no start line`)";
    Some(Found(LINT.finding("/key", message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn a_string_copied_from_json_with_its_quotes_is_one_fault() {
        assert!(is_found(&LINT, r#"{"key": "\"{p8:escaped}\""}"#));
    }

    #[test]
    fn a_variable_is_told_how_to_hold_it() {
        let found = findings(&LINT, r#"{"key": "ASC_KEY=\"{p8:escaped}\"\n"}"#);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].help.as_deref().unwrap().starts_with("put the value of ASC_KEY in double quotes"));
    }

    #[test]
    fn a_json_string_has_its_line_breaks_escaped_by_right() {
        assert!(!is_found(&LINT, r#"{"key": "{\"key\": \"{p8:escaped}\"}"}"#));
    }

    #[test]
    fn the_form_of_a_key_that_cannot_be_used_does_not_matter() {
        assert!(!is_found(
            &LINT,
            r#"{"key": "-----BEGIN PRIVATE KEY-----\\nMIGH\\n-----END PRIVATE KEY-----"}"#
        ));
    }
}
