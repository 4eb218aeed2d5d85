//! The plan against a simulated App Store Connect with a virtual clock: no socket, no waiting.

use std::time::Duration;

use p256::SecretKey;
use p256::pkcs8::{EncodePrivateKey as _, LineEnding};
use serde_json::{Value, json};

use super::*;
use crate::catalog::context::Context;
use crate::catalog::lint::{self, Finding};
use crate::catalog::lints::LINTS;
use crate::catalog::service::Service;
use crate::catalog::services::{self, SERVICES};
use crate::judge::experiments::{NoResponse, ProbeResponse, ProbeStep, Trial};
use crate::mint;
use crate::model::credentials::{Credentials, Named, Origin};
use crate::model::exchange::{Exchange, Field};
use crate::model::key::Key;
use crate::model::verification::Verification;
use crate::redact::{Known, Sendable};

/// 2026-11-20T10:00:00Z, by this machine's clock.
const NOON: i64 = 1_795_168_800;

const KEY_ID: &str = "K7Q2M9X4TZ";
const ISSUER_ID: &str = "5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35";

/// Seconds that a response takes.
const LATENCY: f64 = 0.08;

/// What happens to a request in place of a judgment, by its place among all.
#[derive(Clone, Copy, PartialEq)]
enum Event {
    /// A valid token is rejected for once.
    Transient,
    /// There is no response.
    Lost,
    /// Too many requests.
    Limited,
}

/// App Store Connect, and what was given to the probe.
struct World {
    service: &'static str,
    token: Value,
    /// What signed the given token.
    signer: u8,
    has_key: bool,
    key_id: &'static str,
    /// What the server's clock shows beyond this machine's, in seconds.
    server_ahead: i64,
    is_revoked: bool,
    sends_date: bool,
    events: &'static [(usize, Event)],
    /// Paths that the key's role may not read.
    forbidden: &'static [&'static str],
    asks_roles: bool,
    max_requests: usize,
}

struct Run {
    log: Vec<Observation>,
    results: Experiments,
    /// Every step but the last, with the number of observations and the time before it.
    steps: Vec<(usize, bool, f64, Step)>,
    dry_run: Experiments,
}

fn pair(seed: u8) -> Key {
    let secret = SecretKey::from_slice(&[seed; 32]).unwrap();
    Key::parse(secret.to_pkcs8_pem(LineEnding::LF).unwrap().as_bytes())
}

impl World {
    /// A valid token of a team key, with these changes.
    fn new(patch: &Value) -> Self {
        let mut token = json!({
            "header": {"alg": "ES256", "kid": KEY_ID, "typ": "JWT"},
            "claims": {"iss": ISSUER_ID, "iat": NOON - 60, "exp": NOON + 540, "aud": "appstoreconnect-v1"},
        });
        for part in ["header", "claims"] {
            for (name, value) in patch[part].as_object().into_iter().flatten() {
                token[part][name] = value.clone();
            }
        }
        Self {
            service: "asc-team",
            token,
            signer: 7,
            has_key: true,
            key_id: KEY_ID,
            server_ahead: 0,
            is_revoked: false,
            sends_date: true,
            events: &[],
            forbidden: &[],
            asks_roles: false,
            max_requests: 12,
        }
    }

    fn given(&self) -> Sendable {
        let part = |name: &str| self.token[name].to_string();
        let secret = SecretKey::from_slice(&[self.signer; 32]).unwrap();
        let text = mint::sign(&secret, part("header").as_bytes(), part("claims").as_bytes());
        Sendable::value(&text, &Known::default()).unwrap()
    }

    /// The server's response; `None`: the token is accepted.
    fn rejection(&self, credential: &Credential, now: f64) -> Option<u16> {
        let Credential::Token(text) = credential else { return Some(401) };
        let token = Token::decode(text.as_str().as_bytes(), false);
        let verification = Verification::of(&token, Some(&pair(7)), None);
        let now = now + self.server_ahead as f64;
        let header = |name: &str| token.header().and_then(|header| header.str(name)).unwrap_or_default();
        let claim = |name: &str| token.claims().and_then(|claims| claims.str(name)).unwrap_or_default();
        let time = |name: &str| token.claims().and_then(|claims| claims.get(name)?.as_number());
        let (Some(iat), Some(exp)) = (time("iat"), time("exp")) else { return Some(401) };
        let is_valid = !self.is_revoked
            && self.service == "asc-team"
            && matches!(verification, Verification::Verified(_))
            && (header("alg"), header("kid")) == ("ES256".into(), KEY_ID.into())
            && (claim("iss"), claim("aud")) == (ISSUER_ID.into(), "appstoreconnect-v1".into())
            && exp > now
            && exp - iat <= 1200.0
            && iat <= now + 5.0;
        (!is_valid).then_some(401)
    }

