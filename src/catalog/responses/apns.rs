//! APNs: refusals of the provider token.

use crate::catalog::response::{Body, Marks, Priors, Response, Shows};

const APNS: &[&str] = &["apns"];
const REASONS: &str =
    "https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns";

/// A refusal of the provider token.
const REFUSAL: Response =
    Response { services: APNS, status: &[403], shows: Shows::REFUSED, source: REASONS, ..Response::BLANK };

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "apns-invalid-provider-token",
        marks: Marks { code: &["InvalidProviderToken"], ..Marks::NONE },
        sample: Some(r#"{"reason":"InvalidProviderToken"}"#),
        meaning: "The provider token was refused: identifiers, key, signature or connection.",
        priors: Priors::by_history(
            &[
                ("ids-swapped", 0.22),
                ("signature-der", 0.11),
                ("key-id-wrong", 0.11),
                ("connection-shared", 0.09),
                ("issuer-id-wrong", 0.08),
                ("key-id-missing", 0.07),
                ("key-propagation", 0.06),
                ("signature-invalid", 0.06),
                ("service-not-enabled", 0.05),
                ("wrong-service", 0.03),
                ("clock-ahead", 0.03),
                ("timestamp-type", 0.02),
                ("timestamp-unit", 0.02),
                ("environment-mismatch", 0.02),
            ],
            &[
                ("key-revoked", 0.35),
                ("credential-stale", 0.2),
                ("connection-shared", 0.13),
                ("apple-outage", 0.1),
                ("clock-ahead", 0.08),
                ("user-removed", 0.02),
            ],
            &[
                ("connection-shared", 0.4),
                ("apple-transient", 0.2),
                ("key-propagation", 0.12),
                ("clock-ahead", 0.12),
                ("apple-outage", 0.08),
            ],
        ),
        hints: &[
            "Team ID and key ID have the same shape: reports like this mostly end with the two swapped.",
            "Then: no `kid`, a DER signature, a wrong or revoked key, a key without APNs, \
                 tokens of two teams over one connection, a key younger than about 12 hours.",
            "A `typ` in the header does no harm.",
        ],
        source: "https://github.com/jchambers/pushy/issues/914",
        ..REFUSAL
    },
    Response {
        id: "apns-expired-provider-token",
        marks: Marks { code: &["ExpiredProviderToken"], ..Marks::NONE },
        sample: Some(r#"{"reason":"ExpiredProviderToken"}"#),
        meaning: "`iat` is more than an hour old by Apple's clock.",
        priors: Priors::by_history(
            &[
                ("clock-behind", 0.45),
                ("token-expired", 0.37),
                ("time-zone-error", 0.08),
                ("timestamp-unit", 0.03),
                ("timestamp-type", 0.02),
                ("clock-ahead", 0.02),
            ],
            &[("clock-behind", 0.46), ("token-expired", 0.45), ("time-zone-error", 0.03)],
            &[("token-expired", 0.65), ("clock-behind", 0.27)],
        ),
        hints: &["Fresh by the local clock and old by the `Date` of the answer: the clock or the \
                 time zone. Old by both: the cached token is not renewed."],
        ..REFUSAL
    },
    Response {
        id: "apns-missing-provider-token",
        marks: Marks { code: &["MissingProviderToken"], ..Marks::NONE },
        sample: Some(r#"{"reason":"MissingProviderToken"}"#),
        meaning: "No provider token arrived, and no client certificate either.",
        priors: Priors::same(&[
            ("authorization-missing", 0.7),
            ("authorization-malformed", 0.12),
            ("credential-missing", 0.12),
        ]),
        hints: &["Those who use certificates get it when the TLS client certificate is not sent."],
        ..REFUSAL
    },
    Response {
        id: "apns-bad-environment-key",
        marks: Marks { code: &["BadEnvironmentKeyInToken", "BadEnvironmentKeyIdInToken"], ..Marks::NONE },
        sample: Some(r#"{"reason":"BadEnvironmentKeyInToken"}"#),
        meaning: "The key is for the other environment (sandbox or production) than the host. The \
        signature was read and accepted.",
        decisive: true,
        priors: Priors::same(&[("environment-mismatch", 0.97)]),
        hints: &["The server writes BadEnvironmentKeyInToken, the documentation BadEnvironmentKeyIdInToken."],
        ..REFUSAL
    },
    Response {
        id: "apns-unrelated-key",
        marks: Marks { code: &["UnrelatedKeyIdInToken"], ..Marks::NONE },
        sample: Some(r#"{"reason":"UnrelatedKeyIdInToken"}"#),
        meaning: "The key is not related to the one the connection was opened with.",
        priors: Priors::same(&[("connection-shared", 0.6), ("key-id-wrong", 0.25), ("topic-mismatch", 0.08)]),
        hints: &["Topic-specific keys need a related key on the same connection."],
        ..REFUSAL
    },
    Response {
        id: "apns-too-many-updates",
        status: &[429],
        marks: Marks { code: &["TooManyProviderTokenUpdates"], ..Marks::NONE },
        sample: Some(r#"{"reason":"TooManyProviderTokenUpdates"}"#),
        meaning: "More than one new provider token within 20 minutes.",
        priors: Priors::same(&[
            ("provider-token-too-frequent", 0.75),
            ("clock-ahead", 0.08),
            ("timestamp-unit", 0.07),
            ("clock-behind", 0.03),
            ("apple-outage", 0.03),
        ]),
        hints: &[
            "Count the different `iat` of 20 minutes: one a request means no cache, one a \
                 worker or topic a cache that is not shared.",
            "A renewal check that compares milliseconds with seconds, or a clock an hour off, \
                 renews at every call.",
        ],
        source: "https://github.com/node-apn/node-apn/issues/590",
        ..REFUSAL
    },
    Response {
        id: "apns-forbidden",
        marks: Marks { code: &["\"reason\":\"Forbidden\"", "\"reason\": \"Forbidden\""], ..Marks::NONE },
        codes: &["Forbidden"],
        fallback: Body::ANY,
        sample: Some(r#"{"reason":"Forbidden"}"#),
        meaning: "The push was refused, and no known reason says why.",
        priors: Priors::same(&[
            ("topic-mismatch", 0.25),
            ("ids-swapped", 0.15),
            ("key-id-wrong", 0.12),
            ("token-expired", 0.12),
            ("environment-mismatch", 0.12),
            ("service-not-enabled", 0.08),
        ]),
        ..REFUSAL
    },
    Response {
        id: "apns-bad-certificate",
        marks: Marks {
            code: &[
                "BadCertificateEnvironment",
                "\"reason\":\"BadCertificate\"",
                "\"reason\": \"BadCertificate\"",
            ],
            loose: &["BadCertificate"],
            ..Marks::NONE
        },
        codes: &["BadCertificate"],
        sample: Some(r#"{"reason":"BadCertificateEnvironment"}"#),
        meaning: "The client certificate is bad or for the other environment; no token is involved.",
        priors: Priors::same(&[
            ("environment-mismatch", 0.6),
            ("credentials-conflict", 0.2),
            ("credential-stale", 0.15),
        ]),
        ..REFUSAL
    },
];
