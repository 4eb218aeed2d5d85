//! Whole artefacts: what is in `testdata/clean` raises nothing, what is in `testdata/broken` gives exactly what is
//! written beside it. A case is a file `NAME.args`; README.md of each folder says how to add one.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use snapbox::data::Data;
use why401::catalog::services::{SERVICES, with_rules};

use crate::apple::key::Signer;
use crate::apple::mint::Mint;
use crate::program::{Folder, Ran, run, why401};

/// What was broken is named, in the words of the file beside it, and the status is the same for people and programs.
#[test]
fn every_broken_artefact_gives_its_report() {
    let folder = Folder::with(&["broken", "clean", "foreign"]);
    let cases = cases("broken");
    assert!(cases.len() >= 15);
    for case in cases {
        let ran = case.check(&folder, &[]);
        snapbox::Assert::new()
            .action_env(snapbox::assert::DEFAULT_ACTION_ENV)
            .normalize_paths(false)
            .eq(ran.stdout.clone(), Data::read_from(&case.path.with_extension("out"), None));
        assert_eq!(ran.stderr, "", "{}", case.name);
        let has_error = ran.stdout.contains("\nerror[");
        assert!(has_error || ran.stdout.contains("\nwarning["), "{}", case.name);
        assert_eq!(ran.status, Some(i32::from(has_error)), "{}", case.name);
        assert_eq!(case.check(&folder, &["--fail-on", "warning"]).status, Some(1), "{}", case.name);
        assert_eq!(case.check(&folder, &["--fail-on", "never"]).status, Some(0), "{}", case.name);
        let json = case.check(&folder, &["--format", "json"]);
        assert_eq!((json.status, json.stderr.as_str()), (ran.status, ""), "{}", case.name);
        let report: Value = serde_json::from_str(&json.stdout).unwrap();
        assert_eq!(report["verdict"], if has_error { "fail" } else { "pass" }, "{}", case.name);
    }
}

#[test]
fn every_clean_artefact_raises_nothing_above_a_note() {
    let folder = Folder::with(&["broken", "clean", "foreign", "keys"]);
    let cases = cases("clean");
    assert!(!cases.is_empty());
    for case in cases {
        is_clean(&case, &folder);
    }
}

const LIBRARIES: [&str; 3] = ["jsonwebtoken", "pyjwt", "ruby-jwt"];

/// What each token of `testdata/foreign` is for: the services that remain without being told, and every name of its
/// own.
const FOREIGN: [(&str, &[&str], &[&str]); 19] = [
    ("apns", &["apns", "devicecheck"], &["apns"]),
    (
        "app-store-server",
        &["app-store-server"],
        &["app-store-server", "advanced-commerce", "external-purchase", "retention-messaging"],
    ),
    ("apple-ads", &["apple-ads"], &["apple-ads"]),
    ("apple-business", &["apple-business"], &["apple-business", "apple-school"]),
    ("apple-school", &["apple-business"], &["apple-business", "apple-school"]),
    ("asc-individual", &["asc-individual"], &["asc-individual"]),
    ("asc-team", &["asc-team"], &["asc-team", "notary"]),
    ("devicecheck", &["apns", "devicecheck"], &["devicecheck", "appattest"]),
    ("enterprise", &["enterprise"], &["enterprise"]),
    ("mapkit-js", &["maps"], &["maps", "mapkit-js", "maps-server"]),
    ("mapkit-js-old", &["maps"], &["maps", "mapkit-js"]),
    ("maps-server", &["maps"], &["maps", "maps-server"]),
    ("musickit", &["maps", "musickit"], &["musickit", "apple-music-feed"]),
    ("musickit-origin", &["musickit"], &["musickit", "apple-music-feed"]),
    ("siwa", &["siwa"], &["siwa"]),
    ("storekit-advanced-commerce", &["storekit-jws"], &["storekit-jws", "storekit-advanced-commerce"]),
    ("storekit-introductory-offer", &["storekit-jws"], &["storekit-jws", "storekit-introductory-offer"]),
    ("storekit-promotional-offer", &["storekit-jws"], &["storekit-jws", "storekit-promotional-offer"]),
    ("weatherkit", &["weatherkit"], &["weatherkit"]),
];

/// A check of one of them, with these words in the place of its key.
fn foreign(library: &str, name: &str, more: &str) -> Case {
    let words = format!("{library}-{name}.jwt {more} --at 2026-11-20T10:03:00Z");
    Case::of(Path::new("foreign/x.args"), &words)
}

