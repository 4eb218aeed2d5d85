//! ZIP archives of logs, as CI services hand them out and as somebody hostile makes them.

#[path = "../../src/input/zip/tests/writer.rs"]
mod writer;

use std::fs;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program::{Folder, Ran, formats, run, why401};
use writer::{Member, zip};

const FAILURE: &str = r#"2026-11-20T10:00:01.0000000Z ERROR 401 {"errors":[{"status":"401","code":"NOT_AUTHORIZED","title":"Authentication credentials are missing or invalid."}]}"#;

const INNOCENT: &str = "2026-11-20T09:59:00.0000000Z Set up job\n2026-11-20T09:59:01.0000000Z Done\n";

fn check(folder: &Folder, args: &[&str], stdin: &[u8]) -> Ran {
    run(why401(folder.path()).arg("check").args(args), stdin)
}

fn report(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

/// The report on this archive.
fn of(members: &[Member]) -> (Ran, Value) {
    let folder = Folder::with(&[]);
    folder.write("logs.zip", &zip(members));
    let ran = check(&folder, &["logs.zip", "--format", "json"], b"");
    let report = report(&ran);
    (ran, report)
}

/// Name, kind and line of each subject.
fn subjects(report: &Value) -> Vec<(String, String, Option<u64>)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let subject =
        |it: &Value| (text(&it["source"]["name"]), text(&it["kind"]), it["source"]["line"].as_u64());
    report["subjects"].as_array().unwrap().iter().map(subject).collect()
}

fn errors(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = report["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().map(|error| (text(&error["source"]), text(&error["message"]))).collect()
}

fn log(name: &str) -> Member {
    Member::new(name, format!("{INNOCENT}{FAILURE}\nError: Process completed with exit code 1.\n"))
}

/// GitHub's layout: the log of each step in the folder of the job, and all of them in one beside it.
fn github() -> Vec<Member> {
    let quiet =
        ["1_Set up job.txt", "2_Check out.txt", "3_Build.txt", "5_Post Check out.txt", "6_Complete job.txt"];
    let steps = quiet.map(|name| Member::new(format!("build/{name}"), INNOCENT).streamed());
    let whole = format!("{}{FAILURE}\nError: Process completed with exit code 1.\n", INNOCENT.repeat(4));
    let mut members = vec![Member::new("0_build.txt", &whole), Member::new("1_lint.txt", INNOCENT)];
    members.extend(steps);
    members.extend([log("build/4_Upload.txt").streamed(), Member::new("lint/1_Set up job.txt", INNOCENT)]);
    members
}

#[test]
fn each_log_is_a_subject_and_what_a_job_repeats_is_reported_once() {
    let (ran, report) = of(&github());
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""));
    let found = subjects(&report);
    assert_eq!(found.len(), github().len());
    let failures: Vec<_> = found.iter().filter(|(_, kind, _)| kind == "exchange").collect();
    assert_eq!(failures, [&("logs.zip/build/4_Upload.txt".to_owned(), "exchange".to_owned(), Some(3))]);
    let repeats: Vec<_> =
        report["subjects"].as_array().unwrap().iter().filter(|it| !it["repeats"].is_null()).collect();
    assert_eq!(repeats.len(), 1, "{report}");
    assert_eq!(repeats[0]["source"]["name"], "logs.zip/0_build.txt");
    assert_eq!(repeats[0]["repeats"], serde_json::json!({"count": 1, "of": "logs.zip/build"}));
}

#[test]
fn a_job_that_says_more_than_its_steps_is_reported() {
    let members = github().into_iter().map(|member| match &member.name[..] {
        b"0_build.txt" => Member::new("0_build.txt", [&member.content[..], &member.content].concat()),
        _ => member,
    });
    let (_, report) = of(&members.collect::<Vec<_>>());
    let all = report["subjects"].as_array().unwrap().iter();
    let counts: Vec<_> = all.filter(|it| it["kind"] == "exchange").map(|it| &it["source"]).collect();
    let names: Vec<_> =
        counts.iter().map(|it| (it["name"].as_str().unwrap(), it["count"].as_u64())).collect();
    assert_eq!(names, [("logs.zip/build/4_Upload.txt", Some(1)), ("logs.zip/0_build.txt", Some(2))]);

    // Without a folder of steps, and in another job, it is no repetition.
    let (_, report) = of(&[log("0_build.txt"), log("1_test.txt"), log("other/1_Run.txt")]);
    assert_eq!(subjects(&report).iter().filter(|(_, kind, _)| kind == "exchange").count(), 3);
}

