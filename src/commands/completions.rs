//! `why401 completions`.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::error::Error;
use crate::exit::Exit;

pub(crate) fn run(shell: Shell, out: &mut dyn Write) -> Result<Exit, Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "why401", &mut script);
    out.write_all(&script)?;
    Ok(Exit::Success)
}
