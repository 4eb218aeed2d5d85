use super::{claims_exp_before_iat, claims_expired, claims_iat_in_future, claims_iat_too_old};
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::zone::{cannot_tell, shift};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-time-zone",
    group: Group::Time,
    severity: Severity::Warning,
    summary: "`iat` is off by the offset of a time zone",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"iat": 1795197780, "exp": 1795198380}}"#,
    good: r#"{"at_is_known": true, "claims": {"iat": 1795168980, "exp": 1795169580}}"#,
    source: "https://developer.apple.com/documentation/apple_search_ads/\
        implementing_oauth_for_the_apple_search_ads_api",
    causes: &["time-zone-error"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
Seconds since 1970 are the same everywhere. An `iat` that is wrong by whole quarters of hours comes
from code that takes local time for UTC, or UTC for local time. Python's
`datetime.utcnow().timestamp()`, which Apple's own scripts use, does the latter: at UTC-08:00 it is
8 hours ahead, at UTC+09:00 it is 9 hours behind. On a server at UTC it is right.

Use `time.time()` or `datetime.now(timezone.utc).timestamp()`, `Math.floor(Date.now() / 1000)`,
`DateTimeOffset.UtcNow.ToUnixTimeSeconds()`. This finding stands beside the one it accounts for.";

/// What an offset can account for, whatever it is.
static ACCOUNTS_FOR: [&Lint; 3] =
    [&claims_exp_before_iat::LINT, &claims_expired::LINT, &claims_iat_in_future::LINT];

/// The least past shift that accounts for an old `iat`, in seconds: tokens of an hour or two are mostly just kept.
const LEAST_AGE: f64 = 7200.0;

/// The same for a token that has expired: between Newfoundland and Greenwich there is hardly anybody.
const LEAST_EXPIRED_AGE: f64 = 9000.0;

fn check(cx: &Context) -> Option<Check> {
    let iat = cx.numeric_date("iat").filter(|iat| !cannot_tell(cx, *iat))?;
    let Some(shift) = shift(cx, iat) else { return Some(Passed) };
    let is_old = || shift <= -LEAST_AGE && claims_iat_too_old::LINT.found_in(cx).is_some();
    let is_kept = shift < 0.0 && shift > -LEAST_EXPIRED_AGE;
    let accounts = || !is_kept && ACCOUNTS_FOR.iter().any(|lint| lint.found_in(cx).is_some());
    if !accounts() && !is_old() && !lengthens(cx, iat, shift) {
        return None;
    }
    let side = if shift > 0.0 { "ahead" } else { "behind" };
    let message = format!(
        "`iat` is {} {side}, the offset of UTC{}: it looks as if UTC was taken for local time there",
        time::span(shift.abs()),
        offset(-shift)
    );
    let help = format!(
        "the usual culprit is Python's `datetime.utcnow().timestamp()`: write `int(time.time())` in \
         its place; on a machine at UTC{} it is code that takes local time for UTC",
        offset(shift)
    );
    Some(Found(LINT.finding("/claims/iat", message).help(help)))
}

/// Whether the life is too long with the shift of `iat`, and right without it.
fn lengthens(cx: &Context, iat: f64, shift: f64) -> bool {
    let exp = cx.numeric_date("exp").filter(|exp| cx.exceeds_maximum(iat, *exp));
    exp.map(|exp| exp - iat + shift).is_some_and(|life| life > 0.0 && !cx.is_too_long(life))
}

/// `+05:45`
fn offset(seconds: f64) -> String {
    let sign = if seconds < 0.0 { '-' } else { '+' };
    let minutes = (seconds.abs() / 60.0) as u32;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Finding;
    use crate::catalog::lint::example::{IAT, findings, is_found};

    const AT: i64 = IAT + 180;

    /// A token that is off by `shift` seconds, judged when it was made.
    fn shifted(shift: i64, is_known: bool) -> Vec<Finding> {
        findings(
            &LINT,
            &format!(
                r#"{{"at_is_known": {is_known}, "claims": {{"iat": {}, "exp": {}}}}}"#,
                AT + shift,
                AT + shift + 600
            ),
        )
    }

    fn zone(shift: i64, is_known: bool) -> Option<String> {
        let found = shifted(shift, is_known);
        found.into_iter().find(|f| f.lint.name == "claims-time-zone").map(|f| f.message)
    }

    /// The two shifts measured with `datetime.utcnow().timestamp()` in Los Angeles and in Tokyo.
    #[test]
    fn utc_taken_for_local_time_shifts_against_the_offset() {
        assert_eq!(
            zone(28_800, false).as_deref(),
            Some(
                "`iat` is 8 h ahead, the offset of UTC-08:00: it looks as if UTC was taken for \
                 local time there"
            )
        );
        assert_eq!(
            zone(-32_400, true).as_deref(),
            Some(
                "`iat` is 9 h behind, the offset of UTC+09:00: it looks as if UTC was taken for \
                 local time there"
            )
        );
    }

    #[test]
    fn the_reverse_slip_is_named_with_its_own_offset() {
        let found = shifted(28_800, false);
        let help = found.iter().find_map(|f| f.help.as_deref().filter(|help| help.contains("utcnow")));
        assert!(help.is_some_and(|help| help.contains("on a machine at UTC+08:00 it is code")), "{found:?}");
    }

    #[test]
    fn it_stands_beside_what_it_accounts_for() {
        assert!(zone(28_800, false).is_some());
        assert!(zone(-32_400, true).is_some());
        assert!(zone(-32_400, false).is_none(), "a token may be old");
    }

    #[test]
    fn an_iat_shifted_alone_is_accounted_for_too() {
        let alone = |shift: i64| {
            is_found(
                &LINT,
                &format!(
                    r#"{{"at_is_known": true, "claims": {{"iat": {}, "exp": {}}}}}"#,
                    AT + shift,
                    AT + 600
                ),
            )
        };
        assert!(alone(28_800) && alone(-32_400));
        let apns = format!(
            r#"{{"service": "apns", "at_is_known": true, "claims": {{"iss": "T4M9QX27LP", "aud": null,
                "exp": null, "iat": {}}}}}"#,
            AT - 32_400
        );
        assert!(is_found(&LINT, &apns));
    }

    #[test]
    fn quarters_from_two_to_fourteen_hours_count_within_ninety_seconds() {
        for shift in [1800, 1800 - 90, 1800 + 90, 20_700, 20_700 - 60, 50_400, 50_400 + 90] {
            assert!(zone(shift, false).is_some(), "{shift}");
        }
        for shift in [0, 60, 900, 990, 1800 - 91, 1800 + 91, 20_700 + 450, 50_400 + 91, 51_300, 86_400] {
            assert_eq!(zone(shift, false), None, "{shift}");
        }
        assert!(
            zone(20_700, false)
                .is_some_and(|message| message.contains("5 h 45 min") && message.contains("-05:45"))
        );
    }

    #[test]
    fn a_token_that_is_used_again_has_no_wrong_time_zone() {
        let patch = r#"{"service": "apns", "at_is_known": true, "at": 1795170600,
            "claims": {"iss": "T4M9QX27LP", "aud": null, "exp": null}}"#;
        assert!(!is_found(&LINT, patch));
    }

    #[test]
    fn a_token_that_is_kept_for_an_hour_or_two_is_just_old() {
        let apns = |age| {
            is_found(
                &LINT,
                &format!(
                    r#"{{"service": "apns", "at_is_known": true, "claims": {{"iss": "T4M9QX27LP", "aud": null,
                    "exp": null, "iat": {}}}}}"#,
                    AT - age
                ),
            )
        };
        assert_eq!([3660, 5400, 7200].map(apns), [false, false, true]);
    }

    #[test]
    fn a_life_that_is_too_long_anyway_is_no_time_zone() {
        let patch =
            |iat, exp| format!(r#"{{"at_is_known": true, "claims": {{"iat": {iat}, "exp": {exp}}}}}"#);
        assert!(!is_found(&LINT, &patch(AT - 3600, AT + 3600)));
        assert!(!is_found(&LINT, &patch(AT - 3600, AT + 86_400)));
        assert!(is_found(&LINT, &patch(AT - 3600, AT + 600)));
    }

    #[test]
    fn swapped_claims_are_no_time_zone() {
        assert!(!is_found(&LINT, r#"{"claims": {"iat": 1795170780, "exp": 1795168980}}"#));
    }
}
