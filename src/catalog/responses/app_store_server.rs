//! App Store Server API, and what its kin answer alike.

use super::priors::{OUTAGE, STOREKIT};
use crate::catalog::response::{Body, Marks, Priors, Response, Shows};

const SERVER: &[&str] = &["app-store-server"];
const TOKENS: &str =
    "https://developer.apple.com/documentation/appstoreserverapi/generating-json-web-tokens-for-api-requests";
const NOT_RELEASED: &str = "https://github.com/apple/app-store-server-library-node/issues/60";

/// A 401 that says nothing: the token, or the app has no release yet.
const REFUSED: Priors = Priors::by_history(
    &[
        ("app-not-released", 0.42),
        ("wrong-service", 0.1),
        ("lifetime-too-long", 0.09),
        ("clock-ahead", 0.08),
        ("key-id-wrong", 0.07),
        ("bundle-id-missing", 0.04),
        ("timestamp-unit", 0.04),
        ("environment-mismatch", 0.04),
        ("lifetime-at-limit", 0.03),
        ("issuer-id-wrong", 0.03),
        ("bundle-id-wrong", 0.01),
        ("signature-der", 0.01),
    ],
    &[
        ("apple-outage", 0.25),
        ("credential-stale", 0.18),
        ("key-revoked", 0.18),
        ("clock-ahead", 0.15),
        ("token-expired", 0.1),
        ("environment-mismatch", 0.05),
        ("client-outdated", 0.03),
    ],
    &[
        ("clock-ahead", 0.4),
        ("apple-transient", 0.2),
        ("token-expired", 0.15),
        ("lifetime-at-limit", 0.1),
        ("apple-outage", 0.08),
    ],
);

