//! Why a request was not answered, in one sentence that names what was tried and what to do. Never a denial.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, PeerIncompatible};

use crate::redact;
use crate::time;

/// A request without an answer. The message holds no credential and no query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub kind: FailureKind,
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// Nothing was sent: the host is none that may see a credential.
    NotAllowed,
    /// Nothing was sent: address or header fields are none.
    Unsendable,
    /// The host's name is unknown.
    Dns,
    /// No connection came about.
    Connect,
    /// The proxy was not reached, or refused.
    Proxy,
    Tls(TlsFault),
    /// The time limit passed.
    Timeout(Stage),
    /// The connection ended before the answer's header fields.
    Reset,
    /// What came is no HTTP answer, or its header fields are too large.
    Protocol,
}

/// What was waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Name, TCP, proxy and TLS.
    Connection,
    /// Status and header fields.
    Answer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsFault {
    Expired,
    NotYetValid,
    WrongName,
    /// No root that this machine knows has signed it.
    UnknownIssuer,
    /// This machine has no root certificates at all.
    NoRoots,
    Other,
}

/// How a host is reached.
pub(super) enum Way {
    /// This machine, or what `--base-url` names: no proxy would help.
    Local,
    Direct,
    /// Through the proxy of that name.
    Proxy(String),
}

/// Who was to answer.
pub(super) struct Peer<'a> {
    /// Host, and port when it is not the scheme's own.
    pub(super) name: String,
    pub(super) way: Way,
    pub(super) timeout: Duration,
    pub(super) has_ca_cert: bool,
    /// The name that a certificate must have, when it is not that of `name`.
    pub(super) certified: Option<&'a str>,
}

impl Failure {
    /// Whether the network, and not this program, kept the request from being answered.
    pub fn is_of_network(&self) -> bool {
        !matches!(self.kind, FailureKind::NotAllowed | FailureKind::Unsendable)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Failure {}

impl Peer<'_> {
    pub(super) fn failure(&self, error: &reqwest::Error) -> Failure {
        if error.is_timeout() {
            return self.timed_out(if error.is_connect() { Stage::Connection } else { Stage::Answer });
        }
        if let Some(error) = find::<rustls::Error>(error) {
            return self.tls(error);
        }
        if error.is_connect() {
            return self.no_connection(error);
        }
        let is_refused = |error: &h2::Error| error.is_remote() && (error.is_go_away() || error.is_reset());
        if find::<h2::Error>(error).is_some_and(is_refused) {
            return self.says(
                FailureKind::Reset,
                "the server ended the exchange before an answer came; try again later",
            );
        }
        let is_cut = find::<hyper::Error>(error).is_some_and(hyper::Error::is_incomplete_message);
        if is_cut || io_kind(error).is_some_and(is_end) {
            return self.says(
                FailureKind::Reset,
                "the connection was closed before an answer came; a proxy or firewall on the way may do that",
            );
        }
        self.no_answer(error)
    }

    pub(super) fn timed_out(&self, stage: Stage) -> Failure {
        let limit = humantime::format_duration(self.timeout);
        let what = match (stage, &self.way) {
            (Stage::Answer, _) => format!("no answer within {limit}"),
            (Stage::Connection, Way::Direct) => {
                format!("no connection within {limit}; name the proxy in HTTPS_PROXY if there is one")
            }
            (Stage::Connection, _) => format!("no connection within {limit}"),
        };
        self.says(FailureKind::Timeout(stage), &format!("{what}; wait longer with --timeout"))
    }

    fn no_connection(&self, error: &reqwest::Error) -> Failure {
        let (kind, reason) = match io_kind(error) {
            _ if error.is_dns() => (FailureKind::Dns, "no address is known for the name".to_owned()),
            Some(io::ErrorKind::ConnectionRefused) => {
                (FailureKind::Connect, "the connection was refused".to_owned())
            }
            Some(io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable) => {
                (FailureKind::Connect, "the network has no way there".to_owned())
            }
            Some(kind) if is_end(kind) => {
                (FailureKind::Reset, "the connection was closed while it was made".to_owned())
            }
            _ => (FailureKind::Connect, innermost(error)),
        };
        match &self.way {
            Way::Local => self.says(kind, &format!("{reason}; see whether the server runs")),
            Way::Direct => {
                self.says(kind, &format!("{reason}; check the network, or name the proxy in HTTPS_PROXY"))
            }
            Way::Proxy(_) => {
                let advice = "check HTTPS_PROXY and its password, or name the host in NO_PROXY";
                self.says(FailureKind::Proxy, &format!("{reason}; {advice}"))
            }
        }
    }

    fn no_answer(&self, error: &reqwest::Error) -> Failure {
        let what = format!(
            "what came is no HTTP answer ({}); something else may listen there, or stand in between",
            innermost(error)
        );
        self.says(FailureKind::Protocol, &what)
    }

    fn tls(&self, error: &rustls::Error) -> Failure {
        use CertificateError as Fault;
        let (fault, what) = match error {
            rustls::Error::InvalidCertificate(fault) => match fault {
                Fault::Expired | Fault::ExpiredContext { .. } => (TlsFault::Expired, expired(fault)),
                Fault::NotValidYet | Fault::NotValidYetContext { .. } => {
                    (TlsFault::NotYetValid, expired(fault))
                }
                Fault::NotValidForName | Fault::NotValidForNameContext { .. } => {
                    (TlsFault::WrongName, self.wrong_name(fault))
                }
                // After the first: a root of that name, but with another key, or one of another kind.
                Fault::UnknownIssuer
                | Fault::BadSignature
                | Fault::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
                    (TlsFault::UnknownIssuer, self.unknown_issuer())
                }
                other => (TlsFault::Other, format!("its certificate is refused: {}", summary(other))),
            },
            rustls::Error::NoApplicationProtocol
            | rustls::Error::AlertReceived(AlertDescription::NoApplicationProtocol) => {
                (TlsFault::Other, "it speaks no version of HTTP that was offered".to_owned())
            }
            rustls::Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13)
            | rustls::Error::AlertReceived(AlertDescription::ProtocolVersion) => (
                TlsFault::Other,
                "it speaks neither TLS 1.2 nor TLS 1.3; an outdated proxy may stand in between".to_owned(),
            ),
            other => {
                let reason = summary(other);
                (
                    TlsFault::Other,
                    format!("no TLS connection came about: {reason}; a proxy may stand in between"),
                )
            }
        };
        self.says(FailureKind::Tls(fault), &what)
    }

    fn wrong_name(&self, fault: &CertificateError) -> String {
        let wanted = self.certified.map(|name| format!(" {name}")).unwrap_or_default();
        let names = match fault {
            CertificateError::NotValidForNameContext { presented, .. } if !presented.is_empty() => {
                // Each stands as `DnsName("…")`.
                let plain = |name: &String| redact::excerpt(name.split('"').nth(1).unwrap_or(name), 80);
                let names: Vec<_> = presented.iter().take(3).map(plain).collect();
                format!(" but for {}", names.join(", "))
            }
            _ => String::new(),
        };
        format!(
            "its certificate is not for this name{wanted}{names}; a proxy, or a sign-in page of the network, may answer instead"
        )
    }

    fn unknown_issuer(&self) -> String {
        let advice = match self.has_ca_cert {
            true => "--ca-cert names no root of it either",
            false => "if a company's proxy reads TLS, name its root certificate with --ca-cert",
        };
        format!("its certificate is signed by nobody this machine trusts; {advice}")
    }

    fn says(&self, kind: FailureKind, what: &str) -> Failure {
        let through = match &self.way {
            Way::Proxy(proxy) => format!(" through the proxy {proxy}"),
            Way::Local | Way::Direct => String::new(),
        };
        Failure { kind, message: format!("{}{through}: {what}", self.name) }
    }
}

