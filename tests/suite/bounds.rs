//! Whatever is given, and however much of it: a run ends soon, in little memory, and prints little.
//!
//! Sizes are those that a debug build reads in seconds; `benches/bounds.rs` does the same with a megabyte of each.

#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use why401::scan;

use crate::program::{self, Folder, Ran, why401};

/// Bytes of an argument: Linux takes no more than 128 KiB.
const LONG: usize = 100_000;

/// The most that may be printed of such an argument, on both streams together.
const MAX_OUTPUT: usize = 64 << 10;

/// The most that may be printed of an input: a hundred subjects.
const MAX_REPORT: usize = 256 << 10;

/// What a debug build may take for a byte on a busy machine, and for starting: twenty times what it does.
const PER_MEGABYTE: Duration = Duration::from_secs(40);

const PATTERNS: [&str; 13] =
    [".", "a", "A1", "[", "{\"", "{\"a\":", "%25", "\\u0000", "-", "eyJ.", "/", "é", "\n"];

const COMMANDS: [&str; 8] = ["check", "probe", "mint", "explain", "completions", "man", "help", ""];

/// Options that take a value, with the command that has them.
const OPTIONS: [(&str, &str); 36] = [
    ("check", "--key"),
    ("check", "--key-id"),
    ("check", "--issuer-id"),
    ("check", "--jwks"),
    ("check", "--team-id"),
    ("check", "--bundle-id"),
    ("check", "--subject"),
    ("check", "--service"),
    ("check", "--environment"),
    ("check", "--url"),
    ("check", "--method"),
    ("check", "--status"),
    ("check", "--role"),
    ("check", "--history"),
    ("check", "--at"),
    ("check", "--min-remaining"),
    ("check", "--allow"),
    ("check", "--fail-on"),
    ("check", "--format"),
    ("check", "--color"),
    ("mint", "--key"),
    ("mint", "--key-id"),
    ("mint", "--issuer-id"),
    ("mint", "--lifetime"),
    ("mint", "--scope"),
    ("mint", "--claim"),
    ("mint", "--service"),
    ("mint", "--subject"),
    ("probe", "--url"),
    ("probe", "--base-url"),
    ("probe", "--allow-host"),
    ("probe", "--timeout"),
    ("probe", "--max-requests"),
    ("probe", "--vendor-number"),
    ("probe", "--ca-cert"),
    ("probe", "--service"),
];

const TOKEN: &str = include_str!("../../testdata/foreign/pyjwt-asc-team.jwt");

fn long(pattern: &str) -> String {
    pattern.repeat(LONG / pattern.len())
}

/// It ended by itself, with a status of its own, and with few words.
#[track_caller]
fn is_bounded(ran: &Ran, most: usize, what: &str) {
    let size = ran.stdout.len() + ran.stderr.len();
    let head: String = ran.stderr.chars().take(300).collect();
    assert!(matches!(ran.status, Some(0..=2)), "{what}: {:?} {head}", ran.status);
    assert!(size < most, "{what}: {size} bytes are printed: {head}");
    assert!(ran.status == Some(0) || size > 0, "{what}: no word");
}

#[test]
fn an_argument_of_100_000_characters_is_a_short_error_in_every_command() {
    for (number, command) in COMMANDS.into_iter().enumerate() {
        // Each command with some of the patterns, each pattern with some of the commands.
        for pattern in PATTERNS.into_iter().cycle().skip(number * 5).take(5) {
            let arg = long(pattern);
            let mut run = why401(Path::new("/"));
            run.args(Some(command).filter(|command| !command.is_empty()));
            let ran = program::run(run.arg(&arg), b"");
            is_bounded(&ran, MAX_OUTPUT, &format!("{command} {pattern:?}"));
            let is_unknown = !matches!(command, "check" | "probe" | "mint") && pattern != "-";
            assert!(!is_unknown || ran.status == Some(2), "{command} {pattern:?}: {:?}", ran.status);
        }
    }
}

#[test]
fn a_value_of_100_000_characters_is_a_short_error_in_every_option() {
    for (number, (command, option)) in OPTIONS.into_iter().enumerate() {
        // Each option with some of the patterns, each pattern with some of the options.
        for pattern in PATTERNS.iter().cycle().skip(number).take(1) {
            let arg = format!("{option}={}", long(pattern));
            let mut run = why401(Path::new("/"));
            run.args([command, &arg]);
            if command != "mint" {
                run.arg(TOKEN.trim());
            }
            if command == "probe" {
                run.args(["--dry-run", "--roles"]);
            }
            is_bounded(&program::run(&mut run, b""), MAX_OUTPUT, &format!("{command} {option} {pattern:?}"));
        }
    }
}

