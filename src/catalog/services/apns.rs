use crate::catalog::service::{Claim, Form, Identifier, KeyKind, Lifetime, Probe, Service, Transport};
use crate::catalog::severity::Severity;

pub(super) static SERVICE: Service = Service {
    id: "apns",
    name: "APNs provider token",
    about: "\
The token of a push provider. It has no `exp`: Apple judges its age by `iat`, which may be an hour old, and wants a new
one at most every 20 minutes and at least every 60. One connection carries tokens of one team only.",
    key_id: Some(Identifier::KeyId),
    header: &[],
    header_id: None,
    claims: &[
        Claim::required("iss", Form::Identifier(Identifier::TeamId), "Team ID"),
        Claim::required("iat", Form::NumericDate, "issued at"),
        Claim::absent("exp", Form::NumericDate, "expires"),
        Claim::absent("aud", Form::String, "audience"),
        Claim::absent("sub", Form::String, "subject"),
    ],
    unlisted_claims: Some(Severity::Warning),
    duplicate_members: Severity::Warning,
    lifetime: Lifetime {
        max: None,
        max_refused: false,
        from: &[],
        max_age: Some(3600),
        recommended: 3000,
        long_lived: None,
    },
    scope: None,
    key: KeyKind {
        name: "developer portal key with APNs",
        page: "developer.apple.com, Account, Certificates, Identifiers & Profiles, Keys",
        file_prefixes: &["AuthKey_", "APNsAuthKey_", "APNSAuthKey_"],
    },
    transport: Transport::Bearer,
    hosts: &["https://api.push.apple.com", "https://api.push.apple.com:2197"],
    sandbox_hosts: &["https://api.sandbox.push.apple.com", "https://api.sandbox.push.apple.com:2197"],
    probe: Some(Probe {
        method: "POST",
        url: "https://api.sandbox.push.apple.com/3/device/0000000000000000000000000000000000000000000000000000000000000000",
        fields: &[("apns-topic", "{bundle_id}")],
        body: Some("{\"aps\":{}}"),
        good: &["apns-bad-device-token", "apns-missing-topic"],
        harmless: "a device token of 64 zeros belongs to nobody: `BadDeviceToken` means that the token is good",
        variants: Some(3),
    }),
    sources: &[
        "https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns",
        "https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns",
        "https://github.com/jchambers/pushy/issues/914",
    ],
};
