//! `--discover`: from the environment of a child process to report, token and exit status.

use std::process::Command;

use p256::SecretKey;
use p256::pkcs8::{EncodePrivateKey, LineEnding};

use crate::program::{Folder, Ran, formats, run, why401};

const ID: &str = "K7Q2M9X4TZ";
const ISSUER: &str = "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10";

fn pem(number: u8) -> String {
    SecretKey::from_slice(&[number; 32]).unwrap().to_pkcs8_pem(LineEnding::LF).unwrap().to_string()
}

fn ran(folder: &Folder, variables: &[(&str, &str)], args: &[&str]) -> Ran {
    let mut command: Command = why401(folder.path());
    command.env("HOME", folder.path()).args(args);
    command.envs(variables.iter().copied());
    run(&mut command, b"")
}

#[test]
fn a_credential_is_found_checked_and_minted_from() {
    let folder = Folder::with(&[]);
    let key = pem(1);
    let variables = [("ASC_KEY_ID", ID), ("ASC_ISSUER_ID", ISSUER), ("ASC_PRIVATE_KEY", &*key)];
    let checked = ran(&folder, &variables, &["check", "--discover"]);
    assert_eq!(checked.status, Some(0), "{checked:?}");
    assert!(checked.stdout.contains("private key  ASC_PRIVATE_KEY"), "{}", checked.stdout);
    let minted = ran(&folder, &variables, &["mint", "--discover", "--service", "asc-team"]);
    assert_eq!((minted.status, minted.stdout.matches('.').count()), (Some(0), 2), "{minted:?}");
    // The token that was minted is checked with the key that is found, and a token of another key is not.
    let token = minted.stdout.trim();
    let checked = ran(&folder, &variables, &["check", "--discover", token]);
    assert!(
        checked.stdout.starts_with("✓ pass") && checked.stdout.contains("signature verified"),
        "{checked:?}"
    );
    let other = [("ASC_KEY_ID", "B3N5V8C1XA"), ("ASC_ISSUER_ID", ISSUER), ("ASC_PRIVATE_KEY", &*pem(2))];
    let checked = ran(&folder, &other, &["check", "--discover", token]);
    assert_eq!(checked.status, Some(0), "{checked:?}");
    assert!(
        checked.stdout.contains("belongs to another key than the one that the token names"),
        "{checked:?}"
    );
    let probed = ran(&folder, &variables, &["probe", "--discover", "--dry-run", "--service", "asc-team"]);
    assert_eq!(probed.status, Some(0), "{probed:?}");
}

#[test]
fn what_is_missing_or_contradicts_fails_in_every_command() {
    let folder = Folder::with(&[]);
    let (one, other) = (pem(1), pem(2));
    let empty = [("ASC_KEY_ID", ID), ("ASC_ISSUER_ID", ""), ("ASC_PRIVATE_KEY", &*one)];
    let rivals = [
        ("ASC_KEY_ID", ID),
        ("ASC_ISSUER_ID", ISSUER),
        ("ASC_PRIVATE_KEY", &*one),
        ("FASTLANE_KEY_ID", "B3N5V8C1XA"),
        ("FASTLANE_ISSUER_ID", ISSUER),
        ("FASTLANE_KEY", &*other),
    ];
    for command in ["check", "probe", "mint"] {
        for (variables, expected) in [
            (&empty[..], "error[credentials-incomplete]: ASC_ISSUER_ID is empty"),
            (&rivals, "error[credentials-conflict]: 2 credentials differ"),
            (&[], "error[credentials-incomplete]: no credential was found"),
        ] {
            let ran = ran(&folder, variables, &[command, "--discover"]);
            let (said, silent) = match command {
                "mint" => (&ran.stderr, &ran.stdout),
                _ => (&ran.stdout, &ran.stderr),
            };
            assert_eq!((ran.status, silent.as_str()), (Some(1), ""), "{command}: {ran:?}");
            assert!(said.contains(expected), "{command}: {said}");
        }
    }
}

#[test]
fn a_key_that_is_damaged_is_found_and_said_to_be() {
    let folder = Folder::with(&[]);
    let key = pem(1);
    let variables = [("ASC_KEY_ID", ID), ("ASC_ISSUER_ID", ISSUER), ("ASC_PRIVATE_KEY", &key[..150])];
    for command in ["check", "probe", "mint"] {
        let ran = ran(&folder, &variables, &[command, "--discover", "--service", "asc-team"]);
        let said = format!("{}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.status, Some(1), "{command}: {said}");
        assert!(said.contains("error[key-truncated]") && said.contains("1 error "), "{command}: {said}");
    }
}

#[test]
fn no_secret_is_printed_in_any_format() {
    let folder = Folder::with(&[]);
    let key = pem(1);
    let body: String = key.lines().filter(|line| !line.starts_with('-')).collect();
    folder.write(".env", format!("FASTLANE_KEY='{body}'\nFASTLANE_KEY_ID=Hunter2Xq9zz\n").as_bytes());
    for variables in [
        [
            ("ASC_KEY_ID", "Hunter2Xq9zz"),
            ("ASC_ISSUER_ID", "Hunter2Xq9zz"),
            ("ASC_PRIVATE_KEY", "Hunter2Xq9zz"),
        ],
        [("ASC_KEY_ID", &*key), ("ASC_ISSUER_ID", &*body), ("APPLE_KEY_PASSWORD", "Hunter2Xq9zz")],
        [("ASC_KEY_ID", ID), ("ASC_ISSUER_ID", ISSUER), ("ASC_PRIVATE_KEY", &*key)],
    ] {
        for format in formats() {
            let ran = ran(&folder, &variables, &["check", "--discover", "--format", &format, "-v"]);
            for secret in ["Hunter2Xq9zz", &body[..40], &body[body.len() - 40..]] {
                assert!(!format!("{}{}", ran.stdout, ran.stderr).contains(secret), "{format}: {ran:?}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_fifo_in_the_place_of_a_file_is_not_waited_for() {
    let folder = Folder::with(&[]);
    assert!(Command::new("mkfifo").arg(folder.path().join(".env")).status().unwrap().success());
    let ran = ran(&folder, &[("ASC_PRIVATE_KEY_PATH", ".env")], &["check", "--discover"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
}

#[test]
fn a_usage_error_says_that_discovery_would_find_the_key() {
    let folder = Folder::with(&[]);
    std::fs::create_dir(folder.path().join("private_keys")).unwrap();
    folder.write(format!("private_keys/AuthKey_{ID}.p8"), pem(1).as_bytes());
    let args = ["mint", "--service", "asc-team", "--issuer-id", ISSUER, "--key-id"];
    let ran_with = |id: &str| ran(&folder, &[], &[&args[..], &[id]].concat());
    assert!(
        ran_with(ID)
            .stderr
            .contains("--discover finds the key of that ID in private_keys/AuthKey_K7Q2M9X4TZ.p8")
    );
    assert!(!ran_with("B3N5V8C1XA").stderr.contains("--discover"));
}
