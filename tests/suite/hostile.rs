//! Inputs that are huge, endless, unreadable, nested, not text, or written to paint the terminal or to get a secret printed:
//! every run ends soon, in little memory, with one of the three statuses, and says nothing that it must not.

#![cfg(unix)]
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Stdio;
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::program::{self, Folder, Ran, formats, wait, why401};

const AT: [&str; 2] = ["--at", "2026-11-20T10:03:00Z"];

const KEY: &str = include_str!("../../testdata/foreign/key.p8");
const TOKEN: &str = include_str!("../../testdata/foreign/pyjwt-asc-team.jwt");
const HEADER: &str = r#"{"alg":"ES256","kid":"K7Q2M9X4TZ","typ":"JWT"}"#;
const CLAIMS: &str = r#"{"iss":"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10","iat":1795168800,"exp":1795169400,"aud":"appstoreconnect-v1"}"#;

fn check<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>, stdin: &[u8]) -> Ran {
    program::run(why401(Path::new("/")).arg("check").args(args).args(AT), stdin)
}

/// Runs in both formats; statuses agree and JSON is JSON.
fn check_both<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>, stdin: &[u8]) -> (Ran, Value) {
    let args: Vec<_> = args.into_iter().map(|arg| arg.as_ref().to_owned()).collect();
    let human = check(&args, stdin);
    let json =
        check(args.iter().map(OsString::as_os_str).chain(["--format".as_ref(), "json".as_ref()]), stdin);
    assert_eq!(human.status, json.status, "{}{}", human.stdout, json.stdout);
    let report = serde_json::from_str(&json.stdout).unwrap_or(Value::Null);
    (human, report)
}

fn token(header: &str, claims: &str) -> String {
    format!(
        "{}.{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(claims),
        URL_SAFE_NO_PAD.encode([7; 64])
    )
}

fn finds(ran: &Ran, lint: &str) {
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""), "{lint}: {}", ran.stdout);
    assert!(ran.stdout.contains(&format!("error[{lint}]")), "{lint}: {}", ran.stdout);
}

/// Ends with 2 and one line that says why.
fn refuses(ran: &Ran, why: &str) {
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{why}: {}", ran.stderr);
    assert!(ran.stderr.starts_with("error: ") && ran.stderr.contains(why), "{why}: {}", ran.stderr);
}

/// The options that take a value.
const OPTIONS: [&str; 15] = [
    "--key",
    "--key-id",
    "--issuer-id",
    "--jwks",
    "--team-id",
    "--bundle-id",
    "--subject",
    "--service",
    "--url",
    "--at",
    "--min-remaining",
    "--allow",
    "--fail-on",
    "--format",
    "--color",
];

// Size.

#[test]
fn a_token_of_5_mb_is_read_and_told_in_few_lines() {
    let claims = CLAIMS.replace("{", &format!("{{\"filler\":\"{}\",", "x".repeat(3_700_000)));
    let token = token(HEADER, &claims);
    assert!(token.len() > 4_900_000);
    let (ran, report) = check_both(["-", "--key", "env:KEY"], token.as_bytes());
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.contains("token-too-large") && ran.stdout.len() < 8_000, "{}", ran.stdout.len());
    assert_eq!(report["subjects"][0]["token"]["claims"]["aud"], "appstoreconnect-v1");
}

#[test]
fn what_is_over_8_mib_is_not_decoded() {
    let folder = Folder::with(&[]);
    let text = vec![b'a'; (8 << 20) + 1];
    let file = folder.write("large.jwt", &text);
    for (args, stdin) in [([file.as_os_str()], &b""[..]), (["-".as_ref()], &text[..])] {
        let (ran, report) = check_both(args, stdin);
        finds(&ran, "token-too-large");
        assert_eq!(report["summary"]["errors"], 1);
        assert!(report["subjects"][0]["token"].get("claims").is_none());
    }
}

#[test]
fn of_a_key_file_over_8_mib_the_beginning_is_read() {
    let folder = Folder::with(&[]);
    let file = folder.write("AuthKey_K7Q2M9X4TZ.p8", &KEY.repeat(40_000).into_bytes());
    finds(&check_both([file.as_os_str()], b"").0, "token-too-large");
    let (ran, _) = check_both([TOKEN.trim().as_ref(), "--key".as_ref(), file.as_os_str()], b"");
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.contains("warning[key-multiple]"), "{}", ran.stdout);
}

#[test]
fn a_sparse_file_of_1_gb_is_not_read_to_its_end() {
    let folder = Folder::with(&[]);
    let path = folder.path().join("sparse");
    let mut file = File::create(&path).unwrap();
    file.set_len(1 << 30).unwrap();
    refuses(&check([&path], b""), "no text");
    file.write_all(TOKEN.as_bytes()).unwrap();
    finds(&check([&path], b""), "token-too-large");
}

