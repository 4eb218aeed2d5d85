//! `why401 check`: read, decode, lint, recognize, diagnose, report. Opens no socket.

use std::io::Write;

use crate::cli::Check;
use crate::commands::reports::{Files, read_paths};
use crate::commands::shared;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::{self, Arguments};
use crate::judge::{self, Settings};
use crate::world::World;

pub(crate) fn run(
    args: &Check,
    world: &World,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Error> {
    let every_entry = args.output.volume.verbose;
    let settings = Settings { every_entry, ..args.shared.settings(world)? };
    let mut files = Files::open(&args.output, &read_paths(&args.input, &args.shared), world)?;
    let stop = (world.catch_signals)();
    let arguments = Arguments {
        stop: Some(&stop),
        is_live: args.output.format.is_live && args.shared.request.status.is_none(),
        takes_inputs: !args.shared.credential.discover,
        goes_on: true,
        inputs: &args.input,
        ..args.shared.arguments()
    };
    let identifiers = args.shared.credential.identifiers(world);
    let gathered = input::gather(arguments, identifiers, &world.sources())?;
    let Some(mut inputs) = shared::discovered(gathered, &args.shared, world) else {
        return shared::help("check", out);
    };
    shared::note(std::mem::take(&mut inputs.notes), &args.output.volume, err);
    let options = args.shared.report(&args.output, world);
    let mut reporter = files.start(&args.output, &options, out);
    let mut notices = Vec::new();
    let mut sink = |subject| reporter.subject(subject);
    let end = judge::judge(inputs, &settings, &mut sink, &mut notices);
    let exit = shared::ended(reporter, end);
    files.finish()?;
    shared::warn(notices, err);
    let Some(signal) = stop.signal() else { return exit };
    shared::tell_stopped(signal, exit.as_ref().err(), err);
    Ok(signal.into())
}

#[cfg(test)]
mod tests;
