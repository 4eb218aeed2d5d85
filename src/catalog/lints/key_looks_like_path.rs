use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::KeyKind;

pub(super) static LINT: Lint = Lint {
    name: "key-looks-like-path",
    group: Group::KeyText,
    severity: Severity::Error,
    summary: "the path of a file stands where the text of the key belongs",
    explanation: EXPLANATION,
    bad: r#"{"key": "~/private_keys/AuthKey_K7Q2M9X4TZ.p8"}"#,
    good: r#"{"key": "{p8}"}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/\
        creating-api-keys-for-app-store-connect-api",
    causes: &["key-file-not-found"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
The value is a path or the name of a file, and there is no such file here: where there is one, it is
read. Programs differ in which of the two they want: fastlane has `key_filepath` beside
`key_content`, EAS wants a path in `EXPO_ASC_API_KEY_PATH`, and `APPLE_API_KEY` is a path for
electron-builder and the key ID for Tauri. A path that is right on one machine is wrong on the next,
and `~` means nothing inside of quotes or a configuration file.

Give the text of the key, or use the setting that takes a path, with the absolute path of a file
that exists when the program runs.";

fn check(cx: &Context) -> Option<Check> {
    let kind = &cx.key.filter(|key| key.kind != KeyKind::Empty)?.kind;
    if *kind != KeyKind::Path {
        return Some(Passed);
    }
    let message = "the key is the path of a file that is not there, expected the text of the key";
    Some(Found(LINT.finding("/key", message).help(
        "give the text of the key, or the absolute path of a file that exists, in the setting that takes one \
         (fastlane: `key_filepath`)",
    )))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::is_found;

    #[test]
    fn a_path_in_quotes_or_in_a_variable_is_one() {
        for key in
            ["'/Users/me/key.p8'", r"C:\\keys\\AuthKey.p8", "ASC_KEY=./AuthKey.p8", "AuthKey_K7Q2M9X4TZ.p8"]
        {
            assert!(is_found(&LINT, &format!(r#"{{"key": "{key}"}}"#)), "{key}");
        }
    }
}
