//! Joins what was given into subjects and judges them, one after the other as they are read.

use std::io;
use std::sync::Arc;

use crate::catalog::evidence::{Environment, History};
use crate::catalog::lint::Checks;
use crate::catalog::role::Role;
use crate::catalog::service::Service;
use crate::catalog::services;
use crate::input::{self, Gathered, Item, KeyInput, Source};
use crate::judge::subject::{Kind, Subject};
use crate::model::credentials::{Credentials, OtherKey};
use crate::model::exchange::Exchange;
use crate::model::jwk::Jwks;
use crate::model::jws::Token;
use crate::model::request::Request;
use crate::model::verification::Verification;

mod captured;
mod context;
mod diagnose;
pub mod diagnosis;
pub mod experiments;
mod judged;
mod parallel;
pub mod subject;

pub(crate) use context::context;
pub(crate) use diagnose::environment;
use judged::judged;
pub(crate) use judged::{answered, concluded};

/// How subjects are judged.
pub(crate) struct Settings<'a> {
    /// Every service there is.
    pub(crate) list: &'static [&'static Service],
    /// What `--service` names.
    pub(crate) service: Option<&'static Service>,
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

/// Takes each subject as soon as it is judged.
pub(crate) type Sink<'a> = dyn FnMut(Subject) -> io::Result<()> + 'a;

/// Why not everything was judged.
#[derive(Debug)]
pub(crate) enum Error {
    /// The sink failed.
    Write(io::Error),
    /// These inputs could not be read, or not to their ends; all others were judged.
    Unread(Vec<input::Error>),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

/// Joins what was given and judges it. Keys and identifiers belong to each token and exchange; without one they are
/// subjects of their own. Adds to `notices` what else is worth telling about the inputs.
///
/// # Errors
/// When the sink fails, at once; when inputs cannot be read, or not to their ends, after all else was judged.
pub(crate) fn judge(
    mut gathered: Gathered,
    settings: &Settings,
    sink: &mut Sink,
    notices: &mut Vec<String>,
) -> Result<(), Error> {
    let items = std::mem::take(&mut gathered.items);
    let mut unread = std::mem::take(&mut gathered.unread);
    let is_alone = !items.iter().any(Item::takes_key)
        && (items.is_empty() && unread.is_empty() || gathered.has_credential());
    let (joined, set, jwks) = joined(gathered, settings);
    if is_alone {
        joined.alone(set, jwks).into_iter().try_for_each(&mut *sink)?;
    }
    captured::judge(items, &joined, sink, notices, &mut unread)?;
    if unread.is_empty() { Ok(()) } else { Err(Error::Unread(unread)) }
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
            is: None,
            at: self.settings.at.unwrap_or(self.settings.now),
            at_is_known: self.settings.at.is_some(),
            services: Vec::new(),
            token,
            key,
            jwks: self.jwks.clone(),
            credentials,
            verification: Verification::Unchecked,
            exchange: None,
            code: None,
            recognised: None,
            checks: Checks::default(),
            operation: None,
            causes: Vec::new(),
            experiments: None,
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
    credentials.add_file_name(services::key_id_of_file);
    let is_of_collection = |other: &KeyInput| {
        other.rank == key.rank
            && other.id_of_file().is_some()
            && key.id_of_file().is_some_and(|id| Some(id) != other.id_of_file())
    };
    let others = keys.iter().filter(|other| other.key.public != key.key.public && !is_of_collection(other));
    credentials.other_keys = others.map(|other| OtherKey { origin: other.source.name.clone() }).collect();
    credentials
}
