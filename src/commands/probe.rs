//! `why401 probe`: check, ask the service, experiment, diagnose, report.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use super::mint::ready;
use crate::catalog::evidence::Environment;
use crate::catalog::service::Service;
use crate::catalog::services;
use crate::cli;
use crate::commands::reports::{Files, read_paths};
use crate::commands::shared;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::{self, Arguments, Inputs, KeyInput, ReadError, Signal};
use crate::judge::experiments::Experiments;
use crate::judge::subject::{Subject, Verdict};
use crate::judge::{self, Settings};
use crate::mint::{self, Recipe};
use crate::model::jws::Token;
use crate::model::request::Request;
use crate::probe::{self, BaseUrl, Client, Driver, GivenToken, Journal, Plan, Proxies};
use crate::redact::{self, Known, Sendable};
use crate::world::World;

pub(crate) fn run(
    args: &cli::Probe,
    world: &World,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Error> {
    let settings = args.shared.settings(world)?;
    let mut files = Files::open(&args.output, &read_paths(&args.input, &args.shared), world)?;
    let takes_inputs = !args.shared.credential.discover;
    let arguments = Arguments { takes_inputs, inputs: &args.input, ..args.shared.arguments() };
    let identifiers = args.shared.credential.identifiers(world);
    let gathered = input::gather(arguments, identifiers, &world.sources())?;
    let Some(mut inputs) = shared::discovered(gathered, &args.shared, world) else {
        return shared::help("probe", out);
    };
    shared::note(std::mem::take(&mut inputs.notes), &args.output.volume, err);
    let known = Known::of(inputs.keys.iter().filter_map(|input| input.key.private()));
    let (subject, notices) = one(inputs, &settings)?;
    shared::warn(notices, err);
    if shared::lacks_discovered(&subject) {
        return tell(args, world, &mut files, out, subject);
    }
    let has_token = subject.input.token.as_ref().is_some_and(|token| !token.text().is_empty());
    if subject.input.token.is_none() && subject.recognition.response.is_none() && !subject.can_sign() {
        // What should have been a credential is none, and its findings say why.
        return match subject.verdict(args.shared.judgment.fail_on) {
            Verdict::Fail => tell(args, world, &mut files, out, subject),
            _ => Err(Error::NothingToSend),
        };
    }
    if !has_token && (subject.input.key.is_none() || args.network.no_experiments) {
        return Err(Error::NothingToSend);
    }
    let service = service(&subject, &settings)?;
    shared::note_assumed(&subject, service, &args.output.volume, err);
    let is_taken_for_individual = service.forbids_issuer() && subject.candidates().len() > 1;
    let note = is_taken_for_individual.then(|| format!("{}; a team key needs --issuer-id", mint::NO_ISSUER));
    shared::note(note, &args.output.volume, err);
    if args.shared.request.environment == Some(Environment::Sandbox) && service.sandbox_hosts.is_empty() {
        return Err(Error::NoSandbox { service: service.id });
    }
    let settings = Settings { service: Some(service), ..settings };
    let (mut subject, token) = with_token(subject, service, args, &settings, world, &known)?;
    // The key cannot sign, and its findings say why.
    let Some(token) = token else { return tell(args, world, &mut files, out, subject) };
    let key = subject.input.key.clone();
    let plan = Plan { known, ..plan(service, token, key.as_deref(), &subject, args, &settings) };
    let client = client(&plan, &subject, args, world)?;
    for url in plan.urls() {
        Sendable::value(&url, &plan.known)?;
        client.route(&url).map_err(Error::Unsent)?;
    }
    let (experiments, stopped_by) = if args.network.dry_run {
        (probe::rehearse(&plan, &subject, &settings, (world.clock)()), None)
    } else {
        ask(&plan, &client, args, world, &settings, &mut subject, err)?
    };
    let subject = subject.with_experiments(experiments, &settings);
    let failure =
        subject.experiments.as_ref().and_then(Experiments::failure).map(|failure| failure.message.clone());
    let exit = tell(args, world, &mut files, out, subject)?;
    if let Some(failure) = failure {
        let _ = writeln!(err, "error: {}", redact::shown(&failure));
    }
    Ok(stopped_by.map_or(exit, Exit::from))
}

/// The one thing that is asked about: the token, else the failure or the key.
fn one(inputs: Inputs, settings: &Settings) -> Result<(Subject, Vec<String>), Error> {
    let (mut tokens, mut chosen, mut notices) = (BTreeSet::new(), None::<Subject>, Vec::new());
    let mut choose = |subject: Subject| {
        tokens.extend(subject.input.token.as_ref().map(|token| token.text().to_owned()));
        let is_better = |best: &Subject| best.input.token.is_none() && subject.input.token.is_some();
        if chosen.as_ref().is_none_or(is_better) {
            chosen = Some(subject);
        }
        Ok(())
    };
    judge::judge(inputs, settings, &mut choose, &mut notices)?;
    match chosen {
        _ if tokens.len() > 1 => Err(Error::SeveralTokens { tokens: tokens.len() }),
        Some(subject) => Ok((subject, notices)),
        None => Err(Error::NothingToSend),
    }
}

/// The service to ask, when there is one and it can be asked without harm.
fn service(subject: &Subject, settings: &Settings) -> Result<&'static Service, Error> {
    let not_probed = |service, why| Err(Error::NotProbed { service, why });
    const UNKNOWN: &str = "why401 knows no harmless request there; `why401 check` judges its answers";
    const GRANTS: &str =
        "its harmless request hands out an access token, so it is sent only when --service names the service";
    // A token that nothing is known of goes nowhere.
    let has_token = subject.input.token.is_some();
    let candidates = if has_token { &subject.recognition.services } else { subject.candidates() };
    let is_open = has_token && services::are_all(settings.list, candidates);
    let chosen = mint::choose(candidates, &subject.input.credentials).filter(|_| !is_open);
    let ids = || candidates.iter().map(|service| service.id).collect();
    let service = chosen.ok_or_else(|| Error::Services { ids: ids() })?;
    match &service.probe {
        Some(probe) if probe.grants_access && settings.service.is_none() => not_probed(service.id, GRANTS),
        Some(_) => Ok(service),
        None => not_probed(service.id, UNKNOWN),
    }
}

