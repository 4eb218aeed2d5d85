use super::{asc, shared, storekit};
use crate::catalog::service::{Claim, Condition, Form, Identifier, Rules, Service, Transport};
use crate::catalog::severity::Severity;

pub(super) static SERVICE: Service = Service {
    id: "storekit-jws",
    aliases: &["storekit-advanced-commerce", "storekit-introductory-offer", "storekit-promotional-offer"],
    name: "JWS for StoreKit",
    about: "\
Requests that a server signs and an app hands to StoreKit: promotional offers, eligibility for
introductory offers, and Advanced Commerce. `aud` says which. They have no `exp` and are sent in no
request, so that nothing can be asked; StoreKit refuses a bad one on the device. The older signature of
promotional offers is not a token, and is not checked.",
    key: storekit::KEY,
    transport: Transport::Other("the app, which hands it to StoreKit"),
    rules: Some(Rules {
        header: asc::HEADER,
        claims: &[
            Claim::required(
                "iss",
                Form::Identifier(Identifier::IssuerId),
                "issuer ID, shown above the list of In-App Purchase keys",
            ),
            shared::ISSUED_AT,
            Claim::required("aud", Form::OneOf(AUDIENCES), "what is signed"),
            Claim::required("bid", Form::Identifier(Identifier::BundleId), "bundle ID of the app"),
            Claim::required("nonce", Form::Unique, "a UUID in lower case, used once"),
            Claim::required_with(OFFER, "productId", Form::String, "product ID of the subscription"),
            Claim::required_with(PROMOTION, "offerIdentifier", Form::String, "ID of the promotional offer"),
            Claim::required_with(
                INTRODUCTION,
                "allowIntroductoryOffer",
                Form::Boolean,
                "whether the customer gets the introductory offer",
            ),
            Claim::required_with(
                INTRODUCTION,
                "transactionId",
                Form::String,
                "ID of a transaction of the customer",
            ),
            Claim::required_with(COMMERCE, "request", Form::String, "the request in JSON, base64-encoded"),
        ],
        unlisted_claims: Some(Severity::Warning),
        ..Rules::USUAL
    }),
    sources: &[
        "https://developer.apple.com/documentation/storekit/generating-jws-to-sign-app-store-requests",
        concat!(
            "https://github.com/apple/app-store-server-library-python/blob/8b5ccdc/",
            "appstoreserverlibrary/jws_signature_creator.py"
        ),
        "https://developer.apple.com/forums/thread/792393",
    ],
    ..Service::BLANK
};

const AUDIENCES: &[&str] = &["promotional-offer", "introductory-offer-eligibility", "advanced-commerce-api"];

const OFFER: Condition = of(&["promotional-offer", "introductory-offer-eligibility"]);
const PROMOTION: Condition = of(&["promotional-offer"]);
const INTRODUCTION: Condition = of(&["introductory-offer-eligibility"]);
const COMMERCE: Condition = of(&["advanced-commerce-api"]);

const fn of(audiences: &'static [&'static str]) -> Condition {
    Condition { claim: "aud", words: audiences }
}
