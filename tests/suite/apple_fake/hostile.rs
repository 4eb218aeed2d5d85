//! Each hostile server answers as it says.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use hyper::Request;

use crate::apple::hostile::{Hostile, Kind, Stage};
use crate::client::{Answer, Connection, Version};

/// How long a stalling server is watched.
const WATCH: Duration = Duration::from_millis(1500);

/// A token that is none, but looks like one to whoever reads a log.
const ASKED: &str = "GET /v1/apps HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer a.b.c\r\n\r\n";

#[test]
fn what_stalls_sends_nothing_or_little() {
    let stalls = |kind: Kind, start: &str| {
        let server = Hostile::start(kind);
        let (bytes, end) = watch(&server, WATCH, 1 << 20);
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with(start), "{kind:?}");
        assert!(!text.contains("\r\n\r\n") && (kind != Kind::Silent || text.is_empty()), "{kind:?}: {text}");
        assert_eq!(end, End::Open, "{kind:?}");
        assert_eq!(server.requests(), [ASKED]);
    };
    thread::scope(|scope| {
        scope.spawn(|| stalls(Kind::Silent, ""));
        scope.spawn(|| stalls(Kind::SlowHeaders, "HTTP/1.1 401 Unauthorized\r\nx-patience: 1\r\n"));
        scope.spawn(|| stalls(Kind::OneByteASecond, "H"));
    });
}

#[test]
fn what_has_no_end_goes_on_as_long_as_it_is_read() {
    for (kind, start) in [(Kind::EndlessBody, "HTTP/1.1 401"), (Kind::Interim, "HTTP/1.1 103")] {
        let (bytes, end) = watch(&Hostile::start(kind), Duration::from_secs(60), 4 << 20);
        assert!(bytes.starts_with(start.as_bytes()), "{kind:?}");
        assert_eq!((bytes.len(), end), (4 << 20, End::Open), "{kind:?}");
    }
}

#[test]
fn what_is_too_much_comes_whole() {
    let (bytes, end) = watch(&Hostile::start(Kind::HugeHeader), Duration::from_secs(60), 20 << 20);
    assert!(bytes.len() > 10_000_000);
    assert_eq!(end, End::Closed);
    let (bytes, _) = watch(&Hostile::start(Kind::ManyHeaders), Duration::from_secs(60), 20 << 20);
    assert!(String::from_utf8(bytes).unwrap().lines().count() > 100_000);
    let answer = get(&Hostile::start(Kind::GzipBomb)).unwrap();
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    assert!(answer.body.starts_with(&[0x1f, 0x8b, 8]));
    assert_eq!(answer.body.len(), 1_048_609);
    // The last four bytes are the length of what comes out (RFC 1952 §2.3.1).
    assert!(answer.body.ends_with(&1_082_130_949_u32.to_le_bytes()));
}

#[test]
fn what_lies_about_its_body_does() {
    for name in ["br", "deflate"] {
        let answer = get(&Hostile::start(Kind::EncodingDeclared(name))).unwrap();
        assert_eq!(answer.header("content-encoding"), Some(name));
        assert!(answer.text().starts_with("{\"errors\""));
    }
    assert!(String::from_utf8(get(&Hostile::start(Kind::NotUtf8)).unwrap().body).is_err());
    assert!(get(&Hostile::start(Kind::EscapeSequences)).unwrap().text().contains("\u{1b}]0;owned\u{7}"));
    assert!(get(&Hostile::start(Kind::LengthTooLong)).is_err());
    let (bytes, _) = watch(&Hostile::start(Kind::LengthTooShort), Duration::from_secs(60), 1 << 20);
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("content-length: 10\r\n") && text.ends_with("]}"));
}

#[test]
fn what_is_no_http_answer_is_none() {
    for (kind, start) in [
        (Kind::GarbageStatusLine, &b"HTTP/9.9 four-oh-one"[..]),
        (Kind::SwitchingProtocols, &b"HTTP/1.1 101 "[..]),
    ] {
        let (bytes, end) = watch(&Hostile::start(kind), Duration::from_secs(60), 1 << 20);
        assert!(bytes.starts_with(start), "{kind:?}");
        assert_eq!(end, End::Closed, "{kind:?}");
    }
    let (bytes, _) = watch(&Hostile::start(Kind::Ssh), WATCH, 21);
    assert_eq!(bytes, b"SSH-2.0-OpenSSH_9.6\r\n");
    assert!(get(&Hostile::start(Kind::GarbageStatusLine)).is_err());
    assert!(get(&Hostile::start(Kind::Ssh)).is_err());
}

#[test]
fn a_redirect_leads_on_or_elsewhere() {
    let server = Hostile::start(Kind::RedirectLoop);
    for number in 1..=3 {
        let answer = get(&server).unwrap();
        assert_eq!(answer.status, 302);
        assert_eq!(answer.header("location"), Some(format!("/v1/apps?again={number}").as_str()));
    }
    for status in [301, 302, 307] {
        let server = Hostile::start(Kind::RedirectElsewhere(status));
        let answer = get(&server).unwrap();
        let location = answer.header("location").unwrap();
        assert_eq!(answer.status, status);
        assert_ne!(location.strip_suffix("/v1/apps"), Some(server.origin().as_str()));
        assert!(server.elsewhere().is_empty());
        let mut followed = Connection::open(location, None, Version::Http1).unwrap();
        let form = Request::post("/auth/token").body("client_secret=x".to_owned()).unwrap();
        assert_eq!(followed.send(form).unwrap().status, 200);
        assert!(server.elsewhere().iter().all(|it| it.ends_with("client_secret=x")));
        assert_eq!((server.requests().len(), server.elsewhere().len()), (1, 1));
    }
}

