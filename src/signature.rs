//! stub
use crate::jwk::PublicKey;
pub fn verify(public: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    aws_lc_rs::signature::UnparsedPublicKey::new(
        &aws_lc_rs::signature::ECDSA_P256_SHA256_FIXED,
        public.as_sec1(),
    )
    .verify(message, signature)
    .is_ok()
}