#[test]
fn every_token_of_a_foreign_library_is_clean_alone_and_with_every_name_of_its_service() {
    let folder = Folder::with(&["foreign"]);
    for library in LIBRARIES {
        for (name, services, own) in FOREIGN {
            for verifier in ["--key key.p8", "--jwks jwks.json"] {
                let report = is_clean(&foreign(library, name, verifier), &folder);
                let subject = &report["subjects"][0];
                match services {
                    [service] => assert_eq!(subject["service"], *service, "{library} {name}"),
                    several => {
                        assert_eq!(subject["services"], json!(several), "{library} {name}");
                    }
                }
                assert_eq!(subject["token"]["signature"], "verified", "{library} {name}");
            }
            for service in own {
                is_clean(&foreign(library, name, &format!("--key key.p8 --service {service}")), &folder);
            }
        }
    }
}

/// A token that says for whom it is gets an error or a warning as one of any other service; one that does not may
/// pass for it.
#[test]
fn a_token_of_one_service_is_never_clean_as_one_that_asks_for_something_else() {
    let folder = Folder::with(&["foreign"]);
    for (name, remaining, own) in FOREIGN {
        for service in with_rules(SERVICES).map(|service| service.id) {
            let is_own = remaining.contains(&service) || own.contains(&service);
            let ran = foreign("pyjwt", name, &format!("--key key.p8 --service {service}"))
                .check(&folder, &["--fail-on", "warning"]);
            let takes_anything_of_the_portal = ["maps", "musickit", "devicecheck", "apns"].contains(&service);
            if is_own {
                assert_eq!(ran.status, Some(0), "{name} as {service}: {}", ran.stdout);
            } else if !takes_anything_of_the_portal {
                assert_eq!(ran.status, Some(1), "{name} as {service}: {}", ran.stdout);
            }
        }
    }
}

#[test]
fn a_token_of_a_service_whose_rules_are_not_known_is_named_and_not_passed_as_checked() {
    let folder = Folder::with(&["foreign"]);
    for library in LIBRARIES {
        for more in ["", "--key key.p8", "--service marketplace", "--service marketplace --key key.p8"] {
            let case = foreign(library, "marketplace", more);
            let ran = case.check(&folder, &[]);
            assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{more}: {}", ran.stdout);
            assert!(
                ran.stdout.starts_with("pass: ") && ran.stdout.contains("it was not checked"),
                "{}",
                ran.stdout
            );
            let json = case.check(&folder, &["--format", "json"]);
            let report: Value = serde_json::from_str(&json.stdout).unwrap();
            let subject = &report["subjects"][0];
            assert_eq!(
                (&subject["kind"], &subject["is"]),
                (&"other".into(), &"marketplace".into()),
                "{more}"
            );
            assert_eq!(report["summary"]["errors"], 0, "{more}");
        }
    }
    for service in ["classkit-catalog", "iwork-export", "aods-roster", "apps-and-books"] {
        let ran = foreign("pyjwt", "musickit", &format!("--service {service}")).check(&folder, &[]);
        assert!(
            ran.stdout.starts_with("pass: ") && ran.stdout.contains("it was not checked"),
            "{}",
            ran.stdout
        );
    }
}

/// Nothing above a note, in both formats; the report for programs.
fn is_clean(case: &Case, folder: &Folder) -> Value {
    let ran = case.check(folder, &["--fail-on", "warning"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{}: {}", case.name, ran.stdout);
    let json = case.check(folder, &["--fail-on", "warning", "--format", "json"]);
    assert_eq!((json.status, json.stderr.as_str()), (Some(0), ""), "{}", case.name);
    let report: Value = serde_json::from_str(&json.stdout).unwrap();
    for count in ["errors", "warnings"] {
        assert_eq!(report["summary"][count], 0, "{}: {}", case.name, ran.stdout);
    }
    report
}

/// The arguments of one run: `VARIABLE=value` words first, as in a shell, then those of `why401 check`.
struct Case {
    name: String,
    path: PathBuf,
    folder: PathBuf,
    variables: Vec<(String, String)>,
    args: Vec<String>,
}

impl Case {
    fn of(path: &Path, text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let words = lines.flat_map(str::split_whitespace).map(str::to_owned);
        let (variables, args): (Vec<_>, Vec<_>) = words.partition(|word| {
            word.split_once('=').is_some_and(|(name, _)| {
                name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
            })
        });
        let variable =
            |word: String| word.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            name: format!("{}: {}", path.display(), args.join(" ")),
            path: path.to_owned(),
            folder: path.parent().and_then(Path::file_name).expect("a folder").into(),
            variables: variables.into_iter().filter_map(variable).collect(),
            args,
        }
    }

    fn check(&self, folder: &Folder, more: &[&str]) -> Ran {
        let mut command = why401(&folder.path().join(&self.folder));
        command.envs(self.variables.iter().cloned()).arg("check").args(&self.args).args(more);
        run(&mut command, b"")
    }
}

fn cases(folder: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "args"));
    paths.sort();
    paths.iter().map(|path| Case::of(path, &fs::read_to_string(path).unwrap())).collect()
}

