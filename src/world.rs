//! Time, environment, standard input and terminal: what enters at the edge, as values.

use std::ffi::OsString;

use crate::input::{Bytes, ReadError};

/// What the program knows of its surroundings.
pub struct World<'a> {
    /// Seconds since 1970.
    pub now: f64,
    /// Looks up an environment variable.
    pub var: &'a dyn Fn(&str) -> Option<OsString>,
    /// Reads standard input to its end, or to the limit.
    pub stdin: &'a dyn Fn() -> Result<Bytes, ReadError>,
    pub stdin_is_terminal: bool,
    pub terminal: Terminal,
}

/// What the output can show.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Columns; `None` when the output is no terminal.
    pub width: Option<usize>,
    pub color: bool,
    /// Whether the locale has more than ASCII.
    pub unicode: bool,
}
