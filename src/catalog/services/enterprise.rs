use super::asc_team;
use crate::catalog::service::{Claim, Form, Identifier, KeyKind, Lifetime, Probe, Service, Transport};
use crate::catalog::severity::Severity;

pub(super) static SERVICE: Service = Service {
    id: "enterprise",
    name: "Apple Developer Enterprise Program API",
    about: "\
The API of the Enterprise Program. Its keys, audience and host are its own: a key of App Store Connect does not work
here, nor the reverse (fastlane switches all of them with `in_house`).",
    key_id: Some(Identifier::KeyId),
    header: &["typ"],
    header_id: None,
    claims: &[
        Claim::required("iss", Form::Identifier(Identifier::IssuerId), "issuer ID, shown above the list of keys"),
        Claim::required("iat", Form::NumericDate, "issued at"),
        Claim::required("exp", Form::NumericDate, "expires"),
        Claim::required("aud", Form::Exactly("apple-developer-enterprise-v1"), "audience"),
        Claim::optional("scope", Form::Strings, "the only requests this token is good for"),
    ],
    unlisted_claims: None,
    duplicate_members: Severity::Warning,
    lifetime: Lifetime { long_lived: None, ..asc_team::LIFETIME },
    scope: Some(asc_team::SCOPE),
    key: KeyKind {
        name: "Enterprise Program API key",
        page: "developer.apple.com, Account, Users and Access, Integrations",
        file_prefixes: &["AuthKey_"],
    },
    transport: Transport::Bearer,
    hosts: &["https://api.enterprise.developer.apple.com"],
    sandbox_hosts: &[],
    probe: Some(Probe {
        method: "GET",
        url: "https://api.enterprise.developer.apple.com/v1/bundleIds?limit=1",
        fields: &[],
        body: None,
        good: &[],
        harmless: "it reads one bundle ID at most, and changes nothing",
        variants: None,
    }),
    sources: &[
        "https://developer.apple.com/documentation/enterpriseprogramapi/generating-tokens-for-api-requests",
        "https://github.com/fastlane/fastlane/blob/d5347690d/spaceship/lib/spaceship/connect_api/token.rb#L105",
    ],
};
