//! Causes: other services.

use crate::cause::{Cause, Family};

pub(super) static CAUSES: &[Cause] = &[
    // proof: given at the sandbox host
    Cause {
        id: "app-not-released",
        family: Family::OtherServices,
        title: "App Store Server API production answers 401 until the first release",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "client-id-mismatch",
        family: Family::OtherServices,
        title: "`client_id`, `sub` and the app of the code differ (Sign in with Apple)",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "authorization-code-spent",
        family: Family::OtherServices,
        title: "Sign in with Apple: code expired or used",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: given at the other host
    Cause {
        id: "environment-mismatch",
        family: Family::OtherServices,
        title: "sandbox key, token or host against production",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: answer
    Cause {
        id: "provider-token-too-frequent",
        family: Family::OtherServices,
        title: "APNs: new token more than once in 20 minutes",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: answer
    Cause {
        id: "topic-mismatch",
        family: Family::OtherServices,
        title: "APNs: topic and key or bundle id differ",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: answer
    Cause {
        id: "music-user-token",
        family: Family::OtherServices,
        title: "Apple Music: the user's token, not the developer token",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "origin-mismatch",
        family: Family::OtherServices,
        title: "the `origin` claim is not the page's origin",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: –
    Cause {
        id: "connection-shared",
        family: Family::OtherServices,
        title: "APNs: tokens of two teams on one connection",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
];
