//! Sends the requests of an experiment within their limits, and writes down what came of them.

use std::cell::{Cell, OnceCell, RefCell};
use std::time::Duration;

use super::net::{BodyEnd, Client, Failure, Outgoing, Sent};
use super::plan::endpoint::origin;
use crate::catalog::evidence::ClockState;
use crate::catalog::response::{self, Answer, Response};
use crate::catalog::service::Service;
use crate::input::exchange::code;
use crate::judge::experiments::{Experiments, Level, Name, NoResponse, ProbeResponse, ProbeStep};
use crate::model::clock;
use crate::model::exchange::Exchange;
use crate::model::request::Request;
use crate::redact;

/// Who is asked: a server, or nobody.
pub(crate) trait Ask {
    async fn ask(&self, outgoing: Outgoing) -> Result<Sent, Failure>;
    async fn pause(&self, duration: Duration);
    /// Seconds since 1970, with fractions.
    fn now(&self) -> f64;
}

/// Asks the service.
pub(crate) struct Live<'a> {
    pub(crate) client: &'a Client,
    pub(crate) now: &'a dyn Fn() -> f64,
}

impl Ask for Live<'_> {
    async fn ask(&self, outgoing: Outgoing) -> Result<Sent, Failure> {
        self.client.send(outgoing).await
    }

    async fn pause(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    fn now(&self) -> f64 {
        (self.now)()
    }
}

/// Sends nothing: every request is taken for refused, which is the longest way that a plan can go.
pub(crate) struct DryRun {
    pub(crate) now: f64,
}

impl Ask for DryRun {
    async fn ask(&self, _: Outgoing) -> Result<Sent, Failure> {
        let exchange = Exchange { status: Some(401), body: Some(String::new()), ..Exchange::default() };
        let (started, elapsed) = (self.now, Duration::ZERO);
        Ok(Sent { exchange, started, elapsed, redirect: None, body_end: BodyEnd::Complete })
    }

    async fn pause(&self, _: Duration) {}

    fn now(&self) -> f64 {
        self.now
    }
}

/// A request to be sent, and what it is for.
pub(super) struct Shot {
    pub(super) name: Name,
    pub(super) changed: Vec<String>,
    pub(super) what: String,
    /// What the answer would tell.
    pub(super) tells: String,
    pub(super) outgoing: Outgoing,
    /// Whether the service sees a token that it did not see before.
    pub(super) is_variant: bool,
}

/// A request that was answered.
pub(super) struct Seen {
    /// Its place among the probes.
    pub(super) index: usize,
    pub(super) level: Level,
    pub(super) response: &'static Response,
    pub(super) exchange: Exchange,
    /// When it was sent, in seconds since 1970.
    pub(super) started: f64,
}

/// The place where experiments are made.
pub(crate) struct Bench<'a, A> {
    pub(super) ask: &'a A,
    pub(super) notebook: &'a RefCell<Experiments>,
    service: &'static Service,
    requests_left: Cell<usize>,
    variants_left: Cell<usize>,
    is_stopped: Cell<bool>,
    /// Whether the network failed where most requests go.
    is_silent: Cell<bool>,
    /// Where the first request goes, and most of the others.
    origin: OnceCell<String>,
    /// Told what is being sent.
    progress: &'a dyn Fn(&str),
}

impl<'a, A: Ask> Bench<'a, A> {
    pub(crate) fn new(
        ask: &'a A,
        service: &'static Service,
        max_requests: usize,
        notebook: &'a RefCell<Experiments>,
        progress: &'a dyn Fn(&str),
    ) -> Self {
        let variants = service.probe.as_ref().and_then(|probe| probe.variants).unwrap_or(usize::MAX);
        Self {
            ask,
            notebook,
            service,
            requests_left: Cell::new(max_requests),
            variants_left: Cell::new(variants),
            is_stopped: Cell::new(false),
            is_silent: Cell::new(false),
            origin: OnceCell::new(),
            progress,
        }
    }

