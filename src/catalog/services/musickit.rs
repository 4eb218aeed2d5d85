use super::portal;
use crate::catalog::service::{KeyKind, Service};

pub(super) static SERVICE: Service = Service {
    id: "musickit",
    name: "Apple Music API",
    about: "The catalog of Apple Music and the library of its users.",
    key: KEY,
    hosts: &["https://api.music.apple.com"],
    sources: &["https://developer.apple.com/documentation/applemusicapi/generating-developer-tokens"],
    ..Service::BLANK
};

pub(super) const KEY: KeyKind =
    portal::key("developer portal key with Media Services (MusicKit, ShazamKit, Apple Music Feed)");
