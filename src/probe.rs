//! Asks the service itself.

pub mod clock;
