//! Unpacks gzip, told by its first bytes, and refuses what expands beyond all measure.

use std::io::{self, BufRead, Cursor, Read};

use flate2::bufread::GzDecoder;

use super::live::PatientReader;

/// How gzip begins (RFC 1952 §2.3.1).
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// How many times larger than packed a content may be. Deflate reaches 1032, and nothing but repetition does.
const MAX_RATIO: u64 = 1000;

/// Up to here nothing is large.
const SMALL: u64 = 1 << 20;

/// The reader itself, or what is packed in it; and whether it is packed.
///
/// # Errors
/// When the first bytes cannot be read.
pub(super) fn unpacked(mut reader: Box<dyn Read + Send>) -> io::Result<(Box<dyn Read + Send>, bool)> {
    let mut head = Vec::with_capacity(MAGIC.len());
    PatientReader(reader.by_ref()).take(MAGIC.len() as u64).read_to_end(&mut head)?;
    let is_packed = head == MAGIC;
    let whole = Cursor::new(head).chain(reader);
    if !is_packed {
        return Ok((Box::new(whole), false));
    }
    let decoder = GzDecoder::new(PackedReader::new(PatientReader(whole)));
    Ok((Box::new(Unpacker { decoder: Some(decoder), count: 0 }), true))
}

/// Whether so many bytes are too many to come from so few.
pub(super) fn is_out_of_proportion(count: u64, packed: u64) -> bool {
    count > SMALL && count / packed.max(1) > MAX_RATIO
}

/// The error for that.
pub(super) fn out_of_proportion(format: &str) -> io::Error {
    let message =
        format!("the {format} data expands more than {MAX_RATIO} times, as no log does; unpack it yourself");
    io::Error::new(io::ErrorKind::InvalidData, message)
}

/// Bytes that are read ahead.
const AHEAD: usize = 64 << 10;

/// What is packed. Counts what is used, and not what is read ahead: a small bomb would be small by comparison.
pub(super) struct PackedReader<R> {
    reader: R,
    buffer: Vec<u8>,
    /// The part of the buffer that is not used yet.
    unused: std::ops::Range<usize>,
    count: u64,
}

impl<R: Read> PackedReader<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, buffer: vec![0; AHEAD], unused: 0..0, count: 0 }
    }

    /// Bytes that were used.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Whether another member follows. Anything else is no part of the file, as for gzip itself: padding of tapes and
    /// blocks, a signature, an unfinished download.
    fn has_member(&mut self) -> io::Result<bool> {
        while self.unused.len() < MAGIC.len() {
            self.buffer.copy_within(self.unused.clone(), 0);
            self.unused = 0..self.unused.len();
            let count = match self.reader.read(self.buffer.get_mut(self.unused.end..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                result => result?,
            };
            if count == 0 {
                return Ok(false);
            }
            self.unused.end += count;
        }
        Ok(self.buffer.get(self.unused.clone()).is_some_and(|next| next.starts_with(&MAGIC)))
    }
}

impl<R: Read> Read for PackedReader<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(to)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for PackedReader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.unused.is_empty() {
            self.unused = 0..self.reader.read(&mut self.buffer)?;
        }
        Ok(self.buffer.get(self.unused.clone()).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.count += count as u64;
        self.unused.start = (self.unused.start + count).min(self.unused.end);
    }
}

/// Unpacks one member after the other, as long as the result stays in proportion.
struct Unpacker<R> {
    /// `None` after the last member.
    decoder: Option<GzDecoder<PackedReader<R>>>,
    count: u64,
}

impl<R: Read> Read for Unpacker<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while let Some(decoder) = &mut self.decoder {
            let count = decoder.read(to).map_err(told)?;
            self.count += count as u64;
            if is_out_of_proportion(self.count, decoder.get_ref().count) {
                return Err(out_of_proportion("gzip"));
            }
            if count > 0 || to.is_empty() {
                return Ok(count);
            }
            if !decoder.get_mut().has_member()? {
                self.decoder = None;
            } else if let Some(ended) = self.decoder.take() {
                self.decoder = Some(GzDecoder::new(ended.into_inner()));
            }
        }
        Ok(0)
    }
}

/// What is wrong with the gzip data, in words; other faults are those of the file.
fn told(fault: io::Error) -> io::Error {
    let kind = fault.kind();
    match kind {
        io::ErrorKind::UnexpectedEof => {
            io::Error::new(kind, "the gzip data ends early; fetch the file again")
        }
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            io::Error::new(kind, format!("the gzip data is damaged ({fault}); fetch the file again"))
        }
        _ => fault,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        unpacked(Box::new(Cursor::new(bytes)))?.0.read_to_end(&mut text)?;
        Ok(text)
    }

    #[test]
    fn what_is_not_packed_stays_as_it_is() {
        for text in [&b""[..], b"\x1f", b"eyJ", b"\x1f\x8c..."] {
            assert_eq!(read(text.to_vec()).unwrap(), text);
        }
    }

    #[test]
    fn all_members_are_unpacked() {
        assert_eq!(read([packed(b"one "), packed(b"two")].concat()).unwrap(), b"one two");
    }

    #[test]
    fn what_follows_the_last_member_is_ignored() {
        for garbage in [&b"\0"[..], b"\x1f", b"garbage", &[0; 100_000], b"PK\x03\x04", b"\x1f\x8c\x08"] {
            let bytes = [packed(b"one "), packed(b"two"), garbage.to_vec()].concat();
            for drop in [1, 2, 3, usize::MAX] {
                let mut text = Vec::new();
                let (mut reader, _) = unpacked(Box::new(Dripping(Cursor::new(bytes.clone()), drop))).unwrap();
                reader.read_to_end(&mut text).unwrap();
                assert_eq!(text, b"one two", "{drop} bytes at a time, then {garbage:?}");
            }
        }
    }

    /// Yields at most so many bytes at a time.
    struct Dripping(Cursor<Vec<u8>>, usize);

    impl Read for Dripping {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let count = to.len().min(self.1);
            self.0.read(&mut to[..count])
        }
    }

    #[test]
    fn a_cut_second_member_loses_nothing_of_the_first() {
        let mut bytes = [packed(b"one "), packed(&b"two ".repeat(1000))].concat();
        bytes.truncate(bytes.len() - 9);
        let mut text = Vec::new();
        let end = unpacked(Box::new(Cursor::new(bytes))).unwrap().0.read_to_end(&mut text);
        assert!(end.is_err() && text.starts_with(b"one two two "));
    }

    #[test]
    fn a_bomb_ends_with_an_error() {
        let error = read(packed(&vec![0; 100 << 20])).unwrap_err();
        assert!(error.to_string().contains("more than 1000 times"), "{error}");
    }

    #[test]
    fn a_cut_file_ends_with_an_error() {
        let mut bytes = packed(&b"a line of a log\n".repeat(1000));
        bytes.truncate(bytes.len() / 2);
        assert_eq!(read(bytes).unwrap_err().to_string(), "the gzip data ends early; fetch the file again");
    }

    #[test]
    fn a_damaged_file_ends_with_an_error() {
        let mut bytes = packed(&b"a line of a log\n".repeat(1000));
        let checksum = bytes.len() - 8;
        bytes[checksum] ^= 1;
        let error = read(bytes).unwrap_err().to_string();
        assert!(error.starts_with("the gzip data is damaged ("), "{error}");
    }
}
