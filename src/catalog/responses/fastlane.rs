//! fastlane and other tools that repeat an answer in words of their own.

use super::priors::{AGREEMENT, ROLE};
use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

const TOOL: Response = Response { layer: Layer::Tool, ..Response::BLANK };
pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "403-generic-access-forbidden",
        status: &[403],
        marks: Marks {
            title: &["could not be completed because: Access forbidden"],
            wrapper: &[
                "AccessForbiddenError",
                "Spaceship::InsufficientPermissions",
                "Insufficient permissions for your Apple ID",
            ],
            loose: &[
                "Access forbidden",
                "Insufficient privileges",
                "not permitted",
                "Insufficient permissions",
            ],
            ..Marks::NONE
        },
        sample: Some("The request could not be completed because: Access forbidden"),
        meaning: "A tool was answered 403 and says no more; mostly the Apple ID's role, when no \
                 key is in use.",
        shows: Shows::FORBIDDEN,
        priors: AGREEMENT.at_first(&[
            ("role-insufficient", 0.58),
            ("agreement-pending", 0.12),
            ("apple-outage", 0.12),
            ("membership-expired", 0.08),
            ("user-removed", 0.03),
        ]),
        hints: &["Find out whether a key or an Apple ID was used: of the key this says nothing."],
        source: "https://github.com/fastlane/fastlane/issues/17141",
        ..TOOL
    },
    Response {
        id: "fastlane-nomethod-masks-body",
        marks: Marks { loose: &["undefined method '", "NoMethodError"], ..Marks::NONE },
        sample: Some("NoMethodError: [!] undefined method `status' for nil:NilClass"),
        meaning: "The tool failed over an answer it did not expect, mostly a 403, and hides it.",
        shows: Shows::Nothing,
        priors: ROLE.at_first(&[
            ("role-insufficient", 0.55),
            ("client-outdated", 0.27),
            ("agreement-pending", 0.06),
            ("wrong-service", 0.05),
        ]),
        hints: &["Update the tool, or call the endpoint yourself."],
        source: "https://github.com/fastlane/fastlane/issues/17910",
        ..TOOL
    },
    Response {
        id: "tool-opaque",
        marks: Marks {
            wrapper: &["Unable to create a valid authorization token"],
            loose: &["[object Object]", "failed unexpectedly", "is not valid JSON", "Unexpected token"],
            ..Marks::NONE
        },
        sample: Some(
            "Unable to create a valid authorization token for the App Store Connect API. \
                 Verify that the FASTLANE_ISSUER_ID, FASTLANE_KEY_ID, and FASTLANE_KEY secrets are \
                 set correctly and try again.",
        ),
        meaning: "The tool's text names no cause, whatever it suggests.",
        shows: Shows::Nothing,
        priors: Priors::by_history(
            &[
                ("agreement-pending", 0.38),
                ("credential-missing", 0.1),
                ("key-id-wrong", 0.09),
                ("issuer-id-wrong", 0.07),
                ("key-armor-missing", 0.05),
                ("key-newlines-escaped", 0.05),
                ("key-text-damaged", 0.05),
                ("client-outdated", 0.05),
                ("individual-key-with-issuer", 0.04),
                ("key-file-not-found", 0.04),
            ],
            &[
                ("agreement-pending", 0.7),
                ("key-revoked", 0.1),
                ("credential-stale", 0.08),
                ("apple-outage", 0.07),
            ],
            &[("apple-outage", 0.4), ("apple-transient", 0.2), ("agreement-pending", 0.2)],
        ),
        hints: &["Fetch the answer yourself: it tells an agreement (403) from a refused key (401)."],
        source: "https://github.com/LoopKit/Loop/issues/2012",
        ..TOOL
    },
    Response {
        id: "fastlane-rate-limited",
        status: &[429],
        marks: Marks {
            wrapper: &["Spaceship::TooManyRequestsError", "Too many requests, giving up after backing off"],
            loose: &["Apple 429 detected"],
            ..Marks::NONE
        },
        sample: Some("Spaceship::TooManyRequestsError: Apple 429 detected"),
        meaning: "Too many requests in a short time; the credential was accepted.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("rate-limited", 0.95)]),
        source: "https://github.com/fastlane/fastlane/blob/master/spaceship/lib/spaceship/errors.rb",
        ..TOOL
    },
    Response {
        id: "fastlane-server-error",
        status: &[500, 502, 504],
        marks: Marks {
            wrapper: &[
                "Spaceship::InternalServerError",
                "Spaceship::BadGatewayError",
                "Spaceship::GatewayTimeoutError",
                "Spaceship::AppleTimeoutError",
                "Temporary App Store Connect error",
                "Received an internal server error from App Store Connect",
                "Received a gateway timeout error from App Store Connect",
            ],
            loose: &["Could not process this request"],
            ..Marks::NONE
        },
        sample: Some("Spaceship::InternalServerError: Server error got 500"),
        meaning: "Apple's server failed; this says nothing about the credential.",
        shows: Shows::Nothing,
        priors: Priors::same(&[("apple-outage", 0.85), ("apple-transient", 0.1)]),
        source: "https://github.com/fastlane/fastlane/issues/19264",
        ..TOOL
    },
];
