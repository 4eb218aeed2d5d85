//! Identifiers that nobody has used before.

use std::fmt;
use std::hash::{BuildHasher, RandomState};

/// A random UUID (RFC 9562 §5.4). It is unique, and no secret: it comes from the keys of this process's hash tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uuid(u128);

impl Uuid {
    /// Another one each time.
    pub fn random() -> Self {
        const VERSION_4: u128 = 0x4 << 76;
        const VARIANT: u128 = 0b10 << 62;
        let half = |which: u8| u128::from(RandomState::new().hash_one(which));
        let random = half(0) << 64 | half(1);
        Self(random & !(0xf << 76) & !(0b11 << 62) | VERSION_4 | VARIANT)
    }
}

/// In lower case, as StoreKit wants it.
impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let bits = |from: u32, digits: u32| self.0 >> (from * 4) & ((1 << (digits * 4)) - 1);
        write!(f, "{:08x}-{:04x}-{:04x}-", bits(24, 8), bits(20, 4), bits(16, 4))?;
        write!(f, "{:04x}-{:012x}", bits(12, 4), bits(0, 12))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_of_version_4_and_another_one_each_time() {
        let all: std::collections::HashSet<_> = (0..1000).map(|_| Uuid::random().to_string()).collect();
        assert_eq!(all.len(), 1000);
        for text in all {
            let groups: Vec<_> = text.split('-').collect();
            assert_eq!(
                groups.iter().map(|group| group.len()).collect::<Vec<_>>(),
                [8, 4, 4, 4, 12],
                "{text}"
            );
            assert!(text.bytes().all(|b| matches!(b, b'-' | b'0'..=b'9' | b'a'..=b'f')), "{text}");
            assert!(groups[2].starts_with('4') && groups[3].starts_with(['8', '9', 'a', 'b']), "{text}");
        }
        assert_eq!(
            Uuid(0x0123_4567_89ab_4cde_8f01_2345_6789_abcd).to_string(),
            "01234567-89ab-4cde-8f01-23456789abcd"
        );
    }
}
