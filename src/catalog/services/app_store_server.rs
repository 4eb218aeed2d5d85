use crate::catalog::service::{Claim, Form, From, Identifier, KeyKind, Lifetime, Probe, Service, Transport};
use crate::catalog::severity::Severity;

pub(super) static SERVICE: Service = Service {
    id: "app-store-server",
    name: "App Store Server API",
    about: "\
Transactions and subscriptions, for the app's own server. It takes an In-App Purchase key, not one of the App Store
Connect API, and every token names one app in `bid`. The production host answers 401 to everybody until the app has
been released; the sandbox works before that.",
    key_id: Some(Identifier::KeyId),
    header: &["typ"],
    header_id: None,
    claims: &[
        Claim::required("iss", Form::Identifier(Identifier::IssuerId), "issuer ID, shown above the list of In-App Purchase keys"),
        Claim::documented("iat", Form::NumericDate, "issued at"),
        Claim::required("exp", Form::NumericDate, "expires"),
        Claim::required("aud", Form::Exactly("appstoreconnect-v1"), "audience"),
        Claim::required("bid", Form::Identifier(Identifier::BundleId), "bundle ID of the app"),
        Claim::optional("nonce", Form::String, "used once; listed by the documentation of 2021 only"),
    ],
    unlisted_claims: None,
    duplicate_members: Severity::Warning,
    lifetime: Lifetime {
        max: Some(3600),
        max_refused: true,
        from: &[From::IssuedAt],
        max_age: None,
        recommended: 300,
        long_lived: None,
    },
    scope: None,
    key: KeyKind {
        name: "In-App Purchase key",
        page: "App Store Connect, Users and Access, Integrations, In-App Purchase",
        file_prefixes: &["SubscriptionKey_"],
    },
    transport: Transport::Bearer,
    hosts: &["https://api.storekit.apple.com", "https://api.storekit.itunes.apple.com"],
    sandbox_hosts: &["https://api.storekit-sandbox.apple.com", "https://api.storekit-sandbox.itunes.apple.com"],
    probe: Some(Probe {
        method: "GET",
        url: "https://api.storekit.apple.com/inApps/v1/transactions/0",
        fields: &[],
        body: None,
        good: &["app-store-server-transaction-id-invalid", "app-store-server-transaction-not-found"],
        harmless: "the transaction does not exist, and nothing is changed",
        variants: None,
    }),
    sources: &[
        "https://developer.apple.com/documentation/appstoreserverapi/generating-json-web-tokens-for-api-requests",
        "https://developer.apple.com/help/app-store-connect/configure-in-app-purchase-settings/generate-keys-for-in-app-purchases",
        "https://github.com/readdle/app-store-server-api/issues/19",
        "https://github.com/apple/app-store-server-library-node/issues/60",
    ],
};
