//! Text in the one form that is searched: UTF-8 without a byte order mark, in lines that end with a line feed.
//!
//! PowerShell's `>` writes UTF-16 with a byte order mark, other programs of Windows without one; then the zeros between
//! the letters tell. Keys and tokens are not read through this: what is wrong with how
//! they are written is a finding.

use std::io::{self, Read};

use zeroize::Zeroizing;

use super::live::PatientReader;
use crate::text::wide::Units;

/// Bytes that are decoded at once.
const PIECE: usize = 64 << 10;

/// Bytes at the beginning that tell how a text without a byte order mark is written.
const TELLING: usize = 4 << 10;

/// How a text is written.
#[derive(Clone, Copy)]
pub(super) struct Encoding {
    /// Bytes of the byte order mark.
    pub(super) mark: usize,
    units: Option<Units>,
    /// Carriage returns alone end the lines.
    has_carriage_returns: bool,
}

impl Encoding {
    /// Told from how a text begins.
    pub(super) fn of(head: &[u8]) -> Self {
        let (mark, units) = match head {
            [0xff, 0xfe, 0, 0, ..] => (4, Some(Units::UTF32_LE)),
            [0, 0, 0xfe, 0xff, ..] => (4, Some(Units::UTF32_BE)),
            [0xff, 0xfe, ..] => (2, Some(Units::UTF16_LE)),
            [0xfe, 0xff, ..] => (2, Some(Units::UTF16_BE)),
            [0xef, 0xbb, 0xbf, ..] => (3, None),
            _ => (0, recognized(head)),
        };
        let has = |byte| memchr::memchr(byte, head).is_some();
        Self { mark, units, has_carriage_returns: !has(b'\n') && has(b'\r') }
    }

    /// Whether it is text, however much it looks like binary data.
    pub(super) fn is_wide(self) -> bool {
        self.units.is_some()
    }

    /// The text that follows the byte order mark, in the form that is searched.
    pub(super) fn decoded<R: Read + Send + 'static>(self, text: R) -> Box<dyn Read + Send> {
        match (self.units, self.has_carriage_returns) {
            (None, false) => Box::new(text),
            (None, true) => Box::new(Lines(PatientReader(text))),
            (Some(units), false) => Box::new(Wide::new(PatientReader(text), units)),
            (Some(units), true) => Box::new(Lines(Wide::new(PatientReader(text), units))),
        }
    }
}

/// The whole of a text in the form that is searched; `None` when it has that form, but for a byte order mark.
pub(super) fn decode(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let Encoding { mark, units, has_carriage_returns } = Encoding::of(text);
    let text = text.get(mark..).unwrap_or_default();
    let mut decoded = match units {
        Some(units) => {
            // In memory that does not grow: two bytes become three at most; so does an odd one.
            let mut decoded = Zeroizing::new(String::with_capacity((text.len() / 2 + 1) * 3));
            units.push(&mut decoded, text, true);
            Zeroizing::new(std::mem::take(&mut *decoded).into_bytes())
        }
        None if has_carriage_returns => Zeroizing::new(text.to_vec()),
        None => return None,
    };
    if has_carriage_returns {
        end_lines(&mut decoded);
    }
    Some(decoded)
}

/// The units of a text without a byte order mark: most of them are ASCII, and none is more than Unicode has. No text in
/// UTF-8, and hardly any binary data, is like that.
fn recognized(head: &[u8]) -> Option<Units> {
    let head = head.get(..TELLING).unwrap_or(head);
    memchr::memchr(0, head)?;
    let kinds = [Units::UTF32_LE, Units::UTF32_BE, Units::UTF16_LE, Units::UTF16_BE];
    kinds.into_iter().find(|units| fits(*units, head))
}

