//! By status alone, for a body that nobody has seen or that is not shown.

use super::priors::{ASC, FORBIDDEN, OUTAGE, REQUEST, UNAUTHORIZED};
use crate::catalog::response::{Body, Layer, Marks, Priors, Response, Shows};

const RFC: &str = "https://www.rfc-editor.org/rfc/rfc9110#section-15";
const STATUSES: &str =
    "https://developer.apple.com/documentation/appstoreconnectapi/about-the-http-status-code";
const TOKENS: &str =
    "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests";

/// The APIs of which it is known that they look at the token first.
const API: &[&str] = &["app-store-server", "asc-individual", "asc-team", "enterprise", "notary"];

/// An answer that only comes behind authentication.
const BEHIND: Response = Response {
    fallback: Body::ANY,
    shows: Shows::Accepted,
    priors: Priors::same(REQUEST),
    source: RFC,
    ..Response::BLANK
};

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "401-body-not-shown",
        status: &[401],
        fallback: &[Body::Hidden],
        meaning: "The credential was refused; the body is not shown.",
        shows: Shows::REFUSED,
        priors: UNAUTHORIZED,
        hints: &["Have the tool print Apple's body: many libraries show the number only."],
        source: TOKENS,
        ..Response::BLANK
    },
    Response {
        id: "401-empty-body",
        status: &[401],
        marks: Marks { loose: &["401 with empty body", "401 (empty body)"], ..Marks::NONE },
        fallback: &[Body::Empty],
        sample: Some("401 (empty body)"),
        meaning: "The credential was refused, with an empty body or one that was lost.",
        shows: Shows::REFUSED,
        priors: UNAUTHORIZED,
        hints: &[
            "App Store Connect responds with JSON: if the host is api.appstoreconnect.apple.com, the body \
             was lost on the way (`curl -f`, a log that prints only the status, a HEAD request). Capture \
             it: `curl -i`.",
            "App Store Server and Apple Music do respond with an empty body.",
        ],
        source: "https://developer.apple.com/documentation/applemusicapi/http-status-codes",
        ..Response::BLANK
    },
    Response {
        id: "401-generic-unauthorized",
        status: &[401],
        marks: Marks {
            wrapper: &["Spaceship::UnauthorizedAccessError", "UnauthorizedAccessError"],
            loose: &[
                "Unauthorized Access",
                "issued-at-time is in the future, or has been revoked",
                "Token has expired or has been revoked",
                "invalidJWT",
            ],
            ..Marks::NONE
        },
        fallback: &[Body::Text],
        sample: Some("Spaceship::UnauthorizedAccessError: Unauthorized Access"),
        meaning: "The credential was refused; the text tells no more.",
        shows: Shows::REFUSED,
        priors: UNAUTHORIZED,
        hints: &["\"Unauthorized Access\" of fastlane mostly means the session of an Apple ID: \
                 find out whether a key was used."],
        source: "https://github.com/codemagic-ci-cd/cli-tools/issues/176",
        ..Response::BLANK
    },
    Response {
        id: "403-body-not-shown",
        services: ASC,
        status: &[403],
        fallback: &[Body::Hidden],
        meaning: "The key is authentic; what it may do, or an agreement, is lacking. The body is not shown.",
        shows: Shows::FORBIDDEN,
        priors: FORBIDDEN,
        hints: &["GET /v1/apps?limit=1 with the same key: 403 means an agreement, 200 the role."],
        source: STATUSES,
        ..Response::BLANK
    },
    Response {
        id: "403-asc",
        services: ASC,
        status: &[403],
        fallback: &[Body::Text, Body::Empty],
        meaning: "The key is authentic; what it may do, or an agreement, is lacking.",
        shows: Shows::FORBIDDEN,
        priors: FORBIDDEN,
        hints: &["GET /v1/apps?limit=1 with the same key: 403 means an agreement, 200 the role."],
        source: STATUSES,
        ..Response::BLANK
    },
    Response {
        id: "403-other",
        status: &[403],
        fallback: Body::ANY,
        meaning: "Forbidden, without a body that is known. ClassKit, iWork and APNs refuse a token like \
        this; most other services accept the token and refuse the action.",
        shows: Shows::REFUSED,
        priors: FORBIDDEN.at_first(&[
            ("role-insufficient", 0.38),
            ("agreement-pending", 0.3),
            ("service-not-enabled", 0.06),
            ("operation-not-offered", 0.05),
            ("token-expired", 0.04),
            ("key-id-wrong", 0.03),
        ]),
        source: RFC,
        ..Response::BLANK
    },
    Response {
        id: "400-asc",
        services: ASC,
        status: &[400],
        meaning: "Authenticated; the request is malformed.",
        source: STATUSES,
        ..BEHIND
    },
    Response {
        id: "400-other",
        status: &[400],
        meaning: "The request is malformed; whether the credential was looked at is not known.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("request-invalid", 0.7),
            ("client-outdated", 0.1),
            ("authorization-malformed", 0.05),
        ]),
        ..BEHIND
    },
    Response {
        id: "behind-authentication",
        services: API,
        status: &[404, 405, 410, 415, 429],
        meaning: "A response that this API gives only to an accepted token: the request is what failed.",
        priors: Priors::same(&[
            ("resource-not-found", 0.5),
            ("rate-limited", 0.2),
            ("request-invalid", 0.15),
            ("operation-not-offered", 0.1),
        ]),
        source: STATUSES,
        ..BEHIND
    },
    Response {
        id: "404-other",
        status: &[404],
        meaning: "There is no such resource. It shows nothing about the credential: the path may be \
        checked before the token.",
        priors: Priors::same(&[
            ("resource-not-found", 0.7),
            ("operation-not-offered", 0.1),
            ("environment-mismatch", 0.06),
            ("app-access-limited", 0.04),
        ]),
        hints: &["It may also be the wrong host or path."],
        shows: Shows::Nothing,
        ..BEHIND
    },
    Response {
        id: "405-other",
        status: &[405],
        meaning: "The path exists; this method does not. It shows nothing about the credential.",
        priors: Priors::same(&[("operation-not-offered", 0.65), ("request-invalid", 0.3)]),
        shows: Shows::Nothing,
        ..BEHIND
    },
    Response {
        id: "406-other",
        status: &[406],
        meaning: "The resource is not offered in the form that the Accept header asks for.",
        ..BEHIND
    },
    Response {
        id: "409-other",
        status: &[409, 422],
        meaning: "Authenticated; what the request asks for contradicts what exists.",
        priors: Priors::same(&[("request-invalid", 0.75), ("resource-not-found", 0.2)]),
        ..BEHIND
    },
    Response {
        id: "410-other",
        status: &[410],
        meaning: "The resource is gone. It shows nothing about the credential.",
        priors: Priors::same(&[("resource-not-found", 0.6), ("client-outdated", 0.3)]),
        shows: Shows::Nothing,
        ..BEHIND
    },
    Response {
        id: "415-other",
        status: &[415],
        meaning: "The request's Content-Type is not one that is taken. It shows nothing about the \
        credential.",
        shows: Shows::Nothing,
        ..BEHIND
    },
    Response {
        id: "429-other",
        status: &[429],
        meaning: "Too many requests in a short time. It shows nothing about the credential: a server may \
        count before it looks at the token.",
        priors: Priors::same(&[("rate-limited", 0.95)]),
        shows: Shows::Nothing,
        ..BEHIND
    },
    Response {
        id: "5xx-other",
        status: &[500, 502, 503, 504],
        meaning: "Apple's server failed; this says nothing about the credential.",
        shows: Shows::Nothing,
        priors: OUTAGE,
        ..BEHIND
    },
    Response {
        id: "3xx-redirect",
        status: &[300, 301, 302, 303, 304, 307, 308],
        meaning: "A redirection: the address is not that of the API.",
        shows: Shows::Nothing,
        priors: Priors::same(&[("request-invalid", 0.4), ("client-outdated", 0.3), ("edge-blocked", 0.15)]),
        ..BEHIND
    },
    Response {
        id: "2xx-success",
        status: &[200, 201, 202, 203, 204, 205, 206, 207],
        meaning: "Accepted.",
        priors: Priors::same(&[]),
        ..BEHIND
    },
];

