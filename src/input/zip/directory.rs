//! The central directory at the end of a ZIP archive: which members there are. Nothing that it says is believed: it is
//! read in pieces, and every place and size is compared with the archive.

use std::io::{self, BufReader, Read};

use super::backing::Backing;
use super::entry::Entry;
use super::fields::{CENTRAL, END, END_64, LOCATOR_64, Record, take, widen};
use crate::input::fault::{Fault, MAX_MEMBERS};

/// Bytes of the record at the end, of the one before it in ZIP64, and of the entry of a member.
const END_SIZE: usize = 22;
const LOCATOR_SIZE: usize = 20;
const END_64_SIZE: usize = 56;
const ENTRY_SIZE: usize = 46;

/// Bytes of the longest comment behind the record at the end.
const COMMENT: usize = u16::MAX as usize;

/// Where the directory is, and how many entries it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct End {
    count: u64,
    size: u64,
    offset: u64,
}

/// What the directory says.
pub(super) enum Directory {
    /// The members, and what is wrong behind the last of them.
    Read(Vec<Entry>, Option<Fault>),
    /// Nothing, and why.
    Useless(Fault),
}

/// Reads the directory.
///
/// # Errors
/// When the archive is not to be read at all.
pub(super) fn read(archive: &Backing) -> Result<Directory, Fault> {
    let Some(end) = end(archive)? else { return Ok(Directory::Useless(Fault::Cut)) };
    if end.count > MAX_MEMBERS {
        return Err(Fault::TooMany { count: end.count });
    }
    let mut reader = BufReader::new(archive.at(end.offset)?.take(end.size));
    let mut entries = Vec::new();
    let mut fault = None;
    // The directory counts, and not what is said of it.
    while let Some(entry) = entry(&mut reader).transpose() {
        match entry {
            Ok(_) if entries.len() as u64 == MAX_MEMBERS => {
                return Err(Fault::TooMany { count: MAX_MEMBERS + 1 });
            }
            Ok(entry) => entries.push(entry),
            Err(_) => {
                fault = Some(Fault::Damaged("its list of members breaks off"));
                break;
            }
        }
    }
    // An archive of an archive that is cut ends with the directory of the inner one.
    if entries.is_empty() && end.count > 0 || entries.iter().any(|entry| entry.least_end() > end.offset) {
        return Ok(Directory::Useless(Fault::Damaged("its list of members is wrong")));
    }
    if fault.is_none() && entries.len() as u64 != end.count {
        fault = Some(Fault::Damaged("its list of members has another length than it says"));
    }
    match overlap(&entries) {
        true => Err(Fault::Overlap),
        false => Ok(Directory::Read(entries, fault)),
    }
}

/// The last record that may be the one at the end; a comment may follow it.
fn end(archive: &Backing) -> Result<Option<End>, Fault> {
    let kept = (COMMENT + END_SIZE + LOCATOR_SIZE) as u64;
    let start = archive.len().saturating_sub(kept);
    let mut tail = Vec::new();
    archive.at(start)?.take(kept).read_to_end(&mut tail)?;
    for place in memchr::memmem::rfind_iter(&tail, &END.to_le_bytes()) {
        let (before, rest) = tail.split_at(place);
        let record = Record(rest);
        if rest.len() < END_SIZE + usize::from(record.u16(20)) {
            continue;
        }
        let narrow =
            End { count: record.u16(10).into(), size: record.u32(12).into(), offset: record.u32(16).into() };
        let end = match end_64(archive, before)? {
            Some(wide) => wide,
            None => narrow,
        };
        // It says nothing of itself, and it may be part of a comment.
        if end.offset.checked_add(end.size).is_some_and(|end| end <= start + place as u64) {
            return Ok(Some(end));
        }
    }
    Ok(None)
}

/// The record of ZIP64, when what stands before the record at the end says that there is one.
fn end_64(archive: &Backing, before: &[u8]) -> Result<Option<End>, Fault> {
    let Some((_, locator)) = before.split_last_chunk::<LOCATOR_SIZE>() else { return Ok(None) };
    let locator = Record(locator);
    if locator.u32(0) != LOCATOR_64 || locator.u64(8) >= archive.len() {
        return Ok(None);
    }
    let Some(bytes) = take(&mut archive.at(locator.u64(8))?, END_64_SIZE).map(Some).or_else(at_end)? else {
        return Ok(None);
    };
    let record = Record(&bytes);
    let end = End { count: record.u64(32), size: record.u64(40), offset: record.u64(48) };
    Ok((record.u32(0) == END_64).then_some(end))
}

/// `None` where the archive ends.
fn at_end<T>(error: io::Error) -> io::Result<Option<T>> {
    if error.kind() == io::ErrorKind::UnexpectedEof { Ok(None) } else { Err(error) }
}

/// The next entry; `None` at the end of the directory.
fn entry(reader: &mut impl Read) -> io::Result<Option<Entry>> {
    let mut first = [0];
    if reader.read(&mut first)? == 0 {
        return Ok(None);
    }
    let mut head = first.to_vec();
    head.extend(take(reader, ENTRY_SIZE - 1)?);
    let head = Record(&head);
    if head.u32(0) != CENTRAL {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let name = take(reader, head.u16(28).into())?;
    let extra = take(reader, head.u16(30).into())?;
    take(reader, head.u16(32).into())?;
    let (mut packed, mut size, mut offset) = (head.u32(20).into(), head.u32(24).into(), head.u32(42).into());
    widen(&extra, &mut [&mut size, &mut packed, &mut offset]);
    let (flags, method, checksum) = (head.u16(8), head.u16(10), head.u32(16));
    Ok(Some(Entry { flags, method, checksum, packed, size, offset, ..Entry::named(&name) }))
}

/// Whether members share bytes: so a small archive expands beyond all measure.
fn overlap(entries: &[Entry]) -> bool {
    let mut ranges: Vec<_> = entries.iter().map(|entry| (entry.offset, entry.least_end())).collect();
    ranges.sort_unstable();
    ranges.iter().zip(ranges.iter().skip(1)).any(|((_, end), (next, _))| end > next)
}
