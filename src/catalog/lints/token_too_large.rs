use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::jws::MAX_BYTES;

pub(super) static LINT: Lint = Lint {
    name: "token-too-large",
    group: Group::TokenText,
    severity: Severity::Warning,
    summary: "the token is larger than a header field may usually be",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"jti": "{long}"}}"#,
    good: r#"{"claims": {"jti": "long"}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc9110#section-5.4",
    causes: &[],
    explained_by: &["token-is-private-key", "token-part-count"],
    check,
};

const EXPLANATION: &str = "\
HTTP sets no limit, but servers and proxies do: 8 KiB for all header fields of a request is usual,
and what is over it is answered 400, 413 or 431, or the connection is closed. A token for Apple has
300 to 500 bytes; a long `scope` is the only thing that makes it larger.

Leave out claims that the service does not list, and split the `scope` over several tokens. A text
over 8 MiB is not decoded: it is a file of another kind.";

/// What servers usually take of header fields, in bytes.
const USUAL_LIMIT: usize = 8192;

fn check(cx: &Context) -> Option<Check> {
    let token = cx.token?;
    if token.size > MAX_BYTES as u64 {
        let message =
            format!("the text has {} bytes; over {MAX_BYTES} (8 MiB) it is not decoded", token.size);
        return Some(Found(
            LINT.finding("/token", message).help("hand over the token alone").severity(Severity::Error),
        ));
    }
    let size = token.text().len();
    if size <= USUAL_LIMIT {
        return (size > 0).then_some(Passed);
    }
    let message =
        format!("the token has {size} bytes; the usual limit of a request's header is {USUAL_LIMIT} (8 KiB)");
    Some(Found(
        LINT.finding("/token", message)
            .help("leave out claims that the service does not list; shorten the `scope`"),
    ))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::findings;
    use crate::model::jws::MAX_BYTES;

    /// A token whose signature makes it `size` bytes large.
    fn found(size: usize) -> Vec<crate::catalog::lint::Finding> {
        let rest = "A".repeat(size - "e30.e30.".len());
        let found = findings(&LINT, &format!(r#"{{"key": null, "token": "e30.e30.{rest}"}}"#));
        found.into_iter().filter(|f| f.lint.name == "token-too-large").collect()
    }

    #[test]
    fn a_header_of_eight_kibibytes_is_still_taken() {
        assert_eq!(found(8192).len(), 0);
        assert_eq!(found(8194).len(), 1);
        assert_eq!(found(8194)[0].severity, Severity::Warning);
    }

    #[test]
    fn what_is_not_decoded_is_an_error_and_nothing_else() {
        let rest = "A".repeat(MAX_BYTES);
        let found = findings(&LINT, &format!(r#"{{"token": "{rest}A"}}"#));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].lint.name, found[0].severity), ("token-too-large", Severity::Error));
    }
}
