use super::organization;
use crate::catalog::service::{Service, Sign, Transport};

pub(super) static SERVICE: Service = Service {
    id: "apple-business",
    name: "Apple Business API",
    about: "\
Devices and users of an organization. Its token is a client assertion, which Apple exchanges for an access
token.",
    key: organization::key("key of Apple Business", "business.apple.com, Preferences, API"),
    transport: Transport::FormField("client_assertion"),
    hosts: &["https://api-business.apple.com", "https://account.apple.com/auth/oauth2"],
    signs: &[organization::AUDIENCE, Sign::Client("BUSINESSAPI.")],
    sources: &[concat!(
        "https://developer.apple.com/documentation/apple-school-and-business-manager-api/",
        "implementing-oauth-for-the-apple-school-manager-and-apple-business-api"
    )],
    ..Service::BLANK
};
