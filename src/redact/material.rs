//! Decides whether a text holds a private key, whatever the key is encoded and wrapped in.
//!
//! A text is read in every way in which a key survives copying: escapes undone, base64 and hexadecimal decoded at
//! each alignment and across anything that stands in between, UTF-16 narrowed, bytes written as numbers. What comes
//! out is read again. The structure of a key gives it away in any of these readings; bytes that mean something else do
//! not have it.

mod readings;
mod scalar;

use std::borrow::Cow;

use p256::SecretKey;
use zeroize::Zeroizing;

use super::REDACTED;

/// The private keys that a run has read: no run of their bytes may leave it.
#[derive(Clone, Default)]
pub struct Known {
    windows: Vec<Zeroizing<[u8; WINDOW]>>,
}

/// As many bytes of a scalar in a row are no coincidence.
const WINDOW: usize = 6;

impl Known {
    /// The scalars of these keys.
    pub fn of<'k>(keys: impl IntoIterator<Item = &'k SecretKey>) -> Self {
        let mut known = Self::default();
        for key in keys {
            known.add(&Zeroizing::new(<[u8; 32]>::from(key.to_bytes()))[..]);
        }
        known.sorted()
    }

    fn add(&mut self, scalar: &[u8]) {
        // Padding of small scalars occurs everywhere.
        let windows = scalar.windows(WINDOW).filter(|window| window.iter().any(|byte| *byte != 0));
        self.windows
            .extend(windows.filter_map(|window| <[u8; WINDOW]>::try_from(window).ok()).map(Zeroizing::new));
    }

    fn sorted(mut self) -> Self {
        self.windows.sort_unstable_by(|one, other| one.as_slice().cmp(other.as_slice()));
        self
    }

    pub(super) fn is_in(&self, bytes: &[u8]) -> bool {
        let is_known =
            |window: &[u8]| self.windows.binary_search_by(|known| known.as_slice().cmp(window)).is_ok();
        !self.windows.is_empty() && bytes.windows(WINDOW).any(is_known)
    }
}

/// Whether `text` holds a private key or a part of a known one in any reading. Lines that open or close a private key
/// count, and so does a number that can be a key, where it is not the value of a member that holds such numbers: `jti`,
/// `nonce`, `at_hash`, `kid`.
///
/// A text that takes too long to read counts as one that holds a key.
pub fn holds_secret(text: &[u8], known: &Known) -> bool {
    let mut search = Search::new(text.len(), known, true);
    search.read(text, DEPTH);
    search.is_found || search.is_spent
}

/// Whether `text` holds a part of a known key in any reading. Other keys, and what only might be one, do not count.
pub(crate) fn holds_known(text: &str, known: &Known) -> bool {
    if known.windows.is_empty() {
        return false;
    }
    let mut search = Search::new(text.len(), known, false);
    search.read(text.as_bytes(), DEPTH);
    search.is_found || search.is_spent
}

/// `text` without the words that hold a part of a known key.
pub(crate) fn without_known<'t>(text: &'t str, known: &Known) -> Cow<'t, str> {
    if !holds_known(text, known) {
        return Cow::Borrowed(text);
    }
    let ends_word = |c: char| c.is_whitespace() || "\"'`,;()".contains(c);
    let words = text.split_inclusive(ends_word).map(|word| {
        let (bare, end) = match word.chars().next_back().filter(|c| ends_word(*c)) {
            Some(end) => word.split_at(word.len() - end.len_utf8()),
            None => (word, ""),
        };
        [if holds_known(bare, known) { REDACTED } else { bare }, end].concat()
    });
    let masked: String = words.collect();
    Cow::Owned(if holds_known(&masked, known) { REDACTED.to_owned() } else { masked })
}

