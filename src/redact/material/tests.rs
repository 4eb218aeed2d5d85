use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};

use super::*;
use crate::text::cost::is_linear_in;

const PEM: &str = include_str!("../../../testdata/foreign/key.p8");

fn body() -> String {
    PEM.lines().filter(|line| !line.starts_with("---")).collect()
}

fn key() -> SecretKey {
    crate::model::key::Key::parse(PEM.as_bytes()).private().unwrap().clone()
}

fn holds(text: &str) -> bool {
    holds_secret(text.as_bytes(), &Known::default())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_body_is_found_however_it_is_encoded_and_cut() {
    let body = body();
    let der = BASE64_STANDARD.decode(&body).unwrap();
    let cut = |width: usize, between: &str| {
        let lines: Vec<&str> =
            body.as_bytes().chunks(width).map(|line| str::from_utf8(line).unwrap()).collect();
        lines.join(between)
    };
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
    let mut texts = vec![PEM.to_owned(), body.clone(), BASE64_URL_SAFE_NO_PAD.encode(&der), hex(&der)];
    texts.extend((1..5).map(|junk| format!("{}{body}", &"xyzxy"[..junk])));
    texts.extend(
        [("\n", 64), ("\\n", 20), ("\",\"", 10), (" | ", 12), ("=\n", 30), ("%0A", 76)]
            .map(|(b, w)| cut(w, b)),
    );
    texts.extend([BASE64_STANDARD.encode(wide(PEM)), BASE64_STANDARD.encode(wide(&body))]);
    texts.push(body.bytes().map(|byte| format!("%{byte:02X}")).collect());
    texts.push(body.bytes().map(|byte| format!("\\u{byte:04x}")).collect());
    texts.push(body.replace('+', "&#43;").replace('/', "&sol;"));
    texts.push(format!("{der:?}"));
    texts.push(hex(body.as_bytes()));
    texts.push((0..4).fold(body.clone(), |text, _| BASE64_STANDARD.encode(text)));
    for text in texts {
        assert!(holds(&text), "{text}");
        assert!(leaves_key(&text, &text), "{text}");
    }
}

#[test]
fn lines_of_a_key_count_and_those_of_other_things_do_not() {
    for text in
        ["-----BEGIN PRIVATE KEY-----", "-----BEGINECPRIVATEKEY-----", "-----END+ENCRYPTED+PRIVATE+KEY-----"]
    {
        assert!(holds(text), "{text}");
    }
    for text in [
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----",
        "begin with a private key",
        "your private key",
    ] {
        assert!(!holds(text), "{text}");
    }
}

#[test]
fn a_number_that_can_be_a_key_counts_by_its_member() {
    let scalar = key().to_bytes();
    let digits = hex(&scalar);
    let code = BASE64_URL_SAFE_NO_PAD.encode(scalar);
    let colons: Vec<_> = scalar.iter().map(|byte| format!("{byte:02x}")).collect();
    for number in
        [digits.clone(), digits.to_uppercase(), code.clone(), colons.join(":"), format!("0x{digits}")]
    {
        assert!(holds(&format!("{{\"sub\":\"{number}\"}}")), "{number}");
        assert!(holds(&number), "{number}");
    }
    for number in [digits, code] {
        for member in ["jti", "nonce", "at_hash", "kid"] {
            let claims = format!("{{\"{member}\": \"{number}\"}}");
            assert!(!holds(&claims), "{claims}");
            assert!(holds_secret(claims.as_bytes(), &Known::of([&key()])), "{claims}");
        }
    }
    // Neither zero nor what the order of the curve excludes, neither words nor identifiers.
    for text in [
        "0".repeat(64),
        "f".repeat(64),
        "/v1/bundleIds/ABCDEFGHIJ/bundleIdCapability".to_owned(),
        "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10 5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35".to_owned(),
        BASE64_URL_SAFE_NO_PAD.encode("an identifier of thirty-two char"),
        BASE64_URL_SAFE_NO_PAD.encode([0x5a; 64]),
    ] {
        assert!(!holds(&text), "{text}");
    }
}

#[test]
fn a_part_of_a_known_key_is_found() {
    let known = Known::of([&key()]);
    let scalar = key().to_bytes();
    for part in [&scalar[..8], &scalar[5..20], &scalar[20..]] {
        for text in [hex(part), BASE64_STANDARD.encode(part), format!("{part:?}")] {
            assert!(holds_secret(format!("a {text} b").as_bytes(), &known), "{text}");
            assert!(!holds(&format!("a {text} b")), "{text}");
        }
    }
}

#[test]
fn hostile_nesting_takes_bounded_time() {
    let nested = (0..20).fold("x".repeat(40), |text, _| BASE64_STANDARD.encode(text));
    let numbers = "1,".repeat(5_000);
    for text in [&nested, &numbers, &"\\".repeat(10_000), &"%25".repeat(5_000), &"a.".repeat(5_000)] {
        assert!(!holds(text));
    }
    for piece in ["1,", "\\", "%25", "a."] {
        is_linear_in(piece, |text| assert!(!holds(text)));
    }
}
