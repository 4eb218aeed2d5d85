//! Tokens for tests: right for their service, then changed.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::key::Signer;
use super::{ADS_CLIENT, BUNDLE_ID, ISSUER_ID, KEY_ID, KEY_UUID, SCHOOL_CLIENT, TEAM_ID};

/// A token before it is signed. All are issued at `now` and name the key [`KEY_ID`].
#[derive(Clone, Debug)]
pub(crate) struct Mint {
    pub(crate) header: Value,
    pub(crate) claims: Value,
}

impl Mint {
    /// For App Store Connect, good for ten minutes.
    pub(crate) fn team(now: i64) -> Self {
        Self::new(json!({"iss": ISSUER_ID, "iat": now, "exp": now + 600, "aud": "appstoreconnect-v1"}))
    }

    pub(crate) fn individual(now: i64) -> Self {
        Self::team(now).changed(&json!({"claims": {"iss": null, "sub": "user"}}))
    }

    pub(crate) fn enterprise(now: i64) -> Self {
        Self::team(now).changed(&json!({"claims": {"aud": "apple-developer-enterprise-v1"}}))
    }

    pub(crate) fn app_store_server(now: i64) -> Self {
        Self::team(now).changed(&json!({"claims": {"bid": BUNDLE_ID}}))
    }

    /// A client secret of Sign in with Apple.
    pub(crate) fn client_secret(now: i64) -> Self {
        let aud = "https://appleid.apple.com";
        Self::new(json!({"iss": TEAM_ID, "iat": now, "exp": now + 600, "aud": aud, "sub": BUNDLE_ID}))
    }

    /// A provider token of APNs.
    pub(crate) fn apns(now: i64) -> Self {
        Self::new(json!({"iss": TEAM_ID, "iat": now})).changed(&json!({"header": {"typ": null}}))
    }

    /// Of a portal key whose tokens end by themselves: MusicKit and Maps.
    pub(crate) fn portal(now: i64) -> Self {
        Self::new(json!({"iss": TEAM_ID, "iat": now, "exp": now + 600}))
    }

    pub(crate) fn weatherkit(now: i64) -> Self {
        let id = format!("{TEAM_ID}.{BUNDLE_ID}");
        Self::portal(now).changed(&json!({"header": {"id": id}, "claims": {"sub": BUNDLE_ID}}))
    }

    /// A client secret of Apple Ads.
    pub(crate) fn apple_ads(now: i64) -> Self {
        Self::client_secret(now)
            .changed(&json!({"header": {"kid": KEY_UUID}, "claims": {"iss": ADS_CLIENT, "sub": ADS_CLIENT}}))
    }

    /// A client assertion of Apple School Manager.
    pub(crate) fn organization(now: i64) -> Self {
        let claims = json!({
            "iss": SCHOOL_CLIENT, "sub": SCHOOL_CLIENT, "jti": "1",
            "aud": "https://account.apple.com/auth/oauth2/v2/token",
        });
        Self::client_secret(now).changed(&json!({"header": {"kid": KEY_UUID}, "claims": claims}))
    }

    fn new(claims: Value) -> Self {
        Self { header: json!({"alg": "ES256", "kid": KEY_ID, "typ": "JWT"}), claims }
    }

    /// Applies a JSON merge patch (RFC 7396) to `header` and `claims`.
    pub(crate) fn changed(mut self, patch: &Value) -> Self {
        for (part, target) in [("header", &mut self.header), ("claims", &mut self.claims)] {
            let Some(Value::Object(patch)) = patch.get(part) else { continue };
            let target = target.as_object_mut().unwrap();
            for (name, value) in patch {
                match value {
                    Value::Null => target.remove(name),
                    value => target.insert(name.clone(), value.clone()),
                };
            }
        }
        self
    }

    /// What is signed.
    pub(crate) fn input(&self) -> String {
        format!("{}.{}", encoded(self.header.to_string()), encoded(self.claims.to_string()))
    }

    pub(crate) fn sign(&self, signer: &Signer) -> String {
        self.with_signature(signer.sign(&self.input()))
    }

    pub(crate) fn with_signature(&self, signature: impl AsRef<[u8]>) -> String {
        format!("{}.{}", self.input(), encoded(signature))
    }
}

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
