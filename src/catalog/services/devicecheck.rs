use super::portal;
use crate::catalog::service::{KeyKind, Service};

pub(super) static SERVICE: Service = Service {
    id: "devicecheck",
    name: "DeviceCheck API",
    about: "\
Two bits for each device, for the app's own server. Its token has the form of an APNs provider token.",
    key: KEY,
    hosts: &["https://api.devicecheck.apple.com"],
    sandbox_hosts: &["https://api.development.devicecheck.apple.com"],
    sources: &[
        "https://developer.apple.com/documentation/devicecheck/accessing-and-modifying-per-device-data",
    ],
    ..Service::BLANK
};

pub(super) const KEY: KeyKind = portal::key("developer portal key with DeviceCheck");
