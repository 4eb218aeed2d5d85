//! Keys as Apple knows them, and the private halves that tests sign with.

use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use p256::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, LineEnding};
use p256::{PublicKey, SecretKey};

use super::{ISSUER_ID, TEAM_ID};

/// Where a key was made, which decides what it is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// App Store Connect, Users and Access, Team Keys.
    Team,
    /// App Store Connect, a user's own profile.
    Individual,
    /// The Enterprise Program's Users and Access.
    Enterprise,
    /// App Store Connect, Users and Access, In-App Purchase.
    InAppPurchase,
    /// Certificates, Identifiers & Profiles, with Sign in with Apple.
    SignInWithApple,
    /// Certificates, Identifiers & Profiles, with APNs.
    Apns,
    /// The same, with WeatherKit.
    WeatherKit,
    /// The same, with Media Services.
    MediaServices,
    /// The same, with MapKit JS.
    MapKit,
    /// The same, with DeviceCheck.
    DeviceCheck,
    /// A key pair of one's own, whose public half was given to Apple Ads.
    AppleAds,
    /// An API account of Apple Business or Apple School Manager.
    Organization,
}

/// Roles of keys and users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    AccountHolder,
    Admin,
    AppManager,
    CustomerSupport,
    Developer,
    Finance,
    Marketing,
    Sales,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Environment {
    Production,
    Sandbox,
}

/// A key as it stands in Apple's books.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(super) id: String,
    pub(super) kind: Kind,
    /// Issuer ID or Team ID; without meaning for an individual key.
    pub(super) issuer: String,
    pub(super) role: Role,
    pub(super) revoked: bool,
    /// The only environment it is good for; an APNs key.
    pub(super) environment: Option<Environment>,
    public: VerifyingKey,
}

impl Key {
    /// A key of the whole team; `text` is PEM of its private or public half.
    pub(crate) fn team(id: &str, text: &str) -> Self {
        Self::new(id, Kind::Team, ISSUER_ID, text)
    }

    /// A key of one user.
    pub(crate) fn individual(id: &str, text: &str) -> Self {
        Self::new(id, Kind::Individual, "", text)
    }

    pub(crate) fn enterprise(id: &str, text: &str) -> Self {
        Self::new(id, Kind::Enterprise, ISSUER_ID, text)
    }

    pub(crate) fn in_app_purchase(id: &str, text: &str) -> Self {
        Self::new(id, Kind::InAppPurchase, ISSUER_ID, text)
    }

    pub(crate) fn sign_in_with_apple(id: &str, text: &str) -> Self {
        Self::new(id, Kind::SignInWithApple, TEAM_ID, text)
    }

    pub(crate) fn apns(id: &str, text: &str) -> Self {
        Self::new(id, Kind::Apns, TEAM_ID, text)
    }

    /// A key of the developer portal with one of its services.
    pub(crate) fn portal(kind: Kind, id: &str, text: &str) -> Self {
        Self::new(id, kind, TEAM_ID, text)
    }

    /// A key whose issuer is a client of its own.
    pub(crate) fn client(kind: Kind, id: &str, client: &str, text: &str) -> Self {
        Self::new(id, kind, client, text)
    }

    /// Of another issuer or team.
    pub(crate) fn issuer(mut self, issuer: &str) -> Self {
        issuer.clone_into(&mut self.issuer);
        self
    }

    /// With another role than Admin.
    pub(crate) fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    pub(crate) fn revoked(mut self) -> Self {
        self.revoked = true;
        self
    }

    /// Good for one environment only.
    pub(crate) fn only(mut self, environment: Environment) -> Self {
        self.environment = Some(environment);
        self
    }

    fn new(id: &str, kind: Kind, issuer: &str, text: &str) -> Self {
        let public = match SecretKey::from_pkcs8_pem(text) {
            Ok(secret) => secret.public_key(),
            Err(_) => PublicKey::from_public_key_pem(text).unwrap(),
        };
        Self {
            id: id.to_owned(),
            kind,
            issuer: issuer.to_owned(),
            role: Role::Admin,
            revoked: false,
            environment: None,
            public: public.into(),
        }
    }

    /// Whether `signature`, raw R and S of 32 bytes each, is this key's over `input`.
    pub(super) fn verifies(&self, input: &str, signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|it| self.public.verify(input.as_bytes(), &it).is_ok())
    }
}

/// A private key for tests: the same number makes the same key, in every run.
pub(crate) struct Signer(SigningKey);

impl Signer {
    pub(crate) fn new(number: u8) -> Self {
        Self(SigningKey::from_slice(&[number; 32]).unwrap())
    }

    /// PKCS#8 PEM, as Apple hands keys out.
    pub(crate) fn private_pem(&self) -> String {
        SecretKey::from(&self.0).to_pkcs8_pem(LineEnding::LF).unwrap().to_string()
    }

    pub(crate) fn public_pem(&self) -> String {
        PublicKey::from(self.0.verifying_key()).to_public_key_pem(LineEnding::LF).unwrap()
    }

    /// Raw, as JWS wants it (RFC 7518 §3.4).
    pub(crate) fn sign(&self, input: &str) -> Vec<u8> {
        self.signature(input).to_bytes().to_vec()
    }

    /// In ASN.1 DER, as many libraries give it, and as Apple refuses it.
    pub(crate) fn sign_der(&self, input: &str) -> Vec<u8> {
        self.signature(input).to_der().as_bytes().to_vec()
    }

    fn signature(&self, input: &str) -> Signature {
        self.0.sign(input.as_bytes())
    }
}
