//! One subject in JSON.

use serde::Serialize;

use super::discovery::DiscoveryV1;
use super::experiments::{ClockV1, ProbeV1, RolesV1};
use crate::catalog::lint::Lint;
use crate::model::time;
use crate::redact::Foreign;
use crate::report::view::{Cause, Finding, Members, Probes, Text, Token, View};
use crate::report::{Options, Verbosity, headline};

#[derive(Serialize)]
pub(in crate::report) struct SubjectV1<'a> {
    source: SourceV1<'a>,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    is: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repeats: Option<RepeatsV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    services: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    verdict: &'static str,
    /// The sentence with which the report for people begins.
    headline: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<TokenV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<KeyV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exchange: Option<ExchangeV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discovery: Option<DiscoveryV1<'a>>,
    findings: Vec<FindingV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checks: Option<ChecksV1>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    causes: Vec<CauseV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<ClockV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probes: Option<Vec<ProbeV1<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conclusions: Vec<Foreign<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    roles: Option<RolesV1<'a>>,
}

#[derive(Serialize)]
struct SourceV1<'a> {
    name: Foreign<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
}

/// Failures and tokens in the log of a job that the logs of its steps hold as well.
#[derive(Serialize)]
struct RepeatsV1<'a> {
    count: usize,
    of: Foreign<'a>,
}

#[derive(Serialize)]
struct ExchangeV1<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<Foreign<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Foreign<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Foreign<'a>>,
    /// The service's own sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Foreign<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<Foreign<'a>>,
}

#[derive(Serialize)]
struct CauseV1<'a> {
    id: &'static str,
    confidence: &'static str,
    summary: &'static str,
    evidence: Vec<Foreign<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    against: Vec<Foreign<'a>>,
    fix: &'static [&'static str],
    next: Option<Foreign<'a>>,
    source: &'static str,
}

#[derive(Serialize)]
struct TokenV1<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<Members<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<Members<'a>>,
    signature: &'static str,
    /// Without the signature, unless `--show-token` asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Text>,
}

#[derive(Serialize)]
struct KeyV1<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    key_id: Option<Foreign<'a>>,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbprint: Option<String>,
}

#[derive(Serialize)]
struct FindingV1<'a> {
    lint: &'static str,
    severity: String,
    at: Foreign<'a>,
    message: Foreign<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Foreign<'a>>,
    source: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    allowed: bool,
}

/// The checks without a finding, by lint: with `--verbose`.
#[derive(Serialize)]
struct ChecksV1 {
    passed: Vec<&'static str>,
    /// Found, and not reported: another finding explains it, or it does not hold for every service.
    withheld: Vec<&'static str>,
    inapplicable: Vec<&'static str>,
}

impl<'a> SubjectV1<'a> {
    pub(in crate::report) fn of(view: &'a View, options: &Options) -> Self {
        let (service, probes) = (view.service().map(|service| service.id), view.probes());
        let several = if service.is_none() { view.services() } else { &[] };
        Self {
            source: SourceV1 {
                name: view.name(),
                line: view.place().map(|place| place.line),
                column: view.place().map(|place| place.column),
                count: view.place().map(|place| place.count),
            },
            kind: view.kind().as_str(),
            is: view.binary().map(|binary| binary.id).or(view.named_service().map(|service| service.id)),
            repeats: view.repeats().map(|(count, of)| RepeatsV1 { count, of }),
            service,
            services: several.iter().map(|service| service.id).collect(),
            at: time::rfc3339(view.at()),
            verdict: view.verdict(options.fail_on).as_str(),
            headline: headline::of_subject(view, options),
            token: view.token().map(|token| TokenV1::of(&token)),
            key: KeyV1::of(view),
            exchange: view.has_exchange().then(|| ExchangeV1::of(view)),
            discovery: view.discovery().map(DiscoveryV1::of),
            findings: view.findings().map(FindingV1::of).collect(),
            checks: (options.verbosity == Verbosity::Verbose).then(|| ChecksV1::of(view)),
            causes: view.causes().map(CauseV1::of).collect(),
            clock: probes.and_then(Probes::clock).map(ClockV1::of),
            probes: probes.map(|probes| probes.steps().map(ProbeV1::of).collect()),
            conclusions: probes.into_iter().flat_map(Probes::conclusions).collect(),
            roles: probes.and_then(Probes::roles).map(RolesV1::of),
        }
    }
}

impl<'a> ExchangeV1<'a> {
    fn of(view: &'a View) -> Self {
        let (method, url) = view.request().map(|request| (request.method, request.url)).unzip();
        Self {
            method,
            url,
            status: view.status(),
            code: view.code(),
            detail: view.sentence(),
            response: view.response().map(|recognized| recognized.response.id),
            operation: view.operation(),
        }
    }
}

impl<'a> CauseV1<'a> {
    fn of(ranked: Cause<'a>) -> Self {
        let Cause { cause, confidence, evidence, against, next } = ranked;
        Self {
            id: cause.id,
            confidence: confidence.as_str(),
            summary: cause.title,
            evidence,
            against,
            fix: cause.fix,
            next,
            source: cause.source,
        }
    }
}

impl<'a> TokenV1<'a> {
    fn of(token: &Token<'a>) -> Self {
        Self {
            header: token.header(),
            claims: token.claims(),
            signature: token.signature().as_str(),
            text: token.has_parts().then(|| token.text()),
        }
    }
}

impl<'a> KeyV1<'a> {
    fn of(view: &'a View) -> Option<Self> {
        let key = view.key()?;
        let key_id = view.key_id().map(|id| id.value);
        Some(Self { key_id, kind: key.kind.as_str(), thumbprint: key.thumbprint })
    }
}

impl ChecksV1 {
    fn of(view: &View) -> Self {
        let names = |lints: &[&'static Lint]| lints.iter().map(|lint| lint.name).collect();
        Self {
            passed: names(view.passed()),
            withheld: names(view.withheld()),
            inapplicable: names(view.inapplicable()),
        }
    }
}

impl<'a> FindingV1<'a> {
    fn of(finding: Finding<'a>) -> Self {
        let Finding { lint, severity, at, message, help, is_allowed } = finding;
        Self {
            lint: lint.name,
            severity: severity.to_string(),
            at,
            message,
            help,
            source: lint.source,
            allowed: is_allowed,
        }
    }
}
