use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-exp-relative",
    group: Group::Time,
    severity: Severity::Error,
    summary: "`exp` holds a duration, not an instant",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"exp": 600}}"#,
    good: r#"{"claims": {"exp": 1795169400}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4",
    causes: &["expiry-relative"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
`exp` is the instant at which the token ends, counted from 1970 like `iat`. A value such as 1200 is
meant as “20 minutes from now”, but says 00:20 on the first of January 1970: such a token has never
been good.

Add the current time: `int(time.time()) + 600`, `Math.floor(Date.now() / 1000) + 600`. Libraries
that take a duration have another name for it, such as `expiresIn` of jsonwebtoken.";

fn check(cx: &Context) -> Option<Check> {
    let exp = cx.numeric_date("exp")?;
    if !is_relative(exp) {
        return Some(Passed);
    }
    let message = format!(
        "`exp` is {}: a duration, expected an instant such as {:.0}",
        time::seconds(exp),
        (cx.at + f64::from(cx.rules.lifetime.recommended)).floor()
    );
    let help = format!("add the current time: let `exp` be `iat` + {}", cx.rules.lifetime.recommended);
    Some(Found(LINT.finding("/claims/exp", message).help(help)))
}

/// Whether `exp` is too small to be an instant after the first such token was made.
pub(super) fn is_relative(exp: f64) -> bool {
    0.0 < exp && exp < 6e8
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn a_duration_is_told_with_what_was_expected() {
        let found = findings(&LINT, r#"{"claims": {"exp": 1200}}"#);
        assert_eq!(
            found[0].message,
            "`exp` is 1200 s (20 min): a duration, expected an instant such as 1795169580"
        );
    }

    #[test]
    fn any_length_of_duration_is_one_fault() {
        for exp in ["1", "1200", "1200000", "15777000", "15777000", "31536000"] {
            for iat in [r#""iat": 1795168800"#, r#""iat": 1795168980"#] {
                let patch = format!(r#"{{"claims": {{{iat}, "exp": {exp}}}, "min_remaining": 60}}"#);
                assert!(is_found(&LINT, &patch), "{patch}");
            }
        }
    }

    #[test]
    fn a_future_iat_beside_it_is_a_fault_of_its_own() {
        assert!(is_found(&LINT, r#"{"claims": {"iat": 1795169580, "exp": 600}}"#));
    }

    #[test]
    fn zero_and_less_are_no_duration() {
        for exp in ["0", "-600"] {
            assert!(!is_found(&LINT, &format!(r#"{{"claims": {{"exp": {exp}}}}}"#)));
        }
    }
}
