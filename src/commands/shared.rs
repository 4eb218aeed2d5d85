//! What the options mean that several commands have.

use std::io::Write;
use std::rc::Rc;

use clap::CommandFactory;

use crate::catalog::lint::{Finding, Severity};
use crate::catalog::service::Service;
use crate::catalog::services::SERVICES;
use crate::cli::{Cli, Credential, Output, Shared, Volume};
use crate::discover::{self, Disk, Environment};
use crate::error::Error;
use crate::exit::Exit;
use crate::input::{Arguments, Inputs, Signal};
use crate::judge::subject::Subject;
use crate::judge::{self, Settings};
use crate::model::credentials::{Credentials, Named, Origin};
use crate::model::request;
use crate::redact::{self, Foreign};
use crate::report::{Options, Reporter, UnreadInput, Verbosity, Workspace};
use crate::world::World;

impl Shared {
    /// How subjects are judged.
    pub(super) fn settings(&self, world: &World) -> Result<Settings<'_>, Error> {
        let Self { request, judgment, .. } = self;
        let target = match &request.url {
            Some(url) => Some(
                request::Request::parse(request.method.as_deref(), url)
                    .ok_or_else(|| Error::Url { url: redact::excerpt(url, 200) })?,
            ),
            None => None,
        };
        Ok(Settings {
            list: SERVICES,
            service: request.service,
            request: target,
            environment: request.environment,
            status: request.status,
            role: request.role,
            history: request.history,
            at: judgment.at,
            now: world.now,
            min_remaining: judgment.min_remaining.map(|duration| duration.as_secs_f64()),
            allowed: judgment.allow.iter().map(String::as_str).collect(),
            every_entry: false,
        })
    }

    /// How reports are printed.
    pub(super) fn report(&self, output: &Output, world: &World) -> Options {
        Options {
            fail_on: self.judgment.fail_on,
            allow_unknown: output.allow_unknown,
            verbosity: output.volume.verbosity(),
            show_token: output.show_token,
            terminal: world.terminal,
            workspace: workspace(world).map(Rc::new),
        }
    }

    /// What is to be read: the credential alone; INPUTs are for the command to add.
    pub(super) fn arguments(&self) -> Arguments<'_> {
        let Self { credential, request, .. } = self;
        Arguments {
            key: credential.key.as_deref(),
            jwks: credential.jwks.as_deref(),
            has_status: request.status.is_some(),
            discovers: credential.discover,
            ..Arguments::default()
        }
    }
}

impl Credential {
    /// The identifiers that options give, or that stand in the variables which they name.
    pub(super) fn identifiers(&self, world: &World) -> Credentials {
        let named = |value: &Option<String>, option| {
            let named = |value: &String| match value.strip_prefix("env:") {
                Some(name) => {
                    let value = (world.var)(name).unwrap_or_default().to_string_lossy().into_owned();
                    Named { value, origin: Origin::Env(name.to_owned()) }
                }
                None => Named { value: value.clone(), origin: Origin::Option(option) },
            };
            value.iter().map(named).collect()
        };
        Credentials {
            key_id: named(&self.key_id, "--key-id"),
            issuer_id: named(&self.issuer_id, "--issuer-id"),
            team_id: named(&self.team_id, "--team-id"),
            bundle_id: named(&self.bundle_id, "--bundle-id"),
            subject: named(&self.subject, "--subject"),
            ..Credentials::default()
        }
    }
}

/// What was gathered, with what is found where tools keep credentials if that was asked for.
pub(super) fn discovered(gathered: Option<Inputs>, shared: &Shared, world: &World) -> Option<Inputs> {
    if !shared.credential.discover {
        return gathered;
    }
    let mut inputs = gathered.unwrap_or_default();
    let environment = Environment { names: (world.names)(), var: world.var };
    discover::join(&mut inputs, &environment, &Disk);
    Some(inputs)
}

