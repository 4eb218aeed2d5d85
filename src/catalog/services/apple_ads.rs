use super::{portal, shared};
use crate::catalog::service::{Claim, Form, Identifier, KeyKind, Probe, Rules, Service, Transport};

pub(super) static SERVICE: Service = Service {
    id: "apple-ads",
    name: "Apple Ads API",
    about: "\
Campaigns of Apple Ads. Its token is a client secret, which Apple exchanges for an access token of an
hour; only that goes to the API. The Platform API (`api.ads.apple.com`) wants the header `X-AP-Context:
adAccountId=…`, except for `GET /v1/me` and `/v1/acls`; the Campaign Management API 5
(`api.searchads.apple.com`), which ends on 26 January 2027, wants `X-AP-Context: orgId=…`.",
    key: KeyKind {
        name: "Apple Ads key",
        page: "a key pair of your own, whose public key is uploaded in Apple Ads → Account Settings → API",
        file_prefixes: &[],
    },
    transport: Transport::FormField("client_secret"),
    hosts: &["https://appleid.apple.com/auth/oauth2/token"],
    other_hosts: &["https://api.ads.apple.com", "https://api.searchads.apple.com"],
    probe: Some(Probe {
        url: "https://appleid.apple.com/auth/oauth2/token",
        body: Some("grant_type=client_credentials&client_id={sub}&client_secret={token}&scope=searchadsorg"),
        good: &["200-organisation"],
        harmless: "it hands out an access token for an hour, which is not used, and changes nothing",
        grants_access: true,
        ..Probe::FORM
    }),
    rules: Some(Rules {
        key_id: Some(Identifier::Uuid),
        claims: &[
            Claim::required(
                "iss",
                Form::Identifier(CLIENT),
                "team ID of Apple Ads, shown below the public key as teamId",
            ),
            Claim::required("sub", Form::Identifier(CLIENT), "client ID, shown there as clientId"),
            Claim::required("aud", Form::Exactly(portal::APPLE_ID), "audience"),
            shared::ISSUED_AT,
            shared::EXPIRES,
        ],
        lifetime: shared::CLIENT_SECRET_LIFETIME,
        ..Rules::USUAL
    }),
    sources: &[
        concat!(
            "https://developer.apple.com/documentation/apple_search_ads/",
            "implementing_oauth_for_the_apple_search_ads_api"
        ),
        "https://developer.apple.com/documentation/apple-ads-platform-api/access-overview",
        "https://github.com/rorkai/App-Store-Connect-CLI/pull/2093",
    ],
    ..Service::BLANK
};

const CLIENT: Identifier = Identifier::ClientId(&["SEARCHADS."]);
