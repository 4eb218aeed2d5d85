//! Environments and files as people have them, with generated keys.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use p256::SecretKey;
use p256::pkcs8::{EncodePrivateKey, LineEnding};
use serde_json::Value as Json;
use zeroize::Zeroizing;

use super::*;
use crate::model::key::Key;

const ID: &str = "K7Q2M9X4TZ";
const OTHER_ID: &str = "B3N5V8C1XA";
const ISSUER: &str = "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10";
const OTHER_ISSUER: &str = "5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35";

/// Files in memory; what is read is written down.
#[derive(Default)]
struct Memory {
    files: BTreeMap<PathBuf, String>,
    read: RefCell<Vec<PathBuf>>,
}

impl Files for Memory {
    fn read(&self, path: &Path) -> Option<Zeroizing<Vec<u8>>> {
        let text = self.files.get(path)?;
        self.read.borrow_mut().push(path.to_owned());
        Some(Zeroizing::new(text.clone().into_bytes()))
    }

    fn list(&self, folder: &Path) -> Vec<String> {
        let folder = if folder == Path::new(".") { Path::new("") } else { folder };
        let here = self.files.keys().filter(|path| path.parent() == Some(folder));
        here.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
    }
}

fn secret(number: u8) -> SecretKey {
    SecretKey::from_slice(&[number; 32]).unwrap()
}

fn pem(number: u8) -> String {
    secret(number).to_pkcs8_pem(LineEnding::LF).unwrap().to_string()
}

fn base64(text: impl AsRef<[u8]>) -> String {
    BASE64_STANDARD.encode(text)
}

fn found_in(variables: &[(&str, &str)], files: &[(&str, &str)], given: &Given) -> Found {
    let mut variables: BTreeMap<String, String> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    variables.insert("HOME".to_owned(), "/home".to_owned());
    let path = |name: &str| PathBuf::from(name.replace('~', "/home"));
    let files = files.iter().map(|(name, text)| (path(name), (*text).to_owned())).collect();
    let memory = Memory { files, ..Memory::default() };
    let var = |name: &str| variables.get(name).map(OsString::from);
    let environment = Environment { names: variables.keys().cloned().collect(), var: &var };
    discover(&environment, &memory, given)
}

fn found(variables: &[(&str, &str)], files: &[(&str, &str)]) -> Found {
    found_in(variables, files, &Given::default())
}

/// Which key, key ID and issuer ID are used.
fn used(found: &Found) -> (Option<u8>, Option<String>, Option<String>) {
    let number = |key: &Arc<FoundKey>| {
        (1..10).find(|number| key.key.private().is_some_and(|private| *private == secret(*number)))
    };
    let first = |named: &[Named]| named.first().map(|named| named.value.trim().to_owned());
    (found.keys.first().and_then(number), first(&found.key_id), first(&found.issuer_id))
}

fn all(number: u8, id: &str, issuer: &str) -> (Option<u8>, Option<String>, Option<String>) {
    (Some(number), Some(id.to_owned()), Some(issuer.to_owned()))
}

/// Where the values that are used were found.
fn taken(found: &Found) -> Vec<&str> {
    found.discovery.rows.iter().map(|row| row.taken.as_deref().unwrap_or("-")).collect()
}

fn why<'a>(found: &'a Found, name: &str) -> Vec<&'a str> {
    let others = found.discovery.rows.iter().flat_map(|row| &row.others);
    others.filter(|other| other.name == name).map(|other| other.why.as_str()).collect()
}

fn gaps(found: &Found) -> Vec<String> {
    found.discovery.gaps.iter().map(|gap| format!("{} {}", gap.name, gap.what)).collect()
}

/// A value of a kind that `testdata/discover/workflows.json` names.
fn example(kind: &str) -> String {
    match kind {
        "PEM" => pem(1),
        "base64" => base64(pem(1)),
        "base64 of DER" => base64(secret(1).to_pkcs8_der().unwrap().as_bytes()),
        "key ID" => ID.to_owned(),
        "issuer ID" => ISSUER.to_owned(),
        "team ID" => "Q4W8E2R6T1".to_owned(),
        kind => panic!("unknown kind {kind:?}"),
    }
}

