use super::storekit;
use crate::catalog::service::{Service, Sign, Transport};

pub(super) static SERVICE: Service = Service {
    id: "storekit-jws",
    aliases: &["storekit-advanced-commerce", "storekit-introductory-offer", "storekit-promotional-offer"],
    name: "JWS for StoreKit",
    about: "\
Signed requests that an app hands to StoreKit: promotional offers, introductory offers and Advanced
Commerce. They are sent in no request of a server.",
    key: storekit::KEY,
    transport: Transport::Other("the app, which hands it to StoreKit"),
    signs: &[
        Sign::Audience("advanced-commerce-api"),
        Sign::Audience("introductory-offer-eligibility"),
        Sign::Audience("promotional-offer"),
    ],
    sources: &[
        "https://developer.apple.com/documentation/storekit/generating-jws-to-sign-app-store-requests",
    ],
    ..Service::BLANK
};
