use super::asc_team;
use crate::catalog::service::{Claim, Form, Identifier, KeyKind, Service, Transport};
use crate::catalog::severity::Severity;

pub(super) static SERVICE: Service = Service {
    id: "asc-individual",
    name: "App Store Connect API, individual key",
    about: "\
The API of App Store Connect, with the key of one user: it has that user's roles and apps. Its tokens carry
`sub: \"user\"` and no `iss`. It cannot do provisioning, sales and finance reports; notarytool takes it since Xcode 26
according to its manual page, while the documentation of the API still says no.",
    key_id: Some(Identifier::IndividualKeyId),
    header: &["typ"],
    header_id: None,
    claims: &[
        Claim::required("sub", Form::Exactly("user"), "an individual key's token"),
        Claim::documented("iat", Form::NumericDate, "issued at"),
        Claim::required("exp", Form::NumericDate, "expires"),
        Claim::required("aud", Form::Exactly("appstoreconnect-v1"), "audience"),
        Claim::optional("scope", Form::Strings, "the only requests this token is good for"),
        Claim::forbidden("iss", Form::String, "issuer ID"),
    ],
    unlisted_claims: None,
    duplicate_members: Severity::Warning,
    lifetime: asc_team::LIFETIME,
    scope: Some(asc_team::SCOPE),
    key: KeyKind {
        name: "App Store Connect individual key",
        page: "App Store Connect, your own user profile, Individual API Key",
        file_prefixes: &["ApiKey_"],
    },
    transport: Transport::Bearer,
    hosts: asc_team::HOSTS,
    sandbox_hosts: &[],
    probe: Some(asc_team::PROBE),
    sources: &[
        "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
        "https://developer.apple.com/documentation/appstoreconnectapi/creating-api-keys-for-app-store-connect-api",
        "https://github.com/isaced/appstore-connect-sdk/issues/34",
    ],
};
