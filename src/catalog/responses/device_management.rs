//! Device management: Automated Device Enrollment, Apps and Books.

use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

const MANAGEMENT: Response = Response { layer: Layer::Tool, ..Response::BLANK };

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "device-enrollment-session",
        marks: Marks {
            wrapper: &["establishing DEP session", "creating new auth session for dep", "DEP auth error"],
            ..Marks::NONE
        },
        sample: Some(
            "define profile: get session for request to https://mdmenrollment.apple.com: creating new auth \
             session for dep: establishing DEP session: 400 Bad Request",
        ),
        meaning: "Apple refused the server token of Automated Device Enrollment, which is signed with OAuth 1.0 \
                  and not a JWT.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("credential-missing", 0.35),
            ("token-expired", 0.25),
            ("key-revoked", 0.15),
            ("credential-stale", 0.1),
            ("clock-ahead", 0.05),
        ]),
        hints: &[
            "Download the server token (.p7m) again from business.apple.com or school.apple.com and upload it to \
             the MDM server; it expires after a year, and when the password of its administrator changes.",
        ],
        source: "https://github.com/micromdm/micromdm/issues/777",
        ..MANAGEMENT
    },
    Response {
        id: "volume-purchase-token-revoked",
        marks: Marks { detail: &["The server has revoked the sToken"], ..Marks::NONE },
        codes: &["9625"],
        sample: Some(
            "Apple VPP endpoint returned error: The server has revoked the sToken. (error number: 9625)",
        ),
        meaning: "The content token of Apps and Books was revoked before it expired.",
        shows: Shows::REFUSED,
        decisive: true,
        priors: Priors::same(&[("key-revoked", 0.7), ("credential-stale", 0.27)]),
        hints: &[
            "Download the content token again: business.apple.com → Preferences → Payments and Billing → Content \
             Tokens.",
        ],
        source: "https://github.com/fleetdm/fleet/issues/48275",
        ..MANAGEMENT
    },
    Response {
        id: "device-enrollment-terms",
        layer: Layer::Api,
        status: &[403],
        marks: Marks { code: &["T_C_NOT_SIGNED"], ..Marks::NONE },
        sample: Some(r#"{"code": "T_C_NOT_SIGNED"}"#),
        meaning: "Automated Device Enrollment knows the token; new terms are not accepted in Apple Business or School \
                  Manager.",
        shows: Shows::FORBIDDEN,
        decisive: true,
        priors: Priors::same(&[("agreement-pending", 0.98)]),
        hints: &[
            "An administrator signs in to business.apple.com or school.apple.com and accepts the terms.",
        ],
        source: "https://github.com/fleetdm/fleet/issues/8431",
        ..Response::BLANK
    },
];