/// Whether `redacted` still has bytes of a key that `text` holds.
pub(crate) fn leaves_key(text: &str, redacted: &str) -> bool {
    if text.len() < SHORTEST {
        return false;
    }
    let none = Known::default();
    let mut search = Search::new(text.len(), &none, false);
    search.read(text.as_bytes(), DEPTH);
    if search.scalars.is_empty() {
        return false;
    }
    let mut known = Known::default();
    for scalar in &search.scalars {
        known.add(scalar);
    }
    let known = known.sorted();
    let mut search = Search::new(redacted.len(), &known, false);
    search.read(redacted.as_bytes(), DEPTH);
    search.is_found || search.is_spent
}

/// The shortest text with a key that its structure gives away: base64 of SEC 1 without curve and public key.
const SHORTEST: usize = 50;

/// As many encodings as anybody will have put around each other.
const DEPTH: usize = 7;

/// One search through all readings of a text.
struct Search<'k> {
    known: &'k Known,
    /// Whether numbers that can be keys count, and lines around a key without the key.
    is_strict: bool,
    /// Bytes that may still be read.
    budget: usize,
    is_spent: bool,
    is_found: bool,
    /// What was found, as far as it is there, unless the search ends with the first find.
    scalars: Vec<Zeroizing<Vec<u8>>>,
}

impl<'k> Search<'k> {
    fn new(length: usize, known: &'k Known, is_strict: bool) -> Self {
        /// Readings of a text, in its length.
        const READINGS: usize = 128;
        const LEAST: usize = 64 << 10;
        const MOST: usize = 64 << 20;
        let budget = length.saturating_mul(READINGS).clamp(LEAST, MOST);
        Self { known, is_strict, budget, is_spent: false, is_found: false, scalars: Vec::new() }
    }

    /// Characters in a row that are worth decoding: some of a known key, or the structure of any and what it is around.
    fn shortest(&self) -> usize {
        if self.known.windows.is_empty() { 20 } else { 8 }
    }

    /// Whether the search is over.
    fn is_done(&self) -> bool {
        self.is_spent || self.is_found
    }

    /// Reads bytes as they are, and every text in them.
    fn read(&mut self, bytes: &[u8], depth: usize) {
        self.bytes(bytes);
        let Some(depth) = depth.checked_sub(1) else { return };
        self.texts(bytes, depth);
        if is_wide(bytes) && !self.is_done() {
            let mut narrow = Zeroizing::new(Vec::with_capacity(bytes.len()));
            narrow.extend(bytes.iter().copied().filter(|byte| *byte != 0));
            self.bytes(&narrow);
            self.texts(&narrow, depth);
        }
    }

    /// Looks for what gives a key away in bytes.
    fn bytes(&mut self, bytes: &[u8]) {
        match self.budget.checked_sub(bytes.len()) {
            Some(budget) => self.budget = budget,
            None => self.is_spent = true,
        }
        if self.is_done() {
            return;
        }
        let is_gathering = !self.is_strict && self.known.windows.is_empty();
        if is_gathering {
            self.scalars.extend(scalars(bytes));
        } else {
            self.is_found = self.is_strict && has_structure(bytes) || self.known.is_in(bytes);
        }
    }

    /// Reads the texts in bytes that need not be text.
    fn texts(&mut self, bytes: &[u8], depth: usize) {
        let shortest = self.shortest();
        if std::str::from_utf8(bytes).is_ok() {
            return self.text(bytes, depth);
        }
        let is_text = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
        for text in bytes.split(|byte| !is_text(byte)).filter(|text| text.len() >= shortest) {
            self.text(text, depth);
        }
    }

    fn text(&mut self, text: &[u8], depth: usize) {
        if self.is_strict && (has_line_of_key(text) || scalar::is_in(text)) {
            self.is_found = true;
        }
        if self.is_done() {
            return;
        }
        readings::of(text, self.shortest(), &mut |bytes| {
            if !self.is_done() {
                self.read(bytes, depth);
            }
        });
    }
}

/// Whether as many bytes are zero as in a text in which a key stands in UTF-16 or UTF-32.
fn is_wide(bytes: &[u8]) -> bool {
    let zeros = bytes.iter().filter(|byte| **byte == 0).count();
    zeros >= 12 && zeros * 5 >= bytes.len()
}

