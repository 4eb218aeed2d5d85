//! What a DER structure is, and the P-256 key in it.

use std::sync::Arc;

use p256::SecretKey;
use zeroize::Zeroizing;

use super::der::{self, Element, Reader};
use super::strict::{self, EcKey};
use super::{Encoding, Fault, Flaw, Key, KeyKind, Repair, Unit};
use crate::model::jwk::PublicKey;
use crate::model::wipe;

const EC: &str = "1.2.840.10045.2.1";
const P256: &str = "1.2.840.10045.3.1.7";

/// Bytes of a private number.
const SCALAR: usize = 32;

/// Reads one structure. `characters` tells of how many base64 characters the bytes were made, for a report in the units
/// that its reader can count.
pub(super) fn read(bytes: &[u8], characters: Option<usize>) -> Key {
    let whole = match der::declared_length(bytes) {
        _ if bytes.first().is_some_and(|&tag| tag != der::SEQUENCE) => {
            return broken(Fault::Asn1 { offset: 0 });
        }
        Some(length) if length <= bytes.len() => length,
        declared => return cut(bytes.len(), declared, characters),
    };
    let (structure, trailing) = bytes.split_at_checked(whole).unwrap_or((bytes, &[]));
    let key = match identify(structure) {
        Ok(content) if content.tolerates(trailing, characters.is_some()) => content.into_key(),
        Ok(_) => return broken(Fault::Leftover { count: trailing.len() }),
        Err(fault) => broken(fault),
    };
    match trailing {
        [] => key,
        _ => key.repaired(Repair::Text(Flaw::TrailingBytes)),
    }
}

fn cut(bytes: usize, declared: Option<usize>, characters: Option<usize>) -> Key {
    let fault = match characters {
        Some(have) => {
            let want = declared.map(|length| length.div_ceil(3).saturating_mul(4));
            Fault::BreaksOff { have, want, unit: Unit::Characters }
        }
        None => Fault::BreaksOff { have: bytes, want: declared, unit: Unit::Bytes },
    };
    Key { fault: Some(fault), ..Key::of(KeyKind::Truncated) }
}

fn broken(fault: Fault) -> Key {
    Key { fault: Some(fault), ..Key::of(KeyKind::Unreadable) }
}

/// What a structure is and, for a P-256 key, what it holds.
struct Content<'a> {
    kind: KeyKind,
    encoding: Option<Encoding>,
    ec: Option<EcKey<'a>>,
}

impl<'a> Content<'a> {
    fn of(kind: KeyKind) -> Self {
        Self { kind, encoding: None, ec: None }
    }

    fn p256(encoding: Encoding, read: Result<EcKey<'a>, usize>) -> Result<Self, Fault> {
        let ec = read.map_err(|offset| Fault::Asn1 { offset })?;
        Ok(Self { kind: KeyKind::P256, encoding: Some(encoding), ec: Some(ec) })
    }

    /// Whether so much may follow the structure: after a P-256 key zeros and line breaks, which editors and
    /// fixed buffers leave, where a public key proves that the private one is whole; else a lost character
    /// could hide in them. A single byte in base64 is what a changed character of the padding makes.
    fn tolerates(&self, trailing: &[u8], is_base64: bool) -> bool {
        let is_harmless = |byte: &u8| matches!(byte, 0 | b'\n' | b'\r');
        let is_damage = is_base64 && trailing.len() == 1;
        self.ec.is_none_or(|ec| {
            trailing.is_empty() || ec.point.is_some() && !is_damage && trailing.iter().all(is_harmless)
        })
    }

    fn into_key(self) -> Key {
        let Self { kind, encoding, ec } = self;
        let Some(EcKey { scalar, point }) = ec else { return Key { encoding, ..Key::of(kind) } };
        let (private, public) = match secret(scalar) {
            Ok(pair) => pair,
            Err(fault) => return Key { encoding, ..broken(fault) },
        };
        let embedded = point.and_then(PublicKey::from_sec1);
        let key = Key {
            encoding,
            fault: (point.is_some() && embedded.is_none()).then_some(Fault::EmbeddedPoint),
            public: Some(public),
            embedded,
            private: Some(private),
            ..Key::of(kind)
        };
        match scalar.len() {
            SCALAR => key,
            _ => key.repaired(Repair::Text(Flaw::ScalarLength)),
        }
    }
}

/// The private key and the public key that belongs to it.
fn secret(scalar: &[u8]) -> Result<(Arc<SecretKey>, PublicKey), Fault> {
    let pair = derive(scalar);
    wipe::stack();
    pair
}