#[test]
fn a_date_is_what_was_asked_for() {
    let text = "Thu, 01 Jan 1970 00:00:00 GMT";
    assert_eq!(get(&Hostile::start(Kind::Date(text))).unwrap().header("date"), Some(text));
    let answer = get(&Hostile::start(Kind::DateAbsent)).unwrap();
    assert_eq!((answer.status, answer.header("date")), (401, None));
}

#[test]
fn a_certificate_is_bad_in_the_way_it_says() {
    for (kind, fault) in [
        (Kind::CertificateForAnotherName, "not valid for name"),
        (Kind::CertificateExpired, "certificate expired"),
        (Kind::CertificateSelfSigned, "UnknownIssuer"),
    ] {
        let server = Hostile::start(kind);
        let error = Connection::open(&server.origin(), Some(server.ca_pem()), Version::Http1).err().unwrap();
        assert!(error.to_string().contains(fault), "{kind:?}: {error}");
        assert!(server.requests().is_empty());
    }
}

#[test]
fn a_server_of_tls_1_0_is_answered_with_an_alert() {
    let server = Hostile::start(Kind::Tls10);
    assert!(server.origin().starts_with("https://"));
    let trusted = Hostile::start(Kind::CertificateExpired);
    let error = Connection::open(&server.origin(), Some(trusted.ca_pem()), Version::Http1).err().unwrap();
    assert!(error.to_string().contains("peer is incompatible"), "{error}");
}

#[test]
fn a_reset_comes_at_its_stage() {
    for (stage, sent, heard) in [
        (Stage::AfterAccept, "", 0),
        (Stage::AfterRequest, "", 1),
        (Stage::MidHeaders, "content-le", 1),
        (Stage::MidBody, "{\"errors\":[", 1),
    ] {
        let server = Hostile::start(Kind::Reset(stage));
        let (bytes, end) = watch(&server, Duration::from_secs(60), 1 << 20);
        assert!(String::from_utf8(bytes).unwrap().ends_with(sent), "{stage:?}");
        assert_eq!((end, server.requests().len()), (End::Reset, heard), "{stage:?}");
    }
}

#[test]
fn a_server_that_goes_away_takes_no_request() {
    let server = Hostile::start(Kind::Goaway);
    let mut connection = Connection::open(&server.origin(), Some(server.ca_pem()), Version::Http2).unwrap();
    let asked = Request::get("https://localhost/v1/apps").body(String::new()).unwrap();
    assert!(connection.send(asked).is_err());
    assert!(server.requests().is_empty());
}

#[test]
fn a_hostile_server_ends_when_it_is_dropped() {
    let start = Instant::now();
    for kind in [Kind::Silent, Kind::EndlessBody, Kind::SlowHeaders, Kind::Interim] {
        let server = Hostile::start(kind);
        let mut stream = connect(&server);
        stream.write_all(ASKED.as_bytes()).unwrap();
        drop(server);
    }
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[derive(Debug, PartialEq, Eq)]
enum End {
    Open,
    Closed,
    Reset,
}

/// Asks, and reads until the end, for so long, or that many bytes.
fn watch(server: &Hostile, time: Duration, most: usize) -> (Vec<u8>, End) {
    let mut stream = connect(server);
    // When the server has reset the connection already, writing reports it, and reading then finds the end.
    let is_reset = stream.write_all(ASKED.as_bytes()).is_err();
    let (start, mut bytes, mut buffer) = (Instant::now(), Vec::new(), vec![0; 1 << 16]);
    while bytes.len() < most {
        let Some(left) = time.checked_sub(start.elapsed()).filter(|it| !it.is_zero()) else { break };
        stream.set_read_timeout(Some(left)).unwrap();
        let room = buffer.len().min(most - bytes.len());
        match stream.read(buffer.get_mut(..room).unwrap()) {
            Ok(0) if is_reset => return (bytes, End::Reset),
            Ok(0) => return (bytes, End::Closed),
            Ok(count) => bytes.extend(buffer.iter().take(count)),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return (bytes, End::Reset),
            Err(_) => break,
        }
    }
    (bytes, End::Open)
}

fn connect(server: &Hostile) -> TcpStream {
    let port = server.origin().rsplit(':').next().unwrap().parse::<u16>().unwrap();
    TcpStream::connect(("127.0.0.1", port)).unwrap()
}

fn get(server: &Hostile) -> Result<Answer, Box<dyn std::error::Error>> {
    let mut connection = Connection::open(&server.origin(), None, Version::Http1)?;
    connection.send(Request::get("/v1/apps").header("host", "localhost").body(String::new())?)
}
