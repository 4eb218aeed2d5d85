//! What the experiments showed, in JSON.

use std::borrow::Cow;

use serde::Serialize;

use crate::judge::experiments::ProbeStep;
use crate::judge::experiments::Roles;
use crate::model::clock::Clock;
use crate::redact;

#[derive(Serialize)]
pub(super) struct ClockV1 {
    offset_seconds: f64,
    uncertainty_seconds: f64,
}

#[derive(Serialize)]
pub(super) struct ProbeV1<'a> {
    name: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    changed: &'a [String],
    method: &'a str,
    url: &'a str,
    /// What was sent, and what it shows; in a dry run, what it would.
    what: Cow<'a, str>,
    shows: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elapsed_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate_limit: Option<Cow<'a, str>>,
    /// What is to be said of the answer's body.
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<&'static str>,
    /// Why there was no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
pub(super) struct RolesV1<'a> {
    consistent: &'a [&'static str],
    excluded: Vec<ExcludedV1<'a>>,
    not_asked: &'a [String],
}

#[derive(Serialize)]
struct ExcludedV1<'a> {
    role: &'static str,
    evidence: &'a str,
}

impl ClockV1 {
    /// To a tenth of a second, the uncertainty rounded up.
    pub(super) fn of(clock: &Clock) -> Self {
        Self {
            offset_seconds: (clock.offset_seconds * 10.0).round() / 10.0,
            uncertainty_seconds: (clock.uncertainty_seconds * 10.0 - 1e-3).ceil() / 10.0,
        }
    }
}

impl<'a> ProbeV1<'a> {
    pub(super) fn of(probe: &'a ProbeStep) -> Self {
        let answered = probe.result.as_ref().and_then(|result| result.as_ref().ok());
        let failure = probe.result.as_ref().and_then(|result| result.as_ref().err());
        Self {
            name: probe.name.as_str(),
            changed: &probe.changed,
            method: &probe.method,
            url: &probe.url,
            what: redact::secrets(&probe.what),
            shows: redact::secrets(&probe.shows),
            status: answered.map(|answered| answered.status),
            code: answered.and_then(|answered| answered.code.as_deref()).map(redact::secrets),
            outcome: answered.map(|answered| answered.level.as_str()),
            elapsed_ms: answered
                .map(|answered| u64::try_from(answered.elapsed.as_millis()).unwrap_or(u64::MAX)),
            redirect: answered.and_then(|answered| answered.redirect.as_deref()).map(redact::secrets),
            rate_limit: answered.and_then(|answered| answered.rate_limit.as_deref()).map(redact::secrets),
            remark: answered.and_then(|answered| answered.remark),
            error: failure.map(|failure| redact::secrets(&failure.message)),
        }
    }
}

impl<'a> RolesV1<'a> {
    pub(super) fn of(roles: &'a Roles) -> Self {
        let excluded = |(role, evidence): &'a (&'static str, String)| ExcludedV1 { role, evidence };
        Self {
            consistent: &roles.consistent,
            excluded: roles.excluded.iter().map(excluded).collect(),
            not_asked: &roles.skipped,
        }
    }
}
