//! One subject in JSON.

use std::borrow::Cow;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::experiments::{ClockV1, ProbeV1, RolesV1};
use crate::catalog::lint::{Checks, Finding, Lint};
use crate::judge::diagnosis::Diagnosis;
use crate::judge::subject::Subject;
use crate::model::exchange::Exchange;
use crate::model::json;
use crate::model::jwk::PublicKey;
use crate::model::jws::Token;
use crate::model::time;
use crate::redact;
use crate::report::formats::human::is_confidential;
use crate::report::{Options, Verbosity};

/// Values that nest deeper are left out: most readers give up at such a depth.
const MAX_DEPTH: usize = 64;

/// Numbers with more characters are left out: readers refuse to convert them.
const MAX_DIGITS: usize = 400;

/// Longer values are left out, in bytes.
const MAX_VALUE: usize = 64 << 10;

#[derive(Serialize)]
pub(in crate::report) struct SubjectV1<'a> {
    source: SourceV1<'a>,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    is: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    services: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<TokenV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<KeyV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exchange: Option<ExchangeV1<'a>>,
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
    conclusions: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    roles: Option<RolesV1<'a>>,
}

#[derive(Serialize)]
struct SourceV1<'a> {
    name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
}

#[derive(Serialize)]
struct ExchangeV1<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<&'a str>,
}

#[derive(Serialize)]
struct CauseV1<'a> {
    id: &'static str,
    confidence: &'static str,
    summary: &'static str,
    evidence: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    against: Vec<Cow<'a, str>>,
    fix: &'static [&'static str],
    next: Option<Cow<'a, str>>,
    source: &'static str,
}

#[derive(Serialize)]
struct TokenV1<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<Object<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<Object<'a>>,
    signature: &'static str,
    /// Without the signature, unless `--show-token` asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Serialize)]
struct KeyV1<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    key_id: Option<Cow<'a, str>>,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbprint: Option<String>,
}

#[derive(Serialize)]
struct FindingV1<'a> {
    lint: &'static str,
    severity: String,
    at: Cow<'a, str>,
    message: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Cow<'a, str>>,
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
    pub(in crate::report) fn of(subject: &'a Subject, options: Options) -> Self {
        let service = subject.service_id();
        let experiments = subject.experiments.as_ref();
        let several = if service.is_none() { subject.recognition.services.as_slice() } else { &[] };
        Self {
            source: SourceV1 {
                name: redact::secrets(&subject.input.source.name),
                line: subject.input.place.map(|place| place.line),
                column: subject.input.place.map(|place| place.column),
                count: subject.input.place.map(|place| place.count),
            },
            kind: subject.input.kind.as_str(),
            is: subject.input.binary.map(|binary| binary.id),
            service,
            services: several.iter().map(|service| service.id).collect(),
            at: time::rfc3339(subject.recognition.at),
            token: subject.input.token.as_ref().map(|token| TokenV1::of(token, subject, options)),
            key: KeyV1::of(subject),
            exchange: subject.input.exchange.as_ref().map(|exchange| ExchangeV1::of(exchange, subject)),
            findings: subject.checks.findings.iter().map(FindingV1::of).collect(),
            checks: (options.verbosity == Verbosity::Verbose).then(|| ChecksV1::of(&subject.checks)),
            causes: subject.explanation.causes.iter().map(CauseV1::of).collect(),
            clock: experiments.and_then(|experiments| experiments.clock.as_ref()).map(ClockV1::of),
            probes: experiments.map(|experiments| experiments.steps.iter().map(ProbeV1::of).collect()),
            conclusions: experiments
                .map(|o| o.conclusions.iter().map(String::as_str).collect())
                .unwrap_or_default(),
            roles: experiments.and_then(|experiments| experiments.roles.as_ref()).map(RolesV1::of),
        }
    }
}

impl<'a> ExchangeV1<'a> {
    fn of(exchange: &'a Exchange, subject: &'a Subject) -> Self {
        let request = exchange.request.as_ref();
        Self {
            method: request.map(|request| redact::secrets(&request.method)),
            url: request.map(|request| redact::secrets(&request.shown()).into_owned()),
            status: subject.status(),
            code: subject.recognition.code.as_deref().map(redact::secrets),
            response: subject.recognition.response.map(|recognised| recognised.response.id),
            operation: subject.explanation.operation.as_deref().map(str::trim_end),
        }
    }
}

