//! The plan of the experiments: what is sent next, by what was answered so far (DESIGN.md, "Experiments").

mod identity;
mod signed;
mod single;

use std::sync::Arc;
use std::time::Duration;

use super::bench::{Ask, Bench, Seen, Shot};
use super::endpoint::Endpoint;
use super::observed::{Level, Name, Trial, TrialResult};
use super::roles;
use crate::cause;
use crate::evidence::{Environment, Experiment, Outcome};
use crate::exchange::Authorization;
use crate::input::KeyInput;
use crate::json::Object;
use crate::judge::{self, Settings};
use crate::jws::Token;
use crate::lint::{Finding, Severity};
use crate::request::Request;
use crate::response::Response;
use crate::service::{Service, Transport};
use crate::services::{self, Clues};
use crate::subject::Subject;

/// How long after the given token it is sent again.
const PAUSE: Duration = Duration::from_secs(1);

/// What is asked, and with what.
pub(crate) struct Plan<'a> {
    pub(crate) service: &'static Service,
    pub(crate) settings: &'a Settings<'a>,
    pub(crate) given: Given,
    /// What signs variants; `None`: none are made.
    pub(crate) key: Option<Arc<KeyInput>>,
    pub(crate) environment: Option<Environment>,
    /// What failed.
    pub(crate) request: Option<Request>,
    pub(crate) topic: Option<String>,
    pub(crate) asks_roles: bool,
    pub(crate) vendor: Option<&'a str>,
}

impl Plan<'_> {
    /// What failed, and the harmless request; the latter alone when nothing else failed that can be asked again.
    fn endpoints(&self) -> Option<(Endpoint, Option<Endpoint>)> {
        let control = Endpoint::control(self.service, self.environment, self.topic.as_deref())?;
        let request = self.request.as_ref();
        let target = request.and_then(|request| Endpoint::target(self.service, self.environment, request));
        Some(match target {
            Some(target) if target.url != control.url => (target, Some(control)),
            _ => (control, None),
        })
    }

    /// The addresses that are asked first.
    pub(crate) fn urls(&self) -> Vec<String> {
        let endpoints = self.endpoints().map(|(target, control)| [Some(target), control]);
        endpoints.into_iter().flatten().flatten().map(|endpoint| endpoint.url).collect()
    }
}

/// The token that was given, or the one that was minted in its place.
pub(crate) struct Given {
    pub(crate) text: String,
    pub(crate) is_minted: bool,
}

/// A token that was refused, with which others are compared.
struct Refused {
    text: String,
    token: Token,
    name: Name,
    level: Level,
    response: &'static Response,
}

impl Refused {
    fn new(text: String, name: Name, seen: &Seen) -> Self {
        let token = Token::decode(text.as_bytes(), false);
        Self { text, token, name, level: seen.level, response: seen.response }
    }

    /// Whether an answer to another token shows that the fault is gone: it came further, or as far without the answer
    /// that names this cause.
    fn is_mended(&self, seen: &Seen, cause: &str) -> bool {
        let names = |response: &Response| response.priors.unknown.iter().any(|(id, _)| *id == cause);
        let is_other = seen.response.id != self.response.id && names(self.response) && !names(seen.response);
        seen.level > self.level || seen.level == self.level && seen.level == Level::Accepted && is_other
    }

    /// Whether it is the same refusal.
    fn is_again(&self, seen: &Seen) -> bool {
        seen.level == self.level && seen.response.id == self.response.id
    }
}

/// One run through the plan.
struct Run<'a, A> {
    plan: &'a Plan<'a>,
    bench: &'a Bench<'a, A>,
    subject: &'a mut Subject,
    /// What failed, or the harmless request.
    target: Endpoint,
    /// The harmless request, when something else failed.
    control: Option<Endpoint>,
}

/// Asks until a cause is proven, nothing is left to ask, or a limit is reached.
pub(crate) async fn run<A: Ask>(plan: &Plan<'_>, bench: &Bench<'_, A>, subject: &mut Subject) {
    let Some((target, control)) = plan.endpoints() else { return };
    bench.notebook.borrow_mut().is_harmless = control.is_none();
    let mut run = Run { plan, bench, subject, target, control };
    if let (Some(accepted), true) = (run.ask().await, plan.asks_roles) {
        run.roles(&accepted).await;
    }
}

