//! What the plan wants done.

use super::attempt::Attempt;

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// Send these, none waiting for another.
    Send(Vec<Attempt>),
    /// Go on at this time, in seconds since 1970 by this machine's clock.
    Wait { until: f64 },
    /// Judge the given token by the response at this place of the log, or by what was known before.
    Judge { response: Option<usize> },
    /// Nothing is left to do.
    Stop,
}
