//! Causes: key text.

use crate::cause::{Cause, Family};

pub(super) static CAUSES: &[Cause] = &[
    // proof: –
    Cause {
        id: "key-newlines-escaped",
        family: Family::KeyText,
        title: "the key text holds the two characters `\\n` instead of line breaks",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "key-base64-wrapped",
        family: Family::KeyText,
        title: "the whole file base64-encoded once more (or decoded twice)",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "key-armor-missing",
        family: Family::KeyText,
        title: "the key text has no BEGIN and END lines",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "key-text-damaged",
        family: Family::KeyText,
        title: "the key text is indented, truncated, re-wrapped or has wrong characters",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "key-file-not-found",
        family: Family::KeyText,
        title: "the key is not where the tool looks: a path where text is expected, or the reverse",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "key-file-permissions",
        family: Family::KeyText,
        title: "the key file is readable by others, or by nobody",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "key-not-passed",
        family: Family::KeyText,
        title: "the key was never handed to the tool that needed it",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired
    Cause {
        id: "key-used-as-token",
        family: Family::KeyText,
        title: "the private key itself was sent as the token",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "key-wrong-type",
        family: Family::KeyText,
        title: "the key is not a P-256 private key",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
];
