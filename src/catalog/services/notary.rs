use super::asc_team;
use crate::catalog::service::{Identifier, Lifetime, Probe, Scope, Service, Transport};
use crate::catalog::severity::Severity;

pub(super) static SERVICE: Service = Service {
    id: "notary",
    name: "Notary API",
    about: "\
The API behind notarytool. It takes the token of an App Store Connect team key; nothing but the host, or a `scope` that
some tools send, tells the two apart.",
    key_id: Some(Identifier::KeyId),
    header: &["typ"],
    header_id: None,
    claims: asc_team::CLAIMS,
    unlisted_claims: None,
    duplicate_members: Severity::Warning,
    lifetime: Lifetime { long_lived: None, ..asc_team::LIFETIME },
    scope: Some(Scope { bare_prefix: Some("/notary/"), ..asc_team::SCOPE }),
    key: asc_team::TEAM_KEY,
    transport: Transport::Bearer,
    hosts: &["https://appstoreconnect.apple.com/notary/v2"],
    sandbox_hosts: &[],
    probe: Some(Probe {
        method: "GET",
        url: "https://appstoreconnect.apple.com/notary/v2/submissions",
        fields: &[],
        body: None,
        good: &[],
        harmless: "it lists submissions, and changes nothing",
        variants: None,
    }),
    sources: &[
        "https://developer.apple.com/documentation/notaryapi",
        "https://github.com/indygreg/apple-platform-rs/issues/53",
        "https://github.com/anchore/quill/blob/e7c8db3/quill/notary/token.go#L34",
    ],
};
