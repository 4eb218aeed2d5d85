//! Mints tokens: what a service's data asks for, filled from identifiers and an instant, then signed.
//!
//! Each step is a function of its own, so that a variant of a token can be made: other claims, other times, or the
//! header and claims of a given token signed anew. Nothing here judges; what is wrong with a token is for the lints to
//! say.

mod sign;

use p256::SecretKey;

use crate::catalog::service::{Claim, Form, Presence, Service};
use crate::catalog::services::USUAL;
use crate::model::credentials::Credentials;
use crate::model::json::{Object, Value};
use crate::model::uuid::Uuid;

pub use crate::catalog::need::{Need, lacking};
pub use sign::{resign, sign, with_signature};

/// How far `iat` is set back, in seconds: Apple refuses tokens from the future, and clocks differ.
pub const BACKDATE: i64 = 60;

/// How long a token is good from now on unless somebody says otherwise, in seconds.
pub const LIFETIME: i64 = 600;

/// What a token is minted from.
#[derive(Clone, Copy)]
pub struct Recipe<'a> {
    pub service: &'a Service,
    pub credentials: &'a Credentials,
    /// This machine's now, or Apple's, in seconds since 1970.
    pub now: i64,
    /// How long the token is good from `now` on, in seconds. By what Apple measures, `exp − iat`, it lives
    /// [`BACKDATE`] longer.
    pub lifetime: i64,
    /// The only requests the token is good for; none: any.
    pub scope: &'a [String],
    /// Claims that take the place of the service's or come after them; the last of a name counts.
    pub claims: &'a [(String, Value)],
    /// What a claim holds that is another one for each token.
    pub unique: Uuid,
}

impl<'a> Recipe<'a> {
    /// A token of the usual lifetime, with nothing but what the service asks for.
    pub fn new(service: &'a Service, credentials: &'a Credentials, now: i64) -> Self {
        Self {
            service,
            credentials,
            now,
            lifetime: LIFETIME,
            scope: &[],
            claims: &[],
            unique: Uuid::random(),
        }
    }

    /// The compact JWS. What is [`Recipe::missing`] is left out of it.
    pub fn token(&self, key: &SecretKey) -> String {
        sign(key, self.header().to_text().as_bytes(), self.claims().to_text().as_bytes())
    }

    /// `alg`, `kid`, and what else the service lists.
    pub fn header(&self) -> Object {
        let mut header = Object::default();
        header.set("alg", Value::of("ES256"));
        if let (Some(_), Some(id)) = (self.service.key_id(), self.credentials.key_id()) {
            header.set("kid", Value::of(&id.value));
        }
        let rules = self.service.rules.as_ref();
        if rules.is_some_and(|rules| rules.header.contains(&"typ")) {
            header.set("typ", Value::of("JWT"));
        }
        if let Some(names) = rules.and_then(|rules| rules.header_id) {
            let claims = self.claims();
            let joined = names.map(|name| claims.str(name).unwrap_or_default());
            header.set("id", Value::of(&joined.join(".")));
        }
        header
    }

    /// The service's claims in its order, then those that were asked for.
    pub fn claims(&self) -> Object {
        let mut claims = Object::default();
        for claim in self.service.claims() {
            if let Some(value) = self.value(claim) {
                claims.set(claim.name, value);
            }
        }
        for (name, value) in self.claims {
            claims.set(name, value.clone());
        }
        claims
    }

    /// The required claims that neither the identifiers nor the recipe's own claims fill.
    pub fn missing(&self) -> Vec<&'static Claim> {
        let claims = self.claims();
        let is_missing = |claim: &&Claim| claim.is_required(&claims) && claims.get(claim.name).is_none();
        self.service.claims().iter().filter(is_missing).collect()
    }

    /// Whether the token says itself when it ends, as [`Recipe::lifetime`] has it.
    pub fn expires(&self) -> bool {
        let is_own = !self.claims.iter().any(|(name, _)| name == "exp");
        is_own && self.service.claim("exp").is_some_and(|claim| self.value(claim).is_some())
    }

    fn value(&self, claim: &Claim) -> Option<Value> {
        match claim.presence {
            Presence::Required | Presence::Documented => {}
            Presence::Optional if claim.name == "scope" && !self.scope.is_empty() => {
                return Some(match claim.form {
                    Form::Words(_) => Value::of(&self.scope.join(" ")),
                    _ => Value::of(self.scope),
                });
            }
            Presence::Optional | Presence::RequiredWith(_) | Presence::Forbidden => return None,
        }
        match claim.form {
            Form::NumericDate if claim.name == "exp" => {
                Some(Value::of(&self.now.saturating_add(self.lifetime)))
            }
            Form::NumericDate => Some(Value::of(&self.now.saturating_sub(BACKDATE))),
            Form::Exactly(text) => Some(Value::of(text)),
            Form::Unique => Some(Value::of(&self.unique.to_string())),
            Form::SameAs(other) => self.identifier(self.service.claim(other)?),
            _ => self.identifier(claim),
        }
    }

    fn identifier(&self, claim: &Claim) -> Option<Value> {
        Some(Value::of(Need::of_claim(claim)?.value(self.credentials)?))
    }
}

