//! Reads UTF-16 as UTF-8: PowerShell's `>` writes logs so. Told by the byte order mark.

use std::io::{self, Read};

/// Bytes of UTF-16 that are read at once.
const BLOCK: usize = 16 << 10;

/// The order of the bytes of each unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Big,
    Little,
}

/// The order that a byte order mark tells; `None`: no UTF-16.
pub(super) fn order(bytes: &[u8]) -> Option<Order> {
    match bytes {
        // UTF-32 begins in the same way.
        [0xff, 0xfe, 0, 0, ..] => None,
        [0xff, 0xfe, ..] => Some(Order::Little),
        [0xfe, 0xff, ..] => Some(Order::Big),
        _ => None,
    }
}

/// A reader of UTF-16 with its byte order mark, which gives UTF-8 without one. A lone surrogate becomes U+FFFD.
pub(super) struct Decoding<R> {
    reader: R,
    order: Order,
    /// Bytes that make no whole character yet.
    pending: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    is_at_start: bool,
    is_at_end: bool,
}

impl<R: Read> Decoding<R> {
    pub(super) fn new(reader: R, order: Order) -> Self {
        let (pending, text) = (Vec::with_capacity(BLOCK), Vec::with_capacity(2 * BLOCK));
        Self { reader, order, pending, text, given: 0, is_at_start: true, is_at_end: false }
    }

    /// Decodes the next block.
    fn fill(&mut self) -> io::Result<()> {
        let read = self.reader.by_ref().take(BLOCK as u64).read_to_end(&mut self.pending)?;
        self.is_at_end = read == 0;
        let (pairs, odd) = self.pending.as_chunks::<2>();
        let unit = |pair: &[u8; 2]| match self.order {
            Order::Big => u16::from_be_bytes(*pair),
            Order::Little => u16::from_le_bytes(*pair),
        };
        let mut units: Vec<u16> = pairs.iter().map(unit).collect();
        // The second half of a pair of surrogates may be yet to come.
        let is_half = units.last().is_some_and(|last| (0xd800..0xdc00).contains(last));
        let mut kept = odd.to_vec();
        if is_half && !self.is_at_end {
            units.pop();
            kept.splice(0..0, pairs.last().copied().unwrap_or_default());
        }
        if self.is_at_end && !kept.is_empty() {
            units.push(0xfffd);
            kept.clear();
        }
        self.text.clear();
        self.given = 0;
        let mut characters = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
        if std::mem::take(&mut self.is_at_start) {
            characters.next();
        }
        for character in characters {
            self.text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
        self.pending = kept;
        Ok(())
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.is_at_end {
            self.fill()?;
        }
        let left = self.text.get(self.given..).unwrap_or_default();
        let count = left.len().min(to.len());
        if let (Some(to), Some(from)) = (to.get_mut(..count), left.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Gives a few bytes at a time.
    struct Dripping<'a>(&'a [u8], usize);

    impl Read for Dripping<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(self.1).min(to.len());
            let (now, later) = self.0.split_at(count);
            to[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    fn encoded(text: &str, order: Order) -> Vec<u8> {
        let bytes = |unit: u16| if order == Order::Big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect()
    }

    fn decoded(bytes: &[u8], step: usize) -> String {
        let order = order(bytes).unwrap();
        let mut text = String::new();
        Decoding::new(Dripping(bytes, step), order).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn the_mark_tells_the_order() {
        assert_eq!(order(&encoded("a", Order::Little)), Some(Order::Little));
        assert_eq!(order(&encoded("a", Order::Big)), Some(Order::Big));
        for other in [&b"\xef\xbb\xbfa"[..], b"\xff\xfe\0\0a\0\0\0", b"a\0b\0", b"\xff", b""] {
            assert_eq!(order(other), None, "{other:?}");
        }
    }

    #[test]
    fn what_is_no_character_is_replaced() {
        assert_eq!(decoded(b"\xff\xfea\0\x00\xd8b\0", 3), "a\u{fffd}b");
        assert_eq!(decoded(b"\xff\xfea\0\x00\xd8", 3), "a\u{fffd}");
        assert_eq!(decoded(b"\xff\xfea\0b", 2), "a\u{fffd}");
    }

    #[test]
    fn blocks_end_anywhere() {
        let text = "a😀".repeat(BLOCK / 3);
        for lead in ["", "x", "xy", "xyz"] {
            let text = format!("{lead}{text}");
            assert_eq!(decoded(&encoded(&text, Order::Little), 1 << 20), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text: String, step in 1..9_usize, is_big: bool) {
            let order = if is_big { Order::Big } else { Order::Little };
            prop_assert_eq!(decoded(&encoded(&text, order), step), text);
        }
    }
}
