use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::file::GitState;

pub(super) static LINT: Lint = Lint {
    name: "key-in-repository",
    group: Group::KeyText,
    severity: Severity::Warning,
    summary: "the key file is in a git repository, or the next commit may take it in",
    explanation: EXPLANATION,
    bad: r#"{"file": {"git": "untracked"}}"#,
    good: r#"{"file": {"git": "ignored"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/\
        creating-api-keys-for-app-store-connect-api",
    causes: &[],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
Whoever can read the repository can act as the owner of the key at Apple: it has no passphrase, and
works until it is revoked. Apple asks to secure keys like passwords, and to revoke one at once that
may have become known. Removing the file in a later commit does not help, because every clone keeps
the history. An untracked file that is not ignored is one `git add .` away from that.

Write `*.p8` into `.gitignore`, or keep the file outside, in `~/.appstoreconnect/private_keys` for
example. A file that is tracked: `git rm --cached`. A key that was ever pushed must be revoked and
made anew.";

fn check(cx: &Context) -> Option<Check> {
    cx.key.filter(|key| key.is_secret())?;
    let name = cx.credentials.key_file.as_deref().filter(|name| !name.ends_with(".p8"));
    let pattern = name.unwrap_or("*.p8");
    let facts = cx.key_file?;
    let (message, help) = match facts.git {
        GitState::Tracked => (
            "the key file is tracked by git: whoever has the repository has the key",
            format!(
                "`git rm --cached` it and write `{pattern}` into .gitignore; if it was ever pushed, \
                 revoke the key, since the history keeps it"
            ),
        ),
        GitState::Untracked => (
            "the key file is in a git work tree and not ignored: `git add .` would take it in",
            format!("write `{pattern}` into .gitignore, or move the file out of the work tree"),
        ),
        GitState::Ignored | GitState::Unknown if facts.is_foreign => {
            let message = format!("the key file is in a git work tree of another user; {UNREAD}");
            return Some(Found(LINT.finding("/key", message).severity(Severity::Note)));
        }
        GitState::Outside | GitState::Ignored => return Some(Passed),
        GitState::Unknown => return None,
    };
    let message = match facts.is_foreign {
        true => format!("{message} (the repository belongs to another user: {UNREAD})"),
        false => message.to_owned(),
    };
    Some(Found(LINT.finding("/key", message).help(help)))
}

/// As in a container job, whose files another user has checked out.
const UNREAD: &str = "its configuration was not read, only its index and its .gitignore files";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn a_tracked_key_has_to_be_revoked() {
        let found = findings(&LINT, r#"{"key_file": "asc.json", "file": {"git": "tracked"}}"#);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.starts_with("the key file is tracked by git"), "{found:?}");
        assert_eq!(
            found[0].help.as_deref(),
            Some(
                "`git rm --cached` it and write `asc.json` into .gitignore; if it was ever pushed, \
                 revoke the key, since the history keeps it"
            )
        );
    }

    #[test]
    fn a_repository_of_another_user_is_named_as_such() {
        for (state, severity) in
            [("ignored", Severity::Note), ("unknown", Severity::Note), ("tracked", Severity::Warning)]
        {
            let found = findings(&LINT, &format!(r#"{{"file": {{"git": "{state}", "foreign": true}}}}"#));
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].severity, severity, "{state}");
            assert!(
                found[0].message.contains("another user")
                    && found[0].message.contains("configuration was not read"),
                "{found:?}"
            );
        }
        assert!(!is_found(&LINT, r#"{"file": {"git": "outside", "foreign": true}}"#));
    }

    #[test]
    fn what_is_no_secret_may_be_committed() {
        assert!(!is_found(&LINT, r#"{"key": "@public.pem", "file": {"git": "tracked"}}"#));
        assert!(is_found(&LINT, r#"{"key": "@rsa.pem", "file": {"git": "tracked"}}"#));
    }

    #[test]
    fn a_damaged_key_is_still_a_secret() {
        let damaged = r#""-----BEGIN PRIVATE KEY-----\nMI*H\n-----END PRIVATE KEY-----""#;
        assert!(is_found(&LINT, &format!(r#"{{"key": {damaged}, "file": {{"git": "tracked"}}}}"#)));
    }
}