#[test]
fn people_see_the_failure_and_a_short_list() {
    let folder = Folder::with(&[]);
    folder.write("logs.zip", &zip(&github()));
    let ran = check(&folder, &["logs.zip"], b"");
    let lines: Vec<_> = ran.stdout.lines().collect();
    assert!(lines[0].starts_with("✗ rejected: ") && !lines[0].contains("subjects"), "{ran:?}");
    assert!(ran.stdout.contains("exchange from logs.zip/build/4_Upload.txt:3:"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n  logs.zip/0_build.txt: 1 of logs.zip/build\n"), "{}", ran.stdout);
    let title = lines.iter().position(|line| *line == "no failure of an Apple API found").unwrap();
    assert_eq!(lines[title + 1], "  logs.zip/build/1_Set up job.txt");
    assert_eq!(lines.len() - title, 8, "{}", ran.stdout);
}

/// Without the fingerprints of places.
fn unhashed(text: &str) -> String {
    let is_hash = |word: &&str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split('"').map(|word| if is_hash(&word) { "" } else { word }).collect::<Vec<_>>().join("\"")
}

#[test]
fn a_file_and_a_pipe_give_the_same_in_every_format() {
    let folder = Folder::with(&[]);
    let bytes = zip(&github());
    folder.write("a.zip", &bytes);
    folder.write("a.log", &bytes);
    for format in formats() {
        let file = check(&folder, &["--at", "2026-11-28T00:00:00Z", "--format", &format, "a.zip"], b"");
        let piped = check(&folder, &["--at", "2026-11-28T00:00:00Z", "--format", &format, "-"], &bytes);
        let renamed = check(&folder, &["--at", "2026-11-28T00:00:00Z", "--format", &format, "a.log"], b"");
        assert!(file.stdout.contains("4_Upload.txt"), "{format}: {file:?}");
        for (ran, name) in [(&piped, "stdin"), (&renamed, "a.log")] {
            assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""), "{format}");
            assert_eq!(unhashed(&ran.stdout.replace(name, "a.zip")), unhashed(&file.stdout), "{format}");
        }
    }
}

#[test]
fn members_are_read_as_inputs_are() {
    let utf16: Vec<u8> = format!("\u{feff}{FAILURE}\r\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gzip = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut encoder, format!("{FAILURE}\n").as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let members = [
        Member::new("windows.log", utf16),
        Member::new("packed.log.gz", gzip).stored(),
        Member { is_wide: true, ..log("wide.log") },
        log("same.log"),
        log("same.log"),
        Member::new("empty.log", ""),
        Member::new("word.txt", "done\n"),
        Member::new("data.json", r#"{"a":1}"#),
        Member::new("inner.zip", zip(&[log("a.log")])),
        Member::new("shot.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        Member::new("folder/", "").stored(),
        Member::new("__MACOSX/._same.log", b"\0\x05\x16\x07"),
        Member::new("folder/.DS_Store", b"\0\0\0\x01Bud1"),
    ];
    let (ran, report) = of(&members);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""));
    let kinds: Vec<_> = subjects(&report);
    let kinds: Vec<_> = kinds.iter().map(|(name, kind, _)| (&name["logs.zip/".len()..], &kind[..])).collect();
    assert_eq!(
        kinds,
        [
            ("windows.log", "exchange"),
            ("packed.log.gz", "exchange"),
            ("wide.log", "exchange"),
            ("same.log", "exchange"),
            ("same.log", "exchange"),
            ("empty.log", "log"),
            ("word.txt", "log"),
            ("data.json", "other"),
            ("inner.zip", "other"),
            ("shot.png", "other"),
        ]
    );
}

