use super::{portal, shared};
use crate::catalog::service::{Claim, Form, Identifier, Probe, Rules, Service};
use crate::catalog::severity::Severity;

pub(super) static SERVICE: Service = Service {
    id: "weatherkit",
    name: "WeatherKit REST API",
    about: "\
Weather data. Its token has a header member of its own, `id`, and only the claims that the documentation
lists. WeatherKit must be switched on twice: for the key, and for the identifier in `sub` under
Capabilities and under App Services.",
    key: portal::key("developer portal key with WeatherKit"),
    hosts: &["https://weatherkit.apple.com"],
    probe: Some(Probe {
        url: "https://weatherkit.apple.com/api/v1/availability/37.33/-122.03?country=US",
        harmless: "it asks which data there are for a place, counts as one of the free calls of a month, and \
                   changes nothing",
        ..Probe::GET
    }),
    rules: Some(Rules {
        header: &["id"],
        header_id: Some(["iss", "sub"]),
        claims: &[
            portal::ISSUER,
            shared::ISSUED_AT,
            shared::EXPIRES,
            Claim::required(
                "sub",
                Form::Identifier(Identifier::BundleId),
                "identifier with WeatherKit: Services ID or App ID",
            ),
        ],
        unlisted_claims: Some(Severity::Error),
        ..Rules::USUAL
    }),
    sources: &[
        concat!(
            "https://developer.apple.com/documentation/weatherkitrestapi/",
            "request-authentication-for-weatherkit-rest-api"
        ),
        concat!(
            "https://developer.apple.com/documentation/weatherkitrestapi/",
            "get-api-v1-availability-_latitude_-_longitude_"
        ),
        "https://developer.apple.com/forums/thread/836726",
    ],
    ..Service::BLANK
};
