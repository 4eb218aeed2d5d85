//! Causes: time.

use crate::cause::{Cause, Family};

pub(super) static CAUSES: &[Cause] = &[
    // proof: repaired
    Cause {
        id: "token-expired",
        family: Family::Time,
        title: "`exp` was in the past when the request was made",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired
    Cause {
        id: "lifetime-too-long",
        family: Family::Time,
        title: "the life of the token is over the service's maximum",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired
    Cause {
        id: "lifetime-at-limit",
        family: Family::Time,
        title: "the life is within a minute of the maximum: a small clock difference tips it over",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: shifted, repeat
    Cause {
        id: "clock-ahead",
        family: Family::Time,
        title: "this machine's clock is ahead of Apple's: `iat` lies in the future, `exp` too far ahead",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: shifted, repeat
    Cause {
        id: "clock-behind",
        family: Family::Time,
        title: "this machine's clock is behind Apple's: `exp` passes early",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired
    Cause {
        id: "time-zone-error",
        family: Family::Time,
        title: "timestamps are off by whole quarters of hours: local time was taken for UTC",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired
    Cause {
        id: "timestamp-unit",
        family: Family::Time,
        title: "timestamps are in milliseconds or microseconds where seconds belong",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired
    Cause {
        id: "timestamp-type",
        family: Family::Time,
        title: "a string, a boolean or null stands where a number belongs",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired
    Cause {
        id: "expiry-relative",
        family: Family::Time,
        title: "`exp` holds a duration, not an instant",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired
    Cause {
        id: "issued-at-missing",
        family: Family::Time,
        title: "`iat` is absent where the service needs it",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired (times)
    Cause {
        id: "sample-values",
        family: Family::Time,
        title: "values from Apple's documentation or a tutorial were left in",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired
    Cause {
        id: "expiry-missing",
        family: Family::Time,
        title: "there is no `exp` where the service needs it",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
];
