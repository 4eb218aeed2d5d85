//! Pipes that stay open: what is found in them is printed at once, and Ctrl-C and SIGTERM end with what is known.

#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::program::{self, Folder, Ran, why401};

const FAILURE: &str = r#"2026-11-20T10:00:01Z ERROR 401 {"errors":[{"status":"401","code":"NOT_AUTHORIZED","title":"Authentication credentials are missing or invalid."}]}"#;

/// A run of `check` whose standard input stays open.
struct Run {
    child: Child,
    stdin: Option<ChildStdin>,
    folder: Folder,
}

impl Run {
    fn start(args: &[&str]) -> Self {
        let folder = Folder::with(&[]);
        let made = Command::new("mkfifo").arg(folder.path().join("fifo")).status().unwrap();
        assert!(made.success());
        let mut command = why401(folder.path());
        command.arg("check").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stdin = child.stdin.take();
        Self { child, stdin, folder }
    }

    /// Lets the program read a failure: what follows it is more than all pipes and buffers hold.
    fn feed(&mut self) {
        let filler = "a line of a log\n".repeat((1 << 20) / 16);
        self.write(&format!("{FAILURE}\n{filler}"));
    }

    fn write(&mut self, text: &str) {
        self.stdin.as_mut().unwrap().write_all(text.as_bytes()).unwrap();
    }

    /// Stops the program while its input is open, and gives how it ended.
    fn stop(self, signal: Signal) -> Ran {
        let Self { mut child, stdin, folder } = self;
        kill_process(Pid::from_child(&child), signal).unwrap();
        let text = |pipe: Option<&mut dyn Read>| {
            let mut text = String::new();
            pipe.unwrap().read_to_string(&mut text).unwrap();
            text
        };
        let (mut stdout, mut stderr) = (child.stdout.take(), child.stderr.take());
        let status = program::wait(&mut child);
        let stdout = text(stdout.as_mut().map(|pipe| pipe as &mut dyn Read));
        let stderr = text(stderr.as_mut().map(|pipe| pipe as &mut dyn Read));
        drop((stdin, folder));
        Ran { status, stdout, stderr }
    }

    /// Stops the program by Ctrl-C once its output is taken by [`Self::lines`].
    fn stop_after_lines(self) -> Option<i32> {
        let Self { mut child, stdin, folder } = self;
        kill_process(Pid::from_child(&child), Signal::INT).unwrap();
        let status = program::wait(&mut child);
        drop((stdin, folder));
        status
    }

    /// The lines of the output, as they come.
    fn lines(&mut self) -> Receiver<Value> {
        let (to_take, lines) = channel();
        let stdout = BufReader::new(self.child.stdout.take().unwrap());
        thread::spawn(move || {
            for line in stdout.lines() {
                let _ = to_take.send(serde_json::from_str(&line.unwrap()).unwrap());
            }
        });
        lines
    }
}

fn next(lines: &Receiver<Value>) -> Value {
    lines.recv_timeout(Duration::from_secs(30)).unwrap()
}

#[test]
fn ndjson_prints_what_a_pipe_holds_while_it_stays_open() {
    let mut run = Run::start(&["-", "--format", "ndjson"]);
    let lines = run.lines();
    for (text, line) in [(format!("{FAILURE}\n"), 1), (format!("a line\nanother\n{FAILURE}\na part"), 4)] {
        run.write(&text);
        let subject = next(&lines);
        assert_eq!(
            (&subject["source"]["line"], &subject["exchange"]["code"]),
            (&line.into(), &"NOT_AUTHORIZED".into())
        );
    }
    let Run { mut child, stdin, folder } = run;
    drop(stdin);
    assert_eq!(next(&lines)["summary"]["subjects"], 2);
    assert_eq!(program::wait(&mut child), Some(1));
    drop(folder);
}

