use super::portal;
use crate::catalog::service::{Service, Transport};

pub(super) static SERVICE: Service = Service {
    id: "aods-roster",
    name: "Account and Organizational Data Sharing API",
    about: "\
Data that an organization shares with apps. Its client secret has the form of the one of Sign in with Apple.",
    key: portal::key("developer portal key with Account & Organizational Data Sharing"),
    transport: Transport::FormField("client_secret"),
    hosts: &["https://appleid.apple.com/auth/oauth2/v2"],
    other_hosts: &["https://api-school.apple.com/rosterapi"],
    sources: &[
        "https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret",
    ],
    ..Service::BLANK
};
