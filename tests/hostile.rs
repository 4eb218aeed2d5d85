//! Inputs that are huge, endless, unreadable, nested, not text, or written to paint the terminal or to get a secret printed:
//! every run ends soon, in little memory, with one of the three statuses, and says nothing that it must not.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

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

use program::{Folder, Ran, wait, why401};

mod program;

const AT: [&str; 2] = ["--at", "2026-11-20T10:03:00Z"];

const KEY: &str = include_str!("../testdata/foreign/key.p8");
const TOKEN: &str = include_str!("../testdata/foreign/pyjwt-asc-team.jwt");
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
fn a_million_members_dots_blanks_or_dashes_are_read_in_time() {
    let members: Vec<_> = (0..200_000).map(|i| format!("\"m{i}\":{i}")).collect();
    let texts = [
        token(HEADER, &format!("{{{}}}", members.join(","))),
        token(HEADER, &format!("{{{}}}", "\"a\":1,".repeat(200_000).trim_end_matches(','))),
        ".".repeat(1_000_000),
        " ".repeat(1_000_000),
        "\"".repeat(1_000_000),
        "Bearer ".repeat(150_000),
        "-----BEGIN PRIVATE KEY-----\n".repeat(40_000),
        "-".repeat(1_000_000),
        "\\n".repeat(500_000),
        STANDARD.encode(STANDARD.encode(STANDARD.encode("M".repeat(400_000)))),
        "{\"key\":".repeat(100_000),
        format!("{{\"keys\":[{}]}}", vec!["{\"kty\":\"EC\"}"; 50_000].join(",")),
    ];
    for text in texts {
        let (ran, _) = check_both(["-"], text.as_bytes());
        assert!(matches!(ran.status, Some(0..=2)), "{text:.40}: {ran:?}");
        assert!(ran.stdout.len() < 30_000_000);
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
            assert!(matches!(ran.status, Some(0 | 1)) && ran.stderr.is_empty(), "{case:.60}: {ran:?}");
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
    refuses(&check([TOKEN.trim(), "--key", "/"], b""), "directory");
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
            assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""), "{bytes:?}: {}", ran.stdout);
            assert!(report.is_object());
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

// Output.

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    for args in
        [&["check", "-", "--at", "1795168980"][..], &["check", "-", "--at", "1795168980", "--format", "json"]]
    {
        let mut child = why401(Path::new("/"))
            .args(args)
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
    for args in [
        &["check", TOKEN.trim()][..],
        &["explain"],
        &["explain", "asc-team"],
        &["man"],
        &["completions", "zsh"],
        &["--help"],
        &["--version"],
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut child =
            why401(Path::new("/")).args(args).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
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
    let options: [&[&str]; 4] = [&[], &["-v"], &["--show-token"], &["--format", "json"]];
    for text in &tokens {
        for options in options {
            is_plain(&check(["-"].iter().chain(options), text.as_bytes()));
        }
    }
    let name = format!("AuthKey_{}.p8", PAINT.replace('\u{7}', "\n"));
    let file = folder.write(&name, KEY.as_bytes());
    for options in options {
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

    let styles: [&[&str]; 4] = [&[], &["-v"], &["-q"], &["--format", "json", "-v"]];
    for content in &contents {
        let shown = String::from_utf8_lossy(content);
        let file = folder.write("content", content);
        let file = file.to_str().unwrap();
        let argument = OsStr::from_bytes(content);
        let has_nul = content.contains(&0);
        for style in styles {
            let run = |args: &[&str], stdin: &[u8]| {
                let mut command = why401(folder.path());
                if !has_nul {
                    command.env("SECRET", argument);
                }
                let ran = program::run(command.arg("check").args(args).args(AT).args(style), stdin);
                is_silent(&ran, &format!("{args:?} {style:?} with {shown:.60}"));
            };
            run(&[file], b"");
            run(&["-"], content);
            run(&[token_text, "--key", file], b"");
            run(&[token_text, "--key", "-"], content);
            run(&["env:SECRET", "--key", "env:SECRET", "--jwks", "env:SECRET"], b"");
            run(&[file, "--jwks", file], b"");
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
            run(&["check", place, "--format", "json"]);
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