/// Whether discovery was asked for and found no credential that can be used: its findings say why.
pub(super) fn lacks_discovered(subject: &Subject) -> bool {
    const OF_DISCOVERY: [&str; 2] = ["credentials-conflict", "credentials-incomplete"];
    let is_error =
        |finding: &Finding| finding.severity == Severity::Error && OF_DISCOVERY.contains(&finding.lint.name);
    let is_asked = subject.input.credentials.discovery.is_some() && subject.input.token.is_none();
    is_asked && subject.checks.findings.iter().any(is_error)
}

/// The error with the hint that `--discover` finds the key, when altool's folders hold the one of the key ID.
pub(super) fn discoverable(error: Error, subject: &Subject, world: &World) -> Error {
    let environment = Environment { names: Vec::new(), var: world.var };
    let id = subject.input.credentials.key_id();
    match (error, id.and_then(|id| discover::in_folders(&id.value, &environment, &Disk))) {
        (Error::Lacking { what }, Some(place)) => {
            Error::Lacking { what: format!("{what}; --discover finds the key of that ID in {place}") }
        }
        (error, _) => error,
    }
}

/// Where GitHub checked out the repository, when it runs the program.
fn workspace(world: &World) -> Option<Workspace> {
    let root = (world.var)("GITHUB_WORKSPACE").filter(|root| !root.is_empty())?;
    Some(Workspace { root: root.into(), folder: std::env::current_dir().ok()? })
}

/// Says what was done with the sources that is not obvious.
pub(super) fn note(notes: impl IntoIterator<Item = String>, volume: &Volume, err: &mut dyn Write) {
    for note in notes.into_iter().filter(|_| !volume.quiet) {
        // Nothing is left to do when trouble cannot be told.
        let _ = writeln!(err, "note: {}", redact::shown(&note));
    }
}

/// Says which of several services was taken.
pub(super) fn note_assumed(subject: &Subject, taken: &Service, volume: &Volume, err: &mut dyn Write) {
    note(subject.assumption(taken), volume, err);
}

/// Prints what else is worth telling about the inputs.
pub(super) fn warn(notices: Vec<String>, err: &mut dyn Write) {
    for notice in notices {
        // Nothing is left to do when trouble cannot be told.
        let _ = writeln!(err, "warning: {}", redact::shown(&notice));
    }
}

/// Says that a signal ended the run, and what was not read because of it.
pub(super) fn tell_stopped(signal: Signal, error: Option<&Error>, err: &mut dyn Write) {
    let errors = error.map(Error::each).unwrap_or_default();
    errors.iter().filter(|error| !error.is_of_stop()).for_each(|error| error.tell(err));
    let unread = match errors.iter().filter(|error| error.is_of_stop()).count() {
        0 => String::new(),
        1 => "; 1 input was not read to its end".to_owned(),
        count => format!("; {count} inputs were not read to their ends"),
    };
    // Nothing is left to do when trouble cannot be told.
    let _ = writeln!(err, "error: stopped by {signal}{unread}");
}

/// The help of a command that was given nothing to look at.
pub(super) fn help(command: &str, out: &mut dyn Write) -> Result<Exit, Error> {
    let mut program = Cli::command();
    program.build();
    let help = program.find_subcommand_mut(command).map(|command| command.render_help().to_string());
    out.write_all(help.unwrap_or_default().as_bytes())?;
    Ok(Exit::Error)
}

/// Ends the report of what was judged. What could not be read is an error after it.
pub(super) fn ended(reporter: Reporter, end: Result<(), judge::Error>) -> Result<Exit, Error> {
    match end.map_err(Error::from) {
        Ok(()) => Ok(reporter.end()?.into()),
        // Whoever takes the report takes no more of it.
        Err(error @ Error::Write(_)) => Err(error),
        Err(error) => {
            let unread = |error: &Error| {
                Some(UnreadInput {
                    source: Foreign::new(error.input()?),
                    message: Foreign::new(error.chain()),
                })
            };
            reporter.cut_short(error.each().iter().filter_map(unread).collect())?;
            Err(error)
        }
    }
}

impl Volume {
    pub(super) fn verbosity(&self) -> Verbosity {
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        }
    }
}