/// Some writers drop or add leading zeros, which changes nothing.
#[inline(never)]
fn derive(scalar: &[u8]) -> Result<(Arc<SecretKey>, PublicKey), Fault> {
    let first = scalar.iter().position(|&byte| byte != 0).ok_or(Fault::ScalarZero)?;
    let digits = scalar.get(first..).unwrap_or_default();
    let mut padded = Zeroizing::new([0; SCALAR]);
    let start = padded.len().checked_sub(digits.len()).ok_or(Fault::ScalarTooLarge)?;
    for (to, from) in padded.iter_mut().skip(start).zip(digits) {
        *to = *from;
    }
    let secret = SecretKey::from_slice(padded.as_slice()).map_err(|_| Fault::ScalarTooLarge)?;
    // On the heap, where it is once and gets wiped, however often the key is moved.
    let secret = Arc::new(secret);
    let public = PublicKey::from(&secret.public_key());
    Ok((secret, public))
}

fn identify(structure: &[u8]) -> Result<Content<'_>, Fault> {
    const INTEGER: u8 = der::INTEGER;
    const SEQUENCE: u8 = der::SEQUENCE;
    // No PKCS#1 modulus is as short as the halves of an ECDSA signature.
    const SHORTEST_MODULUS: usize = 40;
    let at = |offset| Fault::Asn1 { offset };
    let outer = Reader::new(structure).expect(SEQUENCE).map_err(at)?;
    let parts = outer.open().all().map_err(at)?;
    let tags: Vec<u8> = parts.iter().map(|part| part.tag).collect();
    let kind = match (tags.as_slice(), parts.as_slice()) {
        ([INTEGER, SEQUENCE, der::OCTET_STRING, ..], [_, algorithm, ..]) => {
            return pkcs8(structure, *algorithm);
        }
        ([INTEGER, der::OCTET_STRING, ..], [version, scalar, rest @ ..]) if version.value == [1] => {
            return sec1(structure, *scalar, rest);
        }
        ([INTEGER, SEQUENCE, ..], [version, ..]) if version.value == [3] => KeyKind::Pkcs12,
        ([INTEGER, INTEGER], [modulus, _]) if modulus.value.len() > SHORTEST_MODULUS => KeyKind::Public,
        // PKCS#1 has nine numbers, OpenSSL's layout of a DSA key six.
        (numbers, _) if numbers.starts_with(&[INTEGER; 9]) => KeyKind::Rsa,
        (numbers, _) if *numbers == [INTEGER; 6] => KeyKind::Dsa,
        ([SEQUENCE, der::BIT_STRING], _) => KeyKind::Public,
        ([SEQUENCE, der::OCTET_STRING], _) => KeyKind::Encrypted,
        ([SEQUENCE, SEQUENCE, der::BIT_STRING, ..], [signed, ..]) => match signed.open().tags().as_slice() {
            [der::CONTEXT_0, ..] | [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, ..] => KeyKind::Certificate,
            [INTEGER, SEQUENCE, SEQUENCE] | [INTEGER, SEQUENCE, SEQUENCE, der::CONTEXT_0] => {
                KeyKind::CertificateRequest
            }
            _ => return Err(Fault::NotAKey),
        },
        _ => return Err(Fault::NotAKey),
    };
    Ok(Content::of(kind))
}

/// `PrivateKeyInfo` (RFC 5208) and `OneAsymmetricKey` (RFC 5958).
fn pkcs8<'a>(structure: &'a [u8], algorithm: Element<'a>) -> Result<Content<'a>, Fault> {
    let at = |offset| Fault::Asn1 { offset };
    let mut algorithm = algorithm.open();
    let oid = algorithm.expect(der::OID).map_err(at)?.oid().ok_or(Fault::NotAKey)?;
    let kind = match oid.as_str() {
        EC => match algorithm.any().ok() {
            Some(curve) => self::curve(curve),
            None => KeyKind::Ec { oid: None },
        },
        "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" => KeyKind::Rsa,
        "1.2.840.10040.4.1" => KeyKind::Dsa,
        "1.3.101.110" => KeyKind::X25519,
        "1.3.101.112" => KeyKind::Ed25519,
        "1.3.101.113" => KeyKind::Ed448,
        _ => return Err(Fault::Algorithm { oid }),
    };
    match kind {
        KeyKind::P256 => Content::p256(Encoding::Pkcs8, strict::pkcs8(structure)),
        kind => Ok(Content { encoding: Some(Encoding::Pkcs8), ..Content::of(kind) }),
    }
}

