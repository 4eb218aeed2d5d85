use super::portal;
use crate::catalog::service::Service;

pub(super) static SERVICE: Service = Service {
    id: "classkit-catalog",
    name: "ClassKit Catalog API",
    about: "Activities of apps that teachers assign.",
    key: portal::key("developer portal key with ClassKit Catalog"),
    hosts: &["https://classkit-catalog.apple.com"],
    sources: &[concat!(
        "https://developer.apple.com/documentation/classkitcatalogapi/",
        "authenticating-calls-to-the-classkit-catalog-api"
    )],
    ..Service::BLANK
};
