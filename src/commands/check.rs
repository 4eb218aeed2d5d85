//! `why401 check`: read, decode, lint, report. Opens no socket.

use std::io::Write;

use clap::CommandFactory;

use crate::cli::{Check, Cli};
use crate::error::Error;
use crate::exit::Exit;
use crate::input::{self, Given};
use crate::report::{Report, Summary, Verbosity, Verdict};
use crate::request::Request;
use crate::subject::{self, Settings};
use crate::world::World;

pub(crate) fn run(args: &Check, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    let settings = settings(args, world)?;
    let Some(gathered) = input::gather(given(args), world)? else {
        let mut program = Cli::command();
        program.build();
        let help = program.find_subcommand_mut("check").map(|check| check.render_help().to_string());
        out.write_all(help.unwrap_or_default().as_bytes())?;
        return Ok(Exit::Error);
    };
    let gives_token = !gathered.tokens.is_empty();
    let subjects = subject::judge(gathered, &settings);
    let verdict = Verdict::of(&subjects, args.judgement.fail_on);
    let report = Report {
        subjects: &subjects,
        verdict,
        summary: Summary::of(&subjects),
        at: settings.at,
        at_is_known: settings.at_is_known,
        verbosity: verbosity(args),
        show_token: args.output.show_token,
        terminal: world.terminal,
        unread_stdin: !gives_token && !names_stdin(args) && (world.stdin_is_piped)(),
    };
    report.write(args.output.format, out)?;
    Ok(match verdict {
        Verdict::Pass => Exit::Success,
        Verdict::Fail => Exit::Failure,
    })
}

fn settings<'a>(args: &'a Check, world: &World) -> Result<Settings<'a>, Error> {
    let method = args.request.method.as_deref();
    let request = match &args.request.url {
        Some(url) => Some(Request::parse(method, url).ok_or_else(|| Error::Url { url: url.clone() })?),
        None => None,
    };
    let judgement = &args.judgement;
    Ok(Settings {
        service: args.request.service,
        request,
        at: judgement.at.unwrap_or(world.now),
        at_is_known: judgement.at.is_some(),
        min_remaining: judgement.min_remaining.map(|duration| duration.as_secs_f64()),
        allowed: judgement.allow.iter().map(String::as_str).collect(),
    })
}

fn given(args: &Check) -> Given<'_> {
    let credential = &args.credential;
    Given {
        inputs: &args.input,
        key: credential.key.as_deref(),
        jwks: credential.jwks.as_deref(),
        key_id: credential.key_id.as_deref(),
        issuer_id: credential.issuer_id.as_deref(),
        team_id: credential.team_id.as_deref(),
        bundle_id: credential.bundle_id.as_deref(),
        subject: credential.subject.as_deref(),
    }
}

/// Whether standard input was asked for, or could have been.
fn names_stdin(args: &Check) -> bool {
    let options = [&args.credential.key, &args.credential.jwks];
    !args.input.is_empty() || options.into_iter().flatten().any(|value| value == "-")
}

fn verbosity(args: &Check) -> Verbosity {
    match (args.output.quiet, args.output.verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    }
}
