//! How often the diagnosis names the true cause: real failures, of which only the answer is given.

use std::collections::BTreeMap;
use std::path::Path;

use crate::program::{run, why401};
use serde_json::Value;

/// What must be reached where the answer alone tells the cause.
const DECISIVE_FIRST: f64 = 0.95;
const DECISIVE_THREE: f64 = 0.99;

/// What is reached where it does not, so that a change that lowers it is seen.
const OTHER_FIRST: f64 = 0.40;
const OTHER_THREE: f64 = 0.65;

/// Rows, and how many of them have an accepted cause first and among the first three.
#[derive(Clone, Copy, Default)]
struct Score {
    rows: usize,
    first: usize,
    three: usize,
}

impl Score {
    fn add(&mut self, place: Option<usize>) {
        self.rows += 1;
        self.first += usize::from(place == Some(0));
        self.three += usize::from(place.is_some_and(|place| place < 3));
    }

    fn shares(self) -> (f64, f64) {
        let share = |count: usize| count as f64 / self.rows.max(1) as f64;
        (share(self.first), share(self.three))
    }
}

#[test]
fn the_true_cause_of_real_failures_is_named_first() {
    let mut families: BTreeMap<(bool, String), Score> = BTreeMap::new();
    let (mut decisive, mut other) = (Score::default(), Score::default());
    for case in cases() {
        if !case["confirmed"].as_bool().unwrap() {
            continue;
        }
        let is_decisive = case["decisive"].as_bool().unwrap();
        let place = place(&case);
        families.entry((is_decisive, case["family"].as_str().unwrap().to_owned())).or_default().add(place);
        if is_decisive { &mut decisive } else { &mut other }.add(place);
        if place != Some(0) {
            println!("{} {:?}: {}", case["id"].as_str().unwrap(), place, case["accepted"]);
        }
    }
    println!("{:<10} {:<40} {:>5} {:>6} {:>6}", "", "family", "rows", "first", "three");
    for ((is_decisive, family), score) in &families {
        let kind = if *is_decisive { "decisive" } else { "other" };
        println!("{kind:<10} {family:<40} {:>5} {:>6} {:>6}", score.rows, score.first, score.three);
    }
    for (kind, score) in [("decisive", decisive), ("other", other)] {
        let (first, three) = score.shares();
        println!(
            "{kind}: {} rows, first {:.1} %, first three {:.1} %",
            score.rows,
            first * 100.0,
            three * 100.0
        );
    }
    let (first, three) = decisive.shares();
    assert!(first >= DECISIVE_FIRST && three >= DECISIVE_THREE, "decisive: {first:.3} {three:.3}");
    let (first, three) = other.shares();
    assert!(first >= OTHER_FIRST && three >= OTHER_THREE, "other: {first:.3} {three:.3}");
}

/// Where in the ranking the first accepted cause stands.
fn place(case: &Value) -> Option<usize> {
    let mut command = why401(Path::new("/"));
    command.args(["check", "-", "--format", "json", "--at", "2026-11-20T10:03:00Z"]);
    if let Some(status) = case["status"].as_u64() {
        command.args(["--status", &status.to_string()]);
    }
    if let Some(service) = case["service"].as_str() {
        command.args(["--service", service]);
    }
    let ran = run(&mut command, case["body"].as_str().unwrap_or_default().as_bytes());
    let report: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{case}: {error}: {ran:?}"));
    let subjects = report["subjects"].as_array().unwrap();
    let causes = subjects.iter().find_map(|subject| subject["causes"].as_array())?;
    let accepted = case["accepted"].as_array().unwrap();
    causes.iter().position(|cause| accepted.contains(&cause["id"]))
}

