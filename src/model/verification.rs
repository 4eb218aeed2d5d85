//! Whether a token's signature verifies, and with which key.

use crate::model::jwk::{Jwk, Jwks, PublicKey};
use crate::model::jws::Token;
use crate::model::key::Key;
use crate::model::signature;

/// The outcome of checking one token's signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Verification {
    /// No key, no usable key, or nothing to verify.
    #[default]
    Unchecked,
    Verified(Verifier),
    Invalid(Verifier),
}

/// The public key a signature was checked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    pub public: PublicKey,
    /// The `kid` under which a JWKS lists it; `None` for the public half of the private key.
    pub jwks_kid: Option<String>,
}

impl Verification {
    /// Checks against the private key's public half, else against the key of the token's `kid` in the JWKS.
    pub fn of(token: &Token, key: Option<&Key>, jwks: Option<&Jwks>) -> Self {
        let derived =
            key.and_then(|key| key.public.clone()).map(|public| Verifier { public, jwks_kid: None });
        let verifiers = match (derived, jwks) {
            (Some(derived), _) => vec![derived],
            (None, Some(jwks)) => published(token, jwks),
            (None, None) => Vec::new(),
        };
        let Some(signature) = token.signature.as_ref().filter(|_| token.signing_input().is_some()) else {
            return Self::Unchecked;
        };
        let verifies = |verifier: &Verifier| verifier.verifies(token, signature) == Some(true);
        let good = verifiers.iter().position(verifies);
        match (good, verifiers.into_iter().nth(good.unwrap_or(0))) {
            (Some(_), Some(verifier)) => Self::Verified(verifier),
            (None, Some(verifier)) => Self::Invalid(verifier),
            (_, None) => Self::Unchecked,
        }
    }

    pub fn verifier(&self) -> Option<&Verifier> {
        match self {
            Self::Unchecked => None,
            Self::Verified(verifier) | Self::Invalid(verifier) => Some(verifier),
        }
    }
}

impl Verifier {
    /// Whether `signature` is one of the token's header and payload; `None` when the token lacks these.
    pub fn verifies(&self, token: &Token, signature: &[u8]) -> Option<bool> {
        let verifies = |input: &str| signature::verify(&self.public, input.as_bytes(), signature);
        // The header and payload are signed as they are written; a token whose alphabet was changed on the way was
        // signed in base64url.
        let as_written = verifies(token.signing_input()?);
        Some(as_written || token.has_foreign_encoding() && verifies(&token.normalised_input()))
    }
}

/// The keys of the token's `kid`, or the only key when the token names none. Key IDs need not be distinct (RFC 7517
/// §4.5).
fn published(token: &Token, jwks: &Jwks) -> Vec<Verifier> {
    let verifier = |jwk: &Jwk| Some(Verifier { public: jwk.public.clone()?, jwks_kid: jwk.kid.clone() });
    match (token.header().and_then(|header| header.str("kid")), jwks.keys.as_slice()) {
        (Some(kid), _) => jwks.by_kid(&kid).filter_map(verifier).collect(),
        (None, [only]) => verifier(only).into_iter().collect(),
        (None, _) => Vec::new(),
    }
}
