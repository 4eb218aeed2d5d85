use super::{portal, shared};
use crate::catalog::service::{Claim, Form, From, Lifetime, Probe, Rules, Service};
use crate::catalog::severity::Severity;

pub(super) static SERVICE: Service = Service {
    id: "musickit",
    aliases: &["apple-music-feed"],
    name: "Apple Music API",
    about: "\
The catalog of Apple Music and the library of its users. Its token is called developer token; requests
below `/v1/me` need the Music User Token of a user beside it. ShazamKit and the Apple Music Feed take
the same token.",
    key: portal::key("developer portal key with Media Services (MusicKit, ShazamKit, Apple Music Feed)"),
    hosts: &["https://api.music.apple.com", "https://api.media.apple.com"],
    probe: Some(Probe {
        url: "https://api.music.apple.com/v1/storefronts/us",
        harmless: "it reads an entry of the catalog, and changes nothing",
        ..Probe::GET
    }),
    rules: Some(Rules {
        claims: &[
            portal::ISSUER,
            shared::ISSUED_AT,
            shared::EXPIRES,
            Claim::optional("origin", Form::Origins, "the only web sites that may use the token"),
        ],
        duplicate_members: Severity::Error,
        lifetime: Lifetime {
            max: Some(15_777_000),
            from: &[From::Now],
            recommended: 15_552_000,
            ..Lifetime::NO_MAXIMUM
        },
        ..Rules::USUAL
    }),
    sources: &[
        "https://developer.apple.com/documentation/applemusicapi/generating-developer-tokens",
        "https://developer.apple.com/documentation/applemusicapi/http-status-codes",
        "https://developer.apple.com/documentation/applemusicfeed/generating-developer-tokens",
        concat!(
            "https://developer.apple.com/help/account/capabilities/",
            "create-a-media-identifier-and-private-key"
        ),
        "https://github.com/scottrhoyt/apple-music-jwt/pull/2",
    ],
    ..Service::BLANK
};
