//! The client of `probe` against servers that answer, lie, break, dawdle and stand where they should not.

use std::ffi::OsString;
use std::io::{self, Write};
use std::net::TcpListener;
use std::thread::sleep;
use std::time::{Duration, Instant};

use why401::model::exchange::{Field, MAX_BODY};
use why401::probe::{
    BaseUrl, BodyEnd, Client, Connection, Failure, FailureKind, Options, Outgoing, Proxies, SetUpError,
    Stage, TlsFault, Transfer, block_on,
};
use why401::redact::{Known, Sendable};

use crate::server::{Flaw, Identity, Server, answer, pem};

/// What no request may take beyond its time limit, on a busy machine.
const SLACK: Duration = Duration::from_secs(60);

const OWN: &str = "https://api.push.apple.com";

/// A token whose signature must never be shown.
const TOKEN: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2VjcmV0LXNpZ25hdHVyZS1zZWNyZXQtc2lnbmF0dXJl";

fn options() -> Options {
    Options {
        timeout: Duration::from_secs(10),
        ca_cert: None,
        proxies: Proxies::default(),
        base_urls: Vec::new(),
        allowed_hosts: vec!["127.0.0.1".to_owned(), "localhost".to_owned()],
        typed: None,
        own: vec![OWN],
        http2_only: false,
        known: Known::default(),
        now: Box::new(|| 1_795_168_800.25),
    }
}

fn hasty() -> Options {
    Options { timeout: Duration::from_secs(1), ..options() }
}

fn outgoing(url: &str) -> Outgoing {
    Outgoing {
        method: "GET".to_owned(),
        url: url.to_owned(),
        headers: Vec::new(),
        authorization: Sendable::value(&format!("Bearer {TOKEN}"), &Known::default()).ok(),
        body: None,
        connection: Connection::Shared,
    }
}

/// Sends one request and sees to what holds for each: it ends in time, and no message shows a secret.
fn send(options: Options, outgoing: Outgoing) -> Result<Transfer, Failure> {
    let limit = options.timeout.saturating_add(SLACK);
    let client = Client::new(options).unwrap();
    let begun = Instant::now();
    let result = block_on(client.send(outgoing)).unwrap();
    assert!(begun.elapsed() < limit, "{:?}", begun.elapsed());
    if let Err(Failure { message, .. }) = &result {
        assert!(!message.contains(TOKEN) && !message.contains("secret"), "{message}");
        assert!(!message.contains("reqwest") && !message.contains(['{', '\n']), "{message}");
    }
    result
}

fn get(options: Options, url: &str) -> Result<Transfer, Failure> {
    send(options, outgoing(url))
}

fn kind(result: Result<Transfer, Failure>) -> FailureKind {
    result.unwrap_err().kind
}

fn proxies(proxy: String, except: &'static str) -> Proxies {
    Proxies::from_environment(&|name| match name {
        "HTTPS_PROXY" => Some(OsString::from(&proxy)),
        "NO_PROXY" => Some(OsString::from(except)),
        _ => None,
    })
}

#[test]
fn an_answer_is_told_as_it_came() {
    let server = Server::plain(|stream| {
        stream.write_all(&answer("401 Unauthorized", "X-Two: a\r\nx-two: b\r\n", b"{}"))
    });
    let sent = get(options(), &server.url("/v1/apps?limit=1")).unwrap();
    assert_eq!((sent.exchange.status, sent.exchange.body.as_deref()), (Some(401), Some("{}")));
    assert_eq!(sent.exchange.field("X-TWO"), Some("a"));
    assert_eq!((sent.body_end, sent.started, sent.redirect), (BodyEnd::Complete, 1_795_168_800.25, None));
    let request = sent.exchange.request.unwrap();
    assert_eq!((request.path.as_str(), request.query.as_deref()), ("/v1/apps", Some("limit=1")));
    assert!(sent.exchange.request_fields.unwrap().iter().any(|field| field.value.contains(TOKEN)));

    let head = &server.seen()[0].to_ascii_lowercase();
    assert!(head.starts_with("get /v1/apps?limit=1 http/1.1\r\n"), "{head}");
    assert!(head.contains(&format!("user-agent: why401/{}\r\n", env!("CARGO_PKG_VERSION"))), "{head}");
    assert!(head.contains("accept-encoding: identity\r\n"), "{head}");
    assert!(!head.contains("referer") && !head.contains("cookie"), "{head}");
}

