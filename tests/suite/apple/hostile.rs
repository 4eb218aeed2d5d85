//! Servers that answer badly, on purpose: for what a client has to survive.

mod answers;
mod stalling;

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::background::Background;
use super::tls::{Fault, Identity};

/// The most of a request that is read.
const REQUEST: usize = 64 << 10;

/// How a server is bad. Unless said otherwise it reads the head of a request, misbehaves, and closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Reads, and never says a word.
    Silent,
    /// A status line, then a header field a second, without end.
    SlowHeaders,
    /// A good answer, one byte a second.
    OneByteASecond,
    /// A body without end, as fast as it is read.
    EndlessBody,
    /// One MiB of gzip that becomes one GiB of zeros.
    GzipBomb,
    /// An encoding is declared that the body does not have.
    EncodingDeclared(&'static str),
    /// One header field of 10 MB.
    HugeHeader,
    /// 100 000 header fields.
    ManyHeaders,
    GarbageStatusLine,
    /// Each answer sends on to the next path of the same server.
    RedirectLoop,
    /// Sends on to another host and port with this status; [`Hostile::elsewhere`] tells what arrives there.
    RedirectElsewhere(u16),
    /// TLS with a certificate that its CA made for another name.
    CertificateForAnotherName,
    CertificateExpired,
    CertificateSelfSigned,
    /// Answers the ClientHello with a ServerHello of TLS 1.0.
    Tls10,
    Reset(Stage),
    /// HTTP/2 over TLS that says at once that it is going away, and took no request.
    Goaway,
    /// A good 401 with this `Date`.
    Date(&'static str),
    /// A good 401 without `Date`.
    DateAbsent,
    /// A body of bytes that are no UTF-8.
    NotUtf8,
    /// An error body that would paint the terminal.
    EscapeSequences,
    /// `Content-Length` promises more than comes.
    LengthTooLong,
    /// `Content-Length` promises less than comes.
    LengthTooShort,
    /// 101, to a protocol nobody asked for.
    SwitchingProtocols,
    /// Interim answers without end.
    Interim,
    /// Speaks SSH, before being spoken to.
    Ssh,
}

/// When a connection is reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    AfterAccept,
    AfterRequest,
    MidHeaders,
    MidBody,
}

/// A running server; it ends when dropped, whatever its connections are doing.
pub(crate) struct Hostile {
    background: Background,
    /// Where redirects lead; kept to be ended with the server.
    _elsewhere: Option<Background>,
    identity: Option<Arc<Identity>>,
    scheme: &'static str,
    heard: Log,
    heard_elsewhere: Log,
}

impl Hostile {
    pub(crate) fn start(kind: Kind) -> Self {
        let identity =
            kind.certificate().map(|(fault, protocol)| Arc::new(Identity::new(fault, &[protocol])));
        let scheme = if identity.is_some() || kind == Kind::Tls10 { "https" } else { "http" };
        let (heard, heard_elsewhere) = (Log::default(), Log::default());
        let elsewhere = matches!(kind, Kind::RedirectElsewhere(_)).then(|| {
            let log = heard_elsewhere.clone();
            Background::start(move |stream, _| collect(stream, log.clone()))
        });
        let server = Server {
            kind,
            target: elsewhere.as_ref().map_or(0, |it| it.port),
            identity: identity.clone(),
            heard: heard.clone(),
        };
        let background = Background::start(move |stream, number| server.clone().serve(stream, number));
        Self { background, _elsewhere: elsewhere, identity, scheme, heard, heard_elsewhere }
    }

    /// Where it listens.
    pub(crate) fn origin(&self) -> String {
        format!("{}://localhost:{}", self.scheme, self.background.port)
    }

    /// The CA to trust, where it has one: what is wrong is then something else.
    pub(crate) fn ca_pem(&self) -> &str {
        &self.identity.as_ref().unwrap().ca_pem
    }

    /// The requests that could be read: head, and what came with it.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.heard.all()
    }

    /// The same of the server that redirects lead to.
    pub(crate) fn elsewhere(&self) -> Vec<String> {
        self.heard_elsewhere.all()
    }
}

