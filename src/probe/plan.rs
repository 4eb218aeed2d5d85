//! The plan of the experiments: what is sent next, by what was answered so far.

mod baseline;
mod draft;
pub(super) mod endpoint;
mod identity;
mod keyless;
mod repair;
mod roles;
mod signed;
mod single;

use std::sync::Arc;

use endpoint::Endpoint;

use super::driver::{Ask, Bench, Seen, Shot};
use crate::catalog::cause;
use crate::catalog::evidence::{Environment, Experiment, Outcome};
use crate::catalog::response::Response;
use crate::catalog::role;
use crate::catalog::service::{Service, Transport};
use crate::catalog::services::{self, Clues, SERVICES};
use crate::input::KeyInput;
use crate::judge::Settings;
use crate::judge::experiments::{Level, Name, ProbeResponse, Trial, TrialResult};
use crate::judge::subject::Subject;
use crate::model::json::Object;
use crate::model::jws::Token;
use crate::model::request::Request;
use crate::model::time;
use crate::redact::{Known, Sendable, Unsendable};

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
    /// The private keys of this run, of which nothing may be sent.
    pub(crate) known: Known,
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
    pub(crate) text: Sendable,
    pub(crate) is_minted: bool,
}

/// A token that was refused, with which others are compared.
struct Refused {
    text: Sendable,
    token: Token,
    name: Name,
    level: Level,
    response: &'static Response,
    /// Whether it differs from the given token in a fault already: this key did not sign that one.
    is_of_other_key: bool,
}

impl Refused {
    fn new(text: Sendable, name: Name, seen: &Seen) -> Self {
        let token = Token::decode(text.as_str().as_bytes(), false);
        Self { text, token, name, level: seen.level, response: seen.response, is_of_other_key: false }
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
    /// The ID of an app that the harmless request showed.
    app: Option<String>,
}

/// Asks until a cause is proven, nothing is left to ask, or a limit is reached.
pub(crate) async fn run<A: Ask>(plan: &Plan<'_>, bench: &Bench<'_, A>, subject: &mut Subject) {
    let Some((target, control)) = plan.endpoints() else { return };
    {
        let mut notebook = bench.notebook.borrow_mut();
        notebook.is_harmless = control.is_none();
        let failed = plan.request.as_ref().filter(|request| request.method != "GET");
        notebook.unrepeated = failed.map(|request| format!("{} {}", request.method, request.path));
    }
    let mut run = Run { plan, bench, subject, target, control, app: None };
    let is_good = run.ask().await;
    if plan.asks_roles && (is_good || bench.is_dry_run()) {
        run.roles().await;
    }
    run.say_what_is_missing();
}

impl<A: Ask> Run<'_, A> {
    /// From the baseline to a proof. Gives whether the credential was good at once.
    async fn ask(&mut self) -> bool {
        let given = &self.plan.given;
        let token = Token::decode(given.text.as_str().as_bytes(), false);
        let Some(seen) = self.baseline(given, &token).await else { return false };
        if seen.level != Level::Refused {
            self.beyond_authentication(given, &token, &seen).await;
            return seen.level >= Level::Forbidden;
        }
        let refused = Refused::new(given.text.clone(), Name::Given, &seen);
        let _ = self.repeated(&refused, &seen).await
            || self.at_other_hosts(&refused).await
            || self.in_raw_form(&refused).await
            || self.signed_anew(refused, given.is_minted).await;
        false
    }

    /// Why experiments are missing, or are built on less than they could be.
    fn say_what_is_missing(&self) {
        if self.bench.is_silent() && self.bench.notebook.borrow().given.is_some() {
            self.conclude(
                "A request was not answered in time or at all, so nothing more was asked; probe again when the network \
                 allows."
                    .to_owned(),
            );
        }
        let is_open = {
            let notebook = self.bench.notebook.borrow();
            let is_refused = notebook.given.as_ref().is_some_and(|given| given.level == Level::Refused);
            is_refused && !notebook.has_proof() && !notebook.is_exhausted
        };
        if is_open && self.bench.is_spent() {
            self.conclude("--max-requests ended the plan before anything was proven; allow more.".to_owned());
        }
        let unrepeated = self.bench.notebook.borrow().unrepeated.clone();
        if let (Some(asked), Some(request)) = (unrepeated, &self.plan.request) {
            let who = role::asked(self.plan.service, request).map(|operation| role::who(&operation));
            let who = who.map(|who| format!(" {who}.")).unwrap_or_default();
            self.conclude(format!("{asked} was not sent: nothing but GET is repeated.{who}"));
        }
        let date = self.bench.notebook.borrow().strange_date;
        if let Some(date) = date {
            self.conclude(format!(
                "The answer is dated {}, more than a year from this machine's clock. One of the two is wrong, and nothing \
                 tells which: run `date -u`, and see what stands between here and Apple.",
                time::instant(date)
            ));
        }
    }