#[test]
fn a_token_in_a_line_of_an_open_pipe_is_printed_at_once() {
    let mut run = Run::start(&["-", "--format", "ndjson"]);
    let lines = run.lines();
    let token = "eyJhbGciOiJFUzI1NiIsImtpZCI6IksyWDlNNFE3VFoiLCJ0eXAiOiJKV1QifQ.\
        eyJpc3MiOiIzZjBjMWE5ZS03ZDUyLTRiOGUtOWE0MS02YzJkOGU1ZjdiMTAiLCJhdWQiOiJhcHBzdG9yZWNvbm5lY3QtdjEifQ.c2ln";
    run.write(&format!("10:00:00 start\n10:00:01 sending token {token} to Apple\n"));
    assert_eq!(next(&lines)["kind"], "token");
    let ran = run.stop_after_lines();
    assert_eq!(ran, Some(130));
}

#[test]
fn a_body_in_parts_is_one_body() {
    let mut run = Run::start(&["-", "--format", "ndjson"]);
    let lines = run.lines();
    let body = r#"{"errors": [{"status": "401",
"code": "NOT_AUTHORIZED",
"title": "Authentication credentials are missing or invalid."}
]}
"#;
    let (first, rest) = body.split_at(body.find("]}").unwrap());
    run.write(first);
    assert!(lines.recv_timeout(Duration::from_secs(2)).is_err());
    run.write(rest);
    let Run { mut child, stdin, folder } = run;
    drop(stdin);
    let subject = next(&lines);
    assert_eq!((&subject["kind"], &subject["source"]["line"]), (&"exchange".into(), &Value::Null));
    assert_eq!(program::wait(&mut child), Some(1));
    drop(folder);
}

#[test]
fn a_signal_ends_with_what_is_known() {
    for (signal, status, name) in [(Signal::INT, 130, "Ctrl-C"), (Signal::TERM, 143, "SIGTERM")] {
        for format in ["human", "json", "ndjson"] {
            let mut run = Run::start(&["-", "--format", format]);
            run.feed();
            let ran = run.stop(signal);
            assert_eq!(ran.status, Some(status), "{format}: {}{}", ran.stdout, ran.stderr);
            let told = format!("error: stopped by {name}; 1 input was not read to its end\n");
            assert_eq!(ran.stderr, told, "{format}");
            match format {
                "human" => assert!(ran.stdout.contains("rejected: 401 NOT_AUTHORIZED"), "{}", ran.stdout),
                "json" => assert_report(&serde_json::from_str(&ran.stdout).unwrap(), name),
                _ => {
                    let lines: Vec<Value> =
                        ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
                    let [subject, end] = lines.as_slice() else { panic!("{}", ran.stdout) };
                    let mut report = end.clone();
                    report["subjects"] = vec![subject.clone()].into();
                    assert_report(&report, name);
                }
            }
        }
    }
}

fn assert_report(report: &Value, signal: &str) {
    assert_eq!(
        (&report["verdict"], &report["subjects"][0]["source"]["line"]),
        (&"rejected".into(), &1.into())
    );
    let errors = report["errors"].as_array().unwrap();
    let sources: Vec<_> = errors.iter().map(|error| error["source"].as_str().unwrap()).collect();
    assert_eq!(sources, ["stdin"]);
    let is_told =
        |error: &Value| error["message"].as_str().unwrap().ends_with(&format!("stopped by {signal}"));
    assert!(errors.iter().all(is_told), "{errors:?}");
}

#[test]
fn a_fifo_that_nobody_writes_to_is_given_up() {
    let mut run = Run::start(&["-", "fifo", "--format", "json"]);
    run.feed();
    run.stdin = None;
    let ran = run.stop(Signal::TERM);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        (ran.status, report["errors"][0]["source"].as_str()),
        (Some(143), Some("fifo")),
        "{}",
        ran.stderr
    );
    assert_eq!(report["verdict"], "rejected");
}

#[test]
fn what_was_not_read_does_not_pass() {
    let mut run = Run::start(&["-", "--format", "json"]);
    run.write(&"a line of a log\n".repeat((1 << 20) / 16));
    let ran = run.stop(Signal::INT);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((ran.status, report["verdict"].as_str()), (Some(130), Some("unknown")), "{}", ran.stderr);
}
