//! EAS and other tools that work in the session of an Apple ID, or for a team.

use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

/// The words of a tool for a session of an Apple ID.
const SIGN_IN: Response = Response { layer: Layer::Session, hints: NO_KEY, ..Response::BLANK };
const NO_KEY: &[&str] = &["An Apple ID was used: the response says nothing about an API key."];

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "eas-no-team",
        marks: Marks { detail: &["You have no team associated with your Apple account"], ..Marks::NONE },
        sample: Some(
            "Authentication with Apple Developer Portal failed!\nYou have no team associated with your Apple \
             account, cannot proceed.\n(Do you have a paid Apple Developer account?)",
        ),
        meaning: "The sign-in worked; Apple lists no team for this Apple ID.",
        priors: Priors::same(&[
            ("team-not-found", 0.45),
            ("membership-expired", 0.2),
            ("apple-outage", 0.15),
            ("client-outdated", 0.1),
        ]),
        hints: &[
            "developer.apple.com/account shows the teams of the Apple ID; an invitation that was not accepted, \
             and a membership that is not paid, give none.",
        ],
        source: "https://github.com/expo/eas-cli/issues/1805",
        ..SIGN_IN
    },
    Response {
        id: "eas-team-mismatch",
        marks: Marks { detail: &["Your account is not associated with Apple Team with ID"], ..Marks::NONE },
        sample: Some("AssertionError: Your account is not associated with Apple Team with ID: ABCDE12345"),
        meaning: "The sign-in worked; the Apple ID is not a member of the team that was named.",
        decisive: true,
        priors: Priors::same(&[("team-not-found", 0.9), ("user-removed", 0.07)]),
        source: concat!(
            "https://github.com/expo/eas-cli/blob/main/packages/eas-cli/src/credentials/ios/appstore/",
            "authenticate.ts"
        ),
        ..SIGN_IN
    },
    Response {
        id: "portal-team-unknown",
        marks: Marks { detail: &["Unable to find a team with the given Team ID"], ..Marks::NONE },
        sample: Some(
            "Unable to find a team with the given Team ID 'ABCDE12345' to which you belong. Please contact Apple \
             Developer Program Support. https://developer.apple.com/support",
        ),
        meaning: "The sign-in worked; the developer portal does not find the Apple ID in the team that was named.",
        priors: Priors::same(&[
            ("team-not-found", 0.45),
            ("apple-outage", 0.25),
            ("user-removed", 0.15),
            ("membership-expired", 0.05),
        ]),
        hints: &[
            "Sign in to developer.apple.com/account with the same Apple ID and look whether the team is listed \
             there. If it is, ask Apple: a wrong record on their side was the cause.",
        ],
        source: "https://github.com/expo/eas-cli/issues/1805",
        ..SIGN_IN
    },
    Response {
        id: "eas-portal-page",
        marks: Marks { detail: &["from response data of type string: <!DOCTYPE html"], ..Marks::NONE },
        sample: Some(
            "Authentication with Apple Developer Portal failed!\n    Error: Cannot extract key \"teams\" from \
             response data of type string: <!DOCTYPE html>",
        ),
        meaning: "Apple's developer portal sent a page of HTML where its teams were expected: mostly maintenance.",
        priors: Priors::same(&[
            ("apple-outage", 0.8),
            ("client-outdated", 0.12),
            ("agreement-pending", 0.04),
        ]),
        source: "https://github.com/expo/eas-cli/issues/343",
        ..SIGN_IN
    },
    Response {
        id: "eas-sign-in-failed",
        marks: Marks { wrapper: &["Authentication with Apple Developer Portal failed"], ..Marks::NONE },
        sample: Some("✔ Logged in New session\nAuthentication with Apple Developer Portal failed!"),
        meaning: "EAS could not use the session of the Apple ID; the line below it has the reason, when Apple \
                  gave one.",
        priors: Priors::same(&[
            ("session-expired", 0.3),
            ("apple-outage", 0.25),
            ("team-not-found", 0.15),
            ("client-outdated", 0.15),
            ("agreement-pending", 0.05),
        ]),
        hints: &[
            "Delete the stored session (`~/.app-store/auth/APPLE_ID/cookie`) and sign in again, or give EAS an \
             API key.",
        ],
        source: "https://github.com/expo/eas-cli/issues/1220",
        ..SIGN_IN
    },
    Response {
        id: "eas-apple-id-incomplete",
        layer: Layer::Local,
        marks: Marks { detail: &["set the EXPO_APPLE_PASSWORD environment variable"], ..Marks::NONE },
        sample: Some(
            "In order to provide your Apple ID credentials, you must set the --apple-id flag and set the \
             EXPO_APPLE_PASSWORD environment variable.",
        ),
        meaning: "EAS was given an Apple ID without its password.",
        shows: Shows::Unsendable,
        decisive: true,
        priors: Priors::same(&[("credential-missing", 0.9), ("key-not-passed", 0.06)]),
        source: concat!(
            "https://github.com/expo/eas-cli/blob/main/packages/eas-cli/src/credentials/ios/appstore/",
            "authenticate.ts"
        ),
        ..SIGN_IN
    },
    Response {
        id: "eas-key-management",
        marks: Marks {
            wrapper: &[
                "Failed to fetch App Store Connect API Key",
                "Failed to fetch App Store Connect API Keys",
                "Failed to create App Store Connect API Key",
                "Failed to revoke App Store Connect API Key",
            ],
            ..Marks::NONE
        },
        sample: Some("✖ Failed to fetch App Store Connect API Keys."),
        meaning: "EAS manages API keys in a web session: an API key cannot do it, and the Apple ID needs the \
                  role for it.",
        priors: Priors::same(&[
            ("role-insufficient", 0.45),
            ("operation-not-offered", 0.2),
            ("session-expired", 0.15),
            ("agreement-pending", 0.08),
        ]),
        hints: &[
            "Make the key yourself in App Store Connect → Users and Access → Integrations, and name its file in \
             eas.json: `ascApiKeyPath`, `ascApiKeyId`, `ascApiKeyIssuerId`.",
        ],
        source: "https://github.com/expo/eas-cli/issues/2136",
        ..SIGN_IN
    },
    Response {
        id: "eas-key-refused",
        layer: Layer::Tool,
        marks: Marks { detail: &["Invalid ASC API JSON key"], ..Marks::NONE },
        sample: Some("[logs] Invalid ASC API JSON key - check your key ID, issuer ID and private key"),
        meaning: "EAS could not use the API key that is stored for the submission.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("key-id-wrong", 0.25),
            ("issuer-id-wrong", 0.2),
            ("key-text-damaged", 0.15),
            ("key-newlines-escaped", 0.1),
            ("ids-swapped", 0.08),
            ("key-revoked", 0.08),
        ]),
        hints: &[
            "`eas credentials` → iOS → App Store Connect API Key shows key ID and issuer ID as they are stored.",
        ],
        source: "https://github.com/expo/eas-cli/issues/1003",
        ..SIGN_IN
    },
    Response {
        id: "altool-app-of-another-team",
        layer: Layer::Tool,
        marks: Marks {
            detail: &[
                "does not have permission to modify the application with the Apple ID",
                "using an account for an organization with access to this application",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "Invalid AdamId: 1531530000\nThe organization Example GmbH does not have permission to modify the \
             application with the Apple ID 1531530000. Please try again, using an account for an organization \
             with access to this application.",
        ),
        meaning: "The credential was accepted; the app belongs to another team than the credential.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[
            ("team-not-found", 0.3),
            ("issuer-id-wrong", 0.2),
            ("key-id-wrong", 0.15),
            ("app-access-limited", 0.15),
            ("provider-ambiguous", 0.1),
            ("credentials-conflict", 0.05),
        ]),
        hints: &["Key ID, issuer ID and file must be those of the team that owns the app."],
        source: "https://github.com/Apple-Actions/upload-testflight-build/issues/16",
        ..SIGN_IN
    },
];
