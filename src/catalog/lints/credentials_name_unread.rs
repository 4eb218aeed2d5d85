use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "credentials-name-unread",
    group: Group::Credentials,
    severity: Severity::Warning,
    summary: "a variable is not read by the tool that its name belongs to",
    explanation: EXPLANATION,
    bad: r#"{"token": null, "credentials": {"discovery": {"misnamed":
        [{"name": "EXPO_ASC_API_KEY_ID", "reads": "EAS reads EXPO_ASC_KEY_ID"}]}}}"#,
    good: r#"{"token": null, "credentials": {"discovery": {}}}"#,
    source: "https://docs.expo.dev/submit/ios/",
    causes: &[],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
`--discover` finds credentials by what variables hold, so it uses this one all the same. The tool
that has names like it reads other names, or reads the path of a file where this variable holds the
key itself, and says no more than that it has no credential.

Rename the variable, or put the path of the key's file into it, as the message says. When you pass
the value to the tool by other means, such as an option, nothing is wrong: `--allow
credentials-name-unread`.";

fn check(cx: &Context) -> Option<Check> {
    let discovery = cx.credentials.discovery.as_deref()?;
    let Some(first) = discovery.misnamed.first() else { return Some(Passed) };
    let messages = discovery.misnamed.iter().map(|wrong| format!("{}: {}", wrong.name, wrong.reads));
    let message = messages.collect::<Vec<_>>().join("; ");
    let help = format!("rename {}, or give it what its tool reads", first.name);
    Some(Found(LINT.finding("/credentials", message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn every_variable_is_named() {
        let found = findings(
            &LINT,
            r#"{"credentials": {"discovery": {"misnamed": [
                {"name": "A", "reads": "EAS reads B"}, {"name": "C", "reads": "quill reads D"}]}}}"#,
        );
        assert_eq!(found[0].message, "A: EAS reads B; C: quill reads D");
    }

    #[test]
    fn without_discovery_there_is_nothing_to_look_at() {
        assert!(!is_found(&LINT, "{}"));
    }
}
