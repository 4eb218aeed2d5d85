//! Causes: apple.

use crate::cause::{Cause, Family};

pub(super) static CAUSES: &[Cause] = &[
    // proof: repeat
    Cause {
        id: "apple-transient",
        family: Family::Apple,
        title: "a lone refusal; the same token passes when repeated",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "apple-outage",
        family: Family::Apple,
        title: "an incident",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "client-outdated",
        family: Family::Apple,
        title: "Apple changed the API; the tool is too old",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
];
