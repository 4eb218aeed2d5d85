//! Builds what a lint's example describes: a JSON merge patch (RFC 7396) on one valid token.
//!
//! - `service`: id of the service that judges; `services`: several that remain
//! - `at`: instant of judgement, Unix seconds; `at_is_known`: whether it is that of the request
//! - `header`, `claims`: members of the token, which is signed anew; as a string: the JSON text itself;
//!   `{long}` stands for 8 KiB
//! - `signature`: `der`, `other` (another key), `zero`, or bytes in hexadecimal
//! - `token`: the text around the token, with `{token}`, `{header}`, `{payload}`, `{signature}`, `{p8}` in
//!   it; `{payload:standard}` and `{signature:standard}` are in the standard base64 alphabet; `null`: none
//! - `encoding`: `utf-16`: how that text is encoded
//! - `key`: the key's text, with `{p8}` for the PEM text, `{p8:escaped}`, `{p8:base64}`, `{p8:body}`,
//!   `{p8:private-only}`, or `@name` of a file in `testdata/keys`; `null`: none
//! - `key_file`: name of the key's file
//! - `file`: `mode` as octal text and `git` (outside, tracked, untracked, ignored, unknown) of the key's file
//! - `credentials`: `key_id`, `issuer_id`, `team_id`, `bundle_id`, `subject` as given by option; a list: by
//!   several sources; `in_house`, `duration`, `is_set`, `other_keys`; `discovery`: `rivals`, `gaps` (of the issuer
//!   ID), `misnamed` and `absent` of what was found
//! - `jwks`: the JWKS; `{x}` and `{y}` are the coordinates of the signing key
//! - `request`: `method` and `url`
//! - `exchange`: what was captured with it: `status`, `fields` and `body` of the request, with `{token}` in
//!   them; it is its token that is judged, if it has one
//! - `role`: the key's role
//! - `min_remaining`: seconds

use std::sync::Arc;

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::{EncodePrivateKey, LineEnding};
use serde_json::{Value, json};

use super::{Checks, Finding, Lint, run};
use crate::catalog::context::Context;
use crate::catalog::role;
use crate::catalog::service::Service;
use crate::catalog::services;
use crate::model::credentials::{Credentials, Named, Origin, OtherKey};
use crate::model::discovery::{Discovery, Gap, Misnamed};
use crate::model::exchange::{Exchange, Field};
use crate::model::file::{FileFacts, GitState};
use crate::model::jwk::Jwks;
use crate::model::jws::Token;
use crate::model::key::Key;
use crate::model::request::Request;
use crate::model::verification::Verification;

/// 2026-11-20 10:00:00 UTC
pub(crate) const IAT: i64 = 1_795_168_800;

fn baseline() -> Value {
    json!({
        "service": "asc-team",
        "at": IAT + 180,
        "header": {"alg": "ES256", "kid": "K7Q2M9X4TZ", "typ": "JWT"},
        "claims": {
            "iss": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10",
            "iat": IAT,
            "exp": IAT + 600,
            "aud": "appstoreconnect-v1",
        },
        "token": "{token}",
        "key": "{p8}",
        "key_file": "AuthKey_K7Q2M9X4TZ.p8",
        "file": {"mode": "600", "git": "outside"},
        "credentials": {},
    })
}

/// What one lint finds, and no other is asked, in the baseline with `patch` applied.
pub(crate) fn findings(lint: &'static Lint, patch: &str) -> Vec<Finding> {
    checks(&[lint], patch).findings
}

pub(crate) fn is_found(lint: &'static Lint, patch: &str) -> bool {
    !findings(lint, patch).is_empty()
}

