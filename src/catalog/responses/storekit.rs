//! What takes the token of an In-App Purchase key beside the App Store Server API: Advanced Commerce,
//! External Purchase,
//! Retention Messaging, requests signed for StoreKit.

use crate::catalog::response::{Body, Marks, Priors, Response, Shows};

const COMMERCE: &[&str] = &["app-store-server"];

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "400-external-purchase",
        services: &["app-store-server"],
        status: &[400],
        fallback: Body::ANY,
        meaning: "The token was accepted; the request is malformed, or names a report that does not exist.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("resource-not-found", 0.7), ("request-invalid", 0.25)]),
        source: concat!(
            "https://developer.apple.com/documentation/externalpurchaseserverapi/",
            "retrieve-external-purchase-report"
        ),
        ..Response::BLANK
    },
    Response {
        id: "retention-messaging-not-ready",
        services: &["app-store-server"],
        status: &[403],
        marks: Marks {
            code: &["\"errorCode\":4030026", "\"errorCode\": 4030026"],
            loose: &["4030026"],
            ..Marks::NONE
        },
        codes: &["4030026"],
        sample: Some(r#"{"errorCode":4030026}"#),
        meaning: "The token was accepted; Retention Messaging wants a passed performance test first.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[("service-not-enabled", 0.8), ("request-invalid", 0.15)]),
        source: "https://developer.apple.com/documentation/retentionmessaging/get-message-list",
        ..Response::BLANK
    },
    Response {
        id: "advanced-commerce-unauthorized",
        services: COMMERCE,
        status: &[401],
        marks: Marks {
            code: &["\"errorCode\":4010000", "\"errorCode\": 4010000"],
            loose: &["4010000"],
            ..Marks::NONE
        },
        codes: &["4010000"],
        sample: Some(r#"{"errorCode":4010000}"#),
        meaning: "The token was refused for Advanced Commerce.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("service-not-enabled", 0.6),
            ("app-not-released", 0.1),
            ("bundle-id-wrong", 0.08),
            ("key-id-wrong", 0.06),
            ("wrong-service", 0.05),
            ("clock-ahead", 0.04),
        ]),
        hints: &["Use the same token with GET /inApps/…: 404 with 4040010 there means that the \
                 token is good and the app or key has no Advanced Commerce."],
        source: "https://developer.apple.com/forums/thread/844896",
        ..Response::BLANK
    },
    Response {
        id: "advanced-commerce-purchase-sheet",
        services: &["storekit-jws", "app-store-server"],
        marks: Marks { loose: &["purchase sheet"], ..Marks::NONE },
        sample: Some("Unauthorized (StoreKit purchase sheet)"),
        meaning: "StoreKit refused the signed request on the device.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("claims-unexpected", 0.4),
            ("audience-wrong", 0.15),
            ("bundle-id-wrong", 0.1),
            ("service-not-enabled", 0.1),
            ("signature-der", 0.08),
            ("key-id-wrong", 0.07),
        ]),
        hints: &["The payload may hold only iss, iat, aud of \"advanced-commerce-api\", bid, nonce \
                 and request: no exp."],
        source: "https://developer.apple.com/forums/thread/792393",
        ..Response::BLANK
    },
];