impl<A: Ask> Run<'_, A> {
    /// From the baseline to a proof. Gives the answer that accepted the given token.
    async fn ask(&mut self) -> Option<Seen> {
        let given = &self.plan.given;
        let token = Token::decode(given.text.as_bytes(), false);
        let seen = self.baseline(given, &token).await?;
        if seen.level != Level::Refused {
            return self.beyond_authentication(given, &token, seen).await;
        }
        let refused = Refused::new(given.text.clone(), Name::Given, &seen);
        let _ = self.repeated(&refused, &seen).await
            || self.at_other_hosts(&refused).await
            || self.in_raw_form(&refused).await
            || self.signed_anew(refused, given.is_minted).await;
        None
    }

    /// The credential is good. What the token says of the request may be wrong all the same.
    async fn beyond_authentication(&mut self, given: &Given, token: &Token, seen: Seen) -> Option<Seen> {
        let refused = Refused::new(given.text.clone(), Name::Given, &seen);
        match seen.level {
            Level::Accepted => {
                self.sent_rightly(token).await;
                if !given.is_minted {
                    self.as_the_answer_names(&refused).await;
                }
                Some(seen)
            }
            Level::Forbidden if !given.is_minted => {
                self.with_other_scope(&refused).await;
                None
            }
            _ => None,
        }
    }

    /// The given token, no token, and the given token at the harmless endpoint: none waits for another.
    async fn baseline(&mut self, given: &Given, token: &Token) -> Option<Seen> {
        let what = if given.is_minted { "a token minted for this" } else { "the token as given" };
        let shot = |name, endpoint: &Endpoint, what: String, tells: &str| Shot {
            name,
            changed: Vec::new(),
            what,
            tells: tells.to_owned(),
            outgoing: match name {
                Name::None => endpoint.outgoing(None),
                _ => endpoint.outgoing(Some((&given.text, token.claims()))),
            },
            is_variant: false,
        };
        let (bench, target) = (self.bench, &self.target);
        let first = bench.send(shot(Name::Given, target, what.to_owned(), "tells what there is to explain"));
        let none = bench.send(shot(
            Name::None,
            target,
            "no token".to_owned(),
            "tells what a refusal looks like here, and the time",
        ));
        let control = async {
            let control = self.control.as_ref()?;
            let what = format!("{what}, at an endpoint that every key may read");
            bench
                .send(shot(Name::Control, control, what, "tells whether token or endpoint is at fault"))
                .await
        };
        let (given, none, control) = tokio::join!(first, none, control);
        let mut given = given?;
        self.note_baseline(&mut given, none.as_ref(), control.as_ref());
        self.take_in(&given);
        Some(given)
    }

    fn note_baseline(&self, given: &mut Seen, none: Option<&Seen>, control: Option<&Seen>) {
        let says_nothing = |none: &Seen| none.level >= Level::Accepted && given.level >= Level::Accepted;
        if none.is_some_and(says_nothing) {
            // Who asks for no token tells nothing about one.
            given.level = control.map_or(Level::Nothing, |control| control.level);
            let mut notebook = self.bench.notebook.borrow_mut();
            notebook.conclusions.push(
                "The endpoint answers without any token just the same: that it answers shows nothing of this one."
                    .to_owned(),
            );
        }
        let shows = match given.level {
            Level::Refused => "the refusal to explain",
            Level::Forbidden => "key and token are good; what they may do is not enough",
            Level::Accepted => "accepted",
            Level::Nothing => "shows nothing of the token",
        };
        self.bench.note(given.index, shows);
        self.set_given(given);
        if let Some(none) = none {
            let is_same = none.level == given.level && none.exchange.status == given.exchange.status;
            let shows = match none.level {
                Level::Refused if is_same => "refused in the same way: the answer does not tell why",
                Level::Refused | Level::Forbidden => "what a refusal looks like here",
                Level::Accepted => "answered without a token",
                Level::Nothing => "shows nothing",
            };
            self.bench.note(none.index, shows);
        }
        let Some(control) = control else { return };
        let shows = match (control.level, given.level) {
            (Level::Accepted, Level::Accepted) => "accepted here, too",
            (Level::Accepted, _) => "accepted here: the endpoint is what the token does not reach",
            (Level::Refused | Level::Forbidden, _) => "refused here, too: it is not the endpoint",
            (Level::Nothing, _) => "shows nothing of the token",
        };
        self.bench.note(control.index, shows);
        let outcome = match control.level {
            Level::Accepted => Outcome::Accepted,
            Level::Refused | Level::Forbidden => Outcome::Refused,
            Level::Nothing => return,
        };
        self.observe(Experiment::Control, outcome);
    }

    /// Judges what was given as of the answer's time. A captured refusal stays what is explained.
    fn take_in(&mut self, given: &Seen) {
        let is_captured = self.subject.recognised.is_some();
        if self.bench.is_dry_run() || is_captured && given.level == Level::Accepted {
            return;
        }
        judge::answered(self.subject, given.exchange.clone(), self.plan.settings);
    }

    /// Proves that the captured request was refused for how it was authorized: the token sent rightly is accepted.
    async fn sent_rightly(&mut self, token: &Token) {
        self.observe(Experiment::Given, Outcome::Accepted);
        let captured = self.subject.exchange.as_ref().filter(|_| self.subject.recognised.is_some());
        let is_of_field =
            |finding: &&Finding| finding.at.starts_with("/request") && finding.severity == Severity::Error;
        let finding = self.subject.findings.iter().find(is_of_field);
        let (Some(exchange), Some(finding)) = (captured, finding) else { return };
        let Some(cause) = finding.lint.causes.first().copied() else { return };
        let outgoing = match exchange.authorization() {
            Authorization::Absent => self.target.outgoing(None),
            Authorization::Present(value) if value.contains(token.text()) => self.target.authorized(value),
            _ => return,
        };
        let name = if outgoing.headers.iter().any(|field| field.name == "authorization") {
            Name::Repeat
        } else {
            Name::None
        };
        let shot = Shot {
            name,
            changed: vec!["/request/authorization".to_owned()],
            what: "the request as it was captured".to_owned(),
            tells: "tells whether it is refused again".to_owned(),
            outgoing,
            is_variant: false,
        };
        let Some(seen) = self.bench.send(shot).await else { return };
        if seen.level < Level::Accepted && seen.level != Level::Nothing {
            self.bench.note(seen.index, "refused again: the token is good, sending it so was the fault");
            let words = "sent in `Authorization: Bearer` the token is accepted; as it was captured, the request is refused again";
            self.proven(cause, words);
        } else {
            self.bench.note(seen.index, "not refused: what was captured does not happen now");
        }
    }

    /// The given token again: a refusal that passes is Apple's, or the clock's. Whether that was it.
    async fn repeated(&mut self, refused: &Refused, first: &Seen) -> bool {
        let waited = Duration::try_from_secs_f64(self.bench.ask.now() - first.started).unwrap_or_default();
        self.bench.ask.pause(PAUSE.saturating_sub(waited)).await;
        let what = "the same token again, a second later";
        let Some(seen) = self.again(refused, what).await else { return self.bench.is_at_end() };
        if seen.level <= refused.level {
            self.bench.note(seen.index, "refused again, so not by chance");
            self.observe(Experiment::Repeat, Outcome::Refused);
            return false;
        }
        self.set_given(&seen);
        self.observe(Experiment::Repeat, Outcome::Accepted);
        let issued = refused.token.claims().and_then(|claims| claims.get("iat")?.as_number());
        let is_ahead = issued.zip(first.exchange.date()).is_some_and(|(issued, date)| issued > date + 1.0);
        if is_ahead {
            self.bench.note(seen.index, "accepted now: its `iat` lay ahead of Apple's clock");
            let words =
                "its `iat` lay ahead of the `Date` of the refusal; a little later the same token is accepted";
            self.proven("clock-ahead", words);
        } else {
            self.bench.note(seen.index, "accepted now, unchanged: the refusal was Apple's");
            self.proven("apple-transient", "the same token, refused at first, is accepted unchanged");
        }
        true
    }

    /// The given token at the host of the other environment, and at that of the service its claims are made for.
    async fn at_other_hosts(&mut self, refused: &Refused) -> bool {
        if let Some((environment, endpoint)) = self.target.elsewhere(self.plan.service) {
            let word = match environment {
                Environment::Production => "production",
                Environment::Sandbox => "the sandbox",
            };
            let cause = self.likeliest(Experiment::OtherHost);
            if self.elsewhere(refused, &endpoint, word, cause).await {
                return true;
            }
        }
        match self.own_service(&refused.token) {
            Some((service, endpoint)) => {
                self.elsewhere(refused, &endpoint, service.name, Some("wrong-service")).await
            }
            None => false,
        }
    }

    async fn elsewhere(
        &mut self,
        refused: &Refused,
        endpoint: &Endpoint,
        place: &str,
        cause: Option<&'static str>,
    ) -> bool {
        let shot = Shot {
            name: Name::Control,
            changed: vec!["/request/host".to_owned()],
            what: format!("the same token at {place}"),
            tells: "tells whether it is good there".to_owned(),
            outgoing: endpoint.outgoing(Some((&refused.text, refused.token.claims()))),
            is_variant: false,
        };
        let Some(seen) = self.bench.send(shot).await else { return false };
        if seen.level <= refused.level {
            self.bench.note(seen.index, "refused there, too");
            if cause != Some("wrong-service") {
                self.observe(Experiment::OtherHost, Outcome::Refused);
            }
            return false;
        }
        self.bench.note(seen.index, "accepted there: the token is good, but not for this host");
        let words = format!("{place} accepts the same token");
        self.confirmed(refused, cause, &words).await
    }

    /// The service that the token is made for, when its claims tell one, and another than the one in question.
    fn own_service(&self, token: &Token) -> Option<(&'static Service, Endpoint)> {
        let service = service_of_claims(Some(token))?;
        let is_another = service.hosts != self.plan.service.hosts && !service.takes_what(self.plan.service);
        let endpoint = Endpoint::control(service, None, None)?;
        is_another.then_some((service, endpoint))
    }

    /// Sends what was refused once more. `None`: nothing came.
    async fn again(&self, refused: &Refused, what: &str) -> Option<Seen> {
        let shot = Shot {
            name: if refused.name == Name::Given { Name::Repeat } else { refused.name },
            changed: Vec::new(),
            what: what.to_owned(),
            tells: "tells whether it is refused every time".to_owned(),
            outgoing: self.target.outgoing(Some((&refused.text, refused.token.claims()))),
            is_variant: false,
        };
        self.bench.send(shot).await
    }

    /// What changed the answer is proven when the unchanged form is refused again. Gives whether the search is over.
    async fn confirmed(&mut self, refused: &Refused, cause: Option<&'static str>, words: &str) -> bool {
        let seen = self.again(refused, "the unchanged form again").await;
        let Some(cause) = cause else { return true };
        match seen {
            Some(seen) if refused.is_again(&seen) => {
                self.bench.note(seen.index, "the unchanged form is refused again: proven");
                self.proven(cause, words);
            }
            Some(seen) => {
                if refused.name == Name::Given {
                    self.set_given(&seen);
                }
                self.bench.note(seen.index, "the unchanged form is not refused any more: nothing is proven");
                self.observe(Experiment::Repeat, Outcome::Accepted);
            }
            None => self.tried(cause, TrialResult::Accepted, words),
        }
        true
    }

    async fn roles(&self, accepted: &Seen) {
        let app = accepted.exchange.body.as_deref().and_then(first_id);
        let needs = roles::Needs { app, vendor: self.plan.vendor };
        let roles = roles::probe(self.bench, self.plan.service, &self.plan.given.text, needs).await;
        self.bench.notebook.borrow_mut().roles = Some(roles);
    }

    /// The last answer to the token as given.
    fn set_given(&self, seen: &Seen) {
        if self.bench.is_dry_run() {
            return;
        }
        let mut notebook = self.bench.notebook.borrow_mut();
        let result = notebook.probes.get(seen.index).and_then(|probe| probe.result.as_ref());
        let answered = result.and_then(|result| result.as_ref().ok()).cloned();
        notebook.given = answered.map(|answered| super::observed::Answered { level: seen.level, ..answered });
    }

    fn observe(&self, experiment: Experiment, outcome: Outcome) {
        if self.bench.is_dry_run() {
            return;
        }
        self.bench.notebook.borrow_mut().outcomes.push((experiment, outcome));
    }

    fn proven(&self, cause: &'static str, words: &str) {
        self.tried(cause, TrialResult::Proven, words);
    }

    fn tried(&self, cause: &'static str, result: TrialResult, words: &str) {
        if self.bench.is_dry_run() {
            return;
        }
        self.bench.notebook.borrow_mut().trials.push(Trial { cause, result, words: words.to_owned() });
    }

    fn conclude(&self, sentence: String) {
        if self.bench.is_dry_run() {
            return;
        }
        self.bench.notebook.borrow_mut().conclusions.push(sentence);
    }

    /// The likeliest of the causes that this experiment can prove.
    fn likeliest(&self, experiment: Experiment) -> Option<&'static str> {
        let ranked = self.subject.causes.iter().map(|diagnosis| diagnosis.cause);
        let of_service = cause::all().filter(|cause| cause.services.contains(&self.plan.service.id));
        ranked.chain(of_service).find(|cause| cause.experiments.contains(&experiment)).map(|cause| cause.id)
    }

    /// How likely a cause is so far: its place in the ranking.
    fn place(&self, cause: &str) -> usize {
        let causes = &self.subject.causes;
        causes.iter().position(|diagnosis| diagnosis.cause.id == cause).unwrap_or(causes.len())
    }
}

/// The service that a token is made for, when its claims leave one and that one takes a GET.
pub(crate) fn service_of_claims(token: Option<&Token>) -> Option<&'static Service> {
    let [service] = services::candidates(Some(token?), Clues::default())[..] else { return None };
    let takes_gets = service.probe.as_ref().is_some_and(|probe| probe.method == "GET");
    (service.transport == Transport::Bearer && takes_gets).then_some(service)
}

/// The `id` of the first resource in a document of JSON:API.
fn first_id(body: &str) -> Option<String> {
    let document = Object::parse(body.as_bytes()).ok()?;
    let first = document.get("data")?.elements()?.into_iter().next()?;
    let id = Object::parse(first.raw().as_bytes()).ok()?.str("id")?.into_owned();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (id.len() <= 40 && id.chars().all(is_plain)).then_some(id)
}
