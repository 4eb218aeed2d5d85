//! Unpacks gzip, told by its first bytes, and refuses what expands beyond all measure.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

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
    reader.by_ref().take(MAGIC.len() as u64).read_to_end(&mut head)?;
    let is_packed = head == MAGIC;
    let whole = Cursor::new(head).chain(reader);
    if !is_packed {
        return Ok((Box::new(whole), false));
    }
    let packed = Counted { reader: BufReader::with_capacity(64 << 10, whole), count: 0 };
    Ok((Box::new(Unpacking { decoder: MultiGzDecoder::new(packed), count: 0 }), true))
}

/// Counts what is used, and not what is read ahead: a small bomb would be small by comparison.
struct Counted<R> {
    reader: BufReader<R>,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(to)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.reader.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.count += count as u64;
        self.reader.consume(count);
    }
}

/// Unpacks as long as the result stays in proportion.
struct Unpacking<R> {
    decoder: MultiGzDecoder<Counted<R>>,
    count: u64,
}

impl<R: Read> Read for Unpacking<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.decoder.read(to).map_err(told)?;
        self.count += count as u64;
        let packed = self.decoder.get_ref().count.max(1);
        if self.count > SMALL && self.count / packed > MAX_RATIO {
            let message = format!(
                "the gzip data expands more than {MAX_RATIO} times, as no log does; unpack it yourself"
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(count)
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
