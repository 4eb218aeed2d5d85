//! Notarization, in the words of Apple's log and of the tools that package desktop apps.

use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

const TOOL: Response = Response { layer: Layer::Tool, ..Response::BLANK };
/// A tool that left notarization out, because it found no credential.
const SKIPPED: Response = Response { layer: Layer::Local, shows: Shows::Unsendable, ..Response::BLANK };

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "notary-team-not-configured",
        marks: Marks { detail: &["Team is not yet configured for notarization"], ..Marks::NONE },
        codes: &["7000"],
        sample: Some(concat!(
            r#"{ "logFormatVersion": 1, "status": "Rejected", "statusSummary": "Team is not yet configured for "#,
            r#"notarization. Please contact Developer Programs Support at developer.apple.com under the topic "#,
            r#"Development and Technical / Other Development or Technical Questions.", "statusCode": 7000 }"#,
        )),
        meaning: "The credential was accepted and the archive was read; Apple does not notarize for this team.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[
            ("service-not-enabled", 0.65),
            ("agreement-pending", 0.25),
            ("membership-expired", 0.05),
        ]),
        hints: &[
            "First sign whatever is pending at developer.apple.com/account and in App Store Connect → Business.",
            "Then write to Developer Programs Support: only Apple can change it, and it can take weeks.",
        ],
        source: "https://github.com/electron/notarize/issues/205",
        ..TOOL
    },
    Response {
        id: "tauri-notarization-upload",
        marks: Marks { wrapper: &["failed to upload app to Apple's notarization servers"], ..Marks::NONE },
        sample: Some("Error failed to bundle project: failed to upload app to Apple's notarization servers."),
        meaning: "Tauri could not notarize and does not repeat what Apple said.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("agreement-pending", 0.3),
            ("app-specific-password", 0.2),
            ("team-not-found", 0.15),
            ("credential-missing", 0.15),
            ("client-outdated", 0.08),
            ("apple-outage", 0.06),
        ]),
        hints: &["Run `xcrun notarytool history` with the same credentials: its error names the cause."],
        source: "https://github.com/tauri-apps/tauri/issues/7665",
        ..TOOL
    },
    Response {
        id: "notarization-skipped",
        marks: Marks {
            detail: &["APPLE_API_KEY, APPLE_API_KEY_ID and APPLE_API_ISSUER need to be set"],
            // A build for development leaves notarization out on purpose.
            loose: &["skipped macOS notarization", "Skipping notarizing step", "skipping app notarization"],
            ..Marks::NONE
        },
        sample: Some("skipped macOS notarization  reason=`notarize` options were not provided"),
        meaning: "The packager found no credentials for notarization and went on without it.",
        decisive: true,
        priors: Priors::same(&[("key-not-passed", 0.5), ("credential-missing", 0.48)]),
        hints: &[
            "electron-builder reads APPLE_API_KEY (a path), APPLE_API_KEY_ID and APPLE_API_ISSUER, or APPLE_ID, \
                  APPLE_APP_SPECIFIC_PASSWORD and APPLE_TEAM_ID: one complete set in the step that packages.",
        ],
        source: "https://github.com/electron/notarize/issues/175",
        ..SKIPPED
    },
    Response {
        id: "notary-keychain-profile",
        marks: Marks {
            detail: &["No Keychain password item found for profile", "keychainLocked(keychainName"],
            ..Marks::NONE
        },
        sample: Some("Error: No Keychain password item found for profile: notary"),
        meaning: "This notarytool found no stored credentials of that name in a keychain that this process may \
                  read.",
        decisive: true,
        priors: Priors::same(&[("credential-missing", 0.55), ("key-file-permissions", 0.38)]),
        hints: &[
            "`xcrun notarytool store-credentials PROFILE` makes the profile; a shell without a user interface \
             cannot read the login keychain: unlock one of its own and name it with `--keychain`, or give an API \
             key.",
        ],
        source: "https://github.com/my-monkeys/OpenSuperWhisper/pull/122",
        ..SKIPPED
    },
];
