//! Writes ZIP archives, whole and damaged ones.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// A member, and how it is written.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) name: Vec<u8>,
    pub(crate) content: Vec<u8>,
    pub(crate) method: u16,
    pub(crate) flags: u16,
    /// With the numbers of ZIP64 in the extra field.
    pub(crate) is_wide: bool,
    /// What the checksum is changed by.
    pub(crate) wrong: u32,
}

impl Member {
    pub(crate) fn new(name: impl AsRef<[u8]>, content: impl AsRef<[u8]>) -> Self {
        let (name, content) = (name.as_ref().to_vec(), content.as_ref().to_vec());
        Self { name, content, method: 8, flags: 0, is_wide: false, wrong: 0 }
    }

    pub(crate) fn stored(self) -> Self {
        Self { method: 0, ..self }
    }

    /// Sizes and checksum follow the data, as when the archive is written to a pipe.
    pub(crate) fn streamed(self) -> Self {
        Self { flags: self.flags | 8, ..self }
    }

    fn packed(&self) -> Vec<u8> {
        if self.method != 8 {
            return self.content.clone();
        }
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&self.content).unwrap();
        encoder.finish().unwrap()
    }

    fn sum(&self) -> u32 {
        let mut sum = Crc::new();
        sum.update(&self.content);
        sum.sum() ^ self.wrong
    }

    fn numbers(&self) -> (u32, u64, u64) {
        (self.sum(), self.packed().len() as u64, self.content.len() as u64)
    }

    /// What both records of a member have in common, up to the length of the extra field.
    fn common(&self, numbers: (u32, u64, u64), extra: usize) -> Vec<u8> {
        let (sum, packed, size) = numbers;
        let narrow = |number: u64| if self.is_wide { u32::MAX } else { number as u32 };
        let mut record = Vec::new();
        for number in [20, self.flags, self.method, 0, 0] {
            record.extend(number.to_le_bytes());
        }
        for number in [sum, narrow(packed), narrow(size)] {
            record.extend(number.to_le_bytes());
        }
        record.extend((self.name.len() as u16).to_le_bytes());
        record.extend((extra as u16).to_le_bytes());
        record
    }

    fn extra(&self, numbers: &[u64]) -> Vec<u8> {
        let mut extra = Vec::new();
        if self.is_wide {
            extra.extend(1_u16.to_le_bytes());
            extra.extend((numbers.len() as u16 * 8).to_le_bytes());
            numbers.iter().for_each(|number| extra.extend(number.to_le_bytes()));
        }
        extra
    }

    pub(crate) fn local(&self) -> Vec<u8> {
        let numbers = self.numbers();
        let is_streamed = self.flags & 8 != 0;
        let known = if is_streamed { (0, 0, 0) } else { numbers };
        let extra = if is_streamed { Vec::new() } else { self.extra(&[numbers.2, numbers.1]) };
        let head = Self { is_wide: self.is_wide && !is_streamed, ..self.clone() }.common(known, extra.len());
        let mut bytes = [b"PK\x03\x04", &head[..], &self.name, &extra, &self.packed()].concat();
        if is_streamed {
            bytes.extend(b"PK\x07\x08");
            bytes.extend(numbers.0.to_le_bytes());
            for size in [numbers.1, numbers.2] {
                let size = size.to_le_bytes();
                bytes.extend(if self.is_wide { &size[..] } else { &size[..4] });
            }
        }
        bytes
    }

    pub(crate) fn central(&self, offset: u64) -> Vec<u8> {
        let numbers = self.numbers();
        let extra = self.extra(&[numbers.2, numbers.1, offset]);
        let mut bytes = b"PK\x01\x02\x14\0".to_vec();
        bytes.extend(self.common(numbers, extra.len()));
        bytes.extend([0; 10]);
        bytes.extend(if self.is_wide { u32::MAX } else { offset as u32 }.to_le_bytes());
        [bytes, self.name.clone(), extra].concat()
    }
}

/// The archive of these members.
pub(crate) fn zip(members: &[Member]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for member in members {
        directory.extend(member.central(bytes.len() as u64));
        bytes.extend(member.local());
    }
    let is_wide = members.iter().any(|member| member.is_wide);
    finished(bytes, &directory, members.len() as u64, is_wide)
}

/// With the directory, and the record at the end.
pub(crate) fn finished(mut bytes: Vec<u8>, directory: &[u8], count: u64, is_wide: bool) -> Vec<u8> {
    let offset = bytes.len() as u64;
    bytes.extend(directory);
    if is_wide {
        let record = bytes.len() as u64;
        bytes.extend(b"PK\x06\x06");
        bytes.extend(44_u64.to_le_bytes());
        bytes.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        for number in [count, count, directory.len() as u64, offset] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(b"PK\x06\x07\0\0\0\0");
        bytes.extend(record.to_le_bytes());
        bytes.extend(1_u32.to_le_bytes());
    }
    let narrow = |number: u64| if is_wide { u32::MAX } else { number as u32 };
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    let count = if is_wide { u16::MAX } else { u16::try_from(count).unwrap_or(u16::MAX) };
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(narrow(directory.len() as u64).to_le_bytes());
    bytes.extend(narrow(offset).to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}
