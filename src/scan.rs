//! Finds in a log of any size what belongs to Apple's APIs: compact JWS, the texts of Apple's errors, and what tools
//! say when they fail around them.
//!
//! One thread reads blocks of whole lines, the others search them for all literals at once; what they find is put
//! together in order. Memory is constant: blocks are bounded, and so is the table of what was found.

mod ansi;
mod block;
mod incident;
mod pool;
mod table;
mod token;

use std::io::{self, Read};

use block::Blocks;
use incident::Incidents;
use table::Table;

pub use crate::catalog::response::literals;

/// Something that was found, where it stood first, and how often it stood there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub found: Found,
    /// From 1.
    pub line: u64,
    /// From 1, in characters of the line as it stands.
    pub column: u64,
    pub count: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Found {
    /// A compact JWS, as it stands.
    Token(String),
    /// A token of so many bytes, too many to be looked at.
    LargeToken(u64),
    /// The lines around what is said of a failure, without colours.
    Answer(String),
}

/// Scans to the end and hands over what was found, each thing once, in the order in which it first stood there. Only
/// when more is found than fits into memory, or `reader` has nothing for the moment (`WouldBlock`), `sink` is called
/// more than once, and things may come again.
///
/// # Errors
/// When `reader` fails; what was found before is handed over.
pub fn scan(reader: impl Read + Send, sink: &mut dyn FnMut(Vec<Hit>)) -> io::Result<()> {
    let mut table = Table::new(sink);
    let mut incidents = Incidents::default();
    let mut line = 1;
    let result = pool::search(Blocks::new(reader), &mut |searched| {
        incidents.take(searched, line, &mut table);
        line += searched.lines;
        if searched.block.is_before_silence {
            incidents.close(&mut table);
            table.flush();
        }
    });
    incidents.close(&mut table);
    table.flush();
    result
}
