use super::portal;
use crate::catalog::service::{Service, Sign};

pub(super) static SERVICE: Service = Service {
    id: "weatherkit",
    name: "WeatherKit REST API",
    about: "Weather data.",
    key: portal::key("developer portal key with WeatherKit"),
    hosts: &["https://weatherkit.apple.com"],
    signs: &[Sign::Header("id")],
    sources: &[concat!(
        "https://developer.apple.com/documentation/weatherkitrestapi/",
        "request-authentication-for-weatherkit-rest-api"
    )],
    ..Service::BLANK
};
