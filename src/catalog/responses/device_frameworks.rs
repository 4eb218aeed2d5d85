//! Apple's frameworks on a device or in a page, where the system makes or checks the token: WeatherKit, MusicKit,
//! MapKit JS.

use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

const FRAMEWORK: Response = Response { layer: Layer::Tool, ..Response::BLANK };
const ORIGIN: &str = "https://developer.apple.com/documentation/mapkitjs/creating-a-maps-token";

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "weatherkit-device-token",
        marks: Marks {
            code: &["WDSJWTAuthenticatorServiceListener"],
            title: &["Failed to generate jwt token for: com.apple.weatherkit"],
            ..Marks::NONE
        },
        sample: Some(
            "Failed to generate jwt token for: com.apple.weatherkit.authservice with error: Error \
             Domain=WeatherDaemon.WDSJWTAuthenticatorServiceListener.Errors Code=2 \"(null)\"",
        ),
        meaning: "WeatherKit gave the device no token for this app: the App ID, the provisioning profile or the \
                  account does not have the service.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[
            ("service-not-enabled", 0.6),
            ("key-propagation", 0.12),
            ("agreement-pending", 0.1),
            ("bundle-id-wrong", 0.06),
            ("apple-outage", 0.06),
        ]),
        hints: &[
            "Tick WeatherKit for the App ID in two places, Capabilities and App Services, then wait half an hour.",
            "An unsigned agreement in App Store Connect → Business has been the cause too.",
        ],
        source: "https://github.com/cnetterville/Weather-Station-App/blob/HEAD/WEATHERKIT_TROUBLESHOOTING.md",
        ..FRAMEWORK
    },
    Response {
        id: "musickit-no-developer-token",
        marks: Marks {
            code: &["developerTokenRequestFailed"],
            detail: &["developer token request failed"],
            ..Marks::NONE
        },
        sample: Some("[Error: Failed to perform catalog search: .developerTokenRequestFailed]"),
        meaning: "MusicKit got no automatic developer token for this app.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[
            ("service-not-enabled", 0.7),
            ("bundle-id-wrong", 0.1),
            ("key-propagation", 0.05),
            ("apple-outage", 0.05),
        ]),
        hints: &[
            "Tick MusicKit under App Services of the App ID, and run on a device: the simulator gets none.",
        ],
        source: "https://github.com/Lomray-Software/react-native-apple-music/issues/11",
        ..FRAMEWORK
    },
    Response {
        id: "musickit-not-entitled",
        marks: Marks {
            detail: &["Client is not entitled to access account store"],
            code: &["ICError Code=-7013"],
            ..Marks::NONE
        },
        codes: &["-7013"],
        sample: Some("Error Domain=ICError Code=-7013 \"Client is not entitled to access account store\""),
        meaning: "The app may not read the music account of the device: its identifier has no MusicKit.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[("service-not-enabled", 0.8), ("bundle-id-wrong", 0.08)]),
        source: "https://github.com/rryam/MusadoraKit/issues/75",
        ..FRAMEWORK
    },
    Response {
        id: "musickit-user-token-refused",
        marks: Marks {
            detail: &["SSErrorHTTPStatusCodeKey=401"],
            title: &["SKErrorDomain Code=7"],
            ..Marks::NONE
        },
        sample: Some(
            "Error Domain=SKErrorDomain Code=7 \"(null)\" UserInfo={NSUnderlyingError=0x2804f08d0 {Error \
             Domain=SSErrorDomain Code=109 \"Cannot connect to iTunes Store\" \
             UserInfo={SSErrorHTTPStatusCodeKey=401}}}",
        ),
        meaning: "The device asked for a Music User Token and Apple answered 401: the developer token was refused.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("token-expired", 0.3),
            ("key-id-wrong", 0.2),
            ("lifetime-too-long", 0.12),
            ("issuer-id-wrong", 0.1),
            ("service-not-enabled", 0.08),
            ("signature-invalid", 0.05),
        ]),
        hints: &["Send the same developer token to GET https://api.music.apple.com/v1/storefronts/us."],
        source: "https://github.com/pelauimagineering/apple-music-token-generator/issues/15",
        ..FRAMEWORK
    },
    Response {
        id: "musickit-js-expired",
        marks: Marks { detail: &["Initialized with an expired token"], ..Marks::NONE },
        sample: Some(
            "Uncaught Error: Initialized with an expired token.\n    at new DeveloperToken (musickit.js:1)",
        ),
        meaning: "MusicKit JS reads `exp` itself: the developer token has expired by the browser's clock.",
        shows: Shows::REFUSED,
        decisive: true,
        priors: Priors::same(&[("token-expired", 0.92), ("clock-ahead", 0.04), ("timestamp-unit", 0.02)]),
        source: "https://github.com/antrancs/maeve/issues/65",
        ..FRAMEWORK
    },
    Response {
        id: "mapkit-js-origin",
        marks: Marks { detail: &["Origin does not match - expected"], ..Marks::NONE },
        sample: Some(
            "[MapKit] Initialization failed because the authorization token is invalid.\nOrigin does not match - \
             expected: example.com, actual: https://www.example.com",
        ),
        meaning: "The `origin` claim of the Maps token does not cover the page.",
        shows: Shows::REFUSED,
        decisive: true,
        priors: Priors::same(&[("origin-mismatch", 1.0)]),
        hints: &[
            "`example.com` does not cover `www.example.com`, and `*.example.com` does not cover `example.com`: \
             name both, with a comma between.",
        ],
        source: ORIGIN,
        ..FRAMEWORK
    },
    Response {
        id: "mapkit-js-server-error",
        marks: Marks {
            detail: &["[MapKit] Initialization failed because the server returned error"],
            ..Marks::NONE
        },
        sample: Some("[MapKit] Initialization failed because the server returned error 503"),
        meaning: "Apple's Maps server failed; this says nothing about the token.",
        shows: Shows::Nothing,
        priors: Priors::same(&[("apple-outage", 0.85), ("apple-transient", 0.1)]),
        source: ORIGIN,
        ..FRAMEWORK
    },
    Response {
        id: "device-attestation-refused",
        marks: Marks {
            detail: &["com.apple.devicecheck.error Code=", "com.apple.devicecheck.error error "],
            ..Marks::NONE
        },
        sample: Some("Error Domain=com.apple.devicecheck.error Code=2 \"(null)\""),
        meaning: "The device could not attest or assert: no request of your server was involved yet.",
        shows: Shows::Unsendable,
        priors: Priors::same(&[
            ("environment-mismatch", 0.35),
            ("service-not-enabled", 0.25),
            ("request-invalid", 0.2),
            ("apple-transient", 0.12),
        ]),
        hints: &[
            "Add the entitlement com.apple.developer.devicecheck.appattest-environment with the value \
             `production` and App Attest to the App ID.",
            "Code 2: the key ID or hash is malformed, or the key is of another installation; code 3: the key is \
             not valid, make a new one; code 4: Apple's service is not available.",
        ],
        source: "https://github.com/firebase/flutterfire/issues/10683",
        ..FRAMEWORK
    },
    Response {
        id: "musickit-js-unauthorized",
        marks: Marks { detail: &["AUTHORIZATION_ERROR: Unauthorized"], ..Marks::NONE },
        sample: Some(
            "Uncaught (in promise) AUTHORIZATION_ERROR: Unauthorized\n    at \
             https://js-cdn.music.apple.com/musickit/v3/amp/musickit.js:28:232947",
        ),
        meaning: "MusicKit JS was not authorized: the user's token, or the developer token behind it, is not \
                  accepted.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("music-user-token", 0.45),
            ("token-expired", 0.2),
            ("origin-mismatch", 0.15),
            ("credential-stale", 0.08),
        ]),
        hints: &[
            "`music.unauthorize()`, then `music.authorize()` makes a new user token. When the catalog answers \
             401 as well, it is the developer token.",
        ],
        source: "https://github.com/ciderapp/Cider-2/issues/369",
        ..FRAMEWORK
    },
];