/// What the lints come to in the baseline with `patch` applied.
pub(crate) fn checks(lints: &[&'static Lint], patch: &str) -> Checks {
    let mut example = baseline();
    let patch: Value = serde_json::from_str(patch).unwrap_or_else(|e| panic!("{e}: {patch}"));
    merge(&mut example, &patch);
    for member in patch.as_object().unwrap().keys() {
        assert!(KNOWN.contains(&member.as_str()), "unknown member {member:?} in {patch}");
    }
    judge(lints, &example)
}

const KNOWN: &[&str] = &[
    "service",
    "services",
    "at",
    "at_is_known",
    "header",
    "claims",
    "signature",
    "token",
    "encoding",
    "key",
    "key_file",
    "file",
    "credentials",
    "jwks",
    "request",
    "exchange",
    "role",
    "min_remaining",
];

fn merge(target: &mut Value, patch: &Value) {
    let (Value::Object(members), true) = (patch, target.is_object()) else {
        *target = patch.clone();
        return;
    };
    let target = target.as_object_mut().unwrap();
    for (name, value) in members {
        match value {
            Value::Null => drop(target.remove(name)),
            value => merge(target.entry(name.clone()).or_insert(Value::Null), value),
        }
    }
}

fn judge(lints: &[&'static Lint], example: &Value) -> Checks {
    let request = example
        .get("request")
        .map(|request| Request::parse(request["method"].as_str(), request["url"].as_str().unwrap()).unwrap());
    let exchange = example.get("exchange").map(|captured| exchange(captured, &request, example));
    let sent = exchange.as_ref().and_then(Exchange::token);
    let sent = sent.map(|sent| Token::decode(sent.text().as_bytes(), false));
    let given = example["token"].as_str().map(|text| match (fill(text, example), example.get("encoding")) {
        (text, Some(_)) => Token::decode(&utf16(&text), true),
        (text, None) => Token::decode(text.as_bytes(), true),
    });
    let token = sent.or(given);
    let key = example["key"].as_str().map(|text| Key::parse(&key_text(text)));
    let jwks = example.get("jwks").map(|jwks| {
        let point = key_pair().verifying_key().to_sec1_point(false);
        let coordinate = |c: Option<&_>| BASE64_URL_SAFE_NO_PAD.encode::<&p256::FieldBytes>(c.unwrap());
        let text =
            jwks.to_string().replace("{x}", &coordinate(point.x())).replace("{y}", &coordinate(point.y()));
        Jwks::parse(text.as_bytes()).unwrap()
    });
    let facts = FileFacts {
        mode: example["file"]["mode"].as_str().map(|mode| u32::from_str_radix(mode, 8).unwrap()),
        git: git_state(example["file"]["git"].as_str().unwrap()),
        is_foreign: example["file"]["foreign"].as_bool().unwrap_or_default(),
    };
    let credentials = credentials(example);
    let remaining: Vec<&'static Service> = match example.get("services") {
        Some(ids) => ids.as_array().unwrap().iter().map(|id| service(id.as_str().unwrap())).collect(),
        None => vec![service(example["service"].as_str().unwrap())],
    };
    let verify = |token| Verification::of(token, key.as_ref(), jwks.as_ref());
    let verification = token.as_ref().map(verify).unwrap_or_default();
    let contexts: Vec<_> = remaining
        .iter()
        .map(|service| Context {
            list: services::SERVICES,
            service,
            rules: service.rules.as_ref().unwrap(),
            services: &remaining,
            at: example["at"].as_f64().unwrap(),
            at_is_known: example["at_is_known"].as_bool().unwrap_or_default(),
            token: token.as_ref(),
            key: key.as_ref(),
            key_file: Some(&facts),
            credentials: &credentials,
            jwks: jwks.as_ref(),
            signature: &verification,
            request: request.as_ref(),
            exchange: exchange.as_ref(),
            status: exchange.as_ref().and_then(|exchange| exchange.status),
            role: example["role"].as_str().map(|name| role::parse(name).unwrap()),
            min_remaining: example["min_remaining"].as_f64(),
            stands_for_key: false,
        })
        .collect();
    run(lints, &contexts, &[])
}

fn exchange(captured: &Value, request: &Option<Request>, example: &Value) -> Exchange {
    let field = |(name, value): (&String, &Value)| Field {
        name: name.clone(),
        value: fill(value.as_str().unwrap(), example),
    };
    Exchange {
        request: request.clone(),
        request_fields: captured["fields"].as_object().map(|fields| fields.iter().map(field).collect()),
        request_body: captured["body"].as_str().map(|body| fill(body, example)),
        status: captured["status"].as_u64().map(|status| u16::try_from(status).unwrap()),
        ..Exchange::default()
    }
}

/// A service by id; one without rules as it is with those of the trial.
fn service(id: &str) -> &'static Service {
    services::trial::find(id).or_else(|| services::find(id)).unwrap_or_else(|| panic!("no service {id:?}"))
}

fn credentials(example: &Value) -> Credentials {
    let given = &example["credentials"];
    let named = |name: &str, option: &'static str| -> Vec<Named> {
        let values = match &given[name] {
            Value::Array(values) => values.clone(),
            Value::Null => Vec::new(),
            value => vec![value.clone()],
        };
        let origins =
            [Origin::Option(option), Origin::Input("key.json".to_owned()), Origin::Env("WHY401".to_owned())];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        values.iter().zip(origins).map(|(value, origin)| Named { value: text(value), origin }).collect()
    };
    let mut credentials = Credentials {
        key_id: named("key_id", "--key-id"),
        issuer_id: named("issuer_id", "--issuer-id"),
        team_id: named("team_id", "--team-id"),
        bundle_id: named("bundle_id", "--bundle-id"),
        subject: named("subject", "--subject"),
        key_file: example["key_file"].as_str().map(str::to_owned),
        in_house: given["in_house"].as_bool().unwrap_or_default(),
        duration: given["duration"].as_f64(),
        is_key_file: false,
        is_set: given["is_set"].as_bool().unwrap_or_default(),
        other_keys: Vec::new(),
        discovery: given.get("discovery").map(|given| Arc::new(discovery(given))),
    };
    if let Some(others) = given["other_keys"].as_array() {
        let origin = |value: &Value| OtherKey { origin: value.as_str().unwrap().to_owned() };
        credentials.other_keys = others.iter().map(origin).collect();
    }
    credentials.add_file_name(services::key_id_of_file);
    credentials
}

