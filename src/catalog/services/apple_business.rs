use super::shared;
use crate::catalog::service::{Claim, Form, Identifier, KeyKind, Presence, Probe, Rules, Service, Transport};

pub(super) static SERVICE: Service = Service {
    id: "apple-business",
    aliases: &["apple-school"],
    name: "Apple Business and Apple School Manager API",
    about: "\
Devices and users of an organization. Its token is a client assertion, which Apple exchanges for an
access token of an hour; only that goes to the API. The audience has a `/v2` that the address of the
exchange has not. Apple Business was called Apple Business Manager until April 2026. The key is made by
an Organization Administrator, in Apple School Manager by an Administrator.",
    key: KeyKind {
        name: "key of an API account of Apple Business or Apple School Manager",
        page: "business.apple.com or school.apple.com → Preferences → API",
        // Apple hands the file out under a name that shows nothing.
        file_prefixes: &[],
    },
    transport: Transport::FormField("client_assertion"),
    hosts: &["https://account.apple.com/auth/oauth2"],
    other_hosts: &["https://api-business.apple.com", "https://api-school.apple.com"],
    probe: Some(Probe {
        url: "https://account.apple.com/auth/oauth2/token",
        body: Some(concat!(
            "grant_type=client_credentials&client_id={sub}",
            "&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "&client_assertion={token}&scope={sub:BUSINESSAPI.=business.api,SCHOOLAPI.=school.api}"
        )),
        good: &["200-organisation"],
        harmless: "it hands out an access token for an hour, which is not used, and changes nothing",
        grants_access: true,
        ..Probe::FORM
    }),
    rules: Some(Rules {
        key_id: Some(Identifier::Uuid),
        claims: &[
            Claim::required(
                "sub",
                Form::Identifier(Identifier::ClientId(&["BUSINESSAPI.", "SCHOOLAPI."])),
                "client ID, shown beside the key",
            ),
            // Apple's script sets it, Apple's table of claims does not list it.
            Claim {
                name: "iss",
                presence: Presence::Documented,
                form: Form::SameAs("sub"),
                about: "client ID",
            },
            Claim::required(
                "aud",
                Form::Exactly("https://account.apple.com/auth/oauth2/v2/token"),
                "audience",
            ),
            shared::ISSUED_AT,
            shared::EXPIRES,
            Claim::required("jti", Form::Unique, "any unique identifier"),
        ],
        lifetime: shared::CLIENT_SECRET_LIFETIME,
        ..Rules::USUAL
    }),
    sources: &[
        concat!(
            "https://developer.apple.com/documentation/apple-school-and-business-manager-api/",
            "implementing-oauth-for-the-apple-school-manager-and-apple-business-api"
        ),
        "https://developer.apple.com/documentation/applebusinessapi",
        "https://developer.apple.com/forums/thread/818652",
    ],
    ..Service::BLANK
};
