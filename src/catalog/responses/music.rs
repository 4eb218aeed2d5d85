//! Apple Music API and what takes the same developer token.

use crate::catalog::response::{Body, Layer, Marks, Priors, Response, Shows};

const MEDIA: &[&str] = &["musickit", "apps-and-books"];
const TOKENS: &str = "https://developer.apple.com/documentation/applemusicapi/generating-developer-tokens";

const DEVELOPER_TOKEN: Priors = Priors::by_history(
    &[
        ("lifetime-too-long", 0.33),
        ("token-expired", 0.2),
        ("origin-mismatch", 0.09),
        ("key-id-missing", 0.07),
        ("timestamp-type", 0.06),
        ("lifetime-at-limit", 0.05),
        ("timestamp-unit", 0.04),
        ("sample-values", 0.04),
        ("key-id-wrong", 0.03),
        ("issuer-id-wrong", 0.03),
        ("signature-der", 0.02),
        ("service-not-enabled", 0.02),
    ],
    &[("token-expired", 0.7), ("key-revoked", 0.12), ("origin-mismatch", 0.08), ("apple-outage", 0.05)],
    &[("apple-transient", 0.35), ("origin-mismatch", 0.25), ("clock-ahead", 0.1), ("token-expired", 0.1)],
);

const STATUS: &str = "https://developer.apple.com/documentation/applemusicapi/http-status-codes";

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "music-unauthorized",
        services: MEDIA,
        status: &[401],
        fallback: Body::ANY,
        meaning: "The developer token was refused; the body is empty whatever the fault.",
        shows: Shows::REFUSED,
        priors: DEVELOPER_TOKEN,
        hints: &[
            "`exp` lies in the past, or more than 15777000 s ahead; `iat` or `exp` is a string; `kid` is \
             missing.",
            "Below `/v1/me` the user may not be signed in, or may have no subscription: ask the catalog \
             (`/v1/storefronts/us`) with the same developer token.",
            "With an `origin` claim the Origin header must match it.",
        ],
        source: STATUS,
        ..Response::BLANK
    },
    Response {
        id: "music-user-token",
        services: MEDIA,
        status: &[403],
        marks: Marks {
            code: &["\"code\":\"40300\"", "\"code\": \"40300\"", "code 40300"],
            loose: &["Invalid authentication", "40300"],
            ..Marks::NONE
        },
        codes: &["40300"],
        fallback: Body::ANY,
        sample: Some(concat!(
            r#"{"errors":[{"title":"Forbidden","detail":"Invalid authentication","status":"403","#,
            r#""code":"40300"}]}"#,
        )),
        meaning: "Mostly the Music User Token was refused, or a privacy setting is not yet accepted; \
        sometimes the developer token.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[("music-user-token", 0.85), ("token-expired", 0.05)]),
        hints: &[
            "Ask the catalog with the same developer token (`/v1/storefronts/us`): 200 means that it is \
             valid.",
        ],
        source: "https://developer.apple.com/forums/thread/857638",
        ..Response::BLANK
    },
    Response {
        id: "musickit-js-verify-jwt",
        layer: Layer::Tool,
        marks: Marks {
            code: &["ERROR_FAILED_TO_VERIFY_JWT"],
            loose: &["FAILED_TO_VERIFY_JWT"],
            ..Marks::NONE
        },
        sample: Some("ERROR_FAILED_TO_VERIFY_JWT"),
        meaning: "MusicKit JS did not get the developer token accepted.",
        shows: Shows::REFUSED,
        priors: DEVELOPER_TOKEN.at_first(&[
            ("token-expired", 0.3),
            ("lifetime-too-long", 0.2),
            ("rate-limited", 0.15),
            ("origin-mismatch", 0.12),
            ("key-id-missing", 0.06),
            ("timestamp-type", 0.05),
        ]),
        source: TOKENS,
        ..Response::BLANK
    },
    Response {
        id: "musickit-android-token-fetch",
        layer: Layer::Tool,
        marks: Marks { loose: &["TOKEN_FETCH_ERROR"], ..Marks::NONE },
        codes: &["TOKEN_FETCH_ERROR"],
        sample: Some("TOKEN_FETCH_ERROR"),
        meaning: "MusicKit for Android could not use the developer token.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("key-used-as-token", 0.35),
            ("token-expired", 0.2),
            ("lifetime-too-long", 0.15),
            ("token-malformed", 0.1),
            ("key-id-missing", 0.05),
        ]),
        source: TOKENS,
        ..Response::BLANK
    },
    Response {
        id: "music-client-not-found",
        status: &[404],
        marks: Marks {
            code: &["ICError -8200"],
            title: &["ICErrorDomain Code=-8200"],
            loose: &["Client not found", "40402"],
            ..Marks::NONE
        },
        codes: &["40402", "-8200"],
        sample: Some("Error Domain=ICErrorDomain Code=-8200 (status 40402, \"Client not found\")"),
        meaning: "The app's bundle ID is not registered for MusicKit, so it gets no automatic \
                 developer token.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[("service-not-enabled", 0.9), ("bundle-id-wrong", 0.06)]),
        hints: &["Tick MusicKit under App Services of the App ID."],
        source: concat!(
            "https://developer.apple.com/documentation/musickit/",
            "using-automatic-token-generation-for-apple-music-api"
        ),
        ..Response::BLANK
    },
];
