//! Maps Server API and MapKit JS.

use crate::catalog::response::{Body, Layer, Marks, Priors, Response, Shows};

const INVALID: &str =
    "https://developer.apple.com/documentation/applemapsserverapi/debugging-an-invalid-token";

const TOKENS: &str = concat!(
    "https://developer.apple.com/documentation/applemapsserverapi/",
    "creating-and-using-tokens-with-maps-server-api"
);

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "maps-not-authorized",
        services: &["maps"],
        status: &[401],
        marks: Marks {
            detail: &["\"message\":\"Not Authorized\",\"details\":[]"],
            loose: &["Not Authorized"],
            ..Marks::NONE
        },
        fallback: Body::ANY,
        sample: Some(r#"{"error":{"message":"Not Authorized","details":[]}}"#),
        meaning: "The Maps token was refused.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("authorization-malformed", 0.22),
            ("token-expired", 0.2),
            ("key-id-wrong", 0.12),
            ("issuer-id-wrong", 0.1),
            ("sample-values", 0.07),
            ("service-not-enabled", 0.07),
            ("origin-mismatch", 0.05),
            ("timestamp-unit", 0.04),
            ("signature-der", 0.03),
        ]),
        hints: &["Check the raw header: `Bearer`, one space, the token."],
        source: INVALID,
        ..Response::BLANK
    },
    Response {
        id: "mapkit-js-unauthorized",
        services: &["maps"],
        status: &[401],
        marks: Marks {
            detail: &["[MapKit] Initialization failed because the authorization token is invalid"],
            loose: &["MapKit JS authorization failure"],
            ..Marks::NONE
        },
        sample: Some("[MapKit] Initialization failed because the authorization token is invalid."),
        meaning: "MapKit JS got its token refused: the map stays blank.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("token-expired", 0.3),
            ("origin-mismatch", 0.28),
            ("sample-values", 0.14),
            ("timestamp-unit", 0.07),
            ("key-id-wrong", 0.06),
            ("issuer-id-wrong", 0.05),
            ("token-malformed", 0.03),
        ]),
        hints: &["`origin` must cover the page's domain; a slash at the end is refused. The body names \
             `ORIGIN_CHECK_FAILURE` if that is it; otherwise the token is the cause."],
        source: TOKENS,
        ..Response::BLANK
    },
    Response {
        id: "maps-origin-check",
        services: &["maps"],
        status: &[401],
        marks: Marks { code: &["ORIGIN_CHECK_FAILURE"], ..Marks::NONE },
        sample: Some(concat!(
            r#"{"error":{"message":"Not Authorized","details":[{"errorType":"ORIGIN_CHECK_FAILURE","#,
            r#""message":"The origin of the request is not allowed"}]}}"#,
        )),
        meaning: "The token can be read; its `origin` does not cover the page that sent it.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[("origin-mismatch", 0.95)]),
        hints: &[
            "`example.com` covers only that domain and `*.example.com` only those below it; a slash at \
             the end is refused.",
        ],
        source: TOKENS,
        ..Response::BLANK
    },
    Response {
        id: "maps-quota",
        services: &["maps"],
        status: &[429],
        fallback: Body::ANY,
        meaning: "The token was accepted; the quota of the day is used up.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("rate-limited", 0.97)]),
        source: "https://developer.apple.com/documentation/applemapsserverapi/generate-a-maps-token",
        ..Response::BLANK
    },
    Response {
        id: "maps-access-token-body",
        layer: Layer::Api,
        services: &["maps"],
        status: &[200],
        fallback: Body::ANY,
        meaning: "Accepted: the Maps token was exchanged, or the request answered.",
        shows: Shows::Accepted,
        priors: Priors::same(&[]),
        source: "https://developer.apple.com/documentation/applemapsserverapi/generate-a-maps-token",
        ..Response::BLANK
    },
];