#[test]
fn a_pipe_of_1_gb_is_not_read_to_its_end() {
    let mut child = why401(Path::new("/"))
        .args(["check", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let written = thread::spawn(move || {
        let chunk = vec![b'a'; 1 << 20];
        (0..1024).take_while(|_| pipe.write_all(&chunk).is_ok()).count()
    });
    assert_eq!(wait(&mut child), Some(1));
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    assert!(text.contains("error[token-too-large]"), "{text}");
    assert!(written.join().unwrap() < 20, "in MiB");
}

#[test]
fn an_argument_as_long_as_the_system_allows_is_read() {
    let long = "A".repeat(127 << 10);
    let ran = check([&long], b"");
    refuses(&ran, "no file");
    assert!(ran.stderr.len() < 1_000, "{}", ran.stderr.len());
    let (ran, _) = check_both([format!("eyJ{}", &long[3..])], b"");
    finds(&ran, "token-part-count");
    let (ran, _) = check_both([format!("eyJ.{}.{}", &long[..60_000], &long[..60_000])], b"");
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.len() < 4_000, "{}", ran.stdout);
    for option in ["--key-id", "--issuer-id", "--bundle-id", "--team-id", "--subject"] {
        let (ran, _) = check_both([TOKEN.trim(), option, &long], b"");
        assert!(ran.stdout.len() < 8_000, "{option}: {}", ran.stdout.len());
    }
}

#[test]
fn a_thousand_inputs_are_counted_and_a_hundred_shown() {
    let (ran, report) = check_both(vec!["eyJ.eyJ.AAA"; 1_000], b"");
    assert_eq!(report["summary"]["subjects"], 1_000);
    assert!(ran.stdout.contains("and 900 more"), "{}", ran.stdout);
}

#[test]
fn many_members_dots_blanks_or_dashes_are_read() {
    let members: Vec<_> = (0..20_000).map(|i| format!("\"m{i}\":{i}")).collect();
    let texts = [
        token(HEADER, &format!("{{{}}}", members.join(","))),
        token(HEADER, &format!("{{{}}}", "\"a\":1,".repeat(20_000).trim_end_matches(','))),
        ".".repeat(100_000),
        " ".repeat(100_000),
        "\"".repeat(100_000),
        "Bearer ".repeat(15_000),
        "-----BEGIN PRIVATE KEY-----\n".repeat(4_000),
        "-".repeat(100_000),
        "\\n".repeat(50_000),
        STANDARD.encode(STANDARD.encode(STANDARD.encode("M".repeat(40_000)))),
        "{\"key\":".repeat(10_000),
        format!("{{\"keys\":[{}]}}", vec!["{\"kty\":\"EC\"}"; 5_000].join(",")),
    ];
    for text in texts {
        let (ran, _) = check_both(["-"], text.as_bytes());
        assert!(matches!(ran.status, Some(0..=2)), "{text:.40}: {ran:?}");
        assert!(ran.stdout.len() < 3_000_000);
    }
}

// Nesting.

#[test]
fn ten_thousand_nested_arrays_are_a_value_like_any_other() {
    let nested = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let objects = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    for deep in [&nested, &objects] {
        let member = format!("{{\"deep\":{deep},");
        let (header, claims) = (HEADER.replacen('{', &member, 1), CLAIMS.replacen('{', &member, 1));
        let cases = [
            token(&header, CLAIMS),
            token(HEADER, &claims),
            token(HEADER, &CLAIMS.replace("1795169400", deep)),
            token(HEADER, &CLAIMS.replace("\"appstoreconnect-v1\"", deep)),
            token(&HEADER.replace("\"K7Q2M9X4TZ\"", deep), CLAIMS),
            token(HEADER, deep),
            deep.clone(),
            format!("{{\"keys\":{deep}}}"),
            format!("{{\"key_id\":{deep},\"key\":{deep}}}"),
        ];
        for case in &cases {
            let (ran, report) = check_both(["-", "-v"], case.as_bytes());
            // JSON in which nothing is known.
            let is_open = ran.status == Some(2) && report["verdict"] == "unknown";
            let is_judged = is_open || matches!(ran.status, Some(0 | 1));
            assert!(is_judged && ran.stderr.is_empty(), "{case:.60}: {ran:?}");
            assert!(report.is_object(), "{case:.60}");
        }
    }
}

// What is no text.

#[test]
fn devices_folders_and_unreadable_files_end_with_a_message() {
    refuses(&check(["/dev/zero"], b""), "no text");
    finds(&check(["/dev/null"], b""), "token-missing");
    refuses(&check([env!("CARGO_MANIFEST_DIR")], b""), "directory");
    let ran = check([TOKEN.trim(), "--key", "/"], b"");
    assert!(ran.status == Some(2) && ran.stderr.contains("directory"), "{ran:?}");
    assert!(ran.stdout.contains("token from argument"), "{ran:?}");
    refuses(&check(["/no/such/file"], b""), "no file `/no/such/file`");
    if cfg!(target_os = "linux") {
        refuses(&check(["/proc/self/mem"], b""), "cannot read");
    }
    let folder = Folder::with(&[]);
    let file = folder.write("closed.p8", KEY.as_bytes());
    fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o0)).unwrap();
    // The superuser may read it all the same.
    if File::open(&file).is_err() {
        refuses(&check([&file], b""), "no permission");
    }
}