/// A valid token of the service, then changed.
fn token(service: &str, patch: &Value) -> String {
    const NOW: i64 = 1_795_168_800;
    let mint = match service {
        "weatherkit" => Mint::weatherkit(NOW),
        "musickit" | "maps" => Mint::portal(NOW),
        "devicecheck" => Mint::apns(NOW),
        "apple-ads" => Mint::apple_ads(NOW),
        "apple-business" => Mint::organization(NOW),
        "storekit-jws" => Mint::app_store_server(NOW).changed(&json!({"claims": {
            "exp": null, "aud": "promotional-offer", "nonce": "1", "productId": "a", "offerIdentifier": "b",
        }})),
        service => panic!("{service}"),
    };
    mint.changed(patch).sign(&Signer::new(1))
}

/// Each rule of a service, broken in a token that is right in everything else, is found by its lint alone.
#[test]
fn each_rule_of_a_service_has_a_fault_that_its_lint_finds() {
    let folder = Folder::with(&[]);
    let findings = |service: &str, patch: &Value, more: &[&str]| {
        let mut command = why401(folder.path());
        command.args(["check", &token(service, patch), "--at", "2026-11-20T10:03:00Z", "--format", "json"]);
        let ran = run(command.args(more), b"");
        let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr));
        let findings = report["subjects"][0]["findings"].as_array().unwrap().clone();
        findings.iter().map(|it| it["lint"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let claims = |patch: Value| json!({"claims": patch});
    let header = |patch: Value| json!({"header": patch});
    for (service, patch, lint) in [
        ("weatherkit", header(json!({"id": null})), "header-id-missing"),
        ("weatherkit", header(json!({"id": "org.kites.tail"})), "header-id-malformed"),
        ("weatherkit", header(json!({"alg": "RS256"})), "header-alg-not-es256"),
        ("weatherkit", claims(json!({"aud": "weatherkit"})), "claims-unexpected"),
        ("weatherkit", claims(json!({"exp": null})), "claims-exp-missing"),
        ("weatherkit", claims(json!({"iat": null})), "claims-iat-missing"),
        ("musickit", claims(json!({"origin": "https://kites.org"})), "claims-origin-malformed"),
        ("musickit", claims(json!({"exp": 1_810_946_000_i64})), "claims-lifetime-too-long"),
        ("musickit", claims(json!({"exp": 1_810_945_979_i64})), "claims-lifetime-at-limit"),
        ("musickit", header(json!({"kid": null})), "header-kid-missing"),
        ("musickit", claims(json!({"iss": null})), "claims-iss-missing"),
        ("maps", claims(json!({"scope": "maps_server"})), "claims-scope-unknown"),
        ("maps", claims(json!({"scope": ["server_api"]})), "claims-scope-unknown"),
        ("maps", claims(json!({"scope": "mapkit_js"})), "claims-required-missing"),
        ("maps", claims(json!({"origin": "kites.org/"})), "claims-origin-malformed"),
        ("maps", claims(json!({"exp": 1_795_169_400_000_i64})), "claims-time-unit"),
        ("devicecheck", claims(json!({"iat": 1_795_164_321})), "claims-iat-too-old"),
        ("devicecheck", claims(json!({"iat": null})), "claims-iat-missing"),
        ("devicecheck", claims(json!({"iss": "com.example.app"})), "claims-iss-malformed"),
        ("apple-ads", claims(json!({"exp": 1_795_168_800 + 181 * 86_400})), "claims-lifetime-too-long"),
        ("apple-ads", claims(json!({"iss": "R4T8VXW2QK"})), "claims-iss-malformed"),
        ("apple-ads", header(json!({"kid": "K7Q2M9X4T"})), "header-kid-malformed"),
        ("apple-ads", claims(json!({"sub": null})), "claims-sub-missing"),
        ("apple-business", claims(json!({"jti": null})), "claims-required-missing"),
        ("apple-business", claims(json!({"iss": null})), "claims-iss-missing"),
        ("apple-business", claims(json!({"iss": "BUSINESSAPI.other"})), "claims-iss-mismatch"),
        (
            "apple-business",
            claims(json!({"aud": "https://account.apple.com/auth/oauth2/token"})),
            "claims-aud-wrong",
        ),
        ("storekit-jws", claims(json!({"nonce": null})), "claims-required-missing"),
        ("storekit-jws", claims(json!({"offerIdentifier": null})), "claims-required-missing"),
        ("storekit-jws", claims(json!({"bid": null})), "claims-bid-missing"),
        ("storekit-jws", claims(json!({"exp": 1_795_169_400})), "claims-unexpected"),
        ("storekit-jws", claims(json!({"aud": "promotional-offers"})), "claims-aud-wrong"),
    ] {
        assert_eq!(findings(service, &json!({}), &["--service", service]), [""; 0], "{service}");
        assert_eq!(findings(service, &patch, &["--service", service]), [lint], "{service} {patch}");
    }
}
