use crate::catalog::service::{
    Claim, Form, From, Identifier, KeyKind, Lifetime, LongLived, Probe, Scope, Service, Transport,
};
use crate::catalog::severity::Severity;

pub(super) static SERVICE: Service = Service {
    id: "asc-team",
    name: "App Store Connect API, team key",
    about: "\
The API of App Store Connect, with a key of the whole team. The role chosen when the key is made decides what it may
do; it reaches all apps and is never the Account Holder. The Notary API, altool, xcodebuild and Transporter take the
same key and the same token.",
    key_id: Some(Identifier::KeyId),
    header: &["typ"],
    header_id: None,
    claims: CLAIMS,
    unlisted_claims: None,
    duplicate_members: Severity::Warning,
    lifetime: LIFETIME,
    scope: Some(SCOPE),
    key: TEAM_KEY,
    transport: Transport::Bearer,
    hosts: HOSTS,
    sandbox_hosts: &[],
    probe: Some(PROBE),
    sources: &[
        "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
        "https://developer.apple.com/documentation/appstoreconnectapi/creating-api-keys-for-app-store-connect-api",
        "https://github.com/Cap-go/capgo.app/pull/2840",
        "https://github.com/rorkai/App-Store-Connect-CLI/pull/2083",
    ],
};

pub(super) const CLAIMS: &[Claim] = &[
    Claim::required(
        "iss",
        Form::Identifier(Identifier::IssuerId),
        "issuer ID, shown above the list of team keys",
    ),
    Claim::documented("iat", Form::NumericDate, "issued at"),
    Claim::required("exp", Form::NumericDate, "expires"),
    Claim::required("aud", Form::Exactly("appstoreconnect-v1"), "audience"),
    Claim::optional("scope", Form::Strings, "the only requests this token is good for"),
];

pub(super) const SCOPE: Scope =
    Scope { methods: &["GET"], ignored_parameters: &["limit", "cursor", "sort"], bare_prefix: None };

pub(super) const HOSTS: &[&str] = &["https://api.appstoreconnect.apple.com"];

pub(super) const PROBE: Probe = Probe {
    method: "GET",
    url: "https://api.appstoreconnect.apple.com/v1/apps?limit=1",
    fields: &[],
    body: None,
    good: &[],
    harmless: "it reads one app at most, and changes nothing",
    variants: None,
};

pub(super) const TEAM_KEY: KeyKind = KeyKind {
    name: "App Store Connect team key",
    page: "App Store Connect, Users and Access, Integrations, App Store Connect API, Team Keys",
    file_prefixes: &["AuthKey_"],
};

pub(super) const LIFETIME: Lifetime = Lifetime {
    max: Some(1200),
    max_refused: false,
    from: &[From::IssuedAt, From::Now],
    max_age: None,
    recommended: 600,
    long_lived: Some(LongLived {
        max: 15_777_000,
        paths: &[
            "/v1/apps/*/perfPowerMetrics",
            "/v1/builds/*/diagnosticSignatures",
            "/v1/builds/*/perfPowerMetrics",
            "/v1/ciArtifacts",
            "/v1/ciBuildActions",
            "/v1/ciBuildRuns",
            "/v1/ciIssues",
            "/v1/ciMacOsVersions",
            "/v1/ciProducts",
            "/v1/ciTestResults",
            "/v1/ciWorkflows",
            "/v1/ciXcodeVersions",
            "/v1/diagnosticSignatures/*/logs",
            "/v1/scmGitReferences",
            "/v1/scmProviders",
            "/v1/scmPullRequests",
            "/v1/scmRepositories",
        ],
    }),
};
