//! `why401 probe` against servers that answer badly: every run ends in time, with a clear sentence and the right status.

#![cfg(unix)]
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;

use apple::hostile::{Hostile, Kind, Stage};
use apple::key::Signer;
use apple::mint::Mint;
use program::Folder;

#[expect(dead_code, reason = "other tests use the rest of it")]
mod apple;
#[expect(dead_code, reason = "other tests use the rest of it")]
mod program;

/// What no run may take with a time limit of a second for each request: baseline, pause and repeat are far below.
const TIME: Duration = Duration::from_secs(12);

/// A token that is wrong in several things, so that experiments would follow a refusal.
fn token() -> String {
    Mint::team(1_795_168_800).sign(&Signer::new(1))
}

struct Run {
    code: Option<i32>,
    report: Value,
    human: String,
    errors: String,
}

fn why401(args: &[&str]) -> Output {
    let begun = Instant::now();
    let names_service = args.iter().any(|arg| arg.starts_with("--service"));
    let output = Command::new(env!("CARGO_BIN_EXE_why401"))
        .env_clear()
        .env("LANG", "C.UTF-8")
        .args(["probe", "--timeout=1s", &token()])
        .args((!names_service).then_some("--service=asc-team"))
        .args(args)
        .output()
        .unwrap();
    assert!(begun.elapsed() < TIME, "{:?}: {args:?}", begun.elapsed());
    output
}

/// Runs in both formats with the key: statuses agree, JSON is JSON, nothing paints, nothing leaks.
fn asked(args: &[&str]) -> Run {
    let folder = Folder::with(&[]);
    let key = folder.write("key.p8", Signer::new(1).private_pem().as_bytes());
    let with_key = |format: &'static str| {
        let own = ["--key", key.to_str().unwrap(), "--key-id", "K7Q2M9X4TZ", "--format", format];
        why401(&args.iter().copied().chain(own).collect::<Vec<_>>())
    };
    let (human, json) = (with_key("human"), with_key("json"));
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let run = Run {
        code: json.status.code(),
        report: serde_json::from_slice(&json.stdout).unwrap_or(Value::Null),
        human: text(&human.stdout),
        errors: text(&human.stderr),
    };
    assert_eq!(human.status.code(), run.code, "{}{}", run.human, run.report);
    let told = format!("{}{}{}{}", run.human, run.errors, text(&json.stdout), text(&json.stderr));
    assert!(!told.chars().any(|c| c.is_control() && c != '\n'), "{told:?}");
    let signature = token().rsplit('.').next().unwrap().to_owned();
    let pem = Signer::new(1).private_pem();
    let secret = pem.lines().nth(1).unwrap().get(..30).unwrap();
    assert!(!told.contains(&signature) && !told.contains(secret), "{told}");
    assert!(!told.contains("bug in why401"), "{told}");
    run
}

fn of(kind: Kind) -> (Run, Hostile) {
    let server = Hostile::start(kind);
    (asked(&["--base-url", &server.origin()]), server)
}

/// No answer: no judgement, never a denial.
#[track_caller]
fn is_unanswered(run: &Run, why: &str) {
    assert_eq!(run.code, Some(2), "{}{}", run.human, run.errors);
    assert_eq!(run.report["verdict"], "unknown", "{}", run.report);
    assert!(run.human.starts_with("? unknown: no answer"), "{}", run.human);
    assert!(run.errors.contains(why) && run.human.contains(why), "{why}: {}", run.errors);
    let probes = run.report["subjects"][0]["probes"].as_array().unwrap();
    assert!(probes.len() <= 2, "the plan ends: {probes:?}");
}

#[track_caller]
fn is_refused(run: &Run) {
    assert_eq!((run.code, &run.report["verdict"]), (Some(1), &Value::from("rejected")), "{}", run.human);
}

#[test]
fn a_server_that_keeps_silent_or_trickles_is_given_up_in_time() {
    for kind in [Kind::Silent, Kind::SlowHeaders, Kind::OneByteASecond] {
        is_unanswered(&of(kind).0, "no answer within 1s");
    }
}

#[test]
fn what_is_no_http_is_told() {
    for kind in [Kind::GarbageStatusLine, Kind::Ssh, Kind::HugeHeader, Kind::ManyHeaders] {
        let (run, _server) = of(kind);
        assert_eq!(run.code, Some(2), "{kind:?}: {}", run.human);
        is_unanswered(&run, "localhost");
    }
}

#[test]
fn a_connection_that_is_reset_is_no_denial() {
    for stage in [Stage::AfterAccept, Stage::AfterRequest, Stage::MidHeaders] {
        is_unanswered(&of(Kind::Reset(stage)).0, "the connection was");
    }
}

#[test]
fn a_body_that_breaks_off_leaves_the_status() {
    for kind in [
        Kind::Reset(Stage::MidBody),
        Kind::LengthTooLong,
        Kind::LengthTooShort,
        Kind::NotUtf8,
        Kind::EscapeSequences,
    ] {
        let (run, _server) = of(kind);
        assert!(matches!(run.code, Some(0..=2)), "{kind:?}: {}", run.human);
        let status = &run.report["subjects"][0]["probes"][0]["status"];
        assert!(status.is_u64(), "{kind:?}: {}", run.report);
    }
}

