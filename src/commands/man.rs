//! `why401 man`: the manual page of the program or of one command.

use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::cli::{Cli, Page};
use crate::error::Error;
use crate::exit::Exit;

/// What else the environment changes, beside what the help of a command lists.
const ENVIRONMENT: &[&str] = &[
    "NO_COLOR         no colors, when it is not empty",
    "CLICOLOR_FORCE   colors, even when the output is not a terminal",
    "LC_ALL, LC_CTYPE, LANG   whether the output may have more than ASCII",
];

/// Where `--discover` looks.
const DISCOVERED: &[&str] = &[
    "fastlane/*.json, api_key.json, .asc/config.json, ~/.asc/config.json, eas.json, .env, fastlane/.env*",
    "private_keys, ~/private_keys, ~/.private_keys, ~/.appstoreconnect/private_keys, $API_PRIVATE_KEYS_DIR",
    "    only with --discover; the keychain is never read",
];

/// The files that a command reads without being given their names.
const FILES: &[(&str, &[&str])] = &[
    (
        "check",
        &[
            ".git/index, .gitignore, .git/info/exclude, .git/config, ~/.config/git/ignore",
            "    read to find out whether a private key lies in a repository, and only when a key file is given",
        ],
    ),
    ("probe", &["The root certificates of the system", "    to verify Apple's hosts; --ca-cert adds one"]),
];

pub(crate) fn run(page: Option<Page>, out: &mut dyn Write) -> Result<Exit, Error> {
    let mut program = Cli::command();
    program.build();
    let name = page.map(Page::command);
    let command = match name.and_then(|name| program.find_subcommand(name)) {
        Some(command) => command.clone(),
        None => program.clone(),
    };
    let mut text = Vec::new();
    write(&command, &program, &mut text)?;
    out.write_all(&text)?;
    Ok(Exit::Success)
}

fn write(command: &Command, program: &Command, out: &mut Vec<u8>) -> io::Result<()> {
    let is_program = command.get_name() == program.get_name();
    let title = match is_program {
        true => "why401".to_owned(),
        false => format!("why401-{}", command.get_name()),
    };
    let version = program.get_version().unwrap_or_default();
    let man =
        Man::new(command.clone()).title(title).source(format!("why401 {version}")).manual("why401 manual");
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    let help = Help::of(command);
    let mut roff = Roff::default();
    paragraphs(&mut roff, &help.text);
    roff.to_writer(out)?;
    man.render_options_section(out)?;
    if is_program {
        man.render_subcommands_section(out)?;
    }
    let mut roff = Roff::default();
    section(&mut roff, "EXAMPLES", &help.section("Examples"));
    section(&mut roff, "EXIT STATUS", &Help::of(program).section("Exit status"));
    let mut environment = help.section("Environment");
    environment.extend(ENVIRONMENT.iter().map(|line| (*line).to_owned()));
    section(&mut roff, "ENVIRONMENT", &environment);
    section(&mut roff, "FILES", &files(command.get_name()));
    section(&mut roff, "SEE ALSO", &see_also(command, program));
    roff.to_writer(out)
}

/// `probe` reads what `check` reads.
fn files(command: &str) -> Vec<String> {
    let of =
        |name: &str| FILES.iter().find(|(command, _)| *command == name).map_or(&[][..], |(_, lines)| *lines);
    let lines = match command {
        "probe" => [of("check"), of("probe"), DISCOVERED].concat(),
        "check" | "mint" => [of("check"), DISCOVERED].concat(),
        _ => vec!["None: everything that is read is named on the command line."],
    };
    lines.into_iter().map(str::to_owned).collect()
}

fn see_also(command: &Command, program: &Command) -> Vec<String> {
    let pages = program.get_subcommands().map(clap::Command::get_name).filter(|name| *name != "help");
    let pages = pages.filter(|name| *name != command.get_name()).map(|name| format!("why401-{name}(1)"));
    let own = (command.get_name() != program.get_name()).then(|| "why401(1)".to_owned());
    vec![own.into_iter().chain(pages).collect::<Vec<_>>().join(", ")]
}

/// The text below the options in the help of a command, by its headings.
struct Help {
    text: Vec<String>,
    sections: Vec<(String, Vec<String>)>,
}

impl Help {
    fn of(command: &Command) -> Self {
        let help = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
        let mut own = Self { text: Vec::new(), sections: Vec::new() };
        for line in help.lines() {
            let heading = line.strip_suffix(':').filter(|heading| is_heading(heading));
            match (heading, own.sections.last_mut()) {
                (Some(heading), _) => own.sections.push((heading.to_owned(), Vec::new())),
                (None, Some((_, lines))) => lines.push(line.strip_prefix("  ").unwrap_or(line).to_owned()),
                (None, None) => own.text.push(line.to_owned()),
            }
        }
        own
    }

    fn section(&self, name: &str) -> Vec<String> {
        let found = self.sections.iter().find(|(heading, _)| heading == name);
        let mut lines = found.map(|(_, lines)| lines.clone()).unwrap_or_default();
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        lines
    }
}

fn is_heading(line: &str) -> bool {
    ["Examples", "Exit status", "Environment"].contains(&line)
}

/// Lines as they stand.
fn section(roff: &mut Roff, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    roff.control("SH", [heading]);
    roff.control("nf", []);
    for line in lines {
        roff.text([roman(line.as_str())]);
    }
    roff.control("fi", []);
}

/// Text that is filled; an empty line begins a new paragraph.
fn paragraphs(roff: &mut Roff, lines: &[String]) {
    for paragraph in lines.join("\n").split("\n\n").filter(|text| !text.trim().is_empty()) {
        roff.control("PP", []);
        roff.text([roman(paragraph.trim().replace('\n', " "))]);
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn every_page_has_examples_exit_status_environment_and_files() {
        for page in Page::value_variants().iter().copied().map(Some).chain([None]) {
            let mut text = Vec::new();
            run(page, &mut text).unwrap();
            let text = String::from_utf8(text).unwrap();
            let name = page.map_or("why401".to_owned(), |page| format!("why401\\-{}", page.command()));
            assert!(text.contains(&format!(".TH {} 1", name.replace('\\', ""))), "{name}: {}", &text[..120]);
            for heading in [
                "NAME",
                "SYNOPSIS",
                "DESCRIPTION",
                "OPTIONS",
                "EXAMPLES",
                "EXIT STATUS",
                "ENVIRONMENT",
                "FILES",
            ] {
                let at = text
                    .find(&format!("\n.SH {heading}\n"))
                    .or_else(|| text.find(&format!("\n.SH \"{heading}\"\n")));
                let rest = &text[at.unwrap_or_else(|| panic!("{name}: {heading}"))..];
                assert!(
                    rest.lines().nth(2).is_some_and(|line| !line.starts_with(".SH")),
                    "{name}: {heading}"
                );
            }
            assert_eq!(text.matches("\n.TH").count() + usize::from(text.starts_with(".TH")), 1, "{name}");
        }
    }
}
