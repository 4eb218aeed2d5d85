use super::maps_server;
use crate::catalog::service::{Service, Transport};

pub(super) static SERVICE: Service = Service {
    id: "mapkit-js",
    name: "MapKit JS",
    about: "Maps in web pages.",
    key: maps_server::KEY,
    transport: Transport::Other("the function that a web page gives to `mapkit.init`"),
    hosts: &["https://cdn.apple-mapkit.com"],
    sources: &["https://developer.apple.com/documentation/mapkitjs/creating-a-maps-token"],
    ..Service::BLANK
};
