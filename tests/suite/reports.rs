//! The formats for CI: read back by real parsers, with hostile text in whatever a report repeats, and snapshots of each.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pulldown_cmark::{Event, Options, Parser, Tag};
use quick_xml::events::Event as Xml;
use serde_json::Value;

use crate::program::{Folder, Ran, run, why401};

const AT: [&str; 2] = ["--at", "2026-11-20T10:03:00Z"];

/// What ends a block, a command, a property, an attribute, a section or a string, links, paints and notifies.
const HOSTILE: &str = "a::error::b%0A::set-env name=X::y\n::stop-commands::z\r```\n~~~\n</details><script>alert(1)</script> \
     <!-- ]]> --> & \" ' `x` **b** [l](https://example.com/l) ![i](https://example.com/i) https://example.com/a \
     www.example.com @everyone #1 | c | \u{1b}[31m\u{202e}\u{7}\u{0}";

fn token(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.{}", part(header), part(claims), URL_SAFE_NO_PAD.encode([7; 64]))
}

/// A folder with inputs whose names and contents are hostile.
fn hostile() -> Folder {
    let folder = Folder::with(&[]);
    let header = serde_json::json!({"alg": HOSTILE, "kid": HOSTILE, "typ": HOSTILE, HOSTILE: HOSTILE});
    let claims = serde_json::json!({
        "iss": HOSTILE, "aud": HOSTILE, "sub": HOSTILE, "iat": HOSTILE, "exp": HOSTILE, "bid": HOSTILE, "scope": [HOSTILE],
        HOSTILE: HOSTILE,
    });
    folder.write("token.jwt", token(&header, &claims).as_bytes());
    let name = "a,b:c%0A```<b>&\"@x.log";
    let body = serde_json::json!({"errors": [{"status": "401", "code": "NOT_AUTHORIZED", "title": HOSTILE, "detail": HOSTILE}]});
    folder.write(name, format!("{HOSTILE}\n401 {body}\n").as_bytes());
    let exchange = format!(
        "GET /v1/apps HTTP/1.1\r\nHost: api.appstoreconnect.apple.com\r\n\r\nHTTP/1.1 401 Unauthorized\r\n\
        Content-Type: application/json\r\n\r\n{body}"
    );
    folder.write("exchange.txt", exchange.as_bytes());
    let credentials = serde_json::json!({"key_id": HOSTILE, "issuer_id": HOSTILE, "key": HOSTILE});
    folder.write("api_key.json", credentials.to_string().as_bytes());
    folder
}

/// One run over everything in the folder, each input by itself and all of them.
fn runs(format: &str) -> Vec<Ran> {
    let folder = hostile();
    let names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let alone = names.iter().map(std::slice::from_ref);
    let runs: Vec<_> = alone
        .chain([names.as_slice()])
        .map(|names| {
            let mut command = why401(folder.path());
            let ran = run(command.arg("check").args(names).args(AT).args(["--format", format]), b"");
            assert!(
                ran.status.is_some_and(|status| status < 3) && !ran.stdout.is_empty(),
                "{names:?}: {ran:?}"
            );
            ran
        })
        .collect();
    assert!(runs.iter().any(|ran| ran.status == Some(1)));
    runs
}

fn paints(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}')
}

#[test]
fn hostile_text_gives_no_command_to_github() {
    for ran in runs("github") {
        let lines: Vec<_> = ran.stdout.lines().collect();
        assert!(!paints(&ran.stdout), "{}", ran.stdout);
        assert!(lines[0].contains(" title=why401%3A "), "{}", lines[0]);
        for line in lines {
            let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
            let (level, properties) = head.split_once(' ').unwrap();
            assert!(["error", "warning", "notice"].contains(&level), "{line}");
            for property in properties.split(',') {
                let (name, value) = property.split_once('=').unwrap();
                assert!(["title", "file", "line"].contains(&name), "{line}");
                assert!(!value.is_empty() && !value.contains(':'), "{line}");
            }
            let percents = message.match_indices('%').map(|(at, _)| &message[at..]);
            assert!(percents.into_iter().all(|rest| ["%25", "%0A", "%0D"].contains(&&rest[..3])), "{line}");
        }
    }
}

