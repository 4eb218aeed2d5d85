//! What a plan costs: requests, time, and nothing beyond.

use std::time::Instant;

use serde_json::json;

use crate::apple::mint::Mint;
use crate::apple::policy::Policy;
use crate::apple::server::Apple;
use crate::probe::ask::{IDS, Program, Run, command, file, now, signer};
use crate::program::Folder;

fn bad_token() -> String {
    let patch = json!({"header": {"alg": "HS256"}, "claims": {"exp": now() + 1800, "aud": "x"}});
    Mint::team(now() - 60).changed(&patch).sign(&signer())
}

#[test]
fn no_run_sends_more_than_its_limit() {
    for limit in [1, 2, 3, 5, 8] {
        let apple = Apple::start(Policy::default());
        let token = bad_token();
        let mut program = Program::new(&apple);
        program.max_requests = limit;
        let args: Vec<&str> =
            ["--service=asc-team", "--url=/v1/builds", &token].into_iter().chain(IDS).collect();
        let run = program.run(&args);
        assert_eq!(run.seen.len(), limit, "{:?}", run.probes());
        assert_eq!((run.verdict(), run.code), ("rejected", 1));
    }
}

#[test]
fn a_dry_run_sends_nothing_and_names_every_way() {
    let apple = Apple::start(Policy::default());
    let token = bad_token();
    let args: Vec<&str> = ["--service=asc-team", "--dry-run", &token].into_iter().chain(IDS).collect();
    let run = Program::new(&apple).run(&args);
    assert!(run.seen.is_empty());
    assert_eq!((run.verdict(), run.code), ("fail", 1), "the verdict is that of check");
    let names: Vec<_> = run
        .probes()
        .into_iter()
        .map(|(name, status)| {
            assert_eq!(status, 0, "{name} was not answered");
            name
        })
        .collect();
    for name in ["given", "none", "repeat", "fresh", "shifted", "repaired", "identity"] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    let text = run.report.to_string();
    assert!(!text.contains("conclusions") && run.causes().is_empty(), "{text}");
}

#[test]
fn without_experiments_or_key_only_what_was_given_is_sent() {
    let token = bad_token();
    for (signs, flag) in [(true, Some("--no-experiments")), (false, None)] {
        let apple = Apple::start(Policy::default());
        let args: Vec<&str> =
            ["--service=asc-team", "--url=/v1/builds", &token].into_iter().chain(IDS).chain(flag).collect();
        let run = Program::new(&apple).signer(signs.then(signer)).run(&args);
        assert_eq!(run.probes(), [("given", 401), ("none", 401), ("control", 401), ("repeat", 401)]);
        let sent = run.seen.iter().filter_map(|seen| seen.header("authorization"));
        assert!(sent.into_iter().all(|value| value == format!("Bearer {token}")));
    }
    let apple = Apple::start(Policy::default());
    let args: Vec<&str> = ["--service=asc-team", "--no-experiments"].into_iter().chain(IDS).collect();
    let run = Program::new(&apple).run(&args);
    assert!(run.code == 2 && run.seen.is_empty() && run.errors.contains("nothing to send"), "{}", run.errors);
}

#[test]
fn nothing_or_too_much_to_send_is_a_usage_error() {
    let apple = Apple::start(Policy::default());
    let token = bad_token();
    let other = Mint::team(now()).sign(&signer());
    for (args, told) in [
        (vec!["--service=asc-team", "--status=401"], "nothing to send"),
        (vec!["--service=asc-team", &token, &other], "2 tokens were given"),
        (vec![&*token, "--service=asc-team", "--base-url=http://example.com"], "--base-url"),
        (vec![&*token, "--service=asc-team", "--max-requests=0"], "--max-requests"),
        (vec![&*token, "--service=asc-team", "--timeout=0s"], "--timeout"),
    ] {
        let run = Program::new(&apple).signer(None).run(&args);
        assert!(run.code == 2 && run.seen.is_empty(), "{args:?}: {}", run.errors);
        assert!(run.errors.contains(told), "{args:?}: {}", run.errors);
    }
}

#[test]
fn what_is_no_token_is_not_sent() {
    let pem = signer().private_pem();
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    for text in
        ["hunter2-my-password", &body[1..], &body[10..], r#"{"password": "hunter2"}"#, r#"{"errors": []}"#]
    {
        let apple = Apple::start(Policy::default());
        let folder = Folder::with(&[]);
        let path = file(&folder, "input.txt", text);
        let run = Program::new(&apple).signer(None).run(&["--service=asc-team", &path]);
        assert!(run.seen.is_empty() && matches!(run.code, 1 | 2), "{text}: {} {}", run.code, run.errors);
    }
}

#[test]
fn a_token_that_comes_twice_is_one() {
    let apple = Apple::start(Policy::default());
    let folder = Folder::with(&[]);
    let token = Mint::team(now() - 4000).sign(&signer());
    let answer = r#"{"errors": [{"code": "NOT_AUTHORIZED"}]}"#;
    let log = file(&folder, "build.log", &format!("step 1: {token}\nagain: {token}\n{answer}\n{answer}\n"));
    let run = Program::new(&apple).run(&["--service=asc-team", "--no-experiments", &log]);
    assert_eq!((run.verdict(), run.code), ("rejected", 1), "{}", run.errors);
}

#[test]
fn the_wall_time_is_that_of_the_answers_and_the_pause() {
    let apple = Apple::start(Policy::default());
    let folder = Folder::with(&[]);
    let key = file(&folder, "key.p8", &signer().private_pem());
    let token = Mint::team(now() - 60).changed(&json!({"claims": {"exp": now() + 1800}})).sign(&signer());
    let overhead = |_| {
        let begun = Instant::now();
        let output = command()
            .args(["probe", "--service=asc-team", "--format=json", &token, "--key", &key])
            .args(["--base-url", &apple.origin()])
            .args(IDS)
            .output()
            .unwrap();
        let wall = begun.elapsed().as_millis();
        let run = Run::of(&output, Vec::new());
        assert_eq!(run.proven(), ["lifetime-too-long"], "{:#}", run.report);
        let probes = run.subject()["probes"].as_array().unwrap();
        let answers: u64 = probes.iter().map(|probe| probe["elapsed_ms"].as_u64().unwrap()).sum();
        wall.saturating_sub(u128::from(answers) + 1000)
    };
    // The least of a few runs: others share the machine, and a debug build is slow to start.
    let least = (0..3).map(overhead).min().unwrap();
    assert!(least < 200, "{least} ms beyond the answers and the pause of a second");
}
