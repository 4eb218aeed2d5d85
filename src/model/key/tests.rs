use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::text::cost::is_linear_in;

const APPLE: &str = include_str!("../../../testdata/keys/apple.pem");
const SEC1: &str = include_str!("../../../testdata/keys/p256-sec1.pem");

fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/keys");
    std::fs::read(folder.join(name)).unwrap()
}

fn parse(text: impl AsRef<[u8]>) -> Key {
    Key::parse(text.as_ref())
}

fn body(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

fn der(pem: &str) -> Vec<u8> {
    base64::decode(&body(pem)).map(|decoded| decoded.bytes.to_vec()).unwrap_or_default()
}

fn base64(bytes: impl AsRef<[u8]>) -> String {
    use ::base64::Engine;
    ::base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = base64(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// It is Apple's sample key, and this is all that had to be repaired.
#[track_caller]
fn reads(text: impl AsRef<[u8]>, repairs: &[Repair]) {
    let key = parse(text);
    assert_eq!(key.kind, KeyKind::P256, "{key:?}");
    assert_eq!(key.public, parse(APPLE).public);
    assert_eq!(key.repairs, repairs);
}

fn text(flaw: Flaw) -> Repair {
    Repair::Text(flaw)
}

fn unreadable(text: impl AsRef<[u8]>) -> (KeyKind, Option<Fault>) {
    let key = parse(text);
    assert!(key.public.is_none() && key.private().is_none());
    (key.kind, key.fault)
}

#[test]
fn what_apple_and_openssl_write_needs_no_repair() {
    let apple = parse(APPLE);
    assert_eq!(apple.encoding, Some(Encoding::Pkcs8));
    assert_eq!(apple.label.as_deref(), Some("PRIVATE KEY"));
    assert_eq!((apple.blocks, &apple.fault), (1, &None));
    assert!(apple.public.is_some());
    assert_eq!(apple.embedded, apple.public);
    for name in ["apple.pem", "p256.pem", "p256-private-only.pem", "p256-sec1.pem", "p256-compressed.pem"] {
        reads(sample(name), &[]);
    }
    for name in ["p256-sec1-private-only.pem", "p256-parameters.pem"] {
        reads(sample(name), &[]);
        assert_eq!(parse(sample(name)).blocks, 1);
        assert_eq!(parse(sample(name)).encoding, Some(Encoding::Sec1));
    }
    assert_eq!(parse(sample("p256-private-only.pem")).embedded, None);
    assert_eq!(parse(sample("p256-compressed.pem")).embedded, apple.public);
    reads(sample("p256.der"), &[Repair::Der]);
    reads(sample("p256-sec1.der"), &[Repair::Der]);
    reads(sample("bag-attributes.pem"), &[text(Flaw::TextAround)]);
    assert_eq!(parse(sample("bag-attributes.pem")).blocks, 2);
}

#[test]
fn other_kinds_are_named_in_pem_as_body_and_as_der() {
    let ec = |oid: &str| KeyKind::Ec { oid: Some(oid.to_owned()) };
    for (name, kind) in [
        ("brainpool.pem", ec("1.3.36.3.3.2.8.1.1.7")),
        ("certificate.pem", KeyKind::Certificate),
        ("csr.pem", KeyKind::CertificateRequest),
        ("dsa-traditional.pem", KeyKind::Dsa),
        ("dsa.pem", KeyKind::Dsa),
        ("ed25519.pem", KeyKind::Ed25519),
        ("ed448.pem", KeyKind::Ed448),
        ("encrypted.pem", KeyKind::Encrypted),
        ("p256-explicit.pem", KeyKind::Ec { oid: None }),
        ("p384-sec1.pem", KeyKind::EcP384),
        ("p384.pem", KeyKind::EcP384),
        ("p521.pem", KeyKind::EcP521),
        ("public.pem", KeyKind::Public),
        ("rsa-pkcs1.pem", KeyKind::Rsa),
        ("rsa-public-pkcs1.pem", KeyKind::Public),
        ("rsa.pem", KeyKind::Rsa),
        ("secp256k1.pem", KeyKind::EcSecp256k1),
        ("x25519.pem", KeyKind::X25519),
    ] {
        let armored = String::from_utf8(sample(name)).unwrap();
        assert_eq!(unreadable(&armored), (kind.clone(), None), "{name}");
        assert_eq!(unreadable(body(&armored)), (kind.clone(), None), "{name}");
        assert_eq!(unreadable(der(&armored)), (kind.clone(), None), "{name}");
        assert_eq!(unreadable(pem("PRIVATE KEY", &der(&armored))), (kind, None), "{name}");
    }
    for (name, kind) in [
        ("encrypted-legacy.pem", KeyKind::Encrypted),
        ("openssh.pem", KeyKind::OpenSsh),
        ("openssh.pub", KeyKind::Public),
        ("pgp.asc", KeyKind::Pgp),
        ("pkcs12.p12", KeyKind::Pkcs12),
    ] {
        assert_eq!(unreadable(sample(name)), (kind, None), "{name}");
    }
    let oid = "1.3.101.111".to_owned();
    assert_eq!(unreadable(sample("x448.pem")), (KeyKind::Unreadable, Some(Fault::Algorithm { oid })));
    assert_eq!(unreadable(base64(sample("pkcs12.p12"))), (KeyKind::Pkcs12, None));
}

#[test]
fn newlines_may_be_lost() {
    reads(APPLE.replace('\n', " "), &[text(Flaw::OneLine)]);
    reads(APPLE.replace('\n', ""), &[text(Flaw::OneLine)]);
    reads(APPLE.replace('\n', "\\n"), &[Repair::NewlinesEscaped]);
    reads(APPLE.replace('\n', "\\\\n"), &[Repair::NewlinesEscaped]);
    reads(APPLE.replace('\n', "\\r\\n"), &[Repair::NewlinesEscaped]);
    reads(APPLE.replace('\n', "\\\n"), &[Repair::NewlinesEscaped]);
    reads(APPLE.replace('\n', "\r\n"), &[text(Flaw::CrLf)]);
    reads(APPLE.replace('\n', "\r"), &[text(Flaw::Cr)]);
    reads(APPLE.replace(['\n', ' '], ""), &[Repair::Armor(Armor::Damaged), text(Flaw::OneLine)]);
}

#[test]
fn base64_around_the_file_is_undone() {
    let once = Repair::Base64Wrapped { times: 1 };
    reads(base64(APPLE), std::slice::from_ref(&once));
    reads(base64(base64(APPLE)), &[Repair::Base64Wrapped { times: 2 }]);
    reads(base64(APPLE).replace('=', ""), std::slice::from_ref(&once));
    let quoted = format!("'{}'", APPLE.replace('\n', "\\n"));
    reads(base64(quoted), &[once.clone(), text(Flaw::Quotes), Repair::NewlinesEscaped]);
    reads(base64(sample("p256.der")), &[Repair::Armor(Armor::Missing)]);
    reads(base64(base64(sample("p256.der"))), &[once, Repair::Armor(Armor::Missing)]);
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(APPLE.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    reads(&wide, &[text(Flaw::Utf16)]);
    reads(base64(wide), &[Repair::Base64Wrapped { times: 1 }, text(Flaw::Utf16)]);
}

#[test]
fn armor_may_be_missing_or_damaged() {
    reads(body(APPLE), &[Repair::Armor(Armor::Missing)]);
    reads(body(SEC1), &[Repair::Armor(Armor::Missing)]);
    reads(body(SEC1).trim_end_matches('='), &[Repair::Armor(Armor::Missing), text(Flaw::Padding)]);
    reads(APPLE.replace("-----BEGIN PRIVATE KEY-----\n", ""), &[Repair::Armor(Armor::BeginMissing)]);
    let unfinished = Repair::Armor(Armor::EndMissing);
    for end in ["", "-", "-----", "-----E"] {
        reads(APPLE.replace("-----END PRIVATE KEY-----", end), std::slice::from_ref(&unfinished));
    }
    let damaged = Repair::Armor(Armor::Damaged);
    for text in [
        APPLE.replace("-----", "----"),
        APPLE.replace("-----", "–––––"),
        APPLE.replace("-----", "—–"),
        APPLE.replace("-----", ""),
        APPLE.replace("PRIVATE KEY", "private key"),
        APPLE.replace("END PRIVATE", "END EC PRIVATE"),
        APPLE.replace("END PRIVATE KEY-----", "END PRIV"),
    ] {
        reads(text, std::slice::from_ref(&damaged));
    }
}

#[test]
fn blanks_that_were_a_plus_are_read_as_that() {
    // Of Apple's sample, because it has some.
    let spoiled = |text: &str| text.replace('+', " ");
    assert!(body(APPLE).contains('+'));
    reads(spoiled(APPLE), &[text(Flaw::PlusAsBlank)]);
    reads(spoiled(&APPLE.replace('\n', "\r\n")), &[text(Flaw::CrLf), text(Flaw::PlusAsBlank)]);
    reads(spoiled(&body(APPLE)), &[Repair::Armor(Armor::Missing), text(Flaw::PlusAsBlank)]);
    let short = spoiled(APPLE).replacen("MIGT", "MIGTAgE", 1);
    assert!(matches!(parse(short).kind, KeyKind::Truncated | KeyKind::Unreadable));
}

#[test]
fn a_label_that_lies_is_told() {
    for (text, label, encoding) in [
        (APPLE.replace("PRIVATE", "EC PRIVATE"), "EC PRIVATE KEY", Encoding::Pkcs8),
        (SEC1.replace("EC PRIVATE", "PRIVATE"), "PRIVATE KEY", Encoding::Sec1),
        (SEC1.replace("EC PRIVATE KEY", "CERTIFICATE"), "CERTIFICATE", Encoding::Sec1),
    ] {
        reads(&text, &[Repair::Label]);
        assert_eq!(parse(&text).label.as_deref(), Some(label));
        assert_eq!(parse(&text).encoding, Some(encoding));
    }
}

#[test]
fn blanks_and_quotes_are_seen_through() {
    reads(format!("\u{feff}{APPLE}"), &[text(Flaw::ByteOrderMark)]);
    reads(APPLE.replace('\n', "\u{200b}\n"), &[text(Flaw::Invisible)]);
    reads(format!("\u{201c}{APPLE}\u{201d}"), &[text(Flaw::Quotes)]);
    reads(format!("\n\n{APPLE}\n\n"), &[]);
    reads(format!(" {APPLE}"), &[text(Flaw::BlanksAround)]);
    reads(APPLE.replace('\n', "\n    "), &[text(Flaw::Indentation)]);
    reads(APPLE.replace('\n', "\n\n"), &[text(Flaw::BlankLines)]);
    reads(APPLE.replace('\n', " \n"), &[text(Flaw::Blanks)]);
    reads(
        format!("key: |\n  {}", APPLE.replace('\n', "\n  ")),
        &[text(Flaw::TextAround), text(Flaw::Indentation)],
    );
    let rewrapped = body(APPLE)
        .as_bytes()
        .chunks(50)
        .map(|line| format!("{}\n", str::from_utf8(line).unwrap()))
        .collect::<String>();
    reads(
        format!("-----BEGIN PRIVATE KEY-----\n{rewrapped}-----END PRIVATE KEY-----"),
        &[text(Flaw::LineLength)],
    );
    let rich = format!("{{\\rtf1\\ansi\\f0\\fs24 \\cf0 {}}}", APPLE.replace('\n', "\\\n"));
    reads(rich, &[Repair::NewlinesEscaped, text(Flaw::TextAround)]);
}

#[test]
fn fields_and_variables_are_opened() {
    let field = |name: &str| Repair::JsonField { name: name.to_owned() };
    let json = serde_json::json!({"key_id": "2X9R4HXF34", "issuer_id": "x", "key": APPLE, "duration": 500})
        .to_string();
    reads(&json, &[field("key")]);
    assert_eq!(parse(&json).field(), Some("key"));
    let json = serde_json::json!({"a": {"private_key": base64(sample("p256.der"))}}).to_string();
    reads(&json, &[field("private_key"), Repair::Armor(Armor::Missing)]);
    reads(format!("{{\"key\": \"{APPLE}\"}}"), &[field("key")]);
    reads(serde_json::json!(APPLE).to_string(), &[text(Flaw::Quotes), Repair::NewlinesEscaped]);
    let variable = Repair::Variable { name: "ASC_KEY".to_owned() };
    for text in [format!("ASC_KEY={APPLE}"), format!("A=1\nexport ASC_KEY=\"{APPLE}\"\nB=2\n")] {
        reads(text, std::slice::from_ref(&variable));
    }
    let wrapped = [variable, Repair::Base64Wrapped { times: 1 }];
    reads(format!("ASC_ID=2X9R4HXF34\nASC_KEY={}\n", base64(APPLE)), &wrapped);
    assert_eq!(parse("ASC_KEY=/Users/x/AuthKey_2X9R4HXF34.p8").kind, KeyKind::Path);
    assert_eq!(parse("{\"key_path\": \"/Users/x/AuthKey_2X9R4HXF34.p8\"}").kind, KeyKind::Json);
}

#[test]
fn the_key_is_found_among_other_blocks() {
    let certificate = String::from_utf8(sample("certificate.pem")).unwrap();
    let key = parse(format!("{certificate}{APPLE}\n{SEC1}"));
    assert_eq!((key.kind, key.blocks, key.encoding), (KeyKind::P256, 3, Some(Encoding::Pkcs8)));
    assert!(key.repairs.is_empty());
}

#[test]
fn where_a_key_breaks_off_is_told() {
    let off = |have, want, unit| (KeyKind::Truncated, Some(Fault::BreaksOff { have, want, unit }));
    let (head, tail) = (&APPLE[..28 + 65], "\n-----END PRIVATE KEY-----\n");
    assert_eq!(unreadable(head), off(64, Some(200), Unit::Characters));
    assert_eq!(unreadable(format!("{head}{tail}")), off(64, Some(200), Unit::Characters));
    assert_eq!(unreadable(&body(APPLE)[..120]), off(120, Some(200), Unit::Characters));
    assert_eq!(unreadable(base64(head)), off(64, Some(200), Unit::Characters));
    assert_eq!(unreadable(&der(APPLE)[..100]), off(100, Some(150), Unit::Bytes));
    assert_eq!(unreadable("-----BEGIN PRIVATE KEY-----"), off(0, None, Unit::Characters));
    assert_eq!(unreadable(APPLE.replace(&body(APPLE)[64..128], "")), off(136, Some(200), Unit::Characters));
    let json = serde_json::json!({"key": head}).to_string();
    assert_eq!(unreadable(json), off(64, Some(200), Unit::Characters));
}

#[test]
fn a_character_that_does_not_belong_is_told_with_its_place() {
    let fault =
        |character, line, column| (KeyKind::Unreadable, Some(Fault::Character { character, line, column }));
    assert_eq!(unreadable(APPLE.replacen("MIGT", "MI*T", 1)), fault('*', 2, 3));
    assert_eq!(unreadable(format!("\n\n{}", APPLE.replacen("MIGT", "MI*T", 1))), fault('*', 4, 3));
    assert_eq!(unreadable(body(APPLE).replacen("KoZI", "Ko…I", 1)), fault('…', 1, 99));
}

#[test]
fn damage_inside_is_told() {
    let told = |der: &[u8]| parse(pem("PRIVATE KEY", der)).fault;
    let mut bytes = der(APPLE);
    bytes[27 + 9..27 + 41].fill(0);
    assert_eq!(told(&bytes), Some(Fault::ScalarZero));
    bytes[27 + 9..27 + 41].fill(0xff);
    assert_eq!(told(&bytes), Some(Fault::ScalarTooLarge));
    let mut bytes = der(APPLE);
    bytes[4] = 0x7f;
    assert_eq!(told(&bytes), Some(Fault::Asn1 { offset: 132 }));
    assert_eq!(told(&[0x30, 0x03, 0x02, 0x01, 0x00]), Some(Fault::NotAKey));
    assert_eq!(told(b"some text"), Some(Fault::Asn1 { offset: 0 }));
}

#[test]
fn only_zeros_and_line_breaks_may_follow_a_key_and_only_one_that_its_public_key_confirms() {
    let with = |der: &[u8], tail: &[u8]| pem("PRIVATE KEY", &[der, tail].concat());
    let leftover = |count| (KeyKind::Unreadable, Some(Fault::Leftover { count }));
    let private_only = der(&String::from_utf8(sample("p256-private-only.pem")).unwrap());
    reads([&sample("p256.der")[..], b"\n"].concat(), &[Repair::Der, text(Flaw::TrailingBytes)]);
    for tail in [&b"\0\0"[..], b"\r\n", b"\0\0\0\0\0\0"] {
        reads(with(&der(APPLE), tail), &[text(Flaw::TrailingBytes)]);
        assert_eq!(unreadable(with(&private_only, tail)), leftover(tail.len()));
    }
    for tail in [&b"\x01"[..], b"\0", b"\n", b"\0\xff", b"0\n"] {
        assert_eq!(unreadable(with(&der(APPLE), tail)), leftover(tail.len()));
    }
}

#[test]
fn attributes_may_follow_a_key_if_they_are_whole() {
    let sound = b"\xa0\x0f\x30\x0d\x06\x03\x55\x1d\x0f\x31\x06\x03\x04\x07\x80\x00\x00";
    let with = |attributes: &[u8]| {
        let mut bytes = [&sample("p256.der"), attributes].concat();
        bytes[2] += attributes.len() as u8;
        bytes
    };
    reads(with(sound), &[Repair::Der]);
    assert!(p256::SecretKey::from_der(&with(sound)).is_ok());
    for (at, byte) in [(1, 0x0e), (2, 0x31), (3, 0x0c), (4, 0x05), (9, 0x30), (10, 0x05)] {
        let mut damaged = *sound;
        damaged[at] = byte;
        assert_eq!(unreadable(with(&damaged)).0, KeyKind::Unreadable, "{at}");
    }
}

#[test]
fn a_private_number_of_another_length_is_told() {
    // Its layout, with a zero in front of the number: three lengths are longer by one.
    let mut bytes = der(&String::from_utf8(sample("p256-private-only.pem")).unwrap());
    for at in [1, 27, 29, 34] {
        bytes[at] += 1;
    }
    bytes.insert(35, 0);
    reads(pem("PRIVATE KEY", &bytes), &[text(Flaw::ScalarLength)]);
}

#[test]
fn base64_that_ends_within_a_byte_is_damaged() {
    let end = (KeyKind::Unreadable, Some(Fault::Base64End));
    let sec1 = body(SEC1);
    for text in [format!("{}A", body(APPLE)), sec1.replace("==", "="), sec1.replace("w==", "x==")] {
        assert_eq!(unreadable(&text), end, "{text}");
    }
}

#[test]
fn a_public_key_that_does_not_belong_is_kept_apart() {
    let mut bytes = der(APPLE);
    let other = p256::SecretKey::from_slice(&[7; 32]).unwrap().public_key().to_sec1_bytes();
    let point = bytes.len() - 65;
    bytes[point..].copy_from_slice(&other);
    let key = parse(pem("PRIVATE KEY", &bytes));
    assert_eq!((key.kind, key.embedded, key.fault), (KeyKind::P256, PublicKey::from_sec1(&other), None));
    assert_eq!(key.public, parse(APPLE).public);
    bytes[point + 1] ^= 1;
    let key = parse(pem("PRIVATE KEY", &bytes));
    assert_eq!((key.kind, key.embedded, key.fault), (KeyKind::P256, None, Some(Fault::EmbeddedPoint)));
    assert_eq!(key.public, parse(APPLE).public);
}

#[test]
fn what_is_no_key_is_named() {
    for (text, kind) in [
        ("", KeyKind::Empty),
        ("  \n", KeyKind::Empty),
        ("\"\"", KeyKind::Empty),
        ("<!DOCTYPE html><pre>-----BEGIN PRIVATE KEY-----</pre>", KeyKind::Html),
        ("{\"key_id\": \"2X9R4HXF34\"}", KeyKind::Json),
        (
            r#"{"key_id": "x", "issuer_id": "57246542-96fe-1a63-e053-0824d011072a", "key": ""}"#,
            KeyKind::Empty,
        ),
        (r#"{"key_id": "x", "key": " \n", "in_house": false}"#, KeyKind::Empty),
        (r#"{"key": "placeholder"}"#, KeyKind::Json),
        (r#"{"key": null}"#, KeyKind::Json),
        (
            r#"{"kty": "EC", "crv": "P-256", "x": "BcvLWYVxmF4oE9_cS7wNJ2vbDvKhFZXIJ8Jo-zjI0wU", "y":
                "MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkwdwI"}"#,
            KeyKind::Jwk,
        ),
        (r#"{"keys": [{"kty": "EC"}]}"#, KeyKind::Jwk),
        (r#"{"keys": []}"#, KeyKind::Json),
        ("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln", KeyKind::Token),
        ("'~/private_keys/AuthKey_2X9R4HXF34.p8'", KeyKind::Path),
        (r"C:\new\AuthKey_2X9R4HXF34.p8", KeyKind::Path),
        ("2X9R4HXF34", KeyKind::Unreadable),
        ("57246542-96fe-1a63-e053-0824d011072a", KeyKind::Unreadable),
    ] {
        assert_eq!(unreadable(text), (kind, None), "{text}");
    }
}

#[test]
fn wrapping_without_end_comes_to_one() {
    let mut text = APPLE.to_owned();
    for _ in 0..7 {
        text = base64(text);
    }
    reads(&text, &[Repair::Base64Wrapped { times: 7 }]);
    assert_eq!(parse(base64(text)).kind, KeyKind::Unreadable);
}

#[test]
fn a_quoted_key_in_json_in_a_json_string_is_read() {
    let text = (5..=5).chain(9..=10).fold(body(SEC1), |text, way| wrap(way, &text));
    assert_eq!(parse(&text).kind, KeyKind::P256, "{text}");
    let text = [9, 9, 10].iter().fold(body(SEC1), |text, &way| wrap(way, &text));
    assert_eq!(parse(&text).kind, KeyKind::P256, "{text}");
}

#[test]
fn key_text_shows_in_no_debug_output() {
    let shown = format!("{:?}", parse(APPLE));
    let secret = parse(APPLE).private().map(|key| format!("{:02x?}", key.to_bytes())).unwrap_or_default();
    assert!(!shown.contains(secret.trim_matches(['[', ']'])) && !shown.contains("private"), "{shown}");
}

#[test]
fn key_text_is_told_from_other_text() {
    let mut like = vec![
        APPLE.to_owned(),
        SEC1.to_owned(),
        body(APPLE),
        body(SEC1),
        base64(APPLE),
        base64(base64(APPLE)),
    ];
    like.extend([
        format!("KEY={}", base64(APPLE)),
        format!("\"{}", APPLE.replace('\n', "\\n")),
        base64(body(APPLE)),
    ]);
    like.push(format!("{{\"key\": \"{}\"}}", APPLE.replace('\n', "\\n")));
    for text in like {
        assert!(looks_like_key(text.as_bytes()), "{text}");
    }
    assert!(looks_like_key(&sample("p256.der")) && looks_like_key(&sample("p256-sec1.der")));
    for text in
        ["", "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln", "{}", "2X9R4HXF34", "curl https://x", "\u{30}\u{2}"]
    {
        assert!(!looks_like_key(text.as_bytes()), "{text}");
    }
}

#[test]
fn hostile_text_takes_linear_time() {
    let parts = [
        "-----BEGIN PRIVATE KEY-----",
        "{\"a\":\"",
        "\\",
        "\\\"",
        "A=\"",
        "\n",
        "\r\n",
        " ",
        "\"",
        "[",
        "A",
        "=",
        "-",
        "B",
    ];
    let keys = [APPLE.to_owned(), format!("{{\"a\": \"{}\"}},", APPLE.replace('\n', "\\n"))];
    for part in parts.into_iter().map(str::to_owned).chain(keys) {
        is_linear_in(&part, |text| {
            let _ = parse(text);
            let _ = looks_like_key(text.as_bytes());
        });
    }
}

/// One way in which keys get wrapped.
fn wrap(way: u8, text: &str) -> String {
    match way {
        0 => text.replace('\n', "\\n"),
        1 => text.replace('\n', "\r\n"),
        2 => base64(text),
        3 => base64(text)
            .as_bytes()
            .chunks(76)
            .map(|line| format!("{}\n", str::from_utf8(line).unwrap()))
            .collect(),
        4 => base64(text).replace('+', "-").replace('/', "_").replace('=', ""),
        5 => format!("\"{text}\""),
        6 => format!("'{text}'\n"),
        7 => format!("\u{feff}{text}"),
        8 => format!("  \n{text}\n\n"),
        9 => serde_json::json!({"id": "2X9R4HXF34", "key": text}).to_string(),
        10 => serde_json::json!(text).to_string(),
        11 => text.replace('\n', "\n  "),
        12 => text.replace('\n', " "),
        13 if !text.contains('\'') => format!("KEY='{text}'\n"),
        _ => text.replace('\n', "\n\u{200b}"),
    }
}

proptest! {
    #[test]
    fn any_bytes_are_taken(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let key = Key::parse(&bytes);
        prop_assert_eq!(key.kind == KeyKind::P256, key.private().is_some());
        prop_assert_eq!(key.public.is_some(), key.private().is_some());
        let _ = looks_like_key(&bytes);
    }

    #[test]
    fn any_text_is_taken(text in r#"([-=\\"'nA{}:\[\],\r\n é]|BEGIN|END|PRIVATE KEY|-----|MIGT|\PC){0,60}"#) {
        let _ = parse(&text);
        let _ = looks_like_key(text.as_bytes());
    }

    #[test]
    fn any_damaged_key_is_taken(at in 0..APPLE.len(), byte in any::<u8>(), cut in 0..APPLE.len()) {
        let mut bytes = APPLE.as_bytes().to_vec();
        bytes[at] = byte;
        bytes.truncate(cut);
        let _ = Key::parse(&bytes);
        let mut bytes = der(APPLE);
        let at = at % bytes.len();
        bytes[at] = byte;
        let key = Key::parse(&bytes);
        prop_assert_eq!(key.kind == KeyKind::P256, key.private().is_some());
    }

    /// In place of the real thing, all edits of which `tests/suite/key_edits.rs` tries: several changes at once.
    #[test]
    fn what_passes_is_read_by_strict_readers(
        name in proptest::sample::select(vec!["p256.der", "p256-sec1.der"]),
        changes in proptest::collection::vec((0..60_usize, prop_oneof![0..8_u8, any::<u8>()], 0..3), 1..4),
    ) {
        let mut bytes = sample(name);
        for (at, byte, way) in changes {
            match way {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        let key = Key::parse(&bytes);
        if key.kind == KeyKind::P256 && key.embedded == key.public && key.repairs == [Repair::Der] {
            let strict = p256::SecretKey::from_der(&bytes);
            prop_assert_eq!(strict.ok().map(|key| PublicKey::from(&key.public_key())), key.public);
        }
    }

    #[test]
    fn any_key_is_read_through_any_wrappers(
        scalar in proptest::array::uniform32(1u8..=0xfe),
        ways in proptest::collection::vec(0u8..=14, 0..4),
        layout in 0..4,
    ) {
        let secret = p256::SecretKey::from_slice(&scalar).unwrap();
        let sec1 = secret.to_sec1_der().unwrap();
        let text = match layout {
            0 => pem("EC PRIVATE KEY", &sec1),
            1 => pem("PRIVATE KEY", &sec1),
            2 => base64(&sec1),
            _ => pem("EC PRIVATE KEY", &sec1).replace("-----\n", "-----"),
        };
        let text = ways.iter().fold(text, |text, &way| wrap(way, &text));
        let key = parse(&text);
        prop_assert_eq!(key.public, PublicKey::from_sec1(&secret.public_key().to_sec1_bytes()), "{:?} {}", ways, text);
        prop_assert_eq!(&key.repairs, &parse(&text).repairs);
        for (at, repair) in key.repairs.iter().enumerate() {
            prop_assert!(!key.repairs.iter().skip(at + 1).any(|other| other == repair));
        }
    }
}
