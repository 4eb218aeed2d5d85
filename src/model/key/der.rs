//! A lenient reader of DER: enough to walk to what a structure holds and to tell where it breaks.

use p256::pkcs8::ObjectIdentifier;

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const CONTEXT_0: u8 = 0xa0;
pub(super) const CONTEXT_1: u8 = 0xa1;
/// `[1] IMPLICIT BIT STRING`
pub(super) const CONTEXT_1_PRIMITIVE: u8 = 0x81;

/// One element: its tag and what is in it.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) value: &'a [u8],
    /// Where the element begins and where its value does, from the beginning of the whole.
    start: usize,
    inside: usize,
    /// Whether its length is written in as few bytes as it takes, as DER has it and BER does not.
    is_der: bool,
}

impl<'a> Element<'a> {
    /// Where it begins, from the beginning of the whole.
    pub(super) fn start(self) -> usize {
        self.start
    }

    /// Reads the elements inside.
    pub(super) fn open(self) -> Reader<'a> {
        Reader { rest: self.value, at: self.inside }
    }

    /// The dotted form of an object identifier.
    pub(super) fn oid(self) -> Option<String> {
        ObjectIdentifier::from_bytes(self.value).ok().map(|oid| oid.to_string())
    }

    /// What a bit string of whole bytes holds.
    pub(super) fn bits(self) -> Option<&'a [u8]> {
        match self.value {
            [0, bytes @ ..] => Some(bytes),
            _ => None,
        }
    }
}

/// Reads elements one after the other. Every error is the offset at which reading stopped to make sense.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, at: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next element, whatever it is.
    pub(super) fn any(&mut self) -> Result<Element<'a>, usize> {
        let Header { tag, header, length, is_der } = Header::read(self.rest).ok_or(self.at)?;
        let end = header.checked_add(length).ok_or(self.at)?;
        let value = self.rest.get(header..end).ok_or(self.at)?;
        let element = Element { tag, value, start: self.at, inside: self.at + header, is_der };
        self.rest = self.rest.get(end..).unwrap_or_default();
        self.at += end;
        Ok(element)
    }

    /// The next element, which has to have this tag.
    pub(super) fn expect(&mut self, tag: u8) -> Result<Element<'a>, usize> {
        let element = self.any()?;
        if element.tag == tag { Ok(element) } else { Err(element.start) }
    }

    /// The next element, which has to have this tag and a length as DER writes it.
    pub(super) fn expect_der(&mut self, tag: u8) -> Result<Element<'a>, usize> {
        let element = self.expect(tag)?;
        if element.is_der { Ok(element) } else { Err(element.start) }
    }

    /// The next element, written as DER has it, if it has this tag.
    pub(super) fn next_if(&mut self, tag: u8) -> Result<Option<Element<'a>>, usize> {
        match self.rest.first() {
            Some(&next) if next == tag => self.expect_der(tag).map(Some),
            _ => Ok(None),
        }
    }

    /// Nothing may be left.
    pub(super) fn end(&self) -> Result<(), usize> {
        if self.is_empty() { Ok(()) } else { Err(self.at) }
    }

    /// The elements that are left, the first few of them.
    pub(super) fn all(&mut self) -> Result<Vec<Element<'a>>, usize> {
        let mut elements = Vec::new();
        while !self.is_empty() && elements.len() < 16 {
            elements.push(self.any()?);
        }
        Ok(elements)
    }

    /// The tags of the elements that are left, as far as they can be read.
    pub(super) fn tags(&mut self) -> Vec<u8> {
        std::iter::from_fn(|| self.any().ok()).map(|element| element.tag).take(16).collect()
    }
}

/// How long the first element says it is, header included.
pub(super) fn declared_length(bytes: &[u8]) -> Option<usize> {
    let Header { header, length, .. } = Header::read(bytes)?;
    header.checked_add(length)
}

/// Whether bytes are the beginning of a DER (or BER) structure such as keys are made of, and no text.
pub(super) fn begins(bytes: &[u8]) -> bool {
    // `0` is a digit, too; but no text goes on with a control character so soon.
    let is_control = |b: &u8| *b < b' ' && !matches!(*b, b'\t' | b'\n' | b'\r');
    let first = match bytes {
        [SEQUENCE, 0..=0x80, first, ..]
        | [SEQUENCE, 0x81, _, first, ..]
        | [SEQUENCE, 0x82, _, _, first, ..]
        | [SEQUENCE, 0x83, _, _, _, first, ..] => *first,
        _ => return false,
    };
    matches!(first, INTEGER | OID | SEQUENCE) && bytes.iter().take(8).any(is_control)
}

