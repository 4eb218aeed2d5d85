//! Ctrl-C and SIGTERM: reading ends, and what was read until then is judged and reported.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// What asked the program to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// SIGTERM.
    Terminate,
}

impl Signal {
    /// The exit status that shells give to a process that the signal ended.
    pub const fn status(self) -> u8 {
        match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
        }
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Interrupt => "Ctrl-C",
            Self::Terminate => "SIGTERM",
        })
    }
}

/// Whether the program was asked to stop. By default nothing asks.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    interrupted: Arc<AtomicBool>,
    terminated: Arc<AtomicBool>,
}

impl Stop {
    /// Is requested by Ctrl-C and SIGTERM from now on. A second Ctrl-C, or the other signal, ends the program at once;
    /// a second SIGTERM does not: `timeout` sends two.
    pub fn on_signals() -> Self {
        let stop = Self::default();
        // Without handlers the signals end the program at once, as they did before.
        let _ = stop.register();
        stop
    }

    fn register(&self) -> io::Result<()> {
        let Self { interrupted, terminated } = self;
        // Handlers run in the order in which they are registered: those that set the flags come last.
        for (signal, status, flag) in [
            (SIGINT, Signal::Interrupt.status(), interrupted),
            (SIGINT, Signal::Interrupt.status(), terminated),
            (SIGTERM, Signal::Terminate.status(), interrupted),
        ] {
            flag::register_conditional_shutdown(signal, status.into(), Arc::clone(flag))?;
        }
        flag::register(SIGINT, Arc::clone(interrupted))?;
        flag::register(SIGTERM, Arc::clone(terminated))?;
        Ok(())
    }

    /// What asked the program to stop, if anything did.
    pub fn signal(&self) -> Option<Signal> {
        match (self.interrupted.load(Ordering::Relaxed), self.terminated.load(Ordering::Relaxed)) {
            (true, _) => Some(Signal::Interrupt),
            (false, true) => Some(Signal::Terminate),
            (false, false) => None,
        }
    }

    /// Fails once the program was asked to stop.
    ///
    /// # Errors
    /// The one that [`is_stop`] recognizes.
    pub(super) fn check(&self) -> io::Result<()> {
        self.signal().map_or(Ok(()), |signal| Err(io::Error::other(StopError(signal))))
    }
}

/// Whether reading ended because the program was asked to stop.
pub(crate) fn is_stop(error: &io::Error) -> bool {
    matches!(error.get_ref(), Some(inner) if inner.is::<StopError>())
}

#[derive(Debug, thiserror::Error)]
#[error("stopped by {0}")]
struct StopError(Signal);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_fails_once_the_program_is_to_stop() {
        let stop = Stop::default();
        assert!(stop.check().is_ok());
        stop.terminated.store(true, Ordering::Relaxed);
        let error = stop.check().unwrap_err();
        assert!(is_stop(&error) && !is_stop(&io::ErrorKind::Other.into()));
        assert_eq!(
            (error.to_string().as_str(), stop.signal()),
            ("stopped by SIGTERM", Some(Signal::Terminate))
        );
    }
}
