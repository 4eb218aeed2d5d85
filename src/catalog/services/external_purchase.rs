use super::storekit;
use crate::catalog::service::Service;

pub(super) static SERVICE: Service = Service {
    id: "external-purchase",
    name: "External Purchase Server API",
    about: "Reports of purchases outside the App Store. It takes the token of the App Store Server API.",
    key: storekit::KEY,
    hosts: &["https://api.storekit.apple.com/externalPurchase"],
    sources: &[concat!(
        "https://developer.apple.com/documentation/externalpurchaseserverapi/",
        "retrieve-external-purchase-report"
    )],
    ..Service::BLANK
};
