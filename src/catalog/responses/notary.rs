//! Notary API.

use super::priors::{AGREEMENT, OUTAGE};
use crate::catalog::response::{Body, Layer, Marks, Priors, Response, Shows};

const NOTARY: &[&str] = &["notary"];
const REST: &str = "https://developer.apple.com/documentation/notaryapi";

/// A 401 of the Notary API, which says nothing more.
const UNAUTHENTICATED: Priors = Priors::by_history(
    &[
        ("individual-key-with-issuer", 0.2),
        ("key-id-wrong", 0.14),
        ("clock-ahead", 0.12),
        ("issuer-id-wrong", 0.12),
        ("apple-outage", 0.1),
        ("identifier-whitespace", 0.07),
        ("individual-key-restricted", 0.05),
        ("clock-behind", 0.03),
        ("apple-transient", 0.03),
        ("key-revoked", 0.03),
        ("lifetime-too-long", 0.02),
    ],
    &[
        ("apple-outage", 0.3),
        ("key-revoked", 0.18),
        ("credential-stale", 0.15),
        ("clock-ahead", 0.12),
        ("token-expired", 0.06),
        ("clock-behind", 0.06),
    ],
    &[("apple-transient", 0.35), ("clock-ahead", 0.3), ("apple-outage", 0.2), ("clock-behind", 0.05)],
);

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "notary-unauthenticated",
        services: NOTARY,
        status: &[401],
        marks: Marks {
            detail: &["Error interacting with Notary API"],
            loose: &["Unauthenticated"],
            ..Marks::NONE
        },
        fallback: Body::ANY,
        sample: Some("Unauthenticated\n\n    Request ID: XXXXXXXXXXXXXXXXXXXXXXXXXX.0.0"),
        meaning: "The Notary API refused the token; this plain text is its answer to every fault.",
        shows: Shows::REFUSED,
        priors: UNAUTHENTICATED,
        hints: &[
            "It is no JSON: a tool that fails to parse it hides the refusal.",
            "Try the same key with GET /v1/apps of the App Store Connect API: when that \
                 answers 200, the key is good.",
            "notarytool takes individual keys from Xcode 26 on, without an issuer.",
        ],
        source: "https://github.com/indygreg/apple-platform-rs/issues/53",
        ..Response::BLANK
    },
    Response {
        id: "429-rate-limit-notary",
        services: NOTARY,
        status: &[429],
        marks: Marks {
            detail: &["Exceeded hourly limit of requests"],
            code: &["\"code\":\"RATE_LIMIT\"", "\"code\": \"RATE_LIMIT\""],
            ..Marks::NONE
        },
        codes: &["RATE_LIMIT"],
        sample: Some(concat!(
            r#"{"errors":[{"status":"429","code":"RATE_LIMIT","title":"Too many requests","#,
            r#""detail":"Exceeded hourly limit of requests. Try again later."}]}"#,
        )),
        meaning: "Authenticated; the status of submissions was asked for too often.",
        shows: Shows::Accepted,
        decisive: true,
        priors: Priors::same(&[("rate-limited", 1.0)]),
        source: REST,
        ..Response::BLANK
    },
    Response {
        id: "403-notary",
        services: NOTARY,
        status: &[403],
        fallback: Body::ANY,
        meaning: "The Notary API refused the request; Apple documents an authentication failure, \
                 reports say a missing agreement.",
        shows: Shows::REFUSED,
        priors: AGREEMENT.at_first(&[
            ("agreement-pending", 0.75),
            ("role-insufficient", 0.08),
            ("team-not-found", 0.06),
            ("individual-key-restricted", 0.04),
        ]),
        hints: &["Tools that drop the body show only \"403 Forbidden\": read the body."],
        source: REST,
        ..Response::BLANK
    },
    Response {
        id: "404-notary",
        services: NOTARY,
        status: &[404],
        marks: Marks { detail: &["No data was found for this team"], ..Marks::NONE },
        fallback: Body::ANY,
        sample: Some("No data was found for this team."),
        meaning: "Authenticated; the team has no such submission.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("resource-not-found", 0.95)]),
        source: REST,
        ..Response::BLANK
    },
    Response {
        id: "403-apple-id-not-in-team",
        layer: Layer::Session,
        status: &[403],
        marks: Marks { detail: &["Invalid or inaccessible developer team ID"], ..Marks::NONE },
        sample: Some(
            "/notary/v2/asp -> 200; /notary/v2/submissions -> 403 forbidden. Error: HTTP \
                 status code: 403. Invalid or inaccessible developer team ID for the provided Apple \
                 ID. Ensure the Team ID is correct and that you are a member of that team.",
        ),
        meaning: "The Apple ID that notarytool used is no member of the team named; no API key is involved.",
        shows: Shows::Nothing,
        priors: Priors::by_history(
            &[("team-not-found", 0.5), ("user-removed", 0.35), ("issuer-id-wrong", 0.05)],
            &[("user-removed", 0.75), ("team-not-found", 0.2)],
            &[("apple-outage", 0.5), ("team-not-found", 0.25), ("user-removed", 0.15)],
        ),
        hints: &["/notary/v2/asp answering 200 proves the login itself."],
        source: "https://github.com/DelphiWorlds/Mosco/issues/11",
        ..Response::BLANK
    },
    Response {
        id: "401-notarytool-invalid-credentials",
        layer: Layer::Session,
        status: &[401],
        marks: Marks { detail: &["Invalid credentials. Username or password is incorrect"], ..Marks::NONE },
        sample: Some("Error: HTTP status code: 401. Invalid credentials. Username or password is incorrect."),
        meaning: "Apple refused the Apple ID or app-specific password that notarytool used; no API \
                 key is involved.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("app-specific-password", 0.45),
            ("credential-stale", 0.2),
            ("credential-missing", 0.15),
            ("team-not-found", 0.15),
            ("credentials-conflict", 0.05),
        ]),
        hints: &["Look for an empty password or Team ID first."],
        source: REST,
        ..Response::BLANK
    },
    Response {
        id: "500-notary",
        services: NOTARY,
        status: &[500, 502, 503, 504],
        fallback: Body::ANY,
        meaning: "The Notary API failed; this says nothing about the credential.",
        shows: Shows::Nothing,
        priors: OUTAGE,
        source: REST,
        ..Response::BLANK
    },
];
