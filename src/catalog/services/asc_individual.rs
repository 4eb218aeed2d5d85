use super::{asc, shared};
use crate::catalog::service::{Claim, Form, Identifier, KeyFile, KeyKind, Rules, Service};
pub(super) static SERVICE: Service = Service {
    id: "asc-individual",
    name: "App Store Connect API, individual key",
    about: "\
The API of App Store Connect, with the key of one user: it has that user's roles and apps, and an Admin
can change those. Its tokens have `sub: \"user\"` and no `iss`. By default each user with the role
Account Holder, Admin, App Manager, Customer Support, Developer or Marketing can make one, unless an
Admin took \"Generate Individual API Keys\" away; one is active at a time. It cannot be used for
provisioning or for sales and finance reports. notarytool takes it since Xcode 26 according to its
manual page, while the documentation of the API still excludes it.",
    key: KeyKind {
        name: "App Store Connect individual key",
        page: "App Store Connect → your name → Edit Profile → Individual API Key",
        file_prefixes: &["ApiKey_"],
    },
    key_file: Some(KeyFile::Ordinary),
    hosts: asc::HOSTS,
    probe: Some(asc::PROBE),
    rules: Some(Rules {
        key_id: Some(Identifier::IndividualKeyId),
        header: asc::HEADER,
        claims: &[
            Claim::required("sub", Form::Exactly("user"), "an individual key's token"),
            asc::ISSUED_AT,
            shared::EXPIRES,
            asc::AUDIENCE,
            asc::SCOPE_CLAIM,
            Claim::forbidden("iss", Form::String, "issuer ID"),
        ],
        lifetime: asc::LIFETIME,
        scope: Some(asc::SCOPE),
        ..Rules::USUAL
    }),
    sources: &[
        "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
        concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "creating-api-keys-for-app-store-connect-api"
        ),
        "https://github.com/isaced/appstore-connect-sdk/issues/34",
    ],
    ..Service::BLANK
};
