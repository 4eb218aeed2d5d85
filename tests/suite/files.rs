//! Many inputs, inputs that never end, and inputs that end early.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::Value;

use crate::program::{self, Folder, Ran, why401};

const FAILURE: &str = r#"2026-11-20T10:00:01Z ERROR 401 {"errors":[{"status":"401","code":"NOT_AUTHORIZED","title":"Authentication credentials are missing or invalid."}]}"#;

fn check(folder: &Folder, args: &[&str]) -> Ran {
    program::run(why401(folder.path()).arg("check").args(args), b"")
}

fn subjects(ran: &Ran) -> Vec<Value> {
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    report["subjects"].as_array().unwrap().clone()
}

#[test]
fn thousands_of_small_inputs_take_little_time_and_memory() {
    let folder = Folder::with(&[]);
    let log = format!("a line\n{FAILURE}\n");
    for number in 0..10 {
        fs::write(folder.path().join(format!("{number}.log")), &log).unwrap();
    }
    let names: Vec<_> = (0..1000).map(|number| format!("{}.log", number % 10)).collect();
    let args: Vec<_> = ["--format", "json"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let ran = check(&folder, &args);
    assert_eq!((ran.status, subjects(&ran).len()), (Some(1), 1000), "{}", ran.stderr);
}

#[test]
fn large_inputs_that_wait_on_disk_are_read_as_they_are() {
    let folder = Folder::with(&[]);
    let log = format!("{}{FAILURE}\n", "a line of a log\n".repeat((3 << 20) / 16));
    let utf16: Vec<_> = log.replacen('a', "\u{feff}a", 1).encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.write("0.log", log.as_bytes());
    folder.write("1.log", format!("\u{feff}{log}").as_bytes());
    folder.write("2.log", &utf16);
    symlink("0.log", folder.path().join("3.log")).unwrap();
    let names = ["0.log", "3.log", "1.log", "2.log", "3.log"];
    let ran = check(&folder, &[&["--format", "json"][..], &names].concat());
    assert_eq!(ran.status, Some(1), "{}", ran.stderr);
    let subjects = subjects(&ran);
    let found: Vec<_> = subjects.iter().map(|subject| subject["source"]["name"].as_str().unwrap()).collect();
    assert_eq!(found, names);
    let line = (3 << 20) / 16 + 1;
    assert!(subjects.iter().all(|subject| subject["source"]["line"] == line), "{subjects:?}");
}
