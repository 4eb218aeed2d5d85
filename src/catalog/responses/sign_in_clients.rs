//! Sign in with Apple in the words of the platforms and services that offer it.

use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

const CLIENT: Response = Response { layer: Layer::Tool, ..Response::BLANK };

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "siwa-device-not-entitled",
        marks: Marks {
            detail: &[
                "com.apple.AuthenticationServices.AuthorizationError error 1000",
                "com.apple.AuthenticationServices.AuthorizationError Code=1000",
                "Code: 1000, Domain: com.apple.AuthenticationServices",
            ],
            title: &[
                "AKAuthenticationError Code=-7022",
                "AKAuthenticationError Code=-7026",
                "AKAuthenticationError Code=-7034",
            ],
            ..Marks::NONE
        },
        codes: &["-7022", "-7026", "-7034"],
        sample: Some(
            "[core] Authorization failed: Error Domain=AKAuthenticationError Code=-7026 \"(null)\"\nError \
             Domain=com.apple.AuthenticationServices.AuthorizationError Code=1000 \"(null)\"",
        ),
        meaning: "The device refused before anything was sent: the app may not use Sign in with Apple, or nobody is \
                  signed in to the device.",
        shows: Shows::Unsendable,
        priors: Priors::same(&[
            ("service-not-enabled", 0.75),
            ("session-expired", 0.12),
            ("bundle-id-wrong", 0.05),
            ("apple-outage", 0.03),
        ]),
        hints: &[
            "Add the capability Sign in with Apple to the target and to its App ID, then make the provisioning profile \
             anew.",
            "A device or simulator without a signed-in Apple ID ends this way too.",
        ],
        source: "https://github.com/aboutyou/dart_packages/issues/110",
        ..CLIENT
    },
    Response {
        id: "siwa-firebase-token-exchange",
        marks: Marks {
            detail: &[
                "Error getting access token from https://appleid.apple.com",
                "Error getting access token from apple.com",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "Error getting access token from https://appleid.apple.com, OAuth2 redirect uri is: \
             https://example.firebaseapp.com/__/auth/handler, response: OAuth2TokenResponse{params: \
             error=invalid_client, httpMetadata: HttpMetadata{status=400,",
        ),
        meaning: "Firebase asked Apple for a token with its client secret, and Apple refused.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("client-id-mismatch", 0.3),
            ("key-id-wrong", 0.2),
            ("credential-missing", 0.15),
            ("ids-swapped", 0.1),
            ("key-revoked", 0.1),
            ("key-text-damaged", 0.05),
        ]),
        hints: &[
            "Firebase console → Authentication → Apple: Services ID, Apple Team ID, key ID and private key must \
                  belong together.",
        ],
        source: "https://github.com/firebase/firebase-js-sdk/issues/3699",
        ..CLIENT
    },
    Response {
        id: "siwa-firebase-authorization-code",
        marks: Marks { detail: &["Invalid OAuth response from apple.com"], ..Marks::NONE },
        sample: Some("[firebase_auth/invalid-credential] Invalid OAuth response from apple.com"),
        meaning: "Firebase could not use what the app handed over from Apple: mostly the authorization code is \
                  missing.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("request-invalid", 0.65),
            ("client-id-mismatch", 0.12),
            ("client-outdated", 0.1),
            ("authorization-code-spent", 0.06),
        ]),
        hints: &[
            "Give `authorizationCode` as `accessToken` when the credential is built, next to the ID token and the \
                  raw nonce.",
        ],
        source: "https://github.com/firebase/firebase-ios-sdk/issues/16492",
        ..CLIENT
    },
    Response {
        id: "siwa-audience-unknown-to-server",
        services: &["siwa"],
        status: &[400],
        marks: Marks {
            loose: &[
                "Unacceptable audience in id_token",
                "oidc: expected audience",
                "does not match the expected audience",
            ],
            ..Marks::NONE
        },
        sample: Some(concat!(
            r#"{"component":"api","error":"invalid request: Unacceptable audience in id_token: [com.example.app]","#,
            r#""method":"POST","path":"/token"}"#,
        )),
        meaning: "Apple signed the ID token; your server does not list the client ID it was made for.",
        shows: Shows::Nothing,
        decisive: true,
        priors: Priors::same(&[("client-id-mismatch", 0.95)]),
        hints: &[
            "A native app's ID token has the bundle ID as `aud`, one of the web or Android the Services ID: list \
                  both.",
        ],
        source: "https://github.com/supabase/supabase-swift/issues/105",
        ..CLIENT
    },
    Response {
        id: "siwa-apple-auth-library",
        marks: Marks {
            detail: &["AppleAuth Error - An error occurred while getting response from Apple's servers"],
            ..Marks::NONE
        },
        sample: Some(
            "AppleAuth Error - An error occurred while getting response from Apple's servers: Error: Request \
             failed with status code 400",
        ),
        meaning: "The token endpoint answered 400, and the library drops the body that says why.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("client-id-mismatch", 0.4),
            ("authorization-code-spent", 0.2),
            ("token-expired", 0.08),
            ("key-id-wrong", 0.08),
            ("request-invalid", 0.08),
        ]),
        hints: &[
            "Newer versions of apple-auth print Apple's `error`: `invalid_grant` and `invalid_client` mean \
             opposite things.",
        ],
        source: "https://github.com/ananay/apple-auth/issues/27",
        ..CLIENT
    },
    Response {
        id: "siwa-provider-token-request",
        marks: Marks { detail: &["A request to the Apple Token API has failed"], ..Marks::NONE },
        sample: Some(
            "A request to the Apple Token API has failed. Unable to complete this login request.\nStatus code \
             [400] Error response is { \"error\" : \"invalid_client\" }",
        ),
        meaning: "FusionAuth asked Apple for a token and Apple refused its client secret.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("key-id-wrong", 0.3),
            ("client-id-mismatch", 0.25),
            ("ids-swapped", 0.12),
            ("key-revoked", 0.1),
            ("key-text-damaged", 0.06),
        ]),
        source: "https://github.com/FusionAuth/fusionauth-issues/issues/885",
        ..CLIENT
    },
    Response {
        id: "siwa-web-redirect",
        marks: Marks {
            detail: &["Invalid web redirect url", "Invalid client id or web redirect url"],
            ..Marks::NONE
        },
        sample: Some("invalid_request\nInvalid web redirect url."),
        meaning: "Apple's sign-in page does not know the redirect URL for this client ID; no token was involved \
                  yet.",
        shows: Shows::Nothing,
        priors: Priors::same(&[("request-invalid", 0.75), ("client-id-mismatch", 0.18)]),
        hints: &[
            "developer.apple.com → Account → Identifiers → the Services ID → Sign in with Apple → Configure: \
             list the redirect URL letter by letter; https only, no localhost.",
        ],
        source: "https://github.com/mikebronner/laravel-sign-in-with-apple/issues/43",
        ..CLIENT
    },
];
