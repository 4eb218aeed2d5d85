//! The web session of an Apple ID: no key is involved, though tools fall back to it and its errors look alike.

use super::priors::ASC_AND_NOTARY;
use crate::catalog::response::{Layer, Marks, Priors, Response};

const SESSION: Response = Response { layer: Layer::Session, hints: NO_KEY, ..Response::BLANK };
const NO_KEY: &[&str] = &["This is the session of an Apple ID: it says nothing about a key."];

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "401-no-valid-credentials-in-request",
        status: &[401],
        marks: Marks {
            detail: &["No valid credentials found in the request"],
            wrapper: &["Apple 401 detected"],
            ..Marks::NONE
        },
        sample: Some(
            "Auth error: 'm', 'Apple 401 detected - You are either not logged in, your \
                 account doesn't have access to the requested data, or the page doesn't exist\n \
                 Authentication credentials are missing or invalid. - No valid credentials found in \
                 the request.'",
        ),
        meaning: "Apple refused the session of an Apple ID, or its membership has a problem.",
        priors: Priors::same(&[
            ("credential-stale", 0.4),
            ("membership-expired", 0.17),
            ("client-outdated", 0.15),
            ("role-insufficient", 0.08),
            ("agreement-pending", 0.05),
        ]),
        hints: &["The title is that of a refused key, the detail is not: the web session was refused."],
        source: "https://github.com/expo/eas-cli/issues/2913",
        ..SESSION
    },
    Response {
        id: "403-select-team",
        status: &[403],
        marks: Marks {
            detail: &["\"detail\":\"Please select a team.\"", "\"detail\": \"Please select a team.\""],
            loose: &["Please select a team", "\"resultCode\":3050"],
            ..Marks::NONE
        },
        codes: &["3050"],
        sample: Some(concat!(
            r#"{"errors":[{"id":"00000000-0000-0000-0000-000000000000","status":"403","#,
            r#""code":"FORBIDDEN_ERROR","title":"This request is forbidden for security reasons","#,
            r#""resultCode":3050,"detail":"Please select a team."}]}"#,
        )),
        meaning: "The session has no team chosen.",
        priors: Priors::same(&[("team-not-found", 0.93), ("client-outdated", 0.04)]),
        source: "https://github.com/fastlane/fastlane/issues/22111",
        ..SESSION
    },
    Response {
        id: "403-membership-resource",
        marks: Marks { detail: &["access to this membership resource"], ..Marks::NONE },
        sample: Some("Access Unavailable - You currently don't have access to this membership resource"),
        meaning: "The portal keeps this page from the Apple ID, or has moved it (2019).",
        priors: Priors::same(&[
            ("client-outdated", 0.42),
            ("role-insufficient", 0.35),
            ("membership-expired", 0.18),
        ]),
        source: "https://github.com/fastlane/fastlane/issues/14228",
        ..SESSION
    },
    Response {
        id: "session-url-path-invalid",
        status: &[404],
        marks: Marks {
            detail: &["UnexpectedAppleResponse: The URL path is not valid"],
            wrapper: &["UnexpectedAppleResponse"],
            loose: &["Invalid URL path"],
            ..Marks::NONE
        },
        sample: Some("UnexpectedAppleResponse: The URL path is not valid - Invalid URL path"),
        meaning: "The tool asks Apple's private pages for a path that is no longer there.",
        priors: Priors::same(&[
            ("client-outdated", 0.75),
            ("operation-not-offered", 0.15),
            ("apple-outage", 0.05),
        ]),
        source: "https://github.com/expo/eas-cli/issues/4392",
        ..SESSION
    },
    Response {
        id: "503-unavailable",
        layer: Layer::Api,
        services: ASC_AND_NOTARY,
        status: &[503],
        marks: Marks { loose: &["503 Service Temporarily Unavailable"], ..Marks::NONE },
        sample: Some("503 Service Temporarily Unavailable"),
        meaning: "Apple's API is out of order; this says nothing about the credential.",
        priors: Priors::same(&[("apple-outage", 0.85), ("apple-transient", 0.08)]),
        hints: &[],
        source: "https://developer.apple.com/system-status/",
        ..SESSION
    },
    Response {
        id: "session-503-login",
        status: &[503],
        marks: Marks { loose: &["503 Service Temporarily Unavailable"], ..Marks::NONE },
        sample: Some("503 Service Temporarily Unavailable"),
        meaning: "Apple's login service turned the tool away: it is too old, or the service is out of order.",
        priors: Priors::same(&[("client-outdated", 0.5), ("apple-outage", 0.45)]),
        hints: &[
            "In October 2024 Apple changed the login; only older versions of fastlane were answered so.",
        ],
        source: "https://github.com/rainbow-me/rainbow/pull/6244",
        ..SESSION
    },
    Response {
        id: "session-credentials",
        marks: Marks {
            detail: &[
                "Invalid username and password combination",
                "Your Apple ID or password was entered incorrectly",
            ],
            wrapper: &[
                "Spaceship::InvalidUserCredentialsError",
                "Spaceship::NoUserCredentialsError",
                "Spaceship::SIRPAuthenticationError",
            ],
            title: &["Authentication issue validating secrets"],
            loose: &["(-20101)"],
            ..Marks::NONE
        },
        codes: &["-20101"],
        sample: Some("Your Apple ID or password was entered incorrectly. (-20101)"),
        meaning: "Apple refused an Apple ID and its password.",
        priors: Priors::same(&[
            ("credential-stale", 0.4),
            ("key-not-passed", 0.2),
            ("credential-missing", 0.15),
            ("client-outdated", 0.12),
        ]),
        hints: &[
            "A key was meant to be used: then it never reached the tool, which fell back to the Apple ID.",
        ],
        source: "https://github.com/fastlane/fastlane/blob/master/spaceship/lib/spaceship/errors.rb",
        ..SESSION
    },
    Response {
        id: "session-app-creation",
        marks: Marks { detail: &["Creation of apps of this type is not available"], ..Marks::NONE },
        sample: Some(concat!(
            r#"{"data":null,"messages":{"warn":null,"error":["Creation of apps of this type is not "#,
            r#"available"],"info":null},"statusCode":"ERROR"}"#,
        )),
        meaning: "The session is good; the team may not create such an app now.",
        priors: Priors::same(&[
            ("agreement-pending", 0.8),
            ("role-insufficient", 0.1),
            ("membership-expired", 0.05),
        ]),
        source: "https://github.com/fastlane-old/spaceship/issues/103",
        ..SESSION
    },
];
