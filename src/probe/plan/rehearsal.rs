//! What would be sent: the plan walked through imagined worlds. Nothing is sent.

use std::time::Duration;

use super::attempt::{Attempt, Purpose};
use super::observation::{Judgment, Observation, Observations, Reply};
use super::setup::Plan;
use super::step::Step;
use super::walk::row;
use crate::judge::experiments::{Experiments, ProbeStep};
use crate::model::clock::Sample;
use crate::model::exchange::Exchange;

/// Seconds that the clocks differ by where they do: enough to be noticed.
const SKEW: f64 = 5.0;

/// A world: what is accepted, and how far this machine's clock is ahead of the server's, in seconds.
struct World<'a> {
    accepts: &'a dyn Fn(usize, Purpose) -> bool,
    offset: f64,
}

/// Every request that the plan may send, each once, in an order in which it could be sent.
///
/// What is accepted decides the way that the plan takes; these are its ways, each to its end. None is longer than the
/// limits allow, and all of them together may be.
pub(crate) fn rehearse(plan: &Plan, judgment: &Judgment, now: f64) -> Experiments {
    let way = |offset, accepts: &dyn Fn(usize, Purpose) -> bool| {
        plan.rehearsed(judgment, now, &World { accepts, offset })
    };
    let is_fresh = |purpose| matches!(purpose, Purpose::Fresh | Purpose::FreshAgain);
    let of_token = way(0.0, &|_, purpose| is_fresh(purpose));
    let nothing_passes = way(0.0, &|_, _| false);
    let last = of_token.len().saturating_sub(1);
    let last_identity = nothing_passes.iter().rposition(|it| it.attempt.purpose == Purpose::Identity);
    let ways = [
        // The credential is valid.
        way(0.0, &|_, purpose| !matches!(purpose, Purpose::NoToken | Purpose::Captured)),
        // The key, or an identifier of it, is the cause.
        way(0.0, &|index, _| Some(index) == last_identity),
        nothing_passes,
        // The signature is.
        way(0.0, &|_, purpose| matches!(purpose, Purpose::RawSignature | Purpose::Resigned)),
        // The clock is, which is ahead by so little that no finding changes with it.
        way(SKEW, &|_, purpose| is_fresh(purpose) || purpose == Purpose::ServerClock),
        // The clocks differ, and the token is the cause.
        way(SKEW, &|_, purpose| is_fresh(purpose)),
        // One change of the token is accepted.
        way(0.0, &|index, purpose| is_fresh(purpose) || index >= last && purpose.is_variant()),
        of_token,
    ];
    let longest = ways.iter().map(Vec::len).max();
    let mut merged: Vec<Observation> = Vec::new();
    for way in ways {
        merge(&mut merged, way);
    }
    let row = |observation: &Observation| ProbeStep { result: None, ..row(observation) };
    let nothing = Observations { log: &[], judgment, is_judged: true };
    Experiments {
        is_dry_run: true,
        most_requests: longest.unwrap_or_default(),
        steps: merged.iter().map(row).collect(),
        ..plan.results(nothing, now)
    }
}

impl Plan<'_> {
    /// The requests that are sent in a world.
    fn rehearsed(&self, judgment: &Judgment, now: f64, world: &World) -> Vec<Observation> {
        let mut log: Vec<Observation> = Vec::new();
        let mut now = now;
        loop {
            match self.next(Observations { log: &log, judgment, is_judged: true }, now) {
                Step::Send(attempts) => {
                    for attempt in attempts {
                        let reply =
                            self.imagined((world.accepts)(log.len(), attempt.purpose), now, world.offset);
                        log.push(Observation { attempt, planned: now, outcome: reply.map(Ok) });
                    }
                }
                Step::Wait { until } => now = until,
                Step::Judge { .. } | Step::Stop => return log,
            }
        }
    }

    fn imagined(&self, is_accepted: bool, now: f64, offset: f64) -> Option<Reply> {
        let (status, body) = if is_accepted { (200, "{}") } else { (401, "") };
        let exchange = Exchange { status: Some(status), body: Some(body.to_owned()), ..Exchange::default() };
        let sample = Sample { sent: now, received: now, date: now - offset };
        Some(Reply {
            first_id: Some("APP_ID".to_owned()),
            sample: (offset != 0.0).then_some(sample),
            ..Reply::of(self.service, &exchange, now, Duration::ZERO)?
        })
    }
}

/// Puts what is new of a way behind what comes before it in both.
fn merge(merged: &mut Vec<Observation>, way: Vec<Observation>) {
    let key = |observation: &Observation| {
        let Attempt { name, changed, what, endpoint, .. } = &observation.attempt;
        (*name, changed.clone(), what.clone(), endpoint.url.clone())
    };
    let mut end = 0;
    for observation in way {
        match merged.iter().position(|known| key(known) == key(&observation)) {
            Some(at) => end = end.max(at + 1),
            None => {
                merged.insert(end, observation);
                end += 1;
            }
        }
    }
}
