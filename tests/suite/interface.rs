//! The JSON report against its contract: every member has a known name and type, and what must be there is there.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value};

use crate::program::{Folder, formats, run, why401};

const AT: &str = "2026-11-20T10:03:00Z";

/// Arguments in a folder of `testdata`, the kind of the subjects they make, and members that must be there.
const RUNS: [(&str, &str, &str, &[&str]); 10] = [
    (
        "broken",
        "fastlane-duration-1200.jwt --key AuthKey_K7Q2M9X4TZ.p8",
        "token",
        &["service", "token", "key"],
    ),
    ("broken", "aud-is-a-url.jwt", "token", &["service", "token"]),
    ("broken", "expired.jwt --allow claims-expired --allow claims-time-zone", "token", &["service", "token"]),
    ("broken", "env:UNSET", "token", &["services", "token"]),
    ("broken", "AuthKey_K7Q2M9X4TZ.p8", "key", &["services", "key"]),
    ("broken", "rsa.p8", "key", &["key"]),
    ("broken", "swapped.json", "credentials", &["key"]),
    ("broken", "--key AuthKey_K7Q2M9X4TZ.p8 --key-id D4N8V6P2XR", "credentials", &["key"]),
    ("broken", "--key-id D4N8V6P2XR --issuer-id x", "credentials", &[]),
    ("broken", "published.json", "jwks", &[]),
];

#[test]
fn the_report_has_the_members_and_types_of_the_contract() {
    let folder = Folder::with(&["broken"]);
    for (name, args, kind, needed) in RUNS {
        let report = check(&folder, name, args);
        members(&report, &["schema", "tool", "subjects", "verdict", "headline", "summary"], &[]);
        assert_eq!(report["schema"], "why401/1");
        members(&report["tool"], &["name", "version"], &[]);
        assert_eq!(report["tool"]["name"], "why401");
        assert_eq!(report["tool"]["version"], env!("CARGO_PKG_VERSION"));
        one_of(&report["verdict"], &["pass", "fail"]);
        members(&report["summary"], &["subjects", "errors", "warnings", "notes"], &[]);
        assert!(object(&report["summary"]).values().all(Value::is_u64), "{report}");
        let subjects = report["subjects"].as_array().unwrap();
        assert_eq!(report["summary"]["subjects"], subjects.len(), "{args}");
        for subject in subjects {
            assert_eq!(subject["kind"], kind, "{args}");
            for name in needed {
                assert!(subject.get(name).is_some(), "{args}: {name}");
            }
            is_subject(subject);
        }
        counts(&report);
    }
}

#[test]
fn every_format_ends_with_the_same_status() {
    let folder = Folder::with(&["broken"]);
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let runs = RUNS.map(|(name, args, ..)| (folder.path().join(name), args));
    for (folder, args) in runs.into_iter().chain(CAPTURED.map(|(file, _)| (testdata.clone(), file))) {
        let statuses = formats().into_iter().map(|format| {
            let mut command = why401(&folder);
            command.arg("check").args(args.split_whitespace()).args(["--format", &format, "--at", AT]);
            let ran = run(&mut command, b"");
            assert!(!ran.stdout.is_empty(), "{args}: {format}");
            ran.status
        });
        let statuses: BTreeSet<_> = statuses.collect();
        assert!(statuses.len() == 1 && !statuses.contains(&None), "{args}: {statuses:?}");
    }
}

#[test]
fn a_field_that_does_not_apply_is_absent() {
    let folder = Folder::with(&["broken"]);
    for (name, args, ..) in RUNS {
        let report = check(&folder, name, args);
        walk(&report["subjects"], &mut |value| assert!(!value.is_null(), "{args}: {report}"));
    }
}

#[test]
fn an_allowed_finding_stays_and_does_not_count() {
    let folder = Folder::with(&["broken"]);
    let report = check(&folder, "broken", "expired.jwt --allow claims-expired --allow claims-time-zone");
    assert_eq!((&report["verdict"], &report["summary"]["errors"]), (&"pass".into(), &0.into()));
    let findings = report["subjects"][0]["findings"].as_array().unwrap();
    assert!(findings.iter().any(|finding| finding["lint"] == "claims-expired" && finding["allowed"] == true));
}

