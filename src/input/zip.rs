//! ZIP archives of logs, as GitHub, Xcode Cloud and Codemagic hand them out: each member is a stream of its own.
//! Nothing is unpacked to disk, and memory does not grow with the members.

mod backing;
mod directory;
mod entry;
mod fields;
mod layout;
mod member;
mod walk;

use std::io::Read;

pub(super) use backing::Backing;
use directory::Directory;
use entry::Entry;
pub use layout::Part;
pub(super) use layout::{is_skipped, package, parts};

use super::fault::Fault;

/// How an archive with members begins.
const MAGIC: &[u8] = b"PK\x03\x04";

/// Whether a content is a ZIP archive that has members.
pub(super) fn is_archive(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

/// An archive and its members.
#[derive(Debug)]
pub(super) struct Archive {
    backing: Backing,
    pub(super) entries: Vec<Entry>,
}

impl Archive {
    /// Reads which members there are, and what is wrong with the archive although it has members.
    ///
    /// # Errors
    /// When no member is to be read.
    pub(super) fn open(backing: Backing) -> Result<(Self, Option<Fault>), Fault> {
        let (entries, fault) = match directory::read(&backing)? {
            Directory::Read(entries, fault) => (entries, fault),
            Directory::Useless(fault) => (walk::read(&backing)?, Some(fault)),
        };
        match fault {
            Some(fault) if entries.is_empty() => Err(fault),
            fault => Ok((Self { backing, entries }, fault)),
        }
    }

    /// The content of a member.
    ///
    /// # Errors
    /// When it is encrypted, packed in another way, or not where the archive says.
    pub(super) fn member(&self, entry: &Entry) -> Result<Box<dyn Read + Send>, Fault> {
        member::open(&self.backing, entry)
    }
}

#[cfg(test)]
mod tests;