impl<'a> CauseV1<'a> {
    fn of(diagnosis: &'a Diagnosis) -> Self {
        let Diagnosis { cause, confidence, evidence, against, next, .. } = diagnosis;
        Self {
            id: cause.id,
            confidence: confidence.as_str(),
            summary: cause.title,
            evidence: evidence.iter().map(|words| redact::secrets(words)).collect(),
            against: against.iter().map(|words| redact::secrets(words)).collect(),
            fix: cause.fix,
            next: next.as_deref().map(redact::secrets),
            source: cause.source,
        }
    }
}

impl<'a> TokenV1<'a> {
    fn of(token: &'a Token, subject: &'a Subject, options: Options) -> Self {
        let text = match options.show_token {
            true => redact::whole_token(token, &subject.known()),
            false => redact::token(token),
        };
        Self {
            header: token.header().map(|object| Object { object, is_hidden: Box::new(|_| false) }),
            claims: token.claims().map(|object| Object {
                object,
                is_hidden: Box::new(|claim| is_confidential(subject, claim)),
            }),
            signature: subject.verification.as_str(),
            text: token.signing_input().map(|_| text),
        }
    }
}

impl<'a> KeyV1<'a> {
    fn of(subject: &'a Subject) -> Option<Self> {
        let key = &subject.input.key.as_ref()?.key;
        Some(Self {
            key_id: subject.input.credentials.key_id().map(|id| redact::value("kid", &id.value)),
            kind: key.kind.as_str(),
            thumbprint: key.public.as_ref().map(PublicKey::thumbprint),
        })
    }
}

impl ChecksV1 {
    fn of(checks: &Checks) -> Self {
        let names = |lints: &[&'static Lint]| lints.iter().map(|lint| lint.name).collect();
        Self {
            passed: names(&checks.passed),
            withheld: names(&checks.withheld),
            inapplicable: names(&checks.inapplicable),
        }
    }
}

impl<'a> FindingV1<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            lint: finding.lint.name,
            severity: finding.severity.to_string(),
            at: redact::secrets(&finding.at),
            message: redact::secrets(&finding.message),
            help: finding.help.as_deref().map(redact::secrets),
            source: finding.lint.source,
            allowed: finding.allowed,
        }
    }
}

/// An object with the spelling of its values; of members that occur twice, the last.
struct Object<'a> {
    object: &'a json::Object,
    /// Whose values are not shown.
    is_hidden: Box<dyn Fn(&str) -> bool + 'a>,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for member in self.object.last_members() {
            let (raw, depth) = (member.value.raw(), member.value.depth());
            map.serialize_key(&redact::secrets(&member.name))?;
            if depth > MAX_DEPTH {
                map.serialize_value(&format!("<{depth} nested levels, not shown>"))?;
            } else if member.value.kind() == json::Kind::Number && raw.len() > MAX_DIGITS {
                map.serialize_value(&format!("<a number of {} characters, not shown>", raw.len()))?;
            } else if raw.len() > MAX_VALUE {
                map.serialize_value(&format!(
                    "<{} of {} bytes, not shown>",
                    member.value.kind().noun(),
                    raw.len()
                ))?;
            } else if (self.is_hidden)(&member.name) {
                map.serialize_value("<redacted>")?;
            } else if redact::value(&member.name, raw) != raw {
                let value = redacted(&member.name, serde_json::from_str(raw).unwrap_or_default());
                // A key may be cut in elements that show nothing each.
                match redact::leaves_key(raw, &value.to_string()) {
                    true => map.serialize_value("<redacted>")?,
                    false => map.serialize_value(&value)?,
                }
            } else {
                map.serialize_value(member.value.as_raw())?;
            }
        }
        map.end()
    }
}

/// The value of a member with the secrets in its strings replaced, and all of what its name calls one.
fn redacted(name: &str, value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;

    match value {
        Value::String(text) => Value::String(redact::value(name, &text).into_owned()),
        Value::Array(elements) => elements.into_iter().map(|value| redacted(name, value)).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (redact::secrets(&name).into_owned(), redacted(&name, value)))
            .collect(),
        Value::Number(number) => {
            let text = number.to_string();
            let shown = redact::value(name, &text);
            if shown == text { Value::Number(number) } else { Value::String(shown.into_owned()) }
        }
        other => other,
    }
}
