//! Who sent a failure: one of Apple's is seen in whatever words a client prints it, one of anybody else never.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{run, why401};
use serde_json::Value;

/// Lines of a build in which nothing failed.
const HEALTHY: &str = "2026-11-20T10:00:00.0000000Z Compiling Sources/App.swift\n";

fn check(text: &str) -> Value {
    let ran = run(why401(Path::new("/")).args(["check", "-", "--format", "json"]), text.as_bytes());
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{text}: {error}: {ran:?}"))
}

/// The text alone, and in the midst of a long log.
fn as_paste_and_in_a_log(text: &str) -> [String; 2] {
    [text.to_owned(), [&HEALTHY.repeat(200), text, &HEALTHY.repeat(200)].concat()]
}

/// Status and service of the failures in a report.
fn failures(report: &Value) -> Vec<(Option<u64>, Option<&str>)> {
    let subjects = report["subjects"].as_array().unwrap().iter();
    let exchanges = subjects.filter(|subject| subject["kind"] == "exchange");
    exchanges.map(|subject| (subject["exchange"]["status"].as_u64(), subject["service"].as_str())).collect()
}

fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.file_name().is_some_and(|name| name != "README.md"));
    files.sort();
    files.into_iter().map(|file| (file.clone(), fs::read_to_string(&file).unwrap())).collect()
}

fn at(text: &str, host: &str, path: &str) -> String {
    text.replace("{URL}", &format!("https://{host}{path}")).replace("{HOST}", host).replace("{PATH}", path)
}

#[test]
fn a_refusal_of_apple_is_seen_in_the_words_of_every_client() {
    let mut missed = Vec::new();
    for (file, text) in files("clients") {
        let is_of_library = file.to_string_lossy().contains("apple-library");
        for (host, path, service) in [
            ("api.storekit.apple.com", "/inApps/v1/transactions/1", Some("app-store-server")),
            ("api.appstoreconnect.apple.com", "/v1/apps", Some("asc-team")),
        ] {
            if is_of_library && service != Some("app-store-server") {
                continue;
            }
            for text in as_paste_and_in_a_log(&at(&text, host, path)) {
                let report = check(&text);
                let found = failures(&report);
                let is_right = |(status, of): &(Option<u64>, Option<&str>)| {
                    *status == Some(401) && (*of == service || service == Some("asc-team"))
                };
                if found.len() != 1 || !found.iter().all(is_right) || report["verdict"] != "rejected" {
                    let length = text.lines().count();
                    missed.push(format!("{} ({host}, {length} lines): {found:?}", file.display()));
                }
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn a_refusal_of_somebody_else_is_never_apples() {
    let mut wrong = Vec::new();
    for (file, text) in files("clients").into_iter().filter(|(_, text)| text.contains("{URL}")) {
        for (host, path) in [
            ("api.github.com", "/user"),
            ("login.microsoftonline.com", "/common/oauth2/v2.0/token"),
            ("api.apple.com.example.org", "/v1/apps"),
        ] {
            for text in as_paste_and_in_a_log(&at(&text, host, path)) {
                let report = check(&text);
                let has_causes =
                    report["subjects"].as_array().unwrap().iter().any(|it| it.get("causes").is_some());
                if !failures(&report).is_empty() || has_causes || report["verdict"] != "pass" {
                    wrong.push(format!("{} ({host}): {}", file.display(), report["verdict"]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The small inputs in which nothing of Apple's failed, and those of which nobody can say.
#[test]
fn what_others_say_in_apples_words_is_not_taken_for_apples() {
    let mut wrong = Vec::new();
    for (file, text) in
        files("senders").into_iter().filter(|(file, _)| file.extension().is_none_or(|it| it != "jsonl"))
    {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let report = check(&text);
        let verdict = report["verdict"].as_str().unwrap().to_owned();
        let subjects = report["subjects"].as_array().unwrap();
        let causes = subjects.iter().flat_map(|subject| subject["causes"].as_array().into_iter().flatten());
        let is_right = match &name[..4] {
            // Nothing names Apple, and a key was meant.
            "fa17" | "fp09" => {
                verdict == "unknown" && causes.clone().all(|cause| cause["confidence"] == "possible")
            }
            "fa29" => {
                verdict == "rejected" && failures(&report).iter().all(|(status, _)| *status == Some(401))
            }
            // Tokens, of which other tests tell.
            "fa31" | "fa33" => failures(&report).is_empty(),
            // JSON that holds a failure, and JSON without anything to check.
            "k01-" | "k03-" | "k05-" => verdict == "rejected" && failures(&report).len() == 1,
            "k07-" | "k09-" => verdict == "unknown" && subjects[0]["is"] == "json",
            _ => verdict == "pass" && failures(&report).is_empty() && causes.count() == 0,
        };
        if !is_right {
            wrong.push(format!("{name}: {verdict}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