#[test]
fn debug_output_shows_no_secret() {
    let server =
        Server::plain(|stream| stream.write_all(&answer("200 OK", "Set-Cookie: a=secret\r\n", b"secret")));
    let mut outgoing = outgoing(&server.url("/?secret=1"));
    outgoing.body = Some("client_secret=secret".to_owned());
    let mut shown = format!("{outgoing:?}");
    shown.push_str(&format!("{:?}", send(options(), outgoing).unwrap()));
    assert!(shown.contains("200") && !shown.contains("secret") && !shown.contains(TOKEN), "{shown}");
}

#[test]
fn a_silent_server_ends_with_the_time_limit() {
    let server = Server::plain(|_| {
        sleep(Duration::from_secs(5));
        Ok(())
    });
    let failure = get(hasty(), &server.url("/?secret=1")).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Timeout(Stage::Answer));
    let name = format!("127.0.0.1:{}", server.port);
    assert_eq!(failure.message, format!("{name}: no answer within 1s; wait longer with --timeout"));
}

#[test]
fn any_time_limit_will_do() {
    let server = Server::plain(|stream| stream.write_all(&answer("200 OK", "", b"")));
    assert!(get(Options { timeout: Duration::MAX, ..options() }, &server.url("/")).is_ok());
    let silent = Server::start(|socket, _| {
        sleep(Duration::from_secs(5));
        drop(socket);
    });
    let failure = get(Options { timeout: Duration::ZERO, ..options() }, &silent.url("/")).unwrap_err();
    assert!(matches!(failure.kind, FailureKind::Timeout(_)), "{failure:?}");
}

#[test]
fn header_fields_that_drip_end_with_the_time_limit() {
    let server = Server::plain(|stream| {
        for byte in answer("200 OK", &"X-A: b\r\n".repeat(100), b"") {
            stream.write_all(&[byte])?;
            sleep(Duration::from_millis(20));
        }
        Ok(())
    });
    assert_eq!(kind(get(hasty(), &server.url("/"))), FailureKind::Timeout(Stage::Answer));
}

#[test]
fn a_flood_of_interim_answers_ends_with_the_time_limit() {
    let server = Server::plain(|stream| {
        loop {
            stream.write_all(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")?;
        }
    });
    assert_eq!(kind(get(hasty(), &server.url("/"))), FailureKind::Timeout(Stage::Answer));
}

#[test]
fn a_tls_handshake_that_hangs_is_no_connection() {
    let server = Server::start(|socket, _| {
        sleep(Duration::from_secs(5));
        drop(socket);
    });
    let failure = get(hasty(), &server.https("/")).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Timeout(Stage::Connection));
    assert!(failure.message.contains("no connection within 1s"), "{}", failure.message);
}

#[test]
fn a_body_that_drips_is_an_answer_with_what_came() {
    let server = Server::plain(|stream| {
        stream.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\n{\"errors\"")?;
        sleep(Duration::from_secs(5));
        Ok(())
    });
    let sent = get(hasty(), &server.url("/")).unwrap();
    assert_eq!((sent.exchange.status, sent.exchange.body.as_deref()), (Some(403), Some("{\"errors\"")));
    assert_eq!(sent.body_end, BodyEnd::TimedOut);
}

