use super::storekit;
use crate::catalog::service::Service;

pub(super) static SERVICE: Service = Service {
    id: "advanced-commerce",
    name: "Advanced Commerce API",
    about: "\
Purchases of large catalogs of content, for the app's own server. It takes the token of the App Store Server
API.",
    key: storekit::KEY,
    hosts: &["https://api.storekit.apple.com/advancedCommerce"],
    sandbox_hosts: &["https://api.storekit-sandbox.apple.com/advancedCommerce"],
    sources: &[concat!(
        "https://developer.apple.com/documentation/advancedcommerceapi/",
        "authorizing-api-requests-from-your-server"
    )],
    ..Service::BLANK
};
