//! Apple Business and School Manager, Apple Ads, Enterprise Program: OAuth with an organisation's own key.

use crate::catalog::response::{Body, Marks, Priors, Response, Shows};

const ORGANISATION: &[&str] = &["apple-business"];
const ADS: &[&str] = &["apple-ads"];
const AXM: &str = concat!(
    "https://developer.apple.com/documentation/",
    "apple-school-and-business-manager-api/implementing-oauth-for-the-apple-school-manager-and-apple-business-api"
);
const ADS_OAUTH: &str = concat!(
    "https://developer.apple.com/documentation/apple_search_ads/",
    "implementing_oauth_for_the_apple_search_ads_api"
);

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "apple-ads-invalid-client",
        services: ADS,
        status: &[400, 401],
        marks: Marks {
            code: &["\"error\":\"invalid_client\"", "\"error\": \"invalid_client\""],
            loose: &["invalid_client"],
            ..Marks::NONE
        },
        codes: &["invalid_client"],
        sample: Some(r#"{"error":"invalid_client"}"#),
        meaning: "Apple refused the client secret or the parameters of the grant.",
        shows: Shows::REFUSED,
        priors: Priors::by_history(
            &[
                ("clock-ahead", 0.2),
                ("request-invalid", 0.2),
                ("time-zone-error", 0.1),
                ("client-id-mismatch", 0.09),
                ("token-expired", 0.09),
                ("issuer-id-wrong", 0.07),
                ("lifetime-at-limit", 0.06),
                ("key-id-wrong", 0.06),
                ("lifetime-too-long", 0.05),
                ("signature-der", 0.02),
                ("audience-wrong", 0.02),
            ],
            &[
                ("token-expired", 0.55),
                ("key-revoked", 0.15),
                ("credential-stale", 0.1),
                ("clock-ahead", 0.1),
            ],
            &[("clock-ahead", 0.6), ("token-expired", 0.15), ("apple-transient", 0.15)],
        ),
        hints: &[
            "The form field is client_secret, not client_assertion.",
            "`sub` is the client ID, `iss` the team ID (both SEARCHADS.…), `aud` \
                 https://appleid.apple.com, `exp` less than 180 days after `iat`; `iat` not ahead of \
                 Apple.",
            "The public key uploaded must be that of the private key in use.",
        ],
        source: ADS_OAUTH,
        ..Response::BLANK
    },
    Response {
        id: "apple-ads-no-token",
        status: &[401],
        marks: Marks { detail: &["Invalid cert. cert null"], ..Marks::NONE },
        sample: Some("UNAUTHORIZED: Invalid cert. cert null"),
        meaning: "No usable access token reached the Apple Ads API. It is another token than the client \
                 secret.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("authorization-missing", 0.4),
            ("credential-missing", 0.25),
            ("token-expired", 0.15),
            ("authorization-malformed", 0.12),
        ]),
        source: ADS_OAUTH,
        ..Response::BLANK
    },
    Response {
        id: "apple-ads-context-header",
        status: &[403],
        marks: Marks { detail: &["A required header was not specified or was invalid"], ..Marks::NONE },
        sample: Some(concat!(
            r#"{ "data": null, "pagination": null, "error": { "errors": [ { "messageCode": "#,
            r#""FORBIDDEN", "message": "A required header was not specified or was invalid.", "#,
            r#""field": "" } ] } }"#,
        )),
        meaning: "The access token is valid; the header `X-AP-Context` is missing or wrong, or it names \
                 an account that the \
                 user cannot see.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[("request-invalid", 0.9), ("role-insufficient", 0.07)]),
        hints: &[
            "`orgId=…` for api.searchads.apple.com (API 5, until 26 January 2027), `adAccountId=…` for \
             api.ads.apple.com (Platform API).",
            "`GET /v1/me` and `/v1/acls` need none and list the accounts.",
        ],
        source: "https://developer.apple.com/forums/thread/685569",
        ..Response::BLANK
    },
    Response {
        id: "apple-ads-account-unknown",
        services: ADS,
        status: &[404],
        fallback: Body::ANY,
        meaning: "The Platform API knows no such ad account, or no such resource in it.",
        shows: Shows::Nothing,
        priors: Priors::same(&[("resource-not-found", 0.6), ("request-invalid", 0.35)]),
        hints: &[
            "`GET /v1/acls` lists the ad accounts; 403 is for one that is not yours, 404 for one that is \
             unknown.",
        ],
        source: "https://developer.apple.com/forums/thread/853581",
        ..Response::BLANK
    },
    Response {
        id: "apple-business-invalid-client",
        services: ORGANISATION,
        status: &[400, 401],
        marks: Marks {
            code: &["\"error\":\"invalid_client\"", "\"error\": \"invalid_client\""],
            loose: &["invalid_client"],
            ..Marks::NONE
        },
        codes: &["invalid_client"],
        sample: Some(r#"{"error":"invalid_client"}"#),
        meaning: "Apple refused the client assertion.",
        shows: Shows::REFUSED,
        priors: Priors::by_history(
            &[
                ("issuer-id-wrong", 0.25),
                ("audience-wrong", 0.2),
                ("key-id-wrong", 0.1),
                ("subject-wrong", 0.09),
                ("clock-ahead", 0.08),
                ("time-zone-error", 0.06),
                ("lifetime-at-limit", 0.05),
                ("token-expired", 0.05),
                ("signature-der", 0.03),
                ("request-invalid", 0.03),
            ],
            &[("token-expired", 0.55), ("key-revoked", 0.2), ("clock-ahead", 0.1)],
            &[("clock-ahead", 0.6), ("apple-transient", 0.2)],
        ),
        hints: &[
            "`iss` and `sub` are the client ID (BUSINESSAPI.… or SCHOOLAPI.…); `kid` is a UUID.",
            "`aud` is https://account.apple.com/auth/oauth2/v2/token, while the POST goes to \
                 /auth/oauth2/token.",
        ],
        source: "https://developer.apple.com/forums/thread/818652",
        ..Response::BLANK
    },
    Response {
        id: "apple-business-invalid-scope",
        services: ORGANISATION,
        status: &[400],
        marks: Marks {
            code: &["\"error\":\"invalid_scope\"", "\"error\": \"invalid_scope\""],
            loose: &["invalid_scope"],
            ..Marks::NONE
        },
        codes: &["invalid_scope"],
        sample: Some(r#"{"error":"invalid_scope"}"#),
        meaning: "The scope does not fit the client: business.api for Business, school.api for \
                 School Manager.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("request-invalid", 0.6),
            ("wrong-service", 0.2),
            ("service-not-enabled", 0.1),
        ]),
        source: "https://github.com/pathaksomesh06/ABMate/issues/9",
        ..Response::BLANK
    },
    Response {
        id: "apple-business-role",
        status: &[403],
        marks: Marks { detail: &["API key lacks permissions for"], ..Marks::NONE },
        sample: Some("API key lacks permissions for: Apps, Packages, Blueprints, Configurations"),
        meaning: "The key is valid; its role does not allow this.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[("role-insufficient", 0.9), ("service-not-enabled", 0.06)]),
        source: "https://github.com/pathaksomesh06/ABMate/issues/15",
        ..Response::BLANK
    },
    Response {
        id: "400-organisation",
        services: &["apple-ads", "apple-business"],
        status: &[400],
        fallback: Body::ANY,
        meaning: "The request for an access token was refused, and the body that says why is not shown.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("request-invalid", 0.3),
            ("clock-ahead", 0.12),
            ("issuer-id-wrong", 0.12),
            ("audience-wrong", 0.1),
            ("token-expired", 0.1),
            ("client-id-mismatch", 0.06),
        ]),
        source: AXM,
        ..Response::BLANK
    },
    Response {
        id: "200-organisation",
        services: &["apple-ads", "apple-business"],
        status: &[200],
        fallback: Body::ANY,
        meaning: "Accepted: client secret or assertion was exchanged for an access token.",
        shows: Shows::Accepted,
        priors: Priors::same(&[]),
        hints: &[
            "The access token of Apple Ads has five parts: an encrypted token (JWE), and no broken one.",
        ],
        source: ADS_OAUTH,
        ..Response::BLANK
    },
];
