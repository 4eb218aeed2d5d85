//! Each cause that an experiment can prove, injected alone, comes out first and proven.

use serde_json::{Value, json};

use crate::apple::exchange::Seen;
use crate::apple::exchange::Verdict;
use crate::apple::key::{Key, Signer};
use crate::apple::mint::Mint;
use crate::apple::policy::Policy;
use crate::apple::server::Apple;
use crate::apple::state::Clock;
use crate::apple::{ISSUER_ID, KEY_ID};
use crate::probe::ask::{IDS, Program, Run, file, now, signer};
use crate::program::Folder;

/// A good token but for this patch.
fn token(patch: &Value) -> String {
    Mint::team(now() - 60).changed(patch).sign(&signer())
}

/// Asks a good Apple about a team key's token.
fn asked(token: &str, args: &[&str]) -> Run {
    let apple = Apple::start(Policy::default());
    let args: Vec<&str> =
        ["--service=asc-team", token].into_iter().chain(IDS).chain(args.iter().copied()).collect();
    Program::new(&apple).run(&args)
}

#[track_caller]
fn is_proven(run: &Run, cause: &str) {
    let told = || format!("{:?}\n{:?}\n{}\n{:#}", run.causes(), run.probes(), run.errors, run.report);
    assert_eq!(run.causes().first(), Some(&(cause, "proven")), "{}", told());
    assert_eq!(run.proven(), [cause], "{}", told());
    assert!(run.seen.len() <= 8, "{} requests: {}", run.seen.len(), told());
    let expected = if run.verdict() == "accepted" { [0, 1] } else { [1, 1] };
    assert!(expected.contains(&run.code), "{}", told());
}

#[test]
fn a_fault_of_the_token_is_proven_by_repairing_it() {
    let now = now();
    for (cause, patch) in [
        ("token-expired", json!({"claims": {"iat": now - 4000, "exp": now - 3000}})),
        ("lifetime-too-long", json!({"claims": {"exp": now + 1800}})),
        ("token-expired", json!({"claims": {"iat": now - 3600, "exp": now - 3000}})),
        ("time-zone-error", json!({"claims": {"iat": now - 18_000, "exp": now - 17_400}})),
        ("time-zone-error", json!({"claims": {"iat": now + 7200, "exp": now + 7800}})),
        ("timestamp-unit", json!({"claims": {"iat": now * 1000, "exp": (now + 600) * 1000}})),
        ("timestamp-type", json!({"claims": {"iat": now.to_string(), "exp": (now + 600).to_string()}})),
        ("expiry-relative", json!({"claims": {"exp": 1200}})),
        ("expiry-missing", json!({"claims": {"exp": null}})),
        ("key-id-missing", json!({"header": {"kid": null}})),
        ("ids-swapped", json!({"header": {"kid": ISSUER_ID}, "claims": {"iss": KEY_ID}})),
        ("identifier-whitespace", json!({"header": {"kid": format!("{KEY_ID}\n")}})),
        ("algorithm-wrong", json!({"header": {"alg": "HS256"}})),
        ("audience-wrong", json!({"claims": {"aud": "appstoreconnect-v2"}})),
        ("audience-wrong", json!({"claims": {"aud": null}})),
        ("key-id-wrong", json!({"header": {"kid": "OTHERKEY23"}})),
        ("issuer-id-wrong", json!({"claims": {"iss": "69a6de70-03db-47e3-e053-5b8c7c11a4d1"}})),
        ("scope-mismatch", json!({"claims": {"scope": ["GET /v1/builds"]}})),
    ] {
        let run = asked(&token(&patch), &[]);
        assert_eq!(run.verdict(), "rejected", "{cause}");
        is_proven(&run, cause);
    }
}

#[test]
fn sample_times_are_proven_by_repairing_them() {
    // The times of Apple's documentation.
    let run = asked(&token(&json!({"claims": {"iat": 1_493_298_100 - 600, "exp": 1_493_298_100}})), &[]);
    is_proven(&run, "sample-values");
}

