//! What comes back is bad, or does not come back whole.

use super::at_once;
use super::told::{Question, against};
use crate::apple::hostile::{Kind, Stage};

#[test]
fn what_never_answers_ends_with_the_time_limit() {
    let ends = |kind| {
        let (told, server) = against(kind);
        told.says_no_answer("no answer within 1s; wait longer with --timeout");
        assert_eq!(told.probes(), [("given", 0), ("none", 0)], "{kind:?}");
        assert!(server.requests().len() <= 4, "{kind:?}: nothing more is asked, in neither format");
    };
    at_once([Kind::Silent, Kind::SlowHeaders, Kind::OneByteASecond, Kind::Interim], ends);
}

#[test]
fn what_is_no_http_answer_is_no_denial() {
    for (kind, words) in [
        (Kind::HugeHeader, "what came is no HTTP answer (message head is too large)"),
        (Kind::ManyHeaders, "what came is no HTTP answer (message head is too large)"),
        (Kind::GarbageStatusLine, "what came is no HTTP answer (invalid HTTP version parsed)"),
        (Kind::Ssh, "what came is no HTTP answer"),
    ] {
        let (told, _) = against(kind);
        told.says_no_answer(words);
        assert_eq!(told.probes(), [("given", 0), ("none", 0)], "{kind:?}");
    }
}

#[test]
fn a_connection_that_breaks_before_the_answer_is_no_denial() {
    for (stage, words) in [
        // Which of the two addresses of `localhost` is blamed is the system's affair.
        (Stage::AfterAccept, "the connection was "),
        (Stage::AfterRequest, "the connection was closed before an answer came"),
        (Stage::MidHeaders, "the connection was closed before an answer came"),
    ] {
        let (told, server) = against(Kind::Reset(stage));
        told.says_no_answer(words);
        assert_eq!(told.probes(), [("given", 0), ("none", 0)], "{stage:?}");
        assert!(server.requests().len() <= 4, "{stage:?}");
    }
}

#[test]
fn a_refusal_counts_whatever_its_body_is() {
    for (kind, words) in [
        (Kind::EndlessBody, "its body is longer than 1 MiB and was cut"),
        (Kind::GzipBomb, "its body is compressed, though that was not asked for, and was not read"),
        (Kind::EncodingDeclared("br"), "its body is compressed"),
        (Kind::EncodingDeclared("deflate"), "its body is compressed"),
        (Kind::LengthTooLong, "the connection broke while the body was read"),
        (Kind::LengthTooShort, "the refusal to explain"),
        (Kind::Reset(Stage::MidBody), "the connection broke while the body was read"),
        (Kind::NotUtf8, "the refusal to explain"),
        (Kind::EscapeSequences, "the refusal to explain"),
    ] {
        let (told, _) = against(kind);
        told.says(1, words);
        assert!(!told.human.contains("owned"), "{kind:?}: {}", told.human);
        assert_eq!(told.probes()[..2], [("given", 401), ("none", 401)], "{kind:?}");
    }
}

#[test]
fn a_redirect_is_named_and_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let (told, server) = against(Kind::RedirectElsewhere(status));
        told.says(2, "shows nothing of the token");
        let target = "a redirect to http://localhost:";
        assert!(told.human.contains(target), "{}", told.human);
        assert_eq!(server.elsewhere(), [""; 0], "{status}");
        assert_eq!(server.requests().len(), 4, "{status}: two for each format");
    }
    let (told, server) = against(Kind::RedirectLoop);
    told.says(2, "shows nothing of the token");
    assert!(told.human.contains("302, a redirect to https://api.appstoreconnect.apple.com/v1/apps says"));
    assert!(!told.all().contains("again="), "{}", told.all());
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn another_protocol_is_not_switched_to() {
    let (told, server) = against(Kind::SwitchingProtocols);
    told.says(2, "shows nothing of the token");
    assert!(told.human.starts_with("unknown: 101 says nothing of the token"), "{}", told.human);
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn a_certificate_that_is_wrong_gets_no_token() {
    for (kind, words) in [
        (Kind::CertificateForAnotherName, "its certificate is not for this name but for example.com"),
        (Kind::CertificateExpired, "its certificate was valid until 2020-01-01 00:00:00 UTC"),
        (Kind::CertificateSelfSigned, "its certificate is signed by nobody this machine trusts"),
        (Kind::Tls10, "it speaks neither TLS 1.2 nor TLS 1.3"),
    ] {
        let (told, server) = against(kind);
        told.says_no_answer(words);
        assert!(server.requests().is_empty(), "{kind:?}");
    }
}

#[test]
fn a_server_that_goes_away_is_no_denial() {
    let server = crate::apple::hostile::Hostile::start(Kind::Goaway);
    let origin = server.origin();
    let question = Question::to(&format!("api.appstoreconnect.apple.com={origin}"));
    let told = question.arg(&format!("--url={origin}/v1/apps?limit=2")).ca(server.ca_pem()).ask();
    told.says_no_answer("the server ended the exchange before an answer came");
    assert!(server.requests().is_empty());
}

#[test]
fn a_date_that_tells_nothing_is_left_out() {
    for kind in [Kind::DateAbsent, Kind::Date("yesterday"), Kind::Date("Mon, 99 Foo 2026 25:61:61 GMT")] {
        let (told, _) = against(kind);
        told.says(1, "the refusal to explain");
        assert!(told.human.contains("not known: no answer had a usable `Date`"), "{}", told.human);
        assert!(told.report["subjects"][0].get("clock").is_none(), "{:#}", told.report);
    }
}

#[test]
fn nothing_is_built_on_a_date_that_is_years_away() {
    for (date, shown) in [
        ("Thu, 01 Jan 1970 00:00:00 GMT", "dated 1970-01-01 00:00:00 UTC"),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "dated 253402300799 s after 1970"),
    ] {
        let (told, server) = against(Kind::Date(date));
        told.says(1, shown).says(1, "One of the two is wrong");
        assert!(told.report["subjects"][0].get("clock").is_none(), "{:#}", told.report);
        let blamed = ["claims-iat-in-future", "claims-expired"];
        assert!(!blamed.iter().any(|lint| told.all().contains(lint)), "{}", told.human);
        assert!(told.causes().first() != Some(&"clock-ahead"), "{}", told.human);
        let tokens = server.requests().join("\n");
        assert!(tokens.contains("authorization: Bearer "), "{tokens}");
    }
}
