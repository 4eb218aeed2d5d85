//! Joins what was given into subjects and judges them, one after the other as they are read.

use std::sync::Arc;

use crate::context::Context;
use crate::credentials::{Credentials, OtherKey};
use crate::diagnosis;
use crate::error::Error;
use crate::evidence::{Environment, History};
use crate::exchange::Exchange;
use crate::input::{Gathered, KeyInput, Source};
use crate::jwk::Jwks;
use crate::jws::Token;
use crate::lint::{self, Finding};
use crate::probe::observed::Observed;
use crate::request::Request;
use crate::role::Role;
use crate::service::{Probe, Service};
use crate::services::answering::{self, Answering};
use crate::services::{self, Clues, SERVICES};
use crate::subject::{Kind, Subject};
use crate::verification::Verification;

mod captured;
mod diagnose;

pub(crate) use diagnose::environment;

/// How subjects are judged.
pub(crate) struct Settings<'a> {
    pub(crate) service: Option<Chosen>,
    pub(crate) environment: Option<Environment>,
    /// What the failing request was, when the input does not say so.
    pub(crate) request: Option<Request>,
    pub(crate) status: Option<u16>,
    pub(crate) role: Option<&'static Role>,
    pub(crate) history: Option<History>,
    /// `--at`, in seconds since 1970.
    pub(crate) at: Option<f64>,
    /// The clock of this machine, in seconds since 1970.
    pub(crate) now: f64,
    pub(crate) min_remaining: Option<f64>,
    pub(crate) allowed: Vec<&'a str>,
    /// Whether entries of a HAR that did not fail are told as well.
    pub(crate) every_entry: bool,
}

/// The service that `--service` names.
#[derive(Clone, Copy)]
pub(crate) enum Chosen {
    Shipped(&'static Service),
    Answering(&'static Answering),
}

/// Takes each subject as soon as it is judged.
pub(crate) type Sink<'a> = dyn FnMut(Subject) -> Result<(), Error> + 'a;

/// Joins what was given and judges it. Keys and identifiers belong to each token and exchange; without one they are
/// subjects of their own. Gives what else is worth telling about the inputs.
pub(crate) fn judge(
    mut gathered: Gathered,
    settings: &Settings,
    sink: &mut Sink,
) -> Result<Vec<String>, Error> {
    let items = std::mem::take(&mut gathered.items);
    let (joined, set, jwks) = joined(gathered, settings);
    if items.is_empty() {
        return joined.alone(set, jwks).into_iter().try_for_each(sink).map(|()| Vec::new());
    }
    captured::judge(items, &joined, sink)
}

/// What belongs to every subject; the key file and the JWKS that were named.
fn joined<'a>(
    gathered: Gathered,
    settings: &'a Settings<'a>,
) -> (Joined<'a>, Option<Source>, Option<Source>) {
    let Gathered { keys, jwks, credentials, set, .. } = gathered;
    let jwks_source = jwks.first().map(|(source, _)| source.clone());
    let joined = Joined {
        settings,
        keys: keys.into_iter().map(Arc::new).collect(),
        jwks: jwks.into_iter().next().map(|(_, jwks)| Arc::new(jwks)),
        is_key_file: set.is_some(),
        credentials,
    };
    (joined, set, jwks_source)
}

/// What belongs to every subject.
struct Joined<'a> {
    settings: &'a Settings<'a>,
    keys: Vec<Arc<KeyInput>>,
    jwks: Option<Arc<Jwks>>,
    credentials: Credentials,
    is_key_file: bool,
}

