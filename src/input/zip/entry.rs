//! A member of an archive, as the archive describes it.

/// Bytes of a member's name that are kept.
const MAX_NAME: usize = 1000;

/// Bytes before the name of a member.
pub(super) const LOCAL_SIZE: usize = 30;

/// A file in an archive, and what the archive says of it.
#[derive(Clone, Debug)]
pub(in crate::input) struct Entry {
    /// At most [`MAX_NAME`] bytes of it.
    pub(in crate::input) name: String,
    pub(super) name_length: usize,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) checksum: u32,
    /// Bytes in the archive.
    pub(super) packed: u64,
    /// Bytes of the content.
    pub(super) size: u64,
    /// Where it begins in the archive.
    pub(super) offset: u64,
    /// The archive ends before it does.
    pub(super) is_cut: bool,
}

impl Entry {
    pub(super) fn named(name: &[u8]) -> Self {
        // What is not UTF-8 is of an unknown code page.
        let mut text = String::from_utf8_lossy(name.get(..MAX_NAME).unwrap_or(name)).into_owned();
        if name.len() > MAX_NAME {
            text.push('…');
        }
        Self {
            name: text,
            name_length: name.len(),
            flags: 0,
            method: 0,
            checksum: 0,
            packed: 0,
            size: 0,
            offset: 0,
            is_cut: false,
        }
    }

    /// Where it ends at the earliest.
    pub(super) fn least_end(&self) -> u64 {
        self.offset.saturating_add((LOCAL_SIZE + self.name_length) as u64).saturating_add(self.packed)
    }
}
