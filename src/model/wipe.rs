//! Keeps copies of key text from staying in memory, where a core dump or another program would find them.

use std::borrow::Cow;
use std::hint::black_box;
use std::ops::Deref;

use zeroize::Zeroize;

/// Text that is borrowed where nothing had to be changed, and wiped where it was copied.
pub(crate) struct Lossy<'a>(Cow<'a, str>);

/// Makes text of bytes as [`String::from_utf8_lossy`] does.
pub(crate) fn lossy(bytes: &[u8]) -> Lossy<'_> {
    if let Ok(text) = str::from_utf8(bytes) {
        return Lossy(Cow::Borrowed(text));
    }
    let replacement = |chunk: &std::str::Utf8Chunk<'_>| match chunk.invalid() {
        [] => "",
        _ => "\u{fffd}",
    };
    // Measured first: a buffer that grows leaves its old self behind.
    let length = bytes.utf8_chunks().map(|chunk| chunk.valid().len() + replacement(&chunk).len()).sum();
    let mut text = String::with_capacity(length);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(replacement(&chunk));
    }
    Lossy(Cow::Owned(text))
}

impl Deref for Lossy<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Drop for Lossy<'_> {
    fn drop(&mut self) {
        if let Cow::Owned(text) = &mut self.0 {
            text.zeroize();
        }
    }
}

/// Overwrites the stack below the caller, where functions that have returned left what they computed with: the
/// arithmetic of keys moves numbers around, and a move leaves a copy behind.
#[inline(never)]
pub(crate) fn stack() {
    // Several times what deriving a public key and signing take.
    const BYTES: usize = 32 << 10;
    // To fill it is all. That somebody might change it keeps the compiler from leaving it out.
    let mut below = [0_u64; BYTES / 8];
    black_box(&mut below);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lossy_text_is_that_of_the_standard_library() {
        for bytes in [&b"plain"[..], b"", b"\xff", b"a\xffb\xf0\x9f\x98c\xe2\x82", "a\u{fffd}b".as_bytes()] {
            assert_eq!(*lossy(bytes), *String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn the_copy_never_grows() {
        for length in 0..40 {
            let bytes: Vec<u8> = b"ab\xff".iter().copied().cycle().take(length).collect();
            if let Cow::Owned(text) = &lossy(&bytes).0 {
                assert_eq!(text.capacity(), String::with_capacity(text.len()).capacity());
            }
        }
    }
}