#[test]
fn several_tokens_are_several_subjects_in_the_order_given() {
    let folder = Folder::with(&["broken"]);
    let report = check(&folder, "broken", "expired.jwt ids-swapped.jwt --key AuthKey_K7Q2M9X4TZ.p8");
    let names: Vec<_> =
        report["subjects"].as_array().unwrap().iter().map(|s| s["source"]["name"].clone()).collect();
    assert_eq!(names, ["expired.jwt", "ids-swapped.jwt"]);
}

/// Captures and logs, and the verdict on each.
const CAPTURED: [(&str, &str); 7] = [
    ("captured/curl-v-http2.txt", "rejected"),
    ("captured/siwa-form.http", "rejected"),
    ("captured/session.har", "rejected"),
    ("captured/apns.txt", "rejected"),
    ("logs/failing/two-incidents.log", "rejected"),
    ("logs/failing/three-tokens.log", "fail"),
    ("logs/innocent/jest.log", "pass"),
];

#[test]
fn captured_failures_have_the_members_of_the_contract_in_both_formats() {
    for (file, verdict) in CAPTURED {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/");
        let text = |format: &str| {
            let mut command = why401(Path::new(path));
            run(command.args(["check", file, "--at", AT, "--format", format]), b"").stdout
        };
        let report: Value = serde_json::from_str(&text("json")).unwrap();
        assert_eq!(report["verdict"], verdict, "{file}");
        let subjects = report["subjects"].as_array().unwrap();
        for subject in subjects {
            is_captured(subject);
        }
        let lines: Vec<Value> =
            text("ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let (last, first) = lines.split_last().unwrap();
        assert_eq!(first, subjects, "{file}");
        members(last, &["verdict", "headline", "summary"], &[]);
        assert_eq!((&last["verdict"], &last["summary"]), (&report["verdict"], &report["summary"]), "{file}");
    }
}

fn is_captured(subject: &Value) {
    one_of(&subject["kind"], &["exchange", "token", "log"]);
    if let Some(exchange) = subject.get("exchange") {
        members(exchange, &[], &["method", "url", "status", "code", "response", "operation"]);
        assert!(exchange.get("status").is_none_or(Value::is_u64), "{exchange}");
    }
    for cause in subject.get("causes").and_then(Value::as_array).into_iter().flatten() {
        let needed = ["id", "confidence", "summary", "evidence", "fix", "next", "source"];
        members(cause, &needed, &["against"]);
        one_of(&cause["confidence"], &["proven", "likely", "possible"]);
        assert!(cause["next"].is_null() || cause["next"].is_string(), "{cause}");
        assert!(!cause["fix"].as_array().unwrap().is_empty(), "{cause}");
        assert!(!cause["evidence"].as_array().unwrap().is_empty(), "{cause}");
    }
}

#[test]
fn a_token_and_the_answer_it_got_are_one_subject() {
    let folder = Folder::with(&["broken"]);
    folder.write("broken/answer.json", br#"{"errors":[{"status":"401","code":"NOT_AUTHORIZED"}]}"#);
    let mut command = why401(&folder.path().join("broken"));
    command.args(["check", "lifetime-one-hour.jwt", "answer.json", "--format", "json", "--at", AT]);
    let report: Value = serde_json::from_str(&run(&mut command, b"").stdout).unwrap();
    assert_eq!((&report["verdict"], &report["summary"]["subjects"]), (&"rejected".into(), &1.into()));
    let subject = &report["subjects"][0];
    assert_eq!(subject["causes"][0]["id"], "lifetime-too-long", "{subject}");
    assert_eq!(subject["causes"][0]["confidence"], "likely", "{subject}");
    assert!(subject.get("token").is_some() && subject["exchange"]["status"] == 401, "{subject}");
}

fn check(folder: &Folder, name: &str, args: &str) -> Value {
    let mut command = why401(&folder.path().join(name));
    command.arg("check").args(args.split_whitespace()).args(["--format", "json", "--at", AT]);
    let ran = run(&mut command, b"");
    assert_eq!(ran.stderr, "", "{args}");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(ran.status, Some(i32::from(report["verdict"] == "fail")), "{args}");
    assert!(ran.stdout.ends_with("}\n"), "{args}");
    report
}

fn is_subject(subject: &Value) {
    members(
        subject,
        &["source", "kind", "at", "verdict", "headline", "findings"],
        &["service", "services", "token", "key"],
    );
    members(&subject["source"], &["name"], &["line", "column", "count"]);
    assert!(subject["source"]["name"].is_string());
    one_of(&subject["kind"], &["token", "key", "credentials", "jwks"]);
    assert_eq!(subject["at"], AT);
    if let Some(service) = subject.get("service") {
        assert!(service.is_string() && subject.get("services").is_none(), "{subject}");
    }
    if let Some(services) = subject.get("services") {
        assert!(
            services.as_array().unwrap().iter().all(Value::is_string)
                && services.as_array().unwrap().len() > 1
        );
    }
    if let Some(token) = subject.get("token") {
        members(token, &["signature"], &["header", "claims", "text"]);
        one_of(&token["signature"], &["verified", "invalid", "unchecked"]);
        for part in ["header", "claims"] {
            assert!(token.get(part).is_none_or(Value::is_object), "{token}");
        }
        assert!(
            token.get("text").is_none_or(|text| text.as_str().unwrap().ends_with(".<redacted>")),
            "{token}"
        );
    }
    if let Some(key) = subject.get("key") {
        members(key, &["kind"], &["key_id", "thumbprint"]);
        assert!(object(key).values().all(Value::is_string), "{key}");
        assert!(
            key.get("thumbprint").is_none_or(|thumbprint| thumbprint.as_str().unwrap().len() == 43),
            "{key}"
        );
    }
    for finding in subject["findings"].as_array().unwrap() {
        members(finding, &["lint", "severity", "at", "message", "source"], &["help", "allowed"]);
        one_of(&finding["severity"], &["error", "warning", "note"]);
        let at = finding["at"].as_str().unwrap();
        let roots = ["/header", "/claims", "/signature", "/token", "/key", "/credentials", "/request"];
        let is_root =
            |root: &&str| at.strip_prefix(*root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        assert!(roots.iter().any(is_root), "{at}");
        assert!(finding["source"].as_str().unwrap().starts_with("https://"), "{finding}");
        assert!(finding.get("allowed").is_none_or(|allowed| *allowed == true), "{finding}");
    }
}

/// The summary counts what is not allowed.
fn counts(report: &Value) {
    for (severity, count) in [("error", "errors"), ("warning", "warnings"), ("note", "notes")] {
        let findings =
            report["subjects"].as_array().unwrap().iter().flat_map(|s| s["findings"].as_array().unwrap());
        let counted = findings.filter(|f| f["severity"] == severity && f.get("allowed").is_none()).count();
        assert_eq!(report["summary"][count], counted, "{report}");
    }
}

fn members(value: &Value, needed: &[&str], possible: &[&str]) {
    let object = object(value);
    for name in needed {
        assert!(object.contains_key(*name), "{name} is missing in {value}");
    }
    for name in object.keys() {
        let name = name.as_str();
        assert!(needed.contains(&name) || possible.contains(&name), "{name} is new in {value}");
    }
}

fn one_of(value: &Value, words: &[&str]) {
    assert!(value.as_str().is_some_and(|word| words.contains(&word)), "{value}, expected one of {words:?}");
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("an object")
}

fn walk(value: &Value, see: &mut dyn FnMut(&Value)) {
    see(value);
    match value {
        Value::Array(values) => values.iter().for_each(|value| walk(value, see)),
        Value::Object(members) => members.values().for_each(|value| walk(value, see)),
        _ => {}
    }
}
