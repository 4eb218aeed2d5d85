//! Causes: not authentication.

use crate::cause::{Cause, Family};

pub(super) static CAUSES: &[Cause] = &[
    // proof: answer; network-unreachable by the error itself
    Cause {
        id: "rate-limited",
        family: Family::NotAuthentication,
        title: "429",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: answer; network-unreachable by the error itself
    Cause {
        id: "resource-not-found",
        family: Family::NotAuthentication,
        title: "404",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: answer; network-unreachable by the error itself
    Cause {
        id: "request-invalid",
        family: Family::NotAuthentication,
        title: "400, 406, 409, 422",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: answer; network-unreachable by the error itself
    Cause {
        id: "edge-blocked",
        family: Family::NotAuthentication,
        title: "an HTML page of the edge",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: answer; network-unreachable by the error itself
    Cause {
        id: "network-unreachable",
        family: Family::NotAuthentication,
        title: "DNS, proxy, TLS",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
];