#[test]
fn a_fault_of_the_signature_is_proven_by_signing_anew() {
    let mint = Mint::team(now() - 60);
    let der = mint.with_signature(signer().sign_der(&mint.input()));
    is_proven(&asked(&der, &[]), "signature-der");
    is_proven(&asked(&mint.sign(&Signer::new(9)), &[]), "signature-invalid");
}

#[test]
fn a_der_signature_is_proven_without_the_key() {
    let apple = Apple::start(Policy::default());
    let mint = Mint::team(now() - 60);
    let der = mint.with_signature(signer().sign_der(&mint.input()));
    let run = Program::new(&apple).signer(None).run(&["--service=asc-team", &der]);
    is_proven(&run, "signature-der");
}

#[test]
fn a_damaged_text_is_proven_by_writing_it_anew() {
    let good = Mint::team(now() - 60).sign(&signer());
    let (header, rest) = good.split_once('.').unwrap();
    let (input, _) = good.rsplit_once('.').unwrap();
    for damaged in [format!("{header}==.{rest}"), input.to_owned(), format!("{good}.x")] {
        is_proven(&asked(&damaged, &[]), "token-malformed");
    }
}

#[test]
fn a_wrong_clock_is_proven_by_shifting_the_times() {
    for (offset, cause) in [(-120, "clock-ahead"), (900, "clock-behind")] {
        let apple = Apple::start(Policy::default().clock(Clock::Offset(offset)));
        let token = Mint::team(now()).sign(&signer());
        let args: Vec<&str> = ["--service=asc-team", &token].into_iter().chain(IDS).collect();
        let run = Program::new(&apple).run(&args);
        is_proven(&run, cause);
        let clock = &run.subject()["clock"];
        let measured = clock["offset_seconds"].as_f64().unwrap();
        let uncertainty = clock["uncertainty_seconds"].as_f64().unwrap();
        assert!((measured + offset as f64).abs() <= uncertainty + 0.1, "{clock}");
    }
}

#[test]
fn a_lone_refusal_is_apples() {
    let apple = Apple::start(Policy::default().transient(&[1]));
    let token = token(&json!({}));
    let args: Vec<&str> = ["--service=asc-team", &token].into_iter().chain(IDS).collect();
    let run = Program::new(&apple).run(&args);
    is_proven(&run, "apple-transient");
    assert_eq!((run.verdict(), run.code), ("accepted", 0));
}

#[test]
fn a_fresh_token_that_is_refused_by_chance_misleads_nobody() {
    let apple = Apple::start(Policy::default().transient(&[1]));
    let expired = token(&json!({"claims": {"iat": now() - 4000, "exp": now() - 3000}}));
    let args: Vec<&str> = ["--service=asc-team", &expired].into_iter().chain(IDS).collect();
    let run = Program::new(&apple).run(&args);
    assert_eq!(run.causes().first(), Some(&("token-expired", "proven")), "{:?}", run.probes());
}

#[test]
fn a_token_from_the_future_that_passes_a_moment_later_shows_the_clock() {
    let apple = Apple::start(Policy::default());
    let token = Mint::team(now() + 62).sign(&signer());
    let args: Vec<&str> = ["--service=asc-team", &token].into_iter().chain(IDS).collect();
    let run = Program::new(&apple).run(&args);
    // Which request is the first to come late enough is the clock's affair.
    assert_eq!(run.causes().first().map(|(id, _)| *id), Some("clock-ahead"), "{:?}", run.probes());
}

#[test]
fn the_key_id_of_the_file_name_is_tried() {
    let apple = Apple::start(Policy::default());
    let file = format!("AuthKey_{KEY_ID}.p8");
    let args = ["--service=asc-team", "--key-id", "WRONGKEY23", "--issuer-id", ISSUER_ID];
    let run = Program::new(&apple).key_file(&file).run(&args);
    is_proven(&run, "key-id-wrong");
}

