//! Two faults at once: both are named.

use serde_json::json;

use crate::apple::mint::Mint;
use crate::apple::policy::Policy;
use crate::apple::server::Apple;
use crate::apple::state::Clock;
use crate::program::{IDS, Program, now, signer};

#[test]
fn two_faults_are_both_named() {
    let now = now();
    let cases = [
        (-34, json!({"claims": {"iat": now, "exp": now + 1199}}), ["clock-ahead", "lifetime-at-limit"]),
        (-4, json!({"claims": {"iat": now, "exp": now + 1199}}), ["clock-ahead", "lifetime-at-limit"]),
        (-120, json!({"claims": {"iat": now, "exp": now + 1800}}), ["clock-ahead", "lifetime-too-long"]),
        (0, json!({"claims": {"exp": now + 1800, "aud": "x"}}), ["lifetime-too-long", "audience-wrong"]),
        (
            0,
            json!({"claims": {"exp": now - 1000, "iat": now - 1600}, "header": {"kid": "OTHERKEY23"}}),
            ["token-expired", "key-id-wrong"],
        ),
        (
            0,
            json!({"claims": {"exp": now + 1800}, "header": {"kid": null}}),
            ["lifetime-too-long", "key-id-missing"],
        ),
        (
            0,
            json!({"claims": {"exp": null, "scope": ["GET /v1/users"]}}),
            ["expiry-missing", "scope-mismatch"],
        ),
    ];
    for (offset, patch, causes) in cases {
        let apple = Apple::start(Policy::default().clock(Clock::Offset(offset)));
        let token = Mint::team(now - 60).changed(&patch).sign(&signer());
        let args: Vec<&str> = ["--service=asc-team", &token].into_iter().chain(IDS).collect();
        let run = Program::new(&apple).run(&args);
        assert_eq!((run.verdict(), run.code), ("rejected", 1), "{patch}");
        let at_limit = causes.contains(&"lifetime-at-limit");
        assert!(!at_limit || run.proven() == ["lifetime-at-limit"], "{:?}", run.causes());
        let first: Vec<_> = run.causes().iter().take(3).map(|(id, _)| *id).collect();
        assert!(
            causes.iter().all(|id| first.contains(id)),
            "{patch}: {:?} {:?} {:#}",
            run.causes(),
            run.probes(),
            run.subject()["findings"]
        );
    }
}
