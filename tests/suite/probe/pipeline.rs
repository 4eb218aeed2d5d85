//! `check` and `probe` as jobs of CI run them: the credential in the environment, and standard input either closed or a
//! pipe in which nothing ever comes.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::apple::policy::Policy;
use crate::apple::server::Apple;
use crate::apple::{ISSUER_ID, KEY_ID};
use crate::probe::ask::{command, file, signer};
use crate::program::Folder;

/// What is found at standard input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stdin {
    Ended,
    /// Open, and nothing comes.
    Silent,
    /// Open, with bytes that nobody asked for.
    Ready,
}

const SILENT: [Stdin; 2] = [Stdin::Ended, Stdin::Silent];

/// How long no run may take that waits for nothing.
const PATIENCE: Duration = Duration::from_secs(25);

#[derive(Debug)]
struct Ran {
    code: i32,
    report: Value,
    errors: String,
}

impl Ran {
    fn verdict(&self) -> &str {
        self.report["verdict"].as_str().unwrap_or_default()
    }

    /// The names of the errors found.
    fn lints(&self) -> Vec<&str> {
        let subjects = self.report["subjects"].as_array().map_or(&[][..], Vec::as_slice);
        let findings = subjects.iter().flat_map(|subject| subject["findings"].as_array().unwrap());
        let errors = findings.filter(|finding| finding["severity"] == "error");
        errors.map(|finding| finding["lint"].as_str().unwrap()).collect()
    }
}

/// The program with nothing in its environment but `env`.
fn run(args: &[&str], env: &[(&str, &str)], stdin: Stdin) -> Ran {
    let mut command: Command = command();
    command.args(args).args(["--format", "json"]).envs(env.iter().copied());
    command.stdin(if stdin == Stdin::Ended { Stdio::null() } else { Stdio::piped() });
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take();
    if let (Stdin::Ready, Some(pipe)) = (stdin, &mut pipe) {
        std::io::Write::write_all(pipe, b"what the last step printed\n").unwrap();
    }
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("{args:?} waits for standard input ({stdin:?})");
        }
        thread::sleep(Duration::from_millis(2));
    }
    // Open until here.
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        report: serde_json::from_slice(&output.stdout).unwrap_or_default(),
        errors: String::from_utf8(output.stderr).unwrap(),
    }
}

