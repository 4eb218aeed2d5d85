//! The other services, each with its own harmless request.

use serde_json::json;

use crate::apple::key::{Environment, Key, Kind};
use crate::apple::mint::Mint;
use crate::apple::policy::Policy;
use crate::apple::server::Apple;
use crate::apple::{ADS_CLIENT, BUNDLE_ID, ISSUER_ID, KEY_ID, KEY_UUID, SCHOOL_CLIENT, TEAM_ID};
use crate::probe::ask::{Program, Run, now, signer};

fn pem() -> String {
    signer().public_pem()
}

/// What the service is asked with, without a token.
fn identifiers(service: &str) -> Vec<&str> {
    let own: &[&str] = match service {
        "app-store-server" => &["--issuer-id", ISSUER_ID, "--bundle-id", BUNDLE_ID],
        "siwa" | "weatherkit" => &["--team-id", TEAM_ID, "--subject", BUNDLE_ID],
        "musickit" | "maps" | "devicecheck" => &["--team-id", TEAM_ID],
        "apple-ads" => &["--team-id", ADS_CLIENT, "--subject", ADS_CLIENT],
        "apple-business" => &["--subject", SCHOOL_CLIENT],
        "apns" => &["--team-id", TEAM_ID, "--bundle-id", BUNDLE_ID],
        "asc-individual" => &[],
        _ => &["--issuer-id", ISSUER_ID],
    };
    let key_id = if matches!(service, "apple-ads" | "apple-business") { KEY_UUID } else { KEY_ID };
    ["--service", service, "--key-id", key_id].into_iter().chain(own.iter().copied()).collect()
}

fn key(service: &str) -> Key {
    let portal = |kind| Key::portal(kind, KEY_ID, &pem());
    let client = |kind, client| Key::client(kind, KEY_UUID, client, &pem());
    match service {
        "weatherkit" => return portal(Kind::WeatherKit),
        "musickit" => return portal(Kind::MediaServices),
        "maps" => return portal(Kind::MapKit),
        "devicecheck" => return portal(Kind::DeviceCheck),
        "apple-ads" => return client(Kind::AppleAds, ADS_CLIENT),
        "apple-business" => return client(Kind::Organization, SCHOOL_CLIENT),
        _ => {}
    }
    let make = match service {
        "app-store-server" => Key::in_app_purchase,
        "siwa" => Key::sign_in_with_apple,
        "apns" => Key::apns,
        "asc-individual" => Key::individual,
        "enterprise" => Key::enterprise,
        _ => Key::team,
    };
    make(KEY_ID, &pem())
}

fn mint(service: &str) -> Mint {
    let make = match service {
        "app-store-server" => Mint::app_store_server,
        "siwa" => Mint::client_secret,
        "apns" | "devicecheck" => Mint::apns,
        "weatherkit" => Mint::weatherkit,
        "musickit" | "maps" => Mint::portal,
        "apple-ads" => Mint::apple_ads,
        "apple-business" => Mint::organization,
        "asc-individual" => Mint::individual,
        "enterprise" => Mint::enterprise,
        _ => Mint::team,
    };
    make(now() - 60)
}

/// Every service that has a harmless request.
const ALL: [&str; 13] = [
    "apns",
    "app-store-server",
    "apple-ads",
    "apple-business",
    "asc-individual",
    "asc-team",
    "devicecheck",
    "enterprise",
    "maps",
    "musickit",
    "notary",
    "siwa",
    "weatherkit",
];

fn asked(service: &str, policy: Policy, token: Option<&str>, more: &[&str]) -> Run {
    let apple = Apple::start(policy);
    let mut args = identifiers(service);
    args.extend(token);
    args.extend(more);
    Program::new(&apple).run(&args)
}

#[test]
fn each_service_takes_a_good_key_and_a_good_token() {
    for service in ALL {
        for token in [None, Some(mint(service).sign(&signer()))] {
            let run = asked(service, Policy::only(key(service)), token.as_deref(), &[]);
            assert_eq!(
                (run.verdict(), run.code),
                ("accepted", 0),
                "{service}: {:#} {}",
                run.report,
                run.errors
            );
            assert_eq!(run.subject()["service"], service);
        }
    }
}

#[test]
fn each_service_proves_an_expired_token() {
    for service in ALL {
        let token = mint(service)
            .changed(&match service {
                "apns" | "devicecheck" => json!({"claims": {"iat": now() - 7100}}),
                _ => json!({"claims": {"iat": now() - 3100, "exp": now() - 2500}}),
            })
            .sign(&signer());
        let run = asked(service, Policy::only(key(service)), Some(&token), &[]);
        assert_eq!(run.causes().first(), Some(&("token-expired", "proven")), "{service}: {:#}", run.report);
        assert_eq!((run.verdict(), run.code), ("rejected", 1), "{service}");
    }
}