/// `ECPrivateKey` (RFC 5915).
fn sec1<'a>(structure: &'a [u8], scalar: Element<'a>, rest: &[Element<'a>]) -> Result<Content<'a>, Fault> {
    let parameters = rest.iter().find(|part| part.tag == der::CONTEXT_0).map(|part| part.open());
    let kind = match parameters {
        Some(mut parameters) => curve(parameters.any().map_err(|offset| Fault::Asn1 { offset })?),
        // Without a name the length tells, leading zeros dropped or added; another curve of 32 bytes is less likely.
        None => match scalar.value.len() {
            24..=33 => KeyKind::P256,
            48 => KeyKind::EcP384,
            66 => KeyKind::EcP521,
            _ => KeyKind::Ec { oid: None },
        },
    };
    match kind {
        KeyKind::P256 => Content::p256(Encoding::Sec1, strict::sec1(structure)),
        kind => Ok(Content { encoding: Some(Encoding::Sec1), ..Content::of(kind) }),
    }
}

fn curve(parameters: Element<'_>) -> KeyKind {
    // Anything but a name is a curve spelled out in numbers.
    let oid = if parameters.tag == der::OID { parameters.oid() } else { None };
    match oid.as_deref() {
        Some(P256) => KeyKind::P256,
        Some("1.3.132.0.34") => KeyKind::EcP384,
        Some("1.3.132.0.35") => KeyKind::EcP521,
        Some("1.3.132.0.10") => KeyKind::EcSecp256k1,
        _ => KeyKind::Ec { oid },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALAR: [u8; 32] = [7; 32];

    fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let value = parts.concat();
        let header = match value.len() {
            length @ 0..0x80 => vec![tag, length as u8],
            length => vec![tag, 0x81, length as u8],
        };
        [header, value].concat()
    }

    fn ec_private_key(scalar: &[u8], rest: &[u8]) -> Vec<u8> {
        element(der::SEQUENCE, &[&[2, 1, 1], &element(der::OCTET_STRING, &[scalar]), rest])
    }

    fn public() -> PublicKey {
        PublicKey::from(&SecretKey::from_slice(&SCALAR).unwrap().public_key())
    }

    #[test]
    fn a_curve_without_a_name_is_told_by_length() {
        assert_eq!(read(&ec_private_key(&SCALAR, &[]), None).public, Some(public()));
        assert_eq!(read(&ec_private_key(&[7; 48], &[]), None).kind, KeyKind::EcP384);
        assert_eq!(read(&ec_private_key(&[7; 66], &[]), None).kind, KeyKind::EcP521);
        assert_eq!(read(&ec_private_key(&[7; 10], &[]), None).kind, KeyKind::Ec { oid: None });
    }

    #[test]
    fn leading_zeros_may_be_added_or_dropped() {
        assert_eq!(read(&ec_private_key(&[&[0], &SCALAR[..]].concat(), &[]), None).public, Some(public()));
        assert_eq!(secret(&[7]), secret(&[&[0; 31], &[7][..]].concat()));
        assert_eq!(secret(&[7; 33]).err(), Some(Fault::ScalarTooLarge));
        assert_eq!(secret(&[]).err(), Some(Fault::ScalarZero));
    }

    #[test]
    fn a_public_key_beside_the_inner_structure_is_found() {
        const EC_P256: [u8; 19] =
            *b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
        let key = element(
            der::SEQUENCE,
            &[
                &[2, 1, 1],
                &element(der::SEQUENCE, &[&EC_P256]),
                &element(der::OCTET_STRING, &[&ec_private_key(&SCALAR, &[])]),
                &element(der::CONTEXT_1_PRIMITIVE, &[&[0], public().as_sec1()]),
            ],
        );
        let key = read(&key, None);
        assert_eq!((key.encoding, key.fault), (Some(Encoding::Pkcs8), None));
        assert_eq!((key.public, key.embedded), (Some(public()), Some(public())));
    }

    #[test]
    fn structures_that_are_no_keys_are_told_from_keys() {
        let number: &[u8] = &[2, 1, 5];
        for parts in [vec![], vec![number], vec![number, number], vec![&[5, 0]]] {
            assert_eq!(read(&element(der::SEQUENCE, &parts), None).fault, Some(Fault::NotAKey));
        }
    }
}
