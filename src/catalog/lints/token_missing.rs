use super::token_whitespace;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::jws::MAX_BYTES;

pub(super) static LINT: Lint = Lint {
    name: "token-missing",
    group: Group::TokenText,
    severity: Severity::Error,
    summary: "there is no token: the text is empty",
    explanation: EXPLANATION,
    bad: r#"{"token": "\"\""}"#,
    good: r#"{"token": "{token}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc6750#section-2.1",
    causes: &["credential-missing"],
    explained_by: &["request-authorization-malformed"],
    check,
};

const EXPLANATION: &str = "\
The variable, file or header field that should hold the token is empty, or holds nothing but blanks,
quotes or the word `Bearer`. Without a token every request is answered 401. A variable that was
never set, a secret that the job may not read, and a command whose output went to standard error all
look like this.

Print the length of the variable, not its value, right before the request. In GitHub Actions, a
secret is empty when its name is mistyped and in pull requests from forks; `altool --generate-jwt`
prints the token to standard error.";

fn check(cx: &Context) -> Option<Check> {
    let token = cx.token?;
    if token.part_count > 0 || token.size > MAX_BYTES as u64 {
        return Some(Passed);
    }
    let rest: Vec<_> = token.repairs.iter().take(4).map(token_whitespace::noun).collect();
    let message = match rest.as_slice() {
        [] => "the token is empty".to_owned(),
        rest => format!("the token is empty: the text is nothing but {}", rest.join(" and ")),
    };
    let help = "look whether the variable, secret or file that should hold the token is set where \
     the request is made";
    Some(Found(LINT.finding("/token", message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn what_is_empty_but_for_its_wrapping_is_missing_and_nothing_else() {
        for text in [
            "",
            " ",
            "\\n",
            "\\n\\n",
            "''",
            "Bearer",
            "Bearer ",
            "Authorization: Bearer",
            "\u{feff}",
            "\\\"Bearer \\\"",
        ] {
            assert!(is_found(&LINT, &format!(r#"{{"token": "{text}"}}"#)), "{text:?}");
        }
    }

    #[test]
    fn the_message_says_what_is_there_instead() {
        let message = |text: &str| findings(&LINT, &format!(r#"{{"token": "{text}"}}"#)).remove(0).message;
        assert_eq!(message(""), "the token is empty");
        assert_eq!(
            message("'Bearer '"),
            "the token is empty: the text is nothing but 2 quotes and a blank and `Bearer`"
        );
    }
}
