use std::fs;
use std::io::{self, Read};

use proptest::prelude::*;

use super::*;
use crate::model::exchange::{Authorization, MAX_BODY, Place};
use crate::model::jws::Token;
use crate::text::cost::is_linear;

const APPS: &str = "https://api.appstoreconnect.apple.com/v1/apps";

fn captured(name: &str) -> String {
    fs::read_to_string(format!("{}/testdata/captured/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The only exchange in a text.
fn one(text: &str) -> Exchange {
    let mut exchanges = read(text).unwrap_or_else(|| panic!("no exchange in {text}"));
    assert_eq!(exchanges.len(), 1, "{exchanges:?}");
    exchanges.remove(0)
}

fn url(exchange: &Exchange) -> String {
    let Some(request) = &exchange.request else { return String::new() };
    let query = request.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
    let scheme = request.scheme.as_deref().unwrap_or_default();
    let host = request.host.as_deref().unwrap_or_default();
    format!("{} {scheme}://{host}{}{query}", request.method, request.path)
}

/// Request, status, code, and whether there is a token that can be decoded.
fn told(exchange: &Exchange) -> (String, Option<u16>, Option<String>, bool) {
    let claims = exchange.token().map(|token| Token::decode(token.text().as_bytes(), false));
    let has_token = claims.is_some_and(|token| token.claims().is_some());
    (url(exchange), exchange.status, exchange.body.as_deref().and_then(code), has_token)
}

#[test]
fn every_form_of_capture_is_read() {
    let asc = "NOT_AUTHORIZED";
    let siwa = "POST https://appleid.apple.com/auth/token";
    let push = format!("POST https://api.push.apple.com/3/device/{}", "0".repeat(64));
    for (name, url, status, code, has_token) in [
        ("curl-i.txt", &*format!("GET {APPS}?limit=1"), 401, asc, true),
        ("curl-i-proxy.txt", "", 401, asc, false),
        ("curl-v-http2.txt", &format!("GET {APPS}"), 401, asc, true),
        (
            "curl-v-http1.txt",
            &format!("GET {}", APPS.replace("/apps", "/users")),
            403,
            "FORBIDDEN_ERROR",
            true,
        ),
        ("github-actions.txt", &format!("GET {APPS}"), 401, asc, false),
        ("curl-trace-ascii.txt", &format!("GET {APPS}"), 401, asc, true),
        ("curl-trace-siwa.txt", siwa, 400, "invalid_client", true),
        ("siwa-form.http", siwa, 400, "invalid_client", true),
        ("httpie.txt", &format!("GET {APPS}"), 401, asc, true),
        ("httpie-colours.txt", &format!("GET {APPS}"), 401, asc, true),
        ("apns.txt", &push, 403, "ExpiredProviderToken", true),
    ] {
        let text = captured(name);
        let expected = (url.to_owned(), Some(status), Some(code.to_owned()), has_token);
        for text in [
            text.clone(),
            text.replace('\n', "\r\n"),
            text.replace('\n', "\n    "),
            format!("\u{feff}{text}"),
        ] {
            let exchange = one(&text);
            assert_eq!(told(&exchange), expected, "{name}: {exchange:?}");
            assert_eq!(exchange.date(), Some(1_795_168_800.0), "{name}");
            assert!(is_error_body(exchange.body.as_deref().unwrap()), "{name}: {:?}", exchange.body);
        }
    }
}

#[test]
fn an_answer_in_plain_text_is_kept() {
    let exchange = one(&captured("app-store-server.http"));
    assert_eq!(
        exchange.body.as_deref(),
        Some("Unauthenticated\n\n    Request ID: 7KQ2ZV4M5XW6T3N8R9YB0CDEFG.0.0")
    );
    assert_eq!(url(&exchange), "GET https://api.storekit.apple.com/inApps/v1/transactions/2000000123456789");
}

#[test]
fn a_request_alone_has_no_status() {
    let exchange = one(&captured("request-alone.http"));
    assert_eq!((exchange.status, exchange.body.as_deref()), (None, None));
    let token = exchange.token().unwrap();
    assert!(token.value.starts_with("Bearer \"eyJ") && token.value.ends_with('"'), "faults are kept");
    assert_eq!(token.place, Place::Authorization);
}

#[test]
fn a_masked_secret_is_no_token() {
    let exchange = one(&captured("github-actions.txt"));
    assert_eq!(exchange.authorization(), Authorization::Masked);
    assert_eq!(one("HTTP/2 401\n\nx").authorization(), Authorization::Unknown);
    assert_eq!(one("GET /v1/apps HTTP/1.1\nHost: a.b\n\n").authorization(), Authorization::Absent);
}

#[test]
fn the_command_tells_what_the_capture_does_not_show() {
    let shell = "$ curl -i -H \"Authorization: Bearer $TOKEN\" https://a.b/c\nHTTP/2 401\ndate: x\n\n\
        $ echo done\ndone\n";
    let exchange = one(shell);
    assert_eq!((url(&exchange).as_str(), exchange.body.as_deref()), ("GET https://a.b/c", Some("")));
    assert_eq!(exchange.authorization(), Authorization::Masked);
    let exchange = one(
        "curl -d client_secret=eyJ.eyJ.x https://appleid.apple.com/auth/token\n{\"error\":\"invalid_client\"}\n",
    );
    assert_eq!((exchange.status, exchange.body.as_deref()), (None, Some("{\"error\":\"invalid_client\"}")));
    assert_eq!(exchange.token().unwrap().value, "eyJ.eyJ.x");
    assert!(read("curl https://a.b/install.sh | sh\nInstalled.\n").is_none());
}

#[test]
fn several_commands_are_several_exchanges() {
    let text = "$ curl -i https://a.b/1\nHTTP/2 401\n\nx\n$ curl -i https://a.b/2\nHTTP/2 200\n\ny\n";
    let exchanges = read(text).unwrap();
    let told: Vec<_> = exchanges.iter().map(|e| (url(e), e.status, e.body.as_deref())).collect();
    assert_eq!(
        told,
        [
            ("GET https://a.b/1".into(), Some(401), Some("x")),
            ("GET https://a.b/2".into(), Some(200), Some("y"))
        ]
    );
}

#[test]
fn the_last_answer_counts() {
    let text = "$ curl -iL https://a.b/1\nHTTP/1.1 302 Found\nLocation: https://c.d/2\n\n<html>\n\
        HTTP/1.1 401 Unauthorized\nDate: x\n\nz";
    let exchange = one(text);
    assert_eq!((url(&exchange).as_str(), exchange.status), ("GET https://c.d/2", Some(401)));
    let text = "> GET /1 HTTP/1.1\n> Host: a.b\n>\n< HTTP/1.1 301 Moved\n< Location: /2\n<\n> GET /2 HTTP/1.1\n\
        > Host: a.b\n>\n< HTTP/1.1 401\n<\n";
    assert_eq!(url(&one(text)), "GET https://a.b/2");
    let text = "> CONNECT a.b:443 HTTP/1.1\n> Host: a.b:443\n>\n< HTTP/1.1 200 Connection established\n<\n\
        > GET /2 HTTP/1.1\n> Host: a.b\n>\n< HTTP/1.1 401\n<\n";
    assert_eq!(url(&one(text)), "GET https://a.b/2");
    let refused = one("> CONNECT a.b:443 HTTP/1.1\n> Host: a.b:443\n>\n< HTTP/1.1 407 x\n<\n");
    assert_eq!(refused.status, Some(407));
}

#[test]
fn streams_that_are_mixed_are_sorted_out() {
    let head = "> GET / HTTP/1.1\n> Host: a.b\n>\n";
    for answer in [
        "{\"a\":1}\n< HTTP/1.1 401\n< Date: x\n<\n* Connection #0 to host a.b left intact\n",
        "< HTTP/1.1 401\nHTTP/1.1 401\n< Date: x\nDate: x\n<\n\n{\"a\":1}",
        "< HTTP/1.1 401\n< Date: x\n<\n{ [5 bytes data]\n{\"a\":1}* Closing connection 0\n",
    ] {
        let exchange = one(&format!("{head}{}", answer.replace("{\"a\":1}", "{\"errorCode\":4010000}")));
        assert_eq!(exchange.body.as_deref(), Some("{\"errorCode\":4010000}"), "{answer}");
        assert_eq!(exchange.fields.len(), 1, "{answer}");
    }
    let hidden = one(&format!("{head}< HTTP/1.1 401\n<\n{{ [350 bytes data]\n"));
    assert_eq!(hidden.body, None);
}

#[test]
fn remarks_tell_the_request_when_its_lines_are_gone() {
    let text = "* h2h3 [:method: GET]\n* h2h3 [:path: /v1/apps]\n* h2h3 [:scheme: https]\n\
        * h2h3 [:authority: a.b]\n* h2h3 [authorization: Bearer x]\n< HTTP/2 401\n<\n";
    let exchange = one(text);
    assert_eq!(url(&exchange), "GET https://a.b/v1/apps");
    assert_eq!(exchange.authorization(), Authorization::Present("Bearer x"));
}

#[test]
fn a_transcript_amid_other_output_is_found() {
    let text = format!("Resolving\nnote: done\n{}Exit 22\n", captured("curl-v-http1.txt"));
    assert_eq!(one(&text).status, Some(403));
    let text = "Running step\nGET /v1/apps HTTP/1.1\nHost: a.b\n\nHTTP/1.1 401 Unauthorized\nDate: x\n\n\
        {\"a\":1}\nStep failed\n";
    let exchange = one(text);
    assert_eq!((exchange.status, exchange.body.as_deref()), (Some(401), Some("{\"a\":1}")));
    let markdown = "I get this:\n\n```http\nHTTP/1.1 401 Unauthorized\nDate: x\n\nno\n```\nWhy?\n";
    assert_eq!(one(markdown).body.as_deref(), Some("no"));
}

#[test]
fn other_texts_are_no_exchanges() {
    let clean =
        |name: &str| fs::read_to_string(format!("{}/testdata/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    for text in [
        String::new(),
        clean("clean/scope.jwt"),
        clean("clean/header-line.txt"),
        clean("keys/p256.pem"),
        clean("clean/fastlane.json"),
        clean("foreign/jwks.json"),
        captured("session.har"),
        "{\"error\":\"invalid_client\"}".to_owned(),
        "10:00 GET /v1/apps HTTP/1.1\n10:01 HTTP/1.1 401 Unauthorized\n".to_owned(),
        "line\nHTTP/1.1 401 Unauthorized\nline\n".to_owned(),
        "192.0.2.1 - - [20/Nov/2026] \"GET / HTTP/1.1\" 401 0\n".repeat(9),
        "> quoted\n< x\n* item\n".to_owned(),
        format!("HTTP/1.1 401\n\n{}", " ".repeat(MAX_TEXT)),
    ] {
        assert!(read(&text).is_none(), "{text}");
    }
}

#[test]
fn broken_utf8_is_replaced() {
    assert_eq!(one(&String::from_utf8_lossy(b"HTTP/2 401\n\n\xffx")).body.as_deref(), Some("\u{fffd}x"));
}

fn har_of(bytes: &[u8]) -> (Vec<Exchange>, HarEnd) {
    let mut exchanges = Vec::new();
    let end = har(bytes, &mut |exchange| exchanges.push(exchange)).unwrap();
    (exchanges, end)
}

#[test]
fn a_har_is_read_entry_by_entry() {
    let text = captured("session.har");
    assert!(is_har(text.as_bytes()));
    let (exchanges, end) = har_of(text.as_bytes());
    assert_eq!(end, HarEnd { entries: 5, skipped: 0, is_complete: true });
    let statuses: Vec<_> = exchanges.iter().map(|exchange| exchange.status).collect();
    assert_eq!(statuses, [Some(200), Some(200), Some(401), Some(400), None]);
    assert_eq!(told(&exchanges[2]).2.as_deref(), Some("NOT_AUTHORIZED"));
    let siwa = &exchanges[3];
    assert_eq!(
        told(siwa),
        ("POST https://appleid.apple.com/auth/token".into(), Some(400), Some("invalid_client".into()), true)
    );
    assert_eq!(exchanges[4].body, None);
    let compact = text.lines().map(str::trim).collect::<String>();
    assert_eq!(har_of(compact.as_bytes()).1, end);
}

#[test]
fn a_har_that_was_cut_gives_what_was_whole() {
    let text = captured("session.har");
    let mut most = 0;
    for length in (0..text.len()).step_by(97).chain([text.len()]) {
        let (exchanges, end) = har_of(&text.as_bytes()[..length]);
        assert_eq!(exchanges.len() as u64, end.entries);
        assert!(end.entries >= most && !end.is_complete || end.entries == 5);
        most = end.entries;
    }
    assert_eq!(most, 5);
}

#[test]
fn a_har_that_browsers_sanitize_does_not_show_the_authorization() {
    let request = r#"{"url":"https://a.b/","headers":[{"name":"Accept","value":"*"}]}"#;
    let entry = format!(r#"{{"request":{request},"response":{{"status":401}}}}"#);
    let har = format!(r#"{{"log":{{"creator":{{"name":"WebInspector"}},"entries":[{entry}]}}}}"#);
    assert_eq!(har_of(har.as_bytes()).0[0].authorization(), Authorization::Unknown);
    let har = har.replace("WebInspector", "Charles");
    assert_eq!(har_of(har.as_bytes()).0[0].authorization(), Authorization::Absent);
}

#[test]
fn hostile_hars_are_bounded_and_their_neighbours_are_read() {
    let good = r#"{"request":{"url":"https://a.b/"},"response":{"status":401,"content":{"text":"x"}}}"#;
    let long = format!(
        r#"{{"response":{{"status":403,"content":{{"text":"{}\"é"}}}}}}"#,
        "é\\u00e9".repeat(1 << 18)
    );
    let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let huge = format!(r#"{{"a":[{}0]}}"#, "0,".repeat(3 << 20));
    let surrogate = r#"{"response":{"status":401,"content":{"text":"a\ud800"}}}"#;
    let text = format!(r#"{{"log":{{"entries":[{good},{long},{deep},{huge},{{,}},{surrogate},{good}]}}}}"#);
    let (exchanges, end) = har_of(text.as_bytes());
    assert_eq!(end, HarEnd { entries: 5, skipped: 2, is_complete: true });
    assert_eq!((exchanges[0].status, exchanges[4].status), (Some(401), Some(401)));
    let body = exchanges[1].body.as_deref().unwrap();
    assert!(body.len() <= MAX_BODY && body.len() > MAX_BODY / 4 && body.chars().all(|c| c == 'é'));
}

#[test]
fn half_a_gigabyte_in_one_string_is_passed_in_constant_memory() {
    let head = &br#"{"log":{"entries":[{"response":{"status":401,"content":{"text":""#[..];
    let size = if cfg!(debug_assertions) { 8 << 20 } else { 500 << 20 };
    let reader = head.chain(io::repeat(b'a').take(size)).chain(&b"\"}}}]}}"[..]);
    let mut lengths = Vec::new();
    let end = har(reader, &mut |exchange| lengths.extend(exchange.body.map(|body| body.len()))).unwrap();
    assert!(end.is_complete);
    assert_eq!(lengths, [MAX_BODY]);
}

#[test]
fn a_har_is_told_by_its_beginning() {
    for head in [
        "{\"log\":{\"version\":\"1.2\"",
        "\u{feff} \n{\n  \"log\": {\n    \"creator\": {",
        "{\"$schema\":\"x\",\"log\":{\"pages\":[],",
    ] {
        assert!(is_har(head.as_bytes()), "{head}");
    }
    for head in [
        "",
        "{",
        "[{\"log\":{}}]",
        "{\"log\":\"version\"}",
        "{\"a\":{\"log\":{\"entries\":[]}}}",
        "{\"errors\":[]}",
        "\"log\"",
    ] {
        assert!(!is_har(head.as_bytes()), "{head}");
    }
}

/// Lines such as captures are made of.
fn lines() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "> GET / HTTP/1.1",
        "> a: b",
        ">",
        "< HTTP/2 401",
        "< a: b",
        "<",
        "* [HTTP/2] [1] [:path: /]",
        "{ [5 bytes data]",
        "HTTP/1.1 401 x",
        "GET /a HTTP/1.1",
        "a: b",
        " folded",
        "",
        "$ curl -H 'a: b",
        "curl \"$(x",
        "{\"a\":",
        "}",
        "5",
        "0",
        "=> Send header, 5 bytes (0x5)",
        "<= Recv header, 9 bytes",
        "<= Recv data, 9 bytes",
        "0000: HTTP/1.1 401 x",
        "ffffffff: a",
        "0000: 47 45 54 20 2f 76 31 2f 61 70 70 73 20 48 54 54 GET /v1/apps HTT",
        "\u{1b}]8;;x",
        "\u{1b}[",
        "```",
        "2026-11-20T10:00:00Z x",
        "'",
        "Authorization: Bearer ***",
        "Transfer-Encoding: chunked",
    ]);
    prop::collection::vec(prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<String>()], 0..40)
        .prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn nothing_that_looks_like_a_capture_panics(text in lines()) {
        for exchange in read(&text).unwrap_or_default() {
            let _ = (exchange.token(), exchange.authorization(), exchange.date());
        }
        let _ = (is_error_body(&text), code(&text), is_har(text.as_bytes()));
    }

    #[test]
    fn no_json_like_text_panics(text in "[\\[\\]{}\"':=>,.a-z0-9\\\\ é\n]{0,200}") {
        let _ = (is_error_body(&text), code(&text), read(&text));
        let _ = har_of(format!("{{\"log\":{{\"entries\":[{text}").as_bytes());
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = (read(&text), is_error_body(&text), code(&text), is_har(&bytes), har_of(&bytes));
    }
}

#[test]
fn no_text_takes_more_than_linear_time() {
    let pieces = [
        "$ curl '\n",
        "curl \"$(\n",
        "> GET / HTTP/1.1\n",
        "< HTTP/1.1 401\n",
        "HTTP/1.1 401\n",
        "a\n",
        " \n",
        "{",
        "\"",
        "\"code\":",
        "\\",
        "* Connection #",
        "{ [",
        "\u{1b}]",
        "\u{1b}[",
        "\r",
        "<= Recv header, 1 bytes\n0000: a\n",
        "{\"errors\"=>[",
        "code ",
        "1 ",
        ":",
        "\u{feff}",
        "5\n",
        "a: b\n",
        "Authorization: x\n",
        "=> Send header, 1\n",
    ];
    let starts = [
        "",
        "HTTP/1.1 401\nTransfer-Encoding: chunked\n\n",
        "> GET / HTTP/1.1\n< HTTP/1.1 401\n<\n",
        "{\"errors\": ",
    ];
    let read_all = |text: &str| {
        let _ =
            (read(text), code(text), is_error_body(text), is_har(text.as_bytes()), har_of(text.as_bytes()));
    };
    for (start, piece) in starts.iter().flat_map(|start| pieces.map(|piece| (start, piece))) {
        let text = |bytes: usize| format!("{start}{}", piece.repeat(bytes / piece.len()));
        is_linear(&format!("{start:?} {piece:?}"), text, read_all);
    }
}