#[test]
fn github_gets_ten_annotations_of_a_level_at_most() {
    let folder = Folder::with(&["broken"]);
    let mut command = why401(&folder.path().join("broken"));
    let tokens = fs::read_dir(folder.path().join("broken")).unwrap().map(|entry| entry.unwrap().file_name());
    let tokens: Vec<_> = tokens.filter(|name| name.to_str().unwrap().ends_with(".jwt")).collect();
    assert!(tokens.len() > 20);
    let ran = run(command.arg("check").args(tokens).args(AT).args(["--format", "github"]), b"");
    for level in ["error", "warning", "notice"] {
        let lines: Vec<_> =
            ran.stdout.lines().filter(|line| line.starts_with(&format!("::{level} "))).collect();
        assert!(lines.len() <= 10, "{level}: {}", ran.stdout);
        if lines.len() == 10 {
            assert!(lines[9].contains(" more "), "{}", lines[9]);
        }
    }
    assert!(ran.stdout.starts_with("::error title=why401%3A fail::"), "{}", ran.stdout);
    assert_eq!(ran.stdout.lines().filter(|line| line.starts_with("::error")).count(), 10);
}

#[test]
fn github_knows_files_from_the_root_of_the_repository() {
    let folder = Folder::with(&["broken"]);
    let root = fs::canonicalize(folder.path()).unwrap();
    let mut command = why401(&root.join("broken"));
    command.env("GITHUB_WORKSPACE", &root).args(["check", "expired.jwt", "--format", "github"]).args(AT);
    let ran = run(&mut command, b"");
    assert!(ran.stdout.contains("::error title=claims-expired,file=broken/expired.jwt::"), "{}", ran.stdout);
    let text = fs::read_to_string(root.join("broken/expired.jwt")).unwrap();
    let mut command = why401(&root);
    command.env("TOKEN", text.trim()).args(["check", "env:TOKEN", "--format", "github"]).args(AT);
    let ran = run(&mut command, b"");
    assert!(ran.stdout.contains("::error title=claims-expired::"), "no file: {}", ran.stdout);
}

#[test]
fn hostile_text_stays_in_its_block_of_markdown() {
    for ran in runs("markdown") {
        assert!(!paints(&ran.stdout), "{}", ran.stdout);
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
        let (mut headings, mut details) = (0, 0);
        for event in Parser::new_ext(&ran.stdout, options) {
            match event {
                Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Table(_) | Tag::BlockQuote(_)) => {
                    panic!("{event:?} in {}", ran.stdout)
                }
                Event::Start(Tag::Heading { .. }) => headings += 1,
                Event::Html(html) | Event::InlineHtml(html) => {
                    let html = html.trim();
                    details += usize::from(html == "<details>");
                    let known = ["<details>", "<summary>Details</summary>", "</details>", "<!-- -->", ""];
                    assert!(known.contains(&html), "{html} in {}", ran.stdout);
                }
                Event::Text(text) => assert!(!text.contains("@everyone") || text.contains('\n'), "{text}"),
                _ => {}
            }
        }
        assert!(headings >= 1 && details >= 1, "{}", ran.stdout);
    }
}

#[test]
fn hostile_text_stays_in_its_attribute_of_junit() {
    for ran in runs("junit") {
        let mut reader = quick_xml::Reader::from_str(&ran.stdout);
        let mut names = Vec::new();
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{error}: {}", ran.stdout)) {
                Xml::Eof => break,
                Xml::Start(tag) | Xml::Empty(tag) => {
                    for attribute in tag.attributes() {
                        attribute.unwrap();
                    }
                    names.push(String::from_utf8(tag.name().as_ref().to_vec()).unwrap());
                }
                Xml::Comment(_) | Xml::CData(_) | Xml::PI(_) | Xml::DocType(_) => panic!("{}", ran.stdout),
                _ => {}
            }
        }
        let known = ["testsuites", "testsuite", "testcase", "failure", "error", "system-out"];
        assert!(names.iter().all(|name| known.contains(&name.as_str())), "{names:?}");
        assert!(names.iter().any(|name| name == "testcase"), "{names:?}");
    }
}

#[test]
fn hostile_text_stays_in_its_string_for_gitlab() {
    for ran in runs("gitlab") {
        assert!(!paints(&ran.stdout), "{}", ran.stdout);
        let issues: Vec<Value> = serde_json::from_str(&ran.stdout).unwrap();
        let mut fingerprints: Vec<_> =
            issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
        fingerprints.sort_unstable();
        fingerprints.dedup();
        assert_eq!(fingerprints.len(), issues.len(), "each is another one");
        for issue in &issues {
            let members: Vec<_> = issue.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(members, ["check_name", "description", "fingerprint", "location", "severity"]);
            assert!(["critical", "minor", "info"].contains(&issue["severity"].as_str().unwrap()), "{issue}");
            assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1, "{issue}");
        }
    }
}

