//! A walk through the plan: hands it one observation after the other, and ends where the next one is missing.

use super::attempt::{Attempt, Credential, Purpose};
use super::endpoint::{Endpoint, origin};
use super::observation::{Judgment, Observation, Observations, Reading};
use super::rejection::Rejection;
use super::setup::Plan;
use super::step::Step;
use crate::catalog::cause;
use crate::catalog::evidence::{ClockState, Experiment, Outcome};
use crate::judge::experiments::{Experiments, Level, Name, ProbeResponse, ProbeStep, Trial, TrialResult};
use crate::model::clock::Clock;
use crate::model::jws::Token;
use crate::model::request::Request;
use crate::redact::{self, Sendable, Unsendable};

/// A value, or the step that has to be taken before there is one.
pub(super) type Flow<T> = Result<T, Step>;

/// One walk through the plan. It remembers what the observations so far come to, and no more.
pub(super) struct Walk<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) judgment: &'a Judgment<'a>,
    observations: Observations<'a>,
    /// The time of the step that comes after all observations, in seconds since 1970 by this machine's clock.
    now: f64,
    /// How many observations were handed out.
    position: usize,
    variants_left: usize,
    is_stopped: bool,
    /// Whether the network failed where most requests go.
    pub(super) is_silent: bool,
    /// What failed, or the harmless request.
    pub(super) target: Endpoint,
    /// The harmless request, when something else failed.
    pub(super) control: Option<Endpoint>,
    /// The ID of an app that the harmless request showed.
    pub(super) app: Option<String>,
    pub(super) results: Experiments,
}

impl<'a> Walk<'a> {
    /// `None`: the service has no request to send.
    pub(super) fn new(plan: &'a Plan<'a>, observations: Observations<'a>, now: f64) -> Option<Self> {
        let (target, control) = plan.endpoints()?;
        let variants = plan.service.probe.as_ref().and_then(|probe| probe.variants);
        let failed = plan.request.as_ref().filter(|request| request.method != "GET");
        let results = Experiments {
            is_harmless: control.is_none(),
            unrepeated: failed.map(|request| format!("{} {}", request.method, request.path)),
            ..Experiments::default()
        };
        Some(Self {
            plan,
            judgment: observations.judgment,
            observations,
            now,
            position: 0,
            variants_left: variants.unwrap_or(usize::MAX),
            is_stopped: false,
            is_silent: false,
            target,
            control,
            app: None,
            results,
        })
    }

    /// To the end, or to where an observation is missing.
    pub(super) fn end(mut self, procedure: impl FnOnce(&mut Self) -> Flow<()>) -> (Step, Experiments) {
        let step = procedure(&mut self).err().unwrap_or(Step::Stop);
        (step, self.results)
    }

    /// The time at this point of the plan, in seconds since 1970 by this machine's clock.
    pub(super) fn now(&self) -> f64 {
        self.next_observation().map_or(self.now, |next| next.planned)
    }

