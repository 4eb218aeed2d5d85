use super::claims_sample_value::is_sample_time;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-remaining-too-short",
    group: Group::Time,
    severity: Severity::Error,
    summary: "the token does not live as long as `--min-remaining` asks",
    explanation: EXPLANATION,
    bad: r#"{"min_remaining": 600}"#,
    good: r#"{"min_remaining": 420}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4",
    causes: &["token-expired"],
    explained_by: &[
        "claims-exp-before-iat",
        "claims-exp-relative",
        "claims-expired",
        "claims-iat-too-old",
        "claims-time-unit",
    ],
    check,
};

const EXPLANATION: &str = "\
A job that takes half an hour with a token of 10 minutes fails after the build, with the same 401 as
for a wrong key. `--min-remaining` says how long the token must still be good, and this finding that
it is not.

Mint the token right before the step that uses it. Where the job is longer than the service lets a
token live, no token will do: hand the key to the tool, and let it mint tokens during the job.";

fn check(cx: &Context) -> Option<Check> {
    let lifetime = &cx.rules.lifetime;
    let min = cx.min_remaining?;
    if cx.token.is_none() || cx.stands_for_key {
        return of_key(cx, min);
    }
    let exp = cx.numeric_date("exp");
    let iat = cx.numeric_date("iat");
    if exp.or(iat).is_some_and(is_sample_time) {
        return None;
    }
    let end = exp.or_else(|| Some(iat? + f64::from(lifetime.max_age?)))?;
    let remaining = end - cx.at;
    if remaining >= min {
        return Some(Passed);
    }
    let mut message = format!(
        "the token is good for another {}, until {}; {} are asked for",
        time::seconds(remaining),
        time::instant(end),
        time::seconds(min)
    );
    let is_beyond = cx.is_too_long(min) || lifetime.max_age.is_some_and(|max| min > max.into());
    let help = if is_beyond {
        let max = time::seconds(cx.max_lifetime().or(lifetime.max_age)?.into());
        message += &format!(", and no token of this service is good for more than {max}");
        MINT_DURING
    } else {
        "mint the token right before the job, and let it live for longer than that"
    };
    let at = if exp.is_some() { "/claims/exp" } else { "/claims/iat" };
    Some(Found(LINT.finding(at, message).help(help)))
}

const MINT_DURING: &str = "mint during the job: hand the key to the tool, or a new token to each step";

/// Of a key, from which a token is minted when it is needed: none can be valid for longer than the service allows.
fn of_key(cx: &Context, min: f64) -> Option<Check> {
    cx.key.filter(|_| cx.exchange.is_none() || cx.stands_for_key)?;
    let Some(max) = cx.rules.lifetime.max.or(cx.rules.lifetime.max_age).map(f64::from) else {
        return Some(Passed);
    };
    if min <= max {
        return Some(Passed);
    }
    let message = format!(
        "no token of this service is valid for more than {}; {} are asked for",
        time::seconds(max),
        time::seconds(min)
    );
    Some(Found(LINT.finding("/key", message).help(MINT_DURING)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn a_second_decides() {
        assert!(!is_found(&LINT, r#"{"min_remaining": 420}"#));
        assert!(is_found(&LINT, r#"{"min_remaining": 421}"#));
    }

    #[test]
    fn the_message_tells_both_lengths() {
        let found = findings(&LINT, r#"{"min_remaining": 600}"#);
        assert_eq!(
            found[0].message,
            "the token is good for another 420 s (7 min), until 2026-11-20 10:10:00 UTC; 600 s (10 \
             min) are asked for"
        );
    }

    #[test]
    fn what_no_token_can_do_is_told() {
        let advice = |min| {
            let found = findings(&LINT, &format!(r#"{{"min_remaining": {min}}}"#));
            (found[0].message.clone(), found[0].help.clone().unwrap_or_default())
        };
        assert!(advice(1200).1.starts_with("mint the token right before"));
        let (message, help) = advice(1201);
        assert!(
            message.ends_with("no token of this service is good for more than 1200 s (20 min)"),
            "{message}"
        );
        assert!(help.starts_with("mint during the job"), "{help}");
    }

    #[test]
    fn a_sample_time_is_told_as_that() {
        assert!(!is_found(&LINT, r#"{"claims": {"exp": 1528408800}, "min_remaining": 60}"#));
    }

    #[test]
    fn apns_counts_from_iat() {
        let patch = |min| {
            format!(
                r#"{{"service": "apns", "min_remaining": {min}, "claims": {{"iss": "T4M9QX27LP",
                    "aud": null, "exp": null}}}}"#
            )
        };
        assert!(!is_found(&LINT, &patch(3420)));
        assert!(is_found(&LINT, &patch(3421)));
        assert!(findings(&LINT, &patch(3601))[0].message.ends_with("good for more than 3600 s (1 h)"));
    }

    #[test]
    fn without_a_time_there_is_nothing_to_measure() {
        assert!(!is_found(&LINT, r#"{"min_remaining": 60, "claims": {"exp": null}}"#));
    }
}
