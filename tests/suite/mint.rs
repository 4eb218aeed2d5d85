//! `why401 mint` as its users run it: the token alone, refused when `check` would refuse it, and never the key.

use std::ffi::OsString;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::SecretKey;
use p256::pkcs8::{EncodePrivateKey, LineEnding};
use proptest::prelude::*;
use serde_json::{Value, json};
use why401::Exit;
use why401::catalog::services;
use why401::input::OpenInput;
use why401::world::{Terminal, World};

use crate::program::{Folder, Ran, run, why401};

const KEY: &str = "AuthKey_K7Q2M9X4TZ.p8";
const ISSUER: &str = "5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35";
const TEAM: [&str; 6] = ["--service", "asc-team", "--key", KEY, "--issuer-id", ISSUER];

/// 2026-11-20 10:00:00 UTC
const NOW: i64 = 1_795_168_800;

fn folder() -> Folder {
    let folder = Folder::with(&["clean", "broken"]);
    let key = std::fs::read(folder.path().join("clean").join(KEY)).unwrap();
    folder.write(KEY, &key);
    folder
}

fn mint(folder: &Folder, args: &[&str]) -> Ran {
    run(why401(folder.path()).arg("mint").args(args), b"")
}

/// The token: one line, and nothing else on standard output.
#[track_caller]
fn token(ran: &Ran) -> &str {
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let token = ran.stdout.strip_suffix('\n').unwrap();
    let parts: Vec<_> = token.split('.').collect();
    assert_eq!(parts.len(), 3, "{token}");
    assert!(token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)), "{token}");
    assert_eq!(parts[2].len(), 86, "{token}");
    token
}

fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// No token, this status, and standard error says so.
#[track_caller]
fn refuses(ran: &Ran, status: i32, why: &[&str]) {
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(status), ""), "{}", ran.stderr);
    for why in why {
        assert!(ran.stderr.contains(why), "{why}: {}", ran.stderr);
    }
}

const UUID: &str = "9703f56c-10ce-4876-8f59-e78e5e23a152";
const ADS: &str = "SEARCHADS.9703f56c-10ce-4876-8f59-e78e5e23a152";
const BUSINESS: &str = "BUSINESSAPI.9703f56c-10ce-4876-8f59-e78e5e23a152";

/// For each service what it takes to mint for it and to check what was minted, and to mint alone.
const SERVICES: [(&str, &[&str], &[&str]); 14] = [
    ("asc-team", &["--key", KEY, "--issuer-id", ISSUER], &[]),
    ("asc-individual", &["--key", KEY], &[]),
    ("enterprise", &["--key", KEY, "--issuer-id", ISSUER], &[]),
    ("notary", &["--key", KEY, "--issuer-id", ISSUER], &[]),
    ("app-store-server", &["--key", KEY, "--issuer-id", ISSUER, "--bundle-id", "com.example.app"], &[]),
    ("siwa", &["--key", KEY, "--team-id", "T4M9QX27LP", "--subject", "com.example.web"], &[]),
    ("apns", &["--key", KEY, "--team-id", "T4M9QX27LP"], &[]),
    ("devicecheck", &["--key", KEY, "--team-id", "T4M9QX27LP"], &[]),
    ("weatherkit", &["--key", KEY, "--team-id", "T4M9QX27LP", "--subject", "com.example.weather"], &[]),
    ("musickit", &["--key", KEY, "--team-id", "T4M9QX27LP"], &[]),
    ("maps", &["--key", KEY, "--team-id", "T4M9QX27LP"], &["--scope", "server_api"]),
    ("apple-ads", &["--key", "key.pem", "--key-id", UUID, "--team-id", ADS, "--subject", ADS], &[]),
    ("apple-business", &["--key", "key.pem", "--key-id", UUID, "--subject", BUSINESS], &[]),
    (
        "storekit-jws",
        &["--key", KEY, "--issuer-id", ISSUER, "--bundle-id", "com.example.app"],
        &[
            "--claim",
            "aud=\"promotional-offer\"",
            "--claim",
            "productId=\"a\"",
            "--claim",
            "offerIdentifier=\"b\"",
        ],
    ),
];

