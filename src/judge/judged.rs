//! Judges one subject: which service it belongs to, what the lints find, what the answer is, what the causes are.

use super::context::contexts;
use super::{Settings, diagnose};
use crate::catalog::lint;
use crate::catalog::lints::LINTS;
use crate::catalog::service::Probe;
use crate::catalog::services::{self, Clues, with_rules};
use crate::judge::diagnosis;
use crate::judge::experiments::Experiments;
use crate::judge::subject::{Kind, Subject};
use crate::model::credentials::Credentials;
use crate::model::exchange::Exchange;
use crate::model::verification::Verification;

/// Takes in the answer to the subject's token, and judges both as of the answer's `Date`.
pub(crate) fn answered(subject: &mut Subject, exchange: Exchange, settings: &Settings) {
    subject.exchange = Some(exchange);
    rejudge(subject, settings);
}

/// Ranks the causes again, with what experiments showed.
pub(crate) fn concluded(subject: &mut Subject, settings: &Settings) {
    diagnose::diagnose(subject, settings);
    if let Some(failure) =
        subject.experiments.as_ref().and_then(Experiments::failure).filter(|it| it.is_of_network)
    {
        subject.causes = diagnosis::unreachable(&failure.message).into_iter().collect();
    }
    let probe = subject.service().and_then(|service| service.probe.as_ref());
    let experiments = subject.experiments.as_ref();
    let is_good = |experiments: &Experiments, probe: &Probe| {
        let given = experiments.given.as_ref().map(|given| given.recognised.response.id);
        experiments.is_harmless
            && !experiments.has_proof()
            && given.is_some_and(|id| probe.good.contains(&id))
    };
    // The harmless request has the answer that it has to have: there is nothing to explain.
    if experiments.zip(probe).is_some_and(|(experiments, probe)| is_good(experiments, probe)) {
        subject.causes.clear();
        subject.operation = None;
    }
}

pub(super) fn judged(mut subject: Subject, settings: &Settings) -> Subject {
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
    subject.checks = lint::run(LINTS, &contexts(subject, settings), &settings.allowed);
    diagnose::diagnose(subject, settings);
}

/// Which services it may belong to, and what its answer is.
fn recognise(subject: &mut Subject, settings: &Settings) {
    let request = subject.request(settings).cloned();
    let place = request.as_ref().and_then(|request| Some((request.host.as_deref()?, request.path.as_str())));
    let named = match (settings.service, place) {
        (Some(service), _) => vec![service],
        (None, Some((host, path))) => services::at(settings.list, host, path),
        (None, None) => Vec::new(),
    };
    subject.services = match named.first() {
        Some(service) if settings.service.is_some() || with_rules(&named).next().is_none() => vec![*service],
        _ => {
            let clues = clues(&subject.credentials, place);
            services::candidates(settings.list, subject.token.as_ref(), clues)
        }
    };
    diagnose::recognise(subject, settings);
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
