//! Tools that sign in with an Apple ID and a password: no API key is involved.

use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

/// The words of a tool for a sign-in that was refused.
const SIGN_IN: Response = Response { layer: Layer::Session, hints: NO_KEY, ..Response::BLANK };
const NO_KEY: &[&str] =
    &["An Apple ID was used: the response says nothing about an API key.", "An API key needs no password."];
const LOGIN_FORM: &str =
    "https://github.com/fastlane/fastlane/blob/master/spaceship/lib/spaceship/two_step_or_factor_client.rb";

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "apple-id-app-specific-password",
        marks: Marks {
            detail: &[
                "Sign in with the app-specific password you generated",
                "sign in with an app-specific password",
                "You must use app-specific password",
            ],
            loose: &["(-22938)", "(-22910)"],
            ..Marks::NONE
        },
        codes: &["-22938", "-22910"],
        sample: Some(
            "Error: Sign in with the app-specific password you generated. If you forgot the app-specific password or \
             need to create a new one, go to appleid.apple.com (-22938)",
        ),
        meaning: "Apple wants an app-specific password and got the account's own, or one that was revoked.",
        decisive: true,
        priors: Priors::same(&[
            ("app-specific-password", 0.7),
            ("credential-stale", 0.22),
            ("key-not-passed", 0.03),
        ]),
        source: "https://github.com/sshaw/itunes_store_transporter_web/issues/21",
        ..SIGN_IN
    },
    Response {
        id: "apple-id-locked",
        marks: Marks {
            detail: &["This Apple ID has been locked for security", "Your Apple ID has been locked"],
            loose: &["(-20209)"],
            ..Marks::NONE
        },
        codes: &["-20209"],
        sample: Some(
            "*** Error: Unable to validate your application. This Apple ID has been locked for security reasons. Visit \
             iForgot to reset your account (https://iforgot.apple.com).",
        ),
        meaning: "The Apple ID is locked: the right password does not help.",
        decisive: true,
        priors: Priors::same(&[("account-locked", 0.97)]),
        source: "https://github.com/electron-userland/electron-builder/issues/4040",
        ..SIGN_IN
    },
    Response {
        id: "apple-id-several-providers",
        marks: Marks {
            detail: &[
                "Apple ID account is attached to other",
                "Apple ID account is also attached to other",
                "user account is attached to several iTunes providers",
            ],
            loose: &["(1627)", "code 1627"],
            ..Marks::NONE
        },
        codes: &["1627"],
        sample: Some(
            "*** Error: code 1627 (Your Apple ID account is attached to other providers. You will need to specify \
             which provider you intend to submit content to. Please contact us if you have questions or need help. \
             (1627))",
        ),
        meaning: "The sign-in worked; the account belongs to several providers and none was named.",
        decisive: true,
        priors: Priors::same(&[("provider-ambiguous", 0.95), ("request-invalid", 0.03)]),
        source: "https://github.com/karaggeorge/electron-builder-notarize/issues/13",
        ..SIGN_IN
    },
    Response {
        id: "transporter-no-provider",
        marks: Marks {
            detail: &["Unable to find content provider for username"],
            loose: &["(1013)"],
            ..Marks::NONE
        },
        codes: &["1013"],
        sample: Some(
            "[Transporter Error Output]: Unable to find content provider for username [user@example.com]. (1013)",
        ),
        meaning: "The sign-in worked; the account has no team that may deliver, or not the one that was named.",
        priors: Priors::same(&[
            ("team-not-found", 0.55),
            ("role-insufficient", 0.15),
            ("provider-ambiguous", 0.1),
            ("membership-expired", 0.08),
        ]),
        source: "https://github.com/fastlane-old/pilot/issues/142",
        ..SIGN_IN
    },
    Response {
        id: "altool-authentication-session",
        marks: Marks {
            detail: &["unable to create an authentication session"],
            loose: &["Code=-22014", "code -22020", "code -22014"],
            ..Marks::NONE
        },
        codes: &["-22014", "-22020"],
        sample: Some(
            "*** Error: Errors uploading 'App.ipa': (\n    \"Error Domain=ITunesSoftwareServiceErrorDomain \
             Code=-22014 \\\"We are unable to create an authentication session.\\\"\n)",
        ),
        meaning: "The sign-in with an Apple ID failed: the password, stray characters around it, or Apple's side.",
        priors: Priors::same(&[
            ("app-specific-password", 0.5),
            ("identifier-whitespace", 0.12),
            ("credential-missing", 0.1),
            ("apple-outage", 0.1),
            ("account-locked", 0.05),
        ]),
        hints: &[
            "Look for a line break at the end of the Apple ID or the password: `\"user@example.com\\n\"`.",
        ],
        source: "https://github.com/bitrise-steplib/steps-deploy-to-itunesconnect-application-loader/issues/22",
        ..SIGN_IN
    },
    Response {
        id: "altool-username-authorization",
        marks: Marks {
            detail: &["Failed to get authorization for username"],
            loose: &["(-24169)"],
            ..Marks::NONE
        },
        codes: &["-24169"],
        sample: Some(
            "[altool] *** Error: Unable to upload archive. Failed to get authorization for username \
             'user@example.com' and password. (",
        ),
        meaning: "Apple refused the Apple ID and the password that altool was given.",
        priors: Priors::same(&[
            ("app-specific-password", 0.5),
            ("apple-outage", 0.2),
            ("identifier-whitespace", 0.08),
            ("account-locked", 0.05),
            ("membership-expired", 0.05),
        ]),
        source: "https://github.com/fastlane/fastlane/issues/21060",
        ..SIGN_IN
    },
    Response {
        id: "fastlane-session-expired",
        marks: Marks {
            detail: &[
                "Session loaded from environment variable is not valid",
                "Fastlane session is not available anymore",
                "Your session cookie has been expired",
                "2FA can only be performed in interactive mode",
                "TFA session expired on",
            ],
            // A person at a terminal types the code, and the sign-in works.
            loose: &[
                "Two-factor Authentication (6 digits code) is enabled for account",
                "Two-step Verification (4 digits code) is enabled for account",
                "Two Factor Authentication for account",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "[21:10:59]: Login to App Store Connect (***)\nSession loaded from environment variable is not valid. \
             Continuing with normal login.\nTwo-factor Authentication (6 digits code) is enabled for account '***'",
        ),
        meaning: "The stored session of the Apple ID has ended, and fastlane asks for a code that a server cannot \
                  type.",
        decisive: true,
        priors: Priors::same(&[("session-expired", 0.85), ("key-not-passed", 0.12)]),
        hints: &[
            "A key was meant to be used: then it never reached this step, which fell back to the Apple ID.",
        ],
        source: "https://github.com/fastlane/fastlane/issues/17027",
        ..SIGN_IN
    },
    Response {
        id: "apple-id-verification-code",
        marks: Marks {
            detail: &["Too many verification codes have been sent. Enter the last code"],
            code: &["\"code\":\"-21669\"", "\"code\": \"-21669\"", "\"code\"=>\"-21669\""],
            loose: &["Incorrect verification code"],
            ..Marks::NONE
        },
        codes: &["-21669"],
        sample: Some(concat!(
            r#"{"service_errors": [{"code": "-21669", "title": "Incorrect Verification Code", "#,
            r#""message": "Incorrect verification code."}], "hasError": true}"#,
        )),
        meaning: "The password was accepted; the code from the trusted device was not.",
        priors: Priors::same(&[("session-expired", 0.6), ("key-not-passed", 0.3)]),
        hints: &["Type the newest code only. A server has nobody to type it: use an API key there."],
        source: LOGIN_FORM,
        ..SIGN_IN
    },
    Response {
        id: "apple-id-statement",
        marks: Marks {
            detail: &["Need to acknowledge to Apple's Apple ID and Privacy"],
            wrapper: &["AppleIDAndPrivacyAcknowledgementNeeded"],
            ..Marks::NONE
        },
        sample: Some(
            "[14:30:18]: Need to acknowledge to Apple's Apple ID and Privacy statement. Please manually log into \
             https://appleid.apple.com (or https://appstoreconnect.apple.com) to acknowledge the statement.",
        ),
        meaning: "Apple asks the owner of the Apple ID to accept a statement, or to switch on two-factor \
                  authentication, before it signs in.",
        priors: Priors::same(&[
            ("agreement-pending", 0.5),
            ("client-outdated", 0.3),
            ("key-not-passed", 0.1),
            ("session-expired", 0.05),
        ]),
        hints: &[
            "Sign in once in a browser with this Apple ID and accept what is asked; an API key needs none of it.",
        ],
        source: "https://github.com/fastlane/fastlane/issues/18098",
        ..SIGN_IN
    },
    Response {
        id: "transporter-password-or-network",
        marks: Marks { wrapper: &["related to your password or your internet connection"], ..Marks::NONE },
        sample: Some(
            "Could not download/upload from App Store Connect! It's probably related to your password or your internet \
             connection.",
        ),
        meaning: "A guess that fastlane prints after every failed upload; the lines above it have the cause.",
        priors: Priors::same(&[
            ("app-specific-password", 0.35),
            ("agreement-pending", 0.15),
            ("provider-ambiguous", 0.1),
            ("network-unreachable", 0.1),
            ("apple-outage", 0.1),
        ]),
        source: concat!(
            "https://github.com/fastlane/fastlane/blob/master/",
            "fastlane_core/lib/fastlane_core/itunes_transporter.rb"
        ),
        ..SIGN_IN
    },
    Response {
        id: "apple-id-action-forbidden",
        layer: Layer::Session,
        marks: Marks {
            detail: &["doesn't have enough permission for the following action"],
            code: &["webservice.certificate.downloadNotAllowed"],
            ..Marks::NONE
        },
        sample: Some(
            "User user@example.com (Team ID ABCDE12345) doesn't have enough permission for the following action: \
             create_certificate! (You are not allowed to perform this operation.)",
        ),
        meaning: "The Apple ID is signed in; its role in the team does not allow this action.",
        shows: Shows::FORBIDDEN,
        decisive: true,
        priors: Priors::same(&[
            ("role-insufficient", 0.85),
            ("agreement-pending", 0.05),
            ("team-not-found", 0.05),
        ]),
        hints: &[
            "The Account Holder or an Admin gives the user Admin, or access to Certificates, Identifiers & \
                  Profiles.",
        ],
        source: "https://github.com/fastlane/fastlane/blob/master/spaceship/lib/spaceship/client.rb",
        ..SIGN_IN
    },
    Response {
        id: "fastlane-302",
        marks: Marks { detail: &["Apple 302 detected"], ..Marks::NONE },
        sample: Some(
            "Apple 302 detected - this might be temporary server error, check \
             https://developer.apple.com/system-status/ to see if there is a known downtime",
        ),
        meaning: "Apple's pages sent the session somewhere else: mostly an outage, else a session that has ended.",
        priors: Priors::same(&[("apple-outage", 0.55), ("session-expired", 0.3), ("client-outdated", 0.1)]),
        source: "https://github.com/fastlane/fastlane/blob/master/spaceship/lib/spaceship/client.rb",
        ..SIGN_IN
    },
    Response {
        id: "tool-apple-id-missing",
        layer: Layer::Local,
        marks: Marks { detail: &["developer portal apple id not provided for this build"], ..Marks::NONE },
        sample: Some(
            "Developer Portal authentication\nError:\ndeveloper portal apple id not provided for this build",
        ),
        meaning: "The step has neither an Apple ID nor a key.",
        shows: Shows::Unsendable,
        priors: Priors::same(&[("credential-missing", 0.7), ("key-not-passed", 0.25)]),
        hints: &["Connect an Apple ID or an API key in the project's settings, and hand it to this step."],
        source: "https://github.com/bitrise-steplib/steps-ios-auto-provision/issues/110",
        ..SIGN_IN
    },
];
