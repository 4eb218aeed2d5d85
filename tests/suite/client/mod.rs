//! A plain HTTP client: it follows nothing, repeats nothing, decodes nothing.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::{http1, http2};
use hyper::header::HeaderMap;
use hyper::{Request, Response, Uri};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio_rustls::TlsConnector;

/// How long a request may take before it counts as unanswered.
const TIME: Duration = Duration::from_secs(60);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    Http1,
    Http2,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// One connection, which carries any number of requests.
pub(crate) struct Connection {
    runtime: Runtime,
    sender: Sender,
}

enum Sender {
    Http1(http1::SendRequest<Full<Bytes>>),
    Http2(http2::SendRequest<Full<Bytes>>),
}

impl Connection {
    /// Connects to `origin`; over TLS it trusts the CA in `ca_pem` and nobody else.
    pub(crate) fn open(origin: &str, ca_pem: Option<&str>, version: Version) -> Result<Self, Box<dyn Error>> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let uri: Uri = origin.parse()?;
        let port = uri.port_u16().ok_or("no port")?;
        let sender = runtime.block_on(async {
            let stream = TcpStream::connect(("127.0.0.1", port)).await?;
            let Some(ca_pem) = ca_pem else { return handshake(stream, version).await };
            let name = ServerName::try_from(uri.host().ok_or("no host")?.to_owned())?;
            let stream = connector(ca_pem, version)?.connect(name, stream).await?;
            handshake(stream, version).await
        })?;
        Ok(Self { runtime, sender })
    }

    /// Sends a request and reads all of the answer.
    pub(crate) fn send(&mut self, request: Request<String>) -> Result<Answer, Box<dyn Error>> {
        let request = request.map(|body| Full::from(body.into_bytes()));
        let Self { runtime, sender } = self;
        runtime.block_on(async {
            let answer = async {
                let response = match sender {
                    Sender::Http1(sender) => sender.send_request(request).await?,
                    Sender::Http2(sender) => sender.send_request(request).await?,
                };
                whole(response).await
            };
            tokio::time::timeout(TIME, answer).await?
        })
    }
}

async fn whole(response: Response<hyper::body::Incoming>) -> Result<Answer, Box<dyn Error>> {
    let (parts, body) = response.into_parts();
    let body = body.collect().await?.to_bytes().to_vec();
    Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body })
}

async fn handshake(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    version: Version,
) -> Result<Sender, Box<dyn Error>> {
    let stream = TokioIo::new(stream);
    Ok(match version {
        Version::Http1 => {
            let (sender, connection) = http1::handshake(stream).await?;
            tokio::spawn(connection);
            Sender::Http1(sender)
        }
        Version::Http2 => {
            let (sender, connection) = http2::handshake(TokioExecutor::new(), stream).await?;
            tokio::spawn(connection);
            Sender::Http2(sender)
        }
    })
}

fn connector(ca_pem: &str, version: Version) -> Result<TlsConnector, Box<dyn Error>> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate(ca_pem)?)?;
    let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![match version {
        Version::Http1 => b"http/1.1".to_vec(),
        Version::Http2 => b"h2".to_vec(),
    }];
    Ok(TlsConnector::from(Arc::new(config)))
}

fn certificate(pem: &str) -> Result<CertificateDer<'static>, io::Error> {
    use rustls::pki_types::pem::PemObject as _;
    CertificateDer::from_pem_slice(pem.as_bytes()).map_err(io::Error::other)
}