/// What stands before the value of an element.
struct Header {
    tag: u8,
    /// Its own length and that of the value.
    header: usize,
    length: usize,
    is_der: bool,
}

impl Header {
    fn read(bytes: &[u8]) -> Option<Self> {
        const LONG_FORM: u8 = 0x80;
        let (&tag, rest) = bytes.split_first()?;
        let (&first, rest) = rest.split_first()?;
        if tag & 0x1f == 0x1f {
            return None;
        }
        Some(match first {
            0..LONG_FORM => Self { tag, header: 2, length: usize::from(first), is_der: true },
            // BER's indefinite length: whatever follows.
            LONG_FORM => Self { tag, header: 2, length: rest.len(), is_der: false },
            _ => {
                let size = usize::from(first & !LONG_FORM);
                let digits = rest.get(..size).filter(|_| size <= 4)?;
                let length = digits.iter().fold(0, |sum, &byte| sum << 8 | usize::from(byte));
                let is_der = length >= usize::from(LONG_FORM) && digits.first() != Some(&0);
                Self { tag, header: 2 + size, length, is_der }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_read_in_order() {
        let mut outer = Reader::new(&[0x30, 0x05, 0x02, 0x01, 0x07, 0x05, 0x00]);
        let mut inner = outer.expect(SEQUENCE).unwrap().open();
        assert!(outer.is_empty());
        assert_eq!(inner.expect(INTEGER).unwrap().value, [7]);
        assert_eq!(inner.any().unwrap().tag, 5);
        assert!(inner.is_empty());
    }

    #[test]
    fn an_error_tells_the_offset_in_the_whole() {
        let mut outer = Reader::new(&[0x30, 0x05, 0x02, 0x01, 0x07, 0x05, 0x09]);
        let mut inner = outer.any().unwrap().open();
        inner.any().unwrap();
        assert_eq!(inner.any().err(), Some(5));
        assert_eq!(Reader::new(&[0x02, 0x01, 0x07]).expect(SEQUENCE).err(), Some(0));
    }

    #[test]
    fn long_lengths_are_read_and_absurd_ones_refused() {
        assert_eq!(declared_length(&[0x30, 0x81, 0x93]), Some(0x96));
        assert_eq!(declared_length(&[0x30, 0x82, 0x01, 0x00]), Some(0x104));
        assert_eq!(declared_length(&[0x30, 0x82, 0x01]), None);
        assert_eq!(declared_length(&[0x30, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1]), None);
        assert_eq!(declared_length(&[0x30]), None);
    }

    #[test]
    fn lengths_that_only_ber_writes_are_told() {
        let is_der = |bytes: &[u8]| Reader::new(bytes).expect_der(SEQUENCE).is_ok();
        let long = |header: &[u8], length: usize| [header, &vec![0; length]].concat();
        assert!(is_der(&[0x30, 0x00]));
        assert!(is_der(&long(&[0x30, 0x7f], 0x7f)));
        assert!(is_der(&long(&[0x30, 0x81, 0x80], 0x80)));
        assert!(is_der(&long(&[0x30, 0x82, 0x01, 0x00], 0x100)));
        assert!(!is_der(&[0x30, 0x80, 0x00, 0x00]));
        assert!(!is_der(&long(&[0x30, 0x81, 0x7f], 0x7f)));
        assert!(!is_der(&long(&[0x30, 0x82, 0x00, 0x80], 0x80)));
    }

    #[test]
    fn text_that_begins_with_a_zero_is_no_der() {
        assert!(begins(&[0x30, 0x77, 0x02, 0x01, 0x01, 0x04, 0x20]));
        assert!(begins(&[0x30, 0x81, 0x93, 0x02, 0x01, 0x00]));
        assert!(!begins(b"0w0wrw0w"));
        assert!(!begins(b"0\n0\n0\n"));
        assert!(!begins(b""));
    }
}
