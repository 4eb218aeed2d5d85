//! Text in the one form that is searched: UTF-8 without a byte order mark, in lines that end with a line feed.
//!
//! PowerShell's `>` writes UTF-16 with a byte order mark. Keys and tokens are not read through this: what is wrong with how
//! they are written is a finding.

use std::io::{self, Read};

use zeroize::Zeroizing;

/// Bytes that are decoded at once.
const PIECE: usize = 64 << 10;

/// Gives the two bytes of a code unit their order.
type Unit = fn([u8; 2]) -> u16;

/// How a text is written.
#[derive(Clone, Copy)]
pub(super) struct Encoding {
    /// Bytes of the byte order mark.
    pub(super) mark: usize,
    utf16: Option<Unit>,
    /// Carriage returns alone end the lines.
    has_carriage_returns: bool,
}

impl Encoding {
    /// Told from how a text begins.
    pub(super) fn of(head: &[u8]) -> Self {
        let (mark, utf16): (usize, Option<Unit>) = match head {
            [0xff, 0xfe, ..] => (2, Some(u16::from_le_bytes)),
            [0xfe, 0xff, ..] => (2, Some(u16::from_be_bytes)),
            [0xef, 0xbb, 0xbf, ..] => (3, None),
            _ => (0, None),
        };
        let has = |byte| memchr::memchr(byte, head).is_some();
        Self { mark, utf16, has_carriage_returns: !has(b'\n') && has(b'\r') }
    }

    pub(super) fn is_utf16(self) -> bool {
        self.utf16.is_some()
    }

    /// The text that follows the byte order mark, in the form that is searched.
    pub(super) fn decoded<R: Read + Send + 'static>(self, text: R) -> Box<dyn Read + Send> {
        match (self.utf16, self.has_carriage_returns) {
            (None, false) => Box::new(text),
            (None, true) => Box::new(Lines(text)),
            (Some(unit), false) => Box::new(Utf16::new(text, unit)),
            (Some(unit), true) => Box::new(Lines(Utf16::new(text, unit))),
        }
    }
}

/// The whole of a text in the form that is searched; `None` when it has that form, but for a byte order mark.
pub(super) fn decode(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let Encoding { mark, utf16, has_carriage_returns } = Encoding::of(text);
    let text = text.get(mark..).unwrap_or_default();
    let mut decoded = match utf16 {
        Some(unit) => utf8(text, unit),
        None if has_carriage_returns => Zeroizing::new(text.to_vec()),
        None => return None,
    };
    if has_carriage_returns {
        end_lines(&mut decoded);
    }
    Some(decoded)
}

/// UTF-8 of UTF-16, in memory that does not grow: the text may be that of a key.
fn utf8(text: &[u8], unit: Unit) -> Zeroizing<Vec<u8>> {
    // Two bytes become three at most; so does an odd one.
    let mut decoded = Zeroizing::new(String::with_capacity((text.len() / 2 + 1) * 3));
    push(&mut decoded, text, unit, true);
    Zeroizing::new(std::mem::take(&mut *decoded).into_bytes())
}

/// Decodes what is whole, or all at the end of the text; tells how many bytes it took. What is no character is replaced.
fn push(decoded: &mut String, text: &[u8], unit: Unit, is_end: bool) -> usize {
    let (pairs, odd) = text.as_chunks::<2>();
    let last = pairs.last().map(|pair| unit(*pair));
    let is_cut = !is_end && last.is_some_and(|unit| matches!(unit, 0xd800..0xdc00));
    let whole = pairs.len() - usize::from(is_cut);
    let units = pairs.iter().take(whole).map(|pair| unit(*pair));
    decoded.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    if is_end && !odd.is_empty() {
        decoded.push(char::REPLACEMENT_CHARACTER);
        return text.len();
    }
    2 * whole
}

/// Decodes UTF-16 piece by piece.
struct Utf16<R> {
    reader: R,
    unit: Unit,
    piece: Vec<u8>,
    /// Bytes of a character that the last piece cut in two; the next one begins with them.
    cut: usize,
    decoded: String,
    /// Bytes of `decoded` that were handed out.
    handed: usize,
    is_done: bool,
}

impl<R: Read> Utf16<R> {
    fn new(reader: R, unit: Unit) -> Self {
        Self {
            reader,
            unit,
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
        let taken = push(&mut self.decoded, text, self.unit, self.is_done);
        self.piece.copy_within(taken..filled, 0);
        self.cut = filled - taken;
        Ok(())
    }
}

impl<R: Read> Read for Utf16<R> {
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
