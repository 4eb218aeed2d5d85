use super::{portal, shared};
use crate::catalog::service::{KeyKind, Lifetime, Probe, Rules, Service};
use crate::catalog::severity::Severity;
pub(super) static SERVICE: Service = Service {
    id: "apns",
    name: "APNs provider token",
    about: "\
The token of a push provider. It has no `exp`: Apple judges its age by `iat`, which may be an hour old,
and wants a new one at most every 20 minutes and at least every 60. One connection carries tokens of one
team only. A team can have two keys for each environment; a key of one environment is refused by the
host of the other.",
    key: KeyKind {
        name: "developer portal key with APNs",
        page: portal::KEYS,
        file_prefixes: &["AuthKey_", "APNsAuthKey_", "APNSAuthKey_"],
    },
    hosts: &["https://api.push.apple.com", "https://api.push.apple.com:2197"],
    sandbox_hosts: &["https://api.sandbox.push.apple.com", "https://api.sandbox.push.apple.com:2197"],
    probe: Some(Probe {
        method: "POST",
        url: concat!(
            "https://api.sandbox.push.apple.com/3/device/",
            "0000000000000000000000000000000000000000000000000000000000000000"
        ),
        fields: &[("apns-topic", "{bundle_id}")],
        body: Some("{\"aps\":{}}"),
        good: &["apns-bad-device-token", "apns-missing-topic"],
        harmless: "a device token of 64 zeros belongs to nobody: `BadDeviceToken` means that the \
                 token is good",
        variants: Some(3),
        ..Probe::GET
    }),
    rules: Some(Rules {
        claims: &[portal::ISSUER, shared::ISSUED_AT],
        unlisted_claims: Some(Severity::Warning),
        lifetime: Lifetime { max_age: Some(3600), recommended: 3000, ..Lifetime::NO_MAXIMUM },
        ..Rules::USUAL
    }),
    sources: &[
        concat!(
            "https://developer.apple.com/documentation/usernotifications/",
            "establishing-a-token-based-connection-to-apns"
        ),
        concat!(
            "https://developer.apple.com/documentation/usernotifications/",
            "handling-notification-responses-from-apns"
        ),
        "https://github.com/jchambers/pushy/issues/914",
    ],
    ..Service::BLANK
};