const HINTS: &[&str] = &[
    "Send the same token to the other host. Production 401, sandbox 200 or 404: the \
                 app has no release yet. Both 401: key ID, issuer ID, key, `bid`, clock or \
                 timestamps.",
    "The first call fails and a later one with the same token passes: the clock is ahead.",
    "It wants an In-App Purchase key (SubscriptionKey_….p8); a key of App Store \
                 Connect (AuthKey_….p8) is refused.",
];

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "401-plain-unauthenticated",
        status: &[401],
        marks: Marks { loose: &["Unauthenticated"], ..Marks::NONE },
        sample: Some("Unauthenticated\n\nRequest ID: XXXXXXXXXXXXXXXXXXXXXXXXXX.0.0"),
        meaning: "The Notary API or the App Store Server API refused the token; this plain text is \
                 their answer to every fault.",
        shows: Shows::REFUSED,
        priors: REFUSED.at_first(&[
            ("app-not-released", 0.2),
            ("key-id-wrong", 0.14),
            ("wrong-service", 0.12),
            ("clock-ahead", 0.11),
            ("individual-key-with-issuer", 0.08),
            ("timestamp-unit", 0.06),
            ("issuer-id-wrong", 0.06),
            ("lifetime-too-long", 0.05),
            ("lifetime-at-limit", 0.04),
            ("apple-outage", 0.04),
            ("identifier-whitespace", 0.03),
            ("clock-behind", 0.02),
        ]),
        hints: &["It is no JSON: a tool that fails to parse it hides the refusal."],
        source: NOT_RELEASED,
        ..Response::BLANK
    },
    Response {
        id: "app-store-server-unauthenticated",
        services: STOREKIT,
        status: &[401],
        marks: Marks { loose: &["Unauthenticated"], ..Marks::NONE },
        sample: Some("Unauthenticated\n\nRequest ID: XXXXXXXXXXXXXXXXXXXXXXXXXX.0.0"),
        meaning: "The token was refused, or the app has no release in production; the answer is the same.",
        shows: Shows::REFUSED,
        priors: REFUSED.at_first(&[
            ("app-not-released", 0.3),
            ("wrong-service", 0.12),
            ("lifetime-too-long", 0.11),
            ("clock-ahead", 0.1),
            ("key-id-wrong", 0.09),
            ("timestamp-unit", 0.07),
            ("lifetime-at-limit", 0.06),
            ("bundle-id-missing", 0.04),
            ("issuer-id-wrong", 0.03),
            ("environment-mismatch", 0.03),
        ]),
        hints: HINTS,
        source: NOT_RELEASED,
        ..Response::BLANK
    },
    Response {
        id: "401-app-store-server-jwt-invalid",
        status: &[401],
        marks: Marks {
            detail: &["JSON Web Token (JWT) is invalid", "(JWT) in the authorization header is invalid"],
            ..Marks::NONE
        },
        sample: Some("The request is unauthorized; the JSON Web Token (JWT) is invalid."),
        meaning: "The App Store Server API refused the token; a library's words for its 401.",
        shows: Shows::REFUSED,
        priors: REFUSED.at_first(&[
            ("clock-ahead", 0.2),
            ("app-not-released", 0.17),
            ("key-id-wrong", 0.15),
            ("wrong-service", 0.1),
            ("apple-outage", 0.08),
            ("bundle-id-missing", 0.06),
            ("issuer-id-wrong", 0.05),
            ("timestamp-unit", 0.04),
            ("lifetime-too-long", 0.04),
            ("signature-der", 0.03),
        ]),
        hints: HINTS,
        source: "https://github.com/agisboye/app-store-server-api/issues/2",
        ..Response::BLANK
    },
    Response {
        id: "401-empty-body-app-store-server",
        services: STOREKIT,
        status: &[401],
        marks: Marks { loose: &["401 with empty body", "401 (empty body)"], ..Marks::NONE },
        fallback: &[Body::Empty],
        sample: Some("401 with empty body"),
        meaning: "The token was refused, or the app has no release in production.",
        shows: Shows::REFUSED,
        priors: REFUSED.at_first(&[
            ("app-not-released", 0.4),
            ("wrong-service", 0.15),
            ("key-id-wrong", 0.13),
            ("lifetime-too-long", 0.1),
            ("environment-mismatch", 0.07),
            ("clock-ahead", 0.05),
            ("lifetime-at-limit", 0.03),
        ]),
        hints: HINTS,
        source: "https://github.com/apple/app-store-server-library-node/issues/221",
        ..Response::BLANK
    },
    Response {
        id: "401-app-store-server",
        services: STOREKIT,
        status: &[401],
        fallback: &[Body::Text, Body::Hidden],
        meaning: "The token was refused, or the app has no release in production; the body is not shown.",
        shows: Shows::REFUSED,
        priors: REFUSED,
        hints: HINTS,
        source: NOT_RELEASED,
        ..Response::BLANK
    },
    Response {
        id: "app-store-server-not-authorized",
        services: STOREKIT,
        status: &[401],
        marks: Marks {
            code: &[
                "\"errorCode\":\"NOT_AUTHORIZED\"",
                "\"errorCode\": \"NOT_AUTHORIZED\"",
                "NOT_AUTHORIZED",
            ],
            ..Marks::NONE
        },
        sample: Some(r#"{"errorCode":"NOT_AUTHORIZED"}"#),
        meaning: "The token was refused; this service normally says so in plain text, so look at \
                 the path, too.",
        shows: Shows::REFUSED,
        priors: REFUSED.at_first(&[
            ("clock-ahead", 0.25),
            ("app-not-released", 0.2),
            ("wrong-service", 0.15),
            ("key-id-wrong", 0.12),
            ("issuer-id-wrong", 0.06),
            ("bundle-id-missing", 0.05),
            ("lifetime-too-long", 0.05),
        ]),
        hints: HINTS,
        source: TOKENS,
        ..Response::BLANK
    },
    Response {
        id: "app-store-server-transaction-not-found",
        services: SERVER,
        status: &[404],
        marks: Marks {
            detail: &[
                "\"errorMessage\":\"Transaction id not found",
                "\"errorMessage\": \"Transaction id not found",
            ],
            code: &[
                "\"errorCode\":4040010",
                "\"errorCode\": 4040010",
                "TransactionIdNotFoundError",
                "TRANSACTION_ID_NOT_FOUND",
            ],
            loose: &["4040010", "Transaction id not found"],
            ..Marks::NONE
        },
        codes: &["4040010", "TransactionIdNotFound"],
        sample: Some(r#"{"errorCode":4040010,"errorMessage":"Transaction id not found."}"#),
        meaning: "The token was accepted; the transaction is not visible to this `bid` in this environment.",
        shows: Shows::Accepted,
        priors: Priors::same(&[
            ("resource-not-found", 0.4),
            ("environment-mismatch", 0.35),
            ("bundle-id-wrong", 0.2),
        ]),
        hints: &["Another app's `bid` of the same team gives this; then try the other environment."],
        source: TOKENS,
        ..Response::BLANK
    },
    Response {
        id: "app-store-server-app-not-found",
        services: SERVER,
        status: &[404],
        marks: Marks {
            code: &["\"errorCode\":4040003", "\"errorCode\": 4040003"],
            loose: &["4040003", "App not found", "AppNotFoundError"],
            ..Marks::NONE
        },
        codes: &["4040003", "AppNotFound"],
        sample: Some(r#"{"errorCode":4040003,"errorMessage":"App not found."}"#),
        meaning: "The token was accepted; its `bid` is no app of the issuer.",
        shows: Shows::Accepted,
        priors: Priors::same(&[
            ("bundle-id-wrong", 0.75),
            ("environment-mismatch", 0.12),
            ("issuer-id-wrong", 0.05),
            ("app-not-released", 0.04),
        ]),
        hints: &["Capitals count in `bid`."],
        source: TOKENS,
        ..Response::BLANK
    },
    Response {
        id: "app-store-server-transaction-id-invalid",
        services: SERVER,
        status: &[400],
        marks: Marks {
            code: &["\"errorCode\":4000006", "\"errorCode\": 4000006"],
            loose: &["4000006", "Invalid transaction id", "InvalidTransactionId", "INVALID_TRANSACTION_ID"],
            ..Marks::NONE
        },
        codes: &["4000006", "InvalidTransactionId"],
        sample: Some(r#"{"errorCode":4000006,"errorMessage":"Invalid transaction id."}"#),
        meaning: "The token was accepted; the transaction id in the path is none.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("request-invalid", 0.97)]),
        hints: &["Good for trying a token: this answer proves it."],
        source: TOKENS,
        ..Response::BLANK
    },
    Response {
        id: "app-store-server-notification-url-missing",
        services: SERVER,
        status: &[404],
        marks: Marks {
            code: &["\"errorCode\":4040007", "\"errorCode\": 4040007", "ServerNotificationURLNotFound"],
            loose: &["4040007"],
            ..Marks::NONE
        },
        codes: &["4040007"],
        sample: Some(r#"{"errorCode":4040007}"#),
        meaning: "The token was accepted; no URL for server notifications is set for the app.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("resource-not-found", 0.7), ("service-not-enabled", 0.25)]),
        source: TOKENS,
        ..Response::BLANK
    },
    Response {
        id: "app-store-server-rate-limited",
        services: STOREKIT,
        status: &[429],
        marks: Marks {
            code: &["\"errorCode\":4290000", "\"errorCode\": 4290000"],
            loose: &["4290000"],
            ..Marks::NONE
        },
        fallback: Body::ANY,
        codes: &["4290000"],
        sample: Some(r#"{"errorCode":4290000,"errorMessage":"Rate limit exceeded."}"#),
        meaning: "The token was accepted; the app sends more requests than its limit.",
        shows: Shows::Accepted,
        decisive: true,
        priors: Priors::same(&[("rate-limited", 1.0)]),
        hints: &[
            "`Retry-After` is an instant here, in Unix milliseconds; the sandbox has a tenth of the limit.",
        ],
        source: "https://developer.apple.com/documentation/appstoreserverapi/identifying-rate-limits",
        ..Response::BLANK
    },
    Response {
        id: "404-app-store-server",
        services: STOREKIT,
        status: &[404],
        fallback: Body::ANY,
        meaning: "The token was accepted; there is no such thing for this `bid` in this environment.",
        shows: Shows::Accepted,
        priors: Priors::same(&[
            ("resource-not-found", 0.45),
            ("environment-mismatch", 0.3),
            ("bundle-id-wrong", 0.15),
            ("request-invalid", 0.05),
        ]),
        source: TOKENS,
        ..Response::BLANK
    },
    Response {
        id: "500-app-store-server",
        services: STOREKIT,
        status: &[500, 502, 503, 504],
        fallback: Body::ANY,
        meaning: "Apple's server failed; this says nothing about the credential.",
        shows: Shows::Nothing,
        priors: OUTAGE,
        source: TOKENS,
        ..Response::BLANK
    },
];
