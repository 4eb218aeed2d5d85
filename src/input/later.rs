//! Readers of what is not read yet: a file that is opened when its turn comes, and a failure behind what was read.

use std::io::{self, Read};

/// Opens a content once more.
pub(super) type Again = Box<dyn FnOnce() -> io::Result<Box<dyn Read + Send>> + Send>;

/// Where a source failed.
pub(super) struct FailingReader(Option<io::Error>);

impl FailingReader {
    pub(super) fn new(failure: io::Error) -> Self {
        Self(Some(failure))
    }
}

impl Read for FailingReader {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(self.0.take().unwrap_or_else(|| io::ErrorKind::UnexpectedEof.into()))
    }
}

/// A content that is opened when it is read first.
pub(super) struct LazyReader {
    again: Option<Again>,
    /// Bytes at the beginning that are no text.
    skipped: u64,
    reader: Option<Box<dyn Read + Send>>,
}

impl LazyReader {
    pub(super) fn new(again: Again, skipped: u64) -> Self {
        Self { again: Some(again), skipped, reader: None }
    }
}

impl Read for LazyReader {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if let Some(reader) = &mut self.reader {
            return reader.read(to);
        }
        let Some(again) = self.again.take() else { return Ok(0) };
        let mut reader = again()?;
        io::copy(&mut reader.by_ref().take(self.skipped), &mut io::sink())?;
        self.reader.insert(reader).read(to)
    }
}