#[test]
fn a_body_without_end_is_cut() {
    for kind in [Kind::EndlessBody, Kind::GzipBomb, Kind::EncodingDeclared("br")] {
        let (run, _server) = of(kind);
        let first = &run.report["subjects"][0]["probes"][0];
        assert!(first["status"].is_u64(), "{kind:?}: {}", run.report);
        let told = ["was cut", "time was over", "compressed"];
        assert!(told.iter().any(|words| run.human.contains(words)), "{kind:?}: {}", run.human);
    }
}

#[test]
fn no_redirect_is_followed() {
    let (run, _server) = of(Kind::RedirectLoop);
    assert_eq!((run.code, &run.report["verdict"]), (Some(2), &Value::from("unknown")), "{}", run.human);
    for status in [301, 302, 303, 307, 308] {
        let (run, server) = of(Kind::RedirectElsewhere(status));
        assert_eq!(run.report["verdict"], "unknown", "{status}: {}", run.human);
        assert!(run.human.contains("which was not asked"), "{status}: {}", run.human);
        assert!(server.elsewhere().is_empty(), "{status}");
    }
}

#[test]
fn a_certificate_that_is_wrong_is_told_before_anything_is_sent() {
    for (kind, why) in [
        (Kind::CertificateForAnotherName, "not for this name but for example.com"),
        (Kind::CertificateExpired, "was valid until 2020"),
        (Kind::CertificateSelfSigned, "certificate"),
    ] {
        let server = Hostile::start(kind);
        let folder = Folder::with(&[]);
        let ca = folder.write("ca.pem", server.ca_pem().as_bytes());
        let run = asked(&["--base-url", &server.origin(), "--ca-cert", ca.to_str().unwrap()]);
        is_unanswered(&run, why);
        assert!(server.requests().iter().all(|request| !request.contains("eyJ")), "{kind:?}");
    }
    is_unanswered(&of(Kind::Tls10).0, "TLS");
}

#[test]
fn an_unknown_root_names_the_option_that_adds_it() {
    let server = Hostile::start(Kind::CertificateForAnotherName);
    is_unanswered(&asked(&["--base-url", &server.origin()]), "--ca-cert");
}

#[test]
fn http2_that_goes_away_is_no_denial() {
    let server = Hostile::start(Kind::Goaway);
    let folder = Folder::with(&[]);
    let ca = folder.write("ca.pem", server.ca_pem().as_bytes());
    let run = asked(&["--service=apns", "--base-url", &server.origin(), "--ca-cert", ca.to_str().unwrap()]);
    is_unanswered(&run, "localhost");
}

#[test]
fn a_wrong_or_missing_date_leaves_a_judgement() {
    for kind in [
        Kind::Date("Tue, 01 Jan 1980 00:00:00 GMT"),
        Kind::Date("Fri, 31 Dec 2099 23:59:59 GMT"),
        Kind::Date("yesterday"),
        Kind::DateAbsent,
    ] {
        let (run, _server) = of(kind);
        is_refused(&run);
        let causes = run.report["subjects"][0]["causes"].as_array().unwrap();
        assert!(causes.iter().all(|cause| cause["confidence"] != "proven"), "{kind:?}: {causes:?}");
    }
}

#[test]
fn answers_that_never_come_to_the_point_end() {
    for kind in [Kind::SwitchingProtocols, Kind::Interim] {
        let (run, _server) = of(kind);
        assert!(matches!(run.code, Some(2)), "{kind:?}: {}", run.human);
    }
}

#[test]
fn nobody_at_the_other_end_is_told() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    is_unanswered(&asked(&["--base-url", &format!("http://127.0.0.1:{port}")]), "refused");
    let run = asked(&["--url=https://api.invalid/v1/apps", "--allow-host=api.invalid", "--max-requests=1"]);
    is_unanswered(&run, "no address is known for the name");
}

#[test]
fn what_may_not_be_sent_is_said_before_anything_is() {
    for (args, told) in [
        (&["--base-url=http://example.com"][..], "plain http only to loopback"),
        (&["--base-url=https://gateway.example"], "--allow-host gateway.example"),
        (&["--url=https://example.com/v1/apps"], "--allow-host example.com"),
        (&["--url=http://api.appstoreconnect.apple.com/v1/apps"], "use https"),
        (&["--ca-cert=/dev/null"], "no PEM certificate"),
        (&["--ca-cert=/nonexistent"], "/nonexistent"),
    ] {
        let run = asked(args);
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.human);
        assert!(run.errors.contains(told) && run.human.is_empty(), "{args:?}: {}{}", run.errors, run.human);
    }
}

#[test]
fn ctrl_c_ends_at_once_and_tells_what_is_known() {
    let server = Hostile::start(Kind::Silent);
    let child = Command::new(env!("CARGO_BIN_EXE_why401"))
        .env_clear()
        .args(["probe", "--service=asc-team", "--timeout=60s", &token(), "--base-url", &server.origin()])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while server.requests().is_empty() && begun.elapsed() < TIME {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(130), "{text}");
    assert!(begun.elapsed() < TIME, "{:?}", begun.elapsed());
    assert!(text.contains("unknown") && text.contains("given") && text.contains("header"), "{text}");
}
