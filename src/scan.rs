//! Finds in a log of any size what belongs to Apple's APIs: compact JWS, the texts of Apple's errors, and what tools
//! say when they fail around them.
//!
//! One thread reads blocks of whole lines, the others search them for all literals at once; what they find is put
//! together in order. Memory is constant: blocks are bounded, and so is the table of what was found.

mod ansi;
mod block;
mod failure;
mod incident;
mod mark;
mod paste;
mod pool;
mod table;
mod token;
mod window;

use std::io::{self, Read};

use block::Blocks;
use incident::Incidents;
use paste::Paste;
use table::Table;

pub use crate::catalog::response::literals;
pub(crate) use failure::Failure;

/// Something that was found, where it stood first, and how often it stood there.
#[derive(Clone)]
pub struct Hit {
    pub(crate) found: Found,
    /// From 1.
    pub line: u64,
    /// From 1, in characters of the line as it stands.
    pub column: u64,
    pub count: u64,
}

#[derive(Clone)]
pub(crate) enum Found {
    /// A compact JWS, as it stands.
    Token(String),
    /// A token of so many bytes, too many to be looked at.
    LargeToken(u64),
    /// A failure that Apple sent, or in a short text nobody who is named.
    Failure(Box<Failure>),
}

/// What is known of a text before it is searched.
#[derive(Clone, Copy, Default)]
pub struct Known {
    /// Apple sent what names no sender.
    pub is_apples: bool,
    /// It tells of a response, though it may not say so.
    pub is_response: bool,
}

/// What a text held beside what was handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rest {
    /// Who sent a failure and is not Apple; the first of them.
    pub foreign: Option<String>,
    /// The text is short and reports a refusal, and nothing shows who sent it.
    pub is_refusal_of_unknown: bool,
}

/// Scans to the end and hands over what was found, each thing once, in the order in which it first stood there. Only
/// when more is found than fits into memory, or `reader` has nothing for the moment (`WouldBlock`), `sink` is called
/// more than once, and things may come again.
///
/// # Errors
/// When `reader` fails; what was found before is handed over.
pub fn scan(
    reader: impl Read + Send,
    known: Known,
    sink: &mut dyn FnMut(Vec<Hit>),
) -> (Rest, io::Result<()>) {
    let mut table = Table::new(known.is_apples, sink);
    let mut incidents = Incidents::default();
    let (mut line, mut paste) = (1, Paste::default());
    let result = pool::search(Blocks::new(reader), &mut |searched| {
        paste.take(&searched.block);
        incidents.take(searched, line, &mut table);
        line += searched.lines;
        if searched.block.is_before_silence {
            incidents.close(&mut table);
            table.flush();
        }
    });
    incidents.close(&mut table);
    let is_refusal_of_unknown = paste.close(known, &mut table);
    table.flush();
    (Rest { foreign: table.foreign, is_refusal_of_unknown }, result)
}