    fn exchange(&self, index: usize, attempt: &Attempt, now: f64) -> Option<Exchange> {
        let event = self.events.iter().find(|(at, _)| *at == index).map(|(_, event)| *event);
        let path = attempt.endpoint.url.strip_prefix("https://api.appstoreconnect.apple.com");
        let is_forbidden = self.forbidden.iter().any(|it| path.is_some_and(|path| path.contains(it)));
        let rejection = self.rejection(&attempt.credential, now);
        let (status, body) = match (event, rejection) {
            (Some(Event::Lost), _) => return None,
            (Some(Event::Limited), _) => (429, json!({"errors": [{"code": "RATE_LIMIT_EXCEEDED"}]})),
            (Some(Event::Transient), _) | (None, Some(_)) => {
                (401, json!({"errors": [{"code": "NOT_AUTHORIZED"}]}))
            }
            (None, None) if is_forbidden => {
                let detail = "The API key in use does not allow this request";
                (403, json!({"errors": [{"code": "FORBIDDEN_ERROR", "detail": detail}]}))
            }
            (None, None) => (200, json!({"data": [{"type": "apps", "id": "1234567890"}]})),
        };
        let server = chrono::DateTime::from_timestamp(now.floor() as i64 + self.server_ahead, 0).unwrap();
        let date = server.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let field = |name: &str, value: &str| Field { name: name.to_owned(), value: value.to_owned() };
        let mut fields = vec![field("content-type", "application/json")];
        fields.extend(self.sends_date.then(|| field("date", &date)));
        Some(Exchange { status: Some(status), fields, body: Some(body.to_string()), ..Exchange::default() })
    }

