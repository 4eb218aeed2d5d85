//! `why401 mint`: read the key, fill the service's claims, sign, judge, print the token alone. Opens no socket.

use std::io::Write;
use std::time::Duration;

use crate::catalog::cause;
use crate::catalog::evidence::Environment;
use crate::catalog::lint::Checks;
use crate::catalog::service::{Presence, Service};
use crate::catalog::words::list;
use crate::cli;
use crate::commands::shared;
use crate::error::Error;
use crate::exit::Exit;
use crate::input;
use crate::judge::subject::Subject;
use crate::judge::{self, Settings};
use crate::mint::{self, Need, Recipe};
use crate::model::credentials::{Credentials, Origin};
use crate::model::jws::Token;
use crate::model::time;
use crate::redact::{Known, Whole};
use crate::report::{self, Options, Verbosity};
use crate::world::{Terminal, World};

pub(crate) fn run(
    args: &cli::Mint,
    world: &World,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Error> {
    let settings = args.shared.settings(world)?;
    let identifiers = args.shared.credential.identifiers(world);
    let gathered = input::gather(args.shared.arguments(), identifiers, &world.sources())?;
    let mut inputs = shared::discovered(gathered, &args.shared, world).unwrap_or_default();
    shared::note(std::mem::take(&mut inputs.notes), &args.volume, err);
    let Some(subject) = judge::credential(inputs, &settings) else {
        return Err(lacking(None, &[Need::key()]));
    };
    if shared::lacks_discovered(&subject) {
        tell(subject, args, world, err);
        return Ok(Exit::Failure);
    }
    let service = mint::choose(subject.candidates(), &subject.input.credentials);
    let Some(input) = subject.input.key.clone() else {
        let service = service.filter(|_| subject.service().is_some());
        let needs = service.map(|service| mint::lacking(service, &subject.input.credentials, false));
        let needs = needs.unwrap_or_else(|| vec![Need::key()]);
        return Err(shared::discoverable(lacking(service, &needs), &subject, world));
    };
    let Some(key) = input.key.private() else {
        tell(subject, args, world, err);
        return Ok(Exit::Failure);
    };
    let several = || Error::Services { ids: subject.candidates().iter().map(|service| service.id).collect() };
    let service = service.ok_or_else(several)?;
    if service.rules.is_none() {
        return Err(Error::NoRules { service: service.id });
    }

    shared::note_assumed(&subject, service, &args.volume, err);
    let credentials = subject.input.credentials.clone();
    let recipe = recipe(&args.token, service, &credentials, world);
    ready(&recipe, args.shared.request.environment)?;
    let text = recipe.token(key);
    let token = Token::decode(text.as_bytes(), false);
    let whole = Whole::of(&token, &Known::of([key]))?.map(|whole| whole.to_string());

    let settings = Settings { service: Some(service), ..settings };
    let subject = subject.with_token(token, &settings);
    let subject = Subject { checks: advised(subject.checks, &recipe), ..subject };
    for note in notes(&recipe, args) {
        // Nothing is left to do when trouble cannot be told.
        let _ = writeln!(err, "note: {note}");
    }
    let is_refused = subject.counts(args.shared.judgment.fail_on);
    tell(subject, args, world, err);
    if is_refused {
        return Ok(Exit::Failure);
    }
    match whole {
        Some(whole) => writeln!(out, "{whole}").map(|()| Exit::Success).map_err(Error::from),
        None => Err(Error::Malformed),
    }
}

fn recipe<'a>(
    token: &'a cli::NewToken,
    service: &'a Service,
    credentials: &'a Credentials,
    world: &World,
) -> Recipe<'a> {
    let seconds = |life: Duration| i64::try_from(life.as_secs()).unwrap_or(i64::MAX);
    Recipe {
        lifetime: token.lifetime.map_or(mint::LIFETIME, seconds),
        scope: &token.scope,
        claims: &token.claim,
        ..Recipe::new(service, credentials, world.now as i64)
    }
}

/// Whether everything is there, and nothing was asked for that the service does not have.
pub(super) fn ready(recipe: &Recipe, environment: Option<Environment>) -> Result<(), Error> {
    let service = recipe.service;
    // Public as they are, key IDs are in a token as they were typed; this one can be the number of any private key.
    let is_number = |id: &str| id.len() == 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    if recipe.credentials.key_id().is_some_and(|id| is_number(id.value.trim())) {
        return Err(Error::KeyInToken { place: "the key ID".to_owned() });
    }
    let missing = recipe.missing();
    let is_claim = |need: &Need| missing.iter().any(|claim| Need::of_claim(claim) == Some(need));
    let mut needs = mint::lacking(service, recipe.credentials, true);
    needs.retain(|need| need.member == "key_id" || is_claim(need));
    if !needs.is_empty() {
        return Err(lacking(Some(service), &needs));
    }
    if let Some(claim) = missing.first() {
        let what = format!("`{}` (--claim {}=JSON; {})", claim.name, claim.name, claim.about);
        return Err(Error::Lacking { what });
    }
    if !recipe.scope.is_empty() && service.claim("scope").is_none() {
        return Err(Error::NoScope { service: service.id });
    }
    if environment == Some(Environment::Sandbox) && service.sandbox_hosts.is_empty() {
        return Err(Error::NoSandbox { service: service.id });
    }
    Ok(())
}

