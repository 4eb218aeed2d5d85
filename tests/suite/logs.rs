//! Logs: nothing is found in those of builds that succeeded, and the right thing in those that failed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{run, why401};
use serde_json::Value;

/// A subject: its line, how often it was found, and its first cause.
type Found<'a> = (u64, u64, Option<&'a str>);

/// File and subjects.
const FAILING: [(&str, &[Found]); 12] = [
    ("altool-19209.log", &[(2, 1, Some("role-insufficient"))]),
    ("apns-repeated.log", &[(1, 5, Some("ids-swapped"))]),
    ("asc-role-403.log", &[(8, 1, Some("role-insufficient"))]),
    ("fastlane-401.log", &[(6, 2, Some("clock-ahead"))]),
    ("github-actions-401.log", &[(3, 1, Some("clock-ahead"))]),
    ("invalid-curve-name.log", &[(3, 1, Some("key-newlines-escaped"))]),
    ("notarytool-agreement.log", &[(2, 1, Some("agreement-pending"))]),
    ("three-tokens.log", &[(3, 2, None), (5, 1, None), (7, 1, None)]),
    ("transporter-1048.log", &[(1, 1, Some("agreement-pending"))]),
    ("two-incidents.log", &[(2, 1, Some("clock-ahead")), (43, 1, Some("agreement-pending"))]),
    ("xcodebuild-cloud-signing.log", &[(2, 1, Some("role-insufficient"))]),
    ("xcodebuild-no-accounts.log", &[(1, 1, Some("key-not-passed"))]),
];

#[test]
fn a_build_that_succeeded_is_never_diagnosed() {
    let files = files("innocent");
    assert!(files.len() >= 20);
    for file in files {
        let (status, report) = check(&file);
        let verdict = report["verdict"].as_str().unwrap();
        assert!(status == Some(0) && ["pass", "accepted"].contains(&verdict), "{}: {report}", file.display());
        for subject in report["subjects"].as_array().unwrap() {
            assert!(subject.get("causes").is_none(), "{}: {subject}", file.display());
            assert!(subject["findings"].as_array().unwrap().is_empty(), "{}: {subject}", file.display());
        }
    }
}

#[test]
fn what_failed_is_found_where_it_stands() {
    assert_eq!(files("failing").len(), FAILING.len());
    for (name, expected) in FAILING {
        let (status, report) = check(&folder("failing").join(name));
        assert_eq!(status, Some(1), "{name}");
        let subjects = report["subjects"].as_array().unwrap();
        let found: Vec<Found> = subjects
            .iter()
            .map(|subject| {
                let source = &subject["source"];
                let number = |member: &str| source[member].as_u64().unwrap_or_default();
                (number("line"), number("count"), subject["causes"][0]["id"].as_str())
            })
            .collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn a_long_log_counts_what_comes_again() {
    let line = "2026-11-20T10:00:00.0000000Z \u{1b}[36mCompiling\u{1b}[0m Sources/Authentication.swift\n";
    let failure = "[!] spaceship: invalid curve name (OpenSSL::PKey::ECError)\n";
    let log = [&line.repeat(30_000), failure, &line.repeat(30_000), failure].concat();
    let ran = run(why401(Path::new("/")).args(["check", "-", "--format", "json"]), log.as_bytes());
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["subjects"][0]["source"]["line"], 30_001);
    assert_eq!(report["subjects"][0]["source"]["column"], 16);
    assert_eq!(report["subjects"][0]["source"]["count"], 2);
    assert_eq!(report["summary"]["subjects"], 1);
}

fn check(file: &Path) -> (Option<i32>, Value) {
    let mut command = why401(Path::new("/"));
    let ran =
        run(command.arg("check").arg(file).args(["--format", "json", "--at", "2026-11-20T10:03:00Z"]), b"");
    assert_eq!(ran.stderr, "", "{}", file.display());
    (ran.status, serde_json::from_str(&ran.stdout).unwrap())
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/logs").join(name)
}

fn files(name: &str) -> Vec<PathBuf> {
    fs::read_dir(folder(name)).unwrap().map(|file| file.unwrap().path()).collect()
}

#[test]
fn failures_with_different_statuses_are_different_however_near_they_stand() {
    let log = "PATCH /v1/apps: The API key in use does not allow this request\n\
               GET /v1/builds/1: {\"errors\": [{\"status\": \"404\", \"code\": \"NOT_FOUND\", \"title\": \"x\"}]}\nend\n";
    let mut command = why401(Path::new("/"));
    let ran = run(command.args(["check", "-", "--format", "json"]), log.as_bytes());
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let statuses: Vec<_> = report["subjects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|subject| subject["exchange"]["status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [403, 404]);
}
