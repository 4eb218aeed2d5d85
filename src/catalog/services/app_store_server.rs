use super::{asc, shared, storekit};
use crate::catalog::service::{Claim, Form, From, Identifier, Lifetime, Probe, Rules, Service};
pub(super) static SERVICE: Service = Service {
    id: "app-store-server",
    aliases: &["advanced-commerce", "external-purchase", "retention-messaging"],
    name: "App Store Server API",
    about: "\
Transactions and subscriptions, for the app's own server. It takes an In-App Purchase key, not one of
the App Store Connect API, and every token names one app in `bid`. The production host responds 401 to
everybody until the app has been released; the sandbox works before that. The Advanced Commerce API, the
External Purchase Server API and the Retention Messaging API are at the same hosts and take the same
token.",
    key: storekit::KEY,
    hosts: &["https://api.storekit.apple.com", "https://api.storekit.itunes.apple.com"],
    sandbox_hosts: &[
        "https://api.storekit-sandbox.apple.com",
        "https://api.storekit-sandbox.itunes.apple.com",
    ],
    probe: Some(Probe {
        url: "https://api.storekit.apple.com/inApps/v1/transactions/0",
        good: &["app-store-server-transaction-id-invalid", "app-store-server-transaction-not-found"],
        harmless: "the transaction does not exist, and nothing is changed",
        ..Probe::GET
    }),
    rules: Some(Rules {
        header: asc::HEADER,
        claims: &[
            Claim::required(
                "iss",
                Form::Identifier(Identifier::IssuerId),
                "issuer ID, shown above the list of In-App Purchase keys",
            ),
            asc::ISSUED_AT,
            shared::EXPIRES,
            asc::AUDIENCE,
            Claim::required("bid", Form::Identifier(Identifier::BundleId), "bundle ID of the app"),
            Claim::optional("nonce", Form::String, "used once; listed by the documentation of 2021 only"),
        ],
        lifetime: Lifetime {
            max: Some(3600),
            max_refused: true,
            from: &[From::IssuedAt],
            recommended: 300,
            ..Lifetime::NO_MAXIMUM
        },
        ..Rules::USUAL
    }),
    sources: &[
        concat!(
            "https://developer.apple.com/documentation/appstoreserverapi/",
            "generating-json-web-tokens-for-api-requests"
        ),
        concat!(
            "https://developer.apple.com/help/app-store-connect/",
            "configure-in-app-purchase-settings/generate-keys-for-in-app-purchases"
        ),
        "https://github.com/readdle/app-store-server-api/issues/19",
        "https://github.com/apple/app-store-server-library-node/issues/60",
    ],
    ..Service::BLANK
};
