//! Why Apple answers a token with 401 or 403.
//!
//! Data flows one way: `input` reads, `model` decodes, `judge` recognizes, lints and explains, `report` prints;
//! `probe` asks the service and has it judged again. Time, environment, network and terminal enter as values at the
//! edge. What is public is [`run`], and what it takes and gives.

mod cli;
mod commands;
mod discover;
mod error;
mod exit;
mod judge;
mod report;
mod text;
pub mod world;

// For the tests, benchmarks and fuzz targets of this program alone: whatever is in here may change.
#[doc(hidden)]
pub mod catalog;
#[doc(hidden)]
pub mod input;
#[doc(hidden)]
pub mod mint;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod probe;
#[doc(hidden)]
pub mod redact;
#[doc(hidden)]
pub mod scan;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::Parser;
use clap::error::ErrorKind;

use cli::{Cli, Color, Command};
use error::Error;
pub use exit::Exit;
#[doc(hidden)]
pub use report::Format;
use world::World;

/// Characters of a line of a usage error that are shown.
const MAX_LINE: usize = 4096;

/// Lines of a usage error that are shown, its list of possible values included.
const MAX_ERROR_LINES: usize = 60;

/// Runs the program: `args` with its name first, report to `out`, trouble to `err`.
pub fn run(
    args: impl Iterator<Item = OsString>,
    world: World,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let mut out = Pipe(out);
    let result = match Cli::try_parse_from(args.map(disarmed)) {
        Ok(cli) => execute(cli, world, &mut out, err),
        Err(error) => answer(&error, &world, &mut out, err).map_err(Error::from),
    };
    let result = result.and_then(|exit| out.flush().map(|()| exit).map_err(Error::from));
    result.unwrap_or_else(|error| {
        for error in error.each() {
            error.tell(err);
        }
        Exit::Error
    })
}

/// Puts a line break before an argument that is the text of a key: its dashes are no option, the line break is no
/// fault.
fn disarmed(argument: OsString) -> OsString {
    if !argument.as_encoded_bytes().starts_with(b"-----BEGIN") {
        return argument;
    }
    let mut text = OsString::from("\n");
    text.push(argument);
    text
}

fn execute(cli: Cli, mut world: World, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Error> {
    world.terminal.color = match cli.color {
        Color::Auto => world.terminal.color,
        Color::Always => true,
        Color::Never => false,
    };
    colored::control::set_override(world.terminal.color);
    match cli.command {
        Command::Check(args) => commands::check::run(&args, &world, out, err),
        Command::Probe(args) => commands::probe::run(&args, &world, out, err),
        Command::Mint(args) => commands::mint::run(&args, &world, out, err),
        Command::Explain { name } => commands::explain::run(name.as_deref(), world.terminal.width, out),
        Command::Completions { shell } => commands::completions::run(shell, out),
        Command::Man { command } => commands::man::run(command, out),
    }
}

/// Help and version on request; else a usage error, which repeats what was typed and is redacted for it.
fn answer(error: &clap::Error, world: &World, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let text = error.render();
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return match world.terminal.color {
            true => write!(out, "{}", text.ansi()),
            false => write!(out, "{text}"),
        }
        .map(|()| Exit::Success);
    }
    let lines = text.to_string();
    let lines = redact::secrets(&lines);
    let mut lines: Vec<_> = lines.lines().take(MAX_ERROR_LINES + 1).map(bounded).collect();
    if lines.len() > MAX_ERROR_LINES {
        *lines.last_mut().unwrap_or(&mut String::new()) = "…".to_owned();
    }
    let tip = match error.kind() {
        ErrorKind::InvalidSubcommand => "\nTokens, keys and files are for `why401 check`.",
        _ => "",
    };
    // Nothing is left to do when trouble cannot be told.
    let _ = writeln!(err, "{}{tip}", lines.join("\n"));
    Ok(Exit::Error)
}

/// A line of a usage error: what was typed may be of any length.
fn bounded(line: &str) -> String {
    let shown = redact::printable(line);
    match shown.char_indices().nth(MAX_LINE).and_then(|(end, _)| shown.get(..end)) {
        Some(beginning) => format!("{beginning}… ({} bytes)", line.len()),
        None => shown.into_owned(),
    }
}

/// A writer to which a closed pipe is no failure: whoever reads has seen enough.
struct Pipe<'a>(&'a mut dyn Write);

impl Write for Pipe<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            result => result,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            result => result,
        }
    }
}