    /// Sends a request. `None`: it was not sent, because a limit is reached, or there was no answer.
    pub(super) async fn send(&self, shot: Shot) -> Option<Seen> {
        let Shot { name, changed, what, tells, outgoing, is_variant } = shot;
        let is_spent = self.requests_left.get() == 0 || is_variant && self.variants_left.get() == 0;
        if self.is_stopped.get() || is_spent {
            return None;
        }
        self.requests_left.set(self.requests_left.get() - 1);
        if is_variant {
            self.variants_left.set(self.variants_left.get() - 1);
        }
        (self.progress)(name.as_str());
        let request = Request::parse(Some(&outgoing.method), &outgoing.url);
        let url = request.map_or_else(String::new, |request| redact::secrets(&request.shown()).into_owned());
        let method = outgoing.method.clone();
        let origin = origin(&outgoing.url).to_owned();
        let is_main = *self.origin.get_or_init(|| origin.clone()) == origin;
        let probe = ProbeStep { name, changed, method, url, what, shows: tells, result: None };
        let index = {
            let mut notebook = self.notebook.borrow_mut();
            notebook.steps.push(probe);
            notebook.steps.len() - 1
        };
        let result = self.ask.ask(outgoing).await;
        let is_lost = match &result {
            Ok(sent) => sent.body_end == BodyEnd::TimedOut,
            Err(failure) => failure.is_of_network(),
        };
        // Each further request would wait as long.
        if is_main && is_lost {
            self.is_stopped.set(true);
            self.is_silent.set(true);
        }
        self.write_down(index, result)
    }

    fn write_down(&self, index: usize, result: Result<Sent, Failure>) -> Option<Seen> {
        if self.is_dry_run() {
            let sent = result.ok()?;
            let answered = self.answered(&sent)?;
            let (level, response) = (answered.level, answered.recognised.response);
            return Some(Seen { index, level, response, exchange: sent.exchange, started: sent.started });
        }
        let mut notebook = self.notebook.borrow_mut();
        let mut sent = match result {
            Ok(sent) => sent,
            Err(failure) => {
                notebook.steps.get_mut(index)?.result = Some(Err(no_response(failure)));
                return None;
            }
        };
        notebook.strange_date = forget_strange_date(&mut sent).or(notebook.strange_date);
        notebook.samples.extend(sent.sample());
        notebook.measure();
        let answered = self.answered(&sent)?;
        // Whoever is told to slow down stops.
        if answered.status == 429 {
            self.is_stopped.set(true);
        }
        let probe = notebook.steps.get_mut(index)?;
        let (level, response) = (answered.level, answered.recognised.response);
        probe.result = Some(Ok(answered));
        Some(Seen { index, level, response, exchange: sent.exchange, started: sent.started })
    }

    fn answered(&self, sent: &Sent) -> Option<ProbeResponse> {
        let exchange = &sent.exchange;
        let status = exchange.status?;
        let recognised = response::recognise(&Answer {
            status: Some(status),
            text: exchange.body.as_deref(),
            content_type: exchange.field("content-type"),
            services: &[self.service.id],
        });
        Some(ProbeResponse {
            status,
            code: exchange.body.as_deref().and_then(code),
            level: Level::of(&recognised, status),
            recognised,
            elapsed: sent.elapsed,
            rate_limit: rate_limit(exchange),
            redirect: sent.redirect.clone(),
            remark: remark(sent.body_end),
        })
    }

    /// Whether nothing is sent, and every way is gone.
    pub(super) fn is_dry_run(&self) -> bool {
        self.notebook.borrow().is_dry_run
    }

    /// Says what a request showed. In a dry run nothing was shown.
    pub(super) fn note(&self, index: usize, shows: impl Into<String>) {
        if self.is_dry_run() {
            return;
        }
        let mut notebook = self.notebook.borrow_mut();
        if let Some(probe) = notebook.steps.get_mut(index) {
            probe.shows = shows.into();
        }
    }

    /// How far this machine is ahead of the server, in seconds, when the clocks surely differ by more than answers take.
    pub(super) fn offset(&self) -> Option<f64> {
        let notebook = self.notebook.borrow();
        let clock = notebook.clock.as_ref()?;
        (ClockState::of(clock) != ClockState::Same).then_some(clock.offset_seconds)
    }

    /// The server's time, else this machine's, in seconds since 1970.
    pub(super) fn server_now(&self) -> f64 {
        self.ask.now() - self.offset().unwrap_or_default()
    }