    /// The credential is good. What the token says of the request may be wrong all the same.
    async fn beyond_authentication(&mut self, given: &Given, token: &Token, seen: &Seen) {
        let refused = Refused::new(given.text.clone(), Name::Given, seen);
        match seen.level {
            Level::Accepted => {
                self.sent_rightly(token).await;
                if given.is_minted {
                    self.observe(Experiment::Fresh, Outcome::Accepted);
                } else {
                    self.observe(Experiment::Given, Outcome::Accepted);
                    self.as_the_answer_names(&refused).await;
                }
            }
            Level::Forbidden if !given.is_minted => self.with_other_scope(&refused).await,
            _ => {}
        }
    }

    /// Sends what was refused once more.
    async fn again(&self, refused: &Refused, what: &str) -> Option<Seen> {
        let shot = Shot {
            name: if refused.name == Name::Given { Name::Repeat } else { refused.name },
            changed: Vec::new(),
            what: what.to_owned(),
            tells: "tells whether it is refused every time".to_owned(),
            outgoing: self.target.outgoing(Some((&refused.text, refused.token.claims()))),
            is_variant: false,
        };
        self.tried_out(shot).await
    }

    /// A variant of the token, when it may be sent.
    fn sendable(&self, text: &str) -> Option<Sendable> {
        match Sendable::token(&Token::decode(text.as_bytes(), false), &self.plan.known) {
            Ok(sendable) => Some(sendable),
            Err(Unsendable::Character) => None,
            Err(Unsendable::Key { place }) => {
                self.conclude(format!("A token was not sent: {place} holds a private key."));
                None
            }
        }
    }

    /// Sends a request of an experiment. `None`: nothing came, or an answer that says nothing of the token.
    async fn tried_out(&self, shot: Shot) -> Option<Seen> {
        let seen = self.bench.send(shot).await?;
        // Whoever limits requests may do so before looking at a token.
        if seen.level == Level::Nothing || seen.exchange.status == Some(429) {
            self.bench.note(seen.index, "shows nothing of the token");
            return None;
        }
        Some(seen)
    }

    /// What changed the answer is proven when the unchanged form is refused again. Gives whether the search is over.
    async fn confirmed(&mut self, refused: &Refused, cause: Option<&'static str>, words: &str) -> bool {
        let seen = self.again(refused, "the unchanged form again").await;
        let Some(cause) = cause else { return true };
        match seen {
            Some(seen) if refused.is_again(&seen) && refused.is_of_other_key => {
                self.bench
                    .note(seen.index, "refused again; but this key did not sign the given token either");
                self.tried(cause, TrialResult::Accepted, words);
                self.conclude(
                    "This key did not sign the given token: what is accepted differs from it in the signature too, so more \
                     than one thing is wrong, or another key belongs to it."
                        .to_owned(),
                );
            }
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

    async fn roles(&self) {
        if !self.plan.service.is_at(role::HOST, "/") {
            self.conclude(format!(
                "Roles are those of App Store Connect; {} has none.",
                self.plan.service.name
            ));
            return;
        }
        let app = self.app.clone().or_else(|| self.bench.is_dry_run().then(|| "APP_ID".to_owned()));
        let needs = roles::Needs { app, vendor: self.plan.vendor };
        let roles = roles::probe(self.bench, self.plan.service, &self.plan.given.text, needs).await;
        self.bench.notebook.borrow_mut().roles = roles;
    }

    /// The last answer to the token as given.
    fn set_given(&self, seen: &Seen) {
        if self.bench.is_dry_run() {
            return;
        }
        let mut notebook = self.bench.notebook.borrow_mut();
        let result = notebook.steps.get(seen.index).and_then(|probe| probe.result.as_ref());
        let answered = result.and_then(|result| result.as_ref().ok()).cloned();
        notebook.given = answered.map(|answered| ProbeResponse { level: seen.level, ..answered });
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
    let [service] = services::candidates(SERVICES, Some(token?), Clues::default())[..] else { return None };
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