    fn plan<'a>(&self, pair: &'a Key, max_requests: usize) -> Plan<'a> {
        Plan {
            service: services::find(self.service).unwrap(),
            given: GivenToken { text: self.given(), is_minted: false },
            key: self.has_key.then_some(pair),
            environment: None,
            request: None,
            topic: None,
            asks_roles: self.asks_roles,
            vendor: None,
            is_captured: false,
            unsent: None,
            known: Known::of(pair.private()),
            max_requests,
        }
    }

    fn run(&self) -> Run {
        let service = services::find(self.service).unwrap();
        let (pair, given) = (pair(7), self.given());
        let plan = |max_requests| self.plan(&pair, max_requests);
        let token = Token::decode(given.as_str().as_bytes(), false);
        let signature = Verification::of(&token, Some(&pair), None);
        let named = |value: &str| vec![Named { value: value.to_owned(), origin: Origin::Option("--x") }];
        let credentials =
            Credentials { key_id: named(self.key_id), issuer_id: named(ISSUER_ID), ..Credentials::default() };
        let services = [service];
        let context =
            Context { token: Some(&token), key: Some(&pair), ..context(&services, &credentials, &signature) };
        let judged = |findings: &'_ [Finding]| -> Vec<&'static str> {
            findings.iter().flat_map(|finding| finding.lint.causes.iter().copied()).collect()
        };
        let mut findings = lint::run(LINTS, &[context], &[]).findings;
        let (mut log, mut steps) = (Vec::<Observation>::new(), Vec::new());
        let (mut now, mut is_judged) = (NOON as f64, false);
        let dry_run = {
            let causes = judged(&findings);
            let judgment = Judgment {
                context: Some(context),
                credentials: &credentials,
                allowed: &[],
                findings: &findings,
                causes,
                exchange: None,
            };
            rehearse(&plan(100), &judgment, now)
        };
        let plan = plan(self.max_requests);
        loop {
            let causes = judged(&findings);
            let judgment = Judgment {
                context: Some(context),
                credentials: &credentials,
                allowed: &[],
                findings: &findings,
                causes,
                exchange: None,
            };
            let observations = Observations { log: &log, judgment: &judgment, is_judged };
            let step = plan.next(observations, now);
            assert_eq!(plan.next(observations, now), step, "the same observations give the same step");
            steps.push((log.len(), is_judged, now, step.clone()));
            match step {
                Step::Send(attempts) => {
                    for attempt in attempts {
                        let exchange = self.exchange(log.len(), &attempt, now + LATENCY / 2.0);
                        let elapsed = Duration::from_secs_f64(LATENCY);
                        let reply = exchange.and_then(|exchange| Reply::of(service, &exchange, now, elapsed));
                        let lost = || NoResponse { message: "lost".to_owned(), is_of_network: true };
                        log.push(Observation {
                            attempt,
                            planned: now,
                            outcome: Some(reply.ok_or_else(lost)),
                        });
                    }
                    now += LATENCY;
                }
                Step::Wait { until } => {
                    assert!(until > now && until <= now + 1.0, "{until}");
                    now = until;
                }
                Step::Judge { .. } => {
                    let date = log.first().and_then(|given| given.outcome.as_ref()?.as_ref().ok()?.date);
                    let at = date.unwrap_or(now);
                    findings =
                        lint::run(LINTS, &[Context { at, at_is_known: date.is_some(), ..context }], &[])
                            .findings;
                    is_judged = true;
                }
                Step::Stop => {
                    let results = plan.results(observations, now);
                    // A walk through a part of the log comes to the step that was taken then.
                    for (len, is_judged, now, step) in &steps {
                        let part =
                            Observations { log: &log[..*len], judgment: &judgment, is_judged: *is_judged };
                        assert_eq!(plan.next(part, *now), *step);
                    }
                    return Run { log, results, steps, dry_run };
                }
            }
            assert!(log.len() <= self.max_requests);
        }
    }
}

/// What lints read when nothing but the service is known.
fn context<'a>(
    services: &'a [&'static Service],
    credentials: &'a Credentials,
    signature: &'a Verification,
) -> Context<'a> {
    Context {
        service: services[0],
        list: SERVICES,
        rules: services[0].rules.as_ref().unwrap(),
        services,
        at: NOON as f64,
        at_is_known: false,
        token: None,
        key: None,
        key_file: None,
        credentials,
        jwks: None,
        signature,
        request: None,
        exchange: None,
        status: None,
        role: None,
        min_remaining: None,
        stands_for_key: false,
    }
}

impl Run {
    fn proven(&self) -> Vec<&str> {
        let is_proof = |trial: &&Trial| trial.result == TrialResult::Proven;
        self.results.trials.iter().filter(is_proof).map(|trial| trial.cause).collect()
    }

    fn rows(&self) -> Vec<(&str, u16)> {
        let status = |result: &Option<Result<_, _>>| match result {
            Some(Ok(ProbeResponse { status, .. })) => *status,
            _ => 0,
        };
        self.results.steps.iter().map(|step| (step.name.as_str(), status(&step.result))).collect()
    }

    /// The rows and what they show, for a failed assertion.
    fn told(&self) -> String {
        let row = |step: &ProbeStep| format!("{} {}: {}\n", step.name.as_str(), step.what, step.shows);
        self.results.steps.iter().map(row).chain(self.results.conclusions.clone()).collect()
    }

    #[track_caller]
    fn proves(&self, cause: &str, names: &[&str]) {
        assert_eq!(self.proven(), [cause], "{}", self.told());
        let rows = self.rows();
        assert_eq!(rows.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names, "{}", self.told());
        self.was_announced();
    }

    /// A dry run lists every request that was sent.
    #[track_caller]
    fn was_announced(&self) {
        for step in &self.results.steps {
            // Which app the key shows is not known before.
            let what = step.what.replace("1234567890", "APP_ID");
            let is_listed = self.dry_run.steps.iter().any(|it| (it.name, &it.what) == (step.name, &what));
            assert!(is_listed, "{} {what}", step.name.as_str());
        }
        assert!(self.dry_run.steps.iter().all(|step| step.result.is_none()));
        assert!(self.results.steps.len() <= self.dry_run.most_requests, "{}", self.dry_run.most_requests);
    }
}

