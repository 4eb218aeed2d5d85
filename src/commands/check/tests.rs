//! A further service changes nothing of what is said of another one's tokens.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;

use super::*;
use crate::catalog::lint::Severity;
use crate::catalog::service::Service;
use crate::catalog::services::{SERVICES, trial};
use crate::cli::{Cli, Command};
use crate::judge::subject::Subject;
use crate::world::Terminal;

/// What was said of one subject: its verdict and its findings.
type Said = (&'static str, Vec<(&'static str, Severity)>);

/// Each case of `testdata`, judged with this list of services.
fn said(list: &'static [&'static Service]) -> Vec<(String, Vec<Said>)> {
    let folders =
        ["broken", "clean"].map(|name| Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name));
    let mut cases: Vec<_> = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()).collect();
    cases.retain(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|end| end == "args"));
    let case = |entry: &std::io::Result<fs::DirEntry>| {
        let path = entry.as_ref().unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        (path.display().to_string(), of_case(&path, &text, list))
    };
    cases.iter().map(case).collect()
}

fn of_case(path: &Path, text: &str, list: &'static [&'static Service]) -> Vec<Said> {
    let folder = path.parent().unwrap();
    let words = text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    let is_variable = |word: &&str| {
        word.split_once('=').is_some_and(|(name, _)| {
            name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit())
        })
    };
    let (variables, words): (Vec<_>, Vec<_>) = words.partition(is_variable);
    // The tests of the command run in the case's folder; here the files are named whole.
    let whole = |word: &str| {
        let path: PathBuf = folder.join(word);
        if path.is_file() { path.into_os_string() } else { OsString::from(word) }
    };
    let args = ["why401", "check"].map(OsString::from).into_iter().chain(words.into_iter().map(whole));
    let Command::Check(args) = Cli::try_parse_from(args).unwrap().command else { panic!("{text}") };
    let var = |name: &str| {
        let pairs = variables.iter().filter_map(|word| word.split_once('='));
        pairs.filter(|(known, _)| *known == name).map(|(_, value)| whole(value)).next_back()
    };
    let world = World {
        catch_signals: &crate::input::Stop::default,
        now: 1_795_168_980.0,
        clock: || 1_795_168_980.0,
        var: &var,
        names: &Vec::new,
        stdin: &|| Err(std::io::Error::other("nothing")),
        stdin_is_terminal: true,
        stdin_is_piped: &|| false,
        terminal: Terminal { width: None, color: false, unicode: false },
        stderr_is_terminal: false,
    };
    let settings = Settings { list, ..args.shared.settings(&world).unwrap() };
    let arguments = Arguments { takes_inputs: true, inputs: &args.input, ..args.shared.arguments() };
    let inputs = input::gather(arguments, args.shared.credential.identifiers(&world), &world.sources())
        .unwrap()
        .unwrap();
    let mut said = Vec::new();
    let mut sink = |subject: Subject| {
        let findings = subject.checks.findings.iter().map(|finding| (finding.lint.name, finding.severity));
        said.push((subject.verdict(args.shared.judgment.fail_on).as_str(), findings.collect()));
        Ok(())
    };
    judge::judge(inputs, &settings, &mut sink, &mut Vec::new()).unwrap();
    said
}

#[test]
fn a_further_service_changes_nothing_of_what_is_said_of_another_ones_tokens() {
    let today = said(SERVICES);
    assert!(
        today.len() >= 50 && today.iter().any(|(_, said)| said.iter().any(|(verdict, _)| *verdict == "fail"))
    );
    let alone = trial::services().iter().map(|service| vec![*service]);
    for added in alone.chain([trial::services().to_vec()]) {
        let names: Vec<_> = added.iter().map(|service| service.id).collect();
        for ((case, now), (_, then)) in today.iter().zip(said(trial::list_with(&added))) {
            assert_eq!(now, &then, "{case}, with {names:?}");
        }
    }
}
