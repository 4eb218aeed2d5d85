//! What the services around App Store Connect have in common.

use super::shared;
use crate::catalog::service::{Claim, Form, From, Identifier, KeyKind, Lifetime, LongLived, Probe, Scope};

pub(super) const AUDIENCE: Claim = Claim::required("aud", Form::Exactly("appstoreconnect-v1"), "audience");

/// Listed as required, and seen to be optional.
pub(super) const ISSUED_AT: Claim = Claim::documented("iat", Form::NumericDate, "issued at");

pub(super) const SCOPE_CLAIM: Claim =
    Claim::optional("scope", Form::Strings, "the only requests this token is good for");

/// The header of tokens of these services.
pub(super) const HEADER: &[&str] = &["typ"];

/// The claims of a team key's token.
pub(super) const CLAIMS: &[Claim] = &[
    Claim::required(
        "iss",
        Form::Identifier(Identifier::IssuerId),
        "issuer ID, shown above the list of team keys",
    ),
    ISSUED_AT,
    shared::EXPIRES,
    AUDIENCE,
    SCOPE_CLAIM,
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
    grants_access: false,
    variants: None,
};

pub(super) const TEAM_KEY: KeyKind = KeyKind {
    name: "App Store Connect team key",
    page: "App Store Connect → Users and Access → Integrations → App Store Connect API → Team Keys",
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