#[test]
fn a_body_shorter_than_promised_is_an_answer_with_what_came() {
    let server = Server::plain(|stream| {
        stream.write_all(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 100\r\n\r\nhalf")?;
        Err(io::ErrorKind::Other.into())
    });
    let sent = get(options(), &server.url("/")).unwrap();
    assert_eq!((sent.exchange.status, sent.exchange.body.as_deref()), (Some(401), Some("half")));
    assert_eq!(sent.body_end, BodyEnd::Broken);
}

#[test]
fn an_endless_body_is_cut() {
    for head in ["Content-Length: 10000000\r\n", "Transfer-Encoding: identity\r\n", ""] {
        let server = Server::plain(move |stream| {
            write!(stream, "HTTP/1.1 500 Oops\r\n{head}\r\n")?;
            for _ in 0..1000 {
                stream.write_all(&[b'x'; 10_000])?;
            }
            Ok(())
        });
        let sent = get(options(), &server.url("/")).unwrap();
        assert_eq!((sent.exchange.status, sent.body_end), (Some(500), BodyEnd::TooLong), "{head}");
        assert_eq!(sent.exchange.body.unwrap().len(), MAX_BODY);
    }
}

#[test]
fn bytes_that_are_no_text_are_replaced() {
    let server = Server::plain(|stream| stream.write_all(&answer("200 OK", "X: \u{fc}\r\n", b"a\xff\xfeb")));
    let sent = get(options(), &server.url("/")).unwrap();
    assert_eq!(sent.exchange.body.as_deref(), Some("a\u{fffd}\u{fffd}b"));
    let server = Server::plain(|stream| stream.write_all(&answer("200 OK", "", &[0xff; MAX_BODY])));
    let body = get(options(), &server.url("/")).unwrap().exchange.body.unwrap();
    assert!(body.len() <= MAX_BODY && body.len() > MAX_BODY - 3);
}

#[test]
fn a_compressed_body_is_not_shown() {
    let server = Server::plain(|stream| {
        stream.write_all(&answer("401 No", "Content-Encoding: gzip\r\n", b"\x1f\x8b"))
    });
    let sent = get(options(), &server.url("/")).unwrap();
    assert_eq!(
        (sent.exchange.status, sent.exchange.body, sent.body_end),
        (Some(401), None, BodyEnd::Encoded)
    );
    let server = Server::plain(|stream| {
        stream.write_all(&answer("200 OK", "Content-Encoding: Identity\r\n", b"text"))
    });
    assert_eq!(get(options(), &server.url("/")).unwrap().exchange.body.as_deref(), Some("text"));
}

#[test]
fn what_is_no_http_is_told_from_an_answer() {
    for text in
        ["SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 banana\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "\0\0\0\0\r\n\r\n"]
    {
        let server = Server::plain(move |stream| {
            stream.write_all(text.as_bytes())?;
            sleep(Duration::from_millis(200));
            Err(io::ErrorKind::Other.into())
        });
        let failure = get(options(), &server.url("/")).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Protocol, "{text:?}: {}", failure.message);
    }
}

#[test]
fn header_fields_without_end_are_no_answer() {
    let server = Server::plain(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
        loop {
            stream.write_all(&[b'x'; 4096])?;
        }
    });
    assert_eq!(kind(get(options(), &server.url("/"))), FailureKind::Protocol);
    let server = Server::plain(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
        loop {
            stream.write_all(b"X-A: b\r\n")?;
        }
    });
    assert_eq!(kind(get(options(), &server.url("/"))), FailureKind::Protocol);
}

#[test]
fn a_connection_that_ends_is_no_denial_and_nothing_is_sent_again() {
    let server = Server::plain(|_| Err(io::ErrorKind::Other.into()));
    let failure = get(options(), &server.url("/")).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Reset, "{}", failure.message);
    assert_eq!(server.seen().len(), 1);
    // What was not read makes the end of the connection a reset.
    let server = Server::start(|socket, _| {
        sleep(Duration::from_millis(200));
        drop(socket);
    });
    assert_eq!(kind(get(options(), &server.url("/"))), FailureKind::Reset);
}