#[test]
fn workflows_of_public_repositories_are_understood_by_secret_and_by_environment() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/discover/workflows.json");
    let workflows: BTreeMap<String, Json> =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(workflows.len(), 22);
    let pairs = |names: &Json| -> Vec<(String, String)> {
        let names = names.as_object().into_iter().flatten();
        names.map(|(name, kind)| (name.replace("{key ID}", ID), example(kind.as_str().unwrap()))).collect()
    };
    for (repository, workflow) in workflows {
        let files = pairs(&workflow["files"]);
        let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        for names in ["secrets", "environment"] {
            // Values are pasted with a line break, as `gh secret set` and heredocs leave it.
            for end in ["", "\n"] {
                let variables = pairs(&workflow[names]);
                let variables: Vec<_> =
                    variables.iter().map(|(name, value)| (name.as_str(), format!("{value}{end}"))).collect();
                let variables: Vec<_> =
                    variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let files = if names == "environment" { &*files } else { &[] };
                let found = found(&variables, files);
                assert_eq!(used(&found), all(1, ID, ISSUER), "{repository}: {names}");
                assert_eq!((gaps(&found), found.discovery.rivals.len()), (vec![], 0), "{repository}");
            }
        }
    }
}

#[test]
fn every_form_of_a_key_is_found() {
    let json =
        |number: u8| serde_json::json!({"key_id": ID, "issuer_id": ISSUER, "key": pem(number)}).to_string();
    let escaped = pem(1).replace('\n', "\\n");
    let ids = [("ASC_KEY_ID", ID), ("ASC_ISSUER_ID", ISSUER)];
    let der = base64(secret(1).to_pkcs8_der().unwrap().as_bytes());
    let key = pem(1);
    for text in [
        &key,
        &escaped,
        &base64(&key),
        &der,
        "key.p8",
        "~/key.p8",
        "$HOME/key.p8",
        "@env:HOLDER",
        "@file:~/key.p8",
    ] {
        let variables = [&ids[..], &[("ASC_KEY", text), ("HOLDER", &key)]].concat();
        let found = found(&variables, &[("key.p8", &pem(1)), ("~/key.p8", &pem(1))]);
        assert_eq!(used(&found), all(1, ID, ISSUER), "{text}");
    }
    for text in [json(1), base64(json(1)), "~/key.json".to_owned()] {
        let found = found(&[("APP_STORE_CONNECT_API_KEY", &text)], &[("~/key.json", &json(1))]);
        assert_eq!(used(&found), all(1, ID, ISSUER), "{text}");
    }
}

#[test]
fn the_value_decides_what_a_variable_of_two_tools_holds() {
    let issuer = ("APPLE_API_ISSUER", ISSUER);
    // Tauri
    let tauri = found(&[issuer, ("APPLE_API_KEY", ID), ("APPLE_API_KEY_PATH", "a.p8")], &[("a.p8", &pem(1))]);
    assert_eq!(taken(&tauri), ["APPLE_API_KEY_PATH", "APPLE_API_KEY", "APPLE_API_ISSUER"]);
    // electron-builder
    let electron =
        found(&[issuer, ("APPLE_API_KEY", "a.p8"), ("APPLE_API_KEY_ID", ID)], &[("a.p8", &pem(1))]);
    assert_eq!(taken(&electron), ["APPLE_API_KEY", "APPLE_API_KEY_ID", "APPLE_API_ISSUER"]);
    let from_name =
        found(&[issuer, ("APPLE_API_KEY", "AuthKey_K7Q2M9X4TZ.p8")], &[("AuthKey_K7Q2M9X4TZ.p8", &pem(1))]);
    assert_eq!(
        taken(&from_name),
        ["APPLE_API_KEY", "the file name AuthKey_K7Q2M9X4TZ.p8", "APPLE_API_ISSUER"]
    );
}