#[test]
fn bytes_that_are_no_text_are_told_wherever_they_come_from() {
    let folder = Folder::with(&[]);
    for bytes in [
        &b"\xff\xfe\x00\x80"[..],
        b"\0",
        b"eyJ\0.\xff.\x80",
        b"\xef\xbb\xbf",
        b"-----BEGIN \xff-----\n\0",
        b"{\"key\":\"\xff\"}",
    ] {
        let file = folder.write("bytes", bytes);
        for (args, stdin) in [([file.as_os_str()], &b""[..]), (["-".as_ref()], bytes)] {
            let (ran, report) = check_both(args, stdin);
            // One of them is JSON, and holds neither a key nor anything else to check.
            let is_json = bytes.starts_with(b"{");
            let expected = if is_json { (Some(2), "") } else { (Some(1), "") };
            assert_eq!((ran.status, ran.stderr.as_str()), expected, "{bytes:?}: {}", ran.stdout);
            assert_eq!(report["verdict"] == "unknown", is_json);
        }
    }
    for bytes in [&b"\xff\xfe"[..], b"eyJ.\xff.\x80", b"\xff.\xff.\xff", b"env:\xff", b"-----BEGIN \xff"] {
        let argument = OsStr::from_bytes(bytes);
        let ran = check([argument], b"");
        assert!(matches!(ran.status, Some(1 | 2)), "{ran:?}");
        let ran =
            program::run(why401(Path::new("/")).args(["check", "env:TOKEN"]).env("TOKEN", argument), b"");
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""), "{bytes:?}");
        for name in ["WHY401_KEY", "WHY401_KEY_ID", "WHY401_ISSUER_ID", "LANG", "NO_COLOR"] {
            let ran = program::run(
                why401(Path::new("/")).args(["check", TOKEN.trim()]).args(AT).env(name, argument),
                b"",
            );
            assert!(matches!(ran.status, Some(0 | 1)), "{name}: {ran:?}");
        }
    }
}

// Nothing.

#[test]
fn nothing_where_a_token_or_key_belongs_is_a_finding() {
    let folder = Folder::with(&[]);
    let [empty, blank, key] = [("empty", &b""[..]), ("blank", b" \r\n\t"), ("AuthKey_K7Q2M9X4TZ.p8", b"")]
        .map(|(name, content)| folder.write(name, content));
    for argument in [
        "".as_ref(),
        "env:UNSET".as_ref(),
        "env:".as_ref(),
        "-".as_ref(),
        empty.as_os_str(),
        blank.as_os_str(),
    ] {
        finds(&check([argument], b""), "token-missing");
    }
    finds(&check(["-"], b"\n"), "token-missing");
    finds(&check([""; 0], b""), "token-missing");
    finds(&check([&key], b""), "key-missing");
    for argument in ["".as_ref(), "env:UNSET".as_ref(), "-".as_ref(), empty.as_os_str(), key.as_os_str()] {
        finds(&check([TOKEN.trim().as_ref(), "--key".as_ref(), argument], b""), "key-missing");
    }
    let variable =
        |value| program::run(why401(Path::new("/")).args(["check", "env:TOKEN"]).env("TOKEN", value), b"");
    finds(&variable(""), "token-missing");
    finds(&variable("  "), "token-missing");
    finds(&check(["--jwks", "env:UNSET"], b""), "jwks-key-unsuitable");
}

// Arguments.

#[test]
fn what_is_wrong_with_the_command_line_ends_with_2() {
    refuses(&check(["-", "-"], b"x"), "twice");
    refuses(&check(["-", "--key", "-"], b"x"), "twice");
    refuses(&check(["--allow", "claims-expird"], b""), "claims-expired");
    refuses(&check(["--service", "asc-tem"], b""), "asc-team");
    refuses(&check(["--fail-on", "note"], b""), "possible values");
    refuses(&check(["--format", "yaml"], b""), "possible values");
    refuses(&check(["--url", "example.com"], b""), "--url");
    let run = |args: &[&str]| program::run(why401(Path::new("/")).args(args), b"");
    for args in [
        &[][..],
        &["probe"],
        &["check", "--nope"],
        &["explain", "xyzzy"],
        &["completions", "tcl"],
        &[TOKEN.trim()],
    ] {
        let ran = run(args);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{args:?}: {ran:?}");
        assert!(!ran.stderr.is_empty() && !ran.stderr.contains(signature()), "{}", ran.stderr);
    }
}

// Encodings.

/// A log with a failure in its third line and a token in its fifth, in lines that end as given.
fn log(line_end: &str) -> String {
    let token = TOKEN.trim();
    ["build é 鍵 \u{1f511}", "step", FAILURE, "step", &format!("\u{1f511} token={token}"), "end", ""]
        .join(line_end)
}

const FAILURE: &str = r#"é {"errors":[{"status":"401","code":"NOT_AUTHORIZED","title":"Authentication credentials are missing or invalid."}]}"#;

/// Kind, line, column and count of what was found.
fn found(report: &Value) -> Vec<(String, u64, u64, u64)> {
    let of_subject = |subject: &Value| {
        let number = |name: &str| subject.pointer(&format!("/source/{name}")).and_then(Value::as_u64);
        let [line, column, count] = ["line", "column", "count"].map(|name| number(name).unwrap_or_default());
        (subject.get("kind").map(Value::to_string).unwrap_or_default(), line, column, count)
    };
    let subjects = report.get("subjects").and_then(Value::as_array);
    subjects.map(|all| all.iter().map(of_subject).collect()).unwrap_or_default()
}

