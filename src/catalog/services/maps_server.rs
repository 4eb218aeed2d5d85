use super::portal;
use crate::catalog::service::{KeyKind, Service};

pub(super) static SERVICE: Service = Service {
    id: "maps-server",
    name: "Maps Server API",
    about: "Geocoding, directions and search, for servers.",
    key: KEY,
    hosts: &["https://maps-api.apple.com"],
    sources: &[concat!(
        "https://developer.apple.com/documentation/applemapsserverapi/",
        "creating-and-using-tokens-with-maps-server-api"
    )],
    ..Service::BLANK
};

pub(super) const KEY: KeyKind = portal::key("developer portal key with Maps");
