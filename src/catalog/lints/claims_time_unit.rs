use std::ops::Range;

use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-time-unit",
    group: Group::Time,
    severity: Severity::Error,
    summary: "a time claim is not in seconds since 1970",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"iat": 1795168800000, "exp": 1795169400000}}"#,
    good: r#"{"claims": {"iat": 1795168800, "exp": 1795169400}}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7519#section-2",
    causes: &["timestamp-unit"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
Time claims count seconds since 1970-01-01 UTC (RFC 7519 §2). A value of 13 digits counts
milliseconds, as JavaScript and Java do: read as seconds it lies in the year 58 000, and the token
is refused as one that lives too long. A value around 800 000 000 counts from 2001, as Foundation's
`timeIntervalSinceReferenceDate` does, and is long past.

Convert where the token is built: `Math.floor(Date.now() / 1000)`, `System.currentTimeMillis() /
1000`, `Date().timeIntervalSince1970`. Swift's `JSONEncoder` counts from 2001 unless its
`dateEncodingStrategy` is `.secondsSince1970`.";

/// How a time is counted by those who do not count seconds since 1970.
pub(super) struct Unit {
    name: &'static str,
    /// The numbers that can only be meant so.
    values: Range<f64>,
    per_second: f64,
    /// Where the count begins, in seconds since 1970.
    epoch: f64,
    help: &'static str,
}

const UNITS: &[Unit] = &[
    Unit {
        name: "seconds since 2001",
        values: 6e8..1e9,
        per_second: 1.0,
        epoch: 978_307_200.0,
        help: "use `timeIntervalSince1970`, or set the encoder's `dateEncodingStrategy` to \
         `.secondsSince1970`",
    },
    Unit {
        name: "milliseconds",
        values: 1e11..1e14,
        per_second: 1e3,
        epoch: 0.0,
        help: "divide by 1000: `Math.floor(Date.now() / 1000)`, `System.currentTimeMillis() / 1000`",
    },
    Unit {
        name: "microseconds",
        values: 1e14..1e17,
        per_second: 1e6,
        epoch: 0.0,
        help: "divide by 1 000 000, and round down",
    },
    Unit {
        name: "nanoseconds",
        values: 1e17..1e20,
        per_second: 1e9,
        epoch: 0.0,
        help: "divide by 1 000 000 000: `time.Now().Unix()` for `UnixNano()`, `time.time()` for \
         `time.time_ns()`",
    },
];

impl Unit {
    /// The unit of a number that cannot be meant as seconds since 1970.
    pub(super) fn of(value: f64) -> Option<&'static Self> {
        UNITS.iter().find(|unit| unit.values.contains(&value))
    }

    pub(super) fn seconds(&self, value: f64) -> f64 {
        value / self.per_second + self.epoch
    }
}

fn check(cx: &Context) -> Option<Check> {
    let claims = ["iat", "exp", "nbf"].into_iter().filter_map(|name| Some((name, cx.numeric_date(name)?)));
    let claims: Vec<_> = claims.collect();
    claims.first()?;
    let faults = claims.into_iter().filter_map(|(name, value)| Some((name, value, Unit::of(value)?)));
    let faults: Vec<_> = faults.collect();
    let Some((first, _, unit)) = faults.first() else { return Some(Passed) };
    let found: Vec<_> = faults
        .iter()
        .map(|(name, value, unit)| {
            format!("`{name}` counts {} ({})", unit.name, time::instant_from(unit.seconds(*value), cx.at))
        })
        .collect();
    let message = format!("{}, expected seconds since 1970", found.join(" and "));
    Some(Found(LINT.finding(format!("/claims/{first}"), message).help(unit.help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn the_instants_that_were_meant_are_told() {
        let found = findings(&LINT, r#"{"claims": {"iat": 1795168800000, "exp": 1795169400000}}"#);
        assert_eq!(
            found[0].message,
            "`iat` counts milliseconds (2026-11-20 10:00:00 UTC, 3 min ago) and `exp` counts milliseconds \
             (2026-11-20 10:10:00 UTC, in 7 min), expected seconds since 1970"
        );
    }

    #[test]
    fn every_unit_is_known_and_explains_all_that_follows() {
        for (iat, exp, unit) in [
            ("1795168800000", "1795168801199", "milliseconds"),
            ("1795168800000000", "1795169400000000", "microseconds"),
            ("1795168800000000000", "1795169400000000000", "nanoseconds"),
            ("816861600", "816862200", "seconds since 2001"),
            ("816861600.25", "816862200.5", "seconds since 2001"),
        ] {
            let found = findings(&LINT, &format!(r#"{{"claims": {{"iat": {iat}, "exp": {exp}}}}}"#));
            assert_eq!(found[0].lint.name, "claims-time-unit", "{found:?}");
            assert!(found[0].message.contains(unit), "{found:?}");
            assert!(found[0].message.contains("2026-11-20 10:00:00 UTC, 3 min ago"), "{found:?}");
            assert!(found[1..].iter().all(|f| f.lint.name == "claims-time-type"), "{found:?}");
        }
    }

    #[test]
    fn one_claim_alone_may_be_in_another_unit() {
        for patch in [
            r#"{"claims": {"iat": 1795168800000}}"#,
            r#"{"claims": {"exp": 1795169400000}}"#,
            r#"{"claims": {"nbf": 1795168800000}}"#,
            r#"{"claims": {"exp": 1795169400000}, "min_remaining": 60}"#,
            r#"{"service": "apns", "claims": {"iss": "T4M9QX27LP", "aud": null, "exp": null,
                "iat": 816861600}}"#,
        ] {
            assert!(is_found(&LINT, patch), "{patch}");
        }
    }

    #[test]
    fn seconds_of_this_century_are_seconds() {
        for exp in ["1000000000", "4102444800", "99999999999"] {
            let patch = format!(r#"{{"claims": {{"exp": {exp}}}}}"#);
            assert!(!is_found(&LINT, &patch), "{exp}");
        }
    }
}
