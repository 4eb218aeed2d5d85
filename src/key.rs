//! Private key text.
use crate::jwk::PublicKey;
#[derive(Debug)]
pub struct Key {
    pub public: Option<PublicKey>,
    pub embedded: Option<PublicKey>,
}
impl Key {
    pub fn parse(bytes: &[u8]) -> Key {
        use p256::elliptic_curve::sec1::ToSec1Point;
        use p256::pkcs8::DecodePrivateKey;
        let secret = std::str::from_utf8(bytes).ok().and_then(|t| p256::SecretKey::from_pkcs8_pem(t).ok());
        Key {
            public: secret.and_then(|s| PublicKey::from_sec1(s.public_key().to_sec1_point(false).as_bytes())),
            embedded: None,
        }
    }
}
pub fn looks_like_key(_: &[u8]) -> bool {
    false
}
