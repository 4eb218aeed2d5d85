//! HTTP exchanges as tools and people capture them: `curl -i`, `curl -v`, `curl --trace`, HTTPie, raw, HAR.
//!
//! Whether a text is one is told from the text alone. What a capture does not show stays unknown.

mod assemble;
mod body;
mod code;
mod command;
mod field;
mod har;
mod line;
mod message;
mod raw;
mod scan;
mod shell;
mod trace;
mod verbose;

use crate::model::exchange::Exchange;

pub use body::is_error_body;
pub use code::code;
pub use har::{HarEnd, har, is_har};

/// Bytes of the longest text that is taken as captured exchanges; beyond that it is a log.
pub const MAX_TEXT: usize = 1 << 20;

/// The exchanges in a text, in order; `None` when it shows none. Interim answers, redirects that were followed and the
/// `CONNECT` of a proxy are left out.
pub fn read(text: &str) -> Option<Vec<Exchange>> {
    if text.len() > MAX_TEXT {
        return None;
    }
    let lines = line::clean(text);
    let messages = if trace::is_trace(&lines) {
        trace::read(&lines)
    } else if verbose::is_verbose(&lines) {
        verbose::read(&lines)
    } else {
        raw::read(&lines)
    };
    let exchanges = assemble::exchanges(messages);
    (!exchanges.is_empty()).then_some(exchanges)
}

#[cfg(test)]
mod tests;