#[test]
fn what_a_token_says_is_compared_with_the_name_of_the_file() {
    let apple = Apple::start(Policy::default());
    let file = format!("AuthKey_{KEY_ID}.p8");
    let token = token(&json!({"header": {"kid": "WRONGKEY23"}}));
    is_proven(&Program::new(&apple).key_file(&file).run(&["--service=asc-team", &token]), "key-id-wrong");
}

#[test]
fn faults_of_the_options_are_proven_on_the_token_that_is_minted_from_them() {
    let padded = format!(" {KEY_ID}\n");
    for (key_id, issuer_id, cause) in
        [(ISSUER_ID, KEY_ID, "ids-swapped"), (&padded, ISSUER_ID, "identifier-whitespace")]
    {
        let apple = Apple::start(Policy::default());
        let run =
            Program::new(&apple).run(&["--service=asc-team", "--key-id", key_id, "--issuer-id", issuer_id]);
        is_proven(&run, cause);
    }
}

#[test]
fn a_second_issuer_id_is_tried() {
    let apple = Apple::start(Policy::default());
    let token = token(&json!({}));
    let wrong = "69a6de70-03db-47e3-e053-5b8c7c11a4d1";
    let args = ["--service=asc-team", &token, "--key-id", KEY_ID, "--issuer-id", wrong];
    let run = Program::new(&apple).run(&args);
    assert_eq!(run.verdict(), "accepted");
    let args = ["--service=asc-team", "--key-id", KEY_ID, "--issuer-id", wrong];
    let folder = Folder::with(&[]);
    let key = file(&folder, "key.p8", &signer().private_pem());
    let output = crate::probe::ask::command()
        .arg("probe")
        .args(args)
        .args(["--key", &key, "--base-url", &apple.origin(), "--format=json"])
        .env("WHY401_ISSUER_ID", ISSUER_ID)
        .output()
        .unwrap();
    is_proven(&Run::of(&output, Vec::new()), "issuer-id-wrong");
}

#[test]
fn an_individual_key_sent_with_an_issuer_is_tried_as_one() {
    let apple = Apple::start(Policy::only(Key::individual(KEY_ID, &signer().public_pem())));
    let token = token(&json!({}));
    let args: Vec<&str> = ["--service=asc-team", &token].into_iter().chain(IDS).collect();
    let run = Program::new(&apple).run(&args);
    is_proven(&run, "individual-key-with-issuer");
    let individual =
        Mint::individual(now() - 60).changed(&json!({"claims": {"iss": ISSUER_ID}})).sign(&signer());
    let apple = Apple::start(Policy::only(Key::individual(KEY_ID, &signer().public_pem())));
    let run = Program::new(&apple).run(&["--service=asc-individual", &individual, "--key-id", KEY_ID]);
    is_proven(&run, "individual-key-with-issuer");
}

#[test]
fn how_a_captured_request_was_authorized_is_proven_by_sending_it_rightly() {
    let token = token(&json!({}));
    let answer = "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\n\r\n\
                  {\"errors\": [{\"status\": \"401\", \"code\": \"NOT_AUTHORIZED\"}]}";
    for (field, cause) in [
        (format!("Authorization: {token}\r\n"), "authorization-malformed"),
        (format!("Authorization: Token {token}\r\n"), "authorization-malformed"),
        (format!("Authorization: Bearer \"{token}\"\r\n"), "authorization-malformed"),
        (String::new(), "authorization-missing"),
    ] {
        let apple = Apple::start(Policy::default());
        let capture = format!(
            "GET /v1/apps?limit=1 HTTP/1.1\r\nHost: api.appstoreconnect.apple.com\r\nAccept: */*\r\n{field}\r\n{answer}"
        );
        let folder = Folder::with(&[]);
        let file = file(&folder, "capture.txt", &capture);
        let mut args = vec!["--service=asc-team", &file];
        if field.is_empty() {
            args.push(&token);
        }
        args.extend(IDS);
        let run = Program::new(&apple).run(&args);
        assert_eq!(run.verdict(), "accepted", "{field}: {:#}", run.report);
        is_proven(&run, cause);
    }
}

