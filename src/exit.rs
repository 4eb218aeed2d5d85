//! Exit status: a public contract, one meaning each.

use crate::input::Signal;
use crate::judge::subject::Verdict;
use crate::report::Tally;

/// What the process ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above `--fail-on` was found.
    Success = 0,
    /// Something was.
    Failure = 1,
    /// Usage, or input that could not be read.
    Error = 2,
    /// Ctrl-C, after what was known was told.
    Interrupted = 130,
    /// SIGTERM, after what was known was told.
    Terminated = 143,
}

impl From<Signal> for Exit {
    fn from(signal: Signal) -> Self {
        match signal {
            Signal::Interrupt => Self::Interrupted,
            Signal::Terminate => Self::Terminated,
        }
    }
}

impl From<Tally> for Exit {
    fn from(tally: Tally) -> Self {
        match tally.verdict {
            Verdict::Pass => Self::Success,
            Verdict::Accepted if !tally.counts => Self::Success,
            Verdict::Accepted | Verdict::Fail | Verdict::Rejected => Self::Failure,
            // An outage blocks no release; a finding that counts does.
            Verdict::Unknown if tally.counts => Self::Failure,
            Verdict::Unknown if tally.allow_unknown => Self::Success,
            Verdict::Unknown => Self::Error,
        }
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
