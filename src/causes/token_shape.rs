//! Causes: token shape.

use crate::cause::{Cause, Family};

pub(super) static CAUSES: &[Cause] = &[
    // proof: repaired
    Cause {
        id: "token-malformed",
        family: Family::TokenShape,
        title: "the token is not three base64url parts of JSON and bytes",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired
    Cause {
        id: "algorithm-wrong",
        family: Family::TokenShape,
        title: "the token is signed with another algorithm than ES256",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: resigned, raw
    Cause {
        id: "signature-der",
        family: Family::TokenShape,
        title: "the signature is ASN.1 DER instead of the raw 64 bytes",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: resigned
    Cause {
        id: "signature-invalid",
        family: Family::TokenShape,
        title: "the signature does not verify with the public half of the key",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired
    Cause {
        id: "audience-wrong",
        family: Family::TokenShape,
        title: "`aud` is not the audience of the service",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired
    Cause {
        id: "subject-wrong",
        family: Family::TokenShape,
        title: "`sub` is not what the service needs",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired
    Cause {
        id: "bundle-id-missing",
        family: Family::TokenShape,
        title: "`bid` is absent where the service needs the bundle ID of the app",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: repaired
    Cause {
        id: "bundle-id-wrong",
        family: Family::TokenShape,
        title: "`bid` is not the bundle ID of the app",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: scope
    Cause {
        id: "scope-mismatch",
        family: Family::TokenShape,
        title: "no entry of `scope` covers the request",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: given (sent rightly)
    Cause {
        id: "authorization-missing",
        family: Family::TokenShape,
        title: "the header",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: given (sent rightly)
    Cause {
        id: "authorization-malformed",
        family: Family::TokenShape,
        title: "the Authorization header is not `Bearer` and one token",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
    // proof: scope
    Cause {
        id: "claims-unexpected",
        family: Family::TokenShape,
        title: "the token carries a claim that the service forbids",
        explanation: "",
        fix: &[],
        page: None,
        experiments: &[],
        evidence: &[],
        source: "",
    },
];