fn utf16(text: &str) -> [Vec<u8>; 2] {
    let units = || std::iter::once(0xfeff).chain(text.encode_utf16());
    [units().flat_map(u16::to_le_bytes).collect(), units().flat_map(u16::to_be_bytes).collect()]
}

#[test]
fn a_log_is_found_the_same_in_every_encoding() {
    let (ran, report) = check_both(["-"], log("\n").as_bytes());
    let expected = found(&report);
    assert_eq!(ran.status, Some(1));
    // The token beside the failure belongs to it.
    assert_eq!(expected.iter().map(|(_, line, column, _)| (*line, *column)).collect::<Vec<_>>(), [(3, 38)]);
    let is_found = |text: &[u8], how: &str| {
        let (ran, report) = check_both(["-"], text);
        assert_eq!(
            (ran.status, ran.stderr.as_str(), found(&report)),
            (Some(1), "", expected.clone()),
            "{how}"
        );
    };
    for line_end in ["\r\n", "\r"] {
        is_found(log(line_end).as_bytes(), line_end);
    }
    is_found(format!("\u{feff}{}", log("\n")).as_bytes(), "with a byte order mark");
    for line_end in ["\n", "\r\n", "\r"] {
        utf16(&log(line_end)).iter().for_each(|text| is_found(text, "UTF-16"));
    }
    let long = format!("{}{}", log("\n"), "a line of a build\n".repeat(240_000));
    let ran = check(["-", "--format", "ndjson"], &utf16(&long)[0]);
    let lines = ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let places: Vec<_> = lines.filter_map(|subject| subject["source"]["line"].as_u64()).collect();
    assert_eq!((ran.status, places), (Some(1), vec![3]));
}

#[test]
fn what_is_no_utf8_in_a_log_hides_nothing_and_says_nothing() {
    let noise = [&b"gr\xfc\xdfe"[..], &[0; 9000], b"a\0b\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80"];
    for noise in noise {
        let lines: Vec<_> =
            log("\n").lines().flat_map(|line| [line.as_bytes(), b" ", noise, b"\n"].concat()).collect();
        let (ran, report) = check_both(["-"], &lines);
        let places: Vec<_> = found(&report).iter().map(|(_, line, ..)| *line).collect();
        assert_eq!((ran.status, places), (Some(1), vec![3]), "{noise:?}: {}", ran.stdout);
        let innocent = [b"a build ", noise, b"\n"].concat().repeat(50);
        let (ran, _) = check_both(["-"], &innocent);
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{noise:?}: {}", ran.stdout);
    }
}

#[test]
fn what_is_no_text_is_named() {
    let folder = Folder::with(&[]);
    let mut state = 1_u64;
    let random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 56) as u8
    };
    let random: Vec<u8> = std::iter::repeat_with(random).take(100_000).collect();
    let after = |start: &[u8]| [start, &random, FAILURE.as_bytes()].concat();
    for (bytes, is, what) in [
        (random.clone(), "binary", "binary data, not text"),
        (after(b"\x7fELF\x02\x01\x01\0"), "elf", "an ELF program, not text"),
        (after(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "png", "a PNG image, not text"),
        (after(b"PK\x05\x06"), "zip", "an empty ZIP archive, not text"),
        (packed(&packed(&after(b""))), "gzip", "gzip within gzip, not text"),
        (
            after(b"\x30\x82\x40\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"),
            "cms-message",
            "a receipt, not a key",
        ),
    ] {
        let file = folder.write("build.log", &bytes);
        for (arg, stdin) in [(file.as_os_str(), &b""[..]), (OsStr::new("-"), bytes.as_slice())] {
            let (ran, report) = check_both([arg], stdin);
            assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{what}: {}", ran.stdout);
            let words = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.starts_with("pass: ") && words.contains(what), "{what}: {}", ran.stdout);
            let subjects = report["subjects"].as_array().unwrap();
            let named: Vec<_> = subjects.iter().map(|it| (&it["kind"], &it["is"])).collect();
            assert_eq!(named, [(&Value::from("other"), &Value::from(is))], "{report}");

            // Where a credential belongs it is an error.
            let named = check_both([arg, "--service".as_ref(), "asc-team".as_ref()], stdin);
            finds(&named.0, "token-missing");
            assert_eq!(
                (&named.1["verdict"], &named.1["subjects"][0]["is"]),
                (&Value::from("fail"), &Value::from(is))
            );
        }
    }
    // A key that was named as one is judged as one.
    let file = folder.write("key", &after(b"PK\x03\x04"));
    assert_eq!(
        check_both([TOKEN.trim().as_ref(), "--key".as_ref(), file.as_os_str()], b"").0.status,
        Some(1)
    );
}

// Lines.

