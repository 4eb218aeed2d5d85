//! How Apple and the tools of its users word a refusal: each wording, as it was seen, leads to its response.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::program::{Folder, run, why401};

fn wordings() -> impl Iterator<Item = Value> {
    include_str!("../../testdata/wordings.jsonl").lines().map(|line| serde_json::from_str(line).unwrap())
}

#[test]
fn every_wording_leads_to_its_response() {
    let folder = Folder::with(&[]);
    let mut wrong = Vec::new();
    for wording in wordings() {
        let (text, expected) = (wording["text"].as_str().unwrap(), wording["response"].as_str().unwrap());
        let mut command = why401(folder.path());
        command.args(["check", "-", "--format", "json", "--at", "2026-11-20T10:03:00Z"]);
        command.args(wording["args"].as_array().into_iter().flatten().map(|arg| arg.as_str().unwrap()));
        let ran = run(&mut command, format!("{text}\n").as_bytes());
        let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr));
        let subjects = report["subjects"].as_array().unwrap();
        let is_found = |subject: &&Value| subject["exchange"]["response"] == expected;
        match subjects.iter().find(is_found) {
            Some(found) if !found["causes"].as_array().unwrap().is_empty() => {}
            Some(_) => wrong.push(format!("{expected}: no cause: {text}")),
            None => {
                let found: Vec<_> = subjects.iter().map(|subject| &subject["exchange"]["response"]).collect();
                wrong.push(format!("{expected}, not {found:?}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_wording_is_told_once_and_has_a_source() {
    let mut texts = BTreeSet::new();
    for wording in wordings() {
        assert!(wording["url"].as_str().unwrap().starts_with("https://"), "{wording}");
        assert!(texts.insert(wording["text"].as_str().unwrap().to_owned()), "{wording}");
    }
}
