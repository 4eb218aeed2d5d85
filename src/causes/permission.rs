//! Causes: permission.

use crate::cause::{Cause, Family};

pub(super) static CAUSES: &[Cause] = &[
    // proof: –
    Cause {
        id: "role-insufficient",
        family: Family::Permission,
        title: "the key is good; its role does not allow this",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: answer
    Cause {
        id: "account-holder-required",
        family: Family::Permission,
        title: "only the Account Holder can, no key",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "app-access-limited",
        family: Family::Permission,
        title: "the key's user does not see this app",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: answer
    Cause {
        id: "operation-not-offered",
        family: Family::Permission,
        title: "the API has no such operation for anybody",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: – (Apple has said so by mistake)
    Cause {
        id: "agreement-pending",
        family: Family::Permission,
        title: "an agreement must be signed by the Account Holder",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: answer
    Cause {
        id: "membership-expired",
        family: Family::Permission,
        title: "the program membership lapsed",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "service-not-enabled",
        family: Family::Permission,
        title: "the capability or service is not switched on for this key or app",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "certificate-missing",
        family: Family::Permission,
        title: "nothing to sign with in the team",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
];