#[test]
fn a_failure_is_found_wherever_it_stands_in_a_long_line() {
    for before in [0, 3_000, 5_000, 2 << 20] {
        let line = format!("{}{FAILURE}{}", "é ".repeat(before / 3), " x".repeat(5_000));
        let (ran, report) = check_both(["-"], format!("a\n{line}\nz\n").as_bytes());
        assert!(ran.stdout.contains("401 NOT_AUTHORIZED"), "{before}: {}", ran.stdout);
        assert_eq!(report["subjects"][0]["source"]["line"], 2);
        assert_eq!(report["subjects"][0]["source"]["column"], before as u64 / 3 * 2 + 38, "{before}");
    }
}

#[test]
fn a_line_full_of_marks_is_read_in_time() {
    let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.AAAA-_AA ";
    for words in ["NOT_AUTHORIZED ", token, "eyJ/eyJ+eyJ%", "\u{1b}[31mNOT_\u{1b}[0mAUTHORIZED "] {
        let ran = check(["-"], format!("see {}", words.repeat((5 << 18) / words.len())).as_bytes());
        assert!(matches!(ran.status, Some(0..=2)), "{words:?}: {ran:?}");
    }
}

// Captures.

#[test]
fn a_lying_content_length_loses_no_body() {
    let body = r#"{"errors":[{"status":"403","code":"FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED","title":"A required agreement is missing or has expired."}]}"#;
    for length in ["0", "1", "20", "999999", "18446744073709551616", "-1", "é", ""] {
        for head in [
            format!("content-length: {length}"),
            format!("Content-Length: {length}\r\nTransfer-Encoding: chunked"),
        ] {
            let capture =
                format!("HTTP/1.1 403 Forbidden\r\n{head}\r\nContent-Type: application/json\r\n\r\n{body}\n");
            let (ran, report) = check_both(["-"], capture.as_bytes());
            assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""), "{head}");
            assert_eq!(
                report["subjects"][0]["causes"][0]["id"], "agreement-pending",
                "{head}: {}",
                ran.stdout
            );
        }
    }
    for size in ["ffffffff", "ffffffffffffffff", "1", "0", "-1"] {
        let capture =
            format!("HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n{body}\r\n0\r\n");
        let (ran, report) = check_both(["-"], capture.as_bytes());
        assert_eq!(report["subjects"][0]["causes"][0]["id"], "agreement-pending", "{size}: {}", ran.stdout);
    }
}

/// Entries of a HAR, the list not closed; each is whole.
fn har(entries: usize, status: u16, text: &str) -> String {
    let entry = format!(
        r#"{{"request":{{"method":"GET","url":"https://api.appstoreconnect.apple.com/v1/apps","headers":[]}},"response":{{"status":{status},"headers":[],"content":{{"size":9,"text":{}}}}}}}"#,
        serde_json::to_string(text).unwrap()
    );
    format!(r#"{{"log":{{"version":"1.2","entries":[{}"#, vec![entry; entries].join(","))
}

#[test]
fn of_a_har_that_is_cut_the_whole_entries_are_judged() {
    let whole = har(3, 401, FAILURE);
    for cut in [
        "",
        ",",
        ",{",
        r#",{"request":{"url":"https://api.app"#,
        r#",{"response":{"status":401,"content":{"text":"\"#,
    ] {
        let (ran, report) = check_both(["-"], format!("{whole}{cut}").as_bytes());
        assert_eq!((ran.status, &report["summary"]["subjects"]), (Some(1), &3.into()), "{cut}");
        let warning =
            "warning: stdin ends before its list of entries does, after 3 whole ones; export it again\n";
        assert_eq!(ran.stderr, warning, "{cut}");
    }
    for (nothing, entries) in [(har(3, 200, ""), 3), (r#"{"log":{"entries":[{"request":"#.to_owned(), 0)] {
        let (ran, _) = check_both(["-"], nothing.as_bytes());
        assert_eq!(ran.status, Some(2), "{}", ran.stdout);
        assert!(
            ran.stderr.starts_with("error: stdin ends before")
                && ran.stderr.contains(&format!("after {entries} whole")),
            "{}",
            ran.stderr
        );
    }
    for written in utf16(&format!("{whole}]}}}}")) {
        let (ran, report) = check_both(["-"], &written);
        assert_eq!((ran.stderr.as_str(), &report["summary"]["subjects"]), ("", &3.into()));
    }
}

#[test]
fn a_har_with_a_huge_answer_is_read_in_little_memory() {
    let huge = har(1, 401, &format!("{FAILURE}{}", "x".repeat(9 << 20)));
    let (_, rest) =
        har(1, 401, FAILURE).split_once("entries\":[").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let ran = check(["-", "--format", "json"], format!("{huge},{rest}]}}}}").as_bytes());
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((ran.status, ran.stderr.as_str(), &report["summary"]["subjects"]), (Some(1), "", &2.into()));
}

// Gzip.

fn packed(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_packed_log_is_read_and_a_bomb_refused() {
    let (ran, _) = check_both(["-"], &packed(log("\n").as_bytes()));
    assert!(ran.status == Some(1) && ran.stdout.contains("NOT_AUTHORIZED"), "{ran:?}");
    let (ran, _) = check_both(["-"], &packed(&utf16(&log("\r\n"))[0]));
    assert!(ran.status == Some(1) && ran.stdout.contains("NOT_AUTHORIZED"), "{ran:?}");
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b'a'; 24 << 20]).unwrap();
    refuses(&check(["-"], &bomb.finish().unwrap()), "expands more than 1000 times");
    refuses(&check(["-"], &packed(&vec![0; 2 << 20])), "no text");
}

#[test]
fn of_cut_or_damaged_gzip_the_fault_is_named() {
    let noise: String =
        (0..20_000_u64).map(|i| format!("{:x}\n", i.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    let mut whole = packed(format!("{}{noise}", log("\n")).as_bytes());
    refuses(&check(["-"], &whole[..11]), "the gzip data ends early");
    let cut = check(["-"], &whole[..whole.len() / 2]);
    let checksum = whole.len() - 8;
    whole[checksum] ^= 1;
    // What was searched before is told.
    let damaged = check(["-"], &whole);
    for (ran, why) in
        [(cut, "the gzip data ends early; fetch the file again"), (damaged, "the gzip data is damaged")]
    {
        assert!(ran.status == Some(2) && ran.stderr.contains(why), "{ran:?}");
        assert!(ran.stdout.contains("NOT_AUTHORIZED"), "{ran:?}");
    }
    let long = packed(format!("{}{}", log("\n"), "a line of a build\n".repeat(600_000)).as_bytes());
    let ran = check(["-"], &long[..long.len() - 100]);
    assert!(ran.status == Some(2) && ran.stderr.contains("ends early"), "{}", ran.stderr);
    assert!(ran.stdout.contains("NOT_AUTHORIZED"), "{}", ran.stdout);
}

// Output.

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    for format in formats() {
        let mut child = why401(Path::new("/"))
            .args(["check", "-", "--at", "1795168980", "--format", &format])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        child.stdin.take().unwrap().write_all(TOKEN.as_bytes()).unwrap();
        assert_eq!(wait(&mut child), Some(0));
        let mut text = String::new();
        child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "");
    }
}

#[test]
fn a_full_disk_is_trouble() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let formats = formats();
    let reports = formats.iter().map(|format| vec!["check", TOKEN.trim(), "--format", format]);
    let others = [
        &["explain"][..],
        &["explain", "asc-team"],
        &["man"],
        &["completions", "zsh"],
        &["--help"],
        &["--version"],
    ];
    for args in reports.chain(others.map(<[_]>::to_vec)) {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut child =
            why401(Path::new("/")).args(&args).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
        assert_eq!(wait(&mut child), Some(2), "{args:?}");
        let mut text = String::new();
        child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
        assert!(text.starts_with("error: cannot write the report"), "{args:?}: {text}");
    }
}

