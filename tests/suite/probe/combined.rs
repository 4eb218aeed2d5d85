//! Two faults at once: both are named.

use serde_json::{Value, json};

use crate::apple::mint::Mint;
use crate::apple::policy::Policy;
use crate::apple::server::Apple;
use crate::apple::state::Clock;
use crate::probe::ask::{IDS, Program, Run, now, signer};

/// Asks an Apple whose clock is `offset` seconds off about a token that is issued now and good but for the patch.
fn asked(offset: i64, patch: impl FnOnce(i64) -> Value) -> Run {
    let apple = Apple::start(Policy::default().clock(Clock::Offset(offset)));
    let now = now();
    let token = Mint::team(now).changed(&patch(now)).sign(&signer());
    let args: Vec<&str> = ["--service=asc-team", &token].into_iter().chain(IDS).collect();
    Program::new(&apple).run(&args)
}

#[track_caller]
fn names(run: &Run, causes: [&str; 2]) {
    assert_eq!((run.verdict(), run.code), ("rejected", 1), "{:#}", run.report);
    let first: Vec<_> = run.causes().iter().take(3).map(|(id, _)| *id).collect();
    let told = || format!("{:?} {:?} {:#}", run.causes(), run.probes(), run.subject()["findings"]);
    assert!(causes.iter().all(|id| first.contains(id)), "{}", told());
}

#[test]
fn a_small_clock_difference_and_a_life_at_the_limit_are_both_named() {
    for offset in [-4, -34] {
        let run = asked(offset, |now| json!({"claims": {"exp": now + 1199}}));
        names(&run, ["lifetime-at-limit", "clock-ahead"]);
        assert_eq!(run.proven(), ["lifetime-at-limit"]);
    }
}

#[test]
fn a_wrong_clock_and_a_life_that_is_too_long_are_both_named() {
    let run = asked(-120, |now| json!({"claims": {"exp": now + 1800}}));
    names(&run, ["clock-ahead", "lifetime-too-long"]);
    assert!(run.proven().is_empty(), "neither alone turns the refusal: {:?}", run.causes());
}

#[test]
fn two_faults_of_a_token_are_both_named_and_neither_is_proven() {
    type Patch = fn(i64) -> Value;
    let cases: [(Patch, [&str; 2]); 4] = [
        (|now| json!({"claims": {"exp": now + 1800, "aud": "x"}}), ["lifetime-too-long", "audience-wrong"]),
        (
            |now| json!({"claims": {"exp": now - 1000, "iat": now - 1600}, "header": {"kid": "OTHERKEY23"}}),
            ["token-expired", "key-id-wrong"],
        ),
        (
            |now| json!({"claims": {"exp": now + 1800}, "header": {"kid": null}}),
            ["lifetime-too-long", "key-id-missing"],
        ),
        (
            |_| json!({"claims": {"exp": null, "scope": ["GET /v1/users"]}}),
            ["expiry-missing", "scope-mismatch"],
        ),
    ];
    for (patch, causes) in cases {
        let run = asked(0, patch);
        names(&run, causes);
        assert!(run.proven().is_empty(), "{:?}", run.causes());
        let conclusion = run.subject()["conclusions"][0].as_str().unwrap();
        assert!(conclusion.contains("more than one thing is wrong"), "{conclusion}");
    }
}
