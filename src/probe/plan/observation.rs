//! What the plan reads: requests that were sent, and what came of each.

use std::time::Duration;

use super::attempt::Attempt;
use crate::catalog::context::Context;
use crate::catalog::lint::{self, Finding};
use crate::catalog::lints::LINTS;
use crate::catalog::response::{self, Answer, Response};
use crate::catalog::service::Service;
use crate::input::exchange::code;
use crate::judge::experiments::{Level, NoResponse, ProbeResponse};
use crate::model::clock::{self, Sample};
use crate::model::credentials::Credentials;
use crate::model::exchange::Exchange;
use crate::model::json::Object;
use crate::model::jws::Token;
use crate::model::verification::Verification;
use crate::redact;

/// Everything that is known when the next step is chosen.
#[derive(Clone, Copy)]
pub(crate) struct Observations<'a> {
    /// Every request so far, in the order in which it was sent.
    pub(crate) log: &'a [Observation],
    pub(crate) judgment: &'a Judgment<'a>,
    /// Whether the judgment knows of the response to the given token. See [`Step::Judge`](super::step::Step::Judge).
    pub(crate) is_judged: bool,
}

/// A request that was sent.
#[derive(Clone)]
pub(crate) struct Observation {
    pub(crate) attempt: Attempt,
    /// When the plan chose it, in seconds since 1970 by this machine's clock.
    pub(crate) planned: f64,
    /// `None`: nothing yet.
    pub(crate) outcome: Option<Result<Reply, NoResponse>>,
}

/// A response, as far as the plan reads it.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) response: ProbeResponse,
    /// When the request was sent, in seconds since 1970 by this machine's clock.
    pub(crate) started: f64,
    /// The server's time, in seconds since 1970.
    pub(crate) date: Option<f64>,
    /// A `Date` that cannot be the server's time.
    pub(crate) strange_date: Option<f64>,
    pub(crate) sample: Option<Sample>,
    /// The ID of the first resource in its body.
    pub(crate) first_id: Option<String>,
    /// Whether the time was over before it was there as a whole.
    pub(crate) is_late: bool,
}

/// What the judge says of the given token, in what the plan uses of it.
pub(crate) struct Judgment<'a> {
    /// What lints read beside a token: the plan puts each of its own tokens in the place of the given one. `None`: the
    /// rules of the service are not known.
    pub(crate) context: Option<Context<'a>>,
    /// The identifiers that were given.
    pub(crate) credentials: &'a Credentials,
    pub(crate) allowed: &'a [&'a str],
    pub(crate) findings: &'a [Finding],
    /// The causes that may explain the rejection, most likely first.
    pub(crate) causes: Vec<&'static str>,
    /// The exchange whose response is explained.
    pub(crate) exchange: Option<&'a Exchange>,
}

/// A request that has a response, as the plan reads it.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    /// Its place among the steps.
    pub(super) index: usize,
    pub(super) level: Level,
    pub(super) response: &'static Response,
    pub(super) reply: &'a Reply,
}

impl Judgment<'_> {
    /// What the lints find in another token, with these identifiers beside it, at that instant, in seconds since 1970.
    pub(super) fn lint(
        &self,
        token: &Token,
        signature: &Verification,
        credentials: &Credentials,
        at: f64,
    ) -> Vec<Finding> {
        let Some(context) = self.context else { return Vec::new() };
        let token = Some(token);
        let context =
            Context { token, credentials, at, at_is_known: true, signature, exchange: None, ..context };
        lint::run(LINTS, &[context], self.allowed).findings
    }

    /// How likely a cause is so far: its place in the ranking.
    pub(super) fn place(&self, cause: &str) -> usize {
        self.causes.iter().position(|id| *id == cause).unwrap_or(self.causes.len())
    }
}

impl Reply {
    /// Reads a response of `service`. `None`: it has no status.
    pub(crate) fn of(
        service: &Service,
        exchange: &Exchange,
        started: f64,
        elapsed: Duration,
    ) -> Option<Self> {
        let status = exchange.status?;
        let recognized = response::recognize(&Answer {
            status: Some(status),
            text: exchange.body.as_deref(),
            content_type: exchange.field("content-type"),
            services: &[service.id],
            takes_common: true,
        });
        let date = exchange.date();
        let is_credible = date.is_none_or(|date| clock::is_credible(date, started));
        let sample = Sample::of(exchange, started, started + elapsed.as_secs_f64());
        Some(Self {
            response: ProbeResponse {
                status,
                code: exchange.body.as_deref().and_then(code),
                level: Level::of(&recognized, status),
                recognized,
                elapsed,
                rate_limit: rate_limit(exchange),
                redirect: None,
                remark: None,
            },
            started,
            date: date.filter(|_| is_credible),
            strange_date: date.filter(|_| !is_credible),
            sample: sample.filter(|_| is_credible),
            first_id: exchange.body.as_deref().and_then(first_id),
            is_late: false,
        })
    }
}

/// What the response says of limits, as it says it.
fn rate_limit(exchange: &Exchange) -> Option<String> {
    let limit = exchange.field("x-rate-limit").map(|limit| redact::excerpt(limit, 120));
    let retry =
        exchange.field("retry-after").map(|after| format!("Retry-After: {}", redact::excerpt(after, 40)));
    match (limit, retry) {
        (Some(limit), Some(retry)) => Some(format!("{} {retry}", limit.trim_end())),
        (limit, retry) => limit.or(retry),
    }
}

/// The `id` of the first resource in a document of JSON:API.
fn first_id(body: &str) -> Option<String> {
    let document = Object::parse(body.as_bytes()).ok()?;
    let first = document.get("data")?.elements()?.into_iter().next()?;
    let id = Object::parse(first.raw().as_bytes()).ok()?.str("id")?.into_owned();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (id.len() <= 40 && id.chars().all(is_plain)).then_some(id)
}
