//! Servers on loopback that answer as a test tells them to, in plain text, over TLS, and in HTTP/2.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A connection as a script sees it.
pub(crate) trait Stream: Read + Write {}

impl<T: Read + Write> Stream for T {}

/// A server, and what it was asked: one head of a request an entry.
pub(crate) struct Server {
    pub(crate) port: u16,
    seen: Arc<Mutex<Vec<String>>>,
}

/// A server certificate with its root.
pub(crate) struct Identity {
    pub(crate) root: Vec<u8>,
    config: ServerConfig,
}

/// What a certificate is made with.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Flaw {
    None,
    Expired,
    NotYetValid,
    SelfSigned,
}

impl Server {
    /// Each request of each connection is answered by `script`, until it fails.
    pub(crate) fn plain(script: impl Fn(&mut dyn Stream) -> io::Result<()> + Send + Sync + 'static) -> Self {
        Self::start(move |mut socket, seen| {
            while let Some(head) = head(&mut socket) {
                seen.lock().unwrap().push(head);
                if script(&mut socket).is_err() {
                    break;
                }
            }
        })
    }

    /// As [`Self::plain`], over TLS.
    pub(crate) fn tls(
        identity: &Identity,
        script: impl Fn(&mut dyn Stream) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let config = Arc::new(identity.config.clone());
        Self::start(move |socket, seen| {
            let mut stream = StreamOwned::new(ServerConnection::new(Arc::clone(&config)).unwrap(), socket);
            while let Some(head) = head(&mut stream) {
                seen.lock().unwrap().push(head);
                if script(&mut stream).is_err() {
                    break;
                }
            }
        })
    }

    /// HTTP/2 with prior knowledge, or over TLS; every request is answered 200 with the number of its connection.
    pub(crate) fn http2(identity: Option<&Identity>) -> Self {
        let tls = identity
            .map(|identity| tokio_rustls::TlsAcceptor::from(Arc::new(identity.speaking("h2").config)));
        let number = Mutex::new(0);
        Self::start(move |socket, seen| {
            let mut count = number.lock().unwrap();
            *count += 1;
            let connection = *count;
            drop(count);
            socket.set_nonblocking(true).unwrap();
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build().unwrap();
            runtime.block_on(async {
                let socket = tokio::net::TcpStream::from_std(socket).unwrap();
                match &tls {
                    None => http2_connection(socket, connection, seen).await,
                    Some(tls) => {
                        if let Ok(stream) = tls.accept(socket).await {
                            http2_connection(stream, connection, seen).await;
                        }
                    }
                }
            });
        })
    }

    /// A proxy that lets connections to any name through to `port` of this machine, and shows what it was asked.
    pub(crate) fn proxy(port: u16) -> Self {
        Self::start(move |mut socket, seen| {
            let Some(head) = head(&mut socket) else { return };
            seen.lock().unwrap().push(head);
            socket.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
            tunnel(socket, port);
        })
    }

    /// As [`Self::proxy`], in SOCKS 5 (RFC 1928), for connections to names alone.
    pub(crate) fn socks(port: u16) -> Self {
        Self::start(move |mut socket, seen| {
            let mut methods = [0; 3];
            socket.read_exact(&mut methods).unwrap();
            socket.write_all(&[5, 0]).unwrap();
            let mut request = [0; 5];
            socket.read_exact(&mut request).unwrap();
            assert_eq!(request[..4], [5, 1, 0, 3]);
            let mut name = vec![0; usize::from(request[4]) + 2];
            socket.read_exact(&mut name).unwrap();
            name.truncate(name.len() - 2);
            seen.lock().unwrap().push(String::from_utf8(name).unwrap());
            socket.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
            tunnel(socket, port);
        })
    }

    /// Every connection in a thread of its own, which ends with the test.
    pub(crate) fn start(connection: impl Fn(TcpStream, &Mutex<Vec<String>>) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (shared, connection) = (Arc::clone(&seen), Arc::new(connection));
        thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                let (seen, connection) = (Arc::clone(&shared), Arc::clone(&connection));
                thread::spawn(move || connection(socket, &seen));
            }
        });
        Self { port, seen }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub(crate) fn https(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.port)
    }

    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

impl Identity {
    pub(crate) fn new(name: &str, flaw: Flaw) -> Self {
        let mut ca = CertificateParams::new(Vec::new()).unwrap();
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        ca.distinguished_name.push(rcgen::DnType::CommonName, "A root for tests");
        let ca = CertifiedIssuer::self_signed(ca, KeyPair::generate().unwrap()).unwrap();

        let key = KeyPair::generate().unwrap();
        let mut leaf = CertificateParams::new(vec![name.to_owned()]).unwrap();
        match flaw {
            Flaw::Expired => leaf.not_after = date_time_ymd(2020, 1, 1),
            Flaw::NotYetValid => leaf.not_before = date_time_ymd(2090, 1, 1),
            Flaw::None | Flaw::SelfSigned => {}
        }
        let leaf = match flaw {
            Flaw::SelfSigned => leaf.self_signed(&key).unwrap(),
            _ => leaf.signed_by(&key, &ca).unwrap(),
        };
        let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config =
            ServerConfig::builder_with_provider(rustls::crypto::aws_lc_rs::default_provider().into())
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(vec![leaf.der().clone()], private)
                .unwrap();
        Self { root: pem("CERTIFICATE", ca.der()).into_bytes(), config }
    }

    /// The same, for a server that speaks this protocol alone.
    pub(crate) fn speaking(&self, protocol: &str) -> Self {
        let mut config = self.config.clone();
        config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
        Self { root: self.root.clone(), config }
    }
}

/// Carries bytes between `socket` and a port of this machine, both ways, until one of them ends.
fn tunnel(socket: TcpStream, port: u16) {
    let target = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let (mut from, mut to) = (socket.try_clone().unwrap(), target.try_clone().unwrap());
    thread::spawn(move || io::copy(&mut from, &mut to));
    let (mut from, mut to) = (target, socket);
    let _ = io::copy(&mut from, &mut to);
}

/// An answer with a length.
pub(crate) fn answer(status: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes =
        format!("HTTP/1.1 {status}\r\n{fields}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

async fn http2_connection<T>(stream: T, number: u32, seen: &Mutex<Vec<String>>)
where
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let mut connection = h2::server::handshake(stream).await.unwrap();
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        seen.lock().unwrap().push(format!(
            "{:?} {} {:?}",
            request.version(),
            request.uri(),
            request.headers()
        ));
        let mut body = respond.send_response(http::Response::new(()), false).unwrap();
        body.send_data(number.to_string().into_bytes().into(), true).unwrap();
    }
}

/// The next request's head; its body, if any, is not read.
fn head(stream: &mut impl Read) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    Some(String::from_utf8(head).unwrap())
}

/// RFC 7468.
pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    p256::pkcs8::der::pem::encode_string(label, p256::pkcs8::LineEnding::LF, der).unwrap()
}
