//! JSON that no terminal obeys.

use std::io::{self, Write};

use crate::text::chars::is_hidden;

/// Writes characters that paint or hide text as `\u` escapes. Outside strings JSON has none of them.
pub(in crate::report) struct Escaping<'a>(pub(in crate::report) &'a mut dyn Write);

impl Write for Escaping<'_> {
    /// Takes whole characters, as the serializer writes them.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = std::str::from_utf8(bytes).map_err(io::Error::other)?;
        let mut done = 0;
        for (at, c) in text.char_indices().filter(|(_, c)| *c != '\n' && is_hidden(*c)) {
            self.0.write_all(text.get(done..at).unwrap_or_default().as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(self.0, "\\u{unit:04x}")?;
            }
            done = at + c.len_utf8();
        }
        self.0.write_all(text.get(done..).unwrap_or_default().as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