#[test]
fn each_service_leaves_a_revoked_key_open() {
    for service in ALL {
        let token = mint(service).sign(&signer());
        let run = asked(service, Policy::only(key(service).revoked()), Some(&token), &[]);
        assert_eq!((run.verdict(), run.code), ("rejected", 1), "{service}: {:#}", run.report);
        assert!(run.proven().is_empty(), "{service}: {:?}", run.causes());
        assert!(run.subject()["conclusions"][0].is_string(), "{service}: {:#}", run.report);
    }
}

#[test]
fn an_app_that_was_never_released_is_proven_by_the_sandbox() {
    let policy = Policy::only(key("app-store-server")).unreleased();
    let token = mint("app-store-server").sign(&signer());
    let run = asked("app-store-server", policy, Some(&token), &[]);
    assert_eq!(run.causes().first(), Some(&("app-not-released", "proven")), "{:#}", run.report);
    assert_eq!(run.proven(), ["app-not-released"]);
    assert_eq!((run.verdict(), run.code), ("rejected", 1));
    let policy = Policy::only(key("app-store-server")).unreleased();
    let run = asked("app-store-server", policy, Some(&token), &["--environment=sandbox"]);
    assert_eq!((run.verdict(), run.code), ("accepted", 0));
}

#[test]
fn a_push_key_of_the_other_environment_is_proven_by_its_host() {
    for (only, asked_at) in [(Environment::Sandbox, "production"), (Environment::Production, "sandbox")] {
        let policy = Policy::only(key("apns").only(only));
        let token = mint("apns").sign(&signer());
        let run = asked("apns", policy, Some(&token), &["--environment", asked_at]);
        assert_eq!(run.causes().first(), Some(&("environment-mismatch", "proven")), "{:#}", run.report);
    }
}