#[test]
fn an_expired_token_is_proven_by_one_repair() {
    let run = World::new(&json!({"claims": {"iat": NOON - 4000, "exp": NOON - 3000}})).run();
    run.proves("token-expired", &["given", "none", "repeat", "fresh", "repaired", "repeat"]);
}

#[test]
fn another_audience_is_proven_by_one_repair() {
    let run = World::new(&json!({"claims": {"aud": "appstoreconnect-v2"}})).run();
    run.proves("audience-wrong", &["given", "none", "repeat", "fresh", "repaired", "repeat"]);
}

#[test]
fn a_wrong_key_id_in_the_token_is_proven_by_the_right_one() {
    let run = World::new(&json!({"header": {"kid": "OTHERKEY23"}})).run();
    run.proves("key-id-wrong", &["given", "none", "repeat", "fresh", "identity", "repeat"]);
}

#[test]
fn a_clock_ahead_is_proven_by_shifting_the_times() {
    let ahead = json!({"claims": {"iat": NOON, "exp": NOON + 600}});
    let run = World { server_ahead: -120, ..World::new(&ahead) }.run();
    run.proves("clock-ahead", &["given", "none", "repeat", "fresh", "shifted", "shifted", "shifted"]);
    let clock = run.results.clock.unwrap();
    assert!((clock.offset_seconds - 120.0).abs() <= clock.uncertainty_seconds, "{clock:?}");
}

#[test]
fn another_signature_is_proven_by_signing_anew() {
    let run = World { signer: 9, ..World::new(&json!({})) }.run();
    run.proves("signature-invalid", &["given", "none", "repeat", "resigned", "repeat"]);
}

#[test]
fn a_rejection_that_passes_is_apples_and_waits_a_second_to_say_so() {
    let run = World { events: &[(0, Event::Transient)], ..World::new(&json!({})) }.run();
    run.proves("apple-transient", &["given", "none", "repeat"]);
    assert_eq!(run.log[2].planned, run.log[0].planned + 1.0);
    assert!(run.steps.iter().any(|(.., step)| matches!(step, Step::Wait { .. })));
}

#[test]
fn of_a_revoked_key_nothing_is_proven_and_everything_left_is_named() {
    let run = World { is_revoked: true, ..World::new(&json!({})) }.run();
    assert_eq!(run.proven(), [""; 0], "{}", run.told());
    assert!(run.results.is_exhausted && run.results.summary.is_some());
    assert_eq!(run.rows().iter().filter(|(name, _)| *name == "fresh").count(), 2, "{}", run.told());
    assert!(run.results.conclusions[0].contains("nothing tells them apart"), "{}", run.told());
    run.was_announced();
}

#[test]
fn a_token_that_is_accepted_needs_two_requests() {
    let run = World::new(&json!({})).run();
    assert_eq!(run.rows(), [("given", 200), ("none", 401)]);
    assert!(run.results.trials.is_empty() && run.results.conclusions.is_empty(), "{}", run.told());
    run.was_announced();
}

#[test]
fn whoever_is_told_to_slow_down_stops() {
    let expired = json!({"claims": {"iat": NOON - 4000, "exp": NOON - 3000}});
    for at in 2..6 {
        let events: &[_] = Box::leak(Box::new([(at, Event::Limited)]));
        let run = World { events, ..World::new(&expired) }.run();
        assert_eq!(run.log.len(), at + 1, "{}", run.told());
        assert_eq!(run.rows().last().map(|(_, status)| *status), Some(429));
        assert_eq!(run.proven(), [""; 0], "{}", run.told());
    }
}

#[test]
fn after_a_lost_request_nothing_is_sent_and_nothing_is_proven() {
    let expired = json!({"claims": {"iat": NOON - 4000, "exp": NOON - 3000}});
    for at in 2..6 {
        let events: &[_] = Box::leak(Box::new([(at, Event::Lost)]));
        let run = World { events, ..World::new(&expired) }.run();
        assert_eq!(run.log.len(), at + 1, "{}", run.told());
        assert_eq!(run.proven(), [""; 0], "{}", run.told());
        let said = &run.results.conclusions;
        assert!(said.iter().any(|it| it.contains("not answered in time or at all")), "{}", run.told());
    }
}

