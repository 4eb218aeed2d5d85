use super::{portal, shared};
use crate::catalog::service::{Claim, Form, From, Identifier, Lifetime, Probe, Rules, Service, Transport};
pub(super) static SERVICE: Service = Service {
    id: "siwa",
    name: "Sign in with Apple client secret",
    about: "\
The JWT that a server sends as `client_secret` to Apple's token endpoints. Its `sub` is the client ID: the
App ID or Services ID, without team prefix, in the letter case it was registered with.",
    key: portal::key("developer portal key with Sign in with Apple"),
    transport: Transport::FormField("client_secret"),
    hosts: &["https://appleid.apple.com"],
    probe: Some(Probe {
        url: "https://appleid.apple.com/auth/token",
        body: Some("grant_type=authorization_code&code=probe&client_id={sub}&client_secret={token}"),
        good: &["siwa-invalid-grant"],
        harmless: "the code is made up, so nobody is signed in: `invalid_grant` means that the \
                 client secret is good",
        ..Probe::FORM
    }),
    rules: Some(Rules {
        claims: &[
            portal::ISSUER,
            shared::ISSUED_AT,
            shared::EXPIRES,
            Claim::required("aud", Form::Exactly(portal::APPLE_ID), "audience"),
            Claim::required(
                "sub",
                Form::Identifier(Identifier::BundleId),
                "client ID: App ID or Services ID",
            ),
        ],
        lifetime: Lifetime {
            max: Some(15_777_000),
            from: &[From::Now],
            recommended: 3600,
            ..Lifetime::NO_MAXIMUM
        },
        ..Rules::USUAL
    }),
    sources: &[
        "https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret",
        "https://developer.apple.com/documentation/signinwithapplerestapi/errorresponse",
        concat!(
            "https://developer.apple.com/documentation/technotes/",
            "tn3107-resolving-sign-in-with-apple-response-errors"
        ),
        "https://github.com/mikebronner/laravel-sign-in-with-apple/issues/9",
    ],
    ..Service::BLANK
};
