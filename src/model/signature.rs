//! ES256 signatures (RFC 7518 §3.4): the one path that verifies them, and names for what is no such signature.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

use crate::model::jwk::PublicKey;

/// The order of P-256's group (SEC 2 §2.4.2); r and s are from 1 up to this, exclusive.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, //
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// What the bytes of a signature are, before any key is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// r and s, 32 bytes each, in range: what ES256 wants.
    Raw([u8; 64]),
    /// 64 bytes of which a half is out of range, so that no key verifies them.
    Range { half: Half, fault: RangeFault },
    /// ASN.1 as OpenSSL and Java write it: a SEQUENCE of two INTEGERs. `raw` is what it holds, in the form of ES256;
    /// `None` when an integer is too large for P-256.
    Der { raw: Option<[u8; 64]> },
    /// None of these; so many bytes.
    Length(usize),
}

/// Which half of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    R,
    S,
}

/// How an integer is out of range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeFault {
    Zero,
    /// Not below the order of the group.
    TooLarge,
}

/// Whether `signature` is one of `message` by the owner of `public`. Only the raw form is.
pub fn verify(public: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public.as_sec1()).verify(message, signature).is_ok()
}

impl Form {
    pub fn of(signature: &[u8]) -> Self {
        if let Ok(raw) = <[u8; 64]>::try_from(signature) {
            let (r, s) = raw.split_at(32);
            let fault = [(Half::R, r), (Half::S, s)]
                .into_iter()
                .find_map(|(half, integer)| Some((half, out_of_range(integer)?)));
            return fault.map_or(Self::Raw(raw), |(half, fault)| Self::Range { half, fault });
        }
        der(signature).map_or(Self::Length(signature.len()), |(r, s)| Self::Der { raw: join(r, s) })
    }
}

/// What a signature that is neither raw nor DER looks like, as a noun phrase.
pub fn looks_like(signature: &[u8]) -> Option<&'static str> {
    Some(match signature.len() {
        32 => "an HMAC with SHA-256 (HS256), or half of a signature",
        48 => "an HMAC with SHA-384 (HS384)",
        65 => "a signature with a byte before or after it, such as the recovery ID of a blockchain library",
        86 | 88 if is_base64(signature) => "a signature that was base64-encoded twice",
        96 => "a signature with P-384 (ES384)",
        114 => "a signature with Ed448",
        128 if signature.iter().all(u8::is_ascii_hexdigit) => "a signature written in hexadecimal",
        132 => "a signature with P-521 (ES512)",
        256 => "an RSA signature with a key of 2048 bits (RS256, PS256)",
        384 => "an RSA signature with a key of 3072 bits",
        512 => "an RSA signature with a key of 4096 bits",
        _ => return None,
    })
}

fn out_of_range(integer: &[u8]) -> Option<RangeFault> {
    if integer.iter().all(|byte| *byte == 0) {
        return Some(RangeFault::Zero);
    }
    (integer >= ORDER.as_slice()).then_some(RangeFault::TooLarge)
}

/// The contents of the two INTEGERs. Their lengths must add up exactly; that integers be minimal and positive is
/// not asked, because encoders written by hand get just that wrong.
fn der(signature: &[u8]) -> Option<(&[u8], &[u8])> {
    let (integers, []) = element(0x30, signature)? else { return None };
    let (r, rest) = element(0x02, integers)?;
    let (s, []) = element(0x02, rest)? else { return None };
    Some((r, s))
}

/// The content of a DER element that begins `bytes`, and what follows it.
fn element(tag: u8, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = match bytes.strip_prefix(&[tag])? {
        [0x81, length @ 0x80..=0xff, rest @ ..] | [length @ 0x01..=0x7f, rest @ ..] => (*length, rest),
        _ => return None,
    };
    rest.split_at_checked(length.into())
}

fn join(r: &[u8], s: &[u8]) -> Option<[u8; 64]> {
    let mut raw = [0; 64];
    let (left, right) = raw.split_at_mut(32);
    for (half, integer) in [(left, r), (right, s)] {
        let zeros = integer.iter().take_while(|byte| **byte == 0).count();
        let (_, digits) = integer.split_at_checked(zeros)?;
        let padding = half.len().checked_sub(digits.len())?;
        let (_, place) = half.split_at_mut_checked(padding)?;
        place.copy_from_slice(digits);
    }
    Some(raw)
}