#[test]
fn without_a_key_the_given_token_is_all_that_is_sent() {
    let expired = json!({"claims": {"iat": NOON - 4000, "exp": NOON - 3000}});
    let world = World { has_key: false, ..World::new(&expired) };
    let run = world.run();
    assert_eq!(run.rows(), [("given", 401), ("none", 401), ("repeat", 401)]);
    let given = world.given();
    let is_given = |it: &Observation| {
        [Credential::Absent, Credential::Token(given.clone())].contains(&it.attempt.credential)
    };
    assert!(run.log.iter().all(is_given));
    run.was_announced();
}

#[test]
fn roles_that_a_response_contradicts_are_excluded() {
    let forbidden = &["/v1/certificates", "/analyticsReportRequests"];
    let run = World { asks_roles: true, forbidden, ..World::new(&json!({})) }.run();
    let roles = run.results.roles.as_ref().unwrap();
    assert!(roles.excluded.iter().any(|(role, _)| *role == "Admin"), "{}", run.told());
    assert!(!roles.consistent.is_empty(), "{:?}", roles.excluded);
    run.was_announced();
    assert!(roles.skipped.iter().any(|it| it.contains("--vendor-number")), "{:?}", roles.skipped);
    assert_eq!(run.rows().iter().filter(|(name, _)| *name == "role").count(), 6, "{}", run.told());
}

#[test]
fn the_limits_of_requests_and_variants_hold() {
    let bad = json!({"header": {"alg": "HS256"}, "claims": {"exp": NOON + 1800, "aud": "x"}});
    for max_requests in [1, 2, 3, 5, 8, 12] {
        let run = World { max_requests, ..World::new(&bad) }.run();
        assert!(run.log.len() <= max_requests, "{}", run.told());
        let is_cut = run.log.len() == max_requests;
        let says_so = run.results.conclusions.iter().any(|it| it.contains("--max-requests ended the plan"));
        assert_eq!(says_so, is_cut, "{}", run.told());
    }
    let run = World { service: "apns", ..World::new(&json!({})) }.run();
    let variants = run.log.iter().filter(|it| it.attempt.purpose.is_variant()).count();
    assert!(variants <= 3, "{}", run.told());
}

#[test]
fn two_problems_at_once_prove_neither() {
    let run = World::new(&json!({"claims": {"iat": NOON - 4000, "exp": NOON - 3000, "aud": "x"}})).run();
    assert_eq!(run.proven(), [""; 0], "{}", run.told());
    assert!(run.results.conclusions[0].contains("more than one thing is wrong"), "{}", run.told());
    run.was_announced();
}

#[test]
fn without_a_date_nothing_is_said_of_the_clock() {
    let expired = json!({"claims": {"iat": NOON - 4000, "exp": NOON - 3000}});
    let run = World { sends_date: false, ..World::new(&expired) }.run();
    assert_eq!(run.proven(), ["token-expired"], "{}", run.told());
    assert!(run.results.clock.is_none());
}

#[test]
fn an_interrupted_run_keeps_what_is_known() {
    let world = World::new(&json!({"claims": {"aud": "x"}}));
    let mut log = world.run().log[..2].to_vec();
    log[1].outcome = None;
    let (services, credentials) = ([services::find("asc-team").unwrap()], Credentials::default());
    let context = context(&services, &credentials, &Verification::Unchecked);
    let judgment = Judgment {
        context: Some(context),
        credentials: &credentials,
        allowed: &[],
        findings: &[],
        causes: Vec::new(),
        exchange: None,
    };
    let observations = Observations { log: &log, judgment: &judgment, is_judged: false };
    let pair = pair(7);
    let plan = world.plan(&pair, 12);
    assert_eq!(plan.next(observations, NOON as f64), Step::Stop);
    let results = plan.results(observations, NOON as f64);
    assert_eq!(results.given.unwrap().status, 401);
    assert!(results.steps[0].result.is_some() && results.steps[1].result.is_none());
    assert!(results.conclusions.is_empty());
}
