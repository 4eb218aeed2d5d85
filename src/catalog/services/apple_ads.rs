use crate::catalog::service::{KeyKind, Service, Sign, Transport};

pub(super) static SERVICE: Service = Service {
    id: "apple-ads",
    name: "Apple Ads API",
    about: "Campaigns of Apple Ads. Its token is a client secret, which Apple exchanges for an access token.",
    key: KeyKind { name: "key of Apple Ads", page: "Apple Ads, Account Settings, API", file_prefixes: &[] },
    transport: Transport::FormField("client_secret"),
    hosts: &["https://api.searchads.apple.com", "https://appleid.apple.com/auth/oauth2/token"],
    signs: &[Sign::Audience("https://appleid.apple.com"), Sign::Client("SEARCHADS.")],
    sources: &[concat!(
        "https://developer.apple.com/documentation/apple_search_ads/",
        "implementing_oauth_for_the_apple_search_ads_api"
    )],
    ..Service::BLANK
};