/// Characters that paint, move or hide: C0 and C1, DEL, bidirectional controls, zero-width ones, line separators, tags.
const PAINT: &str = "\u{1b}[31m\u{1b}]0;x\u{7}\r\u{8}\t\u{b}\u{7f}\u{85}\u{9b}2J\u{ad}\u{61c}\u{200b}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{feff}\u{e0041}";

#[test]
fn nothing_from_outside_paints_the_terminal() {
    let folder = Folder::with(&[]);
    let painted = serde_json::to_string(PAINT).unwrap();
    let value = |text: &str, old: &str| text.replace(&format!("\"{old}\""), &painted);
    let member = format!("{{{painted}:{painted},");
    let tokens = [
        token(&value(HEADER, "K7Q2M9X4TZ"), CLAIMS),
        token(&value(HEADER, "ES256"), CLAIMS),
        token(&value(HEADER, "JWT"), CLAIMS),
        token(&HEADER.replacen('{', &member, 1), CLAIMS),
        token(&HEADER.replacen('{', &format!("{{\"crit\":[{painted}],"), 1), CLAIMS),
        token(HEADER, &value(CLAIMS, "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10")),
        token(HEADER, &value(CLAIMS, "appstoreconnect-v1")),
        token(HEADER, &CLAIMS.replacen('{', &member, 1)),
        token(HEADER, &CLAIMS.replacen('{', &format!("{{{painted}:1,{painted}:2,"), 1)),
        token(HEADER, &CLAIMS.replacen('{', &format!("{{\"scope\":[{painted},\"GET \u{202e}/v1\"],"), 1)),
        token(HEADER, &CLAIMS.replacen('{', &format!("{{\"sub\":{painted},\"bid\":{painted},"), 1)),
        token(HEADER, &CLAIMS.replace("1795169400", &painted)),
        token(HEADER, &format!("{{\"a\": {PAINT}}}")),
        token(PAINT, PAINT),
        format!("eyJ{PAINT}.eyJ.AAA"),
        format!("-----BEGIN {PAINT}-----\nMIG\n-----END {PAINT}-----\n"),
        format!(
            "{{\"keys\":[{{\"kty\":{painted},\"kid\":{painted},\"crv\":{painted},\"use\":{painted},\"d\":\"x\"}}]}}"
        ),
        format!("{{\"key_id\":{painted},\"issuer_id\":{painted},\"key\":{painted}}}"),
        format!("{PAINT}={KEY}"),
    ];
    let formats = formats();
    let mut options = vec![vec!["-v"], vec!["--show-token"]];
    options.extend(formats.iter().map(|format| vec!["--format", format.as_str()]));
    for text in &tokens {
        for options in &options {
            is_plain(&check(["-"].iter().chain(options), text.as_bytes()));
        }
    }
    let name = format!("AuthKey_{}.p8", PAINT.replace('\u{7}', "\n"));
    let file = folder.write(&name, KEY.as_bytes());
    for options in &options {
        let options = || options.iter().map(AsRef::<OsStr>::as_ref);
        is_plain(&check([file.as_os_str()].into_iter().chain(options()), b""));
        is_plain(&check(
            [TOKEN.trim().as_ref(), "--key".as_ref(), file.as_os_str()].into_iter().chain(options()),
            b"",
        ));
    }
    let variable = format!("env:{PAINT}");
    is_plain(&check([&variable], b""));
    is_plain(&check([PAINT], b""));
    for option in OPTIONS.into_iter().chain([PAINT]) {
        is_plain(&check([TOKEN.trim(), option, PAINT], b""));
        is_plain(&check([TOKEN.trim(), option, &variable], b""));
        is_plain(&check([TOKEN.trim(), &format!("{option}={PAINT}")], b""));
    }
    let run = |args: &[&str]| program::run(why401(Path::new("/")).args(args), b"");
    is_plain(&run(&[PAINT]));
    is_plain(&run(&["explain", PAINT]));
    is_plain(&run(&["completions", PAINT]));
}

