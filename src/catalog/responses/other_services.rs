//! DeviceCheck, App Attest, WeatherKit, ClassKit Catalog, iWork export.

use crate::catalog::response::{Body, Marks, Priors, Response, Shows};

const DEVICE: &[&str] = &["devicecheck"];
const WEATHER: &[&str] = &["weatherkit"];
const DEVICECHECK: &str =
    "https://developer.apple.com/documentation/devicecheck/accessing-and-modifying-per-device-data";
const ATTEST: &str = "https://developer.apple.com/documentation/devicecheck/assessing-fraud-risk";
const WEATHERKIT: &str = concat!(
    "https://developer.apple.com/documentation/weatherkitrestapi/",
    "request-authentication-for-weatherkit-rest-api"
);
const CLASSKIT: &str = concat!(
    "https://developer.apple.com/documentation/classkitcatalogapi/",
    "authenticating-calls-to-the-classkit-catalog-api"
);
const IWORK: &str = concat!(
    "https://developer.apple.com/documentation/iworkdocumentexportingapi/",
    "export-a-pdf-document-from-an-iwork-file"
);

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "devicecheck-unverified",
        services: DEVICE,
        status: &[401],
        marks: Marks { detail: &["Unable to verify authorization token"], ..Marks::NONE },
        fallback: Body::ANY,
        sample: Some("Unable to verify authorization token"),
        meaning: "The token can be read and was refused: key, key ID, Team ID or signature.",
        shows: Shows::REFUSED,
        priors: Priors::by_history(
            &[
                ("key-id-wrong", 0.25),
                ("wrong-service", 0.2),
                ("issuer-id-wrong", 0.13),
                ("service-not-enabled", 0.1),
                ("key-revoked", 0.08),
                ("signature-der", 0.06),
                ("ids-swapped", 0.05),
                ("token-expired", 0.03),
                ("clock-ahead", 0.03),
            ],
            &[
                ("key-revoked", 0.4),
                ("key-id-wrong", 0.2),
                ("credential-stale", 0.15),
                ("token-expired", 0.08),
                ("clock-ahead", 0.05),
            ],
            &[("apple-transient", 0.3), ("clock-ahead", 0.25), ("token-expired", 0.2)],
        ),
        hints: &[
            "`iss` is a UUID, or `aud` is appstoreconnect-v1: a key of App Store Connect.",
            "Else the key ID is left from another key (a rotation half done), the key is \
                 revoked, or has no DeviceCheck.",
            "App Attest responds 401, too, when the token is not of the team and app of the receipt. \
             Apple's sample sends the token there without `Bearer`.",
        ],
        source: "https://developer.apple.com/forums/thread/667719",
        ..Response::BLANK
    },
    Response {
        id: "devicecheck-token-expired",
        services: DEVICE,
        status: &[401],
        marks: Marks { loose: &["Authorization Token Expired"], ..Marks::NONE },
        sample: Some("Authorization Token Expired"),
        meaning: "The token is older than the service takes.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[("token-expired", 0.6), ("clock-behind", 0.25), ("time-zone-error", 0.05)]),
        source: DEVICECHECK,
        ..Response::BLANK
    },
    Response {
        id: "devicecheck-token-malformed",
        services: DEVICE,
        status: &[400],
        marks: Marks {
            detail: &["badly formatted authorization token"],
            loose: &["Bad Authorization Token"],
            ..Marks::NONE
        },
        sample: Some("Missing or badly formatted authorization token"),
        meaning: "The Authorization header is missing or garbled, or this host does not take the token.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("environment-mismatch", 0.42),
            ("wrong-service", 0.2),
            ("authorization-malformed", 0.12),
            ("authorization-missing", 0.1),
            ("key-wrong-type", 0.05),
            ("token-malformed", 0.05),
        ]),
        hints: &["Send the same token to the production host: the development host refuses keys so that \
             production takes. At both hosts, a key of App Store Connect gives this."],
        source: "https://github.com/marinosoftware/DeviceCheckSample/issues/4",
        ..Response::BLANK
    },
    Response {
        id: "devicecheck-device-token",
        services: DEVICE,
        status: &[400],
        marks: Marks {
            detail: &[
                "Missing or incorrectly formatted device token payload",
                "incorrectly formatted device token",
            ],
            ..Marks::NONE
        },
        sample: Some("Missing or incorrectly formatted device token payload"),
        meaning: "The authorization token was accepted; the device token is malformed or older \
                 than it may be.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("request-invalid", 0.85), ("environment-mismatch", 0.1)]),
        hints: &["Device tokens live about 30 s. Good for trying a key: this answer proves it."],
        source: DEVICECHECK,
        ..Response::BLANK
    },
    Response {
        id: "devicecheck-no-bit-state",
        services: DEVICE,
        status: &[200],
        marks: Marks { detail: &["Failed to find bit state"], ..Marks::NONE },
        sample: Some("Failed to find bit state"),
        meaning: "Accepted: nothing was ever stored for this device.",
        shows: Shows::Accepted,
        priors: Priors::same(&[]),
        source: DEVICECHECK,
        ..Response::BLANK
    },
    Response {
        id: "appattest-environment",
        services: &["devicecheck"],
        status: &[400],
        marks: Marks { loose: &["Incorrect Environment"], ..Marks::NONE },
        sample: Some("Incorrect Environment"),
        meaning: "The receipt of App Attest is of the other environment. Whether the token was checked \
        before is not documented.",
        shows: Shows::Nothing,
        priors: Priors::same(&[("environment-mismatch", 0.6), ("request-invalid", 0.35)]),
        source: ATTEST,
        ..Response::BLANK
    },
    Response {
        id: "weatherkit-not-enabled",
        services: WEATHER,
        status: &[401],
        marks: Marks {
            code: &["\"reason\":\"NOT_ENABLED\"", "\"reason\": \"NOT_ENABLED\""],
            loose: &["NOT_ENABLED"],
            ..Marks::NONE
        },
        codes: &["NOT_ENABLED"],
        sample: Some(r#"{"reason":"NOT_ENABLED"}"#),
        meaning: "The token can be read; WeatherKit is not switched on for its identifier, or not yet.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("service-not-enabled", 0.6),
            ("key-propagation", 0.14),
            ("subject-wrong", 0.1),
            ("claims-unexpected", 0.04),
            ("token-expired", 0.03),
            ("apple-outage", 0.03),
        ]),
        hints: &[
            "Tick WeatherKit under Capabilities and under App Services, then wait half an hour.",
            "`sub` is the identifier without Team ID; `id` stands in the header as TEAMID.SERVICEID.",
        ],
        source: "https://developer.apple.com/forums/thread/836726",
        ..Response::BLANK
    },
    Response {
        id: "weatherkit-unauthorized",
        services: WEATHER,
        status: &[401],
        marks: Marks {
            code: &["\"reason\":\"INVALID_AUTH_TOKEN\"", "\"reason\": \"INVALID_AUTH_TOKEN\""],
            loose: &["INVALID_AUTH_TOKEN", "MISSING JWT", "invalidAuthorization"],
            ..Marks::NONE
        },
        fallback: Body::ANY,
        codes: &["INVALID_AUTH_TOKEN"],
        sample: Some(r#"{"reason":"INVALID_AUTH_TOKEN"}"#),
        meaning: "The token was refused, or Apple failed for a moment.",
        shows: Shows::REFUSED,
        priors: Priors::by_history(
            &[
                ("service-not-enabled", 0.2),
                ("apple-transient", 0.14),
                ("claims-unexpected", 0.12),
                ("subject-wrong", 0.11),
                ("token-expired", 0.08),
                ("key-id-wrong", 0.08),
                ("issuer-id-wrong", 0.06),
                ("authorization-malformed", 0.05),
                ("clock-ahead", 0.04),
                ("apple-outage", 0.03),
            ],
            &[
                ("apple-outage", 0.35),
                ("token-expired", 0.25),
                ("key-revoked", 0.15),
                ("apple-transient", 0.1),
            ],
            &[("apple-transient", 0.55), ("apple-outage", 0.2), ("clock-ahead", 0.12)],
        ),
        source: WEATHERKIT,
        ..Response::BLANK
    },
    Response {
        id: "weatherkit-access-denied",
        services: WEATHER,
        status: &[403],
        marks: Marks { loose: &["\"message\":\"Access Denied\""], ..Marks::NONE },
        fallback: Body::ANY,
        sample: Some(concat!(
            r#"{"timestamp":"2026-11-20T10:00:00Z","status":403,"error":"Forbidden","#,
            r#""message":"Access Denied","path":"/api/v1/weather"}"#,
        )),
        meaning: "The token has expired, or its signature is bad.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("token-expired", 0.35),
            ("signature-invalid", 0.2),
            ("sample-values", 0.12),
            ("key-id-wrong", 0.1),
            ("signature-der", 0.08),
            ("clock-behind", 0.03),
        ]),
        hints: &["`iat` 1437179036 and `exp` 1493298100 are the numbers of Apple's own sample."],
        source: "https://github.com/mafreud/weather_kit/issues/23",
        ..Response::BLANK
    },
    Response {
        id: "weatherkit-server-error",
        services: WEATHER,
        status: &[500],
        fallback: Body::ANY,
        meaning: "WeatherKit stumbles so over tokens without the header `id` (TEAMID.SERVICEID) or \
                 without `sub`, or it failed itself.",
        shows: Shows::Nothing,
        priors: Priors::by_history(
            &[("subject-wrong", 0.55), ("apple-outage", 0.3), ("token-malformed", 0.05)],
            &[("apple-outage", 0.8), ("client-outdated", 0.1)],
            &[("apple-outage", 0.85)],
        ),
        source: "https://developer.apple.com/forums/thread/707418",
        ..Response::BLANK
    },
    Response {
        id: "classkit-forbidden",
        services: &["classkit-catalog"],
        status: &[403],
        marks: Marks { loose: &["The request wasn't authorized"], ..Marks::NONE },
        fallback: Body::ANY,
        sample: Some("The request wasn't authorized"),
        meaning: "The token was refused: this service knows no 401.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("key-id-wrong", 0.2),
            ("issuer-id-wrong", 0.17),
            ("token-expired", 0.15),
            ("service-not-enabled", 0.12),
            ("clock-ahead", 0.08),
            ("lifetime-too-long", 0.06),
            ("signature-der", 0.06),
        ]),
        source: CLASSKIT,
        ..Response::BLANK
    },
    Response {
        id: "classkit-bad-request",
        services: &["classkit-catalog"],
        status: &[400],
        fallback: Body::ANY,
        meaning: "The token was accepted; the request is malformed.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("request-invalid", 0.95)]),
        source: CLASSKIT,
        ..Response::BLANK
    },
    Response {
        id: "iwork-invalid-signature",
        services: &["iwork-export"],
        status: &[403],
        marks: Marks { loose: &["Invalid signature"], ..Marks::NONE },
        fallback: Body::ANY,
        sample: Some("Invalid signature"),
        meaning: "The token was refused: its signature, its key, or a time outside `iat` and `exp`.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("signature-der", 0.2),
            ("key-id-wrong", 0.2),
            ("signature-invalid", 0.15),
            ("clock-ahead", 0.13),
            ("token-expired", 0.1),
            ("authorization-malformed", 0.08),
        ]),
        hints: &["The token is sent without `Bearer`, a new one for each request, retries included."],
        source: IWORK,
        ..Response::BLANK
    },
    Response {
        id: "iwork-password",
        services: &["iwork-export"],
        status: &[403],
        marks: Marks { loose: &["Password protected document"], ..Marks::NONE },
        sample: Some("Password protected document"),
        meaning: "The token was accepted; the document is locked with a password.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[("request-invalid", 0.97)]),
        source: IWORK,
        ..Response::BLANK
    },
    Response {
        id: "iwork-bad-request",
        services: &["iwork-export"],
        status: &[400],
        fallback: Body::ANY,
        meaning: "The token was accepted; the request is malformed, as its text says.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("request-invalid", 0.95)]),
        source: IWORK,
        ..Response::BLANK
    },
];
