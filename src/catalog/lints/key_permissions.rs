use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "key-permissions",
    group: Group::KeyText,
    severity: Severity::Warning,
    summary: "the key file is open to its group or to everybody",
    explanation: EXPLANATION,
    bad: r#"{"file": {"mode": "644"}}"#,
    good: r#"{"file": {"mode": "600"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/\
        creating-api-keys-for-app-store-connect-api",
    causes: &["key-file-permissions"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
Whoever can read the file can act as its owner at Apple until the key is revoked: it has no
passphrase. A file that a script writes is readable by everybody where the umask is 022, which is
the usual one. asc, the command-line tool for App Store Connect, refuses such a file: `private key
file is too permissive`.

Run `chmod 600` on the file. In a script say `umask 077` before writing it, or write it with
`install -m 600 /dev/stdin AuthKey_KEYID.p8`, so that it is never open.";

fn check(cx: &Context) -> Option<Check> {
    const PERMISSIONS: u32 = 0o7777;
    cx.key.filter(|key| key.is_secret())?;
    let mode = cx.key_file?.mode?;
    let who = match (mode & 0o070, mode & 0o007) {
        (0, 0) => return Some(Passed),
        (_, 0) => "its group",
        (0, _) => "everybody outside its group",
        _ => "everybody",
    };
    let message =
        format!("the key file has the mode {:04o}, open to {who}, expected 0600", mode & PERMISSIONS);
    Some(Found(
        LINT.finding("/key", message)
            .help("run `chmod 600` on the file; in a script, set `umask 077` before writing it"),
    ))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn who_can_get_at_it_is_told() {
        for (mode, expected) in [
            ("100640", "the key file has the mode 0640, open to its group, expected 0600"),
            ("604", "the key file has the mode 0604, open to everybody outside its group, expected 0600"),
            ("4777", "the key file has the mode 4777, open to everybody, expected 0600"),
        ] {
            let found = findings(&LINT, &format!(r#"{{"file": {{"mode": "{mode}"}}}}"#));
            assert_eq!((found.len(), found[0].message.as_str()), (1, expected));
        }
    }

    #[test]
    fn what_only_its_owner_can_read_is_safe() {
        for mode in [r#""700""#, r#""100400""#, "null"] {
            assert!(!is_found(&LINT, &format!(r#"{{"file": {{"mode": {mode}}}}}"#)), "{mode}");
        }
    }

    #[test]
    fn a_private_key_of_any_kind_is_secret_and_a_public_one_is_not() {
        let found =
            |key: &str| is_found(&LINT, &format!(r#"{{"key": "@{key}", "file": {{"mode": "644"}}}}"#));
        assert!(found("rsa.pem") && found("encrypted.pem"));
        assert!(!found("public.pem") && !found("certificate.pem"));
        assert!(!is_found(&LINT, r#"{"key": "", "file": {"mode": "644"}}"#));
    }
}