#[test]
fn values_are_bound_by_their_names() {
    let two = [
        ("ASC_KEY_ID", ID),
        ("ASC_ISSUER_ID", ISSUER),
        ("ASC_PRIVATE_KEY", &*pem(1)),
        ("FASTLANE_KEY_ID", OTHER_ID),
        ("FASTLANE_KEY", &*pem(2)),
    ];
    // FASTLANE_* is not complete.
    let one = found(&two, &[]);
    assert_eq!(used(&one), all(1, ID, ISSUER));
    assert_eq!(why(&one, "FASTLANE_KEY"), ["is another key"]);
    assert_eq!(why(&one, "FASTLANE_KEY_ID"), ["has another value"]);
    let conflict = found(&[&two[..], &[("FASTLANE_ISSUER_ID", ISSUER)]].concat(), &[]);
    assert_eq!(used(&conflict), (None, None, None));
    let sets = [
        ["ASC_PRIVATE_KEY", "ASC_KEY_ID", "ASC_ISSUER_ID"],
        ["FASTLANE_KEY", "FASTLANE_KEY_ID", "FASTLANE_ISSUER_ID"],
    ];
    assert_eq!(conflict.discovery.rivals, sets);
    // What else is said chooses.
    let id = Named { value: OTHER_ID.to_owned(), origin: Origin::Option("--key-id") };
    let given = Given { key_id: Some(id), ..Given::default() };
    let chosen = found_in(&[&two[..], &[("FASTLANE_ISSUER_ID", ISSUER)]].concat(), &[], &given);
    assert_eq!(used(&chosen), all(2, OTHER_ID, ISSUER));
}

#[test]
fn endings_bind_as_beginnings_do() {
    let variables = [
        ("ASC_KEY_ID_PROD", ID),
        ("ASC_ISSUER_ID_PROD", ISSUER),
        ("ASC_KEY_PROD", &*pem(1)),
        ("ASC_KEY_ID_DEV", OTHER_ID),
        ("ASC_KEY_DEV", &*pem(2)),
        ("ASC_ISSUER_ID_DEV", OTHER_ISSUER),
    ];
    let conflict = found(&variables, &[]);
    let sets = [
        ["ASC_KEY_PROD", "ASC_KEY_ID_PROD", "ASC_ISSUER_ID_PROD"],
        ["ASC_KEY_DEV", "ASC_KEY_ID_DEV", "ASC_ISSUER_ID_DEV"],
    ];
    let mut rivals = conflict.discovery.rivals;
    rivals.reverse();
    assert_eq!(rivals, sets);
}

#[test]
fn equal_values_are_no_conflict() {
    let (key, wrapped, upper) = (pem(1), base64(pem(1)), ISSUER.to_uppercase());
    let variables = [
        ("ASC_KEY_ID", ID),
        ("ASC_ISSUER_ID", ISSUER),
        ("ASC_PRIVATE_KEY", &*key),
        ("APP_STORE_CONNECT_API_KEY_KEY_ID", "K7Q2M9X4TZ\n"),
        ("APP_STORE_CONNECT_API_KEY_ISSUER_ID", &*upper),
        ("APP_STORE_CONNECT_API_KEY_KEY", &*wrapped),
    ];
    let same = found(&variables, &[]);
    assert_eq!(used(&same).0, Some(1));
    assert!(same.discovery.rivals.is_empty());
    assert_eq!(why(&same, "ASC_PRIVATE_KEY"), ["is the same key"]);
}

