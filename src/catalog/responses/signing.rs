//! Certificates and profiles that a build lacks, and other services of Apple's that a build or a site meets.

use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

const SIGNING: Response = Response { layer: Layer::Tool, ..Response::BLANK };

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "profile-without-capability",
        layer: Layer::Local,
        marks: Marks {
            detail: &[
                "requires a provisioning profile with the",
                "doesn't support the Push Notifications capability",
                "doesn't include the Push Notifications capability",
                "doesn't include the aps-environment entitlement",
                "doesn't include the com.apple.developer",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "error: exportArchive: \"Runner.app\" requires a provisioning profile with the Push Notifications \
             feature.",
        ),
        meaning: "The provisioning profile lacks a capability that the app uses; no credential was refused.",
        shows: Shows::Unsendable,
        priors: Priors::same(&[
            ("service-not-enabled", 0.6),
            ("credential-stale", 0.25),
            ("request-invalid", 0.1),
        ]),
        hints: &[
            "Switch the capability on for the App ID and make the profile anew; one made before does not have it.",
            "With exportOptionsPlist of Xcode, name the profile of every target under provisioningProfiles.",
        ],
        source: "https://github.com/bitrise-steplib/steps-xcode-archive/issues/86",
        ..SIGNING
    },
    Response {
        id: "signing-certificate-not-there",
        layer: Layer::Local,
        marks: Marks {
            detail: &[
                "No signing certificate 'iOS Distribution' found",
                "No signing certificate 'iOS Development' found",
                "No signing certificate 'Mac Development' found",
                "No signing certificate 'Mac App Distribution' found",
                "IDECodesignResolverErrorDomain Code=1",
            ],
            ..Marks::NONE
        },
        sample: Some("error: exportArchive: No signing certificate 'iOS Distribution' found"),
        meaning: "The machine that builds has no certificate of this kind with its private key; Apple was not \
                  asked.",
        shows: Shows::Unsendable,
        decisive: true,
        priors: Priors::same(&[("certificate-missing", 0.9), ("team-not-found", 0.04)]),
        hints: &[
            "Import the .p12 into the keychain of the build, or let match, cert or -allowProvisioningUpdates \
             with an API key get one.",
        ],
        source: "https://github.com/ProgressNS/sidekick-feedback/issues/457",
        ..SIGNING
    },
    Response {
        id: "signing-certificate-to-create",
        layer: Layer::Api,
        marks: Marks {
            detail: &[
                "IDEProvisioningErrorDomain Code=19",
                "Create a new Apple Distribution certificate for your team",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "Error Domain=IDEProvisioningErrorDomain Code=19 \"Create certificate\" \
             UserInfo={NSLocalizedRecoverySuggestion=Create a new Apple Distribution certificate for your team.}",
        ),
        meaning: "Xcode found no distribution certificate in the team that it may use.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("certificate-missing", 0.75), ("role-insufficient", 0.15)]),
        source: "https://github.com/apache/cordova-ios/issues/1122",
        ..SIGNING
    },
    Response {
        id: "app-center-session",
        layer: Layer::Session,
        marks: Marks { detail: &["Your Apple App Store Credentials are no longer valid"], ..Marks::NONE },
        sample: Some("Your Apple App Store Credentials are no longer valid. Please re-authenticate."),
        meaning: "App Center's session with this Apple ID has ended.",
        priors: Priors::same(&[("session-expired", 0.8), ("client-outdated", 0.1)]),
        hints: &[
            "App Center was shut down in March 2025; an App Store Connect API key outlives a session anywhere \
             else.",
        ],
        source: "https://github.com/microsoft/appcenter/issues/841",
        ..SIGNING
    },
    Response {
        id: "apple-pay-merchant-refused",
        layer: Layer::Api,
        marks: Marks { detail: &["Payment Services Exception merchantId="], ..Marks::NONE },
        sample: Some(
            "\"message\": \"Payment Services Exception merchantId=A unauthorized to service on behalf of \
             merchantId=B reason=\\\"The latter is not registered for Apple Pay on the web\\\"\"",
        ),
        meaning: "Apple Pay refused the merchant session: this merchant or domain is not registered with the \
                  other one. No token is involved.",
        priors: Priors::same(&[
            ("service-not-enabled", 0.65),
            ("request-invalid", 0.2),
            ("environment-mismatch", 0.08),
        ]),
        hints: &[
            "Register the domain and the merchant ID: developer.apple.com → Account → Identifiers → Merchant \
             IDs, or in the dashboard of the payment service.",
        ],
        source: "https://github.com/braintree/braintree-web/issues/231",
        ..SIGNING
    },
    Response {
        id: "cloudkit-session-refused",
        layer: Layer::Session,
        marks: Marks {
            detail: &[
                "AUTHENTICATION_FAILED \"no auth method found",
                "\"serverErrorCode\":\"AUTHENTICATION_FAILED",
            ],
            ..Marks::NONE
        },
        sample: Some("HTTP 401 AUTHENTICATION_FAILED \"no auth method found\""),
        meaning: "The web service of iCloud has no session for this request: the sign-in was not completed, or has \
                  ended.",
        priors: Priors::same(&[("session-expired", 0.6), ("client-outdated", 0.2), ("account-locked", 0.05)]),
        hints: &["An Apple ID with a hardware security key cannot complete the sign-in in most tools."],
        source: "https://github.com/rhoopr/kei/pull/228",
        ..SIGNING
    },
];