#[test]
fn nothing_is_sent_again_on_a_connection_that_was_open_already() {
    let server = Server::start(|mut socket, seen| {
        let mut head = |last: bool| {
            let mut buffer = [0; 4096];
            let len = io::Read::read(&mut socket, &mut buffer).unwrap_or(0);
            if len > 0 {
                seen.lock().unwrap().push(String::from_utf8_lossy(&buffer[..len]).into_owned());
            }
            if !last {
                socket.write_all(&answer("200 OK", "", b"")).unwrap();
            }
        };
        head(false);
        head(true);
    });
    let client = Client::new(options()).unwrap();
    let url = server.url("/");
    let second = block_on(async {
        assert!(client.send(outgoing(&url)).await.is_ok());
        client.send(outgoing(&url)).await
    });
    assert_eq!(kind(second.unwrap()), FailureKind::Reset);
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn a_fresh_connection_is_nobody_elses() {
    let server = Server::http2(None);
    let client = Client::new(Options { http2_only: true, ..options() }).unwrap();
    let sent = |connection| {
        let request = Outgoing { connection, ..outgoing(&server.url("/")) };
        async { client.send(request).await.unwrap().exchange.body.unwrap() }
    };
    let numbers = block_on(async {
        let (one, same) = (sent(Connection::Shared).await, sent(Connection::Shared).await);
        [
            one,
            same,
            sent(Connection::Fresh).await,
            sent(Connection::Fresh).await,
            sent(Connection::Shared).await,
        ]
    });
    assert_eq!(numbers.unwrap(), ["1", "1", "2", "3", "1"]);
}

#[test]
fn a_refused_connection_says_so() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let failure = get(options(), &format!("http://127.0.0.1:{port}/")).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Connect);
    assert!(
        failure.message.starts_with(&format!("127.0.0.1:{port}: the connection was refused")),
        "{}",
        failure.message
    );
}

#[test]
fn a_name_that_nobody_knows_says_so() {
    let options = Options { allowed_hosts: vec!["nothing.invalid".to_owned()], ..options() };
    let failure = get(options, "https://nothing.invalid/").unwrap_err();
    // Without a network the resolver may take its time.
    let is_slow = failure.kind == FailureKind::Timeout(Stage::Connection);
    assert!(failure.kind == FailureKind::Dns || is_slow, "{}", failure.message);
}

#[test]
fn a_redirect_is_told_and_not_followed() {
    let elsewhere = Server::plain(|stream| stream.write_all(&answer("200 OK", "", b"")));
    let location = elsewhere.url(&format!("/{TOKEN}/a?secret=1"));
    let server = Server::plain(move |stream| {
        stream.write_all(&answer("307 Temporary Redirect", &format!("Location: {location}\r\n"), b""))
    });
    let sent = get(options(), &server.url("/")).unwrap();
    assert_eq!(sent.exchange.status, Some(307));
    let target = sent.redirect.unwrap();
    assert!(target.starts_with(&format!("http://127.0.0.1:{}/", elsewhere.port)), "{target}");
    assert!(!target.contains(TOKEN) && !target.contains("secret"), "{target}");
    assert!(elsewhere.seen().is_empty());
}

#[test]
fn redirects_to_nowhere_do_no_harm() {
    for location in ["", "//", "javascript:alert(1)", "https://[", "/login", "data:,secret"] {
        let field = format!("Location: {location}\r\n");
        let server = Server::plain(move |stream| stream.write_all(&answer("302 Found", &field, b"")));
        let sent = get(options(), &server.url("/")).unwrap();
        assert!(!sent.redirect.unwrap().contains("secret"));
    }
}