impl Kind {
    /// What is wrong with its certificate, and the protocol it speaks inside; `None` without TLS.
    fn certificate(self) -> Option<(Fault, &'static str)> {
        match self {
            Self::CertificateForAnotherName => Some((Fault::Name, "http/1.1")),
            Self::CertificateExpired => Some((Fault::Expired, "http/1.1")),
            Self::CertificateSelfSigned => Some((Fault::SelfSigned, "http/1.1")),
            Self::Goaway => Some((Fault::None, "h2")),
            _ => None,
        }
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn add(&self, request: &[u8]) {
        self.0.lock().unwrap().push(String::from_utf8_lossy(request).into_owned());
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// What a connection needs to know.
#[derive(Clone)]
struct Server {
    kind: Kind,
    /// The port that redirects lead to.
    target: u16,
    identity: Option<Arc<Identity>>,
    heard: Log,
}

impl Server {
    /// Where a client goes away, the misbehaviour has had its effect: errors are none.
    async fn serve(self, stream: TcpStream, number: usize) {
        let _ = match (&self.identity, self.kind) {
            (Some(identity), kind) => match identity.acceptor.accept(stream).await {
                Ok(mut stream) if kind == Kind::Goaway => self.goaway(&mut stream).await,
                Ok(mut stream) => self.answer(&mut stream, number).await,
                Err(error) => Err(error),
            },
            (None, Kind::Tls10) => tls10(stream).await,
            (None, Kind::Reset(stage)) => self.reset(stream, stage).await,
            (None, Kind::Ssh) => ssh(stream).await,
            (None, _) => {
                let mut stream = stream;
                self.answer(&mut stream, number).await
            }
        };
    }

    /// Reads a request, answers it in its own way, closes.
    async fn answer(
        &self,
        stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
        number: usize,
    ) -> io::Result<()> {
        self.heard.add(&request(stream).await?);
        match self.kind {
            Kind::Silent => drain(stream).await,
            Kind::SlowHeaders => stalling::headers(stream).await,
            Kind::OneByteASecond => stalling::bytes(stream, &answers::plain()).await,
            Kind::EndlessBody => stalling::body(stream).await,
            Kind::Interim => stalling::interim(stream).await,
            kind => {
                stream.write_all(&answers::answer(kind, number, self.target)).await?;
                stream.shutdown().await?;
                // Closed with something unread, the connection would be reset, and the answer lost.
                drain(stream).await
            }
        }
    }

    /// Closes with a reset instead of an end: unsent data is thrown away.
    async fn reset(&self, mut stream: TcpStream, stage: Stage) -> io::Result<()> {
        stream.set_zero_linger()?;
        if stage != Stage::AfterAccept {
            self.heard.add(&request(&mut stream).await?);
        }
        let sent = answers::until(stage);
        stream.write_all(&sent).await?;
        // Without a pause the reset could overtake what was sent.
        if !sent.is_empty() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    async fn goaway(&self, stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> io::Result<()> {
        stream.write_all(&answers::GOAWAY).await?;
        stream.flush().await?;
        drain(stream).await
    }
}

async fn tls10(mut stream: TcpStream) -> io::Result<()> {
    let mut first = [0; 1];
    stream.read_exact(&mut first).await?;
    stream.write_all(&answers::server_hello()).await?;
    drain(&mut stream).await
}

async fn ssh(mut stream: TcpStream) -> io::Result<()> {
    stream.write_all(b"SSH-2.0-OpenSSH_9.6\r\n").await?;
    drain(&mut stream).await
}

/// Keeps what comes and answers as if all were well.
async fn collect(mut stream: TcpStream, log: Log) {
    if let Ok(request) = request(&mut stream).await {
        log.add(&request);
        let _ = stream.write_all(&answers::welcome()).await;
        let _ = drain(&mut stream).await;
    }
}

/// A request: its head, and as much body as that promises.
async fn request(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
    let mut request = Vec::new();
    while promised(&request).is_none_or(|length| request.len() < length) {
        let is_over = request.len() > REQUEST || stream.read_buf(&mut request).await? == 0;
        if is_over {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    Ok(request)
}

/// How long the request is going to be; `None` as long as its head is not whole.
fn promised(request: &[u8]) -> Option<usize> {
    let head = request.windows(4).position(|it| it == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(request).to_ascii_lowercase();
    let length = text.lines().find_map(|it| it.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    Some(head + length.unwrap_or_default())
}

/// Reads on until the client closes.
async fn drain(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<()> {
    let mut buffer = vec![0; REQUEST];
    while stream.read(&mut buffer).await? > 0 {}
    Ok(())
}
