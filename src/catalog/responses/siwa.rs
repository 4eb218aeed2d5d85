//! Sign in with Apple: the token endpoint and its neighbours, and their kin for organisational data.

use crate::catalog::response::{Body, Layer, Marks, Priors, Response, Shows};

const SIWA: &[&str] = &["siwa", "aods-roster"];
const ERRORS: &str = "https://developer.apple.com/documentation/signinwithapplerestapi/errorresponse";
const TN3107: &str =
    "https://developer.apple.com/documentation/technotes/tn3107-resolving-sign-in-with-apple-response-errors";

const CLIENT: Priors = Priors::by_history(
    &[
        ("clock-ahead", 0.13),
        ("token-expired", 0.13),
        ("client-id-mismatch", 0.12),
        ("key-id-missing", 0.08),
        ("request-invalid", 0.08),
        ("key-used-as-token", 0.07),
        ("key-id-wrong", 0.07),
        ("signature-der", 0.05),
        ("lifetime-too-long", 0.05),
        ("signature-invalid", 0.04),
        ("issuer-id-wrong", 0.04),
        ("key-propagation", 0.03),
        ("subject-wrong", 0.03),
        ("algorithm-wrong", 0.02),
        ("timestamp-unit", 0.02),
        ("sample-values", 0.01),
        ("audience-wrong", 0.01),
    ],
    &[
        ("token-expired", 0.55),
        ("key-revoked", 0.12),
        ("credential-stale", 0.1),
        ("clock-ahead", 0.08),
        ("client-id-mismatch", 0.05),
        ("apple-outage", 0.04),
    ],
    &[("clock-ahead", 0.5), ("token-expired", 0.15), ("apple-transient", 0.15), ("client-id-mismatch", 0.08)],
);

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "siwa-invalid-client",
        services: SIWA,
        status: &[400, 401],
        marks: Marks {
            detail: &[
                "AppleID::Client::Error (invalid_client)",
                "response from apple: invalid_client",
                "(apple) Authentication failure! invalid_credentials: OAuth2::Error, invalid_client",
            ],
            code: &["\"error\":\"invalid_client\"", "\"error\": \"invalid_client\""],
            loose: &["invalid_client"],
            ..Marks::NONE
        },
        codes: &["invalid_client"],
        sample: Some(r#"{"error":"invalid_client"}"#),
        meaning: "Apple could not authenticate the caller: the client secret, the client ID or the \
                 form is wrong.",
        shows: Shows::REFUSED,
        priors: CLIENT,
        hints: &[
            "Decode the client secret first: not three parts with dots between means that the \
                 key itself was sent.",
            "`sub` must be the client ID, letter by letter, without Team ID; `iss` the Team \
                 ID; `aud` https://appleid.apple.com; `exp` at most 15777000 s ahead.",
            "The form must be application/x-www-form-urlencoded, with percent-encoded values.",
            "All of that right: key ID and key do not belong together, the key is revoked or \
                 not configured for this primary App ID, or it is new (up to 48 hours).",
        ],
        source: TN3107,
        ..Response::BLANK
    },
    Response {
        id: "siwa-code-of-another-client",
        services: SIWA,
        status: &[400],
        marks: Marks { detail: &["client_id mismatch", "The code was not issued to"], ..Marks::NONE },
        sample: Some(concat!(
            r#"{"error":"invalid_grant","error_description":"client_id mismatch. The code was not "#,
            r#"issued to com.example.app.service"}"#,
        )),
        meaning: "The client secret is good; the code was issued to another client ID.",
        shows: Shows::Accepted,
        decisive: true,
        priors: Priors::same(&[("client-id-mismatch", 1.0)]),
        hints: &[
            "A code made in an app needs the bundle ID as client ID, one made on the web the Services ID.",
        ],
        source: TN3107,
        ..Response::BLANK
    },
    Response {
        id: "siwa-code-spent",
        services: SIWA,
        status: &[400],
        marks: Marks {
            detail: &["The code has already been used", "The code has expired or has been revoked"],
            ..Marks::NONE
        },
        sample: Some(r#"{"error":"invalid_grant","error_description":"The code has already been used."}"#),
        meaning: "The client secret is good; the code was used before, or is older than five minutes.",
        shows: Shows::Accepted,
        decisive: true,
        priors: Priors::same(&[("authorization-code-spent", 1.0)]),
        hints: &["A retry or a page that loads twice spends the code."],
        source: TN3107,
        ..Response::BLANK
    },
    Response {
        id: "siwa-invalid-grant",
        services: SIWA,
        status: &[400],
        marks: Marks {
            detail: &[
                "AppleID::Client::Error (invalid_grant)",
                "(apple) Authentication failure! invalid_credentials: OAuth2::Error, invalid_grant",
            ],
            code: &["\"error\":\"invalid_grant\"", "\"error\": \"invalid_grant\""],
            loose: &["invalid_grant"],
            ..Marks::NONE
        },
        codes: &["invalid_grant"],
        sample: Some(r#"{"error":"invalid_grant"}"#),
        meaning: "The client secret is good; code or refresh token is not, or belongs to another client ID.",
        shows: Shows::Accepted,
        priors: Priors::by_history(
            &[("client-id-mismatch", 0.6), ("authorization-code-spent", 0.33), ("request-invalid", 0.05)],
            &[("authorization-code-spent", 0.6), ("client-id-mismatch", 0.33)],
            &[("authorization-code-spent", 0.75), ("client-id-mismatch", 0.2)],
        ),
        hints: &["This answer to a made-up code proves the client secret."],
        source: TN3107,
        ..Response::BLANK
    },
    Response {
        id: "siwa-invalid-request",
        services: SIWA,
        status: &[400],
        marks: Marks {
            detail: &[
                "AppleID::Client::Error (invalid_request)",
                "(apple) Authentication failure! invalid_credentials: OAuth2::Error, invalid_request",
            ],
            code: &["\"error\":\"invalid_request\"", "\"error\": \"invalid_request\""],
            loose: &["invalid_request"],
            ..Marks::NONE
        },
        codes: &["invalid_request"],
        sample: Some(r#"{"error":"invalid_request"}"#),
        meaning: "A parameter is missing, sent twice or unsupported, or the credentials disagree with one \
        another. It shows nothing about the credential.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("request-invalid", 0.45),
            ("client-id-mismatch", 0.25),
            ("team-not-found", 0.08),
            ("subject-wrong", 0.07),
            ("key-id-wrong", 0.05),
            ("user-removed", 0.04),
        ]),
        hints: &[
            "Look at the Content-Type first.",
            "In a migration of users: wrong `sub`, wrong target team, or the user has revoked access.",
            "On the page /auth/authorize no token is involved: the Services ID is unknown, \
                 new, or not configured.",
        ],
        source: TN3107,
        ..Response::BLANK
    },
    Response {
        id: "siwa-unauthorized-client",
        services: SIWA,
        status: &[400],
        marks: Marks {
            code: &["\"error\":\"unauthorized_client\"", "\"error\": \"unauthorized_client\""],
            loose: &["unauthorized_client"],
            ..Marks::NONE
        },
        codes: &["unauthorized_client"],
        sample: Some(r#"{"error":"unauthorized_client"}"#),
        meaning: "The client was recognized; it may not use this grant: its App ID or Services ID is not \
        set up for it.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[
            ("service-not-enabled", 0.45),
            ("client-id-mismatch", 0.3),
            ("request-invalid", 0.12),
            ("key-id-wrong", 0.05),
        ]),
        source: ERRORS,
        ..Response::BLANK
    },
    Response {
        id: "siwa-unsupported-grant-type",
        services: SIWA,
        status: &[400],
        marks: Marks {
            code: &["\"error\":\"unsupported_grant_type\"", "\"error\": \"unsupported_grant_type\""],
            loose: &["unsupported_grant_type"],
            ..Marks::NONE
        },
        codes: &["unsupported_grant_type"],
        sample: Some(r#"{"error":"unsupported_grant_type"}"#),
        meaning: "The form's `grant_type` is none that Apple knows.",
        shows: Shows::Nothing,
        priors: Priors::same(&[("request-invalid", 0.97)]),
        hints: &[
            "It is authorization_code, refresh_token, or client_credentials for the migration of users.",
        ],
        source: ERRORS,
        ..Response::BLANK
    },
    Response {
        id: "siwa-invalid-scope",
        services: SIWA,
        status: &[400],
        marks: Marks {
            code: &["\"error\":\"invalid_scope\"", "\"error\": \"invalid_scope\""],
            loose: &["invalid_scope"],
            ..Marks::NONE
        },
        codes: &["invalid_scope"],
        sample: Some(r#"{"error":"invalid_scope"}"#),
        meaning: "This client may not ask for that scope. It shows nothing about the credential.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("request-invalid", 0.6),
            ("service-not-enabled", 0.25),
            ("wrong-service", 0.1),
        ]),
        source: ERRORS,
        ..Response::BLANK
    },
    Response {
        id: "siwa-firebase-credential",
        layer: Layer::Tool,
        marks: Marks { detail: &["supplied auth credential is malformed or has expired"], ..Marks::NONE },
        sample: Some("The supplied auth credential is malformed or has expired."),
        meaning: "Firebase could not exchange or revoke the code: it has no client secret of its \
                 own, or a wrong one.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("credential-missing", 0.4),
            ("client-id-mismatch", 0.33),
            ("authorization-code-spent", 0.1),
            ("key-id-wrong", 0.08),
            ("token-expired", 0.04),
        ]),
        hints: &["Enter Team ID, key ID and key with the provider in the Firebase console."],
        source: "https://github.com/invertase/react-native-apple-authentication/issues/227",
        ..Response::BLANK
    },
    Response {
        id: "siwa-revoked",
        services: SIWA,
        status: &[200],
        fallback: Body::ANY,
        meaning: "Accepted: client ID and client secret are good.",
        shows: Shows::Accepted,
        priors: Priors::same(&[]),
        hints: &["/auth/revoke answers so whatever the token to revoke was: it proves the secret only."],
        source: "https://developer.apple.com/documentation/signinwithapplerestapi/errorresponse",
        ..Response::BLANK
    },
    Response {
        id: "400-siwa",
        services: SIWA,
        status: &[400],
        fallback: Body::ANY,
        meaning: "The request was refused and the body that says why is not shown.",
        shows: Shows::REFUSED,
        priors: Priors::by_history(
            &[
                ("client-id-mismatch", 0.4),
                ("authorization-code-spent", 0.16),
                ("request-invalid", 0.1),
                ("token-expired", 0.09),
                ("clock-ahead", 0.06),
                ("key-id-wrong", 0.04),
                ("key-id-missing", 0.03),
                ("key-used-as-token", 0.03),
                ("signature-der", 0.03),
                ("lifetime-too-long", 0.02),
            ],
            &[
                ("token-expired", 0.45),
                ("authorization-code-spent", 0.2),
                ("client-id-mismatch", 0.12),
                ("key-revoked", 0.1),
            ],
            &[("authorization-code-spent", 0.5), ("clock-ahead", 0.25), ("client-id-mismatch", 0.1)],
        ),
        hints: &[
            "Have the library print the body: `invalid_grant` and `invalid_client` mean opposite things.",
        ],
        source: ERRORS,
        ..Response::BLANK
    },
];
