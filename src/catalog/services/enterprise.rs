use super::{asc, shared};
use crate::catalog::service::{Claim, Form, Identifier, KeyFile, KeyKind, Lifetime, Probe, Rules, Service};
pub(super) static SERVICE: Service = Service {
    id: "enterprise",
    name: "Apple Developer Enterprise Program API",
    about: "\
The API of the Enterprise Program. Its keys, audience and host are its own: a key of App Store Connect
does not work here, nor the other way round (fastlane switches all of them with `in_house`). It has no
individual keys, and no team keys by role.",
    key: KeyKind {
        name: "Enterprise Program API key",
        page: "developer.apple.com → Account → Users and Access → Integrations",
        file_prefixes: &["AuthKey_"],
    },
    key_file: Some(KeyFile::InHouse),
    hosts: &["https://api.enterprise.developer.apple.com"],
    probe: Some(Probe {
        url: "https://api.enterprise.developer.apple.com/v1/bundleIds?limit=1",
        harmless: "it reads one bundle ID at most, and changes nothing",
        ..Probe::GET
    }),
    rules: Some(Rules {
        header: asc::HEADER,
        claims: &[
            Claim::required(
                "iss",
                Form::Identifier(Identifier::IssuerId),
                "issuer ID, shown above the list of keys",
            ),
            shared::ISSUED_AT,
            shared::EXPIRES,
            Claim::required("aud", Form::Exactly("apple-developer-enterprise-v1"), "audience"),
            asc::SCOPE_CLAIM,
        ],
        lifetime: Lifetime { long_lived: None, ..asc::LIFETIME },
        scope: Some(asc::SCOPE),
        ..Rules::USUAL
    }),
    sources: &[
        "https://developer.apple.com/documentation/enterpriseprogramapi/generating-tokens-for-api-requests",
        concat!(
            "https://github.com/fastlane/fastlane/blob/d5347690d/spaceship/lib/spaceship/",
            "connect_api/token.rb#L105"
        ),
    ],
    ..Service::BLANK
};
