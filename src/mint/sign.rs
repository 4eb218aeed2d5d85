//! ES256 signatures over a compact JWS (RFC 7515 §5.1, RFC 7518 §3.4).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::SecretKey;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

use crate::model::wipe;

/// Signs header and claims as they are, byte for byte: neither need be JSON.
pub fn sign(key: &SecretKey, header: &[u8], claims: &[u8]) -> String {
    let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part));
    resign(key, &format!("{header}.{claims}"))
}

/// Signs a token's first two parts as they are written, and puts the signature, r and s of 32 bytes each, behind them.
/// The same key and text always make the same signature (RFC 6979). Our copy of the key is wiped.
pub fn resign(key: &SecretKey, signing_input: &str) -> String {
    let signature = signature(key, signing_input);
    wipe::stack();
    with_signature(signing_input, &signature.to_bytes())
}

#[inline(never)]
fn signature(key: &SecretKey, signing_input: &str) -> Signature {
    SigningKey::from(key).sign(signing_input.as_bytes())
}

/// Puts a signature behind a token's first two parts.
pub fn with_signature(signing_input: &str, signature: &[u8]) -> String {
    format!("{signing_input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::jwk::PublicKey;
    use crate::model::jws::Token;
    use crate::model::signature::verify;

    fn hex(text: &str) -> Vec<u8> {
        let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap();
        text.as_bytes().chunks(2).map(byte).collect()
    }

    #[test]
    fn the_vector_of_rfc_6979_comes_out() {
        let key =
            SecretKey::from_slice(&hex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"));
        let signature = hex("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716\
             F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
        let expected = format!("sample.{}", URL_SAFE_NO_PAD.encode(signature));
        assert_eq!(resign(&key.unwrap(), "sample"), expected);
    }

    #[test]
    fn a_given_token_is_signed_anew_as_it_is_written() {
        let key = SecretKey::from_slice(&[7; 32]).unwrap();
        let given = Token::decode(b"eyJhbGciOiJub25lIn0=.eyAiYSI6MSB9.AA", false);
        let signed = resign(&key, given.signing_input().unwrap());
        assert!(signed.starts_with("eyJhbGciOiJub25lIn0=.eyAiYSI6MSB9."), "{signed}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_key_signs_any_bytes_and_its_public_half_verifies_them(
            scalar: [u8; 32], header: Vec<u8>, claims: Vec<u8>
        ) {
            let Ok(key) = SecretKey::from_slice(&scalar) else { return Ok(()) };
            let token = sign(&key, &header, &claims);
            let (input, signature) = token.rsplit_once('.').unwrap();
            let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
            prop_assert!(verify(&PublicKey::from(&key.public_key()), input.as_bytes(), &signature));
            let parts: Vec<_> = input.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap()).collect();
            prop_assert_eq!(parts, [header, claims]);
        }
    }
}