/// Inputs of about `size` bytes that are hard for one reader or another.
fn hard_inputs(size: usize) -> Vec<(&'static str, String)> {
    let times = |unit: &str| unit.repeat(size / unit.len());
    let quoted = |text: &str| text.replace('\'', "");
    let point = r#""kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0""#;
    let failure =
        "HTTP/1.1 401 Unauthorized\n\n{\"errors\":[{\"status\":\"401\",\"code\":\"NOT_AUTHORIZED\"}]}\n";
    let token = |claims: &str| {
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"ES256","kid":"K7Q2M9X4TZ","typ":"JWT"}"#);
        format!("{header}.{}.{}", URL_SAFE_NO_PAD.encode(claims), URL_SAFE_NO_PAD.encode([7; 64]))
    };
    let numbered = |unit: &dyn Fn(usize) -> String, length: usize| -> String {
        (0..size / length).map(unit).collect::<Vec<_>>().join(",")
    };
    vec![
        ("nested arrays", format!("{}{}", "[".repeat(size / 2), "]".repeat(size / 2))),
        ("nested objects", format!("{}1{}", "{\"a\":".repeat(size / 6), "}".repeat(size / 6))),
        ("open arrays", times("[")),
        ("open objects", times("{\"a\":")),
        ("a long string", format!("{{\"keys\":\"{}\"}}", times("a"))),
        ("an escaped string", format!("{{\"error\":\"{}\"}}", times("\\u0041"))),
        ("many members", format!("{{{}}}", numbered(&|n| format!("\"m{n:07}\":1"), 13))),
        ("duplicate members", format!("{{{}}}", numbered(&|_| "\"errors\":1".to_owned(), 11))),
        ("a JWKS of numbers", format!("{{\"keys\":[{}1]}}", times("1,"))),
        ("a JWKS of objects", format!("{{\"keys\":[{}{{}}]}}", times("{},"))),
        ("a JWKS of IDs", format!("{{\"keys\":[{}]}}", numbered(&|n| format!("{{\"kid\":\"{n}\"}}"), 15))),
        (
            "a JWKS of keys",
            format!("{{\"keys\":[{}]}}", numbered(&|n| format!("{{\"kid\":\"{n}\",{point}}}"), 145)),
        ),
        ("PEM without end", format!("-----BEGIN PRIVATE KEY-----\n{}", times("MIGHAgEAMBMGByqGSM49\n"))),
        ("many PEM heads", times("-----BEGIN PRIVATE KEY-----\n")),
        ("base64", times("MIGHAgEAMBMGByqGSM49")),
        ("a token of dots", format!("eyJhbGciOiJFUzI1NiJ9{}", times("."))),
        ("many tokens", times("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.AAAA ")),
        ("a token in one word", times("eyJ")),
        ("a token in parts", times("eyJ.")),
        ("scopes", token(&format!("{{\"scope\":[{}]}}", numbered(&|n| format!("\"GET /v1/apps/{n}\""), 22)))),
        ("nested claims", token(&format!("{{\"a\":{}1{}}}", "[".repeat(size / 2), "]".repeat(size / 2)))),
        ("spaces in claims", token(&format!("{{\"iss\":{}1}}", times(" ")))),
        (
            "a curl command",
            format!("curl {} https://api.appstoreconnect.apple.com/v1/apps\n{failure}", times("-H 'A: b' ")),
        ),
        ("open quotes", format!("curl '{}\n{failure}", quoted(&times("a\\ \"")))),
        ("continued lines", format!("curl \\\n{}\n{failure}", times("-H a \\\n"))),
        (
            "header lines",
            format!(
                "GET /v1/apps HTTP/1.1\nHost: api.appstoreconnect.apple.com\n{}\n{failure}",
                times("A: b\n")
            ),
        ),
        ("a long header", format!("> GET /v1/apps HTTP/1.1\n> A: {}\n{failure}", times("b;"))),
        (
            "a long path",
            format!("GET {} HTTP/1.1\nHost: api.appstoreconnect.apple.com\n\n{failure}", times("/v1")),
        ),
        (
            "a long query",
            format!(
                "GET /v1/apps?{} HTTP/1.1\nHost: api.appstoreconnect.apple.com\n\n{failure}",
                times("a=b&")
            ),
        ),
        ("many requests", times("GET https://api.appstoreconnect.apple.com/v1/app/1/build 401\n")),
        ("two responses in a line", times("NOT_AUTHORIZED FORBIDDEN_ERROR ")),
        ("two responses in lines", times("NOT_AUTHORIZED\nFORBIDDEN_ERROR\n")),
        (
            "a HAR of entries",
            format!(
                "{{\"log\":{{\"entries\":[{}]}}}}",
                numbered(
                    &|_| {
                        "{\"request\":{\"method\":\"GET\",\"url\":\"https://api.push.apple.com/\",\"headers\":[]},\"response\":{\"status\":401}}".to_owned()
                    },
                    105
                )
            ),
        ),
        ("an open HAR", format!("{{\"log\":{{\"entries\":[{}", times("{\"request\":"))),
        ("environment lines", times("ASC_KEY_ID=K7Q2M9X4TZ\n")),
        ("escapes", times("\\\\\\\"")),
        ("percent signs", times("%25")),
        ("colors", times("\u{1b}[31m")),
        ("line breaks", times("\n")),
        ("zeros", times("\0")),
    ]
}

