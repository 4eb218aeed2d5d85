//! What holds for the whole catalogue, and how answers are told apart.

use std::collections::HashSet;

use super::marks::{Rank, ranked};
use super::*;
use crate::catalog::responses::all;
use crate::text::cost::is_linear_in;

const ASC: &[&str] = &["asc-team", "asc-individual"];

fn of(status: Option<u16>, text: Option<&str>, services: &[&'static str]) -> Recognized {
    recognize(&Answer { status, text, content_type: None, services, takes_common: true })
}

fn id(status: impl Into<Option<u16>>, text: &str, services: &[&'static str]) -> &'static str {
    of(status.into(), Some(text), services).response.id
}

#[test]
fn every_sample_is_recognized_as_its_entry() {
    for entry in all() {
        let Some(sample) = entry.sample else { continue };
        let services = entry.services.get(..1).unwrap_or_default();
        let status = entry.status.first().copied();
        let found = of(status, Some(sample), services);
        assert_eq!(found.response.id, entry.id, "{sample}");
        assert!(found.by_text, "{}", entry.id);
        // Without the status, and as a tool prints it.
        let shouted = format!("  [14:28:22]: \u{1b}[31m{}\u{1b}[0m\n", sample.replace(' ', "\n  "));
        assert_eq!(id(status, &shouted, services), entry.id, "{shouted}");
    }
}

#[test]
fn entries_without_marks_stand_for_their_status() {
    for entry in all().filter(|entry| entry.sample.is_none()) {
        let body = *entry.fallback.first().unwrap_or_else(|| panic!("{} is never recognized", entry.id));
        let text = match body {
            Body::Text => Some("nobody has seen this"),
            Body::Html => Some("<!DOCTYPE html><p>hello"),
            Body::Empty => Some(""),
            Body::Hidden => None,
        };
        let found = of(entry.status.first().copied(), text, entry.services);
        assert_eq!((found.response.id, found.by_text), (entry.id, false));
    }
}

#[test]
fn names_are_unique_and_entries_complete() {
    let mut ids = HashSet::new();
    for entry in all() {
        let id = entry.id;
        assert!(ids.insert(id), "{id} occurs twice");
        assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{id}");
        assert!(
            entry.meaning.ends_with('.') && entry.meaning.starts_with(|c: char| c.is_uppercase() || c == '`'),
            "{id}: {}",
            entry.meaning
        );
        assert!(entry.source.starts_with("https://"), "{id}");
        assert!(entry.hints.iter().all(|hint| hint.ends_with('.')), "{id}");
        let has_marks = ranked(&entry.marks).next().is_some();
        assert_eq!(has_marks, entry.sample.is_some(), "{id}: marks need a sample");
        assert!(has_marks || !entry.fallback.is_empty(), "{id} is never recognized");
        let statuses: HashSet<_> = entry.status.iter().collect();
        assert_eq!(statuses.len(), entry.status.len(), "{id}");
    }
}

#[test]
fn priors_name_causes_and_share_one_whole() {
    for entry in all() {
        let Priors { unknown, never, worked, intermittent } = entry.priors;
        for shares in [unknown, never, worked, intermittent] {
            let sum: f64 = shares.iter().map(|(_, share)| share).sum();
            assert!(sum <= 1.0 + 1e-9, "{}: {sum}", entry.id);
            assert!(shares.is_sorted_by(|(_, a), (_, b)| a >= b), "{}: {shares:?}", entry.id);
            let names: HashSet<_> = shares.iter().map(|(cause, _)| cause).collect();
            assert_eq!(names.len(), shares.len(), "{}: {shares:?}", entry.id);
            for (cause, share) in shares {
                assert!(crate::catalog::cause::find(cause).is_some(), "{}: {cause}", entry.id);
                assert!(*share > 0.0, "{}: {cause}", entry.id);
            }
        }
        let is_success =
            entry.status.iter().any(|status| (200..300).contains(status)) && entry.shows == Shows::Accepted;
        assert_eq!(never.is_empty(), is_success, "{}", entry.id);
    }
}

#[test]
fn marks_are_long_enough_and_belong_to_one_entry() {
    let mut owners: std::collections::HashMap<String, Vec<&Response>> = std::collections::HashMap::new();
    for entry in all() {
        for (rank, mark) in ranked(&entry.marks) {
            assert!(mark.len() >= if rank == Rank::Loose { 4 } else { 6 }, "{}: {mark}", entry.id);
            owners.entry(normal::normal(mark)).or_default().push(entry);
        }
    }
    for (mark, entries) in owners {
        for (at, one) in entries.iter().enumerate() {
            let rivals = entries.iter().skip(at + 1).filter(|other| other.id != one.id);
            for other in rivals {
                let apart = one.services != other.services || one.status != other.status;
                assert!(apart, "{mark}: {} or {}", one.id, other.id);
            }
        }
    }
}

/// Lines of builds in which nothing of Apple's failed.
const INNOCENT: &[&str] = &[
    "npm error code E401",
    "npm error 401 Unauthorized - GET https://registry.npmjs.org/left-pad",
    "Authentication succeeded for https://github.com",
    "401 tests passed, 0 failed",
    "Executed 403 tests, with 0 failures (0 unexpected) in 12.048 (12.112) seconds",
    "remote: Enumerating objects: 1048, done.",
    "Receiving objects: 100% (4040010/4040010), 4.29 MiB | 4290000 bytes/s, done.",
    "latest: digest: sha256:0909006C5b1e08010c4f5d5a9d0d0680a8c1e6f1f3a5d1 size: 1611",
    "Got OIDC token from https://token.actions.githubusercontent.com",
    "Requesting OIDC token: audience sts.amazonaws.com, subject repo:acme/app:ref:refs/heads/main",
    "> Task :app:compileReleaseKotlin UP-TO-DATE",
    "w: file.kt: (43, 19): 'undefined method' in string literal",
    "Installing FirebaseAuth (11.4.0)",
    "Installing JWT (3.0.0-beta.14)",
    "[14:28:18]: Creating authorization token for App Store Connect API",
    "[14:28:18]: Ready to upload new build to TestFlight (App: 1502436715)...",
    "[14:28:18]: Login successful",
    "[14:28:18]: Successfully uploaded package to App Store Connect. It might take a \
                 few minutes until it's visible online.",
    "[altool] No errors uploading 'App.ipa'. UPLOAD SUCCEEDED with 0 warnings, 0 messages",
    "note: Using codesigning identity override: Apple Distribution",
    "Signing Identity: \"Apple Distribution: Acme (A1B2C3D4E5)\"",
    "Conducting pre-submission checks for App.zip and initiating connection to the Apple notary service...",
    "Successfully received submission info  Current status: Accepted",
    "POST /v1/betaGroups 201 Created",
    "GET /v1/apps?limit=1 200 OK, X-Rate-Limit: user-hour-lim:3500;user-hour-rem:3499;",
    "warning: 'Unauthorized' is deprecated: use .forbidden",
    "case badEnvironment, expiredToken, missingTopicName",
    "#define INVALID_STATE_ERROR 11",
    "test oauth rejects invalid_client and invalid_grant ... ok",
    "error_test.go:41: PASS: TestForbiddenError",
    "Writing private key to ~/private_keys/AuthKey_K7Q2M9X4TZ.p8",
    "chmod 600 ~/.appstoreconnect/private_keys/AuthKey_K7Q2M9X4TZ.p8",
    "Please select a team: 1) Acme 2) Acme Labs",
    "retrying in 2s: connect ECONNREFUSED 127.0.0.1:5432 (waiting for postgres)",
    "curl: (6) Could not resolve host: mirror.example.org, trying the next mirror",
    "self signed certificate created for localhost",
    "info: the resource was FORBIDDEN to anonymous users, as expected",
    "exported from Xcode 16.1 (16B40), build 19209, code 26000",
];

#[test]
fn no_mark_for_logs_occurs_in_a_healthy_one() {
    for entry in all() {
        for (rank, mark) in ranked(&entry.marks).filter(|(rank, _)| *rank != Rank::Loose) {
            for line in INNOCENT {
                assert!(
                    !line.to_ascii_lowercase().contains(&mark.to_ascii_lowercase()),
                    "{}, {rank:?} {mark}: {line}",
                    entry.id
                );
            }
        }
    }
}

#[test]
fn the_same_words_mean_what_the_service_means() {
    let body = r#"{"error":"invalid_client"}"#;
    assert_eq!(id(400, body, &["siwa"]), "siwa-invalid-client");
    assert_eq!(id(400, body, &["apple-ads"]), "apple-ads-invalid-client");
    assert_eq!(id(400, body, &["apple-business"]), "apple-business-invalid-client");
    assert_eq!(id(400, body, &[]), "siwa-invalid-client");
    assert_eq!(id(None, "sign-in failed: invalid_client", &[]), "siwa-invalid-client");
    assert_eq!(id(None, "got an Invalid signature", &[]), "other-or-not-shown");
    assert_eq!(id(None, "Invalid signature", &["iwork-export"]), "iwork-invalid-signature");
    assert_eq!(id(401, "Unauthenticated", &["notary"]), "notary-unauthenticated");
    assert_eq!(id(401, "Unauthenticated", &["app-store-server"]), "app-store-server-unauthenticated");
    assert_eq!(id(401, "Unauthenticated", &[]), "401-plain-unauthenticated");
    assert_eq!(id(401, "Unauthenticated", &["notary", "app-store-server"]), "401-plain-unauthenticated");
}

#[test]
fn no_body_an_empty_body_and_an_unknown_one_differ() {
    assert_eq!(of(Some(401), None, ASC).response.id, "401-body-not-shown");
    assert_eq!(id(401, "", ASC), "401-empty-body");
    assert_eq!(id(401, " (empty body)\n", ASC), "401-empty-body");
    assert_eq!(id(401, "something went wrong", ASC), "401-generic-unauthorized");
    assert_eq!(of(Some(401), None, &["app-store-server"]).response.id, "401-app-store-server");
    assert_eq!(id(401, "", &["app-store-server"]), "401-empty-body-app-store-server");
    assert_eq!(of(None, None, ASC).response.id, "other-or-not-shown");
    assert_eq!(of(Some(403), None, ASC).response.id, "403-body-not-shown");
    assert_eq!(of(Some(403), None, &[]).response.id, "403-other");
}

#[test]
fn a_page_of_html_is_the_edge_whatever_its_status() {
    let page = "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\"><html><title>Unauthorized</title></html>";
    assert_eq!(id(401, page, ASC), "edge-html");
    assert_eq!(id(403, page, ASC), "403-html-access-denied");
    assert_eq!(id(503, page, ASC), "503-html-or-unavailable");
    let html = |text| Answer {
        status: Some(403),
        text,
        content_type: Some("Text/HTML; charset=utf-8"),
        takes_common: true,
        services: ASC,
    };
    assert_eq!(recognize(&html(None)).response.id, "403-html-access-denied");
    assert_eq!(recognize(&html(Some("<p>no"))).response.id, "403-html-access-denied");
    // A property list is no page.
    assert_eq!(id(None, "<!DOCTYPE plist PUBLIC><integer>-19209</integer>", &[]), "altool-19209");
}

#[test]
fn an_answer_is_recognized_in_whatever_form_it_is_pasted() {
    let body = concat!(
        r#"{"errors":[{"status":"401","code":"NOT_AUTHORIZED","title":"Authentication "#,
        r#"credentials are missing or invalid.","detail":"Provide a properly configured and "#,
        r#"signed bearer token, and make sure that it has not expired."}]}"#,
    );
    let ruby = body.replace(':', "=>");
    let python = body.replace('"', "'").replace(':', ": ");
    let escaped = format!("{body:?}");
    for text in [
        body,
        &ruby,
        &python,
        &escaped,
        &body.to_lowercase(),
        &body.to_uppercase(),
        &body[..150],
        "NOT_AUTHORIZED",
        "[!] Authentication credentials are missing or invalid. - Provide a properly conf",
        "Error Domain=x \"Provide a properly configured and signed bearer token, and make s",
        "ERROR 401: {code: NOT_AUTHORIZED}",
    ] {
        assert_eq!(id(401, text, ASC), "401-not-authorized-std", "{text}");
        assert_eq!(id(None, text, &[]), "401-not-authorized-std", "{text}");
    }
    assert_eq!(
        id(None, "the resource `apps` doesn't… does not allow ‘CREATE’. Allowed", &[]),
        "403-operation-not-allowed"
    );
    assert_eq!(id(403, r#"{"code"=>"FORBIDDEN_ERROR", "detail"=>"something new"}"#, ASC), "403-empty-detail");
    assert_eq!(id(403, "FORBIDDEN_ERROR.PLA_NOT_ACCEPTED", ASC), "403-pla-not-accepted");
    assert_eq!(id(409, "ENTITY_ERROR.ATTRIBUTE.INVALID.TOO_LONG", ASC), "409-entity-error");
    assert_eq!(id(409, r#"{"code":"STATE_ERROR.SCREENSHOT_REQUIRED"}"#, ASC), "409-entity-error");
}

#[test]
fn a_code_is_a_whole_word() {
    assert_eq!(id(401, "MY_NOT_AUTHORIZED_X", ASC), "401-generic-unauthorized");
    assert_eq!(of(Some(403), Some("[FORBIDDEN_ERROR.X]"), ASC).code, Some("FORBIDDEN_ERROR"));
    assert_eq!(id(None, "altool: (-192091)", &[]), "other-or-not-shown");
}

#[test]
fn the_status_a_text_names_counts_when_none_is_given() {
    for (text, expected) in [
        ("HTTP 401", "401-generic-unauthorized"),
        ("status code: 401", "401-generic-unauthorized"),
        ("request failed (401)", "401-generic-unauthorized"),
        ("APIException { httpStatusCode: 401, apiError: null }", "401-generic-unauthorized"),
        ("401 unauthorized", "401-generic-unauthorized"),
        ("Unauthorized", "401-generic-unauthorized"),
        ("[Status=Forbidden, StatusCode=403]", "403-other"),
        ("HTTP/1.1 503", "5xx-other"),
        ("line 401 of 4010", "other-or-not-shown"),
        ("build 1.401", "other-or-not-shown"),
    ] {
        assert_eq!(id(None, text, &[]), expected, "{text}");
    }
}

#[test]
fn a_text_outranks_a_status_and_another_service() {
    assert_eq!(id(500, "The API key in use does not allow this request", ASC), "403-api-key-does-not-allow");
    assert_eq!(id(None, "Unable to verify authorization token", ASC), "devicecheck-unverified");
    // A loose text does not.
    assert_eq!(id(None, "connect ETIMEDOUT", ASC), "network");
    assert_eq!(id(429, "connect ETIMEDOUT", ASC), "behind-authentication");
    assert_eq!(id(429, "connect ETIMEDOUT", &[]), "429-other");
    assert_eq!(id(429, "MISSING JWT", ASC), "behind-authentication");
    assert_eq!(id(200, r#"{"data":{"name":"NOT_AUTHORIZED"}}"#, ASC), "2xx-success");
}

#[test]
fn an_unknown_status_is_the_first_of_its_class() {
    assert_eq!(id(418, "?", &[]), "400-other");
    assert_eq!(id(599, "?", ASC), "5xx-other");
    assert_eq!(id(226, "?", ASC), "2xx-success");
    assert_eq!(id(999, "?", ASC), "other-or-not-shown");
}

#[test]
fn refusals_of_an_api_are_refusals_whatever_the_text() {
    let shows =
        |status: u16, text: &str, services| of(Some(status), Some(text), services).shows(Some(status));
    assert_eq!(shows(403, "The API key in use does not allow this request", ASC), Shows::FORBIDDEN);
    assert_eq!(shows(401, "[object Object]", ASC), Shows::REFUSED);
    assert_eq!(shows(400, r#"{"error":"invalid_client"}"#, &["siwa"]), Shows::REFUSED);
    assert_eq!(shows(400, r#"{"error":"invalid_grant"}"#, &["siwa"]), Shows::Accepted);
    assert_eq!(shows(400, r#"{"reason":"BadDeviceToken"}"#, &["apns"]), Shows::Accepted);
    assert_eq!(shows(429, r#"{"reason":"TooManyProviderTokenUpdates"}"#, &["apns"]), Shows::REFUSED);
    assert_eq!(shows(429, "", ASC), Shows::Accepted);
    assert_eq!(shows(200, "{}", ASC), Shows::Accepted);
    assert_eq!(shows(403, "<html>", ASC), Shows::Nothing);
    assert_eq!(shows(401, "No valid credentials found in the request", ASC), Shows::Nothing);
    assert_eq!(of(None, Some("no start line"), ASC).shows(None), Shows::Unsendable);
}

#[test]
fn entries_are_found_by_the_code_of_apple() {
    let ids = |name| by_code(name).iter().map(|entry| entry.id).collect::<Vec<_>>();
    assert_eq!(ids("-19209"), ["altool-19209"]);
    assert_eq!(ids("4040010"), ["app-store-server-transaction-not-found"]);
    assert_eq!(ids("1048"), ["transporter-1048"]);
    assert_eq!(ids("invalidprovidertoken"), ["apns-invalid-provider-token"]);
    assert_eq!(ids("FORBIDDEN_ERROR.PLA_NOT_ACCEPTED"), ["403-pla-not-accepted"]);
    assert_eq!(ids("ENTITY_ERROR.RELATIONSHIP.NOT_ALLOWED"), ["409-entity-error"]);
    assert_eq!(ids("FORBIDDEN_ERROR"), ["403-pla-not-accepted", "403-empty-detail"]);
    assert_eq!(ids("NOT_AUTHORIZED"), ["401-not-authorized-std", "app-store-server-not-authorized"]);
    assert_eq!(
        ids("invalid_client"),
        ["siwa-invalid-client", "apple-ads-invalid-client", "apple-business-invalid-client"]
    );
    for name in ["", ".", "..", "NOT_AUTHORIZE", "é.é"] {
        assert!(by_code(name).is_empty(), "{name}");
    }
}

#[test]
fn hostile_text_takes_linear_time() {
    for unit in [
        "a",
        "401 ",
        "\\",
        "&",
        "'",
        "\u{1b}[",
        "NOT_AUTHORIZE",
        "Provide a properly configured and signed beare",
        "(((((4",
        "\u{2019}",
    ] {
        is_linear_in(unit, |text| {
            let _ = of(None, Some(text), ASC);
            let _ = of(Some(401), Some(&format!("<html>{text}")), &[]);
        });
    }
}
