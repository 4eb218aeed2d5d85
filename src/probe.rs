//! Asks the service itself: the plan says what is sent next, the network sends it, and only the driver knows both.

mod driver;
mod net;
mod plan;
mod wire;

use std::future::Future;
use std::io;

use crate::input::Signal;

pub(crate) use driver::{Driver, Journal, rehearse};
pub use net::{
    BaseUrl, BodyEnd, Client, Connection, Failure, FailureKind, Options, Outgoing, Proxies, Route,
    SetUpError, Stage, TlsFault, Transfer,
};
pub(crate) use plan::endpoint::origin;
pub(crate) use plan::{GivenToken, Plan, service_of_claims};

/// Runs `future` to its end on this thread, in a runtime of its own that ends with it.
pub fn block_on<F: Future>(future: F) -> io::Result<F::Output> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let output = runtime.block_on(future);
    // A resolver that hangs has a thread of its own, which nothing can stop: nobody waits for it.
    runtime.shutdown_background();
    Ok(output)
}

/// Waits for Ctrl-C or SIGTERM.
#[cfg(unix)]
pub(crate) async fn stopped() -> Signal {
    use tokio::signal::unix::{SignalKind, signal};

    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            // It ends the program at once, as it did before.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        biased;
        _ = tokio::signal::ctrl_c() => Signal::Interrupt,
        _ = terminated => Signal::Terminate,
    }
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
pub(crate) async fn stopped() -> Signal {
    let _ = tokio::signal::ctrl_c().await;
    Signal::Interrupt
}