/// `ECPrivateKey` of P-256 up to its scalar: version 1, an octet string of 32 bytes (RFC 5915 §3).
const EC: [u8; 5] = [2, 1, 1, 4, 32];

/// What precedes the public key in `ECPrivateKey` of P-256, and stands behind the scalar.
const EC_PUBLIC: [u8; 5] = [0xa1, 0x44, 3, 0x42, 0];

/// PBES2, the algorithm of encrypted PKCS#8 (RFC 8018, appendix A.4).
const ENCRYPTED: [u8; 11] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 0x0d];

/// How OpenSSH's own format of private keys begins.
const OPENSSH: &[u8] = b"openssh-key-v1\0";

/// Whether the structure of a private key is in there: PKCS#8 of any algorithm, also encrypted, SEC 1, PKCS#1, OpenSSH.
fn has_structure(bytes: &[u8]) -> bool {
    (0..bytes.len()).any(|at| {
        let rest = bytes.get(at..).unwrap_or_default();
        match rest {
            [2, ..] => is_ec(rest) || is_pkcs8(rest),
            [0x30, ..] => is_rsa(rest),
            [0xa1, ..] => rest.starts_with(&EC_PUBLIC),
            [6, ..] => rest.starts_with(&ENCRYPTED),
            [b'o', ..] => rest.starts_with(OPENSSH),
            _ => false,
        }
    })
}

/// Whether an `ECPrivateKey` of P-224, P-256, P-384 or P-521 goes on here, with some of its scalar.
fn is_ec(bytes: &[u8]) -> bool {
    matches!(bytes, [2, 1, 1, 4, 28 | 32 | 48 | 66, _, _, _, _, ..])
}

/// Whether a `PrivateKeyInfo` goes on here (RFC 5208 §5), or one with its public key (RFC 5958 §2).
fn is_pkcs8(bytes: &[u8]) -> bool {
    matches!(bytes, [2, 1, 0 | 1, 0x30, 5..=0x20, 6, 3..=9, ..])
}

/// Whether an `RSAPrivateKey` with two primes begins here (RFC 8017, appendix A.1.2).
fn is_rsa(bytes: &[u8]) -> bool {
    matches!(bytes, [0x30, 0x82, _, _, 2, 1, 0, 2, 0x81 | 0x82, ..])
}

/// The scalars that the structure of `ECPrivateKey` is around. What follows the structure of a key that breaks off is
/// text, not a scalar.
fn scalars(bytes: &[u8]) -> Vec<Zeroizing<Vec<u8>>> {
    let mut scalars = Vec::new();
    for at in memchr::memmem::find_iter(bytes, &EC) {
        let rest = bytes.get(at + EC.len()..).unwrap_or_default();
        // The curve, the public key, or the end.
        if let Some((scalar, [] | [0xa0 | 0xa1, ..])) = rest.split_at_checked(32) {
            scalars.push(Zeroizing::new(scalar.to_vec()));
        }
    }
    scalars
}

/// Whether a line that opens or closes a private key is in there, with or without its spaces.
fn has_line_of_key(text: &[u8]) -> bool {
    /// Letters of the longest label before `PRIVATE KEY`, such as `ENCRYPTED`.
    const LABEL: usize = 16;
    let mut letters = text.iter().filter(|byte| byte.is_ascii_alphabetic());
    if memchr::memchr2(b'p', b'P', text).is_none() || !letters.any(|byte| byte.eq_ignore_ascii_case(&b'v')) {
        return false;
    }
    let is_kept = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let plain: Zeroizing<Vec<u8>> =
        Zeroizing::new(text.iter().filter(|byte| is_kept(byte)).map(u8::to_ascii_lowercase).collect());
    memchr::memmem::find_iter(&plain, b"privatekey").any(|at| {
        let before = plain.get(at.saturating_sub(LABEL)..at).unwrap_or_default();
        [&b"-begin"[..], b"-end"].iter().any(|word| memchr::memmem::find(before, word).is_some())
    })
}

#[cfg(test)]
mod tests;