#[test]
fn a_key_in_an_archive_is_joined_and_never_printed() {
    let folder = Folder::with(&["keys"]);
    let key = fs::read(folder.path().join("keys").join(KEY)).unwrap();
    let members =
        [Member::new("secrets/AuthKey_2X9R4HXF34.p8", &key), log("build.log"), Member::new("b.log", &key)];
    folder.write("logs.zip", &zip(&members[..2]));
    let body: String = String::from_utf8(key.clone()).unwrap().lines().nth(1).unwrap()[48..].to_owned();
    for format in formats() {
        for args in [&["logs.zip"][..], &["logs.zip", "--show-token", "-v"]] {
            let ran = check(&folder, &[args, &["--format", &format]].concat(), b"");
            assert_eq!(ran.status, Some(1), "{ran:?}");
            assert!(!ran.stdout.contains(&body) && !ran.stderr.contains(&body), "{ran:?}");
        }
    }
    // Alone, it is judged as a key file is.
    folder.write("key.zip", &zip(&members[..1]));
    let report = report(&check(&folder, &["key.zip", "--format", "json"], b""));
    assert_eq!(report["subjects"][0]["source"]["name"], "key.zip/secrets/AuthKey_2X9R4HXF34.p8");
    assert_eq!(report["subjects"][0]["key"]["kind"], "p256", "{report}");
}

const KEY: &str = "apple.pem";

#[test]
fn archives_that_hold_no_logs_are_named_and_not_searched() {
    for (members, is) in [
        (vec![log("Payload/App.app/build.log")], "ipa"),
        (vec![Member::new("META-INF/MANIFEST.MF", "Manifest-Version: 1.0"), log("a.log")], "jar"),
        (vec![Member::new("[Content_Types].xml", "<Types/>"), log("a.log")], "open-packaging"),
        (
            vec![log("Test.xcresult/Data/data.0~a"), Member::new("Test.xcresult/Info.plist", "")],
            "xcode-bundle",
        ),
        (vec![Member::new("folder/", "").stored()], "zip"),
    ] {
        let (ran, report) = of(&members);
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{is}: {report}");
        let found: Vec<_> = report["subjects"].as_array().unwrap().iter().map(|it| &it["is"]).collect();
        assert_eq!(found, [is], "{report}");
    }
    let folder = Folder::with(&[]);
    folder.write("logs.zip", &zip(&[log("a.log")]));
    let ran = run(why401(folder.path()).args(["probe", "logs.zip"]), b"");
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
    assert!(ran.stderr.contains("a ZIP archive, expected text; unpack it first"), "{ran:?}");
}

#[test]
fn what_cannot_be_read_of_an_archive_is_listed_and_the_rest_is_checked() {
    let members = [
        Member { flags: 1, ..Member::new("secret.log", "x") },
        log("good.log"),
        Member { method: 93, ..Member::new("zstd.log", "x") },
        Member { wrong: 1, ..log("damaged.log") },
        Member::new("bomb.log", vec![b' '; 4 << 20]),
    ];
    let (ran, report) = of(&members);
    assert_eq!((ran.status, report["verdict"].as_str()), (Some(2), Some("rejected")), "{ran:?}");
    let names: Vec<_> = subjects(&report).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["logs.zip/good.log", "logs.zip/damaged.log"]);
    let errors = errors(&report);
    for (name, why) in [
        ("secret", "encrypted"),
        ("zstd", "method 93"),
        ("damaged", "checksum"),
        ("bomb", "no text in the first"),
    ] {
        let is_it = |(source, message): &&(String, String)| {
            *source == format!("logs.zip/{name}.log") && message.contains(why)
        };
        assert_eq!(errors.iter().filter(is_it).count(), 1, "{name}: {errors:?}");
    }
    assert_eq!(errors.len(), 4, "{errors:?}");

    // A cut archive: what stood before the cut, and then the error.
    let folder = Folder::with(&[]);
    let whole = zip(&[log("a.log"), log("b.log").streamed(), log("c.log")]);
    let before = log("a.log").local().len() + log("b.log").streamed().local().len();
    for cut in [before, before + 20, before + 90, whole.len() - 1] {
        folder.write("logs.zip", &whole[..cut]);
        for (arg, stdin) in [("logs.zip", &b""[..]), ("-", &whole[..cut])] {
            let ran = check(&folder, &[arg, "--format", "json"], stdin);
            let report = self::report(&ran);
            assert_eq!(ran.status, Some(2), "{ran:?}");
            let found = subjects(&report);
            assert!(
                found.len() >= 2 && found.iter().all(|(_, kind, _)| kind == "exchange"),
                "{cut}: {found:?}"
            );
            assert!(ran.stderr.contains("the ZIP archive ends early; fetch it again"), "{ran:?}");
        }
    }
}