/// What is assumed of a key for App Store Connect without an issuer ID.
pub(crate) const NO_ISSUER: &str =
    "no issuer ID was given, so the key is taken for an individual one (asc-individual)";

/// The service to mint for; `None` when several remain. Of services at the same hosts, which differ in who owns the
/// key, an issuer ID tells: without one the key is an individual's.
pub fn choose(candidates: &[&'static Service], credentials: &Credentials) -> Option<&'static Service> {
    let (first, others) = candidates.split_first()?;
    if others.is_empty() {
        return Some(first);
    }
    if others.iter().any(|other| other.hosts != first.hosts) {
        // What only services of the developer portal ask for speaks against the usual one.
        let is_of_portal = credentials.team_id().is_some() || credentials.subject().is_some();
        let usual = candidates.iter().find(|service| service.id == USUAL).filter(|_| !is_of_portal)?;
        let at_usual: Vec<_> =
            candidates.iter().filter(|service| service.hosts == usual.hosts).copied().collect();
        return choose(&at_usual, credentials);
    }
    let has_issuer = credentials.issuer_id().is_some();
    let mut fitting = candidates.iter().filter(|service| service.issuer().is_some() == has_issuer);
    fitting.next().filter(|_| fitting.next().is_none()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::services::{self, trial};
    use crate::model::credentials::{Named, Origin};

    const NOW: i64 = 1_795_168_800;

    fn credentials() -> Credentials {
        let named = |value: &str| vec![Named { value: value.to_owned(), origin: Origin::Option("--x") }];
        Credentials {
            key_id: named("K7Q2M9X4TZ"),
            issuer_id: named("5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35"),
            team_id: named("T4M9QX27LP"),
            bundle_id: named("com.example.app"),
            subject: named("com.example.web"),
            ..Credentials::default()
        }
    }

    fn service(id: &str) -> &'static Service {
        trial::find(id).or_else(|| services::find(id)).unwrap()
    }

    fn recipe<'a>(id: &str, credentials: &'a Credentials) -> Recipe<'a> {
        let service = service(id);
        Recipe::new(service, credentials, NOW)
    }

    #[test]
    fn each_service_gets_what_its_data_lists() {
        let credentials = credentials();
        let issuer = r#""iss":"5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35""#;
        let times = r#""iat":1795168740,"exp":1795169400"#;
        let typ = r#"{"alg":"ES256","kid":"K7Q2M9X4TZ","typ":"JWT"}"#;
        let bare = r#"{"alg":"ES256","kid":"K7Q2M9X4TZ"}"#;
        let asc = format!(r#"{{{issuer},{times},"aud":"appstoreconnect-v1"}}"#);
        for (id, header, claims) in [
            ("asc-team", typ, asc.clone()),
            ("notary", typ, asc),
            ("asc-individual", typ, format!(r#"{{"sub":"user",{times},"aud":"appstoreconnect-v1"}}"#)),
            ("enterprise", typ, format!(r#"{{{issuer},{times},"aud":"apple-developer-enterprise-v1"}}"#)),
            (
                "app-store-server",
                typ,
                format!(r#"{{{issuer},{times},"aud":"appstoreconnect-v1","bid":"com.example.app"}}"#),
            ),
            (
                "siwa",
                bare,
                format!(
                    r#"{{"iss":"T4M9QX27LP",{times},"aud":"https://appleid.apple.com","sub":"com.example.web"}}"#
                ),
            ),
            ("apns", bare, r#"{"iss":"T4M9QX27LP","iat":1795168740}"#.to_owned()),
            (
                "weatherkit",
                r#"{"alg":"ES256","kid":"K7Q2M9X4TZ","id":"T4M9QX27LP.com.example.web"}"#,
                format!(r#"{{"iss":"T4M9QX27LP",{times},"sub":"com.example.web"}}"#),
            ),
        ] {
            let recipe = recipe(id, &credentials);
            assert_eq!(recipe.header().to_text(), header, "{id}");
            assert_eq!(recipe.claims().to_text(), claims, "{id}");
            assert!(recipe.missing().is_empty(), "{id}");
            assert_eq!(recipe.expires(), id != "apns", "{id}");
        }
    }

    #[test]
    fn what_identifiers_cannot_fill_is_missing_until_a_claim_gives_it() {
        let credentials = credentials();
        let missing = |recipe: &Recipe| recipe.missing().iter().map(|claim| claim.name).collect::<Vec<_>>();
        let recipe = recipe("storekit-jws", &credentials);
        assert_eq!(missing(&recipe), ["aud"]);
        let claim = |name: &str, value: &str| (name.to_owned(), Value::of(value));
        let audience = [claim("aud", "promotional-offer")];
        assert_eq!(missing(&Recipe { claims: &audience, ..recipe }), ["productId", "offerIdentifier"]);
        let all = [&audience[..], &[claim("productId", "a"), claim("offerIdentifier", "b")]].concat();
        assert_eq!(missing(&Recipe { claims: &all, ..recipe }), [""; 0]);
        let nothing = Credentials::default();
        assert_eq!(
            missing(&Recipe { credentials: &nothing, service: service("siwa"), ..recipe }),
            ["iss", "sub"]
        );
    }

    #[test]
    fn a_claim_that_is_another_one_for_each_token_is_made_up() {
        let credentials = credentials();
        let recipe = recipe("apple-business", &credentials);
        let jti = |recipe: &Recipe| recipe.claims().str("jti").unwrap().into_owned();
        assert_eq!(recipe.claims().str("iss"), recipe.claims().str("sub"));
        assert_eq!(jti(&recipe), jti(&recipe), "one token has one");
        assert_ne!(jti(&recipe), jti(&Recipe { unique: Uuid::random(), ..recipe }));
        assert!(recipe.missing().is_empty());
    }

    #[test]
    fn a_scope_of_words_is_one_string() {
        let credentials = credentials();
        let scope = ["mapkit_js".to_owned(), "server_api".to_owned()];
        let recipe = Recipe { scope: &scope, ..recipe("maps", &credentials) };
        assert_eq!(recipe.claims().str("scope").unwrap(), "mapkit_js server_api");
        assert_eq!(recipe.missing().iter().map(|claim| claim.name).collect::<Vec<_>>(), ["origin"]);
    }

    #[test]
    fn claims_that_were_asked_for_take_the_place_of_the_usual_ones() {
        let credentials = credentials();
        let claim = |name: &str, json: &str| (name.to_owned(), Value::parse(json).unwrap());
        let claims = [claim("exp", "1.50e3"), claim("nonce", "null"), claim("nonce", "[1, 2]")];
        let scope = ["GET /v1/apps".to_owned()];
        let recipe = Recipe { scope: &scope, claims: &claims, ..recipe("asc-individual", &credentials) };
        assert_eq!(
            recipe.claims().to_text(),
            concat!(
                r#"{"sub":"user","iat":1795168740,"exp":1.50e3,"aud":"appstoreconnect-v1","#,
                r#""scope":["GET /v1/apps"],"nonce":[1, 2]}"#
            )
        );
        assert!(!recipe.expires());
    }

    #[test]
    fn times_at_the_end_of_the_calendar_do_not_overflow() {
        let credentials = credentials();
        let recipe = Recipe { lifetime: i64::MAX, ..recipe("asc-team", &credentials) };
        assert_eq!(recipe.claims().get("exp").unwrap().raw(), i64::MAX.to_string());
        let recipe = Recipe { now: i64::MIN, ..recipe };
        assert_eq!(recipe.claims().get("iat").unwrap().raw(), i64::MIN.to_string());
    }

    #[test]
    fn the_issuer_id_tells_team_from_individual_keys_and_nothing_else() {
        let chosen = |ids: &[&str], credentials: &Credentials| {
            let candidates: Vec<_> = ids.iter().map(|id| service(id)).collect();
            choose(&candidates, credentials).map(|service| service.id)
        };
        let (with, without) = (credentials(), Credentials::default());
        let asc = ["asc-individual", "asc-team"];
        assert_eq!(chosen(&asc, &with), Some("asc-team"));
        assert_eq!(chosen(&asc, &without), Some("asc-individual"));
        assert_eq!(chosen(&["asc-team"], &without), Some("asc-team"));
        let only_issuer = Credentials { team_id: Vec::new(), subject: Vec::new(), ..credentials() };
        assert_eq!(chosen(&["asc-team", "notary"], &only_issuer), Some("asc-team"));
        assert_eq!(chosen(&["asc-team", "notary"], &with), None, "a Team ID is for other services");
        let all = ["apns", "asc-individual", "asc-team"];
        assert_eq!(chosen(&all, &without), Some("asc-individual"));
        assert_eq!(chosen(&all, &only_issuer), Some("asc-team"));
        assert_eq!(chosen(&["apns", "siwa"], &without), None);
        assert_eq!(chosen(&[], &with), None);
    }
}
