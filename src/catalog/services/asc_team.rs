use super::asc;
use crate::catalog::service::{KeyFile, Rules, Service};
pub(super) static SERVICE: Service = Service {
    id: "asc-team",
    name: "App Store Connect API, team key",
    about: "\
The API of App Store Connect, with a key of the whole team. Before the first key is made, the Account
Holder must request access to the API. The role chosen when a key is made decides what it may do and
cannot be changed; it is shown in the list of keys, column Access. The key reaches all apps and is never
the Account Holder. A team can have several team keys; Apple states no number. The Notary API, altool,
xcodebuild and Transporter take the same key and the same token.",
    key: asc::TEAM_KEY,
    key_file: Some(KeyFile::Ordinary),
    hosts: asc::HOSTS,
    probe: Some(asc::PROBE),
    rules: Some(Rules {
        header: asc::HEADER,
        claims: asc::CLAIMS,
        lifetime: asc::LIFETIME,
        scope: Some(asc::SCOPE),
        ..Rules::USUAL
    }),
    sources: &[
        "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
        concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "creating-api-keys-for-app-store-connect-api"
        ),
        "https://github.com/Cap-go/capgo.app/pull/2840",
        "https://github.com/rorkai/App-Store-Connect-CLI/pull/2083",
    ],
    ..Service::BLANK
};
