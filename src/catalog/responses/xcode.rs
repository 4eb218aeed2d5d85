//! Xcode and Xcode Cloud: accounts, sessions and teams, in the words of `xcodebuild` and its distribution logs.

use super::priors::UNAUTHORIZED;
use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

/// A session of Xcode with Apple's developer services.
const ACCOUNT: Response = Response { layer: Layer::Session, hints: NO_KEY, ..Response::BLANK };
const NO_KEY: &[&str] = &["The account in Xcode was used: the response says nothing about an API key."];
const TOOL: Response = Response { layer: Layer::Tool, ..Response::BLANK };
const EXPORT: &str = "https://github.com/fastlane/fastlane/issues/13365";
/// What was in the logs, and what it was.
const STORE: &str = concat!(
    "https://github.com/Bande-a-Bonnot/JASONETTE-Reborn/blob/main/docs/solutions/integration-issues/",
    "xcode-cloud-accent-character-team-name-crash.md"
);

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "xcode-session-expired",
        marks: Marks {
            detail: &[
                "DVTPortalServiceErrorDomain Code=1100",
                "\"resultCode\"=>1100",
                "\"resultCode\":1100",
                "\"resultCode\": 1100",
            ],
            title: &["encountered an unexpected result code from the portal ('1100')"],
            loose: &["Your session has expired. Please log in"],
            ..Marks::NONE
        },
        codes: &["1100"],
        sample: Some(
            "xcodebuild[23958:8989923]  DVTPortal: Error:\nError Domain=DVTPortalServiceErrorDomain Code=1100 \"Your \
             session has expired. Please log in.\" UserInfo={payload={\n    resultCode = 1100;",
        ),
        meaning: "The session of the account in Xcode has ended.",
        decisive: true,
        priors: Priors::same(&[("session-expired", 0.9), ("key-not-passed", 0.05)]),
        hints: &[
            "Sign in again in Xcode → Settings → Accounts, or give xcodebuild an API key in every call.",
        ],
        source: "https://github.com/flutter/flutter/issues/32755",
        ..ACCOUNT
    },
    Response {
        id: "xcode-account-rejected",
        marks: Marks {
            detail: &["DVTServicesSessionErrorDomain Code=0", "Unable to log in with account '"],
            title: &["The login details for account", "Error Finding App Store Credentials"],
            ..Marks::NONE
        },
        sample: Some(
            "error: exportArchive: The operation couldn\u{2019}t be completed. Unable to log in with account \
             'user@example.com'.\nNSLocalizedRecoverySuggestion=The login details for account 'user@example.com' were \
             rejected.",
        ),
        meaning: "Apple refused the sign-in of the account in Xcode: its session or its password is no longer good.",
        priors: Priors::same(&[
            ("session-expired", 0.65),
            ("account-locked", 0.08),
            ("key-not-passed", 0.08),
            ("apple-outage", 0.08),
        ]),
        source: EXPORT,
        ..ACCOUNT
    },
    Response {
        id: "xcode-no-account-for-team",
        marks: Marks {
            detail: &[
                "Failed to find an account with App Store Connect access for team",
                "No Account for Team",
                "No Accounts with App Store Connect Access",
                "No accounts with iTunes Connect access",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "error: exportArchive No Accounts with App Store Connect Access\nerror: exportArchive No Account for Team \
             \"G75RLHQQUX\"",
        ),
        meaning: "Neither an account in Xcode nor a key that was given belongs to the team of the export.",
        shows: Shows::Unsendable,
        priors: Priors::same(&[
            ("team-not-found", 0.5),
            ("key-not-passed", 0.3),
            ("session-expired", 0.08),
            ("membership-expired", 0.04),
        ]),
        hints: &["Compare `teamID` in the export options with the team of the key and of the certificate."],
        source: "https://github.com/lionheart/openradar-mirror/issues/6451",
        ..TOOL
    },
    Response {
        id: "xcode-no-provider",
        marks: Marks {
            detail: &["No provider associated with App Store Connect user"],
            wrapper: &["CDWebService Code=1085"],
            ..Marks::NONE
        },
        codes: &["1085"],
        sample: Some(
            "App Store Connect request for store configuration failed for account (null) (Account \"(null)\": Unable \
             to authenticate with App Store Connect (Error Domain=CDWebService Code=1085 \"No provider associated with \
             App Store Connect user\"",
        ),
        meaning: "The sign-in worked; the account has no team in App Store Connect.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[
            ("team-not-found", 0.55),
            ("membership-expired", 0.15),
            ("role-insufficient", 0.1),
            ("key-not-passed", 0.08),
        ]),
        source: STORE,
        ..TOOL
    },
    Response {
        id: "xcode-key-unauthenticated",
        marks: Marks { detail: &["failed for account API Key <identifier"], ..Marks::NONE },
        sample: Some(
            "App Store Connect request for store configuration failed for account API Key <identifier: K7Q2M9X4TZ; \
             issuer: 57246542-96fe-1a63-e053-0824d011072a>: Unable to authenticate with App Store Connect",
        ),
        meaning: "App Store Connect refused the API key that xcodebuild was given.",
        shows: Shows::REFUSED,
        priors: UNAUTHORIZED.at_first(&[
            ("key-id-wrong", 0.25),
            ("issuer-id-wrong", 0.2),
            ("key-revoked", 0.15),
            ("individual-key-with-issuer", 0.08),
            ("ids-swapped", 0.06),
            ("signature-invalid", 0.05),
            ("clock-ahead", 0.05),
            ("apple-outage", 0.05),
        ]),
        hints: &["`why401 probe --key FILE --issuer ID` sends the same key to a harmless endpoint."],
        source: STORE,
        ..TOOL
    },
    Response {
        id: "xcode-cloud-session-proxy",
        marks: Marks {
            detail: &["Session Proxy Provider: Unable to authenticate"],
            title: &["exportArchive Unable to authenticate with App Store Connect"],
            ..Marks::NONE
        },
        sample: Some(
            "Preparing build for App Store Connect failed\nSession Proxy Provider: Unable to authenticate with App \
             Store Connect",
        ),
        meaning: "Xcode Cloud's own session with App Store Connect failed; your keys are not involved.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("apple-outage", 0.45),
            ("request-invalid", 0.2),
            ("session-expired", 0.15),
            ("agreement-pending", 0.08),
            ("apple-transient", 0.07),
        ]),
        hints: &[
            "Start the build again; when it fails again, look at the system status page of Apple.",
            "A version that is closed for new builds has ended this way too: raise the version number.",
        ],
        source: STORE,
        ..TOOL
    },
    Response {
        id: "xcode-unable-to-authenticate",
        marks: Marks {
            title: &["Unable to authenticate with App Store Connect"],
            wrapper: &["DVTITunesSoftwareServiceFoundation Code=1"],
            ..Marks::NONE
        },
        sample: Some(
            "Unable to authenticate with App Store Connect (Error Domain=DVTITunesSoftwareServiceFoundation Code=1 \
             \"(null)\")",
        ),
        meaning: "Xcode could not sign in to App Store Connect, with an account or with a key; it does not say which.",
        shows: Shows::REFUSED,
        priors: Priors::by_history(
            &[
                ("team-not-found", 0.2),
                ("session-expired", 0.18),
                ("key-id-wrong", 0.12),
                ("issuer-id-wrong", 0.1),
                ("apple-outage", 0.1),
                ("key-not-passed", 0.08),
                ("key-revoked", 0.06),
            ],
            &[
                ("apple-outage", 0.35),
                ("session-expired", 0.3),
                ("key-revoked", 0.12),
                ("agreement-pending", 0.08),
            ],
            &[("apple-outage", 0.55), ("apple-transient", 0.2), ("session-expired", 0.1)],
        ),
        hints: &["IDEDistribution.standard.log says which account, team or key was used."],
        source: STORE,
        ..TOOL
    },
    Response {
        id: "xcode-automatic-signing-off",
        layer: Layer::Local,
        marks: Marks {
            detail: &["Automatic signing is disabled and unable to generate a profile"],
            ..Marks::NONE
        },
        sample: Some(
            "error: No profiles for 'com.example.app' were found: Automatic signing is disabled and unable to \
             generate a profile. To enable automatic signing, pass -allowProvisioningUpdates to xcodebuild.",
        ),
        meaning: "No credential was used: xcodebuild was not allowed to ask Apple for a profile.",
        shows: Shows::Unsendable,
        decisive: true,
        priors: Priors::same(&[("key-not-passed", 0.9), ("certificate-missing", 0.05)]),
        hints: &[
            "Give -allowProvisioningUpdates together with the -authenticationKey… arguments, or install the \
             profiles before the build.",
        ],
        source: "https://github.com/PostgresGUI/postgresgui/pull/32",
        ..TOOL
    },
    Response {
        id: "xcode-bundle-id-taken",
        marks: Marks { detail: &["cannot be registered to your development team"], ..Marks::NONE },
        sample: Some(
            "error: Failed to register bundle identifier: The app identifier \"com.example.app\" cannot be \
             registered to your development team because it is not available. Change your bundle identifier to a \
             unique string to try again.",
        ),
        meaning: "Authenticated; the bundle ID belongs to another team.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("request-invalid", 0.6), ("team-not-found", 0.33)]),
        hints: &[
            "Is the credential one of the team that owns the app? Compare the Team ID in the project with the \
             team of the key.",
        ],
        source: "https://github.com/dryark/ios_remote_provider/issues/15",
        ..TOOL
    },
];
