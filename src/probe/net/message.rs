//! What is sent, and what came of it.

use std::fmt;
use std::time::Duration;

use crate::model::exchange::{Exchange, Field};
use crate::redact::{self, Sendable};

/// A request to be sent. Its `Debug` shows no value: fields and body may be credentials.
#[derive(Clone)]
pub struct Outgoing {
    pub method: String,
    /// The whole address, as the service documents it; `--base-url` is the client's affair.
    pub url: String,
    /// All header fields but those the client sets itself, `Host`, `User-Agent`, `Accept-Encoding`, and those that hold
    /// credentials.
    pub headers: Vec<Field>,
    /// The value of `Authorization`.
    pub authorization: Option<Sendable>,
    pub body: Option<String>,
    pub connection: Connection,
}

/// Which connection a request takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// One that no other request has taken or will take: APNs remembers the first token of a connection.
    Fresh,
    /// One that is open already, if there is one.
    Shared,
}

/// A request and its response. Its `Debug` shows neither fields nor bodies.
#[derive(Clone)]
pub struct Transfer {
    /// Request and answer, as a capture would show them: the token is among the request's fields.
    pub exchange: Exchange,
    /// When the request was sent, in seconds since 1970 by the client's clock.
    pub started: f64,
    /// From then on until the answer's header fields were there; a new connection included.
    pub elapsed: Duration,
    /// Where the answer points, without query; nobody went there.
    pub redirect: Option<String>,
    pub body_end: BodyEnd,
}

/// How the reading of an answer's body ended. The status counts in all cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyEnd {
    Complete,
    /// It is longer than [`MAX_BODY`](crate::model::exchange::MAX_BODY), where it is cut.
    TooLong,
    /// The connection broke; what had come is kept.
    Broken,
    /// The time was over; what had come is kept.
    TimedOut,
    /// It is compressed, though that was not asked for, and not kept.
    Encoded,
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|field| &field.name).collect();
        f.debug_struct("Outgoing")
            .field("method", &self.method)
            .field("url", &redact::shown(without_query(&self.url)))
            .field("headers", &names)
            .field("connection", &self.connection)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Transfer {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("Transfer")
            .field("status", &self.exchange.status)
            .field("started", &self.started)
            .field("elapsed", &self.elapsed)
            .field("redirect", &self.redirect)
            .field("body_end", &self.body_end)
            .finish_non_exhaustive()
    }
}

fn without_query(url: &str) -> &str {
    url.split_once(['?', '#']).map_or(url, |(url, _)| url)
}
