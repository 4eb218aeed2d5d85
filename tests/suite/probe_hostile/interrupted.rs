//! Ctrl-C while somebody keeps the program waiting.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::told::Question;
use crate::server::{Server, answer};

/// Answers the requests with a token that way, or not at all, and no others.
fn server(status: Option<&'static str>) -> Server {
    Server::start(move |mut socket, seen| {
        let mut head = [0; 8192];
        let len = socket.read(&mut head).unwrap_or(0);
        let head = String::from_utf8_lossy(head.get(..len).unwrap()).into_owned();
        if let Some(status) = status.filter(|_| head.contains("authorization: ")) {
            let _ = socket.write_all(&answer(status, "", b""));
        }
        seen.lock().unwrap().push(head);
        sleep(Duration::from_secs(60));
    })
}

fn interrupted(status: Option<&'static str>, format: &str) -> String {
    stopped("-INT", 130, status, format)
}

/// Sends the signal once both of the program's first requests are there. Gives its output.
fn stopped(signal: &str, code: i32, status: Option<&'static str>, format: &str) -> String {
    let server = server(status);
    let question = Question::to(&server.url("")).timeout("60s");
    let mut command = question.command(format);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while server.seen().len() < 2 && begun.elapsed() < Duration::from_secs(20) {
        sleep(Duration::from_millis(10));
    }
    // What was answered has to arrive, too.
    sleep(Duration::from_millis(500));
    let killed = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(begun.elapsed() < Duration::from_secs(40), "{:?}", begun.elapsed());
    assert_eq!(output.status.code(), Some(code), "{told}{}", String::from_utf8_lossy(&output.stderr));
    told
}

#[test]
fn ctrl_c_before_any_answer_is_no_denial() {
    let told = interrupted(None, "human");
    assert!(told.starts_with("unknown: ended before there was a judgement\n"), "{told}");
    let report: Value = serde_json::from_str(&interrupted(None, "json")).unwrap();
    assert_eq!(report["verdict"], "unknown");
    assert_eq!(report["subjects"][0]["probes"].as_array().unwrap().len(), 2);
}

#[test]
fn sigterm_tells_what_is_known() {
    let report: Value =
        serde_json::from_str(&stopped("-TERM", 143, Some("401 Unauthorized"), "json")).unwrap();
    assert_eq!(
        (&report["verdict"], &report["subjects"][0]["probes"][0]["status"]),
        (&"rejected".into(), &401.into())
    );
}

#[test]
fn ctrl_c_tells_what_is_known() {
    let told = interrupted(Some("401 Unauthorized"), "human");
    assert!(told.starts_with("rejected: 401: refused\n"), "{told}");
    let report: Value = serde_json::from_str(&interrupted(Some("401 Unauthorized"), "json")).unwrap();
    assert_eq!(report["verdict"], "rejected");
    assert_eq!(report["subjects"][0]["probes"][0]["status"], 401);
}
