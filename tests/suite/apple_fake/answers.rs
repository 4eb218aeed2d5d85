//! What is answered to a good token, and what else a policy can bring about.

use chrono::DateTime;
use hyper::Request;
use serde_json::Value;

use super::{
    ASC, NOTARY, NOW, PUSH, STORE, STORE_SANDBOX, ask, at, get, json_of, policy, push, request, signer,
};
use crate::apple::exchange::Verdict;
use crate::apple::key::{Key, Role};
use crate::apple::mint::Mint;
use crate::apple::policy::{Account, DateField, Policy};
use crate::apple::reason::Reason;
use crate::apple::server::Apple;
use crate::apple::state::Clock;
use crate::apple::{APP_ID, ISSUER_ID, KEY_ID, TEAM_ID};
use crate::client::{Connection, Version};

const HOST: &str = "https://api.appstoreconnect.apple.com";

/// Operations, with the roles that may and those that may not.
const ROLES: &[(&str, &str, &[Role], &[Role])] = &[
    ("GET", "/v1/apps?limit=1", &[Role::Developer, Role::Sales, Role::CustomerSupport], &[]),
    ("GET", "/v1/users", &[Role::Developer, Role::Admin], &[]),
    ("DELETE", "/v1/users/1", &[Role::Admin, Role::AccountHolder], &[Role::AppManager]),
    ("GET", "/v1/certificates", &[Role::Admin], &[Role::AppManager, Role::Developer]),
    ("GET", "/v1/apps/6502847193/relationships/appClips", &[Role::Admin], &[Role::Developer]),
    ("GET", "/v1/apps/6502847193/analyticsReportRequests", &[Role::Admin, Role::Sales], &[Role::AppManager]),
    ("POST", "/v1/analyticsReportRequests", &[Role::Admin], &[Role::Sales, Role::AppManager]),
    ("GET", "/v1/apps/6502847193/appAvailabilityV2", &[Role::AppManager], &[Role::Developer, Role::Sales]),
    ("GET", "/v1/apps/6502847193/betaFeedbackCrashSubmissions", &[Role::Developer], &[Role::Marketing]),
    ("GET", "/v1/apps/6502847193/appClips", &[Role::Marketing], &[Role::Developer]),
    ("GET", "/v1/apps/6502847193/customerReviews", &[Role::CustomerSupport], &[Role::Finance]),
    ("POST", "/v1/betaGroups", &[Role::AppManager], &[Role::Developer]),
    ("GET", "/v1/betaGroups", &[Role::Developer], &[]),
    ("PATCH", "/v1/apps/6502847193", &[Role::AppManager], &[Role::Developer]),
];

#[test]
fn the_role_of_the_key_decides_what_it_may_do() {
    let token = token();
    let status = |role, method: &str, path: &str| {
        let key = Key::team(KEY_ID, &signer().public_pem()).role(role);
        let asked = request(method, &format!("{HOST}{path}"), &token, "");
        let (answer, seen) = ask(Policy::only(key).clock(Clock::Still(NOW)), asked);
        (answer, seen.verdict)
    };
    for (method, path, may, may_not) in ROLES {
        for role in *may {
            let (answer, verdict) = status(*role, method, path);
            assert_eq!(verdict, Verdict::Accepted, "{role:?} {method} {path}");
            assert_ne!(answer.status, 403);
        }
        for role in *may_not {
            let (answer, verdict) = status(*role, method, path);
            assert_eq!(verdict, Verdict::Refused(Reason::Role), "{role:?} {method} {path}");
            assert_eq!(answer.status, 403);
            let error = json_of(&answer.text());
            assert_eq!(error["errors"][0]["detail"], "The API key in use does not allow this request");
            assert!(error["errors"][0]["id"].is_string());
        }
    }
}