impl Joined<'_> {
    /// Keys, sets of credentials and JWKS as subjects of their own.
    fn alone(&self, set: Option<Source>, jwks: Option<Source>) -> Vec<Subject> {
        let keys = &self.keys;
        let credentials = |source, key, others: &[_]| {
            self.judged(self.subject(source, Kind::Credentials, None, key, others))
        };
        if let Some(source) = set {
            return vec![credentials(source, keys.first().cloned(), keys)];
        }
        if let Some(first) = keys.first() {
            let has_identifiers = self.credentials.key_id().or(self.credentials.issuer_id()).is_some();
            let kind = if has_identifiers { Kind::Credentials } else { Kind::Key };
            // `--key` says which key is meant; several inputs are looked at one by one.
            let is_one = has_identifiers || first.rank == 0;
            let (others, count) = if is_one { (&**keys, 1) } else { (&[][..], keys.len()) };
            let of_key =
                |key: &Arc<KeyInput>| self.subject(key.source.clone(), kind, None, Some(key.clone()), others);
            return keys.iter().take(count).map(|key| self.judged(of_key(key))).collect();
        }
        match jwks {
            Some(source) => vec![self.judged(self.subject(source, Kind::Jwks, None, None, &[]))],
            None => vec![credentials(Source::named("options"), None, &[])],
        }
    }

    /// A token, or an exchange with or without one.
    fn captured(&self, source: Source, token: Option<Token>, exchange: Option<Exchange>) -> Subject {
        let key = match &token {
            Some(token) => choose(&self.keys, token),
            None => self.keys.first().cloned(),
        };
        let kind = if exchange.is_some() { Kind::Exchange } else { Kind::Token };
        let mut subject = self.subject(source, kind, token, key, &self.keys);
        subject.exchange = exchange.map(|exchange| self.completed(exchange));
        self.judged(subject)
    }

    /// With what the options say of the request, where the capture is silent.
    fn completed(&self, mut exchange: Exchange) -> Exchange {
        exchange.request = exchange.request.or_else(|| self.settings.request.clone());
        exchange.status = exchange.status.or(self.settings.status);
        exchange
    }

    fn subject(
        &self,
        source: Source,
        kind: Kind,
        token: Option<Token>,
        key: Option<Arc<KeyInput>>,
        others: &[Arc<KeyInput>],
    ) -> Subject {
        let mut credentials = credentials(&self.credentials, key.as_deref(), others);
        credentials.is_key_file = self.is_key_file;
        Subject {
            source,
            place: None,
            kind,
            at: self.settings.at.unwrap_or(self.settings.now),
            at_is_known: self.settings.at.is_some(),
            services: Vec::new(),
            answering: None,
            token,
            key,
            jwks: self.jwks.clone(),
            credentials,
            verification: Verification::Unchecked,
            exchange: None,
            code: None,
            recognised: None,
            findings: Vec::new(),
            operation: None,
            causes: Vec::new(),
            observed: None,
        }
    }

    fn judged(&self, subject: Subject) -> Subject {
        judged(subject, self.settings)
    }
}

/// The credential alone, for a token to be minted from. `None`: nothing was given.
pub(crate) fn credential(gathered: Gathered, settings: &Settings) -> Option<Subject> {
    let (joined, set, jwks) = joined(gathered, settings);
    joined.alone(set, jwks).into_iter().next()
}

/// The credential with a token that was minted from it, judged as that token.
pub(crate) fn with_token(mut subject: Subject, token: Token, settings: &Settings) -> Subject {
    subject.kind = Kind::Token;
    subject.token = Some(token);
    judged(subject, settings)
}

/// Takes in the answer to the subject's token, and judges both as of the answer's `Date`.
pub(crate) fn answered(subject: &mut Subject, exchange: Exchange, settings: &Settings) {
    subject.exchange = Some(exchange);
    rejudge(subject, settings);
}

/// Ranks the causes again, with what experiments showed.
pub(crate) fn concluded(subject: &mut Subject, settings: &Settings) {
    diagnose::diagnose(subject, settings);
    if let Some(failure) =
        subject.observed.as_ref().and_then(Observed::failure).filter(|it| it.is_of_network())
    {
        subject.causes = diagnosis::unreachable(&failure.message).into_iter().collect();
    }
    let probe = subject.service().and_then(|service| service.probe.as_ref());
    let observed = subject.observed.as_ref();
    let is_good = |observed: &Observed, probe: &Probe| {
        let given = observed.given.as_ref().map(|given| given.recognised.response.id);
        observed.is_harmless && !observed.has_proof() && given.is_some_and(|id| probe.good.contains(&id))
    };
    // The harmless request has the answer that it has to have: there is nothing to explain.
    if observed.zip(probe).is_some_and(|(observed, probe)| is_good(observed, probe)) {
        subject.causes.clear();
        subject.operation = None;
    }
}

/// What the lints find in another token of the same subject, with these identifiers beside it, at that instant, in seconds
/// since 1970.
pub(crate) fn findings_of(
    subject: &Subject,
    token: &Token,
    credentials: &Credentials,
    at: f64,
    settings: &Settings,
) -> Vec<Finding> {
    let key = subject.key.as_deref().map(|input| &input.key);
    let verification = Verification::of(token, key, subject.jwks.as_deref());
    let contexts = contexts(subject, settings);
    let of_token = |context: &Context<'_>| {
        let context = *context;
        lint::run(
            &[Context {
                token: Some(token),
                credentials,
                at,
                at_is_known: true,
                signature: &verification,
                exchange: None,
                ..context
            }],
            &settings.allowed,
        )
    };
    contexts.first().map(of_token).unwrap_or_default()
}

