//! Asks the service itself. The only place with a socket.
//!
//! Three promises hold whatever is asked: no request, with or without credential, leaves for a host that is neither the service's nor named by the user,
//! every request ends within its time limit, and what is read is bounded.

mod bench;
mod client;
pub mod clock;
mod connection;
mod draft;
mod endpoint;
mod exchanged;
mod failure;
pub mod observed;
mod plan;
mod proxies;
mod repair;
pub mod roles;
mod route;

use std::future::Future;
use std::io;

pub(crate) use bench::{Ask, Bench, DryRun, Live};
pub use client::{Client, Options, SetUpError};
pub(crate) use endpoint::origin;
pub use exchanged::{BodyEnd, Connection, Outgoing, Sent};
pub use failure::{Failure, FailureKind, Stage, TlsFault};
pub(crate) use plan::{Given, Plan, run, service_of_claims};
pub use proxies::Proxies;
pub use route::{BaseUrl, Route};

/// Runs `future` to its end on this thread, in a runtime of its own that ends with it.
pub fn block_on<F: Future>(future: F) -> io::Result<F::Output> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let output = runtime.block_on(future);
    // A resolver that hangs has a thread of its own, which nothing can stop: nobody waits for it.
    runtime.shutdown_background();
    Ok(output)
}