fn discovery(given: &Value) -> Discovery {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |name: &str| given[name].as_array().cloned().unwrap_or_default();
    let gap = |gap: &Value| Gap {
        member: "issuer_id",
        noun: "issuer ID",
        name: text(&gap["name"]),
        what: text(&gap["what"]),
        is_missing: gap["is_missing"].as_bool().unwrap(),
    };
    let misnamed = |wrong: &Value| Misnamed { name: text(&wrong["name"]), reads: text(&wrong["reads"]) };
    Discovery {
        rivals: list("rivals")
            .iter()
            .map(|names| names.as_array().unwrap().iter().map(text).collect())
            .collect(),
        gaps: list("gaps").iter().map(gap).collect(),
        misnamed: list("misnamed").iter().map(misnamed).collect(),
        absent: list("absent").iter().map(text).collect(),
        ..Discovery::default()
    }
}

fn git_state(name: &str) -> GitState {
    match name {
        "outside" => GitState::Outside,
        "tracked" => GitState::Tracked,
        "untracked" => GitState::Untracked,
        "ignored" => GitState::Ignored,
        "unknown" => GitState::Unknown,
        _ => panic!("unknown git state {name:?}"),
    }
}

fn fill(template: &str, example: &Value) -> String {
    let part = |value: &Value| match value {
        Value::String(text) => BASE64_URL_SAFE_NO_PAD.encode(text),
        value => BASE64_URL_SAFE_NO_PAD.encode(value.to_string().replace("{long}", &"long".repeat(2048))),
    };
    let (header, payload) = (part(&example["header"]), part(&example["claims"]));
    let input = format!("{header}.{payload}");
    let signature = BASE64_URL_SAFE_NO_PAD.encode(signature(example["signature"].as_str(), &input));
    template
        .replace("{token}", &format!("{input}.{signature}"))
        .replace("{header}", &header)
        .replace("{payload}", &payload)
        .replace("{payload:standard}", &payload.replace('-', "+").replace('_', "/"))
        .replace("{signature:standard}", &signature.replace('-', "+").replace('_', "/"))
        .replace("{signature}", &signature)
        .replace("{p8}", &p8())
}

/// What PowerShell's `>` writes.
fn utf16(text: &str) -> Vec<u8> {
    let mark = [0xff, 0xfe];
    mark.into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

fn signature(form: Option<&str>, input: &str) -> Vec<u8> {
    let sign = |key: SigningKey| -> Signature { key.sign(input.as_bytes()) };
    match form {
        None => sign(key_pair()).to_vec(),
        Some("der") => sign(key_pair()).to_der().as_bytes().to_vec(),
        Some("other") => sign(SigningKey::from_slice(&[7; 32]).unwrap()).to_vec(),
        Some("zero") => vec![0; 64],
        Some(hex) => hex
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect(),
    }
}

/// The throw-away key that signs the examples.
fn key_pair() -> SigningKey {
    SigningKey::from_slice(&[0x42; 32]).unwrap()
}

fn p8() -> String {
    let key = p256::SecretKey::from_slice(&[0x42; 32]).unwrap();
    key.to_pkcs8_pem(LineEnding::LF).unwrap().to_string()
}

fn key_text(template: &str) -> Vec<u8> {
    if let Some(name) = template.strip_prefix('@') {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/keys");
        return std::fs::read(folder.join(name)).unwrap_or_else(|e| panic!("testdata/keys/{name}: {e}"));
    }
    let body: String = p8().lines().filter(|line| !line.starts_with("-----")).collect();
    let text = template
        .replace("{p8}", &p8())
        .replace("{p8:escaped}", &p8().replace('\n', "\\n"))
        .replace("{p8:base64}", &BASE64_STANDARD.encode(p8()))
        .replace("{p8:body}", &body)
        .replace("{p8:private-only}", &private_only(&BASE64_STANDARD.decode(&body).unwrap()));
    text.into_bytes()
}

/// The PEM text of a PKCS#8 key without its public key.
fn private_only(pkcs8: &[u8]) -> String {
    // Three lengths are shorter by that of the public key, 70 bytes.
    let mut der = pkcs8[..pkcs8.len() - 70].to_vec();
    der.splice(1..3, [0x41]);
    (der[27], der[29]) = (0x27, 0x25);
    let text = BASE64_STANDARD.encode(der);
    format!("-----BEGIN PRIVATE KEY-----\n{}\n{}\n-----END PRIVATE KEY-----\n", &text[..64], &text[64..])
}
