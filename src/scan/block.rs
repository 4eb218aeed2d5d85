//! Cuts a stream into blocks of whole lines.

use std::io::{self, Read};

/// Bytes of a block, line breaks permitting.
pub(super) const SIZE: usize = 1 << 20;

/// Bytes of the longest block: that of a token which does not end.
const LARGEST: usize = 9 << 20;

/// What comes again when a line had to be cut: longer than every literal.
const OVERLAP: usize = 256;

/// A part of the stream. Begins where the last one ended; in a line that had to be cut, a little before.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) data: Vec<u8>,
    /// Bytes at the beginning that were in the last block already.
    pub(super) seen: usize,
    /// Characters of the line before what was not seen.
    pub(super) column: u64,
    /// Whether nothing followed it for a while.
    pub(super) is_before_silence: bool,
}

/// Yields the blocks of a reader.
pub(super) struct Blocks<R> {
    reader: R,
    rest: Block,
    is_done: bool,
    is_silent: bool,
    /// Why the reader ended, when it failed.
    failure: Option<io::Error>,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, rest: Block::default(), is_done: false, is_silent: false, failure: None }
    }

    /// Whether the last block was handed out.
    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }

    /// How the reader ended; once.
    ///
    /// # Errors
    /// When it failed.
    pub(super) fn end(&mut self) -> io::Result<()> {
        self.failure.take().map_or(Ok(()), Err)
    }

    /// The next block, made in `memory`; `None` at the end.
    ///
    /// # Errors
    /// When the reader failed, after all that was read before.
    pub(super) fn next(&mut self, mut memory: Vec<u8>) -> io::Result<Option<Block>> {
        let Block { data, seen, column, .. } = std::mem::take(&mut self.rest);
        memory.clear();
        memory.extend_from_slice(&data);
        // Goes on only as long as a token does: what is around it must not make the block large.
        for wanted in (SIZE..=LARGEST).step_by(SIZE) {
            self.fill(&mut memory, wanted, seen);
            let is_token = memchr::memrchr(b'\n', &memory).is_none() && run(&memory) > memory.len() / 2;
            if self.is_done || !is_token {
                break;
            }
        }
        if memory.len() <= seen {
            return self.end().map(|()| None);
        }
        let mut block = Block { data: memory, seen, column, is_before_silence: self.is_silent };
        if !self.is_done {
            self.rest = block.cut();
        }
        Ok(Some(block))
    }

    /// Reads until there are `wanted` bytes, or the stream ends, or nothing follows for a while and there is a whole
    /// line that was not seen.
    fn fill(&mut self, memory: &mut Vec<u8>, wanted: usize, seen: usize) {
        self.is_silent = false;
        while !self.is_done && !self.is_silent && memory.len() < wanted {
            let missing = wanted - memory.len();
            memory.reserve_exact(missing + 1);
            let before = memory.len();
            match self.reader.by_ref().take(missing as u64).read_to_end(memory) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    let fresh = memory.get(seen..).unwrap_or_default();
                    self.is_silent = memchr::memchr(b'\n', fresh).is_some();
                }
                read => {
                    self.is_done = memory.len() - before < missing;
                    self.failure = read.err();
                }
            }
        }
    }
}

impl Block {
    /// Cuts off what follows the last line break, for the next block. A line that does not end is cut before the word,
    /// or the token, that may not be whole; its last bytes come again, so that no literal is cut in two.
    fn cut(&mut self) -> Self {
        if let Some(end) = memchr::memrchr(b'\n', &self.data).filter(|end| *end >= self.seen) {
            return Self { data: self.data.split_off(end + 1), ..Self::default() };
        }
        let length = self.data.len();
        let word = length - run(&self.data);
        let end = if word > self.seen { word } else { length };
        let whole = self.data.split_off(end);
        let seen = end.min(OVERLAP);
        let mut data = self.data.get(end - seen..).unwrap_or_default().to_vec();
        data.extend_from_slice(&whole);
        let fresh = self.data.get(self.seen..).unwrap_or_default();
        Self { data, seen, column: self.column + characters(fresh), is_before_silence: false }
    }

