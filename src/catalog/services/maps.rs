use super::{portal, shared};
use crate::catalog::service::{Claim, Condition, Form, Lifetime, Probe, Rules, Service};
use crate::catalog::severity::Severity;

pub(super) static SERVICE: Service = Service {
    id: "maps",
    aliases: &["mapkit-js", "maps-server"],
    name: "Apple Maps: Maps Server API and MapKit JS",
    about: "\
Maps in web pages, and geocoding, directions and search for servers. A server exchanges the token for an
access token of half an hour; a web page hands it to `mapkit.init`. `scope` names what the token is for,
in one string. Tokens can also be made in the developer account under Services, Maps, Tokens.",
    key: portal::key("developer portal key with MapKit JS"),
    hosts: &["https://maps-api.apple.com/v1/token", "https://cdn.apple-mapkit.com"],
    other_hosts: &["https://maps-api.apple.com", "https://snapshot.apple-mapkit.com"],
    probe: Some(Probe {
        url: "https://maps-api.apple.com/v1/token",
        good: &["maps-quota"],
        harmless: "it hands out an access token for half an hour, which is not used, and changes nothing",
        grants_access: true,
        ..Probe::GET
    }),
    rules: Some(Rules {
        header: &["typ"],
        claims: &[
            portal::ISSUER,
            shared::ISSUED_AT,
            shared::EXPIRES,
            Claim::optional("scope", Form::Words(SCOPES), "what the token is for"),
            Claim::required_with(
                BROWSER,
                "origin",
                Form::Domains,
                "the only web sites that may use the token; tokens for web pages need it",
            ),
        ],
        duplicate_members: Severity::Error,
        lifetime: Lifetime { recommended: 1800, ..Lifetime::NO_MAXIMUM },
        ..Rules::USUAL
    }),
    sources: &[
        concat!(
            "https://developer.apple.com/documentation/applemapsserverapi/",
            "creating-and-using-tokens-with-maps-server-api"
        ),
        "https://developer.apple.com/documentation/mapkitjs/creating-a-maps-token",
        "https://developer.apple.com/documentation/applemapsserverapi/debugging-an-invalid-token",
    ],
    ..Service::BLANK
};

const SCOPES: &[&str] = &["embed_api", "mapkit_js", "server_api", "web_snapshots"];

/// A token that stands in web pages, where everybody can read it.
const BROWSER: Condition = Condition { claim: "scope", words: &["embed_api", "mapkit_js", "web_snapshots"] };