#[test]
fn what_cannot_stand_in_a_header_field_is_not_sent() {
    let server = Server::plain(|stream| stream.write_all(&answer("200 OK", "", b"")));
    for (name, value) in [
        ("X", "a\r\nX: secret"),
        ("Authoriz ation", "secret"),
        ("X", "secret\0"),
        ("Authorization", "secret"),
    ] {
        let headers = vec![Field { name: name.to_owned(), value: value.to_owned() }];
        let result = send(options(), Outgoing { headers, ..outgoing(&server.url("/")) });
        assert_eq!(kind(result), FailureKind::Unsendable, "{name}");
    }
    assert!(server.seen().is_empty());
}

#[test]
fn a_base_url_keeps_the_name_of_the_service() {
    let server = Server::plain(|stream| stream.write_all(&answer("200 OK", "", b"")));
    let base_urls = vec![BaseUrl::parse(&server.url("")).unwrap()];
    let mut outgoing = outgoing("https://api.appstoreconnect.apple.com/v1/apps?limit=1");
    outgoing.headers.push(Field { name: "Host".to_owned(), value: "elsewhere.example".to_owned() });
    let own = vec!["https://api.appstoreconnect.apple.com"];
    let sent = send(Options { base_urls, own, ..options() }, outgoing).unwrap();
    let head = &server.seen()[0];
    assert!(head.starts_with("GET /v1/apps?limit=1 HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("\r\nhost: api.appstoreconnect.apple.com\r\n"), "{head}");
    assert_eq!(sent.exchange.request.unwrap().host.as_deref(), Some("api.appstoreconnect.apple.com"));
}

#[test]
fn a_base_url_keeps_the_name_of_the_service_in_http2() {
    let server = Server::http2(None);
    let base_urls = vec![BaseUrl::parse(&format!("api.push.apple.com={}", server.url(""))).unwrap()];
    let options = Options { base_urls, http2_only: true, ..options() };
    let outgoing = Outgoing {
        method: "POST".to_owned(),
        body: Some("{}".to_owned()),
        ..outgoing(&format!("{OWN}:2197/3/a?b=c"))
    };
    assert_eq!(send(options, outgoing).unwrap().exchange.status, Some(200));
    let request = &server.seen()[0];
    assert!(request.starts_with("HTTP/2.0 http://api.push.apple.com/3/a?b=c "), "{request}");
}

#[test]
fn http2_over_tls_keeps_the_name_of_the_service() {
    let identity = Identity::new("api.push.apple.com", Flaw::None);
    let server = Server::http2(Some(&identity));
    let base_url = || vec![BaseUrl::parse(&server.https("")).unwrap()];
    let with = |root: &[u8]| Options {
        base_urls: base_url(),
        own: vec![OWN, "https://api.sandbox.push.apple.com"],
        http2_only: true,
        ca_cert: Some(root.to_vec()),
        ..options()
    };
    get(with(&identity.root), &format!("{OWN}/3/a")).unwrap();
    assert!(server.seen()[0].starts_with("HTTP/2.0 https://api.push.apple.com/3/a "), "{:?}", server.seen());

    let failure = get(with(&identity.root), "https://api.sandbox.push.apple.com/3/a").unwrap_err();
    assert_eq!(failure.kind, FailureKind::Tls(TlsFault::WrongName));
    assert!(
        failure.message.contains("api.sandbox.push.apple.com but for api.push.apple.com"),
        "{}",
        failure.message
    );
}

#[test]
fn http2_is_chosen_over_tls_where_the_server_has_it() {
    let identity = Identity::new("localhost", Flaw::None);
    let server = Server::http2(Some(&identity));
    get(Options { ca_cert: Some(identity.root), ..options() }, &server.https("/v1/apps")).unwrap();
    assert!(server.seen()[0].starts_with("HTTP/2.0 https://localhost"), "{:?}", server.seen());
}

#[test]
fn a_server_without_http2_says_so_where_it_is_needed() {
    let identity = Identity::new("localhost", Flaw::None);
    let server = Server::tls(&identity, |stream| stream.write_all(&answer("200 OK", "", b"")));
    let needing = || Options { ca_cert: Some(identity.root.clone()), http2_only: true, ..options() };
    let failure = get(needing(), &server.https("/")).unwrap_err();
    assert!(
        matches!(failure.kind, FailureKind::Protocol | FailureKind::Reset | FailureKind::Tls(_)),
        "{failure:?}"
    );
    let server = Server::tls(&identity.speaking("http/1.1"), |_| Ok(()));
    let failure = get(needing(), &server.https("/")).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Tls(TlsFault::Other));
    assert!(failure.message.contains("speaks no version of HTTP that was offered"), "{}", failure.message);
    assert!(server.seen().is_empty());
}

#[test]
fn a_certificate_of_a_given_root_is_trusted_and_no_other() {
    let identity = Identity::new("localhost", Flaw::None);
    let server = Server::tls(&identity, |stream| stream.write_all(&answer("200 OK", "", b"")));
    let with_root = Options { ca_cert: Some(identity.root.clone()), ..options() };
    assert_eq!(get(with_root, &server.https("/")).unwrap().exchange.status, Some(200));

    let failure = get(options(), &server.https("/")).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Tls(TlsFault::UnknownIssuer));
    assert!(failure.message.contains("--ca-cert"), "{}", failure.message);
    let other = Options { ca_cert: Some(Identity::new("localhost", Flaw::None).root), ..options() };
    assert_eq!(kind(get(other, &server.https("/"))), FailureKind::Tls(TlsFault::UnknownIssuer));
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_wrong_certificate_gets_no_token() {
    for (name, flaw, fault, words) in [
        ("other.example", Flaw::None, TlsFault::WrongName, "but for other.example"),
        (
            "localhost",
            Flaw::Expired,
            TlsFault::Expired,
            "was valid until 2020-01-01 00:00:00 UTC, and this machine's clock",
        ),
        ("localhost", Flaw::NotYetValid, TlsFault::NotYetValid, "is valid from 2090-01-01 00:00:00 UTC"),
        ("localhost", Flaw::SelfSigned, TlsFault::UnknownIssuer, "signed by nobody this machine trusts"),
    ] {
        let identity = Identity::new(name, flaw);
        let server = Server::tls(&identity, |stream| stream.write_all(&answer("200 OK", "", b"")));
        let failure =
            get(Options { ca_cert: Some(identity.root), ..options() }, &server.https("/")).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Tls(fault), "{}", failure.message);
        assert!(failure.message.contains(words), "{}", failure.message);
        assert!(server.seen().is_empty());
    }
}

