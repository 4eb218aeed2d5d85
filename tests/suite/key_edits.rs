//! Every way to damage one character of a key's base64: what passes is the same key, and strict readers take it, too.
//! `ALL_KEY_EDITS=1` edits every layout everywhere.

use std::thread;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use p256::SecretKey;
use p256::pkcs8::DecodePrivateKey;
use why401::model::key::{Key, KeyKind};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Strict but for padding that is missing as a whole.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The parts that layouts are made of.
const EC_P256: &[u8] = b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
const SCALAR: &[u8] = b"\x3b\x8f\xe8\x27\xd6\x98\xd2\xd2\x81\xac\x61\xb8\xf7\x26\xd9\xed\
    \x42\x98\x27\x1d\x51\xf8\x46\x41\x69\xa3\xcf\xd5\x10\x84\xdd\x95";

struct Layout {
    name: &'static str,
    der: Vec<u8>,
    label: &'static str,
    holds_public: bool,
    /// Apple's is edited everywhere, and so are the shortest that hold a compressed and no public key; others where they
    /// differ from those: not within the private number and the public key, which hold the same bytes in all of them.
    everywhere: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Edit {
    Insert(usize, u8),
    Delete(usize),
    Substitute(usize, u8),
    Swap(usize),
}

impl Edit {
    /// The character that is edited, or before which one is inserted.
    fn at(self) -> usize {
        match self {
            Self::Insert(at, _) | Self::Delete(at) | Self::Substitute(at, _) | Self::Swap(at) => at,
        }
    }
}

fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let value = parts.concat();
    let length = u8::try_from(value.len()).unwrap();
    let header = if length < 0x80 { vec![tag, length] } else { vec![tag, 0x81, length] };
    [header, value].concat()
}

/// The layouts of one key: those of Apple and OpenSSL, and others that the standards allow.
fn layouts() -> Vec<Layout> {
    let public = SecretKey::from_slice(SCALAR).unwrap().public_key();
    let (point, short) = (public.to_sec1_bytes(), p256::Sec1Point::from(public).compress().to_bytes());
    let parameters = element(0xa0, &[&EC_P256[9..]]);
    let within = |point: &[u8]| element(0xa1, &[&element(3, &[&[0], point])]);
    let sec1 = |rest: &[&[u8]]| element(0x30, &[&[2, 1, 1], &element(4, &[SCALAR]), &rest.concat()]);
    let pkcs8 = |version, inner: &[u8], rest: &[u8]| {
        element(0x30, &[&[2, 1, version], &element(0x30, &[EC_P256]), &element(4, &[inner]), rest])
    };
    let beside = element(0x81, &[&[0], &point]);
    let layout =
        |name, label, holds_public, everywhere, der| Layout { name, der, label, holds_public, everywhere };
    let (p8, ec) = ("PRIVATE KEY", "EC PRIVATE KEY");
    vec![
        layout("Apple's", p8, true, true, pkcs8(0, &sec1(&[&parameters, &within(&point)]), &[])),
        layout("PKCS#8", p8, true, false, pkcs8(0, &sec1(&[&within(&point)]), &[])),
        layout("PKCS#8 version 2", p8, true, false, pkcs8(1, &sec1(&[]), &beside)),
        layout("SEC1", ec, true, false, sec1(&[&parameters, &within(&point)])),
        layout("SEC1 without curve", ec, true, false, sec1(&[&within(&point)])),
        layout("SEC1 compressed", ec, true, true, sec1(&[&parameters, &within(&short)])),
        layout("PKCS#8 private only", p8, false, true, pkcs8(0, &sec1(&[]), &[])),
        layout("PKCS#8 private only with curve", p8, false, false, pkcs8(0, &sec1(&[&parameters]), &[])),
        layout("SEC1 private only", ec, false, false, sec1(&[&parameters])),
        layout("SEC1 private only without curve", ec, false, false, sec1(&[])),
    ]
}

fn edits(body: &[u8]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for at in 0..=body.len() {
        edits.extend(ALPHABET.iter().map(|&c| Edit::Insert(at, c)));
    }
    for (at, &present) in body.iter().enumerate() {
        edits.push(Edit::Delete(at));
        edits.extend(ALPHABET.iter().filter(|&&c| c != present).map(|&c| Edit::Substitute(at, c)));
    }
    edits.extend((1..body.len()).filter(|&at| body[at - 1] != body[at]).map(Edit::Swap));
    edits
}

