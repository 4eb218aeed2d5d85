use super::claims_lifetime_too_long::advice;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity, zone};
use crate::catalog::service::From;
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-iat-in-future",
    group: Group::Time,
    severity: Severity::Error,
    summary: "`iat` lies in the future",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"iat": 1795169100}}"#,
    good: r#"{"claims": {"iat": 1795168980}}"#,
    source: "https://developer.apple.com/documentation/iworkdocumentexportingapi/\
        export-a-pdf-document-from-an-iwork-file",
    causes: &["clock-ahead", "time-zone-error"],
    explained_by: &["claims-exp-before-iat", "claims-time-unit"],
    check,
};

const EXPLANATION: &str = "\
A token that claims to be issued later than the server's now is refused. Apple states that for one
service only and names no tolerance, but fastlane and others set `iat` back 60 seconds because
tokens of a fast clock were refused. 34 seconds were tolerated at least once, so up to a minute is a
warning. A clock that is ahead also moves `exp` further ahead, past the 20 minutes of App Store
Connect.

Synchronise the clock of the machine that signs, and set `iat` 60 seconds back; `exp` − `iat` must
stay below the maximum. An `iat` that is hours ahead is a time zone, not a clock.";

/// How far ahead, in seconds, `iat` may have been tolerated.
const TOLERATED: f64 = 60.0;

fn check(cx: &Context) -> Option<Check> {
    let iat = cx.numeric_date("iat")?;
    if iat <= cx.at {
        return Some(Passed);
    }
    let ahead = iat - cx.at;
    let clock = match cx.at_is_known {
        true => format!("the instant of the request, {}", time::instant(cx.at)),
        false => "this machine's clock".to_owned(),
    };
    let mut message = format!("`iat` is {}, {} ahead of {clock}", time::instant(iat), time::seconds(ahead));
    let tipped = exp_tipped_over(cx, iat).filter(|_| ahead <= TOLERATED);
    if let Some(exp) = tipped {
        let distance = time::seconds(exp - cx.at);
        let max = time::seconds(cx.max_lifetime()?.into());
        message += &format!("; so `exp` is {distance} ahead, over the maximum of {max}");
    }
    let is_warning = ahead <= TOLERATED && tipped.is_none();
    let severity = if is_warning { Severity::Warning } else { Severity::Error };
    let help = if zone::shift(cx, iat).is_some() {
        "compute `iat` from seconds since 1970, which have no time zone: `int(time.time())`, \
         `Math.floor(Date.now() / 1000)`; it looks like a time zone mistake, not like a clock that is fast"
            .to_owned()
    } else {
        let clock =
            "set `iat` to the current time less 60 s, and synchronise the clock of the machine that signs";
        tipped.map_or_else(|| clock.to_owned(), |_| format!("{clock}; {}", advice(cx, 0)))
    };
    Some(Found(LINT.finding("/claims/iat", message).severity(severity).help(help)))
}

/// `exp` when the life is right, but the future `iat` has taken it too far from the server's clock.
fn exp_tipped_over(cx: &Context, iat: f64) -> Option<f64> {
    let exp = cx.numeric_date("exp")?;
    let is_tipped = cx.rules.lifetime.from.contains(&From::Now)
        && cx.is_too_long(exp - cx.at)
        && !cx.is_too_long(exp - iat);
    is_tipped.then_some(exp)
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{IAT, findings, is_found};

    const AT: i64 = IAT + 180;

    fn ahead(seconds: i64) -> String {
        format!(r#"{{"claims": {{"iat": {}, "exp": {}}}}}"#, AT + seconds, AT + seconds + 600)
    }

    #[test]
    fn a_minute_ahead_is_a_warning_and_more_an_error() {
        assert!(!is_found(&LINT, &ahead(0)));
        for (seconds, severity) in
            [(1, Severity::Warning), (60, Severity::Warning), (61, Severity::Error), (7300, Severity::Error)]
        {
            let found = findings(&LINT, &ahead(seconds));
            let ours = found.iter().find(|f| f.lint.name == "claims-iat-in-future").unwrap();
            assert_eq!(ours.severity, severity, "{seconds} s");
        }
    }

    #[test]
    fn the_message_tells_how_far_and_of_what() {
        assert_eq!(
            findings(&LINT, &ahead(34))[0].message,
            "`iat` is 2026-11-20 10:03:34 UTC, 34 s ahead of this machine's clock"
        );
        let known = ahead(90).replacen('{', r#"{"at_is_known": true, "#, 1);
        assert_eq!(
            findings(&LINT, &known)[0].message,
            "`iat` is 2026-11-20 10:04:30 UTC, 90 s (1 min 30 s) ahead of the instant of the request, \
             2026-11-20 10:03:00 UTC"
        );
    }

    /// As told in Cap-go/capgo.app#2840: 34 s ahead, a life of 1199 s, refused.
    #[test]
    fn a_few_seconds_that_take_exp_too_far_are_an_error() {
        let found =
            findings(&LINT, &format!(r#"{{"claims": {{"iat": {}, "exp": {}}}}}"#, AT + 34, AT + 34 + 1199));
        assert_eq!((found[0].lint.name, found[0].severity), ("claims-iat-in-future", Severity::Error));
        assert!(
            found[0]
                .message
                .ends_with("; so `exp` is 1233 s (20 min 33 s) ahead, over the maximum of 1200 s (20 min)")
        );
        assert_eq!(found.len(), 1, "the lack of slack is the same fault: {found:?}");
        assert!(
            found[0].help.as_deref().is_some_and(|help| help.ends_with("; set `exp` to `iat` + 600")),
            "{found:?}"
        );
    }

    #[test]
    fn whole_hours_are_no_matter_of_the_clock() {
        let help = |seconds| findings(&LINT, &ahead(seconds))[0].help.clone().unwrap_or_default();
        assert!(help(28_800).ends_with("it looks like a time zone mistake, not like a clock that is fast"));
        assert!(help(28_800).contains("`int(time.time())`"));
        for seconds in [34, 300, 7300 + 450] {
            assert!(help(seconds).contains("synchronise the clock"), "{seconds}");
        }
    }

    #[test]
    fn every_service_that_reads_iat_is_covered() {
        let patch = r#"{"service": "apns", "claims": {"iss": "T4M9QX27LP", "aud": null, "exp": null,
            "iat": 1795169100}}"#;
        assert!(is_found(&LINT, patch));
    }
}