#[test]
fn plain_text_where_tls_belongs_is_no_denial() {
    let server = Server::start(|mut socket, _| {
        let _ = io::Read::read(&mut socket, &mut [0; 4096]);
        let _ = socket.write_all(&answer("401 Unauthorized", "", b""));
    });
    let failure = get(options(), &server.https("/")).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Tls(TlsFault::Other), "{}", failure.message);
    let server = Server::start(|socket, _| drop(socket));
    let failure = get(options(), &server.https("/")).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Reset, "{}", failure.message);
}

#[test]
fn a_proxy_sees_the_name_and_not_the_token() {
    let identity = Identity::new("api.push.apple.com", Flaw::None);
    let server = Server::tls(&identity, |stream| stream.write_all(&answer("200 OK", "", b"")));
    let proxy = Server::proxy(server.port);
    let through = proxies(format!("http://me:password@127.0.0.1:{}", proxy.port), "");
    let options = Options { proxies: through, ca_cert: Some(identity.root), ..options() };
    assert_eq!(get(options, &format!("{OWN}/3/a?b=c")).unwrap().exchange.status, Some(200));
    assert!(server.seen()[0].starts_with("GET /3/a?b=c HTTP/1.1\r\n"));
    let asked = &proxy.seen()[0];
    assert!(asked.starts_with("CONNECT api.push.apple.com:443 HTTP/1.1\r\n"), "{asked}");
    assert!(asked.contains("proxy-authorization: Basic ") && !asked.contains(TOKEN), "{asked}");
}

