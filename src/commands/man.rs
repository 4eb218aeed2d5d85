//! `why401 man`.

use std::io::Write;

use clap::CommandFactory;

use crate::cli::Cli;
use crate::error::Error;
use crate::exit::Exit;

pub(crate) fn run(out: &mut dyn Write) -> Result<Exit, Error> {
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(out)?;
    for subcommand in command.get_subcommands() {
        clap_mangen::Man::new(subcommand.clone())
            .title(format!("why401-{}", subcommand.get_name()))
            .render(out)?;
    }
    Ok(Exit::Success)
}