#[test]
fn a_token_for_each_service_passes_check_with_its_key() {
    let folder = folder();
    let key = std::fs::read(folder.path().join("clean").join(KEY)).unwrap();
    folder.write("key.pem", &key);
    assert_eq!(SERVICES.len(), services::with_rules(services::SERVICES).count());
    for (service, args, of_mint) in SERVICES {
        let common = ["--service", service];
        let ran = mint(&folder, &[&common, args, of_mint].concat());
        assert_eq!(ran.stderr, "", "{service}");
        let token = token(&ran);
        let mut check = why401(folder.path());
        check.args(["check", "-", "--fail-on", "warning", "--format", "json"]).args(common);
        let checked = run(check.args(args), token.as_bytes());
        assert_eq!(checked.status, Some(0), "{service}: {}", checked.stdout);
        let report: Value = serde_json::from_str(&checked.stdout).unwrap();
        assert_eq!(report["subjects"][0]["token"]["signature"], "verified", "{service}");
        assert_eq!(
            report["summary"],
            json!({"subjects": 1, "errors": 0, "warnings": 0, "notes": 0}),
            "{service}"
        );
    }
}

#[test]
fn the_life_counts_from_now_and_iat_is_a_minute_back() {
    let folder = folder();
    let claims = |args: &[&str]| part(token(&mint(&folder, &[&TEAM, args].concat())), 1);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let usual = claims(&[]);
    assert!(usual["iat"].as_u64().unwrap().abs_diff(now - 60) < 30, "{usual}");
    let life = |claims: &Value| claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap();
    assert_eq!(life(&usual), 660);
    assert_eq!(life(&claims(&["--lifetime", "90s"])), 150);
    assert_eq!(life(&claims(&["--lifetime", "180d", "--scope", "GET /v1/ciProducts"])), 180 * 86_400 + 60);
    assert!(
        claims(&["--at", "2026-11-20T10:00:00Z", "--fail-on", "never"])["iat"].as_u64().unwrap() > now - 90
    );
}

