//! Tells key text from other text by how it begins.

use super::scrub;
use super::{base64, der, marker};

/// Whether a text is that of a key, as far as can be told without reading it: it has a BEGIN or END line of PEM
/// anywhere, or it begins, quotes and a variable's name aside, as DER or base64 of a key or of such a line do.
///
/// Costs one pass over the text at most.
pub fn looks_like_key(text: &[u8]) -> bool {
    if der::begins(text) {
        return is_private(text);
    }
    let clean = scrub::clean(text);
    let text = clean.text();
    let value = text.split_once('=').map_or("", |(_, value)| value.trim_start_matches([' ', '"', '\'', '`']));
    marker::all(text).any(|marker| marker.is_known())
        || begins_key(text.as_bytes())
        || begins_key(value.as_bytes())
}

/// Whether base64 begins as that of a private key or of a PEM file does, wrapped twice or less.
pub(super) fn begins_key(text: &[u8]) -> bool {
    decodes_to_key(text, 2)
}

fn decodes_to_key(text: &[u8], wraps: usize) -> bool {
    // Enough for a DER header and an algorithm twice wrapped.
    const PREFIX: usize = 64;
    let prefix = text.get(..text.len().min(PREFIX)).unwrap_or_default();
    let whole =
        str::from_utf8(prefix).unwrap_or_default().split(|c: char| !is_base64(c)).next().unwrap_or_default();
    let Ok(decoded) = base64::decode(whole) else { return false };
    let bytes = decoded.bytes.as_slice();
    let opens = bytes.trim_ascii_start().strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    is_private(bytes) || opens.starts_with(b"-----BEGIN") || (wraps > 0 && decodes_to_key(opens, wraps - 1))
}

/// Whether DER begins as PKCS#8, SEC1 or PKCS#1 do.
fn is_private(bytes: &[u8]) -> bool {
    let ([der::SEQUENCE, 0..=0x7f, inside @ ..]
    | [der::SEQUENCE, 0x81, _, inside @ ..]
    | [der::SEQUENCE, 0x82, _, _, inside @ ..]) = bytes
    else {
        return false;
    };
    match inside {
        [der::INTEGER, 1, 0 | 1, der::SEQUENCE, _, der::OID, ..] => true,
        [der::INTEGER, 1, 1, der::OCTET_STRING, length, ..] => (24..=66).contains(length),
        [der::INTEGER, 1, 0, der::INTEGER, ..] => true,
        _ => false,
    }
}

fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '-' | '_' | '=' | '\n' | '\r')
}