/// What is taken when nothing else fits.
pub(crate) static OTHER: Response = Response {
    id: "other-or-not-shown",
    layer: Layer::Tool,
    fallback: Body::ANY,
    meaning: "Nothing known is in this answer.",
    shows: Shows::Nothing,
    priors: Priors::by_history(
        &[
            ("credential-missing", 0.15),
            ("agreement-pending", 0.12),
            ("client-outdated", 0.1),
            ("role-insufficient", 0.09),
            ("wrong-service", 0.08),
            ("request-invalid", 0.07),
            ("key-file-not-found", 0.07),
            ("key-newlines-escaped", 0.06),
            ("identifier-whitespace", 0.05),
            ("apple-outage", 0.05),
            ("key-id-wrong", 0.05),
            ("key-armor-missing", 0.04),
        ],
        &[
            ("agreement-pending", 0.3),
            ("apple-outage", 0.2),
            ("client-outdated", 0.15),
            ("credential-stale", 0.1),
            ("key-revoked", 0.08),
            ("token-expired", 0.05),
        ],
        &[
            ("apple-outage", 0.4),
            ("apple-transient", 0.2),
            ("rate-limited", 0.1),
            ("network-unreachable", 0.1),
        ],
    ),
    hints: &["Fetch the answer itself: status, headers and body."],
    source: RFC,
    ..Response::BLANK
};
