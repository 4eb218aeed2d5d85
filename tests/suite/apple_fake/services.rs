//! Tokens for the App Store Server API, Sign in with Apple and APNs.

use hyper::Request;
use serde_json::json;

use super::{
    Case, NOW, PUSH, PUSH_SANDBOX, SIWA, STORE, STORE_SANDBOX, ask, at, form, json_of, judged, policy,
    provider, push, request_form, signer, verdict,
};
use crate::apple::BUNDLE_ID;
use crate::apple::exchange::Verdict;
use crate::apple::mint::Mint;
use crate::apple::reason::Reason;
use crate::apple::server::Apple;
use crate::apple::state::Clock;
use crate::client::{Connection, Version};

#[test]
fn each_rule_of_the_app_store_server_accepts_and_refuses() {
    use Reason::*;
    let cases: &[Case] = &[
        ("the token as it is", "{}", None),
        ("an hour less a second", r#"{"claims":{"exp":2000003599}}"#, None),
        ("an hour", r#"{"claims":{"exp":2000003600}}"#, Some(LifetimeTooLong)),
        ("no iat", r#"{"claims":{"iat":null}}"#, None),
        ("an hour without iat", r#"{"claims":{"iat":null,"exp":2000003600}}"#, Some(LifetimeTooLong)),
        ("no exp", r#"{"claims":{"exp":null}}"#, Some(ExpiryMissing)),
        ("expired", r#"{"claims":{"iat":1999990000,"exp":1999990300}}"#, Some(Expired)),
        ("issued ahead", r#"{"claims":{"iat":2000000061}}"#, Some(IssuedInFuture)),
        ("a nonce of old", r#"{"claims":{"nonce":"6d3c2a51-0f8e-4b7d-9a64-1c5e7f2b8d90"}}"#, None),
        ("no bundle ID", r#"{"claims":{"bid":null}}"#, Some(BundleIdMissing)),
        ("another bundle ID", r#"{"claims":{"bid":"org.kites.Tail"}}"#, Some(BundleIdUnknown)),
        ("a team key", r#"{"header":{"kid":"K7Q2M9X4TZ"}}"#, Some(KeyKind)),
        ("another issuer", r#"{"claims":{"iss":"R4T8VXW2QK"}}"#, Some(IssuerWrong)),
        ("another audience", r#"{"claims":{"aud":"promotional-offer"}}"#, Some(AudienceWrong)),
    ];
    let mint = Mint::app_store_server(NOW).changed(&json!({"header": {"kid": "PURCHASE23"}}));
    for url in [STORE, STORE_SANDBOX, "https://api.storekit.itunes.apple.com/inApps/v1/transactions/20000009"]
    {
        judged(url, &mint, cases);
    }
}

#[test]
fn each_rule_of_sign_in_with_apple_accepts_and_refuses() {
    use Reason::*;
    let cases: &[Case] = &[
        ("the secret as it is", "{}", None),
        ("six months less a second", r#"{"claims":{"exp":2015776999}}"#, None),
        ("six months", r#"{"claims":{"exp":2015777000}}"#, None),
        ("six months and a second", r#"{"claims":{"exp":2015777001}}"#, Some(LifetimeTooLong)),
        ("six months from an earlier iat", r#"{"claims":{"iat":1999000000,"exp":2015776999}}"#, None),
        ("no iat", r#"{"claims":{"iat":null}}"#, Some(IssuedAtMissing)),
        ("no exp", r#"{"claims":{"exp":null}}"#, Some(ExpiryMissing)),
        ("expired", r#"{"claims":{"exp":1999999000}}"#, Some(Expired)),
        ("issued ahead", r#"{"claims":{"iat":2000000061}}"#, Some(IssuedInFuture)),
        ("times as strings", r#"{"claims":{"iat":"2000000000"}}"#, Some(TimeMalformed)),
        (
            "a subject with the team before it",
            r#"{"claims":{"sub":"R4T8VXW2QK.org.kites.tail"}}"#,
            Some(SubjectWrong),
        ),
        ("another client", r#"{"claims":{"sub":"org.kites.web"}}"#, Some(ClientIdWrong)),
        ("no subject", r#"{"claims":{"sub":null}}"#, Some(SubjectWrong)),
        ("another audience", r#"{"claims":{"aud":"https://appleid.apple.com/"}}"#, Some(AudienceWrong)),
        ("another team", r#"{"claims":{"iss":"B6N2KD8YPL"}}"#, Some(IssuerWrong)),
        ("a key of APNs", r#"{"header":{"kid":"APNSKEY234"}}"#, Some(KeyKind)),
    ];
    let mint = Mint::client_secret(NOW).changed(&json!({"header": {"kid": "SIGNIN2345"}}));
    let apple = Apple::start(policy().bundle_ids(&[BUNDLE_ID, "org.kites.web"]));
    for (name, patch, expected) in cases {
        let secret = mint.clone().changed(&json_of(patch)).sign(&signer());
        let (answer, seen) = at(&apple, form(&secret, ""), Version::Http1);
        assert_eq!(seen.verdict, verdict(*expected), "{name}");
        let error = if expected.is_none() { "invalid_grant" } else { "invalid_client" };
        assert_eq!((answer.status, answer.text()), (400, format!(r#"{{"error":"{error}"}}"#)), "{name}");
    }
}

#[test]
fn a_form_that_is_none_is_an_invalid_request() {
    let secret = Mint::client_secret(NOW).changed(&json!({"header": {"kid": "SIGNIN2345"}})).sign(&signer());
    let untyped = Request::post(SIWA).body(form(&secret, "").into_body()).unwrap();
    let asked = [
        (untyped, "invalid_request"),
        (form(&secret, "&client_id=org.kites.tail"), "invalid_request"),
        (request_form("grant_type=authorization_code&code=x&client_id=org.kites.tail"), "invalid_request"),
        (
            request_form(&format!("grant_type=x&client_id={BUNDLE_ID}&client_secret={secret}")),
            "unsupported_grant_type",
        ),
    ];
    for (request, error) in asked {
        let (answer, _) = ask(policy(), request);
        assert_eq!(answer.text(), format!(r#"{{"error":"{error}"}}"#));
    }
    let (answer, seen) = ask(policy(), Request::get(SIWA).body(String::new()).unwrap());
    assert_eq!((answer.status, seen.verdict), (404, Verdict::Refused(Reason::RequestUnknown)));
}

#[test]
fn each_rule_of_apns_accepts_and_refuses() {
    let cases = [
        ("the token as it is", "{}", "BadDeviceToken"),
        ("an hour old", r#"{"claims":{"iat":1999996400}}"#, "BadDeviceToken"),
        ("more than an hour old", r#"{"claims":{"iat":1999996399}}"#, "ExpiredProviderToken"),
        ("issued ahead", r#"{"claims":{"iat":2000000061}}"#, "InvalidProviderToken"),
        ("no iat", r#"{"claims":{"iat":null}}"#, "InvalidProviderToken"),
        ("iat as a string", r#"{"claims":{"iat":"2000000000"}}"#, "InvalidProviderToken"),
        ("another team", r#"{"claims":{"iss":"B6N2KD8YPL"}}"#, "InvalidProviderToken"),
        (
            "key and team swapped",
            r#"{"header":{"kid":"R4T8VXW2QK"},"claims":{"iss":"APNSKEY234"}}"#,
            "InvalidProviderToken",
        ),
        ("a key of App Store Connect", r#"{"header":{"kid":"K7Q2M9X4TZ"}}"#, "InvalidProviderToken"),
        ("a key of the sandbox", r#"{"header":{"kid":"SANDBOX234"}}"#, "BadEnvironmentKeyInToken"),
        ("claims nobody asked for", r#"{"claims":{"exp":2000000600}}"#, "BadDeviceToken"),
    ];
    let apple = Apple::start(policy());
    for (name, patch, reason) in cases {
        let (answer, seen) = at(&apple, push(PUSH, &provider(patch)), Version::Http2);
        assert_eq!(answer.text(), format!(r#"{{"reason":"{reason}"}}"#), "{name}");
        let is_good = reason == "BadDeviceToken";
        assert_eq!(
            (answer.status, seen.verdict == Verdict::Accepted),
            (if is_good { 400 } else { 403 }, is_good)
        );
        assert!(answer.header("apns-id").is_some());
    }
    let sandbox = provider(r#"{"header":{"kid":"SANDBOX234"}}"#);
    assert_eq!(at(&apple, push(PUSH_SANDBOX, &sandbox), Version::Http2).0.status, 400);
    let without = Request::post(PUSH).body(String::new()).unwrap();
    assert!(at(&apple, without, Version::Http2).0.text().contains("MissingProviderToken"));
    let no_topic = Request::post(PUSH).header("authorization", format!("bearer {}", provider("{}")));
    let (answer, _) = at(&apple, no_topic.body(String::new()).unwrap(), Version::Http2);
    assert!(answer.text().contains("MissingTopic"));
    let (answer, seen) = at(&apple, push(PUSH, &provider("{}")), Version::Http1);
    assert_eq!((answer.status, seen.verdict), (505, Verdict::Refused(Reason::HttpVersion)));
}

#[test]
fn apns_counts_the_tokens_of_a_key_and_the_teams_of_a_connection() {
    let apple = Apple::start(policy().provider_tokens(2));
    let token = |age: i64| provider(&format!(r#"{{"claims":{{"iat":{}}}}}"#, NOW - age));
    for (age, status) in [(0, 400), (1, 400), (0, 400), (2, 429), (1, 400)] {
        assert_eq!(at(&apple, push(PUSH, &token(age)), Version::Http2).0.status, status, "{age}");
    }

    apple.set_clock(Clock::Still(NOW + 20 * 60));
    assert_eq!(at(&apple, push(PUSH, &token(2)), Version::Http2).0.status, 400);

    let apple = Apple::start(policy());
    let other = provider(r#"{"header":{"kid":"OTHERTEAM2"},"claims":{"iss":"B6N2KD8YPL"}}"#);
    let mut shared = Connection::open(&apple.origin(), None, Version::Http2).unwrap();
    assert_eq!(shared.send(push(PUSH, &token(0))).unwrap().status, 400);
    assert_eq!(shared.send(push(PUSH, &other)).unwrap().status, 403);
    assert_eq!(apple.requests().last().unwrap().verdict, Verdict::Refused(Reason::TeamsMixed));
    assert_eq!(at(&apple, push(PUSH, &other), Version::Http2).0.status, 400);
}