fn is_plain(ran: &Ran) {
    let paints = |c: char| {
        c != '\n' && c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
    };
    for text in [&ran.stdout, &ran.stderr] {
        assert!(!text.contains(paints), "{:?} in {text:?}", text.chars().find(|c| paints(*c)));
    }
    assert!(matches!(ran.status, Some(0..=2)), "{ran:?}");
}

// Secrets.

fn signature() -> &'static str {
    TOKEN.trim().rsplit('.').next().unwrap()
}

/// The base64 of the key without its lines.
fn body() -> String {
    KEY.lines().filter(|line| !line.starts_with('-')).collect()
}

#[test]
fn no_secret_is_printed_wherever_it_was_put() {
    let folder = Folder::with(&[]);
    let token_text = TOKEN.trim();
    let (body, escaped, wrapped) = (body(), KEY.replace('\n', "\\n"), STANDARD.encode(KEY));
    let line = KEY.lines().nth(1).unwrap();
    let der = STANDARD.decode(&body).unwrap();
    let json = |text: &str| serde_json::to_string(text).unwrap();
    let quoted = json(KEY);
    let key_file = format!(
        "{{\"key_id\":\"K7Q2M9X4TZ\",\"issuer_id\":\"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10\",\"key\":{quoted}}}"
    );
    let with_key = |text: &str, old: &str| text.replace(&format!("\"{old}\""), &quoted);
    let contents: Vec<Vec<u8>> = [
        token_text.to_owned(),
        format!("Authorization: Bearer {token_text}"),
        format!("\"{token_text}\"\n"),
        format!("{token_text}.x"),
        token_text.replace('.', " . "),
        token_text.replacen('e', "%", 1),
        token_text.replacen("eyJ", "", 1),
        format!("{{\"token\":\"{token_text}\"}}"),
        KEY.to_owned(),
        escaped.clone(),
        wrapped.clone(),
        STANDARD.encode(&wrapped),
        body.clone(),
        line.to_owned(),
        KEY.replace('\n', " "),
        KEY.replace("PRIVATE", "PUBLIC"),
        KEY.replace("-----BEGIN PRIVATE KEY-----\n", ""),
        KEY.replace('A', "*"),
        KEY.lines().take(3).collect::<Vec<_>>().join("\n"),
        format!("PRIVATE_KEY={escaped}"),
        format!("export ASC_KEY='{KEY}'"),
        key_file.clone(),
        key_file.replace("\"key\"", "\"private_key\""),
        key_file.replace("\"key\"", "\"keys\""),
        key_file.replacen('{', "{{", 1),
        format!("{{\"token\":{quoted}}}"),
        format!("{{\"keys\":[{{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":{quoted},\"d\":{quoted}}}]}}"),
        format!("eyJ{KEY}"),
        format!("Bearer {KEY}"),
        format!("{body}.{body}.{body}"),
        token(&with_key(HEADER, "K7Q2M9X4TZ"), CLAIMS),
        token(&with_key(HEADER, "ES256"), CLAIMS),
        token(HEADER, &with_key(CLAIMS, "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10")),
        token(HEADER, &with_key(CLAIMS, "appstoreconnect-v1")),
        token(HEADER, &CLAIMS.replacen('{', &format!("{{{quoted}:{quoted},"), 1)),
        token(HEADER, &CLAIMS.replacen('{', &format!("{{{quoted}:1,{quoted}:2,"), 1)),
        token(HEADER, &CLAIMS.replacen('{', &format!("{{\"scope\":[{quoted},{}],", json(&body)), 1)),
        token(
            HEADER,
            &CLAIMS.replacen('{', &format!("{{\"sub\":{},\"bid\":{},", json(&escaped), json(token_text)), 1),
        ),
        token(
            HEADER,
            &CLAIMS.replacen('{', &format!("{{\"x\":{{\"y\":[{quoted},{}]}},", json(token_text)), 1),
        ),
        token(HEADER, KEY),
        token(KEY, KEY),
    ]
    .map(String::into_bytes)
    .into_iter()
    .chain([der, KEY.encode_utf16().flat_map(u16::to_le_bytes).collect()])
    .collect();

    let formats = formats();
    let mut styles = vec![vec!["-q"], vec!["-v"]];
    styles.extend(formats.iter().map(|format| vec!["-v", "--format", format.as_str()]));
    // Already said with `-v` alone.
    styles.retain(|style| style.last() != Some(&"human"));
    styles.push(Vec::new());
    for content in &contents {
        let shown = String::from_utf8_lossy(content);
        let file = folder.write("content", content);
        let file = file.to_str().unwrap();
        let argument = OsStr::from_bytes(content);
        let has_nul = content.contains(&0);
        for style in &styles {
            let run = |args: &[&str], stdin: &[u8]| {
                let mut command = why401(folder.path());
                if !has_nul {
                    command.env("SECRET", argument);
                }
                let ran = program::run(command.arg("check").args(args).args(AT).args(style), stdin);
                is_silent(&ran, &format!("{args:?} {style:?} with {shown:.60}"));
            };
            run(&[file], b"");
            run(&[token_text, "--key", file], b"");
            // What was read is shown the same, wherever it came from.
            if style.as_slice() == ["-v"] {
                run(&["-"], content);
                run(&[token_text, "--key", "-"], content);
                run(&["env:SECRET", "--key", "env:SECRET", "--jwks", "env:SECRET"], b"");
                run(&[file, "--jwks", file], b"");
            }
        }
    }
    // In the places of something else.
    let contents = [token_text, KEY, &escaped, &wrapped, &body, line];
    for content in contents {
        let mut command = why401(folder.path());
        command.envs(["WHY401_KEY", "WHY401_KEY_ID", "WHY401_ISSUER_ID"].map(|name| (name, content)));
        let ran = program::run(command.args(["check", token_text, "-v"]).args(AT), b"");
        is_silent(&ran, "in the environment");
        let (missing, variable) = (format!("/tmp/{content}"), format!("env:{content}"));
        for place in [content, &missing, &variable] {
            let run = |args: &[&str]| {
                let ran = program::run(why401(folder.path()).args(args), b"");
                is_silent(&ran, &format!("{args:.99?}"));
            };
            run(&[place]);
            for format in &formats {
                run(&["check", place, "--format", format]);
            }
            run(&["explain", place]);
            run(&["completions", place]);
            for option in OPTIONS {
                run(&["check", token_text, option, place]);
            }
            run(&["check", token_text, "--nope", place]);
            run(&["check", token_text, &format!("--nope={place}")]);
            run(&["check", token_text, &format!("--service={place}")]);
        }
    }
}

