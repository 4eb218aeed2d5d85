use crate::catalog::service::{KeyKind, Service, Sign, Transport};

pub(super) static SERVICE: Service = Service {
    id: "marketplace",
    name: "alternative marketplace token",
    about: "\
The token that connects an alternative app marketplace. It is uploaded in App Store Connect and sent in no
request.",
    key: KeyKind {
        name: "key of the marketplace",
        page: "a key pair of your own, whose public key is uploaded in App Store Connect",
        file_prefixes: &[],
    },
    transport: Transport::Other("a text that is uploaded in App Store Connect"),
    signs: &[Sign::Claim("pid")],
    sources: &[concat!(
        "https://developer.apple.com/documentation/appstoreconnectapi/",
        "creating-keys-and-establishing-alternative-marketplace-connections"
    )],
    ..Service::BLANK
};