#[test]
fn a_token_whose_audience_names_another_service_is_not_sent() {
    let apple = Apple::start(Policy::only(Key::team(KEY_ID, &signer().public_pem())));
    let token = Mint::enterprise(now() - 60).sign(&signer());
    let args: Vec<&str> = ["--service=asc-team", &token].into_iter().chain(IDS).collect();
    let run = Program::new(&apple).run(&args);
    assert_eq!((run.verdict(), run.code), ("accepted", 1), "{:#}", run.report);
    assert_eq!(run.subject()["findings"][0]["lint"], "request-host-wrong", "{:#}", run.report);
    let conclusion = run.subject()["conclusions"][0].as_str().unwrap();
    assert!(conclusion.starts_with("The given token was not sent"), "{conclusion}");
    let claims = token.split('.').nth(1).unwrap();
    let is_sent = |seen: &Seen| seen.header("authorization").is_some_and(|field| field.contains(claims));
    assert!(!run.seen.is_empty() && !run.seen.iter().any(is_sent));
    let alone = Program::new(&apple).signer(None).run(&["--service=asc-team", &token]);
    assert_eq!((alone.code, alone.seen.len()), (2, run.seen.len()), "{}", alone.errors);
    assert!(alone.errors.contains("`aud` names enterprise"), "{}", alone.errors);
}

#[test]
fn what_nothing_can_prove_is_never_called_proven() {
    let revoked = Policy::only(Key::team(KEY_ID, &signer().public_pem()).revoked());
    let unknown = Policy::only(Key::team("ANOTHER234", &signer().public_pem()));
    let other_team = Policy::only(
        Key::team(KEY_ID, &signer().public_pem()).issuer("69a6de70-03db-47e3-e053-5b8c7c11a4d1"),
    );
    let other_key = Policy::only(Key::team(KEY_ID, &Signer::new(7).public_pem()));
    for policy in [revoked, unknown, other_team, other_key] {
        let apple = Apple::start(policy);
        let token = token(&json!({}));
        let args: Vec<&str> = ["--service=asc-team", &token].into_iter().chain(IDS).collect();
        let run = Program::new(&apple).run(&args);
        assert_eq!((run.verdict(), run.code), ("rejected", 1), "{:#}", run.report);
        assert!(run.proven().is_empty(), "{:?}", run.causes());
        let first: Vec<_> = run.causes().iter().take(4).map(|(id, _)| *id).collect();
        let left = ["key-id-wrong", "issuer-id-wrong", "key-revoked"];
        assert!(left.iter().all(|id| first.contains(id)), "{first:?}");
        let conclusion = run.subject()["conclusions"][0].as_str().unwrap();
        assert!(
            conclusion.contains("nothing tells them apart") && conclusion.contains("Team Keys"),
            "{conclusion}"
        );
    }
}

#[test]
fn a_good_credential_is_accepted() {
    let run = asked(&token(&json!({})), &[]);
    assert_eq!((run.verdict(), run.code), ("accepted", 0), "{:#}", run.report);
    assert!(run.causes().is_empty());
    assert_eq!(run.probes(), [("given", 200), ("none", 401)]);
    let apple = Apple::start(Policy::default());
    let run =
        Program::new(&apple).run(&IDS.iter().copied().chain(["--service=asc-team"]).collect::<Vec<_>>());
    assert_eq!((run.verdict(), run.code), ("accepted", 0), "{:#}", run.report);
    assert!(run.seen.iter().any(|seen| seen.verdict == Verdict::Accepted));
}