fn fits(units: Units, head: &[u8]) -> bool {
    let is_letter = |unit: u32| matches!(unit, 0x20..0x7f | 0x09 | 0x0a | 0x0d | 0x1b);
    let (letters, strange, all) = match units {
        Units::Two(unit) => {
            counts(head.as_chunks::<2>().0.iter().map(|bytes| unit(*bytes).into()), is_letter)
        }
        Units::Four(unit) => counts(head.as_chunks::<4>().0.iter().map(|bytes| unit(*bytes)), is_letter),
    };
    all >= 2 && strange == 0 && letters > all / 2
}

/// How many units are letters, how many stand for nothing in a text, and how many there are.
fn counts(units: impl Iterator<Item = u32>, is_letter: impl Fn(u32) -> bool) -> (usize, usize, usize) {
    units.fold((0, 0, 0), |(letters, strange, all), unit| {
        let is_strange = unit == 0 || unit > 0x0010_ffff;
        (letters + usize::from(is_letter(unit)), strange + usize::from(is_strange), all + 1)
    })
}

/// Decodes wide text piece by piece.
struct Wide<R> {
    reader: R,
    units: Units,
    piece: Vec<u8>,
    /// Bytes of a character that the last piece cut in two; the next one begins with them.
    cut: usize,
    decoded: String,
    /// Bytes of `decoded` that were handed out.
    handed: usize,
    is_done: bool,
}

impl<R: Read> Wide<R> {
    fn new(reader: R, units: Units) -> Self {
        Self {
            reader,
            units,
            piece: vec![0; PIECE],
            cut: 0,
            decoded: String::new(),
            handed: 0,
            is_done: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        let count = self.reader.read(self.piece.get_mut(self.cut..).unwrap_or_default())?;
        self.is_done = count == 0;
        let filled = self.cut + count;
        self.decoded.clear();
        self.handed = 0;
        let text = self.piece.get(..filled).unwrap_or_default();
        let taken = self.units.push(&mut self.decoded, text, self.is_done);
        self.piece.copy_within(taken..filled, 0);
        self.cut = filled - taken;
        Ok(())
    }
}

impl<R: Read> Read for Wide<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.handed == self.decoded.len() && !self.is_done {
            self.refill()?;
        }
        let mut rest = self.decoded.as_bytes().get(self.handed..).unwrap_or_default();
        let count = rest.read(to)?;
        self.handed += count;
        Ok(count)
    }
}

/// Ends lines with a line feed that a carriage return ended.
struct Lines<R>(R);

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(to)?;
        end_lines(to.get_mut(..count).unwrap_or_default());
        Ok(count)
    }
}

