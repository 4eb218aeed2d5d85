//! The DER of a P-256 private key, read strictly: nothing may be missing, stand elsewhere or be left over.
//!
//! A lenient reader would take a key of which one character is lost or added: most of its bytes shift, and what
//! is found at the place of the private number is another number, which is as good a key as the real one. What is
//! read here is read by strict readers, too, the length of the private number excepted.

use super::der::{self, Element, Reader};

/// `id-ecPublicKey`, 1.2.840.10045.2.1 (RFC 5480).
const EC: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
/// `secp256r1`, 1.2.840.10045.3.1.7 (RFC 5480).
const P256: [u8; 8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

/// What the structure of a P-256 key holds.
#[derive(Clone, Copy)]
pub(super) struct EcKey<'a> {
    /// The private number, big-endian, of any length.
    pub(super) scalar: &'a [u8],
    /// The public key as SEC 1 §2.3.3 writes points.
    pub(super) point: Option<&'a [u8]>,
}

/// Reads `PrivateKeyInfo` (RFC 5208) and `OneAsymmetricKey` (RFC 5958); the error is the offset of what does not
/// belong.
pub(super) fn pkcs8(structure: &[u8]) -> Result<EcKey<'_>, usize> {
    let mut outer = Reader::new(structure);
    let mut info = outer.expect_der(der::SEQUENCE)?.open();
    outer.end()?;
    let version = info.expect_der(der::INTEGER)?;
    let has_public = match version.value {
        [0] => false,
        [1] => true,
        _ => return Err(version.start()),
    };
    let mut algorithm = info.expect_der(der::SEQUENCE)?.open();
    exactly(algorithm.expect_der(der::OID)?, &EC)?;
    exactly(algorithm.expect_der(der::OID)?, &P256)?;
    algorithm.end()?;
    let mut key = sec1_in(info.expect_der(der::OCTET_STRING)?.open())?;
    if let Some(set) = info.next_if(der::CONTEXT_0)? {
        attributes(set)?;
    }
    if has_public {
        let public = info.expect_der(der::CONTEXT_1_PRIMITIVE)?;
        let point = bits(public)?;
        if key.point.is_some_and(|within| within != point) {
            return Err(public.start());
        }
        key.point = Some(point);
    }
    info.end()?;
    Ok(key)
}

/// Reads `ECPrivateKey` (RFC 5915); the error is the offset of what does not belong.
pub(super) fn sec1(structure: &[u8]) -> Result<EcKey<'_>, usize> {
    sec1_in(Reader::new(structure))
}

fn sec1_in(mut outer: Reader<'_>) -> Result<EcKey<'_>, usize> {
    let mut key = outer.expect_der(der::SEQUENCE)?.open();
    outer.end()?;
    exactly(key.expect_der(der::INTEGER)?, &[1])?;
    let scalar = key.expect_der(der::OCTET_STRING)?.value;
    if let Some(parameters) = key.next_if(der::CONTEXT_0)? {
        let mut parameters = parameters.open();
        exactly(parameters.expect_der(der::OID)?, &P256)?;
        parameters.end()?;
    }
    let mut point = None;
    if let Some(public) = key.next_if(der::CONTEXT_1)? {
        let mut public = public.open();
        point = Some(bits(public.expect_der(der::BIT_STRING)?)?);
        public.end()?;
    }
    key.end()?;
    Ok(EcKey { scalar, point })
}

/// `Attributes`: each a name and a set of values, which nobody needs here.
fn attributes(set: Element<'_>) -> Result<(), usize> {
    const SET: u8 = 0x31;
    let mut set = set.open();
    while !set.is_empty() {
        let mut attribute = set.expect_der(der::SEQUENCE)?.open();
        attribute.expect_der(der::OID)?;
        attribute.expect_der(SET)?;
        attribute.end()?;
    }
    Ok(())
}

fn exactly(element: Element<'_>, value: &[u8]) -> Result<(), usize> {
    if element.value == value { Ok(()) } else { Err(element.start()) }
}

fn bits(element: Element<'_>) -> Result<&[u8], usize> {
    element.bits().ok_or(element.start())
}
