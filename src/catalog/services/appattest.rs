use super::devicecheck;
use crate::catalog::service::{Service, Transport};

pub(super) static SERVICE: Service = Service {
    id: "appattest",
    name: "App Attest API",
    about: "\
Receipts that show how many devices an app instance claims to be. It takes the token of DeviceCheck.",
    key: devicecheck::KEY,
    transport: Transport::Bare,
    hosts: &["https://data.appattest.apple.com"],
    sandbox_hosts: &["https://data-development.appattest.apple.com"],
    sources: &["https://developer.apple.com/documentation/devicecheck/assessing-fraud-risk"],
    ..Service::BLANK
};