/// The subject with the token to send: the given one, or one that is minted in its place. `None`: the key cannot sign.
fn with_token(
    subject: Subject,
    service: &'static Service,
    args: &cli::Probe,
    settings: &Settings,
    world: &World,
    known: &Known,
) -> Result<(Subject, Option<GivenToken>), Error> {
    let token = subject.input.token.as_ref().filter(|token| is_token(token));
    let named = token.and_then(|token| services::named_by_audience(settings.list, token, service));
    if let (Some(named), true) = (named, subject.input.key.is_none() || args.network.no_experiments) {
        return Err(Error::OtherAudience { service: service.id, named: named.id });
    }
    if let Some(token) = token.filter(|_| named.is_none()) {
        let given = GivenToken { text: Sendable::token(token, known)?, is_minted: false };
        return Ok((subject, Some(given)));
    }
    let input = subject.input.key.clone().filter(|_| !args.network.no_experiments);
    let Some(key) = input.as_ref().and_then(|input| input.key.private()) else { return Ok((subject, None)) };
    let recipe = Recipe::new(service, &subject.input.credentials, world.now as i64);
    ready(&recipe, args.shared.request.environment)?;
    let token = Token::decode(recipe.token(key).as_bytes(), false);
    let given = GivenToken { text: Sendable::token(&token, known)?, is_minted: true };
    let is_captured = subject.recognition.response.is_some() || subject.input.token.is_some();
    Ok((if is_captured { subject } else { subject.with_token_of_key(token, settings) }, Some(given)))
}

/// Whether a text is one that somebody meant for a token: anything else may be a secret, which nobody gets to see.
fn is_token(token: &Token) -> bool {
    !token.is_key() && token.text().starts_with("eyJ") && token.text().contains('.')
}

fn plan<'a>(
    service: &'static Service,
    given: GivenToken,
    key: Option<&'a KeyInput>,
    subject: &Subject,
    args: &'a cli::Probe,
    settings: &Settings,
) -> Plan<'a> {
    let network = &args.network;
    let sent = subject.input.exchange.as_ref().and_then(|exchange| exchange.request_fields.as_ref());
    let topic =
        sent.and_then(|fields| fields.iter().find(|field| field.name.eq_ignore_ascii_case("apns-topic")));
    let bundle_id = subject.input.credentials.bundle_id().map(|named| named.value.clone());
    Plan {
        service,
        given,
        key: key.filter(|_| !network.no_experiments).map(|input| &input.key),
        environment: subject.environment(settings),
        request: failed(subject, args, settings),
        topic: bundle_id.or_else(|| topic.map(|field| field.value.clone())),
        asks_roles: network.roles,
        vendor: network.vendor_number.as_deref(),
        known: Known::default(),
        is_captured: subject.recognition.response.is_some(),
        unsent: subject
            .input
            .token
            .as_ref()
            .and_then(|token| services::named_by_audience(settings.list, token, service)),
        max_requests: network.max_requests.into(),
    }
}

