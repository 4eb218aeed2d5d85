//! Whole artefacts: what is in `testdata/clean` raises nothing, what is in `testdata/broken` gives exactly what is written
//! beside it. A case is a file `NAME.args`; README.md of each folder says how to add one.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use snapbox::data::Data;

use crate::program::{Folder, Ran, run, why401};

/// What was broken is named, in the words of the file beside it, and the status is the same for people and programs.
#[test]
fn every_broken_artefact_gives_its_report() {
    let folder = Folder::with(&["broken", "clean", "foreign"]);
    let cases = cases("broken");
    assert!(cases.len() >= 15);
    for case in cases {
        let ran = case.check(&folder, &[]);
        snapbox::Assert::new()
            .action_env(snapbox::assert::DEFAULT_ACTION_ENV)
            .normalize_paths(false)
            .eq(ran.stdout.clone(), Data::read_from(&case.path.with_extension("out"), None));
        assert_eq!(ran.stderr, "", "{}", case.name);
        let has_error = ran.stdout.contains("\nerror[");
        assert!(has_error || ran.stdout.contains("\nwarning["), "{}", case.name);
        assert_eq!(ran.status, Some(i32::from(has_error)), "{}", case.name);
        assert_eq!(case.check(&folder, &["--fail-on", "warning"]).status, Some(1), "{}", case.name);
        assert_eq!(case.check(&folder, &["--fail-on", "never"]).status, Some(0), "{}", case.name);
        let json = case.check(&folder, &["--format", "json"]);
        assert_eq!((json.status, json.stderr.as_str()), (ran.status, ""), "{}", case.name);
        let report: Value = serde_json::from_str(&json.stdout).unwrap();
        assert_eq!(report["verdict"], if has_error { "fail" } else { "pass" }, "{}", case.name);
    }
}

#[test]
fn every_clean_artefact_raises_nothing_above_a_note() {
    let folder = Folder::with(&["broken", "clean", "foreign", "keys"]);
    let cases = cases("clean");
    assert!(!cases.is_empty());
    for case in cases {
        is_clean(&case, &folder);
    }
}

#[test]
fn every_token_of_a_foreign_library_is_clean_with_the_key_and_with_the_public_keys() {
    let folder = Folder::with(&["foreign"]);
    let mut count = 0;
    for library in ["jsonwebtoken", "pyjwt", "ruby-jwt"] {
        for service in ["apns", "app-store-server", "asc-individual", "asc-team", "enterprise", "siwa"] {
            for verifier in ["--key key.p8", "--jwks jwks.json"] {
                let words = format!("{library}-{service}.jwt {verifier} --at 2026-11-20T10:03:00Z");
                let case = Case::of(Path::new("foreign/x.args"), &words);
                let report = is_clean(&case, &folder);
                let subject = &report["subjects"][0];
                match service {
                    // Nothing in it distinguishes the two.
                    "apns" => {
                        assert_eq!(
                            subject["services"],
                            serde_json::json!(["apns", "devicecheck"]),
                            "{words}"
                        );
                    }
                    _ => assert_eq!(subject["service"], service, "{words}"),
                }
                assert_eq!(report["subjects"][0]["token"]["signature"], "verified", "{words}");
                count += 1;
            }
        }
    }
    assert_eq!(count, 2 * 18);
}

/// Nothing above a note, in both formats; the report for programs.
fn is_clean(case: &Case, folder: &Folder) -> Value {
    let ran = case.check(folder, &["--fail-on", "warning"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{}: {}", case.name, ran.stdout);
    let json = case.check(folder, &["--fail-on", "warning", "--format", "json"]);
    assert_eq!((json.status, json.stderr.as_str()), (Some(0), ""), "{}", case.name);
    let report: Value = serde_json::from_str(&json.stdout).unwrap();
    for count in ["errors", "warnings"] {
        assert_eq!(report["summary"][count], 0, "{}: {}", case.name, ran.stdout);
    }
    report
}

/// The arguments of one run: `VARIABLE=value` words first, as in a shell, then those of `why401 check`.
struct Case {
    name: String,
    path: PathBuf,
    folder: PathBuf,
    variables: Vec<(String, String)>,
    args: Vec<String>,
}

impl Case {
    fn of(path: &Path, text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let words = lines.flat_map(str::split_whitespace).map(str::to_owned);
        let (variables, args): (Vec<_>, Vec<_>) = words.partition(|word| {
            word.split_once('=').is_some_and(|(name, _)| {
                name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
            })
        });
        let variable =
            |word: String| word.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            name: format!("{}: {}", path.display(), args.join(" ")),
            path: path.to_owned(),
            folder: path.parent().and_then(Path::file_name).expect("a folder").into(),
            variables: variables.into_iter().filter_map(variable).collect(),
            args,
        }
    }

    fn check(&self, folder: &Folder, more: &[&str]) -> Ran {
        let mut command = why401(&folder.path().join(&self.folder));
        command.envs(self.variables.iter().cloned()).arg("check").args(&self.args).args(more);
        run(&mut command, b"")
    }
}

fn cases(folder: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "args"));
    paths.sort();
    paths.iter().map(|path| Case::of(path, &fs::read_to_string(path).unwrap())).collect()
}