#[test]
fn a_bomb_in_text_ends_with_exit_2() {
    let text = format!("{FAILURE}\n{}", "\n".repeat(16 << 20));
    let (ran, report) = of(&[Member::new("bomb.log", &text), log("good.log")]);
    assert_eq!(ran.status, Some(2));
    assert_eq!(subjects(&report).len(), 2, "{report}");
    assert!(errors(&report)[0].1.contains("the ZIP data expands more than 1000 times"), "{report}");
}

#[test]
fn names_are_shown_and_never_followed() {
    let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhYmMifQ.c2lnbmF0dXJlLW9mLXRoaXMtdG9rZW4";
    let names: [&[u8]; 8] = [
        b"../../etc/passwd",
        b"/etc/passwd",
        b"C:\\Windows\\a.log",
        b"\x1b]0;owned\x07\x1b[31mred\r\n::error::x.log",
        b"\xff\xfe\x80.log",
        "\u{202e}gol.log".as_bytes(),
        &[b'a'; 65_535],
        token.as_bytes(),
    ];
    let members: Vec<_> = names.iter().map(log_of).collect();
    let folder = Folder::with(&[]);
    folder.write("logs.zip", &zip(&members));
    let before = fs::read_dir(folder.path()).unwrap().count();
    for format in formats() {
        let ran = check(&folder, &["logs.zip", "--format", &format], b"");
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""), "{format}");
        let is_hostile = |c: char| c != '\n' && c.is_control() || c == '\u{202e}';
        assert!(!ran.stdout.contains(is_hostile), "{format}: {}", ran.stdout);
        assert!(!ran.stdout.contains("\n::error::x"), "{format}: {}", ran.stdout);
        assert!(!ran.stdout.contains(&"a".repeat(1100)) && !ran.stdout.contains(token), "{format}");
        assert!(ran.stdout.contains("logs.zip/../../etc/passwd"), "{format}: {}", ran.stdout);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before);
}

fn log_of(name: &&[u8]) -> Member {
    Member { name: name.to_vec(), ..log("") }
}

#[test]
fn thousands_of_members_and_large_ones_take_little_memory_and_time() {
    // The program has 64 MiB (see `program`).
    let folder = Folder::with(&[]);
    let lines: String =
        (0..200_000_u64).map(|n| format!("{} compiling\n", n.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    let large = format!("{}{FAILURE}\n", lines.repeat(2));
    let line = large.lines().count() as u64;
    let mut members: Vec<_> =
        (0..2).map(|number| Member::new(format!("large-{number}.log"), &large)).collect();
    members.extend((0..2000).map(|number| Member::new(format!("{number}.log"), INNOCENT)));
    folder.write("logs.zip", &zip(&members));
    let start = Instant::now();
    let ran = check(&folder, &["logs.zip", "--format", "json"], b"");
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""));
    let found = subjects(&report(&ran));
    assert_eq!(found.len(), members.len());
    assert!(
        found[..2].iter().all(|(_, kind, at)| kind == "exchange" && *at == Some(line)),
        "{:?}",
        &found[..2]
    );
    assert!(start.elapsed() < Duration::from_secs(25), "{:?}", start.elapsed());
}

#[test]
fn an_archive_from_a_pipe_is_held_up_to_a_limit() {
    let folder = Folder::with(&[]);
    let noise: Vec<u8> = {
        let mut state = 88_172_645_463_325_252_u64;
        std::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 8) as u8
        })
        .take(65 << 20)
        .map(|byte| if byte < 4 { b'\n' } else { b' ' + byte % 95 })
        .collect()
    };
    let bytes = zip(&[log("a.log"), Member::new("noise.log", noise).stored()]);
    // From a file, it does not matter how large it is.
    folder.write("logs.zip", &bytes);
    let ran = check(&folder, &["logs.zip", "--format", "json"], b"");
    assert_eq!((ran.status, subjects(&report(&ran)).len()), (Some(1), 2), "{}", ran.stderr);
    // Without the bound on memory, which is the same as that of the archive.
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_why401"));
    let ran = run(command.current_dir(folder.path()).args(["check", "-"]), &bytes);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("held in memory, 64 MiB at most"), "{}", ran.stderr);
}