/// The request that failed: a typed URL comes before a captured one, so that what may not be asked can be replaced. The
/// method stays the captured one unless that is typed, too.
fn failed(subject: &Subject, args: &cli::Probe, settings: &Settings) -> Option<Request> {
    let captured = subject.input.exchange.as_ref().and_then(|exchange| exchange.request.as_ref());
    let Some(mut typed) = settings.request.clone() else { return captured.cloned() };
    if let Some(captured) = captured.filter(|_| args.shared.request.method.is_none()) {
        typed.method.clone_from(&captured.method);
    }
    Some(typed)
}

/// Runs the plan. Gives what came of it, and the signal that ended it early.
fn ask(
    plan: &Plan,
    client: &Client,
    args: &cli::Probe,
    world: &World,
    settings: &Settings,
    subject: &mut Subject,
    err: &mut dyn Write,
) -> Result<(Experiments, Option<Signal>), Error> {
    let shows_progress = world.stderr_is_terminal && !args.output.volume.quiet;
    let err = RefCell::new(err);
    let progress = |what: &str| {
        if shows_progress {
            let mut err = err.borrow_mut();
            let _ = write!(err, "\r\u{1b}[Kasking {}: {what} ", plan.service.name).and_then(|()| err.flush());
        }
    };
    let driver = Driver { client, plan, settings, clock: &world.clock, progress: &progress };
    let journal = Journal::default();
    let stopped_by = probe::block_on(async {
        tokio::select! {
            biased;
            signal = probe::stopped() => Some(signal),
            () = driver.run(&journal, subject) => None,
        }
    });
    if shows_progress {
        let _ = write!(err.borrow_mut(), "\r\u{1b}[K");
    }
    let stopped_by = stopped_by.map_err(Error::Runtime)?;
    Ok((journal.results(plan, subject, settings, (world.clock)()), stopped_by))
}

fn client(plan: &Plan, subject: &Subject, args: &cli::Probe, world: &World) -> Result<Client, Error> {
    let network = &args.network;
    let base_urls = network.base_url.iter().map(|text| BaseUrl::parse(text)).collect::<Result<_, _>>()?;
    let of_token = probe::service_of_claims(subject.input.token.as_ref());
    let service = plan.service;
    let hosts = [Some(service), of_token].into_iter().flatten();
    let options = probe::Options {
        timeout: network.timeout,
        ca_cert: network
            .ca_cert
            .as_deref()
            .map(|path| certificate(&input::expanded(path, world.var)))
            .transpose()?,
        proxies: Proxies::from_environment(world.var),
        base_urls,
        allowed_hosts: network.allow_host.clone(),
        typed: args.shared.request.url.clone(),
        own: hosts.flat_map(|service| service.hosts.iter().chain(service.sandbox_hosts).copied()).collect(),
        http2_only: service.probe.as_ref().is_some_and(|probe| probe.variants.is_some()),
        known: plan.known.clone(),
        now: Box::new(world.clock),
    };
    Ok(Client::new(options)?)
}

/// The text of a certificate; nobody needs more than a megabyte of them.
fn certificate(path: &Path) -> Result<Vec<u8>, Error> {
    let open = |source| input::Error::Open(ReadError::Open { path: path.to_owned(), source });
    let mut text = Vec::new();
    File::open(path).map_err(open)?.take(1 << 20).read_to_end(&mut text).map_err(open)?;
    Ok(text)
}

fn tell(
    args: &cli::Probe,
    world: &World,
    files: &mut Files,
    out: &mut dyn Write,
    subject: Subject,
) -> Result<Exit, Error> {
    let options = args.shared.report(&args.output, world);
    let mut reporter = files.start(&args.output, &options, out);
    reporter.subject(subject)?;
    let tally = reporter.end()?;
    files.finish()?;
    Ok(tally.into())
}
