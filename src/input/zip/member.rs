//! The content of one member of a ZIP archive, as a stream.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::backing::Backing;
use super::entry::{Entry, LOCAL_SIZE};
use super::fields::{ENCRYPTED, LOCAL, Record, take};
use crate::input::fault::Fault;
use crate::input::gzip::{self, PackedReader};

/// Methods of compression (§4.4.5).
pub(super) const STORED: u16 = 0;
pub(super) const DEFLATED: u16 = 8;

type Source = PackedReader<io::Take<Box<dyn Read + Send>>>;

/// Unpacks the member; gzip within it as well, as long as the result stays in proportion to what lies in the archive.
///
/// # Errors
/// When the member is encrypted, packed in another way, or not where the archive says.
pub(super) fn open(archive: &Backing, entry: &Entry) -> Result<Box<dyn Read + Send>, Fault> {
    if entry.flags & ENCRYPTED != 0 {
        return Err(Fault::Encrypted);
    }
    let mut reader = archive.at(entry.offset)?;
    let head = take(&mut reader, LOCAL_SIZE).map_err(early)?;
    let head = Record(&head);
    if head.u32(0) != LOCAL {
        return Err(Fault::Damaged("the member is not where its list of members says"));
    }
    take(&mut reader, usize::from(head.u16(26)) + usize::from(head.u16(28))).map_err(early)?;
    let packed = PackedReader::new(reader.take(entry.packed));
    let decoder = match entry.method {
        STORED => Decoder::Stored(packed),
        DEFLATED => Decoder::Deflated(Box::new(DeflateDecoder::new(packed))),
        method => return Err(Fault::Method(method)),
    };
    let used = Arc::new(AtomicU64::new(0));
    let member = Member {
        decoder,
        used: Arc::clone(&used),
        sum: Crc::new(),
        count: 0,
        expected: (!entry.is_cut).then_some((entry.size, entry.checksum)),
        is_done: false,
    };
    let (reader, _) = gzip::unpacked(Box::new(member))?;
    Ok(Box::new(Proportionate { reader, used, count: 0 }))
}

/// The archive ends within the head of a member.
fn early(error: io::Error) -> Fault {
    if error.kind() == io::ErrorKind::UnexpectedEof { Fault::Cut } else { Fault::Io(error) }
}

enum Decoder {
    Stored(Source),
    Deflated(Box<DeflateDecoder<Source>>),
}

struct Member {
    decoder: Decoder,
    /// Bytes of the archive that were used.
    used: Arc<AtomicU64>,
    sum: Crc,
    count: u64,
    /// Size and checksum; `None` when the archive ends before the member does.
    expected: Option<(u64, u32)>,
    is_done: bool,
}

impl Member {
    /// Compares what was read with what the archive says of it.
    fn check(&self) -> Result<(), Fault> {
        match self.expected {
            None => Err(Fault::Cut),
            Some((size, _)) if self.count < size => Err(Fault::Damaged("the member ends early")),
            Some((size, checksum)) if self.count > size || self.sum.sum() != checksum => {
                Err(Fault::Damaged("the checksum or the size of the member is wrong"))
            }
            Some(_) => Ok(()),
        }
    }
}

impl Read for Member {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.is_done || to.is_empty() {
            return Ok(0);
        }
        let (read, used) = match &mut self.decoder {
            Decoder::Stored(packed) => (packed.read(to), packed.count()),
            Decoder::Deflated(decoder) => (decoder.read(to), decoder.get_ref().count()),
        };
        let count = read.map_err(worded)?;
        self.used.store(used, Ordering::Relaxed);
        self.count += count as u64;
        self.sum.update(to.get(..count).unwrap_or_default());
        if count == 0 {
            self.is_done = true;
            self.check()?;
        }
        Ok(count)
    }
}

/// What is wrong with the data, in words; other faults are those of the file.
fn worded(fault: io::Error) -> io::Error {
    match fault.kind() {
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            io::Error::new(fault.kind(), Fault::Damaged("the member cannot be unpacked"))
        }
        _ => fault,
    }
}

/// Ends with an error when the text grows out of proportion.
struct Proportionate {
    reader: Box<dyn Read + Send>,
    /// Bytes of the archive that were used.
    used: Arc<AtomicU64>,
    count: u64,
}

impl Read for Proportionate {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(to)?;
        self.count += count as u64;
        match gzip::is_out_of_proportion(self.count, self.used.load(Ordering::Relaxed)) {
            true => Err(gzip::out_of_proportion("ZIP")),
            false => Ok(count),
        }
    }
}
