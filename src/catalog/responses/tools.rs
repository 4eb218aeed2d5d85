//! Tools of Apple that repeat an answer in words of their own: altool, Transporter, xcodebuild.

use super::priors::UNAUTHORIZED;
use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

const TOOL: Response = Response { layer: Layer::Tool, ..Response::BLANK };
const XCODEBUILD: &str = "https://github.com/joreilly/GalwayBus/pull/82";

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "altool-19209",
        marks: Marks {
            detail: &["status code 401, auth issue"],
            code: &["-19209"],
            loose: &["Unable to authenticate."],
            ..Marks::NONE
        },
        sample: Some(
            "*** status code 401, auth issue. ... <key>code</key><integer>-19209</integer> \
                 <key>message</key><string>Unable to authenticate.</string>",
        ),
        meaning: "The upload service refused the key: its role, an agreement, or its identity.",
        shows: Shows::REFUSED,
        priors: Priors::by_history(
            &[
                ("role-insufficient", 0.35),
                ("agreement-pending", 0.3),
                ("key-id-wrong", 0.1),
                ("issuer-id-wrong", 0.08),
                ("apple-outage", 0.07),
                ("individual-key-restricted", 0.03),
                ("clock-ahead", 0.03),
            ],
            &[
                ("agreement-pending", 0.55),
                ("apple-outage", 0.15),
                ("key-revoked", 0.1),
                ("credential-stale", 0.08),
                ("role-insufficient", 0.05),
            ],
            &[("apple-outage", 0.4), ("agreement-pending", 0.25), ("clock-ahead", 0.15)],
        ),
        hints: &["Try the same key with GET /v1/apps: when that answers 200, it is no matter of \
                 identity; look for an agreement, then at the role."],
        source: "https://github.com/Apple-Actions/upload-testflight-build/issues/28",
        ..TOOL
    },
    Response {
        id: "altool-26000-1011",
        marks: Marks {
            code: &["Code=-26000"],
            title: &["Failed to authenticate for session"],
            wrapper: &["ITunesConnectionAuthenticationErrorDomain"],
            loose: &["(-1011)", "-26000"],
            ..Marks::NONE
        },
        codes: &["-26000", "-1011"],
        sample: Some(
            "ERROR: Unable to upload archive. Failed to authenticate for session:\n  Error \
                 Domain=ITunesConnectionAuthenticationErrorDomain Code=-26000\n  \"Failure to \
                 authenticate.\" (-1011)",
        ),
        meaning: "The upload service refused the credentials.",
        shows: Shows::REFUSED,
        priors: Priors::by_history(
            &[
                ("identifier-whitespace", 0.2),
                ("key-id-wrong", 0.18),
                ("issuer-id-wrong", 0.15),
                ("credentials-conflict", 0.12),
                ("wrong-service", 0.1),
                ("agreement-pending", 0.1),
                ("clock-ahead", 0.03),
            ],
            &[
                ("credential-stale", 0.25),
                ("key-revoked", 0.25),
                ("agreement-pending", 0.2),
                ("apple-outage", 0.15),
            ],
            &[("apple-outage", 0.45), ("clock-ahead", 0.25), ("apple-transient", 0.15)],
        ),
        hints: &["Print length and kind of characters of each identifier: a blank or a line break \
                 hides at an end."],
        source: "https://github.com/fastlane/fastlane/issues/20968",
        ..TOOL
    },
    Response {
        id: "altool-19-no-apple-id",
        marks: Marks {
            detail: &[
                "Cannot determine the Apple ID from Bundle ID",
                "Failed to determine the appleID from bundleID",
            ],
            ..Marks::NONE
        },
        codes: &["19", "-19237"],
        sample: Some(
            "ERROR: [altool] Cannot determine the Apple ID from Bundle ID 'com.example.app' \
                 and platform 'IOS'. (19)",
        ),
        meaning: "No app of that bundle ID was found with this key.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("client-outdated", 0.34),
            ("resource-not-found", 0.33),
            ("agreement-pending", 0.2),
            ("issuer-id-wrong", 0.06),
            ("app-access-limited", 0.03),
        ]),
        hints: &["GET /v1/apps?filter[bundleId]=… with the same key tells whether the app is there."],
        source: "https://github.com/fastlane/fastlane/issues/30114",
        ..TOOL
    },
    Response {
        id: "altool-1190",
        marks: Marks {
            detail: &["No suitable application records were found"],
            loose: &["(1190)"],
            ..Marks::NONE
        },
        codes: &["1190"],
        sample: Some(
            "No suitable application records were found. Verify your bundle identifier is \
                 correct and that you are signed into Xcode with an Apple ID that has access to the \
                 app in App Store Connect. (1190)",
        ),
        meaning: "The credential was accepted; it sees no app of that bundle ID.",
        shows: Shows::Accepted,
        priors: Priors::same(&[
            ("resource-not-found", 0.6),
            ("app-access-limited", 0.12),
            ("issuer-id-wrong", 0.1),
            ("agreement-pending", 0.08),
        ]),
        source: "https://github.com/simonnilsson/ios-uploader/issues/20",
        ..TOOL
    },
    Response {
        id: "transporter-1048",
        marks: Marks {
            detail: &["You must first sign the relevant contracts"],
            loose: &["(1048)", "code 1048"],
            ..Marks::NONE
        },
        codes: &["1048"],
        sample: Some("You must first sign the relevant contracts online. (1048)"),
        meaning: "The credential was accepted; an agreement of the team is not signed.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[("agreement-pending", 0.97), ("apple-outage", 0.02)]),
        hints: &["App Store Connect may look all green: the Program License Agreement is on \
                 developer.apple.com/account."],
        source: "https://github.com/ipfs/ipfs-desktop/issues/1753",
        ..TOOL
    },
    Response {
        id: "transporter-1611",
        marks: Marks {
            detail: &["Unable to generate an Apple Connect token", "general error (1611)"],
            loose: &["(1611)"],
            ..Marks::NONE
        },
        codes: &["1611"],
        sample: Some(concat!(
            r#"{"result":{"Errors":["Unable to generate an Apple Connect token at this time due to "#,
            r#"a general error (1611)"],"ErrorCode":1611},"jsonrpc":"2.0"}"#,
        )),
        meaning: "Apple's upload service failed; many teams see it in the same hour.",
        shows: Shows::Nothing,
        priors: Priors::same(&[("apple-outage", 0.95), ("apple-transient", 0.03)]),
        source: "https://developer.apple.com/system-status/",
        ..TOOL
    },
    Response {
        id: "xcode-listteams-401",
        status: &[401],
        marks: Marks {
            detail: &["A non-HTTP 200 response was received (401)"],
            loose: &["listTeams.action"],
            ..Marks::NONE
        },
        sample: Some(
            "error: Communication with Apple failed: A non-HTTP 200 response was received \
                 (401)\n  for URL \
                 https://appstoreconnect.apple.com/xcbuild/QH65B2/listTeams.action\nerror: No \
                 profiles for 'com.example.app' were found",
        ),
        meaning: "The key that xcodebuild was given was refused.",
        shows: Shows::REFUSED,
        priors: UNAUTHORIZED,
        hints: &["\"No profiles for … were found\" is a consequence: the first line counts."],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
        ..TOOL
    },
    Response {
        id: "xcode-cloud-signing",
        marks: Marks {
            detail: &[
                "Cloud signing permission error",
                "given access to cloud-managed distribution certificates",
                "cloud-managed distribution cert",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "error: exportArchive Cloud signing permission error\nerror: exportArchive No \
                 profiles for 'com.example.app' were found",
        ),
        meaning: "The key is authentic; it may not use cloud-managed distribution certificates.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[
            ("role-insufficient", 0.82),
            ("certificate-missing", 0.1),
            ("key-not-passed", 0.04),
            ("individual-key-restricted", 0.02),
        ]),
        hints: &["It takes an Admin key. The key is Admin: then create a distribution certificate."],
        source: XCODEBUILD,
        ..TOOL
    },
    Response {
        id: "xcode-no-accounts",
        layer: Layer::Local,
        marks: Marks {
            detail: &["No Accounts: Add a new account", "Failed to Use Accounts"],
            loose: &["No Accounts"],
            ..Marks::NONE
        },
        sample: Some(
            "error: No Accounts: Add a new account in Accounts settings.\nerror: No profiles \
                 for 'com.example.app' were found",
        ),
        meaning: "This call of xcodebuild was given no key and found no account.",
        shows: Shows::Unsendable,
        priors: Priors::same(&[("key-not-passed", 0.95), ("credential-missing", 0.03)]),
        hints: &["archive and exportArchive are two calls; both need the -authenticationKey… arguments."],
        source: XCODEBUILD,
        ..TOOL
    },
    Response {
        id: "xcode-no-profiles",
        marks: Marks {
            wrapper: &[
                "exportArchive No profiles for '",
                "error: No profiles for '",
                "IDEProfileLocatorErrorDomain",
                "profiles for team '",
            ],
            ..Marks::NONE
        },
        sample: Some("error: exportArchive No profiles for 'com.example.app' were found"),
        meaning: "Signing found no profile; mostly the consequence of a failure that stands above.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("key-not-passed", 0.35),
            ("role-insufficient", 0.3),
            ("certificate-missing", 0.1),
            ("service-not-enabled", 0.05),
        ]),
        source: XCODEBUILD,
        ..TOOL
    },
];
