//! Looks up one path in git's index, without loading it.
//!
//! Format: gitformat-index(5), <https://git-scm.com/docs/index-format>, versions 2 to 4.

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use super::regular;

/// Of the largest known repositories' index files; beyond, nobody waits for the answer.
const MOST: u64 = 64 << 20;

/// Flag of an entry that has 16 more flags.
const EXTENDED: u16 = 0x4000;

/// Type bits of an entry's mode, and what they are for a directory: whole directories are only in a sparse index.
const TYPE: u32 = 0o170_000;
const DIRECTORY: u32 = 0o040_000;

/// Whether the index lists `name`, bytes with `/` between folders; `None` when it alone cannot tell.
///
/// # Errors
/// When it cannot be read, is too large, or is no index.
pub(super) fn tracks(
    index: &Path,
    hash_length: usize,
    name: &[u8],
    ignore_case: bool,
) -> io::Result<Option<bool>> {
    let Some(file) = regular::open(index)? else {
        // Nothing was ever added, unless something else is in the index's place.
        return Ok(index.symlink_metadata().is_err().then_some(false));
    };
    let size = file.metadata()?.len();
    if size > MOST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let body = size.checked_sub(hash_length as u64).ok_or(io::ErrorKind::InvalidData)?;
    search(BufReader::new(file).take(body), hash_length, name, ignore_case)
}

/// `index` ends before the checksum.
fn search(
    mut index: impl BufRead,
    hash_length: usize,
    name: &[u8],
    ignore_case: bool,
) -> io::Result<Option<bool>> {
    let signature = four(&mut index)?;
    let version = u32::from_be_bytes(four(&mut index)?);
    if signature != *b"DIRC" || !(2..=4).contains(&version) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut undecided = false;
    let mut entry = Vec::new();
    for _ in 0..u32::from_be_bytes(four(&mut index)?) {
        let mode = next_entry(&mut index, version, hash_length, &mut entry)?;
        let listed = if ignore_case { entry.eq_ignore_ascii_case(name) } else { entry == name };
        if listed {
            return Ok(Some(true));
        }
        undecided |= mode & TYPE == DIRECTORY && name.starts_with(&entry);
    }
    while let Some(extension) = next_extension(&mut index)? {
        // A required one changes what the entries mean: `link` has the rest of them in another file.
        undecided |= !extension.first().is_some_and(u8::is_ascii_uppercase) && extension != *b"sdir";
    }
    Ok((!undecided).then_some(false))
}

/// Reads the path of the next entry into `path`, which holds the one before, and returns the mode.
fn next_entry(
    index: &mut impl BufRead,
    version: u32,
    hash_length: usize,
    path: &mut Vec<u8>,
) -> io::Result<u32> {
    // Two times and two numbers of 4 bytes before the mode; owner, group, size and object name after it.
    skip(index, 24)?;
    let mode = u32::from_be_bytes(four(index)?);
    skip(index, 12 + hash_length as u64)?;
    let mut fixed = 40 + hash_length + 2;
    if u16::from_be_bytes(two(index)?) & EXTENDED != 0 {
        skip(index, 2)?;
        fixed += 2;
    }
    let shared = if version == 4 {
        path.len().checked_sub(varint(index)?).ok_or(io::ErrorKind::InvalidData)?
    } else {
        0
    };
    path.truncate(shared);
    index.read_until(0, path)?;
    if path.pop() != Some(0) {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    if version < 4 {
        // One to eight zeros end the path at a multiple of eight; the first is read.
        skip(index, 7 - ((fixed + path.len()) % 8) as u64)?;
    }
    Ok(mode)
}

/// Skips the next extension and returns its signature, `None` at the end.
fn next_extension(index: &mut impl BufRead) -> io::Result<Option<[u8; 4]>> {
    if index.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let signature = four(index)?;
    let length = u32::from_be_bytes(four(index)?);
    skip(index, length.into())?;
    Ok(Some(signature))
}

/// The offset encoding of pack files, see gitformat-pack(5): seven bits a byte, one added for each byte but the last.
fn varint(index: &mut impl BufRead) -> io::Result<usize> {
    let mut value = 0_usize;
    // More could not be a length of anything here.
    for _ in 0..4 {
        let [byte] = array(index)?;
        value = value * 128 + usize::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Ok(value);
        }
        value += 1;
    }
    Err(io::ErrorKind::InvalidData.into())
}

fn skip(index: &mut impl BufRead, count: u64) -> io::Result<()> {
    if io::copy(&mut index.take(count), &mut io::sink())? == count {
        Ok(())
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

fn two(index: &mut impl BufRead) -> io::Result<[u8; 2]> {
    array(index)
}

fn four(index: &mut impl BufRead) -> io::Result<[u8; 4]> {
    array(index)
}

fn array<const N: usize>(index: &mut impl BufRead) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    index.read_exact(&mut bytes)?;
    Ok(bytes)
}
