//! The fake Apple and the hostile servers themselves: each rule has a token that passes and one that does not, each
//! server answers as it says.

use hyper::Request;
use serde_json::{Value, json};

use crate::apple::BUNDLE_ID;
use crate::apple::exchange::{Seen, Verdict};
use crate::apple::key::{Environment, Key, Signer};
use crate::apple::mint::Mint;
use crate::apple::policy::Policy;
use crate::apple::reason::Reason;
use crate::apple::server::Apple;
use crate::apple::state::Clock;
use crate::client::{Answer, Connection, Version};

mod answers;
mod hostile;
mod services;
mod tokens;

/// Where the server's clock stands.
const NOW: i64 = 2_000_000_000;

const ASC: &str = "https://api.appstoreconnect.apple.com/v1/apps?limit=1";
const ENTERPRISE: &str = "https://api.enterprise.developer.apple.com/v1/bundleIds?limit=1";
const NOTARY: &str = "https://appstoreconnect.apple.com/notary/v2/submissions";
const STORE: &str = "https://api.storekit.apple.com/inApps/v1/transactions/2000000912345678";
const STORE_SANDBOX: &str = "https://api.storekit-sandbox.apple.com/inApps/v1/transactions/2000000912345678";
const SIWA: &str = "https://appleid.apple.com/auth/token";
const PUSH: &str =
    "https://api.push.apple.com/3/device/0000000000000000000000000000000000000000000000000000000000000000";
const PUSH_SANDBOX: &str = "https://api.sandbox.push.apple.com/3/device/0000000000000000000000000000000000000000000000000000000000000000";

/// What is changed about a good token, the merge patch that changes it, and what the server holds against it.
type Case = (&'static str, &'static str, Option<Reason>);

/// Every kind of key. They share the private half of `signer()`, so that a wrong `kid` is wrong in nothing else.
fn policy() -> Policy {
    let pem = signer().public_pem();
    Policy::default()
        .clock(Clock::Still(NOW))
        .key(Key::team("OTHERKEY23", &Signer::new(2).private_pem()))
        .key(Key::team("REVOKED234", &pem).revoked())
        .key(Key::individual("PERSON234567", &pem))
        .key(Key::enterprise("ENTERPRS23", &pem))
        .key(Key::in_app_purchase("PURCHASE23", &pem))
        .key(Key::sign_in_with_apple("SIGNIN2345", &pem))
        .key(Key::apns("APNSKEY234", &pem))
        .key(Key::apns("SANDBOX234", &pem).only(Environment::Sandbox))
        .key(Key::apns("OTHERTEAM2", &pem).issuer("B6N2KD8YPL"))
}

fn signer() -> Signer {
    Signer::new(1)
}

/// Sends each change of `mint` to `url`, and compares what the server made of it.
fn judged(url: &str, mint: &Mint, cases: &[Case]) {
    let apple = Apple::start(policy());
    for (name, patch, expected) in cases {
        let token = mint.clone().changed(&json_of(patch)).sign(&signer());
        let (answer, seen) = at(&apple, get(url, &token), Version::Http1);
        assert_eq!(seen.verdict, verdict(*expected), "{url}: {name}");
        assert_eq!(seen.status, answer.status);
        let is_told = expected.is_none_or(|it| it == Reason::BundleIdUnknown);
        assert_eq!(answer.status != 401, is_told, "{url}: {name}");
    }
}

fn verdict(reason: Option<Reason>) -> Verdict {
    reason.map_or(Verdict::Accepted, Verdict::Refused)
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// One request to a server of its own.
fn ask(policy: Policy, request: Request<String>) -> (Answer, Seen) {
    at(&Apple::start(policy), request, Version::Http1)
}

/// One request on a connection of its own, and what the server kept of it.
fn at(apple: &Apple, request: Request<String>, version: Version) -> (Answer, Seen) {
    let answer = Connection::open(&apple.origin(), None, version).unwrap().send(request).unwrap();
    (answer, apple.requests().pop().unwrap())
}

fn get(url: &str, token: &str) -> Request<String> {
    request("GET", url, token, "")
}

fn request(method: &str, url: &str, token: &str, body: &str) -> Request<String> {
    let request =
        Request::builder().method(method).uri(url).header("authorization", format!("Bearer {token}"));
    request.body(body.to_owned()).unwrap()
}

fn form(secret: &str, more: &str) -> Request<String> {
    request_form(&format!(
        "grant_type=authorization_code&code=probe&client_id={BUNDLE_ID}&client_secret={secret}{more}"
    ))
}

fn request_form(body: &str) -> Request<String> {
    let request = Request::post(SIWA).header("content-type", "application/x-www-form-urlencoded");
    request.body(body.to_owned()).unwrap()
}

fn push(url: &str, token: &str) -> Request<String> {
    let request = Request::post(url).header("authorization", format!("bearer {token}"));
    request.header("apns-topic", BUNDLE_ID).body(r#"{"aps":{}}"#.to_owned()).unwrap()
}

/// A provider token, changed by a merge patch.
fn provider(patch: &str) -> String {
    let mint = Mint::apns(NOW).changed(&json!({"header": {"kid": "APNSKEY234"}}));
    mint.changed(&json_of(patch)).sign(&signer())
}