#[test]
fn fingerprints_are_of_places_and_not_of_values() {
    let folder = Folder::with(&[]);
    let fingerprints = |key_id: &str| -> Vec<String> {
        let header = serde_json::json!({"alg": "ES256", "kid": key_id, "typ": "JWT"});
        let claims = serde_json::json!({"iss": "5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35", "iat": 1, "exp": 2, "aud": "appstoreconnect-v1"});
        folder.write("token.jwt", token(&header, &claims).as_bytes());
        let mut command = why401(folder.path());
        let ran = run(command.args(["check", "token.jwt", "--format", "gitlab"]).args(AT), b"");
        let issues: Vec<Value> = serde_json::from_str(&ran.stdout).unwrap();
        issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let first = fingerprints("K7Q2M9X4TZ");
    assert!(!first.is_empty());
    assert_eq!(first, fingerprints("D4N8V6P2XR"));
}

/// Every format shows the same run as it did before.
#[test]
fn each_format_looks_as_its_snapshot_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let runs = [
        ("token", &["testdata/broken/fastlane-duration-1200.jwt", "--key-id", "D4N8V6P2XR"][..]),
        ("exchange", &["testdata/captured/curl-v-http2.txt"]),
        ("several", &["testdata/logs/failing/two-incidents.log", "testdata/broken/expired.jwt"]),
        ("passed", &["testdata/quickstart/token.jwt", "--jwks", "testdata/quickstart/jwks.json"]),
        ("unknown", &["testdata/quickstart/token.jwt", "--status", "503"]),
    ];
    for (format, extension) in [("github", "txt"), ("markdown", "md"), ("junit", "xml"), ("gitlab", "json")] {
        for (name, args) in runs {
            let mut command = why401(root);
            let ran = run(command.arg("check").args(args).args(AT).args(["--format", format]), b"");
            let path = root.join(format!("testdata/reports/{name}.{format}.{extension}"));
            snapbox::Assert::new().action_env("SNAPSHOTS").eq(
                snapbox::Data::text(ran.stdout).raw(),
                snapbox::Data::read_from(&path, Some(snapbox::data::DataFormat::Text)).raw(),
            );
        }
    }
}

#[test]
fn further_reports_go_into_files() {
    let folder = Folder::with(&["broken"]);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let report = |format: &str, name: &str| format!("--report={format}={}", path(name));
    let check = |args: &[&str]| {
        let mut command = why401(&folder.path().join("broken"));
        run(command.args(["check", "expired.jwt"]).args(AT).args(args), b"")
    };
    let read = |name: &str| fs::read_to_string(path(name)).unwrap();
    folder.write("summary.md", b"what was there\n");
    folder.write("r.json", &b"x".repeat(100_000));
    let all = [
        report("json", "r.json"),
        report("markdown", "summary.md"),
        report("junit", "r.xml"),
        report("human", "r.txt"),
    ];
    let all: Vec<_> = all.iter().map(String::as_str).collect();
    let quiet = check(&[&all[..], &["-q", "--color", "always"]].concat());
    assert_eq!(quiet.status, Some(1));
    assert_eq!(quiet.stdout.lines().count(), 1, "{}", quiet.stdout);
    let json: Value = serde_json::from_str(&read("r.json")).unwrap();
    assert_eq!(json["verdict"], "fail");
    let summary = read("summary.md");
    assert!(summary.starts_with("what was there\n### ❌ why401: fail\n"), "{summary}");
    assert!(read("r.xml").contains("<failure"));
    let plain = read("r.txt");
    assert!(plain.lines().count() > 5 && !paints(&plain), "neither -q nor --color matters: {plain}");
    check(&all);
    assert_eq!(read("summary.md").matches("### ").count(), 2, "it is appended to");
    assert_eq!(read("r.txt"), plain, "it is replaced");

    let stdout = check(&["--format", "junit"]).stdout;
    assert_eq!(stdout, read("r.xml"));
    for (args, why) in [
        (&["--report", "json=-"][..], "standard output"),
        (&["--report", "json"], "FORMAT=PATH"),
        (&["--report", "xml=a"], "no format is called so"),
        (&["--report", "json=/no/such/folder/r.json"], "cannot open it for writing"),
        (&["--report", "json=same", "--report", "junit=./same"], "cannot share a file"),
        (&["--report", "json=expired.jwt"], "it is an input"),
        (&["--key", "AuthKey_K7Q2M9X4TZ.p8", "--report", "json=AuthKey_K7Q2M9X4TZ.p8"], "it is an input"),
    ] {
        let ran = check(args);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(ran.stderr.contains(why), "{args:?}: {}", ran.stderr);
    }
    let kept = fs::read_to_string(folder.path().join("broken/AuthKey_K7Q2M9X4TZ.p8")).unwrap();
    assert!(kept.contains("PRIVATE KEY"));
    let mint = run(why401(folder.path()).args(["mint", &report("json", "m.json")]), b"");
    assert_eq!(mint.status, Some(2));
}
