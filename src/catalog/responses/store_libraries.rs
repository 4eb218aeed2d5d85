//! Libraries and services around the App Store Server API: verification of what Apple signed, keys stored elsewhere.

use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

/// A library that checks data which Apple signed: no credential is involved.
const VERIFICATION: Response = Response { layer: Layer::Local, hints: NOT_A_TOKEN, ..Response::BLANK };
const NOT_A_TOKEN: &[&str] =
    &["Data signed by Apple was checked here: neither your key nor your token is involved."];

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "store-signed-data-other-app",
        marks: Marks {
            detail: &["Verification failed with status INVALID_APP_IDENTIFIER"],
            code: &["VerificationStatus.INVALID_APP_IDENTIFIER"],
            ..Marks::NONE
        },
        sample: Some(
            "appstoreserverlibrary.signed_data_verifier.VerificationException: Verification failed with status \
             INVALID_APP_IDENTIFIER",
        ),
        meaning: "The signed data is of another app than the verifier was set up for.",
        priors: Priors::same(&[
            ("bundle-id-wrong", 0.6),
            ("request-invalid", 0.2),
            ("environment-mismatch", 0.1),
        ]),
        hints: &[
            "Compare bundle ID and Apple ID of the app in the signed data with those of the verifier; a \
                  transaction, a notification and an app transaction each have a method of their own.",
        ],
        source: "https://github.com/apple/app-store-server-library-python/issues/47",
        ..VERIFICATION
    },
    Response {
        id: "store-signed-data-environment",
        marks: Marks {
            detail: &["Verification failed with status INVALID_ENVIRONMENT"],
            code: &["VerificationStatus.INVALID_ENVIRONMENT"],
            ..Marks::NONE
        },
        sample: Some(
            "com.apple.itunes.storekit.verification.VerificationException: Verification failed with status \
             INVALID_ENVIRONMENT",
        ),
        meaning: "The signed data is of the other environment: sandbox or production.",
        decisive: true,
        priors: Priors::same(&[("environment-mismatch", 0.95)]),
        hints: &["Verify with both environments: TestFlight and App Review buy in the sandbox."],
        source: "https://github.com/apple/app-store-server-library-node/issues/209",
        ..VERIFICATION
    },
    Response {
        id: "store-signed-data-chain",
        marks: Marks {
            detail: &[
                "Verification failed with status INVALID_CHAIN",
                "Verification failed with status INVALID_CERTIFICATE",
                "Verification failed with status VERIFICATION_FAILURE",
            ],
            code: &["VerificationStatus.INVALID_CHAIN", "VerificationStatus.VERIFICATION_FAILURE"],
            ..Marks::NONE
        },
        sample: Some(
            "com.apple.itunes.storekit.verification.VerificationException: Verification failed with status \
             INVALID_CHAIN",
        ),
        meaning: "The certificates in the signed data do not lead to the root that the verifier was given.",
        priors: Priors::same(&[
            ("request-invalid", 0.6),
            ("network-unreachable", 0.15),
            ("apple-outage", 0.1),
        ]),
        hints: &[
            "Give the verifier Apple Root CA - G3 as bytes; a test signed by Xcode itself does not verify with \
                  it.",
        ],
        source: "https://github.com/apple/app-store-server-library-java/issues/101",
        ..VERIFICATION
    },
    Response {
        id: "revenuecat-in-app-purchase-key",
        layer: Layer::Tool,
        marks: Marks {
            detail: &[
                "In-App Purchase Key is invalid or not present",
                "Apple Subscription Key is invalid or not present",
                "Apple Subscription Key is invalid or it's not present",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "Failed to post the transaction to RevenueCat's backend because your Apple In-App Purchase Key is invalid \
             or not present. You must configure an In-App Purchase Key.",
        ),
        meaning: "RevenueCat has no usable In-App Purchase key for this app.",
        shows: Shows::Unsendable,
        priors: Priors::same(&[
            ("credential-missing", 0.5),
            ("wrong-service", 0.2),
            ("key-revoked", 0.1),
            ("key-id-wrong", 0.08),
            ("issuer-id-wrong", 0.06),
        ]),
        hints: &[
            "Upload the SubscriptionKey_….p8 from App Store Connect → Users and Access → Integrations → In-App \
                  Purchase, with its issuer ID; an AuthKey_….p8 is a key of another kind.",
        ],
        source: "https://github.com/RevenueCat/purchases-ios/pull/4005",
        ..Response::BLANK
    },
    Response {
        id: "adapty-store-key",
        layer: Layer::Tool,
        marks: Marks { loose: &["AdaptyError Code:2003", "\"adapty_code\":2003"], ..Marks::NONE },
        sample: Some("AdaptyError Code:2003"),
        meaning: "Adapty has no usable In-App Purchase key for this app.",
        shows: Shows::Unsendable,
        priors: Priors::same(&[
            ("credential-missing", 0.6),
            ("wrong-service", 0.12),
            ("key-id-wrong", 0.1),
            ("issuer-id-wrong", 0.08),
        ]),
        hints: &[
            "Fill in App Store → In-App Purchase API (StoreKit 2) in the dashboard: issuer ID, key ID and the \
             SubscriptionKey_….p8.",
        ],
        source: "https://github.com/adaptyteam/AdaptySDK-Flutter/issues/99",
        ..Response::BLANK
    },
    Response {
        id: "storekit-offer-signature",
        layer: Layer::Tool,
        marks: Marks {
            code: &["invalidOfferSignature"],
            title: &["information associated with this PromotionalOffer is not valid"],
            ..Marks::NONE
        },
        sample: Some("Product.PurchaseError: invalidOfferSignature"),
        meaning: "StoreKit refused the signature of a promotional offer.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("signature-invalid", 0.35),
            ("key-id-wrong", 0.2),
            ("request-invalid", 0.15),
            ("bundle-id-wrong", 0.1),
            ("signature-der", 0.06),
        ]),
        hints: &[
            "The signature is the base64 of the bytes, once: reports ended with one that was encoded twice, and \
             with fields in another order than they were signed in.",
        ],
        source: "https://github.com/RevenueCat/purchases-ios/issues/2114",
        ..Response::BLANK
    },
];