fn is_base64(text: &[u8]) -> bool {
    text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(r: &[u8], s: &[u8]) -> [u8; 64] {
        join(r, s).unwrap()
    }

    #[test]
    fn sixty_four_bytes_in_range_are_raw() {
        let mut most = ORDER;
        most[31] -= 1;
        for signature in [raw(&[1], &[1]), raw(&most, &most)] {
            assert_eq!(Form::of(&signature), Form::Raw(signature));
        }
    }

    #[test]
    fn sixty_four_bytes_that_happen_to_be_der_are_raw() {
        let der = [&[0x30, 62, 2, 29][..], &[1; 29], &[2, 29], &[1; 29]].concat();
        assert!(matches!(Form::of(&der), Form::Raw(_)));
    }

    #[test]
    fn a_half_out_of_range_is_named() {
        let range = |half, fault| Form::Range { half, fault };
        assert_eq!(Form::of(&[0; 64]), range(Half::R, RangeFault::Zero));
        assert_eq!(Form::of(&raw(&[1], &[])), range(Half::S, RangeFault::Zero));
        assert_eq!(Form::of(&raw(&ORDER, &[1])), range(Half::R, RangeFault::TooLarge));
        assert_eq!(Form::of(&raw(&[1], &[255; 32])), range(Half::S, RangeFault::TooLarge));
    }

    #[test]
    fn der_gives_the_raw_form_padded_and_stripped() {
        let der = [&[0x30, 39, 2, 33, 0][..], &[0x80; 32], &[2, 2, 1, 2]].concat();
        assert_eq!(Form::of(&der), Form::Der { raw: Some(raw(&[0x80; 32], &[1, 2])) });
    }

    #[test]
    fn der_without_the_zero_before_a_high_bit_is_der_all_the_same() {
        let der = [&[0x30, 68, 2, 32][..], &[0x80; 32], &[2, 32], &[0x90; 32]].concat();
        assert_eq!(Form::of(&der), Form::Der { raw: Some(raw(&[0x80; 32], &[0x90; 32])) });
    }

    #[test]
    fn der_of_a_larger_curve_has_no_raw_form() {
        let p384 = [&[0x30, 100, 2, 48][..], &[1; 48], &[2, 48], &[1; 48]].concat();
        assert_eq!(Form::of(&p384), Form::Der { raw: None });
        let p521 = [&[0x30, 0x81, 136, 2, 66][..], &[1; 66], &[2, 66], &[1; 66]].concat();
        assert_eq!(Form::of(&p521), Form::Der { raw: None });
    }

    #[test]
    fn what_is_almost_der_is_not_named_so() {
        let whole = [0x30, 6, 2, 1, 1, 2, 1, 1];
        assert!(matches!(Form::of(&whole), Form::Der { .. }));
        for other in [
            &whole[..7],
            &[0x30, 6, 2, 1, 1, 2, 1, 1, 0],
            &[0x31, 6, 2, 1, 1, 2, 1, 1],
            &[0x30, 6, 2, 1, 1, 4, 1, 1],
            &[0x30, 0x81, 6, 2, 1, 1, 2, 1, 1],
            &[0x30, 0x80, 2, 1, 1, 2, 1, 1, 0, 0],
            &[0x30, 3, 2, 1, 1],
            &[0x30, 4, 2, 0, 2, 0],
            &[0x30, 9, 2, 1, 1, 2, 1, 1, 2, 1, 1],
            &[0x30],
            &[],
        ] {
            assert_eq!(Form::of(other), Form::Length(other.len()), "{other:02x?}");
        }
    }

    #[test]
    fn other_lengths_are_told_by_what_makes_them() {
        assert!(looks_like(&[7; 32]).unwrap().contains("HS256"));
        assert!(looks_like(&[7; 96]).unwrap().contains("ES384"));
        assert!(looks_like(&[7; 132]).unwrap().contains("ES512"));
        assert!(looks_like(&[7; 256]).unwrap().contains("2048"));
        assert!(looks_like(&[b'a'; 128]).unwrap().contains("hexadecimal"));
        assert!(looks_like(&[b'x'; 86]).unwrap().contains("twice"));
        for odd in [0, 7, 86, 128] {
            assert_eq!(looks_like(&vec![7; odd]), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn der_and_raw_are_two_ways_to_write_one_signature(r in 1u128.., s in 1u128..) {
            let (r, s) = (r.to_be_bytes(), s.to_be_bytes());
            let der = [&[0x30, 38, 2, 17, 0][..], &r, &[2, 17, 0], &s].concat();
            proptest::prop_assert_eq!(Form::of(&der), Form::Der { raw: Some(raw(&r, &s)) });
        }

        #[test]
        fn any_bytes_have_a_form(bytes: Vec<u8>) {
            let _ = (Form::of(&bytes), looks_like(&bytes));
        }
    }
}
