//! Numbers and records of the ZIP format (APPNOTE.TXT 6.3.10), of which all are little-endian.

use std::io::{self, Read};

/// How a member begins (§4.3.7).
pub(super) const LOCAL: u32 = 0x0403_4b50;
/// How an entry of the central directory begins (§4.3.12).
pub(super) const CENTRAL: u32 = 0x0201_4b50;
/// How what follows the data of a streamed member begins (§4.3.9).
pub(super) const DESCRIPTOR: u32 = 0x0807_4b50;
/// How the record at the end begins (§4.3.16).
pub(super) const END: u32 = 0x0605_4b50;
/// The same in ZIP64 (§4.3.14), and what says where it is (§4.3.15).
pub(super) const END_64: u32 = 0x0606_4b50;
pub(super) const LOCATOR_64: u32 = 0x0706_4b50;

/// Bits of the general purpose flags (§4.4.4).
pub(super) const ENCRYPTED: u16 = 1;
pub(super) const STREAMED: u16 = 1 << 3;

/// The extra field with the numbers that do not fit (§4.5.3).
const EXTRA_64: u16 = 1;

/// A record of a fixed size. What is beyond it reads as 0.
pub(super) struct Record<'a>(pub(super) &'a [u8]);

impl Record<'_> {
    pub(super) fn u16(&self, at: usize) -> u16 {
        u16::from_le_bytes(self.bytes(at))
    }

    pub(super) fn u32(&self, at: usize) -> u32 {
        u32::from_le_bytes(self.bytes(at))
    }

    pub(super) fn u64(&self, at: usize) -> u64 {
        u64::from_le_bytes(self.bytes(at))
    }

    fn bytes<const N: usize>(&self, at: usize) -> [u8; N] {
        self.0.get(at..).and_then(<[u8]>::first_chunk).copied().unwrap_or([0; N])
    }
}

/// Takes so many bytes.
///
/// # Errors
/// `UnexpectedEof` when there are fewer.
pub(super) fn take(reader: &mut impl Read, count: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; count];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Replaces the numbers that stand in the extra field because they do not fit into 32 bits, in their order there.
pub(super) fn widen(extra: &[u8], numbers: &mut [&mut u64]) {
    const DOES_NOT_FIT: u64 = u32::MAX as u64;
    let mut rest = extra;
    while let Some((head, tail)) = rest.split_at_checked(4) {
        let head = Record(head);
        let Some((field, after)) = tail.split_at_checked(head.u16(2).into()) else { return };
        if head.u16(0) == EXTRA_64 {
            let wide = field.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes));
            let narrow = numbers.iter_mut().filter(|number| ***number == DOES_NOT_FIT);
            narrow.zip(wide).for_each(|(number, wide)| **number = wide);
            return;
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_that_do_not_fit_are_widened() {
        let mut extra = vec![0x55, 0x54, 1, 0, 9, 1, 0, 16, 0];
        extra.extend(5_u64.to_le_bytes());
        extra.extend(7_u64.to_le_bytes());
        let (mut size, mut packed, mut offset) = (u64::from(u32::MAX), 3, u64::from(u32::MAX));
        widen(&extra, &mut [&mut size, &mut packed, &mut offset]);
        assert_eq!((size, packed, offset), (5, 3, 7));
    }

    #[test]
    fn damaged_extra_fields_change_nothing() {
        for extra in
            [&[][..], &[1], &[1, 0, 8, 0], &[1, 0, 8, 0, 1, 2], &[1, 0, 2, 0, 1, 2], &[2, 0, 255, 255]]
        {
            let mut size = u64::from(u32::MAX);
            widen(extra, &mut [&mut size]);
            assert_eq!(size, u64::from(u32::MAX), "{extra:?}");
        }
    }
}
