use super::musickit;
use crate::catalog::service::Service;

pub(super) static SERVICE: Service = Service {
    id: "apple-music-feed",
    name: "Apple Music Feed API",
    about: "The catalog of Apple Music as files. It takes the token of MusicKit.",
    key: musickit::KEY,
    hosts: &["https://api.media.apple.com"],
    sources: &["https://developer.apple.com/documentation/applemusicfeed/generating-developer-tokens"],
    ..Service::BLANK
};
