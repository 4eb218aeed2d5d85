//! A log with ten tokens in it, read from a file and from a pipe, against ripgrep with the very literals in the same run.
//!
//! `MIB` says how large the log is (256 by default). `RG` names ripgrep when it is not `rg`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark may panic and speaks to its user")]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use why401::mint;
use why401::model::key::Key;
use why401::scan;

const KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/broken/AuthKey_K7Q2M9X4TZ.p8");
const TOKENS: usize = 10;
const RUNS: usize = 5;

fn main() {
    let mib: usize = std::env::var("MIB").ok().and_then(|mib| mib.parse().ok()).unwrap_or(256);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (log, literals) = (folder.join(format!("scan-{mib}.log")), folder.join("literals.txt"));
    fs::write(&literals, scan::literals().join("\n")).unwrap();
    if !log.exists() {
        write(&log, mib << 20);
    }
    let rg = std::env::var("RG").unwrap_or_else(|_| "rg".to_owned());
    for from_pipe in [false, true] {
        let own = best(env!("CARGO_BIN_EXE_why401"), &["check".as_ref(), "-q".as_ref()], &log, from_pipe);
        let options = ["-c".as_ref(), "-F".as_ref(), "-f".as_ref(), literals.as_path()];
        let theirs = best(&rg, &options, &log, from_pipe);
        let source = if from_pipe { "pipe" } else { "file" };
        match (own, theirs) {
            (Some(own), Some(theirs)) => {
                println!("{source}: {own:.3} s, rg {theirs:.3} s, speed against rg {:.2}", theirs / own);
            }
            (own, _) => println!("{source}: {own:.3?} s; no ripgrep to compare with"),
        }
    }
}

/// The best of several runs, in seconds; `None`: there is no such program.
fn best(program: &str, options: &[&Path], log: &Path, from_pipe: bool) -> Option<f64> {
    (0..RUNS)
        .map(|_| seconds(program, options, log, from_pipe))
        .collect::<Option<Vec<_>>>()?
        .into_iter()
        .reduce(f64::min)
}

fn seconds(program: &str, options: &[&Path], log: &Path, from_pipe: bool) -> Option<f64> {
    let mut command = Command::new(program);
    command.args(options).stdout(Stdio::null());
    let start = Instant::now();
    if from_pipe {
        let mut cat = Command::new("cat").arg(log).stdout(Stdio::piped()).spawn().unwrap();
        let status = command.arg("-").stdin(cat.stdout.take().unwrap()).status();
        drop(command);
        cat.wait().unwrap();
        status.ok()?;
    } else {
        command.arg(log).status().ok()?;
    }
    Some(start.elapsed().as_secs_f64())
}

/// A log of so many bytes, the same every time, with ten tokens spread over it.
fn write(path: &Path, size: usize) {
    const WORDS: [&str; 14] = [
        "Compiling",
        "Linking",
        "CodeSign",
        "/Users/runner/work/app/Sources/",
        "note: Using new build system",
        "fastlane",
        "INFO",
        "Uploading",
        "module.modulemap",
        "export LANG\\=en_US.US-ASCII",
        "DerivedData",
        "warning: unused variable",
        "https://github.com/apple/swift-argument-parser",
        "passed (0.001 seconds)",
    ];
    let mut state = 7_u64;
    let mut random = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let mut lines = String::new();
    for number in 0..20_000 {
        write!(lines, "2026-11-20T10:{:02}:{:02}.1234567Z ", number / 60 % 60, number % 60).unwrap();
        for _ in 0..3 + random() % 5 {
            let word = WORDS.iter().cycle().nth(random() as usize % WORDS.len()).unwrap();
            write!(lines, "{word} ").unwrap();
        }
        writeln!(lines, "{:032x}", u128::from(random()) << 64 | u128::from(random())).unwrap();
    }
    let key = Key::parse(&fs::read(KEY).unwrap());
    let mut log = BufWriter::new(File::create(path).unwrap());
    let (mut written, mut tokens) = (0, 0);
    while written < size {
        log.write_all(lines.as_bytes()).unwrap();
        written += lines.len();
        if tokens < TOKENS && written >= size / (TOKENS + 1) * (tokens + 1) {
            tokens += 1;
            let claims = format!(
                r#"{{"iss":"5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35","exp":{},"aud":"appstoreconnect-v1"}}"#,
                1_795_168_800 + tokens
            );
            let token = mint::sign(
                key.private().unwrap(),
                br#"{"alg":"ES256","kid":"K7Q2M9X4TZ"}"#,
                claims.as_bytes(),
            );
            writeln!(log, "2026-11-20T10:00:00.1234567Z Authorization: Bearer {token}").unwrap();
        }
    }
}
