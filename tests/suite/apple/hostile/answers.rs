//! Answers as bytes, each wrong in one thing.

use super::super::bodies::NOT_AUTHORIZED;
use super::{Kind, Stage};

const STATUS: &str = "HTTP/1.1 401 Unauthorized\r\n";
const JSON: &str = "content-type: application/json\r\n";
const CLOSE: &str = "connection: close\r\n";

/// SETTINGS without settings, then GOAWAY: last stream 0, no error (RFC 9113 §6.5, §6.8).
pub(super) const GOAWAY: [u8; 26] =
    [0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/// Gzip (RFC 1952) with one block (RFC 1951 §3.2.7) in which two bits that are zero stand for 258 bytes that are:
/// this, then [`BOMB_ZEROS`] times a zero, then [`BOMB_END`] make 1 082 130 949 zeros.
const BOMB_START: [u8; 24] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xed, 0xe0, 0x81, 0x00, 0x00, 0x00, 0x00,
    0x80, 0x20, 0xec, 0x4f, 0xbd, 0x48, 0x05,
];
const BOMB_ZEROS: usize = 1 << 20;
/// End of block, CRC-32, length.
const BOMB_END: [u8; 9] = [0x03, 0x82, 0x3a, 0x41, 0x02, 0x05, 0x02, 0x80, 0x40];

/// What a good server says to a bad token.
pub(super) fn plain() -> Vec<u8> {
    with("", NOT_AUTHORIZED)
}

/// What a server says to whom it should never have met.
pub(super) fn welcome() -> Vec<u8> {
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\nconnection: close\r\n\r\n{\"data\":[]}"
        .to_vec()
}

/// The answer of a kind that has one; `number` is that of the connection, `target` the port redirects lead to.
pub(super) fn answer(kind: Kind, number: usize, target: u16) -> Vec<u8> {
    match kind {
        Kind::GzipBomb => bomb(),
        Kind::EncodingDeclared(name) => with(&format!("content-encoding: {name}\r\n"), NOT_AUTHORIZED),
        Kind::HugeHeader => with(&format!("x-padding: {}\r\n", "a".repeat(10_000_000)), NOT_AUTHORIZED),
        Kind::ManyHeaders => {
            let fields: String = (0..100_000).map(|it| format!("x-padding-{it}: 1\r\n")).collect();
            with(&fields, NOT_AUTHORIZED)
        }
        Kind::GarbageStatusLine => b"HTTP/9.9 four-oh-one \x00\xff\r\n\r\n".to_vec(),
        Kind::RedirectLoop => redirect(302, &format!("/v1/apps?again={number}")),
        Kind::RedirectElsewhere(status) => redirect(status, &format!("http://localhost:{target}/v1/apps")),
        Kind::Date(text) => with(&format!("date: {text}\r\n"), NOT_AUTHORIZED),
        Kind::NotUtf8 => [with_length(4).as_slice(), b"{\"\xff\xfe"].concat(),
        Kind::EscapeSequences => with(
            "",
            "{\"errors\":[{\"code\":\"\u{1b}[2J\",\"title\":\"\u{1b}]0;owned\u{7}\",\"detail\":\"\u{9b}31m\"}]}",
        ),
        Kind::LengthTooLong => {
            [with_length(NOT_AUTHORIZED.len() + 1000).as_slice(), NOT_AUTHORIZED.as_bytes()].concat()
        }
        Kind::LengthTooShort => [with_length(10).as_slice(), NOT_AUTHORIZED.as_bytes()].concat(),
        Kind::SwitchingProtocols => {
            b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n\x81\x00"
                .to_vec()
        }
        _ => plain(),
    }
}

/// As much of a good answer as is sent before the reset.
pub(super) fn until(stage: Stage) -> Vec<u8> {
    match stage {
        Stage::AfterAccept | Stage::AfterRequest => Vec::new(),
        Stage::MidHeaders => format!("{STATUS}{JSON}content-le").into_bytes(),
        Stage::MidBody => [with_length(NOT_AUTHORIZED.len()).as_slice(), b"{\"errors\":["].concat(),
    }
}

/// A handshake record with a ServerHello (RFC 2246 §7.4.1.3): TLS 1.0, TLS_RSA_WITH_AES_128_CBC_SHA.
pub(super) fn server_hello() -> Vec<u8> {
    let mut record = vec![0x16, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1];
    record.extend([0x5a; 32]);
    record.extend([0, 0x00, 0x2f, 0]);
    record
}

fn with(fields: &str, body: &str) -> Vec<u8> {
    format!("{STATUS}{JSON}{CLOSE}{fields}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn with_length(length: usize) -> Vec<u8> {
    format!("{STATUS}{JSON}{CLOSE}content-length: {length}\r\n\r\n").into_bytes()
}

fn redirect(status: u16, location: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} Moved\r\nlocation: {location}\r\n{CLOSE}content-length: 0\r\n\r\n")
        .into_bytes()
}

fn bomb() -> Vec<u8> {
    let body = [&BOMB_START[..], &vec![0; BOMB_ZEROS], &BOMB_END].concat();
    let length = body.len();
    let head = format!("{STATUS}{JSON}{CLOSE}content-encoding: gzip\r\ncontent-length: {length}\r\n\r\n");
    [head.into_bytes(), body].concat()
}
