//! Subjects: what was given, joined into the things that are judged.

use std::sync::Arc;

use crate::context::Context;
use crate::credentials::{Credentials, OtherKey};
use crate::input::{Gathered, KeyInput, Source};
use crate::jwk::Jwks;
use crate::jws::Token;
use crate::lint::{self, Finding, Group, Lint};
use crate::request::Request;
use crate::service::Service;
use crate::services::{self, Clues};
use crate::verification::Verification;

/// One thing that is judged, with everything that belongs to it.
pub struct Subject {
    pub source: Source,
    pub kind: Kind,
    /// The services it may belong to.
    pub services: Vec<&'static Service>,
    pub token: Option<Token>,
    pub key: Option<Arc<KeyInput>>,
    pub jwks: Option<Arc<Jwks>>,
    pub credentials: Credentials,
    pub verification: Verification,
    pub findings: Vec<Finding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Token,
    Key,
    Credentials,
    Jwks,
}

/// How subjects are judged.
pub struct Settings<'a> {
    pub service: Option<&'static Service>,
    pub request: Option<Request>,
    /// Seconds since 1970.
    pub at: f64,
    pub at_is_known: bool,
    pub min_remaining: Option<f64>,
    pub allowed: Vec<&'a str>,
}

/// Joins what was given and judges it. Keys and identifiers belong to each token; without a token they are subjects of
/// their own.
pub fn judge(gathered: Gathered, settings: &Settings) -> Vec<Subject> {
    let Gathered { tokens, keys, jwks, credentials, set } = gathered;
    let keys: Vec<_> = keys.into_iter().map(Arc::new).collect();
    let jwks_of_set = jwks.first().map(|(source, _)| source.clone());
    let jwks = jwks.into_iter().next().map(|(_, jwks)| Arc::new(jwks));
    let is_key_file = set.is_some();
    let subject = |source, kind, token, key: Option<Arc<KeyInput>>, others: &[Arc<KeyInput>]| {
        let mut credentials = joined(&credentials, key.as_deref(), others);
        credentials.is_key_file = is_key_file;
        Subject {
            source,
            kind,
            services: Vec::new(),
            token,
            key,
            jwks: jwks.clone(),
            credentials,
            verification: Verification::Unchecked,
            findings: Vec::new(),
        }
    };
    let mut subjects = Vec::new();
    if !tokens.is_empty() {
        for (source, token) in tokens {
            let key = choose(&keys, &token);
            subjects.push(subject(source, Kind::Token, Some(token), key, &keys));
        }
    } else if let Some(source) = set {
        subjects.push(subject(source, Kind::Credentials, None, keys.first().cloned(), &keys));
    } else if !keys.is_empty() {
        let has_identifiers = credentials.key_id().or(credentials.issuer_id()).is_some();
        let kind = if has_identifiers { Kind::Credentials } else { Kind::Key };
        // `--key` says which key is meant; several inputs are looked at one by one.
        let is_one = has_identifiers || keys.first().is_some_and(|key| key.rank == 0);
        let (others, count) = if is_one { (&*keys, 1) } else { (&[][..], keys.len()) };
        for key in keys.iter().take(count) {
            subjects.push(subject(key.source.clone(), kind, None, Some(key.clone()), others));
        }
    } else if let Some(source) = jwks_of_set {
        subjects.push(subject(source, Kind::Jwks, None, None, &[]));
    } else {
        subjects.push(subject(Source::named("options"), Kind::Credentials, None, None, &[]));
    }
    for subject in &mut subjects {
        subject.judge(settings);
    }
    subjects
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
fn joined(credentials: &Credentials, key: Option<&KeyInput>, keys: &[Arc<KeyInput>]) -> Credentials {
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

impl Subject {
    /// The credentials with a token that was minted from them, judged as that token.
    pub fn with_token(mut self, token: Token, settings: &Settings) -> Self {
        self.kind = Kind::Token;
        self.token = Some(token);
        self.judge(settings);
        self
    }

    fn judge(&mut self, settings: &Settings) {
        self.services = self.recognise(settings);
        self.credentials.is_set = self.kind == Kind::Credentials || settings.service.is_some();
        if let Some(token) = &self.token {
            let key = self.key.as_deref().map(|input| &input.key);
            self.verification = Verification::of(token, key, self.jwks.as_deref());
        }
        let findings = lint::run(&self.contexts(settings), &settings.allowed);
        self.findings = findings;
    }

    fn contexts<'a>(&'a self, settings: &'a Settings) -> Vec<Context<'a>> {
        let context = |service: &&'static Service| Context {
            service,
            services: &self.services,
            at: settings.at,
            at_is_known: settings.at_is_known,
            token: self.token.as_ref(),
            key: self.key.as_deref().map(|input| &input.key),
            key_file: self.key.as_deref().and_then(|input| input.facts.as_ref()),
            credentials: &self.credentials,
            jwks: self.jwks.as_deref(),
            signature: &self.verification,
            request: settings.request.as_ref(),
            exchange: None,
            role: None,
            min_remaining: settings.min_remaining,
        };
        self.services.iter().map(context).collect()
    }

    fn recognise(&self, settings: &Settings) -> Vec<&'static Service> {
        if let Some(service) = settings.service {
            return vec![service];
        }
        let request = settings.request.as_ref();
        let clues = Clues {
            request: request.and_then(|request| Some((request.host.as_deref()?, request.path.as_str()))),
            key_file: self.credentials.key_file.as_deref(),
            in_house: self.credentials.in_house,
            issuer_id: match self.credentials.issuer_id() {
                Some(_) => Some(true),
                None => self.credentials.is_key_file.then_some(false),
            },
            is_key_file: self.credentials.is_key_file,
        };
        services::candidates(self.token.as_ref(), clues)
    }

    /// Whether there was something for this lint to look at.
    pub fn is_checked(&self, lint: &Lint) -> bool {
        let token = self.token.as_ref();
        match lint.group {
            Group::TokenText => token.is_some(),
            Group::KeyText => self.key.is_some(),
            Group::Credentials => self.key.is_some() || self.kind == Kind::Credentials,
            Group::Jwks => self.jwks.is_some(),
            Group::Header => token.is_some_and(|token| token.header().is_some()),
            Group::Claims | Group::Time => token.is_some_and(|token| token.claims().is_some()),
            Group::Signature if lint.name == "signature-invalid" => {
                self.verification != Verification::Unchecked
            }
            Group::Signature => token.is_some_and(|token| token.signature.is_some()),
            Group::Request => false,
        }
    }

    /// The service, when only one remains.
    pub fn service(&self) -> Option<&'static Service> {
        match self.services.as_slice() {
            [service] => Some(service),
            _ => None,
        }
    }
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Key => "key",
            Self::Credentials => "credentials",
            Self::Jwks => "jwks",
        }
    }
}