#[test]
fn a_socks_proxy_resolves_the_name_and_does_not_see_the_token() {
    let identity = Identity::new("api.push.apple.com", Flaw::None);
    let server = Server::http2(Some(&identity));
    let proxy = Server::socks(server.port);
    let through = proxies(format!("socks5h://127.0.0.1:{}", proxy.port), "");
    let options = Options { proxies: through, ca_cert: Some(identity.root), http2_only: true, ..options() };
    assert_eq!(get(options, OWN).unwrap().exchange.status, Some(200));
    assert_eq!(proxy.seen(), ["api.push.apple.com"]);
}

#[test]
fn the_proxy_is_not_asked_for_loopback_and_what_no_proxy_names() {
    let proxy = Server::proxy(9);
    let address = format!("127.0.0.1:{}", proxy.port);
    let server = Server::plain(|stream| stream.write_all(&answer("200 OK", "", b"")));
    let options = |except| Options {
        proxies: proxies(address.clone(), except),
        allowed_hosts: vec!["127.0.0.1".to_owned(), "nothing.invalid".to_owned()],
        timeout: Duration::from_secs(2),
        ..options()
    };
    assert!(get(options(""), &server.url("/")).is_ok());
    assert_ne!(kind(get(options("other.example .invalid"), "https://nothing.invalid/")), FailureKind::Proxy);
    assert_ne!(kind(get(options("*"), "https://nothing.invalid/")), FailureKind::Proxy);
    assert_eq!(kind(get(options(""), "https://example.com/")), FailureKind::NotAllowed);
    assert!(proxy.seen().is_empty());
}

#[test]
fn a_proxy_that_refuses_is_no_denial() {
    for (status, words) in
        [("407 Proxy Authentication Required", "authorization required"), ("403 Forbidden", "unsuccessful")]
    {
        let proxy = Server::plain(move |stream| stream.write_all(&answer(status, "", b"")));
        let through = proxies(format!("http://me:secret@127.0.0.1:{}", proxy.port), "");
        let failure = get(Options { proxies: through, ..options() }, OWN).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Proxy);
        let start = format!("api.push.apple.com through the proxy 127.0.0.1:{}: ", proxy.port);
        assert!(
            failure.message.starts_with(&start) && failure.message.contains(words),
            "{}",
            failure.message
        );
    }
    let failure =
        get(Options { proxies: proxies("http://127.0.0.1:1".to_owned(), ""), ..options() }, OWN).unwrap_err();
    assert!(failure.kind == FailureKind::Proxy && failure.message.contains("refused"), "{}", failure.message);
}

#[test]
fn a_certificate_behind_a_proxy_is_judged_as_any_other() {
    let identity = Identity::new("api.push.apple.com", Flaw::None);
    let server = Server::tls(&identity, |stream| stream.write_all(&answer("200 OK", "", b"")));
    let proxy = Server::proxy(server.port);
    let through = proxies(format!("127.0.0.1:{}", proxy.port), "");
    let failure = get(Options { proxies: through, ..options() }, OWN).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Tls(TlsFault::UnknownIssuer));
    assert!(failure.message.contains(" through the proxy 127.0.0.1:"), "{}", failure.message);
}

#[test]
fn what_is_no_root_certificate_is_a_clear_error() {
    let error = |pem: &[u8]| match Client::new(Options { ca_cert: Some(pem.to_vec()), ..options() }) {
        Err(SetUpError::CaCert { why }) => why,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("{}", String::from_utf8_lossy(pem)),
    };
    assert!(error(b"").contains("no PEM certificate"));
    assert!(error(b"\x30\x82\x01\x0a").contains("no PEM certificate"));
    assert!(error(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").contains("damaged"));
    assert!(error(b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n").contains("damaged"));
    let key = pem("PRIVATE KEY", &rcgen::KeyPair::generate().unwrap().serialize_der());
    assert!(error(key.as_bytes()).contains("no PEM certificate"));
}