#[test]
fn what_check_would_refuse_is_not_printed() {
    let folder = folder();
    for (args, lint, detail) in [
        (
            &["--lifetime", "21m"][..],
            "claims-lifetime-too-long",
            "give a shorter `--lifetime`, 10 min is plenty",
        ),
        (&["--lifetime", "1h", "--scope", "GET /v1/apps"], "claims-lifetime-too-long", "`GET /v1/apps` in"),
        (&["--lifetime", "0"], "claims-expired", "now"),
        (&["--min-remaining", "15m"], "claims-remaining-too-short", "15 min"),
        (&["--claim", r#"aud="https://appleid.apple.com""#], "claims-aud-wrong", "/claims/aud"),
        (&["--claim", "exp=null"], "claims-time-type", "/claims/exp"),
        (&["--issuer-id", "T4M9QX27LP"], "claims-iss-malformed", "like a Team ID"),
        (&["--key-id", "K7Q2M9X4TZ\n"], "header-kid-malformed", "line break"),
        (&["--url", "/v1/builds", "--scope", "GET /v1/apps"], "claims-scope-mismatch", "/v1/builds"),
        (&["--lifetime", "19m", "--fail-on", "warning"], "claims-lifetime-at-limit", "exactly the maximum"),
        (
            &["--lifetime", "20m", "--fail-on", "warning"],
            "claims-lifetime-at-limit",
            "whenever this machine's clock",
        ),
    ] {
        let mut all: Vec<_> = ["--service", "asc-team", "--key", KEY].to_vec();
        if !args.contains(&"--issuer-id") {
            all.extend(["--issuer-id", ISSUER]);
        }
        all.extend(args);
        refuses(&mint(&folder, &all), 1, &["fail: ", &format!("[{lint}]"), detail]);
        all.push("-q");
        let quiet = mint(&folder, &all);
        refuses(&quiet, 1, &["fail: ", lint]);
        assert_eq!(quiet.stderr.lines().count(), 1, "{}", quiet.stderr);
    }
}

#[test]
fn a_warning_is_told_beside_the_token() {
    let folder = folder();
    let ran = mint(&folder, &[&TEAM[..], &["--lifetime", "19m"]].concat());
    token(&ran);
    assert!(ran.stderr.contains("pass: 1 warning"), "{}", ran.stderr);
    assert!(ran.stderr.contains("warning[claims-lifetime-at-limit]"), "{}", ran.stderr);
    let quiet = mint(&folder, &[&TEAM[..], &["--lifetime", "19m", "-q"]].concat());
    token(&quiet);
    assert_eq!(quiet.stderr, "");
    let verbose = mint(&folder, &[&TEAM[..], &["-v"]].concat());
    token(&verbose);
    assert!(verbose.stderr.contains("checks that passed"), "{}", verbose.stderr);
}

#[test]
fn scope_and_claims_go_into_the_token_in_order() {
    let folder = folder();
    let args = ["--scope", "GET /v1/apps", "--scope", "GET /v1/builds?limit=2", "--claim", "nonce=null"];
    let ran = mint(&folder, &[&TEAM[..], &args, &["--claim", r#"nonce={"a": [1.50]}"#]].concat());
    let payload = token(&ran).split('.').nth(1).unwrap();
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    let end = r#""aud":"appstoreconnect-v1","scope":["GET /v1/apps","GET /v1/builds?limit=2"],"nonce":{"a": [1.50]}}"#;
    assert!(text.ends_with(end), "{text}");
    assert!(text.starts_with(&format!(r#"{{"iss":"{ISSUER}","iat":"#)), "{text}");
    assert_eq!(part(token(&ran), 0), json!({"alg": "ES256", "kid": "K7Q2M9X4TZ", "typ": "JWT"}));
}

#[test]
fn a_claim_that_is_no_json_is_told_how_to_quote() {
    let folder = folder();
    for claim in ["bid=com.example.app", "bid=", "bid", "=1", "a={"] {
        let ran = mint(&folder, &[&TEAM[..], &["--claim", claim]].concat());
        refuses(&ran, 2, &["'nonce=\"7c1e\"'"]);
    }
}

#[test]
fn what_is_missing_is_named_with_option_variable_and_place() {
    let folder = folder();
    for (args, why) in [
        (&[][..], &["the private key (--key or WHY401_KEY"][..]),
        (
            &["--key", KEY, "--service", "asc-team"],
            &["the issuer ID (--issuer-id or WHY401_ISSUER_ID; shown above"],
        ),
        (
            &["--key", "broken/one-line.p8", "--service", "asc-individual"],
            &["the key ID (--key-id or WHY401_KEY_ID", "Individual API Key"],
        ),
        (
            &["--key", KEY, "--service", "siwa"],
            &["the Team ID (--team-id;", "the subject (--subject; client ID: App ID or Services ID)"],
        ),
        (
            &["--key", KEY, "--service", "app-store-server", "--issuer-id", ISSUER],
            &["the bundle ID (--bundle-id;"],
        ),
        (
            &["--service", "apns"],
            &[
                "the private key (--key or WHY401_KEY; made at developer.apple.com",
                "the key ID",
                "the Team ID",
            ],
        ),
    ] {
        let ran = mint(&folder, args);
        refuses(&ran, 2, &["error: no token without "]);
        refuses(&ran, 2, why);
    }
    // A claim that is given is not missing.
    let iss = format!("iss=\"{ISSUER}\"");
    token(&mint(&folder, &["--service", "asc-team", "--key", KEY, "--claim", &iss]));
}

#[test]
fn an_unusable_key_is_told_as_check_tells_it() {
    let folder = folder();
    for (key, lint) in [
        ("broken/rsa.p8", "key-not-ec"),
        ("broken/public.p8", "key-not-private"),
        ("broken/first-lines-only.p8", "key-truncated"),
        ("env:UNSET", "key-missing"),
        ("broken/expired.jwt", "key-not-pem"),
    ] {
        refuses(&mint(&folder, &["--key", key]), 1, &["fail: ", &format!("error[{lint}]")]);
        refuses(&mint(&folder, &["--key", key, "--fail-on", "never"]), 1, &[lint]);
    }
    refuses(&mint(&folder, &["--key", "nowhere.p8"]), 2, &["no file"]);
}

#[test]
fn a_repaired_key_signs_with_a_warning() {
    let folder = folder();
    for (key, lint) in
        [("newlines-escaped.p8", "key-newlines-escaped"), ("base64-wrapped.p8", "key-base64-wrapped")]
    {
        let key = format!("broken/{key}");
        let args = ["--service", "asc-individual", "--key", &key, "--key-id", "K7Q2M9X4TZ"];
        let ran = mint(&folder, &args);
        token(&ran);
        assert!(ran.stderr.contains(&format!("warning[{lint}]")), "{}", ran.stderr);
    }
}

#[test]
fn the_service_is_told_by_file_url_and_issuer_id_or_asked_for() {
    let folder = folder();
    let key = std::fs::read(folder.path().join(KEY)).unwrap();
    folder.write("ApiKey_K7Q2M9X4TZ.p8", &key);
    let text = String::from_utf8(key).unwrap();
    folder.write("individual.json", json!({"key_id": "K7Q2M9X4TZ", "key": text}).to_string().as_bytes());
    let in_house = json!({"key_id": "K7Q2M9X4TZ", "issuer_id": ISSUER, "key": text, "in_house": true});
    folder.write("enterprise.json", in_house.to_string().as_bytes());
    let api = "https://api.appstoreconnect.apple.com/v1/apps";
    let note = "note: no issuer ID was given, so the key is taken for an individual one (asc-individual); \
                a team key needs --issuer-id\n";
    for (args, claim, value, stderr) in [
        (&["--key", "ApiKey_K7Q2M9X4TZ.p8"][..], "sub", "user", ""),
        (&["--key", "individual.json"], "sub", "user", note),
        (&["--key", "clean/fastlane.json"], "aud", "appstoreconnect-v1", ""),
        (&["--key", "clean/rcodesign.json"], "aud", "appstoreconnect-v1", ""),
        (&["--key", "enterprise.json"], "aud", "apple-developer-enterprise-v1", ""),
        (&["--key", KEY, "--url", api], "sub", "user", note),
        (&["--key", KEY, "--url", api, "--issuer-id", ISSUER], "iss", ISSUER, ""),
    ] {
        let ran = mint(&folder, args);
        assert_eq!(part(token(&ran), 1)[claim], value, "{args:?}");
        assert_eq!(ran.stderr, stderr, "{args:?}");
    }
    let with_team = mint(&folder, &["--key", KEY, "--team-id", "T4M9QX27LP"]);
    refuses(&with_team, 2, &["--service", "apns, app-store-server, apple-ads"]);
    let with_issuer = mint(&folder, &["--key", KEY, "--issuer-id", ISSUER]);
    assert_eq!(part(token(&with_issuer), 1)["iss"], ISSUER);
    let note = "note: the service is assumed to be asc-team; --service names another (enterprise, notary)\n";
    assert_eq!(with_issuer.stderr, note);
}

#[test]
fn key_and_identifiers_come_from_the_environment_and_options_win() {
    let folder = folder();
    let mut command = why401(folder.path());
    command.env("WHY401_KEY", KEY).env("WHY401_KEY_ID", "9WHT7JQ4MB").env("WHY401_ISSUER_ID", ISSUER);
    let ran = run(command.args(["mint", "--service", "asc-team"]), b"");
    assert_eq!(
        (part(token(&ran), 0)["kid"].as_str(), part(token(&ran), 1)["iss"].as_str()),
        (Some("9WHT7JQ4MB"), Some(ISSUER))
    );
    assert!(ran.stderr.contains("warning[credentials-conflict]"), "{}", ran.stderr);
    let ran = run(command.args(["--key-id", "K7Q2M9X4TZ"]), b"");
    assert_eq!(part(token(&ran), 0)["kid"], "K7Q2M9X4TZ");
}

#[test]
fn standard_input_is_read_for_a_dash_alone() {
    let folder = folder();
    let key = std::fs::read(folder.path().join(KEY)).unwrap();
    let args = ["mint", "--service", "asc-individual", "--key-id", "K7Q2M9X4TZ"];
    token(&run(why401(folder.path()).args(args).args(["--key", "-"]), &key));
    refuses(&run(why401(folder.path()).args(args), &key), 2, &["the private key"]);
    refuses(&run(why401(folder.path()).arg("mint"), &key), 2, &["the private key"]);
    let twice = run(why401(folder.path()).args(args).args(["--key", "-", "--jwks", "-"]), &key);
    refuses(&twice, 2, &["standard input is named twice"]);
}

#[test]
fn what_the_service_does_not_have_is_refused_or_told() {
    let folder = folder();
    let apns = ["--service", "apns", "--key", KEY, "--team-id", "T4M9QX27LP"];
    let with = |args: &[&str]| mint(&folder, &[&apns, args].concat());
    let ran = with(&["--lifetime", "10m", "--bundle-id", "com.example.app", "--environment", "sandbox"]);
    assert!(part(token(&ran), 1).get("exp").is_none());
    let notes = "note: --lifetime has no effect: tokens of apns have no `exp`; they are good for 1 h after `iat`\n\
                 note: --bundle-id has no effect: tokens of apns have no bundle ID\n";
    assert_eq!(ran.stderr, notes);
    refuses(&with(&["--scope", "GET /v1/apps"]), 2, &["tokens of apns have no `scope`"]);
    let team = |args: &[&str]| mint(&folder, &[&TEAM, args].concat());
    refuses(&team(&["--environment", "sandbox"]), 2, &["asc-team has no sandbox"]);
    token(&team(&["--environment", "production"]));
    refuses(&team(&["token.jwt"]), 2, &["unexpected argument"]);
    refuses(&team(&["--format", "json"]), 2, &["unexpected argument"]);
    refuses(&team(&["--show-token"]), 2, &["unexpected argument"]);
}

#[test]
fn a_key_is_never_printed_wherever_it_stands() {
    let folder = folder();
    let text = std::fs::read_to_string(folder.path().join(KEY)).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    let claim = format!("note={}", json!(text));
    for args in [&["--claim", &claim][..], &["--key-id", &text], &["--claim", &text], &["--scope", &text]] {
        let ran = mint(&folder, &[&TEAM[..], args].concat());
        assert_eq!(ran.stdout, "", "{args:?}");
        assert!(!ran.stderr.contains(&body[..24]), "{}", ran.stderr);
        assert!(matches!(ran.status, Some(1 | 2)), "{}", ran.stderr);
    }
    let ran = mint(&folder, &TEAM);
    let whole = format!("{}{}", ran.stderr, ran.stdout);
    assert!(!whole.contains(&body[..24]) && !whole.contains("PRIVATE"), "{whole}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_token_of_any_key_at_any_time_verifies_and_depends_on_nothing_else(
        scalar: [u8; 32], now in NOW..NOW + 1_000_000_000, service in 0..SERVICES.len()
    ) {
        let Ok(secret) = SecretKey::from_slice(&scalar) else { return Ok(()) };
        let pem = secret.to_pkcs8_pem(LineEnding::LF).unwrap();
        let (service, args, of_mint) = SERVICES[service];
        // The key comes from standard input, and its ID with it.
        let is_given = |arg: &&str| !["--key-id", UUID].contains(arg);
        let args: Vec<&str> = args.iter().copied().skip(2).filter(is_given).collect();
        let key_id = if service.starts_with("apple-") { UUID } else { "K7Q2M9X4TZ" };
        let common = ["--service", service, "--key", "-", "--key-id", key_id];
        let mint = [&["mint"], &common[..], &args, of_mint].concat();
        let (exit, token, err) = at(now, &mint, &pem);
        prop_assert_eq!((exit, err.as_str()), (Exit::Success, ""));
        prop_assert_eq!(part(&token, 1)["iat"].as_i64(), Some(now - 60));
        let check = [&["check", token.trim(), "--fail-on", "warning", "-v"], &common[..], &args].concat();
        let (exit, report, _) = at(now, &check, &pem);
        prop_assert_eq!(exit, Exit::Success, "{}", report);
        prop_assert!(report.contains("signature verified"), "{}", report);
        let (_, again, _) = at(now, &mint, &pem);
        // A `jti` or `nonce` is another one each time.
        let is_unique = ["apple-business", "storekit-jws"].contains(&service);
        prop_assert_eq!(token == again, !is_unique);
    }
}

/// The whole program, in process, at an instant.
fn at(now: i64, args: &[&str], stdin: &str) -> (Exit, String, String) {
    let read =
        || Ok(OpenInput { reader: Box::new(std::io::Cursor::new(stdin.as_bytes().to_vec())), size: None });
    let world = World {
        now: now as f64,
        clock: || 0.0,
        var: &|_| None,
        names: &Vec::new,
        stdin: &read,
        stdin_is_terminal: false,
        stdin_is_piped: &|| false,
        catch_signals: &why401::input::Stop::default,
        terminal: Terminal { width: None, color: false, unicode: true },
        stderr_is_terminal: false,
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = why401::run(["why401"].iter().chain(args).map(OsString::from), world, &mut out, &mut err);
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}