#[test]
fn the_signature_is_printed_when_asked_for() {
    let (ran, report) = check_both([TOKEN.trim(), "--show-token"], b"");
    assert!(ran.stdout.contains(TOKEN.trim()), "{}", ran.stdout);
    assert_eq!(report["subjects"][0]["token"]["text"], TOKEN.trim());
}

/// Neither the signature nor 20 characters of the key, in no form it was put in, line breaks and blanks disregarded.
fn is_silent(ran: &Ran, how: &str) {
    let body = body();
    let wrapped = STANDARD.encode(KEY);
    let secrets = [signature().to_owned(), body, STANDARD.encode(&wrapped), wrapped];
    for text in [&ran.stdout, &ran.stderr] {
        let joined: String = text.split_whitespace().collect();
        for secret in &secrets {
            for start in 0..=secret.len() - 20 {
                let window = &secret[start..start + 20];
                assert!(!joined.contains(window), "{window:?}, {how}:\n{text}");
            }
        }
    }
    assert!(matches!(ran.status, Some(0..=2)), "{how}: {ran:?}");
}

#[test]
fn what_could_not_be_read_to_its_end_is_no_pass_in_any_format() {
    let har =
        br#"{"log": {"version": "1.2", "entries": [{"request": {"method": "GET", "url": "https://api.app"#;
    let (human, report) = check_both(["-"], har);
    assert_eq!((human.status, human.stdout.as_str()), (Some(2), ""));
    assert_eq!(
        (&report["verdict"], &report["subjects"]),
        (&Value::from("unknown"), &Value::Array(Vec::new()))
    );
}

#[test]
fn a_key_in_the_log_of_a_failure_hides_neither_the_failure_nor_itself() {
    let log = format!(
        "step 1\n{KEY}\n{{\"errors\": [{{\"status\": \"401\", \"code\": \"NOT_AUTHORIZED\"}}]}}\nstep 2\n"
    );
    let (ran, report) = check_both(["-"], log.as_bytes());
    assert_eq!((ran.status, &report["verdict"]), (Some(1), &Value::from("rejected")), "{}", ran.stdout);
    let body = KEY.lines().nth(1).unwrap();
    assert!(!ran.stdout.contains(&body[..30]) && !report.to_string().contains(&body[..30]));
}
