//! Uploads that fail on Apple's side, and what the tools print around it.

use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

const UPLOAD: Response = Response { layer: Layer::Tool, ..Response::BLANK };

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "transporter-general-error",
        marks: Marks {
            detail: &["request at this time due to a general error"],
            loose: &["(1019)", "(1018)", "(1079)"],
            ..Marks::NONE
        },
        codes: &["1018", "1019", "1079"],
        sample: Some("Unable to process validateMetadata request at this time due to a general error (1019)"),
        meaning: "Apple's upload service failed; this says nothing about the credential.",
        shows: Shows::Nothing,
        priors: Priors::same(&[("apple-outage", 0.75), ("apple-transient", 0.1), ("request-invalid", 0.08)]),
        source: "https://github.com/fastlane/fastlane/issues/14783",
        ..UPLOAD
    },
    Response {
        id: "altool-auth-server",
        marks: Marks { detail: &["The auth server returned a bad status code"], ..Marks::NONE },
        sample: Some(
            "Failed to get authorization for username 'user@example.com' and password. (\n    \"Error \
             Domain=NSCocoaErrorDomain Code=0 \\\"Status code: 0\\\" UserInfo={NSLocalizedFailureReason=The auth \
             server returned a bad status code.}\"\n) (-1011)",
        ),
        meaning: "Apple's sign-in server gave altool no usable response: mostly an outage, else a proxy.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("apple-outage", 0.55),
            ("network-unreachable", 0.25),
            ("app-specific-password", 0.1),
        ]),
        source: "https://github.com/electron/notarize/issues/24",
        ..UPLOAD
    },
    Response {
        id: "altool-request-uuid",
        marks: Marks { wrapper: &["You supplied an invalid RequestUUID"], ..Marks::NONE },
        codes: &["1515"],
        sample: Some("\"message\":\"You supplied an invalid RequestUUID: null\",\"code\":1515"),
        meaning: "The upload before this call failed, so there is no request to ask about; its own error has the \
                  cause.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("client-outdated", 0.4),
            ("app-specific-password", 0.15),
            ("agreement-pending", 0.12),
            ("request-invalid", 0.12),
            ("apple-outage", 0.08),
        ]),
        hints: &["altool no longer notarizes: notarytool does."],
        source: "https://github.com/status-im/status-app/pull/8700",
        ..UPLOAD
    },
    Response {
        id: "transporter-exit-status",
        marks: Marks {
            wrapper: &[
                "The call to the iTMSTransporter completed with a non-zero",
                "The call to the altool completed with a non-zero",
            ],
            loose: &["exited with code 176"],
            ..Marks::NONE
        },
        sample: Some(
            "The call to the iTMSTransporter completed with a non-zero exit status: 1. This indicates a failure.",
        ),
        meaning: "An upload failed; the lines above it have the cause.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("request-invalid", 0.25),
            ("agreement-pending", 0.2),
            ("app-specific-password", 0.12),
            ("key-id-wrong", 0.08),
            ("apple-outage", 0.08),
            ("provider-ambiguous", 0.05),
        ]),
        source: concat!(
            "https://github.com/fastlane/fastlane/blob/master/fastlane_core/lib/fastlane_core/",
            "itunes_transporter.rb"
        ),
        ..UPLOAD
    },
    Response {
        id: "notary-server-page",
        marks: Marks { detail: &["invalidJSONResponse(statusCode"], ..Marks::NONE },
        sample: Some(
            "Error: invalidJSONResponse(statusCode: Optional(504), data: \"\\n<!DOCTYPE html>\\n<h3>Gateway \
             Timeout</h3>\")",
        ),
        meaning: "The Notary API was out of order and sent a page of HTML; this says nothing about the \
                  credential.",
        shows: Shows::Nothing,
        priors: Priors::same(&[("apple-outage", 0.85), ("apple-transient", 0.1)]),
        source: "https://github.com/macadmins/nudge/issues/236",
        ..UPLOAD
    },
];
