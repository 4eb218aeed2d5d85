use super::{portal, shared};
use crate::catalog::service::{Lifetime, Probe, Rules, Service, Transport};

pub(super) static SERVICE: Service = Service {
    id: "devicecheck",
    aliases: &["appattest"],
    name: "DeviceCheck and App Attest API",
    about: "\
Two bits for each device, and the receipts of App Attest, for the app's own server. The token has the
form of an APNs provider token: no `exp`, and an age that is judged by `iat`. App Attest takes it
without `Bearer`.",
    key: portal::key("developer portal key with DeviceCheck"),
    hosts: &["https://api.devicecheck.apple.com", "https://data.appattest.apple.com"],
    sandbox_hosts: &[
        "https://api.development.devicecheck.apple.com",
        "https://data-development.appattest.apple.com",
    ],
    other_transports: &[
        ("data.appattest.apple.com", Transport::Bare),
        ("data-development.appattest.apple.com", Transport::Bare),
    ],
    probe: Some(Probe {
        method: "POST",
        url: "https://api.devicecheck.apple.com/v1/validate_device_token",
        fields: &[("Content-Type", "application/json")],
        body: Some(concat!(
            r#"{"device_token":"AAAA","transaction_id":"6f2d1c0a-5b3e-4d7f-8a91-c4e0b2d6f813","#,
            r#""timestamp":{milliseconds}}"#
        )),
        good: &["devicecheck-device-token"],
        harmless: "the device token is made up and is only validated: that it is malformed is said when the \
                   token is good",
        ..Probe::GET
    }),
    rules: Some(Rules {
        claims: &[portal::ISSUER, shared::ISSUED_AT],
        lifetime: Lifetime { max_age: Some(3600), recommended: 1200, ..Lifetime::NO_MAXIMUM },
        ..Rules::USUAL
    }),
    sources: &[
        "https://developer.apple.com/documentation/devicecheck/accessing-and-modifying-per-device-data",
        "https://developer.apple.com/documentation/devicecheck/assessing-fraud-risk",
        "https://github.com/Kylmakalle/devicecheck/issues/5",
        "https://github.com/marinosoftware/DeviceCheckSample/issues/3",
    ],
    ..Service::BLANK
};
