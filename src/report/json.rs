//! `--format json`, version 1: its own structs, so that the program can change without breaking its readers.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::Report;
use crate::jwk::PublicKey;
use crate::jws::Token;
use crate::lint::Finding;
use crate::subject::Subject;
use crate::{json, redact, time};

const SCHEMA: &str = "why401/1";

/// Values that nest deeper are left out: most readers give up at such a depth.
const MAX_DEPTH: usize = 64;

/// Numbers with more characters are left out: readers refuse to convert them.
const MAX_DIGITS: usize = 400;

/// Longer values are left out, in bytes.
const MAX_VALUE: usize = 64 << 10;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool,
    subjects: Vec<SubjectV1<'a>>,
    verdict: &'static str,
    summary: SummaryV1,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct SubjectV1<'a> {
    source: SourceV1<'a>,
    kind: &'static str,
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
    findings: Vec<FindingV1<'a>>,
}

#[derive(Serialize)]
struct SourceV1<'a> {
    name: Cow<'a, str>,
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

#[derive(Serialize)]
struct SummaryV1 {
    subjects: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary;
    let document = Document {
        schema: SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        subjects: report.subjects.iter().map(|subject| SubjectV1::of(subject, report)).collect(),
        verdict: report.verdict.as_str(),
        summary: SummaryV1 {
            subjects: summary.subjects,
            errors: summary.errors,
            warnings: summary.warnings,
            notes: summary.notes,
        },
    };
    serde_json::to_writer_pretty(Escaping(out), &document)?;
    out.write_all(b"\n")
}

/// Writes characters that paint or hide text as `\u` escapes. Outside strings JSON has none of them.
struct Escaping<'a>(&'a mut dyn Write);

impl Write for Escaping<'_> {
    /// Takes whole characters, as the serialiser writes them.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = std::str::from_utf8(bytes).map_err(io::Error::other)?;
        let mut done = 0;
        for (at, c) in text.char_indices().filter(|(_, c)| *c != '\n' && redact::is_hidden(*c)) {
            self.0.write_all(text.get(done..at).unwrap_or_default().as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(self.0, "\\u{unit:04x}")?;
            }
            done = at + c.len_utf8();
        }
        self.0.write_all(text.get(done..).unwrap_or_default().as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<'a> SubjectV1<'a> {
    fn of(subject: &'a Subject, report: &Report) -> Self {
        let service = subject.service().map(|service| service.id);
        let several = if service.is_none() { subject.services.as_slice() } else { &[] };
        Self {
            source: SourceV1 { name: redact::secrets(&subject.source.name) },
            kind: subject.kind.as_str(),
            service,
            services: several.iter().map(|service| service.id).collect(),
            at: time::rfc3339(report.at),
            token: subject.token.as_ref().map(|token| TokenV1::of(token, subject, report)),
            key: KeyV1::of(subject),
            findings: subject.findings.iter().map(FindingV1::of).collect(),
        }
    }
}

impl<'a> TokenV1<'a> {
    fn of(token: &'a Token, subject: &Subject, report: &Report) -> Self {
        let text = if report.show_token { token.whole() } else { token.redacted() };
        Self {
            header: token.header().map(Object),
            claims: token.claims().map(Object),
            signature: subject.verification.as_str(),
            text: token.signing_input().map(|_| text),
        }
    }
}

impl<'a> KeyV1<'a> {
    fn of(subject: &'a Subject) -> Option<Self> {
        let key = &subject.key.as_ref()?.key;
        Some(Self {
            key_id: subject.credentials.key_id().map(|id| redact::secrets(&id.value)),
            kind: key.kind.as_str(),
            thumbprint: key.public.as_ref().map(PublicKey::thumbprint),
        })
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
struct Object<'a>(&'a json::Object);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for member in self.0.last_members() {
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
            } else if let Cow::Owned(_) = redact::secrets(raw) {
                map.serialize_value(&redacted(serde_json::from_str(raw).unwrap_or_default()))?;
            } else {
                map.serialize_value(member.value.as_raw())?;
            }
        }
        map.end()
    }
}

/// The value with the secrets in its strings replaced.
fn redacted(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;

    match value {
        Value::String(text) => Value::String(redact::secrets(&text).into_owned()),
        Value::Array(elements) => elements.into_iter().map(redacted).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (redact::secrets(&name).into_owned(), redacted(value)))
            .collect(),
        other => other,
    }
}