#[test]
fn faults_of_bundle_ids_and_subjects_are_proven() {
    let other = "org.kites.other";
    for (service, patch, cause) in [
        ("app-store-server", json!({"claims": {"bid": null}}), "bundle-id-missing"),
        ("app-store-server", json!({"claims": {"bid": other}}), "bundle-id-wrong"),
        ("asc-individual", json!({"claims": {"sub": "me"}}), "subject-wrong"),
        ("enterprise", json!({"claims": {"iat": null}}), "issued-at-missing"),
        ("siwa", json!({"claims": {"aud": "https://appleid.apple.co"}}), "audience-wrong"),
        ("apns", json!({"header": {"kid": TEAM_ID}, "claims": {"iss": KEY_ID}}), "ids-swapped"),
        ("apns", json!({"header": {"kid": null}}), "key-id-missing"),
        ("notary", json!({"claims": {"exp": now() + 3000}}), "lifetime-too-long"),
        ("app-store-server", json!({"claims": {"exp": now() + 3900}}), "lifetime-too-long"),
        ("weatherkit", json!({"header": {"id": null}}), "token-malformed"),
        ("weatherkit", json!({"header": {"id": BUNDLE_ID}}), "token-malformed"),
        ("weatherkit", json!({"claims": {"aud": "weatherkit"}}), "claims-unexpected"),
        ("weatherkit", json!({"claims": {"iat": null}}), "issued-at-missing"),
        ("weatherkit", json!({"claims": {"sub": format!("{TEAM_ID}.{BUNDLE_ID}")}}), "subject-wrong"),
        ("musickit", json!({"claims": {"exp": now() + 15_778_000}}), "lifetime-too-long"),
        ("musickit", json!({"claims": {"exp": (now() + 600).to_string()}}), "timestamp-type"),
        ("musickit", json!({"header": {"kid": null}}), "key-id-missing"),
        (
            "maps",
            json!({"claims": {"iat": (now() - 60) * 1000, "exp": (now() + 600) * 1000}}),
            "timestamp-unit",
        ),
        ("maps", json!({"header": {"kid": TEAM_ID}, "claims": {"iss": KEY_ID}}), "ids-swapped"),
        ("devicecheck", json!({"header": {"kid": TEAM_ID}, "claims": {"iss": KEY_ID}}), "ids-swapped"),
        ("apple-ads", json!({"claims": {"exp": now() + 181 * 86_400}}), "lifetime-too-long"),
        ("apple-ads", json!({"claims": {"aud": "https://appleid.apple.com/auth"}}), "audience-wrong"),
        (
            "apple-business",
            json!({"claims": {"aud": "https://account.apple.com/auth/oauth2/token"}}),
            "audience-wrong",
        ),
        ("apple-business", json!({"claims": {"jti": null}}), "token-malformed"),
        (
            "apple-business",
            json!({"claims": {"iss": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"}}),
            "issuer-id-wrong",
        ),
    ] {
        let token = mint(service).changed(&patch).sign(&signer());
        let run = asked(service, Policy::only(key(service)), Some(&token), &[]);
        assert_eq!(run.causes().first(), Some(&(cause, "proven")), "{service} {patch}: {:#}", run.report);
        assert_eq!(run.proven(), [cause], "{service}");
    }
}

#[test]
fn push_variants_are_few_and_each_has_a_connection_of_its_own() {
    let token =
        mint("apns").changed(&json!({"claims": {"iat": now() - 7100}, "header": {"kid": "WRONGKEY23"}}));
    let run = asked("apns", Policy::only(key("apns")), Some(&token.sign(&signer())), &[]);
    assert_eq!((run.verdict(), run.code), ("rejected", 1));
    let tokens: std::collections::BTreeSet<_> =
        run.seen.iter().filter_map(|seen| seen.header("authorization")).collect();
    assert!(tokens.len() <= 4, "{:?}", run.probes());
    for (index, seen) in run.seen.iter().enumerate() {
        assert!(seen.is_http2 && seen.method == "POST");
        assert!(run.seen.iter().skip(index + 1).all(|other| other.connection != seen.connection));
    }
}

#[test]
fn too_many_provider_tokens_end_the_plan_without_a_verdict() {
    let policy = Policy::only(key("apns")).provider_tokens(0);
    let run = asked("apns", policy, Some(&mint("apns").sign(&signer())), &[]);
    assert_eq!((run.verdict(), run.code), ("unknown", 2), "{:#}", run.report);
    assert!(run.proven().iter().all(|cause| *cause == "provider-token-too-frequent"));
    assert!(run.seen.len() <= 2, "{:?}", run.probes());
}

#[test]
fn what_an_answer_tells_of_limits_is_shown() {
    let policy = Policy::only(key("app-store-server")).rate_limited();
    let run = asked("app-store-server", policy, Some(&mint("app-store-server").sign(&signer())), &[]);
    let limit = run.subject()["probes"][0]["rate_limit"].as_str().unwrap();
    assert!(limit.starts_with("Retry-After: "), "{limit}");
    assert_eq!((run.verdict(), run.code), ("accepted", 0));
}

#[test]
fn a_service_that_cannot_be_asked_without_harm_is_not() {
    for service in ["storekit-jws", "classkit-catalog", "marketplace"] {
        let apple = Apple::start(Policy::default());
        let run = Program::new(&apple).run(&["--service", service, &mint("asc-team").sign(&signer())]);
        assert_eq!(run.code, 2, "{service}: {}", run.errors);
        assert!(run.seen.is_empty() && run.errors.contains("not probed"), "{service}: {}", run.errors);
    }
}

#[test]
fn an_access_token_is_asked_for_only_when_the_service_is_named() {
    for service in ["apple-ads", "apple-business", "maps"] {
        let apple = Apple::start(Policy::only(key(service)));
        let token = match service {
            "maps" => mint(service).changed(&json!({"claims": {"scope": "server_api"}})),
            _ => mint(service),
        };
        let token = token.sign(&signer());
        let unnamed = Program::new(&apple).run(&[&token]);
        assert_eq!((unnamed.code, unnamed.seen.len()), (2, 0), "{service}: {:#}", unnamed.report);
        assert!(unnamed.errors.contains("--service"), "{service}: {}", unnamed.errors);
        let named = Program::new(&apple).run(&["--service", service, &token]);
        assert_eq!((named.verdict(), named.code), ("accepted", 0), "{service}: {:#}", named.report);
        let remark = &named.subject()["probes"][0]["remark"];
        assert_eq!(remark, "an access token came, and was dropped", "{service}: {:#}", named.report);
    }
}

#[test]
fn a_device_check_key_of_one_environment_is_proven_by_its_host() {
    let policy = Policy::only(key("devicecheck").only(Environment::Production));
    let token = mint("devicecheck").sign(&signer());
    let run = asked("devicecheck", policy, Some(&token), &["--environment=sandbox"]);
    assert_eq!(run.causes().first(), Some(&("environment-mismatch", "proven")), "{:#}", run.report);
    let policy = Policy::only(key("devicecheck").only(Environment::Production));
    let run = asked("devicecheck", policy, Some(&token), &["--environment=production"]);
    assert_eq!((run.verdict(), run.code), ("accepted", 0), "{:#}", run.report);
}

#[test]
fn every_name_of_a_service_asks_the_same() {
    for (alias, service) in [
        ("mapkit-js", "maps"),
        ("maps-server", "maps"),
        ("apple-music-feed", "musickit"),
        ("appattest", "devicecheck"),
        ("apple-school", "apple-business"),
        ("advanced-commerce", "app-store-server"),
        ("external-purchase", "app-store-server"),
        ("retention-messaging", "app-store-server"),
    ] {
        let apple = Apple::start(Policy::only(key(service)));
        let run = Program::new(&apple).run(&["--service", alias, &mint(service).sign(&signer())]);
        assert_eq!((run.verdict(), run.code), ("accepted", 0), "{alias}: {:#} {}", run.report, run.errors);
        assert_eq!(run.subject()["service"], service, "{alias}");
    }
}
