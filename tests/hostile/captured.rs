//! Logs, captures and HAR files that are huge, cut off, packed beyond measure, mixed in their encodings, or no text at all.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use super::program::{Folder, Ran, run, wait, why401};
use super::{AT, check, check_both, refuses};

const REFUSAL: &str = r#"{"errors": [{"status": "401", "code": "NOT_AUTHORIZED", "detail": "Provide a properly configured and signed bearer token"}]}"#;

const ENTRY: &str = r#"{"request": {"method": "GET", "url": "https://api.appstoreconnect.apple.com/v1/apps", "headers": []}, "response": {"status": 401, "headers": [], "content": {"text": "{\"errors\": [{\"code\": \"NOT_AUTHORIZED\"}]}"}}}"#;

fn packed(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn har(entries: &[&str]) -> String {
    format!(r#"{{"log": {{"version": "1.2", "entries": [{}]}}}}"#, entries.join(","))
}

fn is_refusal(ran: &Ran) {
    assert_eq!(ran.status, Some(1), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("rejected") && ran.stdout.contains("401"), "{}", ran.stdout);
}

/// Nothing is diagnosed where nothing is.
fn is_innocent(ran: &Ran) {
    assert!(!ran.stdout.contains("rejected"), "{}", ran.stdout);
    assert!(matches!(ran.status, Some(0..=2)), "{ran:?}");
}

/// Writes `times` the block and then the end into the program, which sees no file.
fn piped(block: &[u8], times: usize, end: &[u8]) -> Ran {
    let mut command = why401(Path::new("/"));
    command.args(["check", "-", "-q"]).args(AT);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let (block, end) = (block.to_vec(), end.to_vec());
    let writer = std::thread::spawn(move || {
        for _ in 0..times {
            // The program may stop reading before the end.
            if pipe.write_all(&block).is_err() {
                return;
            }
        }
        let _ = pipe.write_all(&end);
    });
    let read = |pipe: Option<&mut dyn std::io::Read>| {
        let mut text = String::new();
        pipe.unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let stdout = read(child.stdout.as_mut().map(|pipe| pipe as &mut dyn std::io::Read));
    let stderr = read(child.stderr.as_mut().map(|pipe| pipe as &mut dyn std::io::Read));
    writer.join().unwrap();
    Ran { status: wait(&mut child), stdout, stderr }
}

#[test]
fn a_gzip_bomb_ends_with_2() {
    let bomb = packed(&packed(&vec![0; 64 << 20]));
    let words = packed("a ".repeat(40 << 20).as_bytes());
    refuses(&check(["-", "-q"], &words), "1000 times");
    is_innocent(&check(["-"], &bomb));
}

#[test]
fn what_is_packed_is_read_and_what_is_cut_off_is_told() {
    let whole = packed(format!("line\n{REFUSAL}\n").repeat(10).as_bytes());
    is_refusal(&check(["-"], &whole));
    let cut = check(["-"], &whole[..whole.len() - 12]);
    assert_eq!(cut.status, Some(2), "{}{}", cut.stdout, cut.stderr);
    assert!(cut.stderr.contains("cannot read"), "{}", cut.stderr);
}

#[test]
fn a_line_of_100_mb_is_read_in_little_memory() {
    let ran = piped("a line ".repeat(150_000).as_bytes(), 100, format!("\n{REFUSAL}\n").as_bytes());
    is_refusal(&ran);
}

#[test]
fn a_har_of_50_mb_is_read_in_little_memory() {
    let long = format!(
        r#"{{"request": {{"method": "GET", "url": "https://example.com/", "headers": []}}, "response": {{"status": 200, "headers": [], "content": {{"text": "{}"}}}}}},"#,
        "x".repeat(1 << 20)
    );
    let head = r#"{"log": {"version": "1.2", "entries": ["#;
    let folder = Folder::with(&[]);
    let path = folder.path().join("large.har");
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(head.as_bytes()).unwrap();
    for _ in 0..50 {
        file.write_all(long.as_bytes()).unwrap();
    }
    file.write_all(format!("{ENTRY}]}}}}").as_bytes()).unwrap();
    drop(file);
    let ran = run(why401(folder.path()).args(["check", "large.har"]).args(AT), b"");
    is_refusal(&ran);
}

#[test]
fn of_a_har_that_is_cut_off_the_whole_entries_are_judged() {
    let whole = har(&[ENTRY, ENTRY, ENTRY]);
    let second = whole.match_indices("\"request\"").nth(1).unwrap().0;
    for end in [second + 40, whole.len() - 30] {
        let ran = check(["-"], &whole.as_bytes()[..end]);
        is_refusal(&ran);
        assert!(
            ran.stderr.starts_with("warning: stdin ends before its list of entries does"),
            "{}",
            ran.stderr
        );
    }
    let first = whole.find("\"request\"").unwrap();
    refuses(&check(["-"], &whole.as_bytes()[..first + 40]), "ends before its list of entries does");
}

#[test]
fn a_length_that_lies_hides_nothing_and_adds_nothing() {
    for length in [0, 1, REFUSAL.len() - 1, REFUSAL.len() + 1, 1_000_000_000] {
        let capture = format!(
            "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{REFUSAL}"
        );
        let (ran, report) = check_both(["-"], capture.as_bytes());
        is_refusal(&ran);
        let exchange = &report["subjects"][0]["exchange"];
        assert_eq!(exchange["code"], "NOT_AUTHORIZED", "{length}: {exchange}");
    }
}

#[test]
fn a_log_is_read_whatever_its_encoding() {
    let lines = format!("step 1\nErstellt f\u{fc}r \u{1f600}\n  {REFUSAL}\nend\n");
    let utf16 = |bytes: fn(u16) -> [u8; 2]| {
        format!("\u{feff}{lines}").encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    let latin1: Vec<u8> = lines.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let with_nul = lines.replace("step", "st\0ep").into_bytes();
    let with_marks = format!("\u{feff}a\u{feff}b\n{lines}").into_bytes();
    let old_mac = lines.replace('\n', "\r").into_bytes();
    for (name, content) in [
        ("UTF-16LE", utf16(u16::to_le_bytes)),
        ("UTF-16BE", utf16(u16::to_be_bytes)),
        ("Latin-1", latin1),
        ("NUL", with_nul),
        ("byte order marks", with_marks),
        ("CR", old_mac),
    ] {
        let (ran, report) = check_both(["-"], &content);
        assert_eq!(ran.status, Some(1), "{name}: {}{}", ran.stdout, ran.stderr);
        assert_eq!(report["verdict"], "rejected", "{name}");
        assert_eq!(report["subjects"].as_array().map(Vec::len), Some(1), "{name}: {report}");
    }
    let places: Vec<Value> = [lines.clone().into_bytes(), utf16(u16::to_le_bytes)]
        .iter()
        .map(|content| check_both(["-"], content).1["subjects"][0]["source"].clone())
        .collect();
    assert_eq!(places[0], places[1]);
    assert_eq!(places[0]["line"], 3, "{places:?}");
}

#[test]
fn in_what_is_no_text_nothing_is_found() {
    // A linear congruential generator: the same bytes in every run.
    let mut state = 7_u32;
    let mut random = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    let noise: Vec<u8> = std::iter::repeat_with(&mut random).take(2 << 20).collect();
    is_innocent(&check(["-"], &noise));
    let folder = Folder::with(&[]);
    for (name, head) in [
        ("program", &b"\x7fELF\x02\x01\x01"[..]),
        ("image.png", b"\x89PNG\r\n\x1a\n"),
        ("a.zip", b"PK\x03\x04"),
    ] {
        folder.write(name, &[head, &noise[..100_000]].concat());
        is_innocent(&run(why401(folder.path()).args(["check", name]).args(AT), b""));
    }
}