#[test]
fn reports_answer_406_then_403_then_400_then_404() {
    let whole = "filter[reportType]=FINANCIAL&filter[vendorNumber]=80012345";
    let cases = [
        (Role::Sales, "salesReports", whole, "application/a-gzip", 404),
        (Role::Sales, "financeReports", whole, "application/a-gzip", 403),
        (Role::Finance, "financeReports", whole, "application/a-gzip", 404),
        (Role::Finance, "financeReports", "", "application/a-gzip", 400),
        (Role::Sales, "financeReports", whole, "application/json", 406),
    ];
    for (role, path, query, accept, status) in cases {
        let key = Key::team(KEY_ID, &signer().public_pem()).role(role);
        let mut asked = get(&format!("{HOST}/v1/{path}?{query}"), &token());
        asked.headers_mut().insert("accept", accept.parse().unwrap());
        assert_eq!(
            ask(Policy::only(key).clock(Clock::Still(NOW)), asked).0.status,
            status,
            "{role:?} {path}"
        );
    }
}

#[test]
fn an_individual_key_is_kept_from_provisioning_sales_and_finance() {
    let key = || Key::individual(KEY_ID, &signer().public_pem());
    let token = Mint::individual(NOW).sign(&signer());
    for (path, verdict) in [
        ("/v1/apps", Verdict::Accepted),
        ("/v1/certificates", Verdict::Refused(Reason::IndividualKey)),
        ("/v1/salesReports", Verdict::Refused(Reason::IndividualKey)),
    ] {
        let (_, seen) =
            ask(Policy::only(key()).clock(Clock::Still(NOW)), get(&format!("{HOST}{path}"), &token));
        assert_eq!(seen.verdict, verdict, "{path}");
    }
    let (url, body) =
        (format!("{HOST}/v1/certificates"), r#"{"certificateType":"DEVELOPER_ID_APPLICATION"}"#);
    let (answer, seen) = ask(policy(), request("POST", &url, &self::token(), body));
    assert_eq!((answer.status, seen.verdict), (403, Verdict::Refused(Reason::AccountHolderOnly)));
    let (answer, seen) = ask(policy(), request("POST", &format!("{HOST}/v1/apps"), &self::token(), "{}"));
    assert_eq!((answer.status, seen.verdict), (403, Verdict::Refused(Reason::OperationNotOffered)));
}

#[test]
fn what_is_not_there_is_404_for_a_good_token() {
    for (path, code) in [
        ("/v1/agreements", "PATH_ERROR"),
        ("/v1/apps/1", "NOT_FOUND"),
        ("/v1/apps/1/appClips", "NOT_FOUND"),
        ("/v1/users/1", "NOT_FOUND"),
    ] {
        let (answer, seen) = ask(policy(), get(&format!("{HOST}{path}"), &token()));
        assert_eq!((answer.status, seen.verdict), (404, Verdict::Accepted), "{path}");
        assert_eq!(json_of(&answer.text())["errors"][0]["code"], code, "{path}");
    }
    let apps = json_of(&ask(policy(), get(ASC, &token())).0.text());
    assert_eq!(apps["data"][0]["id"], APP_ID);
    let none = json_of(&ask(policy().apps(&[]), get(ASC, &token())).0.text());
    assert_eq!(none["data"], Value::Array(Vec::new()));
}

#[test]
fn the_state_of_the_account_is_told_to_good_tokens_only() {
    let states = [
        (
            Account::AgreementPending,
            "FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED",
            "in-effect agreement",
        ),
        (Account::LicenseAgreementPending, "FORBIDDEN_ERROR.PLA_NOT_ACCEPTED", "Program License Agreement"),
        (Account::AccessUnavailable, "FORBIDDEN", "latest Program License Agreement"),
        (Account::MembershipExpired, "FORBIDDEN_ERROR", "active membership"),
        (Account::TeamUnknown, "FORBIDDEN_ERROR", "Content Provider ID"),
        (Account::ProviderMissing, "FORBIDDEN.MISSING_PROVIDER", "does not exist"),
    ];
    for (account, code, detail) in states {
        for url in [ASC, &format!("{HOST}/v1/agreements"), NOTARY] {
            let (answer, seen) = ask(policy().account(account), get(url, &token()));
            assert_eq!((answer.status, seen.verdict), (403, Verdict::Refused(Reason::Account(account))));
            let error = &json_of(&answer.text())["errors"][0];
            assert_eq!(error["code"], code);
            assert!(error["detail"].as_str().unwrap().contains(detail), "{error}");
        }
        let (answer, _) = ask(policy().account(account), get(ASC, "a.b.c"));
        assert_eq!(answer.status, 401);
    }
    let (answer, _) = ask(policy().account(Account::MembershipExpired), get(ASC, &token()));
    assert!(answer.text().contains(TEAM_ID));
}

#[test]
fn the_rate_limit_is_in_every_answer_and_can_be_used_up() {
    let (answer, _) = ask(policy(), get(ASC, &token()));
    assert_eq!(answer.header("x-rate-limit"), Some("user-hour-lim:3500;user-hour-rem:3499;"));
    let (answer, _) = ask(policy().rate_limited(), get(ASC, &token()));
    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("x-rate-limit"), Some("user-hour-lim:3500;user-hour-rem:0;"));
    assert!(answer.text().contains("RATE_LIMIT_EXCEEDED"));
    let (answer, _) = ask(policy().rate_limited(), get(NOTARY, &token()));
    assert!(answer.text().contains(r#""code":"RATE_LIMIT""#));
    let (answer, _) = ask(policy().rate_limited(), get(STORE, &purchase()));
    assert_eq!(answer.header("retry-after"), Some("2000000060000"));
}

#[test]
fn chosen_requests_with_a_valid_token_are_refused_all_the_same() {
    let apple = Apple::start(policy().transient(&[1, 3]));
    let status = |token: &str| at(&apple, get(ASC, token), Version::Http1).0.status;
    assert_eq!([&token(), "a.b.c", &token(), &token(), &token()].map(status), [401, 401, 200, 401, 200]);
    let (answer, _) = ask(policy().transient(&[1]), get(STORE, &purchase()));
    assert_eq!(answer.status, 401);
    let apple = Apple::start(policy().transient(&[1]));
    assert_eq!(at(&apple, push(PUSH, &super::provider("{}")), Version::Http2).0.status, 403);
}

#[test]
fn an_app_without_release_is_known_to_the_sandbox_only() {
    for (url, status) in [(STORE, 401), (STORE_SANDBOX, 404)] {
        let (answer, _) = ask(policy().unreleased(), get(url, &purchase()));
        assert_eq!(answer.status, status, "{url}");
    }
    assert!(
        ask(policy().unreleased(), get(STORE, &purchase()))
            .0
            .text()
            .starts_with("Unauthenticated\n\nRequest ID: ")
    );
    assert_eq!(ask(policy().unreleased().empty_refusals(), get(STORE, &purchase())).0.text(), "");
    let store =
        |path: &str| ask(policy(), get(&format!("https://api.storekit.apple.com{path}"), &purchase())).0;
    assert!(store("/inApps/v1/transactions/2000000912345678").text().contains("4040010"));
    assert!(store("/inApps/v1/transactions/0").text().contains("4000006"));
    assert_eq!(store("/inApps/v1/messaging/message/list").status, 200);
}

#[test]
fn the_front_end_can_fail_before_anything_is_looked_at() {
    for (policy, status, kind) in [
        (policy().edge(), 403, "text/html"),
        (policy().outage(500), 500, "application/json"),
        (policy().outage(503), 503, "text/html"),
    ] {
        let (answer, seen) = ask(policy, get(ASC, &token()));
        assert_eq!((answer.status, answer.header("content-type")), (status, Some(kind)));
        assert!(matches!(seen.verdict, Verdict::Refused(Reason::Edge | Reason::Outage)));
    }
}

#[test]
fn the_date_is_that_of_the_clock_or_whatever_the_policy_says() {
    let date = |policy: Policy| {
        let (answer, _) = ask(policy, get(ASC, &token()));
        answer.header("date").map(str::to_owned)
    };
    assert_eq!(date(policy()).as_deref(), Some("Wed, 18 May 2033 03:33:20 GMT"));
    assert_eq!(date(policy().date(DateField::Wrong(-20))).as_deref(), Some("Wed, 18 May 2033 03:33:00 GMT"));
    assert_eq!(date(policy().date(DateField::Text("yesterday"))).as_deref(), Some("yesterday"));
    assert_eq!(date(policy().date(DateField::Absent)), None);

    let before = Clock::Offset(-34).now();
    let shown = date(policy().clock(Clock::Offset(-34))).unwrap();
    let shown = DateTime::parse_from_rfc2822(&shown).unwrap().timestamp() as f64;
    assert!(before.floor() <= shown && shown <= Clock::Offset(-34).now());
}

#[test]
fn a_token_is_judged_by_the_clock_of_the_server() {
    let apple = Apple::start(policy().clock(Clock::Offset(-120)));
    let here = Clock::Offset(0).now() as i64;
    let ahead = Mint::team(here).sign(&signer());
    assert_eq!(
        at(&apple, get(ASC, &ahead), Version::Http1).1.verdict,
        Verdict::Refused(Reason::IssuedInFuture)
    );
    let there = Mint::team(here - 120).sign(&signer());
    assert_eq!(at(&apple, get(ASC, &there), Version::Http1).1.verdict, Verdict::Accepted);
}

#[test]
fn a_request_is_kept_whole() {
    let apple = Apple::start(policy());
    let mut first = Connection::open(&apple.origin(), None, Version::Http1).unwrap();
    let mut asked = request("POST", "/v1/apps?x=1", &token(), "body");
    asked.headers_mut().insert("host", "api.appstoreconnect.apple.com:443".parse().unwrap());
    first.send(asked).unwrap();
    first.send(get(ASC, &token())).unwrap();
    at(&apple, Request::get(ASC).body(String::new()).unwrap(), Version::Http2);
    let [post, again, bare] = &apple.requests()[..] else { unreachable!() };
    assert_eq!(
        (post.method.as_str(), post.target.as_str(), post.body.as_slice()),
        ("POST", "/v1/apps?x=1", &b"body"[..])
    );
    assert_eq!(post.host, "api.appstoreconnect.apple.com");
    assert_eq!(post.header("authorization"), Some(format!("Bearer {}", token()).as_str()));
    assert!(post.has_credential() && !post.is_http2);
    assert_eq!([post.connection, again.connection, bare.connection], [1, 1, 2]);
    assert!(bare.is_http2 && !bare.has_credential());
}

#[test]
fn a_host_that_is_not_apples_is_answered_421_unless_it_stands_for_one() {
    let url = "http://127.0.0.1:8080/v1/apps";
    assert_eq!(ask(policy(), get(url, &token())).0.status, 421);
    let policy = policy().loopback_is("api.appstoreconnect.apple.com");
    assert_eq!(ask(policy, get(url, &token())).0.status, 200);
}

#[test]
fn tls_carries_both_versions_and_is_trusted_through_its_ca_alone() {
    let apple = Apple::start(policy().tls());
    for version in [Version::Http1, Version::Http2] {
        let mut connection = Connection::open(&apple.origin(), Some(apple.ca_pem()), version).unwrap();
        assert_eq!(connection.send(get(ASC, &token())).unwrap().status, 200);
        assert_eq!(apple.requests().last().unwrap().is_http2, version == Version::Http2);
    }
    let other = Apple::start(policy().tls());
    assert!(Connection::open(&apple.origin(), Some(other.ca_pem()), Version::Http1).is_err());
    assert_eq!(apple.requests().len(), 2);
}

#[test]
fn a_server_that_is_dropped_is_gone() {
    let apple = Apple::start(policy());
    let mut open = Connection::open(&apple.origin(), None, Version::Http1).unwrap();
    assert_eq!(open.send(get(ASC, &token())).unwrap().status, 200);
    drop(apple);
    assert!(open.send(get(ASC, &token())).is_err());
}

#[test]
fn a_private_key_and_its_public_half_make_the_same_key() {
    for text in [signer().private_pem(), signer().public_pem()] {
        let key = Key::team(KEY_ID, &text).issuer(ISSUER_ID);
        let (answer, _) = ask(Policy::only(key).clock(Clock::Still(NOW)), get(ASC, &token()));
        assert_eq!(answer.status, 200);
    }
}

fn token() -> String {
    Mint::team(NOW).sign(&signer())
}

fn purchase() -> String {
    Mint::app_store_server(NOW).changed(&json_of(r#"{"header":{"kid":"PURCHASE23"}}"#)).sign(&signer())
}