    /// The column of a byte, from 1, in characters.
    pub(super) fn column_of(&self, position: usize) -> u64 {
        let before = self.data.get(..position).unwrap_or_default();
        if let Some(line_break) = memchr::memrchr(b'\n', before) {
            return 1 + characters(before.get(line_break + 1..).unwrap_or_default());
        }
        match (before.get(self.seen..), self.data.get(position..self.seen)) {
            (Some(fresh), _) => 1 + self.column + characters(fresh),
            (None, Some(again)) => 1 + self.column.saturating_sub(characters(again)),
            (None, None) => 1,
        }
    }
}

/// Bytes at the end that may belong to one token.
fn run(data: &[u8]) -> usize {
    data.iter().rev().take_while(|byte| is_code(**byte)).count()
}

/// Whether a byte may stand in a compact JWS, damaged ones included.
pub(super) fn is_code(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.+/=%".contains(&byte)
}

/// Characters of UTF-8; of anything else, bytes that do not continue one.
pub(super) fn characters(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &[u8]) -> Vec<Block> {
        let mut blocks = Blocks::new(text);
        std::iter::from_fn(|| blocks.next(Vec::new()).unwrap()).collect()
    }

    #[test]
    fn lines_stay_whole() {
        let text = b"a line of some length\n".repeat(200_000);
        let blocks = blocks(&text);
        assert!(
            blocks.len() > 3 && blocks.iter().all(|block| block.seen == 0 && block.data.ends_with(b"\n"))
        );
        assert_eq!(blocks.concat_data(), text);
    }

    #[test]
    fn a_line_without_end_is_cut_between_words_and_a_little_comes_again() {
        let text = b"word ".repeat(1 << 20);
        let blocks = blocks(&text);
        assert!(blocks.len() > 3 && blocks.iter().skip(1).all(|block| block.seen == OVERLAP));
        assert_eq!(blocks.concat_data(), text);
        let last = blocks.last().unwrap();
        assert_eq!(last.column_of(last.data.len()), 1 + text.len() as u64);
    }

    #[test]
    fn a_token_stays_whole_up_to_the_largest_block() {
        let mut text = b"x ".repeat(SIZE / 2 - 100);
        text.extend(vec![b'A'; 5 << 20]);
        text.extend(b" end\n");
        assert!(
            blocks(&text)
                .iter()
                .any(|block| run(block.data.trim_ascii_end()) >= 3 || block.data.len() > 5 << 20)
        );
        assert_eq!(blocks(&text).concat_data(), text);
    }

    #[test]
    fn what_was_read_before_a_failure_is_a_block() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::ConnectionReset.into())
            }
        }
        let text = b"a line\n".repeat(SIZE / 6);
        let mut blocks = Blocks::new(text.chain(Failing));
        let mut read = 0;
        while let Ok(Some(block)) = blocks.next(Vec::new()) {
            read += block.data.len();
        }
        assert!(read == text.len() && blocks.is_done());
    }

    #[test]
    fn whole_lines_are_a_block_as_soon_as_nothing_follows() {
        /// Yields its parts with silence between them.
        struct Parts(Vec<&'static [u8]>, bool);
        impl Read for Parts {
            fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
                self.1 = !self.1;
                if self.1 {
                    return Err(io::ErrorKind::WouldBlock.into());
                }
                let part = self.0.pop().unwrap_or_default();
                to[..part.len()].copy_from_slice(part);
                Ok(part.len())
            }
        }
        let parts = Parts(vec![b" end", b"tail\nlast", b"of a line\nthe ", b"the beginning "], false);
        let mut blocks = Blocks::new(parts);
        let mut found = Vec::new();
        while let Some(block) = blocks.next(Vec::new()).unwrap() {
            found.push((String::from_utf8(block.data).unwrap(), block.is_before_silence));
        }
        let expected = [("the beginning of a line\n", true), ("the tail\n", true), ("last end", false)];
        assert_eq!(found, expected.map(|(text, is_before_silence)| (text.to_owned(), is_before_silence)));
    }

    trait Concat {
        fn concat_data(&self) -> Vec<u8>;
    }

    impl Concat for Vec<Block> {
        fn concat_data(&self) -> Vec<u8> {
            self.iter().flat_map(|block| block.data[block.seen..].to_vec()).collect()
        }
    }
}