/// Names what is missing, how to give it, and where it is found.
pub(super) fn lacking(service: Option<&Service>, needs: &[&Need]) -> Error {
    let place = |need: &Need| service.map(|service| format!("; {}", need.place(service))).unwrap_or_default();
    let what = |need: &&Need| format!("{} ({}{})", need.noun, need.options(), place(need));
    Error::Lacking { what: list(&needs.iter().map(what).collect::<Vec<_>>()) }
}

/// What was decided or ignored without being a fault.
fn notes(recipe: &Recipe, args: &cli::Mint) -> Vec<String> {
    let service = recipe.service;
    let mut notes = Vec::new();
    if args.volume.quiet {
        return notes;
    }
    let has_file =
        |prefix: &&str| recipe.credentials.key_file.as_deref().is_some_and(|file| file.starts_with(prefix));
    let has_told_file = service.key.file_prefixes.iter().any(has_file);
    let is_individual = service.claim("iss").is_some_and(|claim| claim.presence == Presence::Forbidden);
    if is_individual
        && recipe.credentials.issuer_id().is_none()
        && args.shared.request.service.is_none()
        && !has_told_file
    {
        notes.push(format!("{}; a team key needs --issuer-id", mint::NO_ISSUER));
    }
    if args.token.lifetime.is_some() && !recipe.expires() {
        let rules = service.rules.as_ref();
        let age = rules
            .and_then(|rules| rules.lifetime.max_age)
            .map(|age| format!("; they are good for {} after `iat`", time::span(age.into())));
        notes.push(match age {
            Some(age) => format!("--lifetime has no effect: tokens of {} have no `exp`{age}", service.id),
            None => "--lifetime has no effect: --claim gives `exp`".to_owned(),
        });
    }
    for (member, noun, sources) in recipe.credentials.identifiers() {
        if let (Some(Origin::Option(option)), false) =
            (sources.first().map(|named| &named.origin), uses(service, member))
        {
            notes.push(format!("{option} has no effect: tokens of {} have no {noun}", service.id));
        }
    }
    notes
}

/// Whether the service's tokens hold this identifier.
fn uses(service: &Service, member: &str) -> bool {
    let needs = mint::lacking(service, &Credentials::default(), false);
    needs.iter().any(|need| need.member == member)
}

/// The lints' advice on a life that is too long names `exp`; here an option makes it. What they say of a `scope` that
/// does not allow such a life stays.
fn advised(mut checks: Checks, recipe: &Recipe) -> Checks {
    const OF_LIFE: [&str; 2] = [cause::id::LIFETIME_AT_LIMIT, cause::id::LIFETIME_TOO_LONG];
    let rules = recipe.service.rules.as_ref();
    let tips_over =
        rules.and_then(|rules| rules.lifetime.max).is_some_and(|max| recipe.lifetime <= max.into());
    if !recipe.expires() || !recipe.scope.is_empty() && !tips_over {
        return checks;
    }
    for finding in &mut checks.findings {
        if finding.lint.causes.iter().any(|cause| OF_LIFE.contains(cause)) {
            finding.help = Some(format!(
                "give a shorter `--lifetime`, {} is plenty: the {} s that `iat` is set back count too",
                time::span(mint::LIFETIME as f64),
                mint::BACKDATE
            ));
        }
    }
    checks
}

/// Prints what was found. Standard error is plain text, as all errors are.
fn tell(subject: Subject, args: &cli::Mint, world: &World, err: &mut dyn Write) {
    let verbosity = args.volume.verbosity();
    let is_wanted = match verbosity {
        Verbosity::Quiet => false,
        Verbosity::Normal => !subject.checks.findings.is_empty(),
        Verbosity::Verbose => true,
    };
    if !is_wanted && !subject.counts(args.shared.judgment.fail_on) {
        return;
    }
    let options = Options {
        fail_on: args.shared.judgment.fail_on,
        allow_unknown: false,
        verbosity,
        show_token: false,
        workspace: None,
        terminal: Terminal { width: None, color: false, ..world.terminal },
    };
    // Nothing is left to do when trouble cannot be told.
    let _ = report::write_findings(options, subject, err);
}
