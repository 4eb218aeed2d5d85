//! Key and token are good, and the answer is a refusal all the same.

use serde_json::json;

use crate::apple::key::{Key, Role};
use crate::apple::mint::Mint;
use crate::apple::policy::{Account, Policy};
use crate::apple::server::Apple;
use crate::apple::{APP_ID, KEY_ID};
use crate::probe::ask::{IDS, Program, Run, file, now, signer};
use crate::program::Folder;

fn asked(policy: Policy, more: &[&str]) -> Run {
    let apple = Apple::start(policy);
    let token = Mint::team(now() - 60).sign(&signer());
    let args: Vec<&str> =
        ["--service=asc-team", &token].into_iter().chain(IDS).chain(more.iter().copied()).collect();
    Program::new(&apple).run(&args)
}

fn with_role(role: Role) -> Policy {
    Policy::only(Key::team(KEY_ID, &signer().public_pem()).role(role))
}

#[test]
fn a_role_that_is_not_enough_is_told_from_the_control_endpoint() {
    let run = asked(with_role(Role::Developer), &["--url=/v1/users?limit=1", "--role=Developer"]);
    assert_eq!(run.verdict(), "accepted", "reading users is open to every role");
    let run = asked(with_role(Role::Developer), &["--url=/v1/certificates"]);
    assert_eq!((run.verdict(), run.code), ("rejected", 1));
    assert_eq!(run.causes().first().map(|(id, _)| *id), Some("role-insufficient"), "{:#}", run.report);
    assert!(run.proven().is_empty(), "nothing can prove it");
    assert_eq!(run.probes(), [("given", 403), ("none", 401), ("control", 200)]);
}

#[test]
fn agreement_and_membership_are_not_taken_for_a_role() {
    for (account, cause, confidence) in [
        (Account::AgreementPending, "agreement-pending", "likely"),
        (Account::LicenseAgreementPending, "agreement-pending", "likely"),
        (Account::MembershipExpired, "membership-expired", "proven"),
        (Account::TeamUnknown, "team-not-found", "possible"),
    ] {
        let run = asked(Policy::default().account(account), &[]);
        let first = run.causes().first().copied();
        assert_eq!(first, Some((cause, confidence)), "{account:?}: {:#}", run.report);
        assert_eq!((run.verdict(), run.code), ("rejected", 1), "{account:?}");
        assert!(run.seen.len() <= 2, "no variant mends that: {:?}", run.probes());
    }
}

#[test]
fn a_failing_method_other_than_get_is_never_repeated() {
    let run = asked(with_role(Role::Developer), &["--url=/v1/users", "--method=DELETE"]);
    assert!(run.seen.iter().all(|seen| seen.target == "/v1/apps?limit=1"), "{:?}", run.probes());
    assert_eq!(run.verdict(), "accepted");
}

#[test]
fn a_scope_that_forbids_with_403_is_proven_too() {
    let apple = Apple::start(Policy::default().out_of_scope(403));
    let token = Mint::team(now() - 60).changed(&json!({"claims": {"scope": ["GET /v1/builds"]}}));
    let token = token.sign(&signer());
    let args: Vec<&str> = ["--service=asc-team", &token].into_iter().chain(IDS).collect();
    let run = Program::new(&apple).run(&args);
    assert_eq!(run.causes().first(), Some(&("scope-mismatch", "proven")), "{:#}", run.report);
}

#[test]
fn what_only_comes_behind_authentication_is_accepted() {
    let run = asked(Policy::default(), &["--url=/v1/apps/1"]);
    assert_eq!((run.verdict(), run.code), ("accepted", 0), "{:#}", run.report);
    assert_eq!(run.probes()[0], ("given", 404));
    let run = asked(Policy::default().rate_limited(), &["--url=/v1/builds"]);
    assert_eq!((run.verdict(), run.code), ("accepted", 0), "{:#}", run.report);
}

#[test]
fn an_outage_or_a_page_of_the_edge_allows_no_judgement() {
    for policy in [Policy::default().outage(503), Policy::default().edge()] {
        let run = asked(policy, &[]);
        assert_eq!((run.verdict(), run.code), ("unknown", 2), "{:#}", run.report);
        assert!(run.seen.len() <= 2);
    }
}

#[test]
fn the_role_of_a_key_is_narrowed_down() {
    for (role, name) in [
        (Role::Admin, "Admin"),
        (Role::AppManager, "App Manager"),
        (Role::Developer, "Developer"),
        (Role::Marketing, "Marketing"),
        (Role::CustomerSupport, "Customer Support"),
        (Role::Sales, "Sales"),
        (Role::Finance, "Finance"),
    ] {
        let run = asked(with_role(role), &["--roles", "--vendor-number=80000000"]);
        assert_eq!((run.verdict(), run.code), ("accepted", 0), "{role:?}: {:#}", run.report);
        let roles = &run.subject()["roles"];
        let consistent: Vec<_> =
            roles["consistent"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        assert!(consistent.contains(&name), "{role:?}: {roles:#} {:?}", run.probes());
        assert!(consistent.len() <= 3, "{role:?}: {consistent:?}");
        assert!(run.seen.iter().any(|seen| seen.target.contains(APP_ID)), "{:?}", run.probes());
    }
}

#[test]
fn the_role_is_narrowed_down_where_it_is_not_enough_too() {
    let run = asked(with_role(Role::Developer), &["--roles", "--url=/v1/certificates"]);
    assert_eq!((run.verdict(), run.code), ("rejected", 1));
    let consistent = run.subject()["roles"]["consistent"].to_string();
    assert!(consistent.contains("Developer") && !consistent.contains("Admin"), "{consistent}");
}

#[test]
fn a_captured_refusal_of_what_is_accepted_now_is_not_blamed_on_the_key() {
    let apple = Apple::start(Policy::default());
    let folder = Folder::with(&[]);
    let body = r#"{"errors": [{"status": "401", "code": "NOT_AUTHORIZED"}]}"#;
    let capture = file(&folder, "body.json", body);
    let args: Vec<&str> = ["--service=asc-team", "--status=401", &capture].into_iter().chain(IDS).collect();
    let run = Program::new(&apple).run(&args);
    assert_eq!((run.verdict(), run.code), ("accepted", 0), "{:#} {}", run.report, run.errors);
    let first: Vec<_> = run.causes().iter().take(5).map(|(id, _)| *id).collect();
    assert!(first.contains(&"apple-transient"), "{first:?}");
    assert!(
        !first.iter().any(|id| ["key-id-wrong", "issuer-id-wrong", "key-revoked"].contains(id)),
        "{first:?}"
    );
}

#[test]
fn a_refused_post_stays_refused_whatever_another_endpoint_says() {
    let apple = Apple::start(with_role(Role::Developer));
    let folder = Folder::with(&[]);
    let body = r#"{"errors": [{"status": "403", "code": "FORBIDDEN_ERROR", "detail": "The API key in use does not allow this request"}]}"#;
    let capture = file(&folder, "body.json", body);
    let asked = ["--service=asc-team", "--status=403", "--url=/v1/users", "--method=POST", &capture];
    let run = Program::new(&apple).run(&asked.into_iter().chain(IDS).collect::<Vec<_>>());
    assert_eq!((run.verdict(), run.code), ("rejected", 1), "{:#}", run.report);
    let conclusion = run.subject()["conclusions"].to_string();
    assert!(conclusion.contains("POST /v1/users was not sent"), "{conclusion}");
    assert!(run.seen.iter().all(|seen| seen.method == "GET"));
}