#[test]
fn empty_members_of_the_family_in_use_are_named() {
    let whole = [("ASC_PRIVATE_KEY", &*pem(1)), ("ASC_KEY_ID", ID), ("ASC_ISSUER_ID", ISSUER)];
    for (at, (name, _)) in whole.iter().enumerate() {
        for empty in ["", " \n", "''"] {
            let mut variables = whole;
            variables[at].1 = empty;
            // A value of another family is not put in the place of what this one has and is empty.
            let found = found(&[&variables[..], &[("NOTARY_ISSUER", ISSUER)]].concat(), &[]);
            assert_eq!(gaps(&found), [format!("{name} is empty")], "{empty:?}");
            assert_eq!(taken(&found)[at], "-");
        }
    }
    let none = found(&whole.map(|(name, _)| (name, "")), &[]);
    assert_eq!(gaps(&none).len(), 3);
    // Of other families nothing is expected.
    assert!(
        gaps(&found(&[&whole[..], &[("FASTLANE_KEY", ""), ("ASC_PRIVATE_KEY_PATH", "")]].concat(), &[]))
            .is_empty()
    );
}

#[test]
fn the_shape_of_a_rejected_value_is_said_and_never_the_value() {
    let whole = [("ASC_KEY_ID", "SECRET"), ("ASC_ISSUER_ID", "SECRET"), ("ASC_PRIVATE_KEY", "SECRET")];
    let rejected = found(&whole, &[]);
    let expected = [
        "ASC_ISSUER_ID has 6 characters, expected a UUID of 36",
        "ASC_KEY_ID has 6 characters, expected 10",
        "ASC_PRIVATE_KEY has 6 characters, expected the text of a private key",
    ];
    assert_eq!(gaps(&rejected), expected);
    let missing = found(&[("ASC_PRIVATE_KEY_PATH", "/no/AuthKey.p8")], &[]);
    assert_eq!(gaps(&missing), ["ASC_PRIVATE_KEY_PATH is a path, and no file is there"]);
    assert!(!format!("{:?}", rejected.discovery).contains("SECRET"));
}

#[test]
fn the_key_of_known_identifiers_is_found_under_any_name() {
    let ac = found(
        &[("AC_KEY_ID", ID), ("AC_ISSUER_ID", ISSUER), ("AC_KEY", &pem(1)), ("OTHER_KEY", &pem(2))],
        &[],
    );
    assert_eq!((used(&ac), ac.discovery.opened), (all(1, ID, ISSUER), 3));
}

#[test]
fn a_placeholder_and_a_file_of_another_key_are_named_as_such() {
    for text in ["${{ secrets.ASC_KEY_ID }}", "$(ASC_KEY_ID)", "$ASC_KEY_ID"] {
        assert_eq!(
            gaps(&found(&[("ASC_KEY_ID", text)], &[])),
            ["ASC_KEY_ID is a placeholder that was not replaced"]
        );
    }
    // Somebody took the issuer ID for the name of the file.
    let file = format!("~/.private_keys/AuthKey_{ISSUER}.p8");
    let swapped = found(&[("ASC_KEY_ID", ID), ("ASC_ISSUER_ID", ISSUER)], &[(&file, &pem(1))]);
    assert_eq!(why(&swapped, &file), ["is named for another key ID"]);
    assert_eq!(used(&swapped).0, None);
}

#[test]
fn passwords_and_teams_are_no_key_ids() {
    let noise = [
        ("MATCH_KEYCHAIN_PASSWORD", "ABCDEFGHIJ"),
        ("APPLE_KEY_PASSWORD", "ABCDEFGHIJ"),
        ("APPLE_TEAM_ID", "ABCDEFGHIJ"),
        ("FASTLANE_ITC_TEAM_ID", "1234567890"),
        ("APPLE_ID", "ABCDEFGHIJ"),
        ("APP_STORE_CONNECT_API_KEY_IS_KEY_CONTENT_BASE64", "true"),
        ("AWS_ACCESS_KEY_ID", "ABCDEFGHIJKLMNOPQRST"),
    ];
    let found = found(&noise, &[]);
    assert_eq!(used(&found), (None, None, None));
    assert!(found.discovery.rows.iter().all(|row| row.others.len() < 2), "{:?}", found.discovery.rows);
}

