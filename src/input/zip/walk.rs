//! The members of a ZIP archive without its central directory, one after the other from the beginning: the archive is
//! cut, as by a download that broke off.

use std::io::{self, BufReader, Read};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::backing::Backing;
use super::entry::{Entry, LOCAL_SIZE};
use super::fields::{DESCRIPTOR, LOCAL, Record, STREAMED, take, widen};
use super::member::DEFLATED;
use crate::input::fault::{Fault, MAX_MEMBERS};
use crate::input::gzip::{self, PackedReader};

/// Bytes of the longest record behind the data of a member.
const DESCRIPTOR_SIZE: u64 = 24;

/// The members as far as they can be found; the last one may be cut.
pub(super) fn read(archive: &Backing) -> Result<Vec<Entry>, Fault> {
    let mut entries = Vec::new();
    let mut offset = 0;
    while let Some((entry, end)) = entry(archive, offset)? {
        if entries.len() as u64 == MAX_MEMBERS {
            return Err(Fault::TooMany { count: MAX_MEMBERS + 1 });
        }
        let is_cut = entry.is_cut;
        entries.push(entry);
        if is_cut {
            break;
        }
        offset = end;
    }
    Ok(entries)
}

/// The member that begins at this place, and where it ends. `None`: none begins there.
fn entry(archive: &Backing, offset: u64) -> Result<Option<(Entry, u64)>, Fault> {
    let mut reader = BufReader::new(archive.at(offset)?);
    let Some((mut entry, start)) = head(&mut reader, offset).map(Some).or_else(at_end)?.flatten() else {
        return Ok(None);
    };
    if entry.flags & STREAMED != 0 && entry.packed == 0 && entry.method == DEFLATED {
        return Ok(Some(streamed(archive, entry, start)?));
    }
    let end = start.saturating_add(entry.packed);
    entry.is_cut = end > archive.len() || entry.flags & STREAMED != 0 && entry.packed == 0;
    if entry.is_cut {
        entry.packed = archive.len().saturating_sub(start);
    }
    Ok(Some((entry, end)))
}

fn at_end<T>(error: io::Error) -> io::Result<Option<T>> {
    if error.kind() == io::ErrorKind::UnexpectedEof { Ok(None) } else { Err(error) }
}

/// What stands before the data, and where that begins.
fn head(reader: &mut impl Read, offset: u64) -> io::Result<Option<(Entry, u64)>> {
    let head = take(reader, LOCAL_SIZE)?;
    let head = Record(&head);
    if head.u32(0) != LOCAL {
        return Ok(None);
    }
    let name = take(reader, head.u16(26).into())?;
    let extra = take(reader, head.u16(28).into())?;
    let (mut packed, mut size) = (head.u32(18).into(), head.u32(22).into());
    widen(&extra, &mut [&mut size, &mut packed]);
    let (flags, method, checksum) = (head.u16(6), head.u16(8), head.u32(14));
    let start = offset + (LOCAL_SIZE + name.len() + extra.len()) as u64;
    Ok(Some((Entry { flags, method, checksum, packed, size, offset, ..Entry::named(&name) }, start)))
}

/// A member whose sizes follow its data: it has to be unpacked to find its end.
fn streamed(archive: &Backing, mut entry: Entry, start: u64) -> Result<(Entry, u64), Fault> {
    let mut decoder = DeflateDecoder::new(PackedReader::new(archive.at(start)?));
    let mut sum = Crc::new();
    let mut piece = vec![0; 64 << 10];
    let is_whole = loop {
        match decoder.read(&mut piece) {
            Ok(0) => break true,
            Ok(count) => sum.update(piece.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // What can be unpacked is read, and then the same error.
            Err(error) if is_of_data(&error) => break false,
            Err(error) => return Err(error.into()),
        }
        if gzip::is_out_of_proportion(decoder.total_out(), decoder.total_in()) {
            break false;
        }
    };
    let (size, packed) = (decoder.total_out(), decoder.total_in());
    let end = start + packed;
    let mut behind = Vec::new();
    archive.at(end)?.take(DESCRIPTOR_SIZE).read_to_end(&mut behind)?;
    match descriptor_size(&behind, sum.sum(), packed, size).filter(|_| is_whole) {
        Some(length) => Ok((Entry { packed, size, checksum: sum.sum(), ..entry }, end + length)),
        None => {
            entry.is_cut = true;
            entry.packed = archive.len().saturating_sub(start);
            Ok((entry, end))
        }
    }
}

fn is_of_data(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof)
}

/// The size of the record behind the data, when it says the same as the data: with or without its mark, with sizes of
/// 32 or 64 bits.
fn descriptor_size(behind: &[u8], sum: u32, packed: u64, size: u64) -> Option<u64> {
    let marked = if Record(behind).u32(0) == DESCRIPTOR { 4 } else { 0 };
    let record = Record(behind.get(marked..)?);
    let marked = marked as u64;
    match () {
        () if record.u32(0) != sum => None,
        () if record.0.len() >= 20 && (record.u64(4), record.u64(12)) == (packed, size) => Some(marked + 20),
        () if record.0.len() >= 12
            && (u64::from(record.u32(4)), u64::from(record.u32(8))) == (packed, size) =>
        {
            Some(marked + 12)
        }
        () => None,
    }
}