fn judged(mut subject: Subject, settings: &Settings) -> Subject {
    rejudge(&mut subject, settings);
    subject
}

fn rejudge(subject: &mut Subject, settings: &Settings) {
    if let (None, Some(date)) = (settings.at, subject.exchange.as_ref().and_then(Exchange::date)) {
        (subject.at, subject.at_is_known) = (date, true);
    }
    recognise(subject, settings);
    let is_named = settings.service.is_some() && subject.kind != Kind::Exchange;
    subject.credentials.is_set = subject.kind == Kind::Credentials || is_named;
    if let Some(token) = &subject.token {
        let key = subject.key.as_deref().map(|input| &input.key);
        subject.verification = Verification::of(token, key, subject.jwks.as_deref());
    }
    let findings = lint::run(&contexts(subject, settings), &settings.allowed);
    subject.findings = findings;
    diagnose::diagnose(subject, settings);
}

/// Which services it may belong to, and what its answer is.
fn recognise(subject: &mut Subject, settings: &Settings) {
    let request = subject.request(settings).cloned();
    match settings.service {
        Some(Chosen::Shipped(service)) => subject.services = vec![service],
        Some(Chosen::Answering(service)) => subject.answering = Some(service),
        None => {
            let place =
                request.as_ref().and_then(|request| Some((request.host.as_deref()?, request.path.as_str())));
            subject.answering = place.and_then(|(host, path)| {
                let is_shipped = SERVICES.iter().any(|service| service.is_at(host, path));
                answering::at(host, path).filter(|found| !is_shipped || found.shares(host))
            });
            if subject.answering.is_none() {
                let clues = clues(&subject.credentials, place);
                subject.services = services::candidates(subject.token.as_ref(), clues);
            }
        }
    }
    diagnose::recognise(subject);
}

fn clues<'a>(credentials: &'a Credentials, request: Option<(&'a str, &'a str)>) -> Clues<'a> {
    Clues {
        request,
        key_file: credentials.key_file.as_deref(),
        in_house: credentials.in_house,
        issuer_id: match credentials.issuer_id() {
            Some(_) => Some(true),
            None => credentials.is_key_file.then_some(false),
        },
        is_key_file: credentials.is_key_file,
    }
}

fn contexts<'a>(subject: &'a Subject, settings: &'a Settings) -> Vec<Context<'a>> {
    let context = |service: &&'static Service| Context {
        service,
        services: &subject.services,
        at: subject.at,
        at_is_known: subject.at_is_known,
        token: subject.token.as_ref(),
        key: subject.key.as_deref().map(|input| &input.key),
        key_file: subject.key.as_deref().and_then(|input| input.facts.as_ref()),
        credentials: &subject.credentials,
        jwks: subject.jwks.as_deref(),
        signature: &subject.verification,
        request: subject.request(settings),
        exchange: subject.exchange.as_ref(),
        role: settings.role,
        min_remaining: settings.min_remaining,
    };
    subject.services.iter().map(context).collect()
}

impl Subject {
    /// What was asked: as captured, else as the options say.
    pub(crate) fn request<'a>(&'a self, settings: &'a Settings) -> Option<&'a Request> {
        self.exchange.as_ref().and_then(|exchange| exchange.request.as_ref()).or(settings.request.as_ref())
    }
}

/// The key that wins for this token: of the first rank, the one whose file is named after the token's `kid`, else the
/// first.
fn choose(keys: &[Arc<KeyInput>], token: &Token) -> Option<Arc<KeyInput>> {
    let first = keys.first()?;
    let kid = token.header().and_then(|header| header.str("kid"));
    let is_named =
        |key: &&Arc<KeyInput>| key.rank == first.rank && kid.is_some() && key.id_of_file() == kid.as_deref();
    keys.iter().find(is_named).or(Some(first)).cloned()
}

/// The identifiers with the name of the key's file as their last source, and the keys that lost. Several inputs whose
/// files are named for different keys are a collection, no conflict.
fn credentials(credentials: &Credentials, key: Option<&KeyInput>, keys: &[Arc<KeyInput>]) -> Credentials {
    let mut credentials = credentials.clone();
    let Some(key) = key else { return credentials };
    credentials.key_file = key.source.file.clone();
    credentials.add_file_name();
    let is_of_collection = |other: &KeyInput| {
        other.rank == key.rank
            && other.id_of_file().is_some()
            && key.id_of_file().is_some_and(|id| Some(id) != other.id_of_file())
    };
    let others = keys.iter().filter(|other| other.key.public != key.key.public && !is_of_collection(other));
    credentials.other_keys = others.map(|other| OtherKey { origin: other.source.name.clone() }).collect();
    credentials
}
