//! Takes the plan's steps: sends, waits, has the judge judge again, and writes down what came.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use futures_util::future::join_all;
use zeroize::Zeroizing;

use super::net::{BodyEnd, Client, Failure, Transfer};
use super::plan::{Attempt, Judgment, Observation, Observations, Plan, Reply, Step};
use super::{plan, wire};
use crate::catalog::service::Service;
use crate::judge::Settings;
use crate::judge::experiments::{Experiments, NoResponse};
use crate::judge::subject::Subject;
use crate::model::exchange::Exchange;
use crate::model::json::Object;

/// A run of the plan.
pub(crate) struct Driver<'a> {
    pub(crate) client: &'a Client,
    pub(crate) plan: &'a Plan<'a>,
    pub(crate) settings: &'a Settings<'a>,
    /// Seconds since 1970, with fractions.
    pub(crate) clock: &'a dyn Fn() -> f64,
    /// Told what is being sent.
    pub(crate) progress: &'a dyn Fn(&str),
}

/// What was sent so far. It is there when a run is interrupted, too.
#[derive(Default)]
pub(crate) struct Journal {
    log: RefCell<Vec<Observation>>,
    is_judged: Cell<bool>,
}

impl Driver<'_> {
    /// Sends until the plan is at its end.
    pub(crate) async fn run(&self, journal: &Journal, subject: &mut Subject) {
        let mut exchanges: Vec<Option<Exchange>> = Vec::new();
        let mut latest = f64::NEG_INFINITY;
        loop {
            // A clock that is set back in a run must not make the plan wait for the time it showed before.
            let now = (self.clock)().max(latest);
            latest = now;
            match self.next(journal, subject, now) {
                Step::Send(attempts) => exchanges.extend(self.send(journal, attempts, now).await),
                Step::Wait { until } => {
                    let pause = Duration::try_from_secs_f64(until - now).unwrap_or_default();
                    tokio::time::sleep(pause).await;
                    latest = until;
                }
                Step::Judge { response } => {
                    let exchange = response.and_then(|index| exchanges.get(index)?.clone());
                    if let Some(exchange) = exchange {
                        *subject = subject.with_exchange(exchange, self.settings);
                    }
                    journal.is_judged.set(true);
                }
                Step::Stop => return,
            }
        }
    }

    fn next(&self, journal: &Journal, subject: &Subject, now: f64) -> Step {
        let (log, is_judged) = (journal.log.borrow(), journal.is_judged.get());
        let judgment = judgment(subject, self.settings, self.plan.service);
        self.plan.next(Observations { log: &log, judgment: &judgment, is_judged }, now)
    }

    /// Sends at once, and gives each exchange as the judge reads it.
    async fn send(&self, journal: &Journal, attempts: Vec<Attempt>, planned: f64) -> Vec<Option<Exchange>> {
        let first = journal.log.borrow().len();
        journal.log.borrow_mut().extend(attempts.iter().map(|attempt| Observation {
            attempt: attempt.clone(),
            planned,
            outcome: None,
        }));
        join_all(attempts.iter().zip(first..).map(|(attempt, index)| async move {
            (self.progress)(attempt.name.as_str());
            let sent = self.client.send(wire::outgoing(attempt, planned)).await;
            let (outcome, exchange) = match sent {
                Ok(sent) => reply(self.plan.service, sent),
                Err(failure) => (Err(no_response(failure)), None),
            };
            if let Some(observation) = journal.log.borrow_mut().get_mut(index) {
                observation.outcome = Some(outcome);
            }
            exchange
        }))
        .await
    }
}

impl Journal {
    /// What all of it comes to.
    pub(crate) fn results(
        &self,
        plan: &Plan,
        subject: &Subject,
        settings: &Settings,
        now: f64,
    ) -> Experiments {
        let (log, is_judged) = (self.log.borrow(), self.is_judged.get());
        let judgment = judgment(subject, settings, plan.service);
        plan.results(Observations { log: &log, judgment: &judgment, is_judged }, now)
    }
}

/// What would be sent.
pub(crate) fn rehearse(plan: &Plan, subject: &Subject, settings: &Settings, now: f64) -> Experiments {
    plan::rehearse(plan, &judgment(subject, settings, plan.service), now)
}

/// What the plan uses of a subject.
fn judgment<'a>(subject: &'a Subject, settings: &'a Settings<'a>, service: &'static Service) -> Judgment<'a> {
    Judgment {
        context: subject.context(settings, service),
        credentials: &subject.input.credentials,
        allowed: &settings.allowed,
        findings: &subject.checks.findings,
        causes: subject.explanation.causes.iter().map(|diagnosis| diagnosis.cause.id).collect(),
        exchange: subject.input.exchange.as_ref().filter(|_| subject.recognition.response.is_some()),
    }
}

/// What the plan reads of a response, and the exchange as the judge reads it: without a `Date` that cannot be the
/// server's time.
fn reply(service: &Service, sent: Transfer) -> (Result<Reply, NoResponse>, Option<Exchange>) {
    let Transfer { mut exchange, started, elapsed, redirect, body_end } = sent;
    let grants_access = service.probe.as_ref().is_some_and(|probe| probe.grants_access);
    let granted = if grants_access { drop_grant(&mut exchange) } else { None };
    let Some(mut reply) = Reply::of(service, &exchange, started, elapsed) else {
        let message = "a response without a status".to_owned();
        return (Err(NoResponse { message, is_of_network: false }), None);
    };
    reply.response.redirect = redirect;
    reply.response.remark = remark(body_end).or(granted);
    reply.is_late = body_end == BodyEnd::TimedOut;
    if reply.strange_date.is_some() {
        exchange.fields.retain(|field| !field.name.eq_ignore_ascii_case("date"));
    }
    (Ok(reply), Some(exchange))
}

/// Drops the body of a success, with the access token in it, and says whether there was one.
fn drop_grant(exchange: &mut Exchange) -> Option<&'static str> {
    if !exchange.status.is_some_and(|status| (200..300).contains(&status)) {
        return None;
    }
    let body = exchange.body.take().map(Zeroizing::new);
    let granted = Object::parse(body.as_deref().map_or(&[], |body| body.as_bytes()))
        .ok()
        .is_some_and(|body| ["access_token", "accessToken"].iter().any(|name| body.get(name).is_some()));
    Some(if granted { "an access token came, and was dropped" } else { "no access token came" })
}

fn no_response(failure: Failure) -> NoResponse {
    NoResponse { is_of_network: failure.is_of_network(), message: failure.message }
}

fn remark(end: BodyEnd) -> Option<&'static str> {
    match end {
        BodyEnd::Complete => None,
        BodyEnd::TooLong => Some("its body is longer than 1 MiB and was cut"),
        BodyEnd::Broken => Some("the connection broke while the body was read"),
        BodyEnd::TimedOut => Some("the time was over while the body was read"),
        BodyEnd::Encoded => Some("its body is compressed, though that was not asked for, and was not read"),
    }
}
