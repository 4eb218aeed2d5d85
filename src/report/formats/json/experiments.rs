//! What the experiments showed, in JSON.

use std::time::Duration;

use serde::Serialize;

use crate::model::clock::Clock;
use crate::redact::Foreign;
use crate::report::view::{Roles, Step};

#[derive(Serialize)]
pub(super) struct ClockV1 {
    offset_seconds: f64,
    uncertainty_seconds: f64,
}

#[derive(Serialize)]
pub(super) struct ProbeV1<'a> {
    name: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed: Vec<Foreign<'a>>,
    method: Foreign<'a>,
    url: Foreign<'a>,
    /// What was sent, and what it shows; in a dry run, what it would.
    what: Foreign<'a>,
    shows: Foreign<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Foreign<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elapsed_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect: Option<Foreign<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate_limit: Option<Foreign<'a>>,
    /// What is to be said of the answer's body.
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<&'static str>,
    /// Why there was no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Foreign<'a>>,
}

#[derive(Serialize)]
pub(super) struct RolesV1<'a> {
    consistent: &'a [&'static str],
    excluded: Vec<ExcludedV1<'a>>,
    not_asked: Vec<Foreign<'a>>,
}

#[derive(Serialize)]
struct ExcludedV1<'a> {
    role: &'static str,
    evidence: Foreign<'a>,
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
    pub(super) fn of(step: Step<'a>) -> Self {
        let Step { name, changed, method, url, what, shows, result, .. } = step;
        let (response, error) = match result {
            None => (None, None),
            Some(Ok(response)) => (Some(response), None),
            Some(Err(error)) => (None, Some(error)),
        };
        let milliseconds = |elapsed: Duration| u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        Self {
            name,
            changed,
            method,
            url,
            what,
            shows,
            status: response.as_ref().map(|response| response.status),
            outcome: response.as_ref().map(|response| response.level.as_str()),
            elapsed_ms: response.as_ref().map(|response| milliseconds(response.elapsed)),
            remark: response.as_ref().and_then(|response| response.remark),
            code: response.as_ref().and_then(|response| response.code.clone()),
            redirect: response.as_ref().and_then(|response| response.redirect.clone()),
            rate_limit: response.and_then(|response| response.rate_limit),
            error,
        }
    }
}

impl<'a> RolesV1<'a> {
    pub(super) fn of(roles: Roles<'a>) -> Self {
        let Roles { consistent, excluded, skipped } = roles;
        let excluded = excluded.into_iter().map(|(role, evidence)| ExcludedV1 { role, evidence }).collect();
        Self { consistent, excluded, not_asked: skipped }
    }
}
