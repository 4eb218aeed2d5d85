use super::portal;
use crate::catalog::service::Service;

pub(super) static SERVICE: Service = Service {
    id: "apps-and-books",
    name: "Apps and Books for Organizations API",
    about: "Metadata of apps and books, for vendors of device management.",
    key: portal::key("developer portal key with Apps and Books"),
    hosts: &["https://api.ent.apple.com"],
    sources: &["https://developer.apple.com/documentation/devicemanagement/generating-developer-tokens"],
    ..Service::BLANK
};