#[test]
fn swapped_identifiers_are_kept_for_the_lint_that_names_them() {
    let found = found(&[("ASC_KEY_ID", ISSUER), ("ASC_ISSUER_ID", ID), ("ASC_KEY", &pem(1))], &[]);
    assert_eq!(used(&found), all(1, ISSUER, ID));
}

#[test]
fn names_that_their_tool_does_not_read_are_named() {
    let eas =
        [("EXPO_ASC_API_KEY_PATH", &*pem(1)), ("EXPO_ASC_API_KEY_ID", ID), ("EXPO_ASC_ISSUER_ID", ISSUER)];
    let found = found(&eas, &[]);
    assert_eq!(used(&found), all(1, ID, ISSUER));
    let misnamed: Vec<_> = found.discovery.misnamed.iter().map(|wrong| wrong.reads.as_str()).collect();
    assert_eq!(misnamed[0], "EAS reads EXPO_ASC_KEY_ID");
    assert!(misnamed[1].starts_with("EAS reads the path"), "{misnamed:?}");
}

#[test]
fn files_of_tools_are_read() {
    let key_file = serde_json::json!({"key_id": ID, "issuer_id": ISSUER, "key": pem(1)}).to_string();
    let individual = serde_json::json!({"key_id": ID, "key": pem(1)}).to_string();
    let asc =
        serde_json::json!({"key_id": ID, "issuer_id": ISSUER, "private_key_path": "~/k/a.p8"}).to_string();
    let keys = serde_json::json!({"default_key_name": "b", "keys": [
        {"name": "a", "key_id": OTHER_ID, "issuer_id": ISSUER, "private_key_path": "~/k/b.p8"},
        {"name": "b", "key_id": ID, "issuer_id": ISSUER, "private_key_path": "~/k/a.p8"}]})
    .to_string();
    let eas = serde_json::json!({"submit": {"production": {"ios": {"ascApiKeyPath": "./k/a.p8",
        "ascApiKeyId": ID, "ascApiKeyIssuerId": ISSUER}}, "preview": {"android": {}}}})
    .to_string();
    let dotenv = format!(
        "# ASC_KEY_ID=x\nexport ASC_KEY_ID={ID} # comment\nASC_ISSUER_ID='{ISSUER}'\nASC_KEY=\"{}\"\n",
        pem(1)
    );
    let google =
        serde_json::json!({"client_email": "x@y", "private_key": "-----BEGIN PRIVATE KEY-----"}).to_string();
    for (name, text) in [
        ("fastlane/anything.json", &key_file),
        ("api_key.json", &key_file),
        (".asc/config.json", &asc),
        ("~/.asc/config.json", &keys),
        ("eas.json", &eas),
        (".env", &dotenv),
        (".env.local", &dotenv),
        ("fastlane/.env.production", &dotenv),
    ] {
        let files = [
            (name, &**text),
            ("~/k/a.p8", &*pem(1)),
            ("~/k/b.p8", &*pem(2)),
            ("./k/a.p8", &*pem(1)),
            ("fastlane/google.json", &*google),
        ];
        let found = found(&[], &files);
        assert_eq!(used(&found), all(1, ID, ISSUER), "{name}");
        assert!(taken(&found)[1].ends_with(name), "{name}: {:?}", taken(&found));
    }
    let alone = found(&[], &[("api_key.json", &individual)]);
    assert_eq!(used(&alone), (Some(1), Some(ID.to_owned()), None));
    assert!(alone.keys[0].is_key_file);
    assert_eq!(used(&found(&[], &[(".env.example", &dotenv)])), (None, None, None));
}

