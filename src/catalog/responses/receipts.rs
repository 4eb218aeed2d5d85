//! verifyReceipt, which takes a shared secret and no token: deprecated, and still called.

use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

const RECEIPT: Response = Response { layer: Layer::Api, hints: NO_TOKEN, ..Response::BLANK };
const NO_TOKEN: &[&str] =
    &["verifyReceipt is deprecated: the App Store Server API takes a token and the transaction ID instead."];

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "receipt-shared-secret",
        marks: Marks {
            detail: &["The shared secret you provided does not match the shared secret"],
            code: &["\"status\":21004", "\"status\": 21004", "ReceiptStatus.SecretNotMatching"],
            ..Marks::NONE
        },
        codes: &["21004"],
        sample: Some("{\"status\":21004, \"environment\":\"Sandbox\"}"),
        meaning: "The shared secret that was sent with the receipt is missing, or is not the one of this app or \
                  account.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("credential-missing", 0.45),
            ("credential-stale", 0.3),
            ("wrong-service", 0.15),
        ]),
        hints: &[
            "App Store Connect → the app → App Information → App-Specific Shared Secret: send it as `password`. \
             Subscriptions need it, single purchases do not.",
        ],
        source: "https://github.com/bizz84/SwiftyStoreKit/issues/89",
        ..RECEIPT
    },
    Response {
        id: "receipt-not-authentic",
        marks: Marks {
            detail: &["The receipt could not be authenticated"],
            code: &["\"status\":21003", "\"status\": 21003"],
            ..Marks::NONE
        },
        codes: &["21003"],
        sample: Some(
            "{ sandbox: true, status: 21003, message: 'The receipt could not be authenticated.', environment: \
             'Sandbox' }",
        ),
        meaning: "The receipt does not verify: damaged, cut, or not one of Apple's; an empty `password` gave \
                  this as well.",
        shows: Shows::Nothing,
        priors: Priors::same(&[
            ("request-invalid", 0.75),
            ("environment-mismatch", 0.1),
            ("credential-missing", 0.05),
        ]),
        source: "https://github.com/go-pay/gopay/issues/388",
        ..RECEIPT
    },
    Response {
        id: "receipt-environment",
        marks: Marks {
            detail: &[
                "This receipt is a sandbox receipt, but it was sent to the production",
                "This receipt is a production receipt, but it was sent to the sandbox",
            ],
            code: &["\"status\":21007", "\"status\": 21007", "\"status\":21008", "\"status\": 21008"],
            ..Marks::NONE
        },
        codes: &["21007", "21008"],
        sample: Some(
            "This receipt is a sandbox receipt, but it was sent to the production service for verification.",
        ),
        meaning: "The receipt is of the other environment: sandbox or production.",
        shows: Shows::Accepted,
        decisive: true,
        priors: Priors::same(&[("environment-mismatch", 0.98)]),
        hints: &[
            "Send it to production first, and on 21007 again to the sandbox: App Review buys in the sandbox.",
        ],
        source: "https://github.com/voltrue2/in-app-purchase/issues/138",
        ..RECEIPT
    },
    Response {
        id: "receipt-server",
        marks: Marks {
            detail: &[
                "The receipt server is not currently available",
                "The receipt server was temporarily unable",
            ],
            code: &["\"status\":21005", "\"status\": 21005", "\"status\":21009", "\"status\": 21009"],
            ..Marks::NONE
        },
        codes: &["21005", "21009"],
        sample: Some("The receipt server is not currently available."),
        meaning: "Apple's receipt server failed; this says nothing about the shared secret.",
        shows: Shows::Nothing,
        priors: Priors::same(&[("apple-outage", 0.75), ("apple-transient", 0.2)]),
        source: "https://github.com/voltrue2/in-app-purchase/issues/138",
        ..RECEIPT
    },
    Response {
        id: "receipt-malformed",
        marks: Marks {
            detail: &["The data in the receipt-data property was malformed"],
            code: &["\"status\":21002", "\"status\": 21002"],
            ..Marks::NONE
        },
        codes: &["21002"],
        sample: Some(
            "{\"detail\":\"21002: The data in the receipt-data property was \
             malformed.\",\"code\":\"APPLE_RECEIPT_VALIDATION_ERROR\"}",
        ),
        meaning: "The receipt that was sent cannot be read.",
        shows: Shows::Nothing,
        priors: Priors::same(&[("request-invalid", 0.9), ("environment-mismatch", 0.04)]),
        hints: &[
            "A StoreKit 2 transaction is no receipt, and a test in Xcode has none that Apple's server knows.",
        ],
        source: "https://github.com/adaptyteam/AdaptySDK-React-Native/issues/68",
        ..RECEIPT
    },
];
