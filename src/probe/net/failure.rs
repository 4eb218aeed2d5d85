//! Why a request was not answered, in one sentence that names what was tried and what to do. Never a denial.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use crate::redact;

mod tls;

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