#[test]
fn altools_folders_are_searched_for_the_key_of_the_key_id() {
    let ids = [("ASC_KEY_ID", ID), ("ASC_ISSUER_ID", ISSUER)];
    let file = format!("AuthKey_{ID}.p8");
    for folder in ["private_keys", "~/private_keys", "~/.private_keys", "~/.appstoreconnect/private_keys"] {
        let (right, wrong) = (format!("{folder}/{file}"), format!("{folder}/AuthKey_{OTHER_ID}.p8"));
        let files = [(&*right, &*pem(1)), (&*wrong, &*pem(2))];
        assert_eq!(used(&found(&ids, &files)), all(1, ID, ISSUER), "{folder}");
        // Without a key ID nothing says which of several.
        assert_eq!(used(&found(&ids[1..], &files)).0, None);
        let only = found(&ids[1..], &files[..1]);
        assert_eq!(taken(&only)[..2], [&*right, &*format!("the file name {file}")]);
    }
    let further = [&ids[..], &[("API_PRIVATE_KEYS_DIR", "/keys/")]].concat();
    assert_eq!(
        taken(&found(&further, &[("/keys/AuthKey_K7Q2M9X4TZ.p8", &pem(1))]))[0],
        "/keys/AuthKey_K7Q2M9X4TZ.p8"
    );
}

#[test]
fn the_higher_level_counts_and_the_lower_one_is_a_conflict() {
    let variables = [("ASC_KEY_ID", ID), ("ASC_ISSUER_ID", ISSUER), ("ASC_KEY", &*pem(1))];
    let file = |number: u8, id: &str| {
        serde_json::json!({"key_id": id, "issuer_id": ISSUER, "key": pem(number)}).to_string()
    };
    let both = found(&variables, &[("api_key.json", &file(2, OTHER_ID))]);
    assert_eq!(used(&both), all(1, ID, ISSUER));
    assert_eq!((both.keys.len(), both.key_id.len()), (2, 2), "the lints compare them");
    let same = found(&variables, &[("api_key.json", &file(1, ID))]);
    assert_eq!((same.keys.len(), same.key_id.len()), (1, 1));
    // Identifiers alone do not make a credential with the key of another one.
    let part = found(&variables[..2], &[("api_key.json", &file(2, OTHER_ID))]);
    assert_eq!(used(&part), all(2, OTHER_ID, ISSUER));
    // Two files that differ are no choice, unless a higher level is complete.
    let files = [("api_key.json", &*file(2, OTHER_ID)), ("fastlane/a.json", &*file(3, ID))];
    assert_eq!(found(&[], &files).discovery.rivals.len(), 2);
    assert!(found(&variables, &files).discovery.rivals.is_empty());
}

#[test]
fn a_key_id_is_not_put_to_a_key_that_was_given() {
    let variables = [("ASC_KEY_ID", ID), ("ASC_ISSUER_ID", ISSUER), ("ASC_KEY", &*pem(1))];
    let key = |number: u8| {
        let key = Key::parse(pem(number).as_bytes());
        let found = FoundKey {
            key,
            name: "a.p8".to_owned(),
            path: None,
            is_key_file: false,
            in_house: false,
            duration: None,
        };
        Given { key: Some(Arc::new(found)), ..Given::default() }
    };
    let other = found_in(&variables, &[], &key(2));
    assert_eq!((other.key_id.len(), other.issuer_id.len()), (0, 1));
    assert_eq!(found_in(&variables, &[], &key(1)).key_id.len(), 1);
}

#[test]
fn only_variables_that_can_matter_are_opened_and_the_keychain_is_not() {
    let opened = RefCell::new(Vec::new());
    let var = |name: &str| {
        opened.borrow_mut().push(name.to_owned());
        (name == "NOTARY_PROFILE").then(|| "notary".into())
    };
    let names =
        ["DATABASE_PASSWORD", "GITHUB_TOKEN", "NOTARY_PROFILE", "ASC_KEY_ID"].map(str::to_owned).to_vec();
    let found = discover(&Environment { names, var: &var }, &Memory::default(), &Given::default());
    assert_eq!((found.discovery.opened, found.discovery.variables), (2, 4));
    assert!(
        opened.borrow().iter().all(|name| !["DATABASE_PASSWORD", "GITHUB_TOKEN"].contains(&name.as_str()))
    );
    assert_eq!(found.discovery.keychain[0].tool, "notarytool");
}
