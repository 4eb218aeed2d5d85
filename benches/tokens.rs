//! A log of many tokens, each verified on all cores, against `openssl speed ecdsap256` in the same run.
//!
//! `TOKENS` says how many (100 000 by default). Prints verifications a second and core, and the ratio.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark may panic and speaks to its user")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use why401::mint;
use why401::model::key::Key;

const KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/broken/AuthKey_K7Q2M9X4TZ.p8");
const RUNS: usize = 3;

fn main() {
    let count: usize = std::env::var("TOKENS").ok().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tokens-{count}.log"));
    if !path.exists() {
        fs::write(&path, log(count)).unwrap();
    }
    for _ in 0..RUNS {
        let own = count as f64 / seconds(&path) / cores as f64;
        match openssl() {
            Some(theirs) => println!(
                "{own:.0} tokens/s and core; openssl {theirs:.0} verifications/s; ratio {:.2}",
                own / theirs
            ),
            None => println!("{own:.0} tokens/s and core; no openssl to compare with"),
        }
    }
}

/// A log with so many tokens, all different.
fn log(count: usize) -> String {
    let key = Key::parse(&fs::read(KEY).unwrap());
    let header = br#"{"alg":"ES256","kid":"K7Q2M9X4TZ","typ":"JWT"}"#;
    let mut log = String::new();
    for number in 0..count {
        let iat = 1_795_168_800 + number;
        let claims = format!(
            r#"{{"iss":"5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35","iat":{iat},"exp":{},"aud":"appstoreconnect-v1"}}"#,
            iat + 600
        );
        let token = mint::sign(key.private().unwrap(), header, claims.as_bytes());
        writeln!(log, "2026-11-20T10:00:00.0000000Z [{number}] GET /v1/apps Authorization: Bearer {token}")
            .unwrap();
    }
    log
}

fn seconds(path: &Path) -> f64 {
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_why401"))
        .args(["check", "--key", KEY, "--at", "2026-11-20T10:03:00Z", "-q"])
        .arg(path)
        .stdout(Stdio::null())
        .status();
    assert!(status.unwrap().code().is_some());
    start.elapsed().as_secs_f64()
}

/// Verifications a second on one core.
fn openssl() -> Option<f64> {
    let output = Command::new("openssl").args(["speed", "-seconds", "3", "ecdsap256"]).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().last()?.split_whitespace().last()?.parse().ok()
}
