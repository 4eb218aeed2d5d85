//! Many inputs, inputs that never end, and inputs that end early.

#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::program::{self, Folder, Ran, formats, why401};

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

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn what_stood_before_the_cut_is_reported_and_then_the_error() {
    let folder = Folder::with(&[]);
    let numbers: String = (0..20_000).map(|number| format!("line {}\n", number * 7919 % 10_007)).collect();
    let packed = gzip(&format!("{FAILURE}\n{numbers}"));
    for kept in [packed.len() - 1, packed.len() - 8, packed.len() / 2] {
        folder.write("cut.log.gz", &packed[..kept]);
        for format in formats() {
            let ran = check(&folder, &["cut.log.gz", "--format", &format]);
            assert_eq!(ran.status, Some(2), "{ran:?}");
            assert!(ran.stdout.contains("NOT_AUTHORIZED") || format == "human", "{ran:?}");
            assert!(ran.stdout.contains("rejected"), "{ran:?}");
            assert!(ran.stderr.contains("the gzip data ends early"), "{ran:?}");
        }
    }
    // As for gzip, what follows is no part of it.
    folder.write("padded.log.gz", &[&packed[..], &[0; 512]].concat());
    assert_eq!(check(&folder, &["padded.log.gz"]).status, Some(1));
}

#[test]
fn what_cannot_be_read_is_listed_and_the_rest_is_checked() {
    let folder = Folder::with(&[]);
    folder.write("good.log", format!("{FAILURE}\n").as_bytes());
    folder.write("cut.log.gz", &gzip(&format!("{FAILURE}\n"))[..40]);
    fs::create_dir(folder.path().join("folder")).unwrap();
    let bad = ["missing.log", "folder", "cut.log.gz"];
    let ran = check(&folder, &["--format", "json", "missing.log", "folder", "good.log", "cut.log.gz"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((ran.status, &report["verdict"]), (Some(2), &Value::from("rejected")), "{ran:?}");
    let sources = |report: &Value| -> Vec<String> {
        let errors = report["errors"].as_array().unwrap();
        assert!(errors.iter().all(|error| error["message"].as_str().is_some_and(|text| text.len() > 10)));
        errors.iter().map(|error| error["source"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(sources(&report), bad);
    assert!(subjects(&ran).iter().any(|subject| subject["source"]["name"] == "good.log"));
    assert!(bad.iter().all(|name| ran.stderr.contains(name)), "{}", ran.stderr);

    let ran = check(&folder, &["--format", "ndjson", "missing.log", "good.log"]);
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((ran.status, lines.len()), (Some(2), 2));
    assert_eq!(sources(&lines[1]), ["missing.log"]);

    // Alone, and as an option.
    for args in [&["missing.log"][..], &["--key", "missing.log"], &["--jwks", "missing.log"]] {
        let ran = check(&folder, &[args, &["--format", "json"]].concat());
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!((ran.status, subjects(&ran).len()), (Some(2), 0), "{ran:?}");
        assert_eq!(
            (sources(&report), &report["verdict"]),
            (vec!["missing.log".to_owned()], &Value::from("unknown"))
        );
        let human = check(&folder, args);
        assert_eq!((human.status, human.stdout.as_str()), (Some(2), ""), "{human:?}");
    }
}

#[test]
fn what_is_named_and_not_searched_hides_nothing_else() {
    let folder = Folder::with(&[]);
    folder.write("good.log", format!("{FAILURE}\n").as_bytes());
    folder.write("data.sqlite", format!("SQLite format 3\0{FAILURE}").as_bytes());
    folder.write("key.p8", b"-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n");
    let kinds = |ran: &Ran| -> Vec<String> {
        subjects(ran).iter().map(|subject| subject["kind"].as_str().unwrap().to_owned()).collect()
    };
    let ran = check(&folder, &["--format", "json", "data.sqlite", "good.log"]);
    assert_eq!(
        (ran.status, kinds(&ran)),
        (Some(1), vec!["other".to_owned(), "exchange".to_owned()]),
        "{ran:?}"
    );
    // The key is judged although something else was given.
    let ran = check(&folder, &["--format", "json", "data.sqlite", "key.p8"]);
    assert_eq!((ran.status, kinds(&ran)), (Some(1), vec!["key".to_owned(), "other".to_owned()]), "{ran:?}");

    let ran = program::run(why401(folder.path()).args(["probe", "data.sqlite"]), b"");
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
    assert!(ran.stderr.contains("an SQLite database, expected text"), "{ran:?}");
}

#[test]
fn wide_logs_need_no_byte_order_mark() {
    let folder = Folder::with(&[]);
    let text = format!("a line\r\n{FAILURE}\r\n");
    let (units, characters) = (text.encode_utf16(), text.chars().map(u32::from));
    let written: [Vec<u8>; 4] = [
        units.clone().flat_map(u16::to_le_bytes).collect(),
        units.flat_map(u16::to_be_bytes).collect(),
        characters.clone().flat_map(u32::to_le_bytes).collect(),
        characters.flat_map(u32::to_be_bytes).collect(),
    ];
    for bytes in written {
        folder.write("build.log", &bytes);
        let ran = check(&folder, &["build.log", "--format", "json"]);
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!((ran.status, &report["verdict"]), (Some(1), &Value::from("rejected")));
        assert_eq!(report["subjects"][0]["source"]["line"], 2);
    }
}
