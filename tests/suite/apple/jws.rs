//! A token, read as strictly as Apple reads it.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::key::{Key, Kind};
use super::reason::Reason;

/// A compact JWS (RFC 7515 §7.1) whose header and claims are JSON objects.
pub(super) struct Jws {
    claims: Map<String, Value>,
    header: Map<String, Value>,
    input: String,
    signature: Vec<u8>,
}

impl Jws {
    /// Base64url without padding, without blanks, without stray bits (RFC 7515 §2). Of members that occur twice the
    /// last one counts: *assumption*; only Maps is documented to refuse them.
    pub(super) fn parse(token: &str) -> Result<Self, Reason> {
        let parts: Vec<_> = token.split('.').collect();
        let [header, claims, signature] = parts[..] else { return Err(Reason::TokenMalformed) };
        Ok(Self {
            header: object(header)?,
            claims: object(claims)?,
            input: format!("{header}.{claims}"),
            signature: decoded(signature)?,
        })
    }

    /// The key that `kid` names, when its kind suits the service and the signature is its own.
    ///
    /// ES256 only, raw R and S of 64 bytes over the exact bytes sent (§1). A wrong kind is refused as an unknown key
    /// is: an App Store Connect key at the App Store Server API gets 401 (§6.3), a portal key at App Store Connect
    /// most likely too (§9). Revocation is immediate (§2.1). `typ` is not looked at: enforcement unknown (§2.1).
    pub(super) fn key<'a>(&self, keys: &'a [Key], kinds: &[Kind]) -> Result<&'a Key, Reason> {
        if self.header.get("alg").and_then(Value::as_str) != Some("ES256") {
            return Err(Reason::Algorithm);
        }
        let id = self.header.get("kid").and_then(Value::as_str).ok_or(Reason::KeyIdMissing)?;
        let key = keys.iter().find(|key| key.id == id).ok_or(Reason::KeyIdUnknown)?;
        if !kinds.contains(&key.kind) {
            return Err(Reason::KeyKind);
        }
        if key.revoked {
            return Err(Reason::KeyRevoked);
        }
        if key.verifies(&self.input, &self.signature) { Ok(key) } else { Err(Reason::Signature) }
    }

    /// `iss` names the key's own issuer or team, letter for letter.
    pub(super) fn issued_by(&self, key: &Key) -> Result<(), Reason> {
        match self.text("iss") {
            None => Err(Reason::IssuerMissing),
            Some(issuer) if issuer == key.issuer => Ok(()),
            Some(_) => Err(Reason::IssuerWrong),
        }
    }

    /// `aud` is this string, or an array with it: libraries that write arrays are accepted (§2.1).
    pub(super) fn for_audience(&self, audience: &str) -> Result<(), Reason> {
        let is_it = |value: &Value| value.as_str() == Some(audience);
        match self.claims.get("aud") {
            Some(Value::Array(all)) if all.iter().any(is_it) => Ok(()),
            Some(value) if is_it(value) => Ok(()),
            _ => Err(Reason::AudienceWrong),
        }
    }

    pub(super) fn header_text(&self, name: &str) -> Option<&str> {
        self.header.get(name)?.as_str()
    }

    /// No other claim than these.
    pub(super) fn has_only(&self, names: &[&str]) -> Result<(), Reason> {
        match self.claims.keys().all(|name| names.contains(&name.as_str())) {
            true => Ok(()),
            false => Err(Reason::ClaimUnexpected),
        }
    }

    pub(super) fn claim(&self, name: &str) -> Option<&Value> {
        self.claims.get(name)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.claim(name)?.as_str()
    }
}

fn object(part: &str) -> Result<Map<String, Value>, Reason> {
    serde_json::from_slice(&decoded(part)?).map_err(|_| Reason::TokenMalformed)
}

fn decoded(part: &str) -> Result<Vec<u8>, Reason> {
    BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| Reason::TokenMalformed)
}
