//! The only place with a socket. It knows nothing of experiments.
//!
//! Three promises hold whatever is asked: no request, with or without credential, leaves for a host that is neither
//! the service's nor named by the user, every request ends within its time limit, and what is read is bounded.

mod client;
mod connection;
mod error;
mod failure;
mod message;
mod proxies;
mod route;

pub use client::{Client, Options};
pub use error::SetUpError;
pub use failure::{Failure, FailureKind, Stage, TlsFault};
pub use message::{BodyEnd, Connection, Outgoing, Transfer};
pub use proxies::Proxies;
pub use route::{BaseUrl, Route};
