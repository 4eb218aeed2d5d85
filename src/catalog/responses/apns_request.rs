//! APNs: answers to a provider token that is good, and of gateways.

use super::priors::OUTAGE;
use crate::catalog::response::{Body, Layer, Marks, Priors, Response, Shows};

const APNS: &[&str] = &["apns"];
const REASONS: &str =
    "https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns";

/// An answer that only comes behind authentication.
const BEHIND: Response = Response {
    services: APNS,
    status: &[400],
    shows: Shows::Accepted,
    priors: Priors::same(&[("request-invalid", 0.95)]),
    source: REASONS,
    ..Response::BLANK
};

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "apns-bad-device-token",
        marks: Marks { code: &["BadDeviceToken"], ..Marks::NONE },
        sample: Some(r#"{"reason":"BadDeviceToken"}"#),
        meaning: "The provider token is good; the device token is malformed or of the other environment.",
        priors: Priors::same(&[("environment-mismatch", 0.8), ("request-invalid", 0.17)]),
        hints: &["Debug builds of Xcode use the sandbox; TestFlight and App Store use production."],
        source: "https://github.com/jchambers/pushy-console/issues/25",
        ..BEHIND
    },
    Response {
        id: "apns-device-token-not-for-topic",
        marks: Marks { code: &["DeviceTokenNotForTopic"], ..Marks::NONE },
        sample: Some(r#"{"reason":"DeviceTokenNotForTopic"}"#),
        meaning: "The provider token is good; the device token belongs to another app.",
        priors: Priors::same(&[
            ("topic-mismatch", 0.8),
            ("environment-mismatch", 0.1),
            ("request-invalid", 0.08),
        ]),
        ..BEHIND
    },
    Response {
        id: "apns-topic-disallowed",
        marks: Marks { code: &["TopicDisallowed"], ..Marks::NONE },
        sample: Some(r#"{"reason":"TopicDisallowed"}"#),
        meaning: "The provider token is good; its team or key may not use this topic.",
        priors: Priors::same(&[
            ("topic-mismatch", 0.75),
            ("request-invalid", 0.13),
            ("environment-mismatch", 0.05),
            ("issuer-id-wrong", 0.04),
        ]),
        hints: &["`apns-topic` must be a bundle ID of the team in `iss`; some push types want a suffix."],
        source: "https://github.com/node-apn/node-apn/issues/635",
        ..BEHIND
    },
    Response {
        id: "apns-missing-topic",
        marks: Marks {
            code: &["\"reason\":\"MissingTopic\"", "\"reason\": \"MissingTopic\""],
            loose: &["MissingTopic"],
            ..Marks::NONE
        },
        codes: &["MissingTopic"],
        sample: Some(r#"{"reason":"MissingTopic"}"#),
        meaning: "The credential is good; `apns-topic` is missing where it allows several topics.",
        priors: Priors::same(&[("topic-mismatch", 0.5), ("request-invalid", 0.48)]),
        source: "https://github.com/ostinelli/apnotic/issues/100",
        ..BEHIND
    },
    Response {
        id: "apns-bad-topic",
        marks: Marks {
            code: &["\"reason\":\"BadTopic\"", "\"reason\": \"BadTopic\""],
            loose: &["BadTopic"],
            ..Marks::NONE
        },
        codes: &["BadTopic"],
        sample: Some(r#"{"reason":"BadTopic"}"#),
        meaning: "The provider token is good; `apns-topic` is malformed.",
        priors: Priors::same(&[("topic-mismatch", 0.6), ("request-invalid", 0.38)]),
        ..BEHIND
    },
    Response {
        id: "apns-path-or-method",
        status: &[404, 405],
        marks: Marks { loose: &["BadPath", "MethodNotAllowed"], ..Marks::NONE },
        codes: &["BadPath", "MethodNotAllowed"],
        fallback: Body::ANY,
        sample: Some(r#"{"reason":"BadPath"}"#),
        meaning: "The path or the method is wrong; whether APNs checks the token before is not known.",
        shows: Shows::Nothing,
        ..BEHIND
    },
    Response {
        id: "apns-bad-request",
        status: &[400, 413],
        marks: Marks {
            code: &["InvalidPushType", "BadExpirationDate", "BadCollapseId", "MissingDeviceToken"],
            loose: &[
                "BadPriority",
                "BadMessageId",
                "DuplicateHeaders",
                "IdleTimeout",
                "PayloadEmpty",
                "PayloadTooLarge",
            ],
            ..Marks::NONE
        },
        codes: &[
            "BadPriority",
            "BadMessageId",
            "DuplicateHeaders",
            "IdleTimeout",
            "PayloadEmpty",
            "PayloadTooLarge",
        ],
        fallback: Body::ANY,
        sample: Some(r#"{"reason":"PayloadTooLarge"}"#),
        meaning: "The provider token was not what APNs stumbled over; the request is malformed.",
        ..BEHIND
    },
    Response {
        id: "apns-unregistered",
        status: &[410],
        marks: Marks {
            code: &[
                "\"reason\":\"Unregistered\"",
                "\"reason\": \"Unregistered\"",
                "\"reason\":\"ExpiredToken\"",
                "\"reason\": \"ExpiredToken\"",
            ],
            loose: &["Unregistered", "ExpiredToken"],
            ..Marks::NONE
        },
        codes: &["Unregistered", "ExpiredToken"],
        fallback: Body::ANY,
        sample: Some(r#"{"reason":"Unregistered","timestamp":1795168800000}"#),
        meaning: "The provider token is good; the device token is no longer active.",
        priors: Priors::same(&[("resource-not-found", 0.85), ("environment-mismatch", 0.1)]),
        hints: &["Stop sending to this device token."],
        ..BEHIND
    },
    Response {
        id: "apns-too-many-requests",
        status: &[429],
        marks: Marks {
            code: &["\"reason\":\"TooManyRequests\"", "\"reason\": \"TooManyRequests\""],
            loose: &["TooManyRequests"],
            ..Marks::NONE
        },
        codes: &["TooManyRequests"],
        fallback: Body::ANY,
        sample: Some(r#"{"reason":"TooManyRequests"}"#),
        meaning: "The provider token is good; this device gets too many pushes.",
        priors: Priors::same(&[("rate-limited", 0.95)]),
        ..BEHIND
    },
    Response {
        id: "apns-server-error",
        status: &[500, 503],
        marks: Marks {
            loose: &[
                "\"reason\":\"InternalServerError\"",
                "\"reason\":\"ServiceUnavailable\"",
                "\"reason\":\"Shutdown\"",
            ],
            ..Marks::NONE
        },
        codes: &["InternalServerError", "ServiceUnavailable", "Shutdown"],
        fallback: Body::ANY,
        sample: Some(r#"{"reason":"ServiceUnavailable"}"#),
        meaning: "APNs failed or is shutting down; this says nothing about the provider token.",
        shows: Shows::Nothing,
        priors: OUTAGE,
        hints: &[
            "Some libraries show InternalServerError for refusals, too: look at what APNs really answered.",
        ],
        ..BEHIND
    },
    Response {
        id: "apns-third-party-auth",
        layer: Layer::Tool,
        marks: Marks {
            wrapper: &["messaging/third-party-auth-error", "THIRD_PARTY_AUTH_ERROR"],
            title: &["Auth error from APNS or Web Push Service"],
            ..Marks::NONE
        },
        codes: &["52149", "52148"],
        sample: Some("messaging/third-party-auth-error"),
        meaning: "Firebase or another gateway says that APNs refused its provider token, without the reason.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("wrong-service", 0.25),
            ("ids-swapped", 0.15),
            ("environment-mismatch", 0.15),
            ("key-id-wrong", 0.15),
            ("key-revoked", 0.1),
            ("credential-missing", 0.06),
            ("service-not-enabled", 0.06),
        ]),
        hints: &["Call the gateway's HTTP API directly: its error details carry the reason of APNs."],
        source: "https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode",
        ..Response::BLANK
    },
    Response {
        id: "web-push-bad-jwt",
        status: &[403],
        marks: Marks { code: &["BadJwtToken"], ..Marks::NONE },
        sample: Some(r#"{"reason":"BadJwtToken"}"#),
        meaning: "Web Push refused the VAPID token, which is signed with a key of your own and not \
                 with one of Apple's.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("subject-wrong", 0.7),
            ("audience-wrong", 0.1),
            ("lifetime-too-long", 0.08),
            ("signature-invalid", 0.05),
            ("authorization-missing", 0.04),
        ]),
        hints: &[
            "`sub` must be an https URL or `mailto:` with an address that can exist: not \
                 localhost, not .local, not .invalid. Other push services take such tokens.",
            "`aud` is the origin of the endpoint; `exp` lies at most a day ahead.",
        ],
        source: concat!(
            "https://developer.apple.com/documentation/usernotifications/",
            "sending-web-push-notifications-in-web-apps-and-browsers"
        ),
        ..Response::BLANK
    },
];