    fn next_observation(&self) -> Option<&'a Observation> {
        self.observations.log.get(self.position)
    }

    /// Goes on at that time, and not before.
    pub(super) fn wait_until(&self, until: f64) -> Flow<()> {
        if self.now() < until { Err(Step::Wait { until }) } else { Ok(()) }
    }

    /// Goes on when the judge knows the response to the given token. `None`: it knows enough.
    pub(super) fn wait_for_judgment(&self, of: Option<&Reading>) -> Flow<()> {
        match self.observations.is_judged {
            true => Ok(()),
            false => Err(Step::Judge { response: of.map(|seen| seen.index) }),
        }
    }

    /// Sends requests of which none waits for another. `None`: it was not sent, because a limit is reached, or there
    /// was no response.
    pub(super) fn send_all(&mut self, attempts: Vec<Attempt>) -> Flow<Vec<Option<Reading<'a>>>> {
        let permitted: Vec<bool> = self.permitted(&attempts);
        let count = permitted.iter().filter(|is_permitted| **is_permitted).count();
        if count > 0 && self.next_observation().is_none() {
            let sent = attempts.into_iter().zip(permitted).filter_map(|(attempt, is)| is.then_some(attempt));
            return Err(Step::Send(sent.collect()));
        }
        let mut is_awaited = false;
        let mut seen = Vec::with_capacity(permitted.len());
        for is_permitted in permitted {
            let observation = self.next_observation().filter(|_| is_permitted);
            is_awaited |= observation.is_some_and(|observation| observation.outcome.is_none());
            seen.push(observation.and_then(|observation| self.take_in(observation)));
        }
        // Only a run that was interrupted is read with a response missing.
        if is_awaited { Err(Step::Stop) } else { Ok(seen) }
    }

    pub(super) fn send(&mut self, attempt: Attempt) -> Flow<Option<Reading<'a>>> {
        Ok(self.send_all(vec![attempt])?.into_iter().next().flatten())
    }

    /// Which of them the limits allow.
    fn permitted(&mut self, attempts: &[Attempt]) -> Vec<bool> {
        let mut left = self.requests_left();
        let mut permit = |attempt: &Attempt| {
            let is_variant = attempt.purpose.is_variant();
            let is_permitted = !self.is_stopped && left > 0 && !(is_variant && self.variants_left == 0);
            if is_permitted {
                left -= 1;
                self.variants_left -= usize::from(is_variant);
            }
            is_permitted
        };
        attempts.iter().map(&mut permit).collect()
    }

    /// Reads the next observation.
    fn take_in(&mut self, observation: &'a Observation) -> Option<Reading<'a>> {
        self.position += 1;
        let index = self.results.steps.len();
        self.results.steps.push(row(observation));
        let outcome = observation.outcome.as_ref()?;
        let is_lost = match outcome {
            Ok(reply) => reply.is_late,
            Err(failure) => failure.is_of_network,
        };
        let first = self.observations.log.first().map_or("", |first| origin(&first.attempt.endpoint.url));
        // Each further request would wait as long.
        if is_lost && first == origin(&observation.attempt.endpoint.url) {
            self.is_stopped = true;
            self.is_silent = true;
        }
        let reply = outcome.as_ref().ok()?;
        self.results.strange_date = reply.strange_date.or(self.results.strange_date);
        self.results.samples.extend(reply.sample);
        self.results.clock = Clock::measure(&self.results.samples);
        // Whoever is told to slow down stops.
        self.is_stopped |= reply.response.status == 429;
        let (level, response) = (reply.response.level, reply.response.recognized.response);
        let seen = Reading { index, level, response, reply };
        if observation.attempt.purpose == Purpose::Given {
            self.set_given(&seen);
        }
        Some(seen)
    }

    /// Sends a request of an experiment. `None`: nothing came, or a response that says nothing of the token.
    pub(super) fn experiment(&mut self, attempt: Attempt) -> Flow<Option<Reading<'a>>> {
        let Some(seen) = self.send(attempt)? else { return Ok(None) };
        // Whoever limits requests may do so before looking at a token.
        if seen.level == Level::Nothing || seen.reply.response.status == 429 {
            self.note(&seen, "shows nothing of the token");
            return Ok(None);
        }
        Ok(Some(seen))
    }

    /// Sends another token to the same place. `sign` makes its text.
    pub(super) fn variant(
        &mut self,
        purpose: Purpose,
        name: Name,
        changed: Vec<String>,
        what: &str,
        sign: impl FnOnce() -> String,
    ) -> Flow<Option<(Reading<'a>, Sendable)>> {
        // What was sent already need not be signed again.
        let next = self.next_observation().map(|next| &next.attempt);
        let is_same =
            |next: &&Attempt| next.purpose == purpose && next.what == what && next.changed == changed;
        let text = match next.filter(is_same).map(|next| &next.credential) {
            Some(Credential::Token(text)) => text.clone(),
            _ => match self.sendable(&sign()) {
                Some(text) => text,
                None => return Ok(None),
            },
        };
        let credential = Credential::Token(text.clone());
        let attempt = Attempt::new(purpose, name, what.to_owned(), &self.target, credential);
        let reading = self.experiment(attempt.changing(changed))?;
        Ok(reading.map(|reading| (reading, text)))
    }

    /// A variant of the token, when it may be sent.
    fn sendable(&mut self, text: &str) -> Option<Sendable> {
        match Sendable::token(&Token::decode(text.as_bytes(), false), &self.plan.known) {
            Ok(sendable) => Some(sendable),
            Err(Unsendable::Character) => None,
            Err(Unsendable::Key { place }) => {
                self.conclude(format!("A token was not sent: {place} holds a private key."));
                None
            }
        }
    }

    /// Sends what was refused once more.
    pub(super) fn again(
        &mut self,
        refused: &Rejection,
        purpose: Purpose,
        what: &str,
    ) -> Flow<Option<Reading<'a>>> {
        let name = if refused.name == Name::Given { Name::Repeat } else { refused.name };
        let credential = Credential::Token(refused.text.clone());
        self.experiment(Attempt::new(purpose, name, what.to_owned(), &self.target, credential))
    }

    /// Says what a request showed.
    pub(super) fn note(&mut self, seen: &Reading, shows: impl Into<String>) {
        if let Some(step) = self.results.steps.get_mut(seen.index) {
            step.shows = shows.into();
        }
    }

    /// The last response to the token as given.
    pub(super) fn set_given(&mut self, seen: &Reading) {
        self.results.given = Some(ProbeResponse { level: seen.level, ..seen.reply.response.clone() });
    }

    pub(super) fn observe(&mut self, experiment: Experiment, outcome: Outcome) {
        self.results.outcomes.push((experiment, outcome));
    }

    pub(super) fn trial(&mut self, cause: &'static str, result: TrialResult, words: &str) {
        self.results.trials.push(Trial { cause, result, words: words.to_owned() });
    }

    pub(super) fn conclude(&mut self, sentence: impl Into<String>) {
        self.results.conclusions.push(sentence.into());
    }

    /// The likeliest of the causes that this experiment can prove.
    pub(super) fn likeliest(&self, experiment: Experiment) -> Option<&'static str> {
        let ranked = self.judgment.causes.iter().filter_map(|id| cause::find(id));
        let of_service = cause::all().filter(|cause| cause.services.contains(&self.plan.service.id));
        ranked.chain(of_service).find(|cause| cause.experiments.contains(&experiment)).map(|cause| cause.id)
    }

    /// How far this machine is ahead of the server, in seconds, when the clocks surely differ by more than responses
    /// take.
    pub(super) fn offset(&self) -> Option<f64> {
        let clock = self.results.clock.as_ref()?;
        (ClockState::of(clock) != ClockState::Same).then_some(clock.offset_seconds)
    }

    /// The server's time, else this machine's, in seconds since 1970.
    pub(super) fn server_now(&self) -> f64 {
        self.now() - self.offset().unwrap_or_default()
    }

    fn requests_left(&self) -> usize {
        self.plan.max_requests.saturating_sub(self.position)
    }

    /// Whether as many requests were sent as may be.
    pub(super) fn is_spent(&self) -> bool {
        self.requests_left() == 0
    }

    /// Whether nothing more is sent.
    pub(super) fn is_at_end(&self) -> bool {
        self.is_stopped || self.is_spent()
    }
}

/// The row of the report. Until the plan has read it, it says what it is for.
pub(super) fn row(observation: &Observation) -> ProbeStep {
    let Attempt { name, changed, what, question, endpoint, .. } = &observation.attempt;
    let request = Request::parse(Some(&endpoint.method), &endpoint.url);
    let result = observation.outcome.as_ref();
    ProbeStep {
        name: *name,
        changed: changed.clone(),
        method: endpoint.method.clone(),
        url: request.map_or_else(String::new, |request| redact::secrets(&request.shown()).into_owned()),
        what: what.clone(),
        shows: question.clone(),
        result: result
            .map(|result| result.as_ref().map(|reply| reply.response.clone()).map_err(Clone::clone)),
    }
}