/// Runs with an address space of 64 MiB and ten times the input beside the code, and gives the seconds of the processor.
fn cost(file: &Path, bytes: u64) -> (Ran, f64) {
    let memory = (64 + 8) * 1024 + bytes * 10 / 1024;
    let report = file.with_extension("times");
    // `times` of the shell tells the processor's time of its children, whatever else the machine does.
    let script = format!(
        "(ulimit -v {memory}; exec \"$0\" check \"$1\" --at 2026-11-20T10:03:00Z); code=$?; times > \"$2\"; exit $code"
    );
    let mut shell = Command::new("/bin/bash");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_why401")]).args([file, &report]);
    shell.env_clear().env("LANG", "C").stdin(Stdio::null());
    let ran = program::run(&mut shell, b"");
    let times = fs::read_to_string(&report).unwrap();
    let seconds = |text: &str| {
        let (minutes, seconds) = text.trim_end_matches('s').split_once('m').unwrap();
        minutes.parse::<f64>().unwrap() * 60.0 + seconds.parse::<f64>().unwrap()
    };
    let children = times.lines().nth(1).unwrap().split_whitespace().map(seconds).sum();
    (ran, children)
}

#[test]
fn what_is_hard_to_read_costs_little_time_and_memory() {
    const SIZE: usize = 128 << 10;
    let folder = Folder::with(&[]);
    let start = cost(&folder.write("empty", b"x"), 1).1;
    let limit = PER_MEGABYTE.as_secs_f64() * SIZE as f64 / f64::from(1 << 20);
    for (name, text) in hard_inputs(SIZE) {
        let (ran, seconds) = cost(&folder.write("input", text.as_bytes()), text.len() as u64);
        is_bounded(&ran, MAX_REPORT, name);
        assert!(
            seconds < start + limit,
            "{name}: {seconds:.2} s of the processor, {start:.2} s without input"
        );
    }
}

/// The processor's time of this thread, in seconds.
fn processor() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    stat.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}

/// What a scan costs this thread; texts of less than a block need no other.
fn scanned(text: &str) -> f64 {
    let start = processor();
    scan::scan(text.as_bytes(), scan::Known::default(), &mut |_| {}).1.unwrap();
    processor() - start
}

#[test]
fn a_log_of_any_literal_or_pair_is_scanned_in_linear_time() {
    const SIZE: usize = 8 << 10;
    const SEPARATORS: [&str; 3] = ["", " ", "\n"];
    let literals = scan::literals();
    let limit = PER_MEGABYTE.as_secs_f64() * SIZE as f64 / f64::from(1 << 20);
    let mut worst = (0.0, String::new());
    for (number, literal) in literals.iter().enumerate() {
        let separator = SEPARATORS[number % SEPARATORS.len()];
        // Alone, and with one that stands far from it in the list, another one each time.
        let other = literals[(number * 7 + 31) % literals.len()];
        for unit in [format!("{literal}{separator}"), format!("{literal}{separator}{other}{separator}")] {
            let seconds = scanned(&unit.repeat(SIZE / unit.len()));
            if seconds > worst.0 {
                worst = (seconds, unit);
            }
        }
    }
    assert!(worst.0 < limit, "{:.2} s for {:?}", worst.0, worst.1);
}

#[test]
fn twice_the_alternating_responses_cost_twice_as_much() {
    for unit in [
        "NOT_AUTHORIZED FORBIDDEN_ERROR ",
        "NOT_AUTHORIZED\nFORBIDDEN_ERROR\n",
        "InvalidProviderToken ExpiredProviderToken ",
    ] {
        let cost = |size: usize| scanned(&unit.repeat(size / unit.len()));
        let small = (0..3).map(|_| cost(64 << 10)).fold(f64::INFINITY, f64::min);
        let large = (0..3).map(|_| cost(256 << 10)).fold(f64::INFINITY, f64::min);
        assert!(
            large < 8.0 * small + 0.05,
            "{unit:?}: {small:.3} s, then {large:.3} s for four times as much"
        );
    }
}