    /// Whether the network failed, and nothing more is sent for that.
    pub(super) fn is_silent(&self) -> bool {
        self.is_silent.get()
    }

    /// Whether as many requests were sent as may be.
    pub(super) fn is_spent(&self) -> bool {
        self.requests_left.get() == 0
    }

    /// Whether nothing more is sent.
    pub(super) fn is_at_end(&self) -> bool {
        self.is_stopped.get() || self.requests_left.get() == 0
    }
}

fn no_response(failure: Failure) -> NoResponse {
    NoResponse { is_of_network: failure.is_of_network(), message: failure.message }
}

/// Takes a `Date` that cannot be the server's time from the answer, and gives it.
fn forget_strange_date(sent: &mut Sent) -> Option<f64> {
    let date = sent.exchange.date().filter(|date| !clock::is_credible(*date, sent.started))?;
    sent.exchange.fields.retain(|field| !field.name.eq_ignore_ascii_case("date"));
    Some(date)
}

/// What the answer tells of limits, as it says it.
fn rate_limit(exchange: &Exchange) -> Option<String> {
    let limit = exchange.field("x-rate-limit").map(|limit| redact::excerpt(limit, 120));
    let retry =
        exchange.field("retry-after").map(|after| format!("Retry-After: {}", redact::excerpt(after, 40)));
    match (limit, retry) {
        (Some(limit), Some(retry)) => Some(format!("{} {retry}", limit.trim_end())),
        (limit, retry) => limit.or(retry),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::services;
    use crate::probe::plan::endpoint::Endpoint;
    use crate::probe::{FailureKind, block_on};

    /// Answers with these statuses; `None` is no answer.
    struct Scripted(RefCell<Vec<Option<u16>>>);

    impl Ask for Scripted {
        async fn ask(&self, _: Outgoing) -> Result<Sent, Failure> {
            let status = self.0.borrow_mut().remove(0);
            let failure = || Failure { kind: FailureKind::Reset, message: "gone".to_owned() };
            let exchange = Exchange { status: Some(status.ok_or_else(failure)?), ..Exchange::default() };
            let (started, elapsed) = (0.0, Duration::ZERO);
            Ok(Sent { exchange, started, elapsed, redirect: None, body_end: BodyEnd::Complete })
        }

        async fn pause(&self, _: Duration) {}

        fn now(&self) -> f64 {
            0.0
        }
    }

    /// Sends these one after the other, and gives how many were sent.
    fn sent(service: &str, answers: &[Option<u16>], names: &[Name], max: usize) -> usize {
        let service = services::find(service).unwrap();
        let script = Scripted(RefCell::new(answers.to_vec()));
        let notebook = RefCell::default();
        let bench = Bench::new(&script, service, max, &notebook, &|_| {});
        let endpoint = Endpoint::control(service, None, None).unwrap();
        block_on(async {
            for name in names {
                let is_variant = !matches!(name, Name::Given | Name::None | Name::Repeat);
                let (changed, what, tells) = (Vec::new(), String::new(), String::new());
                let outgoing = endpoint.outgoing(None);
                bench.send(Shot { name: *name, changed, what, tells, outgoing, is_variant }).await;
            }
        })
        .unwrap();
        notebook.into_inner().steps.len()
    }

    #[test]
    fn whoever_is_told_to_slow_down_stops() {
        let names = [Name::Given, Name::Repeat, Name::Fresh];
        assert_eq!(sent("asc-team", &[Some(401); 3], &names, 12), 3);
        assert_eq!(sent("asc-team", &[Some(401), Some(429)], &names, 12), 2);
    }

    #[test]
    fn where_nobody_answers_any_more_nothing_is_sent() {
        let names = [Name::Given, Name::Repeat, Name::Fresh];
        assert_eq!(sent("asc-team", &[Some(401), None], &names, 12), 2);
    }

    #[test]
    fn requests_and_variants_are_counted() {
        let names = [Name::Given, Name::Fresh, Name::Repaired, Name::Repaired, Name::Repaired, Name::Repeat];
        assert_eq!(sent("asc-team", &[Some(401); 6], &names, 4), 4);
        assert_eq!(sent("apns", &[Some(403); 5], &names, 12), 5, "three variants and the given token twice");
    }
}
