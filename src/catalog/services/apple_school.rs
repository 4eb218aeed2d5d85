use super::organization;
use crate::catalog::service::{Service, Sign, Transport};

pub(super) static SERVICE: Service = Service {
    id: "apple-school",
    name: "Apple School Manager API",
    about: "\
Devices and users of a school. Its token is a client assertion, which Apple exchanges for an access token.",
    key: organization::key("key of Apple School Manager", "school.apple.com, Preferences, API"),
    transport: Transport::FormField("client_assertion"),
    hosts: &["https://api-school.apple.com"],
    signs: &[organization::AUDIENCE, Sign::Client("SCHOOLAPI.")],
    sources: &[concat!(
        "https://developer.apple.com/documentation/apple-school-and-business-manager-api/",
        "implementing-oauth-for-the-apple-school-manager-and-apple-business-api"
    )],
    ..Service::BLANK
};