fn cases() -> Vec<Value> {
    let texts = [
        include_str!("../../testdata/cases/asc.jsonl"),
        include_str!("../../testdata/cases/other.jsonl"),
        include_str!("../../testdata/cases/tools.jsonl"),
    ];
    texts.iter().flat_map(|text| text.lines()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// On the answer that says nothing, the ranking follows the history that is given, says that it does not know, and names
/// the next experiment.
#[test]
fn the_standard_refusal_is_ranked_by_history() {
    let body = r#"{"errors":[{"status":"401","code":"NOT_AUTHORIZED","title":"Authentication credentials are missing or invalid.","detail":"Provide a properly configured and signed bearer token, and make sure that it has not expired. Learn more about Generating Tokens for API Requests https://developer.apple.com/go/?id=api-generating-tokens"}]}"#;
    let first = |history: &str| {
        let mut command = why401(Path::new("/"));
        command.args(["check", "-", "--format", "json", "--status", "401", "--history", history]);
        let ran = run(&mut command, body.as_bytes());
        assert_eq!(ran.status, Some(1));
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        let causes = report["subjects"][0]["causes"].as_array().unwrap().clone();
        assert!(causes.iter().all(|cause| cause["confidence"] == "possible"), "{causes:?}");
        assert!(
            causes[0]["next"].as_str().is_some_and(|next| next.starts_with("why401 check")),
            "{causes:?}"
        );
        causes[0]["id"].as_str().unwrap().to_owned()
    };
    let firsts = ["never", "worked", "intermittent"].map(first);
    assert!(firsts[0] != firsts[1] && firsts[1] != firsts[2], "{firsts:?}");
}

/// What must be reached on whole pastes, with the options that a user would give.
const PASTES_SEEN: f64 = 0.98;
const PASTES_DECISIVE_FIRST: f64 = 0.92;
const PASTES_DECISIVE_THREE: f64 = 0.97;
const PASTES_OTHER_THREE: f64 = 0.65;

#[test]
fn whole_pastes_are_seen_and_their_true_cause_is_named() {
    let (mut seen, mut all, mut decisive, mut other) = (0, 0, Score::default(), Score::default());
    for line in include_str!("../../testdata/cases/pastes.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let subjects = subjects_of_paste(&case);
        let accepted = case["accepted_causes"].as_array().unwrap();
        all += 1;
        seen += usize::from(subjects.iter().any(|subject| is_seen(subject, accepted)));
        if !case["confirmed"].as_bool().unwrap() || accepted.is_empty() {
            continue;
        }
        let causes = subjects.iter().find_map(|subject| subject["causes"].as_array());
        let place = causes.and_then(|it| it.iter().position(|cause| accepted.contains(&cause["id"])));
        let is_decisive = case["decisive"].as_bool().unwrap();
        if is_decisive { &mut decisive } else { &mut other }.add(place);
        if place != Some(0) {
            println!("{} {place:?}: {}", case["id"].as_str().unwrap(), case["accepted_causes"]);
        }
    }
    let share = f64::from(u32::try_from(seen).unwrap()) / f64::from(all);
    println!("pastes: seen {share:.3}, decisive {:?}, other {:?}", decisive.shares(), other.shares());
    assert!(share >= PASTES_SEEN, "{seen} of {all} seen");
    let (first, three) = decisive.shares();
    assert!(
        first >= PASTES_DECISIVE_FIRST && three >= PASTES_DECISIVE_THREE,
        "decisive: {first:.3} {three:.3}"
    );
    assert!(other.shares().1 >= PASTES_OTHER_THREE, "other: {:?}", other.shares());
}

fn subjects_of_paste(case: &Value) -> Vec<Value> {
    let mut command = why401(Path::new("/"));
    command.args(["check", "-", "--format", "json"]);
    command.args(case["args"].as_array().unwrap().iter().map(|argument| argument.as_str().unwrap()));
    let ran = run(&mut command, case["input"].as_str().unwrap().as_bytes());
    let report: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{case}: {error}: {ran:?}"));
    report["subjects"].as_array().unwrap().clone()
}

/// Whether a subject is a failure with a cause; where nobody knows the cause, whether it is one at all.
fn is_seen(subject: &Value, accepted: &[Value]) -> bool {
    let is_failure = subject["kind"] == "exchange";
    is_failure && (accepted.is_empty() || subject["causes"].as_array().is_some_and(|it| !it.is_empty()))
}
