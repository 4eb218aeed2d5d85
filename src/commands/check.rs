//! `why401 check`: read, decode, lint, report. Opens no socket.

use std::io::Write;

use clap::CommandFactory;

use crate::cli::{Check, Cli};
use crate::commands::shared;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::{self, Given};
use crate::report::{Report, Summary, Verdict};
use crate::subject;
use crate::world::World;

pub(crate) fn run(args: &Check, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    let settings = shared::settings(&args.request, &args.judgement, world)?;
    let given = Given { takes_inputs: true, inputs: &args.input, ..shared::given(&args.credential) };
    let Some(gathered) = input::gather(given, world)? else {
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
        verbosity: shared::verbosity(&args.output.volume),
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

/// Whether standard input was asked for, or could have been.
fn names_stdin(args: &Check) -> bool {
    let options = [&args.credential.key, &args.credential.jwks];
    !args.input.is_empty() || options.into_iter().flatten().any(|value| value == "-")
}
