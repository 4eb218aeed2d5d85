use super::asc;
use crate::catalog::service::{Lifetime, Probe, Rules, Scope, Service};
pub(super) static SERVICE: Service = Service {
    id: "notary",
    name: "Notary API",
    about: "\
The API behind notarytool. It takes the token of an App Store Connect team key; nothing but the host, or a
`scope` that some tools send, tells the two apart.",
    key: asc::TEAM_KEY,
    hosts: &["https://appstoreconnect.apple.com/notary/v2"],
    probe: Some(Probe {
        url: "https://appstoreconnect.apple.com/notary/v2/submissions",
        harmless: "it lists submissions, and changes nothing",
        ..Probe::GET
    }),
    rules: Some(Rules {
        header: asc::HEADER,
        claims: asc::CLAIMS,
        lifetime: Lifetime { long_lived: None, ..asc::LIFETIME },
        scope: Some(Scope { bare_prefix: Some("/notary/"), ..asc::SCOPE }),
        ..Rules::USUAL
    }),
    sources: &[
        "https://developer.apple.com/documentation/notaryapi",
        "https://github.com/indygreg/apple-platform-rs/issues/53",
        "https://github.com/anchore/quill/blob/e7c8db3/quill/notary/token.go#L34",
    ],
    ..Service::BLANK
};
