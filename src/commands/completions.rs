//! `why401 completions`.

use std::io::Write;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Command, CommandFactory};
use clap_complete::generate;
use clap_complete_nushell::Nushell;

use super::explain;
use crate::catalog::role;
use crate::cli::{Cli, Shell};
use crate::error::Error;
use crate::exit::Exit;

pub(crate) fn run(shell: Shell, out: &mut dyn Write) -> Result<Exit, Error> {
    let (mut command, mut script) = (with_values(Cli::command()), Vec::new());
    match shell {
        Shell::Bash => generate(clap_complete::Shell::Bash, &mut command, NAME, &mut script),
        Shell::Elvish => generate(clap_complete::Shell::Elvish, &mut command, NAME, &mut script),
        Shell::Fish => generate(clap_complete::Shell::Fish, &mut command, NAME, &mut script),
        Shell::Nushell => generate(Nushell, &mut command, NAME, &mut script),
        Shell::Powershell => generate(clap_complete::Shell::PowerShell, &mut command, NAME, &mut script),
        Shell::Zsh => generate(clap_complete::Shell::Zsh, &mut command, NAME, &mut script),
    }
    // The generator for fish leaves out what is no option.
    if shell == Shell::Fish {
        let names = names().join(" ");
        writeln!(
            script,
            "complete -c {NAME} -n \"__fish_{NAME}_using_subcommand explain\" -f -a \"{names}\""
        )?;
    }
    out.write_all(&script)?;
    Ok(Exit::Success)
}

const NAME: &str = "why401";

/// Gives the shells the values of options that take more than these when they are typed: names of roles in the web UI,
/// any path.
fn with_values(command: Command) -> Command {
    let roles = || PossibleValuesParser::new(role::roles().iter().map(|role| PossibleValue::new(role.code)));
    let paths = || PossibleValuesParser::new(role::collections().into_iter().map(PossibleValue::new));
    let shared = |command: Command| {
        command
            .mut_arg("role", |arg| arg.value_parser(roles()))
            .mut_arg("url", |arg| arg.value_parser(paths()))
    };
    ["check", "probe", "mint"]
        .into_iter()
        .fold(command, |command, name| command.mut_subcommand(name, shared))
        .mut_subcommand("explain", |command| {
            command.mut_arg("name", |arg| arg.value_parser(PossibleValuesParser::new(names())))
        })
}

/// What `explain` takes.
fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = explain::names().filter(|name| is_word(name)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether a shell takes the name as one word, whatever its rules of quoting.
fn is_word(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    name.starts_with(|first: char| first.is_ascii_alphanumeric()) && name.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    fn script(shell: Shell) -> String {
        let mut script = Vec::new();
        run(shell, &mut script).unwrap();
        String::from_utf8(script).unwrap()
    }

    #[test]
    fn every_shell_completes_names_roles_services_and_paths() {
        for shell in Shell::value_variants() {
            let script = script(*shell);
            let name = shell.to_possible_value().unwrap();
            // Elvish and PowerShell complete options alone.
            if matches!(shell, Shell::Elvish | Shell::Powershell) {
                assert!(script.contains("--role") && script.contains("--service"), "{}", name.get_name());
                continue;
            }
            for value in [
                "claims-expired",
                "NOT_AUTHORIZED",
                "role-insufficient",
                "APP_MANAGER",
                "asc-team",
                "/v1/apps",
            ] {
                assert!(script.contains(value), "{}: {value}", name.get_name());
            }
        }
    }

    #[test]
    fn what_is_completed_is_taken() {
        use clap::Parser;
        for name in ["claims-expired", "NOT_AUTHORIZED", "asc-team"] {
            assert!(explain::names().any(|known| known == name), "{name}");
        }
        for role in role::roles() {
            assert!(
                Cli::try_parse_from(["why401", "check", "x", "--role", role.code]).is_ok(),
                "{}",
                role.code
            );
        }
        for path in role::collections() {
            assert!(is_word(path.trim_start_matches('/').replace('/', "-").as_str()), "{path}");
        }
    }
}
