//! `why401 check`: read, decode, lint, recognize, diagnose, report. Opens no socket.

use std::io::Write;

use crate::cli::Check;
use crate::commands::shared;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::{self, Arguments};
use crate::judge::{self, Settings};
use crate::report::{Options, Reporter};
use crate::world::World;

pub(crate) fn run(
    args: &Check,
    world: &World,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Error> {
    let every_entry = args.output.volume.verbose;
    let settings = Settings { every_entry, ..args.shared.settings(world)? };
    let stop = (world.catch_signals)();
    let arguments = Arguments {
        stop: Some(&stop),
        is_live: args.output.format.is_live && args.shared.request.status.is_none(),
        takes_inputs: !args.shared.credential.discover,
        goes_on: true,
        inputs: &args.input,
        ..args.shared.arguments()
    };
    let gathered = input::gather(arguments, args.shared.credential.identifiers(), &world.sources())?;
    let Some(inputs) = shared::discovered(gathered, &args.shared, world) else {
        return shared::help("check", out);
    };
    let unread_stdin = inputs.items.is_empty() && !names_stdin(args) && (world.stdin_is_piped)();
    let options = Options { unread_stdin, ..args.shared.report(&args.output, world) };
    let mut reporter = Reporter::new(args.output.format, options, out);
    let mut notices = Vec::new();
    let mut sink = |subject| reporter.subject(subject);
    let end = judge::judge(inputs, &settings, &mut sink, &mut notices);
    let exit = shared::ended(reporter, end);
    shared::warn(notices, err);
    let Some(signal) = stop.signal() else { return exit };
    shared::tell_stopped(signal, exit.as_ref().err(), err);
    Ok(signal.into())
}

/// Whether standard input was asked for, or could have been.
fn names_stdin(args: &Check) -> bool {
    let options = [&args.shared.credential.key, &args.shared.credential.jwks];
    !args.input.is_empty() || options.into_iter().flatten().any(|value| value == "-")
}

#[cfg(test)]
mod tests;