fn edited(body: &[u8], edit: Edit) -> String {
    let mut body = body.to_vec();
    match edit {
        Edit::Insert(at, c) => body.insert(at, c),
        Edit::Delete(at) => drop(body.remove(at)),
        Edit::Substitute(at, c) => body[at] = c,
        Edit::Swap(at) => body.swap(at - 1, at),
    }
    String::from_utf8(body).unwrap()
}

fn pem(label: &str, body: &str) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in body.as_bytes().chunks(64) {
        text += str::from_utf8(line).unwrap();
        text.push('\n');
    }
    text + &format!("-----END {label}-----\n")
}

/// A key in which no lint finds an error.
fn passed(text: &str) -> Option<Key> {
    let key = Key::parse(text.as_bytes());
    let is_whole = key.kind == KeyKind::P256 && key.fault.is_none();
    (is_whole && (key.embedded.is_none() || key.embedded == key.public)).then_some(key)
}

/// What the strict readers of p256 make of it.
fn strict(body: &str) -> Option<SecretKey> {
    let der = BASE64.decode(body).ok()?;
    SecretKey::from_pkcs8_der(&der).or_else(|_| SecretKey::from_sec1_der(&der)).ok()
}

/// Tries edits of one layout; returns how many passed.
fn check(layout: &Layout, body: &str, original: &Key, edits: &[Edit]) -> usize {
    let mut count = 0;
    for &edit in edits {
        let text = edited(body.as_bytes(), edit);
        let Some(key) = passed(&pem(layout.label, &text)) else { continue };
        let Layout { name, holds_public, .. } = layout;
        // The same private key has the same public key, which takes long to derive.
        assert_eq!(strict(&text).as_ref(), key.private(), "{name}: {edit:?}");
        assert_eq!(key.embedded.is_some(), *holds_public, "{name}: {edit:?}");
        if *holds_public {
            assert_eq!(key.public, original.public, "{name}: {edit:?}");
        } else {
            // That the embedded key is missing is what the lint `key-unconfirmed` goes by.
            assert!(matches!(edit, Edit::Substitute(..) | Edit::Swap(_)), "{name}: {edit:?}");
        }
        count += 1;
    }
    count
}

/// Tries the edits of one layout on all cores; returns how many passed.
fn check_all(layout: &Layout) -> usize {
    let body = base64::engine::general_purpose::STANDARD.encode(&layout.der);
    let original = passed(&pem(layout.label, &body)).unwrap_or_else(|| panic!("{}", layout.name));
    assert!(original.repairs.is_empty(), "{}", layout.name);
    assert_eq!(strict(&body).as_ref(), original.private(), "{}", layout.name);
    let mut edits = edits(body.as_bytes());
    let everywhere = layout.everywhere || std::env::var_os("ALL_KEY_EDITS").is_some();
    edits.retain(|edit| everywhere || !is_within_numbers(&layout.der, edit.at()));
    let share = edits.len().div_ceil(thread::available_parallelism().map_or(1, usize::from));
    let (body, original) = (body.as_str(), &original);
    thread::scope(|scope| {
        let checks: Vec<_> = edits
            .chunks(share)
            .map(|edits| scope.spawn(move || check(layout, body, original, edits)))
            .collect();
        checks.into_iter().map(|check| check.join().unwrap()).sum()
    })
}

/// Whether a character and those beside it hold nothing but bits of the private number or of a point's coordinates.
fn is_within_numbers(der: &[u8], character: usize) -> bool {
    let place = |number: &[u8]| der.windows(number.len()).position(|window| window == number);
    let point = SecretKey::from_slice(SCALAR).unwrap().public_key().to_sec1_bytes();
    [SCALAR, &point[1..]].into_iter().any(|number| {
        let Some(start) = place(number) else { return false };
        // Four characters for three bytes.
        (start * 4).div_ceil(3) < character.saturating_sub(1)
            && (character + 2) * 3 / 4 < start + number.len()
    })
}

#[test]
fn no_damaged_key_passes_for_another_where_the_public_key_is_in_it() {
    for layout in layouts().iter().filter(|layout| layout.holds_public) {
        let passed = check_all(layout);
        // Only the one `=` at the end of a body may be missing.
        assert!(passed <= 1, "{}: {passed}", layout.name);
    }
}

#[test]
fn no_key_passes_with_a_character_more_or_less_where_the_public_key_is_not_in_it() {
    for layout in layouts().iter().filter(|layout| !layout.holds_public) {
        let passed = check_all(layout);
        // The 43 characters of the private number can be changed into almost any other: so the note is needed.
        assert!(!layout.everywhere || (2500..2800).contains(&passed), "{}: {passed}", layout.name);
    }
}