/// A client that cannot be made: the platform has no roots, or they cannot be read.
pub(super) fn no_client(error: &reqwest::Error) -> Failure {
    let message = format!(
        "no TLS without root certificates ({}); install them (ca-certificates), or name one with --ca-cert",
        innermost(error)
    );
    Failure { kind: FailureKind::Tls(TlsFault::NoRoots), message }
}

/// The certificate's bound beside this machine's clock: one of the two is wrong.
fn expired(fault: &CertificateError) -> String {
    let instant = |time: &UnixTime| time::instant(time.as_secs() as f64);
    match fault {
        CertificateError::ExpiredContext { time, not_after } => format!(
            "its certificate was valid until {}, and this machine's clock says {}; check the clock first",
            instant(not_after),
            instant(time)
        ),
        CertificateError::NotValidYetContext { time, not_before } => format!(
            "its certificate is valid from {}, and this machine's clock says {}; check the clock first",
            instant(not_before),
            instant(time)
        ),
        _ => {
            "its certificate is not valid at what this machine's clock says; check the clock first".to_owned()
        }
    }
}

/// What an error says, without the fields that rustls adds in the words of its source code.
fn summary(error: &dyn fmt::Display) -> String {
    let text = error.to_string();
    redact::excerpt(text.split(" {").next().unwrap_or_default(), 120)
}

/// Whether an open connection ended, rather than that none came about.
fn is_end(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof
    )
}

/// The error and what it comes from.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| cause(error))
}

/// An I/O error names as its source not the error it holds, but that one's source.
fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    chain(error).find_map(|error| error.downcast_ref())
}

/// That of the innermost I/O error: the outer ones only hold it.
fn io_kind(error: &(dyn Error + 'static)) -> Option<io::ErrorKind> {
    chain(error).filter_map(|error| error.downcast_ref::<io::Error>()).last().map(io::Error::kind)
}

/// What the last cause says, without control characters.
fn innermost(error: &(dyn Error + 'static)) -> String {
    let text = chain(error).last().map(ToString::to_string).unwrap_or_default();
    redact::excerpt(&text, 120)
}
