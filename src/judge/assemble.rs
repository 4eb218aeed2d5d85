//! Puts together what belongs to one subject: a token or an exchange, its key, the identifiers.

use std::sync::Arc;

use super::Settings;
use super::input::{Input, Kind, Place, Repeats};
use crate::catalog::sender::Sender;
use crate::catalog::services;
use crate::input::{Binary, Inputs, KeyInput, Source};
use crate::model::credentials::{Credentials, OtherKey};
use crate::model::exchange::Exchange;
use crate::model::jwk::Jwks;
use crate::model::jws::Token;
use crate::scan::{Failure, Rest};

/// What belongs to every subject.
pub(super) struct Assembler<'a> {
    pub(super) settings: &'a Settings<'a>,
    keys: Vec<Arc<KeyInput>>,
    jwks: Option<(Source, Arc<Jwks>)>,
    credentials: Credentials,
    /// The key file in JSON, when one was given.
    set: Option<Source>,
}

impl<'a> Assembler<'a> {
    pub(super) fn new(inputs: Inputs, settings: &'a Settings<'a>) -> Self {
        let Inputs { keys, jwks, mut credentials, set, .. } = inputs;
        credentials.is_key_file = set.is_some();
        Self {
            settings,
            keys: keys.into_iter().map(Arc::new).collect(),
            jwks: jwks.into_iter().next().map(|(source, jwks)| (source, Arc::new(jwks))),
            credentials,
            set,
        }
    }

    /// Keys, sets of credentials and JWKS as subjects of their own.
    pub(super) fn alone(&self) -> Vec<Input> {
        let keys = &self.keys;
        if let Some(source) = &self.set {
            return vec![self.input(source.clone(), Kind::Credentials, keys.first().cloned(), keys)];
        }
        if let Some(first) = keys.first() {
            let has_identifiers = self.credentials.key_id().or(self.credentials.issuer_id()).is_some();
            let kind = if has_identifiers { Kind::Credentials } else { Kind::Key };
            // `--key` says which key is meant; several inputs are looked at one by one.
            let is_one = has_identifiers || first.rank == 0;
            let (others, count) = if is_one { (&**keys, 1) } else { (&[][..], keys.len()) };
            let of_key =
                |key: &Arc<KeyInput>| self.input(key.source.clone(), kind, Some(key.clone()), others);
            return keys.iter().take(count).map(of_key).collect();
        }
        vec![match &self.jwks {
            Some((source, _)) => self.input(source.clone(), Kind::Jwks, None, &[]),
            None => {
                let name = if self.credentials.discovery.is_some() { "--discover" } else { "options" };
                self.input(Source::named(name), Kind::Credentials, None, &[])
            }
        }]
    }

    /// A token, or an exchange with or without one.
    pub(super) fn captured(
        &self,
        source: Source,
        token: Option<Token>,
        exchange: Option<Exchange>,
        place: Option<Place>,
    ) -> Input {
        let exchange = exchange.map(|exchange| self.completed(exchange));
        let token = token.filter(|token| !self.is_access_token(token, exchange.as_ref()));
        let key = match &token {
            Some(token) => choose(&self.keys, token),
            None => self.keys.first().cloned(),
        };
        let kind = if exchange.is_some() { Kind::Exchange } else { Kind::Token };
        let sender =
            exchange.as_ref().map_or(Sender::Unknown, |exchange| self.sender(exchange, token.as_ref()));
        Input { token, exchange, place, sender, ..self.input(source, kind, key, &self.keys) }
    }

    /// A failure that a text tells of.
    pub(super) fn failure(
        &self,
        source: Source,
        token: Option<Token>,
        failure: &Failure,
        place: Place,
    ) -> Input {
        let Failure { text, statement, sender, request, status, takes_common, .. } = failure;
        let exchange = Exchange {
            request: request.clone(),
            status: *status,
            body: Some(text.clone()),
            ..Exchange::default()
        };
        let (sender, statement) = (sender.clone(), Some(statement.clone()));
        let takes_common = *takes_common;
        Input { sender, statement, takes_common, ..self.captured(source, token, Some(exchange), Some(place)) }
    }

    /// Who sent the response: as captured; else as the options say, or the token that was sent. Whoever got a token for
    /// Apple, that is what the request was meant for.
    fn sender(&self, exchange: &Exchange, token: Option<&Token>) -> Sender {
        let settings = self.settings;
        let is_apples_token = || token.is_some_and(|token| services::may_be_apples(settings.list, token));
        match Sender::of_exchange(exchange, settings.list) {
            Sender::Unknown if settings.is_apples() || is_apples_token() => Sender::Apple(Vec::new()),
            Sender::Foreign(_) if exchange.token().is_some() && is_apples_token() => {
                Sender::Apple(Vec::new())
            }
            sender => sender,
        }
    }

    /// A log or a HAR in which nothing was found.
    pub(super) fn nothing_found(&self, source: Source, rest: Rest) -> Input {
        let Rest { foreign, is_refusal_of_unknown } = rest;
        let sender = foreign.map_or(Sender::Unknown, Sender::Foreign);
        Input { sender, is_refusal_of_unknown, ..self.input(source, Kind::Log, None, &[]) }
    }

    /// The log of a job, as far as the logs of its steps hold the same.
    pub(super) fn repeats(&self, source: Source, repeats: Repeats) -> Input {
        Input { repeats: Some(repeats), ..self.nothing_found(source, Rest::default()) }
    }

    /// What is recognized and not searched.
    pub(super) fn other(&self, source: Source, binary: Binary) -> Input {
        Input { binary: Some(binary), ..self.input(source, Kind::Other, None, &[]) }
    }

    /// Whether it is not what a developer signed, but what Apple gave for that.
    fn is_access_token(&self, token: &Token, exchange: Option<&Exchange>) -> bool {
        let request = exchange.and_then(|exchange| exchange.request.as_ref());
        let place = request.and_then(|request| Some((request.host.as_deref()?, &*request.path)));
        place.is_some_and(|(host, path)| services::is_access_token(self.settings.list, token, host, path))
    }

    /// With what the options say of the request, where the capture is silent.
    fn completed(&self, mut exchange: Exchange) -> Exchange {
        exchange.request = exchange.request.or_else(|| self.settings.request.clone());
        exchange.status = exchange.status.or(self.settings.status);
        exchange
    }

    fn input(
        &self,
        source: Source,
        kind: Kind,
        key: Option<Arc<KeyInput>>,
        others: &[Arc<KeyInput>],
    ) -> Input {
        let mut credentials = credentials(&self.credentials, key.as_deref(), others);
        let is_named = self.settings.service.is_some() && kind != Kind::Exchange;
        credentials.is_set = kind == Kind::Credentials || is_named;
        let jwks = self.jwks.as_ref().map(|(_, jwks)| jwks.clone());
        Input {
            source,
            place: None,
            kind,
            binary: None,
            repeats: None,
            token: None,
            stands_for_key: false,
            key,
            jwks,
            credentials,
            exchange: None,
            sender: Sender::Unknown,
            statement: None,
            takes_common: true,
            is_refusal_of_unknown: false,
        }
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
