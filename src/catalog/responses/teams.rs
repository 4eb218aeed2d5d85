//! Teams, memberships, terms and certificates, in the words of the developer portal and of the tools that use it.

use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

/// The portal's words to a session of an Apple ID.
const TEAM: Response = Response { layer: Layer::Session, ..Response::BLANK };

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "membership-not-eligible",
        layer: Layer::Api,
        status: &[403],
        marks: Marks {
            detail: &["does not have a program membership that is eligible for this feature"],
            ..Marks::NONE
        },
        sample: Some(
            "This request is forbidden for security reasons - The selected team does not have a program \
             membership that is eligible for this feature. If you need assistance, please contact Apple \
             Developer Program Support. https://developer.apple.com/support",
        ),
        meaning: "The credential was accepted; the team's membership does not include this feature, or has \
                  lapsed.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[
            ("membership-expired", 0.6),
            ("team-not-found", 0.15),
            ("operation-not-offered", 0.1),
            ("apple-outage", 0.08),
        ]),
        hints: &[
            "developer.apple.com/account → Membership details shows the program and its end. A free account, and \
             the Enterprise Program, do not have every feature.",
        ],
        source: "https://github.com/fastlane/fastlane/issues/20190",
        ..TEAM
    },
    Response {
        id: "portal-no-active-team",
        marks: Marks {
            detail: &["does not have access to any teams with an active membership"],
            ..Marks::NONE
        },
        sample: Some(
            "portal_client.rb:47:in `team_id': User 'user@example.com' does not have access to any teams with an \
             active membership (RuntimeError)",
        ),
        meaning: "The sign-in worked; none of the teams of this Apple ID has an active membership.",
        decisive: true,
        priors: Priors::same(&[
            ("membership-expired", 0.5),
            ("team-not-found", 0.35),
            ("user-removed", 0.08),
        ]),
        source: "https://github.com/fastlane/fastlane/issues/6316",
        ..TEAM
    },
    Response {
        id: "portal-several-teams",
        marks: Marks { loose: &["Pass a team ID or call `select_team` to choose a team"], ..Marks::NONE },
        sample: Some(
            "The current user is in 3 teams. Pass a team ID or call `select_team` to choose a team. Using the \
             first one for now.",
        ),
        meaning: "The Apple ID belongs to several teams; fastlane takes the first, which may be the wrong one.",
        priors: Priors::same(&[("provider-ambiguous", 0.85), ("team-not-found", 0.1)]),
        hints: &[
            "Set `team_id` and `itc_team_id` in the Appfile, or FASTLANE_TEAM_ID and FASTLANE_ITC_TEAM_ID.",
        ],
        source: concat!(
            "https://github.com/fastlane/fastlane/blob/master/spaceship/lib/spaceship/portal/",
            "portal_client.rb"
        ),
        ..TEAM
    },
    Response {
        id: "portal-account-update",
        marks: Marks { detail: &["Your developer account needs to be updated"], ..Marks::NONE },
        codes: &["2170"],
        sample: Some(
            "{\"resultCode\":2170,\"resultString\":\"Your developer account needs to be updated.  Please visit \
             Apple Developer Registration.\"}",
        ),
        meaning: "The sign-in worked; Apple wants the owner of the Apple ID to register or to accept new terms \
                  first.",
        shows: Shows::FORBIDDEN,
        decisive: true,
        priors: Priors::same(&[("agreement-pending", 0.75), ("membership-expired", 0.15)]),
        hints: &[
            "Sign in to developer.apple.com/account with this Apple ID in a browser and accept what is shown.",
        ],
        source: "https://github.com/sebsto/xcodeinstall/issues/24",
        ..TEAM
    },
    Response {
        id: "xcodes-terms",
        status: &[412],
        marks: Marks { detail: &["Received an unexpected status code: 412"], ..Marks::NONE },
        sample: Some(
            "Received an unexpected status code: 412. If you continue to have problems, please submit a bug \
             report in the Help menu.",
        ),
        meaning: "Apple answered the sign-in with 412: terms have to be accepted in a browser first.",
        decisive: true,
        priors: Priors::same(&[("agreement-pending", 0.92), ("client-outdated", 0.05)]),
        hints: &["Sign in to developer.apple.com/account with the same Apple ID and accept the terms."],
        source: "https://github.com/XcodesOrg/XcodesApp/issues/424",
        ..TEAM
    },
    Response {
        id: "apple-id-two-factor-unknown",
        marks: Marks {
            detail: &["Although response from Apple indicated activated Two-step"],
            ..Marks::NONE
        },
        sample: Some(
            "Although response from Apple indicated activated Two-step Verification or Two-factor \
             Authentication, spaceship didn't know how to handle this response: {}",
        ),
        meaning: "The tool does not know the kind of two-factor authentication that Apple asked for.",
        priors: Priors::same(&[("client-outdated", 0.8), ("session-expired", 0.1), ("apple-outage", 0.05)]),
        hints: &["Update fastlane, or use an API key: it needs no code."],
        source: concat!(
            "https://github.com/fastlane/fastlane/blob/master/spaceship/lib/spaceship/",
            "two_step_or_factor_client.rb"
        ),
        ..TEAM
    },
    Response {
        id: "apple-id-phone-number",
        layer: Layer::Local,
        marks: Marks {
            detail: &[
                "Could not find a matching phone number to",
                "SPACESHIP_2FA_SMS_DEFAULT_PHONE_NUMBER is set, but empty",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "Could not find a matching phone number to +49 162 1234585 in [{\"id\"=>1}].\nMake sure your \
             environment variable is set to the correct phone number.",
        ),
        meaning: "The phone number for the code is not one of the trusted numbers of the Apple ID.",
        shows: Shows::Unsendable,
        priors: Priors::same(&[("credential-stale", 0.55), ("credential-missing", 0.35)]),
        hints: &[
            "Compare SPACESHIP_2FA_SMS_DEFAULT_PHONE_NUMBER with the trusted phone numbers at account.apple.com, \
             or use an API key.",
        ],
        source: concat!(
            "https://github.com/fastlane/fastlane/blob/master/spaceship/lib/spaceship/",
            "two_step_or_factor_client.rb"
        ),
        ..TEAM
    },
    Response {
        id: "certificate-limit",
        layer: Layer::Api,
        marks: Marks {
            detail: &[
                "certificate or a pending certificate request",
                "reached the maximum number of available",
            ],
            code: &["\"resultCode\":7460", "\"resultCode\": 7460"],
            ..Marks::NONE
        },
        codes: &["7460"],
        sample: Some(
            "{\"resultCode\":7460,\"resultString\":\"Maximum number of certificates \
             generated\",\"userString\":\"You already have a current iOS Distribution certificate or a pending \
             certificate request.\"}",
        ),
        meaning: "Authenticated; the team has as many certificates of this kind as it may have.",
        shows: Shows::Accepted,
        decisive: true,
        priors: Priors::same(&[("request-invalid", 0.93), ("role-insufficient", 0.03)]),
        hints: &[
            "Use an existing certificate with its private key, or revoke one that nobody uses: \
             developer.apple.com → Account → Certificates, Identifiers & Profiles.",
            "fastlane says so of every failed request for a certificate: `--verbose` shows Apple's own sentence.",
        ],
        source: "https://github.com/expo/expo/issues/2146",
        ..TEAM
    },
    Response {
        id: "certificate-not-in-portal",
        layer: Layer::Tool,
        marks: Marks {
            detail: &["(stored in your storage) is not available on the Developer Portal"],
            ..Marks::NONE
        },
        sample: Some(
            "Certificate 'XXXXXXXXXX' (stored in your storage) is not available on the Developer Portal for the \
             user user@example.com",
        ),
        meaning: "Authenticated; the certificate that match stores does not exist in this team, or no longer.",
        shows: Shows::Accepted,
        priors: Priors::same(&[
            ("certificate-missing", 0.6),
            ("team-not-found", 0.3),
            ("credential-stale", 0.05),
        ]),
        hints: &[
            "Compare `team_id` with the team that the certificate was made for; it may have been revoked or have \
             expired.",
        ],
        source: "https://github.com/fastlane/fastlane/issues/18591",
        ..TEAM
    },
    Response {
        id: "visual-studio-key-refused",
        layer: Layer::Tool,
        marks: Marks {
            detail: &["Apple's web service rejected the request due to an invalid authorization token"],
            ..Marks::NONE
        },
        sample: Some(
            "There was an error while trying to log in:\nApple's web service rejected the request due to an \
             invalid authorization token.\nThis is usually caused by a skewed System Clock, which can be fixed \
             by enabling automatic time updates in your computer's settings.",
        ),
        meaning: "App Store Connect refused the API key that Visual Studio was given; the sentence about the \
                  clock is a guess of Visual Studio's.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("key-id-wrong", 0.2),
            ("issuer-id-wrong", 0.18),
            ("wrong-service", 0.15),
            ("clock-ahead", 0.12),
            ("individual-key-with-issuer", 0.1),
            ("key-text-damaged", 0.06),
            ("key-revoked", 0.05),
        ]),
        hints: &["Choose an individual account, not an enterprise one, for a key of App Store Connect."],
        source: "https://github.com/dotnet/maui/issues/29878",
        ..TEAM
    },
    Response {
        id: "visual-studio-portal-outdated",
        layer: Layer::Tool,
        marks: Marks {
            detail: &[
                "Apple Developer Portal web API for creating certificates is no longer supported",
                "Limit of requests to iTunes Connect is reached",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "System.NotSupportedException: The Apple Developer Portal web API for creating certificates is no \
             longer supported. Please create your certificate manually.",
        ),
        meaning: "Visual Studio uses an interface of Apple's that is gone.",
        decisive: true,
        priors: Priors::same(&[("client-outdated", 0.95)]),
        hints: &["Update Visual Studio, or make the certificate on the web."],
        source: "https://github.com/dotnet/maui/issues/7055",
        ..TEAM
    },
];