fn credential(key: &str) -> [(&'static str, &str); 3] {
    [("WHY401_KEY", key), ("WHY401_KEY_ID", KEY_ID), ("WHY401_ISSUER_ID", ISSUER_ID)]
}

#[test]
fn a_credential_in_the_environment_is_probed_whatever_standard_input_is() {
    let key = signer().private_pem();
    let other = crate::apple::key::Signer::new(7).private_pem();
    for stdin in SILENT {
        for (policy, key, verdict, code) in [
            (Policy::default(), &key, "accepted", 0),
            (Policy::default(), &other, "rejected", 1),
            (Policy::default().outage(503), &key, "unknown", 2),
        ] {
            let apple = Apple::start(policy);
            let ran = run(&["probe", "--base-url", &apple.origin()], &credential(key), stdin);
            assert_eq!((ran.verdict(), ran.code), (verdict, code), "{stdin:?}: {ran:?}");
            assert_eq!(ran.report["subjects"][0]["verdict"], verdict, "{ran:?}");
            assert_eq!(ran.report["headline"], ran.report["subjects"][0]["headline"], "{ran:?}");
            assert!(ran.errors.contains("assumed to be asc-team"), "{ran:?}");
            assert!(!apple.requests().is_empty());
        }
    }
}

#[test]
fn an_outage_is_allowed_and_a_refusal_is_not() {
    let key = signer().private_pem();
    let other = crate::apple::key::Signer::new(7).private_pem();
    for (policy, key, verdict, code) in [
        (Policy::default(), &key, "accepted", 0),
        (Policy::default(), &other, "rejected", 1),
        (Policy::default().outage(503), &key, "unknown", 0),
    ] {
        let apple = Apple::start(policy);
        let origin = apple.origin();
        let ran = run(&["probe", "--allow-unknown", "--base-url", &origin], &credential(key), Stdin::Silent);
        assert_eq!((ran.verdict(), ran.code), (verdict, code), "{ran:?}");
    }
    for args in
        [&["probe", "--allow-unknown", "no-such-file"][..], &["check", "--allow-unknown", "no-such-file"]]
    {
        assert_eq!(run(args, &[], Stdin::Silent).code, 2, "{args:?}");
    }
}

#[test]
fn a_secret_without_a_value_is_the_finding() {
    for stdin in SILENT {
        for name in ["check", "probe"] {
            let ran = run(&[name], &credential(""), stdin);
            assert_eq!(
                (ran.lints(), ran.verdict(), ran.code),
                (vec!["key-missing"], "fail", 1),
                "{name}: {ran:?}"
            );
        }
        let minted = run(&["mint", "--claim", "x=1"], &[], stdin);
        assert_eq!(minted.code, 2, "{minted:?}");
    }
    let folder = Folder::with(&[]);
    let key = file(&folder, "AuthKey_K7Q2M9X4TZ.p8", &signer().private_pem());
    let ran = run(&["check", "--key", &key], &credential(""), Stdin::Silent);
    assert_eq!((ran.lints(), ran.code), (vec![], 0), "another key was named: {ran:?}");
}

#[test]
fn identifiers_without_a_key_fail() {
    let identifiers = [("WHY401_KEY_ID", KEY_ID), ("WHY401_ISSUER_ID", ISSUER_ID)];
    let ran = run(&["check"], &identifiers, Stdin::Ended);
    assert_eq!((ran.lints(), ran.code), (vec!["credentials-incomplete"], 1), "{ran:?}");
    let ran = run(&["probe"], &identifiers, Stdin::Ended);
    assert_eq!((ran.lints(), ran.code), (vec!["credentials-incomplete"], 1), "{ran:?}");
    let ran = run(&["check"], &[], Stdin::Ended);
    assert_eq!((ran.lints(), ran.code), (vec!["token-missing"], 1), "{ran:?}");
}

#[test]
fn a_key_alone_is_judged_by_the_longest_lifetime_there_is() {
    let key = signer().private_pem();
    for (min, code) in [("20m", 0), ("21m", 1)] {
        let ran = run(&["check", "--min-remaining", min], &credential(&key), Stdin::Silent);
        assert_eq!((ran.lints().len(), ran.code), (usize::from(code == 1), code), "{min}: {ran:?}");
        let ran = run(&["check", "--min-remaining", min], &credential(&key)[..1], Stdin::Silent);
        assert_eq!(ran.code, code, "{min}: {ran:?}");
        let apple = Apple::start(Policy::default());
        let origin = apple.origin();
        let ran =
            run(&["probe", "--min-remaining", min, "--base-url", &origin], &credential(&key), Stdin::Silent);
        assert_eq!((ran.verdict(), ran.code), ("accepted", code), "{min}: {ran:?}");
        if code == 1 {
            assert_eq!(ran.lints(), ["claims-remaining-too-short"], "{ran:?}");
            let help = ran.report["subjects"][0]["findings"].to_string();
            assert!(help.contains("mint during the job"), "{help}");
        }
    }
}

#[test]
fn what_waits_in_a_pipe_is_named_and_not_read() {
    let key = signer().private_pem();
    let note = "note: standard input was not read; give `-` to have it read";
    let ran = run(&["check"], &credential(&key), Stdin::Ready);
    assert!(ran.code == 0 && ran.errors.contains(note), "{ran:?}");
    for stdin in SILENT {
        let ran = run(&["check"], &credential(&key), stdin);
        assert!(ran.code == 0 && !ran.errors.contains("standard input"), "{ran:?}");
    }
    let ran = run(&["check", "-q"], &credential(&key), Stdin::Ready);
    assert_eq!((ran.code, ran.errors.as_str()), (0, ""));
}

#[test]
fn values_are_taken_from_variables_that_options_name() {
    let apple = Apple::start(Policy::default());
    let folder = Folder::with(&[]);
    let path = file(&folder, "key.p8", &signer().private_pem());
    let env = [("ASC_ID", KEY_ID), ("ASC_ISSUER", ISSUER_ID), ("ASC_PATH", &path)];
    let named = ["--key", "env:ASC_PATH", "--key-id", "env:ASC_ID", "--issuer-id", "env:ASC_ISSUER"];
    let origin = apple.origin();
    let args = [&["probe", "--base-url", &origin][..], &named].concat();
    let ran = run(&args, &env, Stdin::Silent);
    assert_eq!((ran.verdict(), ran.code), ("accepted", 0), "{ran:?}");
    assert!(ran.errors.contains(&format!("note: env:ASC_PATH holds a path, so {path} was read")), "{ran:?}");
    // An option that no shell expanded.
    let home = folder.path().to_str().unwrap();
    let args = ["check", "--key=~/key.p8", "--key-id", "env:ASC_ID"];
    let ran = run(&args, &[("HOME", home), ("ASC_ID", KEY_ID)], Stdin::Silent);
    let shown = (&ran.report["subjects"][0]["key"]["kind"], &ran.report["subjects"][0]["key"]["key_id"]);
    assert_eq!(shown, (&"p256".into(), &KEY_ID.into()), "{ran:?}");
    // Identifiers of the developer portal.
    let portal = [("TEAM", "T4M9QX27LP"), ("BUNDLE", "com.example.app"), ("SUBJECT", "com.example.web")];
    let ids = ["--team-id", "env:TEAM", "--bundle-id", "env:BUNDLE", "--subject", "env:SUBJECT"];
    let args = [&["mint", "--service", "siwa", "--key", "~/key.p8", "--key-id", KEY_ID][..], &ids].concat();
    let mut command = command();
    let output = command.args(args).env("HOME", home).envs(portal).output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn the_public_keys_may_stand_in_a_variable() {
    let jwks = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/quickstart/jwks.json"))
        .unwrap();
    let token =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/quickstart/token.jwt"))
            .unwrap();
    let env = [("JWKS", &*jwks), ("TOKEN", token.trim())];
    let args = ["check", "env:TOKEN", "--jwks", "env:JWKS", "--at", "2026-11-20T10:03:00Z"];
    let ran = run(&args, &env, Stdin::Silent);
    assert_eq!(ran.report["subjects"][0]["token"]["signature"], "verified", "{ran:?}");
    assert_eq!(run(&["check", "-", "--jwks", "-"], &[], Stdin::Ended).code, 2);
    assert_eq!(run(&["check", "--key", "-", "--jwks", "-"], &[], Stdin::Ended).code, 2);
    assert_eq!(run(&["check", "-", "-"], &[], Stdin::Ended).code, 2);
}