fn end_lines(text: &mut [u8]) {
    text.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, ErrorKind};

    use super::*;

    /// Yields so many bytes at a time, with interruptions.
    struct Dripping(Cursor<Vec<u8>>, usize, bool);

    impl Read for Dripping {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            self.2 = !self.2;
            if self.2 {
                return Err(ErrorKind::Interrupted.into());
            }
            let count = to.len().min(self.1);
            self.0.read(&mut to[..count])
        }
    }

    fn utf16(units: impl Iterator<Item = u16> + Clone) -> [Vec<u8>; 2] {
        let units = std::iter::once(0xfeff).chain(units);
        [units.clone().flat_map(u16::to_le_bytes).collect(), units.flat_map(u16::to_be_bytes).collect()]
    }

    fn streamed(text: &[u8], drop: usize) -> String {
        let encoding = Encoding::of(text);
        let reader = Dripping(Cursor::new(text[encoding.mark..].to_vec()), drop, false);
        let mut decoded = String::new();
        encoding.decoded(reader).read_to_string(&mut decoded).unwrap();
        decoded
    }

    #[track_caller]
    fn reads_as(text: &[u8], expected: &str) {
        assert_eq!(decode(text).unwrap().as_slice(), expected.as_bytes());
        for drop in 1..=9 {
            assert_eq!(streamed(text, drop), expected, "{drop} bytes at a time");
        }
    }

    #[test]
    fn utf16_is_decoded_wherever_it_is_cut() {
        let text = "a\r\né 鍵 \u{1f511}\u{1f512}\n\u{feff}\0";
        for written in utf16(text.encode_utf16()) {
            reads_as(&written, text);
        }
    }

    fn utf32(text: &str) -> [Vec<u8>; 2] {
        let units = text.chars().map(u32::from);
        [units.clone().flat_map(u32::to_le_bytes).collect(), units.flat_map(u32::to_be_bytes).collect()]
    }

    #[test]
    fn utf32_is_decoded_wherever_it_is_cut() {
        let text = "a\r\né 鍵 \u{1f511}\u{1f512}\n\u{feff}";
        for written in utf32(&format!("\u{feff}{text}")) {
            reads_as(&written, text);
            reads_as(&written[..written.len() - 1], &text.replace('\u{feff}', "\u{fffd}"));
        }
    }

    #[test]
    fn wide_text_is_recognized_without_a_mark() {
        for text in [
            "{}",
            "eyJhbGciOiJFUzI1NiJ9.e30.AA",
            "a line\r\n",
            "\u{1b}[31mrot\n",
            "日時: 401 Unauthorized 鍵\r\n",
        ] {
            for written in utf16(text.encode_utf16()) {
                reads_as(&written[2..], text);
            }
            for written in utf32(text) {
                reads_as(&written, text);
            }
        }
        for other in [
            &b"a\0"[..],
            b"a\0b",
            b"\0\0\0\0",
            b"a log\0with zeros\0\0",
            b"\x7fELF\x02\x01\x01\0\0\0\0\0",
            b"a\0\0\0b\0\0\0\0\0\0\0",
        ] {
            assert!(decode(other).is_none(), "{other:?}");
        }
    }

    #[test]
    fn pieces_end_within_characters() {
        let text = format!("x{}", "\u{1f511}".repeat(PIECE));
        for written in utf16(text.encode_utf16()) {
            assert_eq!(decode(&written).unwrap().as_slice(), text.as_bytes());
            assert_eq!(streamed(&written, usize::MAX), text);
        }
    }

    #[test]
    fn what_is_no_character_is_replaced() {
        let units = [0xd83d, 0x61, 0xdd11, 0xd83d, 0xd83d, 0xdd11, 0xd83d];
        for written in utf16(units.into_iter()) {
            reads_as(&written, "\u{fffd}a\u{fffd}\u{fffd}\u{1f511}\u{fffd}");
            reads_as(&written[..written.len() - 1], "\u{fffd}a\u{fffd}\u{fffd}\u{1f511}\u{fffd}");
        }
    }

    #[test]
    fn the_mark_alone_is_nothing() {
        reads_as(b"\xff\xfe", "");
        reads_as(b"\xfe\xff", "");
        assert_eq!(streamed(b"\xef\xbb\xbf", 1), "");
    }

    #[test]
    fn lines_that_end_with_carriage_returns_alone_are_lines() {
        reads_as(b"one\rtwo\r\rthree", "one\ntwo\n\nthree");
        for written in utf16("one\r\u{1f511}\r".encode_utf16()) {
            reads_as(&written, "one\n\u{1f511}\n");
        }
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for text in [&b""[..], b"\xff", b"\xe9t\xe9\0\n", b"a\r\nb\rc\n"] {
            assert!(decode(text).is_none());
            let mut read = Vec::new();
            Encoding::of(text).decoded(Cursor::new(text.to_vec())).read_to_end(&mut read).unwrap();
            assert_eq!(read, text);
        }
        assert_eq!(streamed(b"\xef\xbb\xbfa\n", 1), "a\n");
    }

    #[test]
    fn what_was_read_before_a_failure_is_decoded() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(ErrorKind::ConnectionReset.into())
            }
        }
        let [little, _] = utf16("evidence".encode_utf16());
        let mut reader = Encoding::of(&little).decoded(Cursor::new(little[2..].to_vec()).chain(Failing));
        let mut decoded = Vec::new();
        assert!(reader.read_to_end(&mut decoded).is_err());
        assert_eq!(decoded, b"evidence");
    }
}
