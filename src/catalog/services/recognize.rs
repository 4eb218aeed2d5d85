//! Which services a token may have been made for.
//!
//! Each service with rules is weighed on its own: how well the token fits what it lists, less what it does not list. A
//! claim that no service lists shows nothing, and one that only others list speaks against all who do not alike. So a
//! further service takes tokens of its own form, and changes nothing between the others.

use super::{are_all, at, with_rules};
use crate::catalog::service::{Claim, Form, Identifier, KeyFile, Presence, Rules, Service, Sign};
use crate::model::json::{Object, Value};
use crate::model::jws::Token;

/// What tells the service apart from the token itself, strongest first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clues<'a> {
    /// Host and path of the request.
    pub request: Option<(&'a str, &'a str)>,
    /// Name of the key's file.
    pub key_file: Option<&'a str>,
    /// fastlane's `in_house`: the Enterprise Program.
    pub in_house: bool,
    /// Whether an issuer ID belongs to the key: a key file without one is an individual's. Tells only while there is no
    /// token.
    pub issuer_id: Option<bool>,
    /// Whether they come from a key file in JSON: its tools are for App Store Connect, unless `in_house`.
    pub is_key_file: bool,
}

/// What a token has or lacks, and how much that speaks for or against a service. A fixed value outweighs a
/// shape, a shape
/// outweighs mere presence, and an end that a service does not set outweighs them together.
mod weight {
    /// The fixed value that the service wants.
    pub(super) const VALUE: i32 = 8;
    /// The same for `aud`, which is copied from other recipes more often than `sub` is made up.
    pub(super) const AUDIENCE: i32 = 7;
    /// The header member `id`, where the service has one.
    pub(super) const HEADER_ID: i32 = 6;
    /// Where the service has one and the token has none: a little more than [`NO_VALUE`]. Of a token that lacks both
    /// this and the audience of another service, this is the one that is forgotten.
    pub(super) const NO_HEADER_ID: i32 = -5;
    /// The shape of the identifier that the service wants.
    pub(super) const SHAPE: i32 = 5;
    /// A slip of the fixed value.
    pub(super) const NEAR_VALUE: i32 = 4;
    /// An identifier of another shape.
    pub(super) const IDENTIFIER: i32 = 3;
    /// An optional claim.
    pub(super) const OPTIONAL: i32 = 1;
    /// A claim that is an array where the service has a string, or a string where it has an array.
    pub(super) const OTHER_KIND: i32 = -1;
    /// Another value than the fixed one, or another shape of `iss`, which every service has.
    pub(super) const OTHER_VALUE: i32 = -2;
    /// No fixed value at all.
    pub(super) const NO_VALUE: i32 = -4;
    /// A required claim that is absent.
    pub(super) const ABSENT: i32 = -3;
    /// A required time that is absent: it may have been forgotten.
    pub(super) const NO_TIME: i32 = -1;
    /// A claim that must be absent.
    pub(super) const FORBIDDEN: i32 = -2;
    /// A `scope` of the service's own kind, where it has one; and another `scope` or none.
    pub(super) const SCOPE: i32 = 4;
    pub(super) const OTHER_SCOPE: i32 = -4;
    /// No `exp`, where the service judges the age by `iat`; and an `exp` nevertheless.
    pub(super) const ENDLESS: i32 = 2;
    pub(super) const EXPIRES: i32 = -9;
    /// No `aud`, where the service lists none.
    pub(super) const NO_AUDIENCE: i32 = 2;
    /// A claim that the service does not list, but another one does.
    pub(super) const OF_ANOTHER: i32 = -4;
    /// The least that a token must have of a service to be taken for one of its.
    pub(super) const LEAST: i32 = 1;
}

/// The services of the list that fit best, in its order; all whose rules are known when nothing tells.
pub fn candidates(list: &[&'static Service], token: Option<&Token>, clues: Clues) -> Vec<&'static Service> {
    let clues = if token.is_some() { Clues { issuer_id: None, ..clues } } else { clues };
    let told = told(list, clues, token.is_some());
    let pool: Vec<_> = match &told {
        Some(told) => neighbors(list, told),
        None => with_rules(list).collect(),
    };
    let Some(token) = token.filter(|token| token.claims().is_some()) else {
        return told.unwrap_or(pool);
    };
    if let (None, Some(service)) = (&told, service_without_rules(list, token)) {
        return vec![service];
    }
    if let Some(told) = told.as_ref().filter(|_| !says_whose_key(token)) {
        return told.clone();
    }
    let known = Claims::of(list);
    let fits: Vec<_> = pool.iter().filter_map(|service| Some((fit(service, token)?, *service))).collect();
    let most = fits.iter().map(|(fit, _)| *fit).max().unwrap_or_default();
    if most < weight::LEAST && told.is_none() {
        return pool;
    }
    let scored: Vec<_> =
        fits.into_iter().map(|(fit, service)| (fit + known.strange(service, token), service)).collect();
    let best = scored.iter().map(|(score, _)| *score).max();
    scored.into_iter().filter(|(score, _)| Some(*score) == best).map(|(_, service)| service).collect()
}

/// Whether a token that stands in a log may be one for Apple. Other services' tokens stand there as well:
/// what has neither
/// an audience of Apple nor anything else of one of its services is none.
pub fn may_be_apples(list: &[&'static Service], token: &Token) -> bool {
    let (Some(header), Some(claims)) = (token.header(), token.claims()) else {
        return token.header().is_none_or(|header| header.str("alg").as_deref() == Some("ES256"));
    };
    let names_apple = |name: &str| {
        let values = claims.get(name).map(|value| value.raw().to_ascii_lowercase()).unwrap_or_default();
        values.contains("apple") || values.contains("appstoreconnect")
    };
    let is_identity_token = claims.str("iss").as_deref() == Some("https://appleid.apple.com");
    let is_signed_as_apples = header.str("alg").as_deref() == Some("ES256")
        && header.str("kid").is_some_and(|kid| Identifier::IndividualKeyId.matches(&kid));
    !is_identity_token
        && (names_apple("aud") || service_without_rules(list, token).is_some() || is_signed_as_apples)
}

/// The services that request, file name or configuration point at.
fn told(list: &[&'static Service], clues: Clues, has_token: bool) -> Option<Vec<&'static Service>> {
    let at_host: Vec<_> = match clues.request {
        Some((host, path)) => with_rules(&at(list, host, path)).collect(),
        None => Vec::new(),
    };
    let of_file: Vec<_> = match clues.key_file {
        Some(file) => with_rules(list).filter(|service| service.names_key_file(file)).collect(),
        None => Vec::new(),
    };
    // A prefix that several kinds of key share tells nothing.
    let telling = of_file.iter().all(|a| of_file.iter().all(|b| a.key.name == b.key.name));
    let is_for = |file: KeyFile| move |service: &&'static Service| service.key_file == Some(file);
    let in_house = with_rules(list).filter(|_| clues.in_house).filter(is_for(KeyFile::InHouse)).collect();
    let takes_file = |service: &&Service| !clues.is_key_file || service.key_file == Some(KeyFile::Ordinary);
    let has_issuer = |service: &&Service| match clues.issuer_id {
        Some(true) => service.issuer() == Some(Identifier::IssuerId),
        Some(false) => service.forbids_issuer(),
        None => false,
    };
    // Yet it tells which services the key is not for.
    let fits_file =
        |service: &&Service| of_file.is_empty() || of_file.iter().any(|other| other.id == service.id);
    let of_issuer: Vec<_> =
        with_rules(list).filter(has_issuer).filter(takes_file).filter(fits_file).collect();
    // Whoever has a key and no token mints one for a request.
    let (sent, mut of_file): (Vec<_>, Vec<_>) = of_file.iter().partition(|service| !service.hosts.is_empty());
    match has_token {
        true => of_file.extend(sent),
        false if !sent.is_empty() => of_file = sent,
        false => {}
    }
    let of_file = if telling { of_file } else { Vec::new() };
    [at_host, of_file, in_house, of_issuer].into_iter().find(|services| !services.is_empty())
}

/// Whether the token says by `iss` or `sub` what kind of key signed it.
fn says_whose_key(token: &Token) -> bool {
    token.claims().is_some_and(|claims| claims.get("iss").is_some() || claims.get("sub").is_some())
}

/// The service whose rules are not known, and of which the token has what only that one has.
fn service_without_rules(list: &[&'static Service], token: &Token) -> Option<&'static Service> {
    let shared = |sign: Sign| with_rules(list).any(|service| service.has(sign));
    let is_of = |service: &&Service| service.signs.iter().any(|sign| is_on(*sign, token) && !shared(*sign));
    list.iter().copied().filter(|service| service.rules.is_none()).find(is_of)
}

/// Whether what stands in `Authorization` at this place is not the service's own token, but the access token that Apple
/// gives for it: what is not one of Apple's developer tokens.
pub fn is_access_token(list: &[&'static Service], token: &Token, host: &str, path: &str) -> bool {
    let takes_other = |service: &&Service| service.takes_other_at(host, path);
    let candidates = || candidates(list, Some(token), Clues::default());
    at(list, host, path).iter().any(takes_other) && (token.claims().is_none() || are_all(list, &candidates()))
}

/// Whether the token has it.
fn is_on(sign: Sign, token: &Token) -> bool {
    match sign {
        Sign::Claim(name) => token.claims().is_some_and(|claims| claims.get(name).is_some()),
        Sign::Header(name) => token.header().is_some_and(|header| header.get(name).is_some()),
    }
}

/// The services told, and those at the same hosts: there the token's own claims decide.
fn neighbors(list: &[&'static Service], told: &[&'static Service]) -> Vec<&'static Service> {
    let near = |service: &&'static Service| {
        told.iter().any(|t| t.id == service.id || !t.hosts.is_empty() && t.hosts == service.hosts)
    };
    with_rules(list).filter(near).collect()
}

/// The claims that set tokens of one service apart from those of others.
struct Claims(Vec<&'static str>);

impl Claims {
    /// Those that some service lists; issuer and times are in the tokens of all.
    fn of(list: &[&'static Service]) -> Self {
        let claims = with_rules(list).flat_map(Service::claims);
        let common = |claim: &&Claim| claim.name == "iss" || claim.form == Form::NumericDate;
        let mut names: Vec<_> = claims.filter(|claim| !common(claim)).map(|claim| claim.name).collect();
        names.sort_unstable();
        names.dedup();
        Self(names)
    }

    /// What the token has of other services than this one.
    fn strange(&self, service: &Service, token: &Token) -> i32 {
        let is_there = |name: &str| token.claims().is_some_and(|claims| claims.get(name).is_some());
        let strange = self.0.iter().filter(|name| is_there(name) && service.claim(name).is_none());
        strange.map(|_| weight::OF_ANOTHER).sum()
    }
}

/// How well the token fits what the service lists. `None`: its rules are not known.
fn fit(service: &Service, token: &Token) -> Option<i32> {
    let rules = service.rules.as_ref()?;
    let (claims, empty) = (token.claims()?, Object::default());
    let header = token.header().unwrap_or(&empty);
    let listed: i32 = rules.claims.iter().map(|claim| claim_fit(claim, claims)).sum();
    let id = match (rules.header_id.is_some(), header.get("id").is_some()) {
        (true, true) => weight::HEADER_ID,
        (true, false) => weight::NO_HEADER_ID,
        _ => 0,
    };
    let scope = match rules.scope.as_ref().and_then(|scope| scope.bare_prefix) {
        Some(prefix) if scope_starts_with(claims, prefix) => weight::SCOPE,
        Some(_) => weight::OTHER_SCOPE,
        None => 0,
    };
    Some(listed + id + scope + end_fit(rules, claims) + audience_fit(service, claims))
}

/// How the token ends: by its own `exp`, or by its age.
fn end_fit(rules: &Rules, claims: &Object) -> i32 {
    match (rules.end_by_age(), claims.get("exp").is_some()) {
        (true, true) => weight::EXPIRES,
        (true, false) => weight::ENDLESS,
        _ => 0,
    }
}

fn audience_fit(service: &Service, claims: &Object) -> i32 {
    let is_absent = service.claim("aud").is_none() && claims.get("aud").is_none();
    if is_absent { weight::NO_AUDIENCE } else { 0 }
}

fn claim_fit(claim: &Claim, claims: &Object) -> i32 {
    let found = claims.get(claim.name).map(strings);
    let is_any = |test: &dyn Fn(&str) -> bool| found.iter().flatten().any(|value| test(value));
    let (is_there, expected) = (found.is_some(), claim.form.values());
    let is_list = |value: &Value| value.elements().is_some();
    let is_of_its_kind = claims.get(claim.name).is_some_and(|value| is_list(value) == claim.form.is_list());
    match (claim.presence, claim.form) {
        (Presence::Forbidden, _) if is_there => weight::FORBIDDEN,
        (_, Form::Exactly(_) | Form::OneOf(_)) if is_any(&|value| expected.contains(&value)) => {
            match claim.name {
                "aud" => weight::AUDIENCE,
                _ => weight::VALUE,
            }
        }
        (_, Form::Exactly(_) | Form::OneOf(_))
            if is_any(&|value| expected.iter().any(|expected| is_near(value, expected))) =>
        {
            weight::NEAR_VALUE
        }
        (_, Form::Exactly(_) | Form::OneOf(_)) if is_there => weight::OTHER_VALUE,
        (Presence::Required, Form::Exactly(_) | Form::OneOf(_)) => weight::NO_VALUE,
        (_, Form::Identifier(identifier)) if is_any(&|value| identifier.matches(value)) => weight::SHAPE,
        (_, Form::Identifier(_)) if is_there && claim.name == "iss" => weight::OTHER_VALUE,
        (_, Form::Identifier(_)) if is_there => weight::IDENTIFIER,
        (Presence::Required, Form::NumericDate) if !is_there => weight::NO_TIME,
        (Presence::Required, _) if !is_there => weight::ABSENT,
        (Presence::Optional | Presence::RequiredWith(_), _) if is_there && !is_of_its_kind => {
            weight::OTHER_KIND
        }
        (Presence::Optional | Presence::RequiredWith(_), _) if is_there => weight::OPTIONAL,
        _ => 0,
    }
}

/// The string, or the strings of an array; a value of another type is one empty string.
fn strings(value: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().into_owned();
    value.elements().map_or_else(|| vec![text(value)], |elements| elements.iter().map(text).collect())
}

fn scope_starts_with(claims: &Object, prefix: &str) -> bool {
    let entries = claims.get("scope").and_then(Value::elements).unwrap_or_default();
    entries
        .iter()
        .any(|entry| entry.as_str().is_some_and(|e| e.trim_start_matches("GET ").starts_with(prefix)))
}

/// Whether `found` is a slip of `expected`: other letter case, another ending, a few wrong characters.
pub fn is_near(found: &str, expected: &str) -> bool {
    let (found, expected) = (found.trim().to_ascii_lowercase(), expected.to_ascii_lowercase());
    let common = found.bytes().zip(expected.bytes()).take_while(|(a, b)| a == b).count();
    let tail = found.bytes().rev().zip(expected.bytes().rev()).take_while(|(a, b)| a == b).count();
    let longest = found.len().max(expected.len());
    !found.is_empty() && longest - (common + tail).min(longest) <= longest / 3
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

    use super::super::SERVICES;
    use super::*;

    fn ids(claims: &str, clues: Clues) -> Vec<&'static str> {
        let encode = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
        let token = Token::decode(format!("{}.{}.AA", encode("{}"), encode(claims)).as_bytes(), false);
        candidates(SERVICES, Some(&token), clues).iter().map(|service| service.id).collect()
    }

    const UUID: &str = r#""iss":"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10""#;
    const ASC: &str = r#""aud":"appstoreconnect-v1""#;

    #[test]
    fn claims_tell_the_service() {
        for (claims, expected) in [
            (format!(r#"{{{UUID},{ASC},"exp":1}}"#), vec!["asc-team"]),
            (format!(r#"{{{UUID},"aud":["appstoreconnect-v1"],"exp":1}}"#), vec!["asc-team"]),
            (format!(r#"{{{ASC},"exp":1,"sub":"user"}}"#), vec!["asc-individual"]),
            (format!(r#"{{{UUID},{ASC},"exp":1,"sub":"user"}}"#), vec!["asc-individual"]),
            (format!(r#"{{{ASC},"exp":1}}"#), vec!["asc-team"]),
            (format!(r#"{{{UUID},{ASC},"exp":1,"bid":"com.example.app"}}"#), vec!["app-store-server"]),
            (format!(r#"{{{UUID},{ASC},"exp":1,"scope":["/notary/v2"]}}"#), vec!["notary"]),
            (format!(r#"{{{UUID},"aud":"apple-developer-enterprise-v1"}}"#), vec!["enterprise"]),
            (r#"{"iss":"A1B2C3D4E5","iat":1}"#.to_owned(), vec!["apns", "devicecheck"]),
            (r#"{"iss":"A1B2C3D4E5","iat":1,"exp":2}"#.to_owned(), vec!["maps", "musickit"]),
            (r#"{"iss":"A1B2C3D4E5","iat":1,"exp":2,"origin":["https://a"]}"#.to_owned(), vec!["musickit"]),
            (r#"{"iss":"A1B2C3D4E5","iat":1,"exp":2,"origin":"a"}"#.to_owned(), vec!["maps"]),
            (r#"{"iss":"A1B2C3D4E5","iat":1,"exp":2,"scope":"server_api"}"#.to_owned(), vec!["maps"]),
            (r#"{"iss":"A1B2C3D4E5","iat":1,"exp":2,"sub":"com.x"}"#.to_owned(), vec!["weatherkit"]),
            (
                r#"{"iss":"SEARCHADS.x","sub":"SEARCHADS.y","aud":"https://appleid.apple.com","exp":2}"#
                    .to_owned(),
                vec!["apple-ads"],
            ),
            (
                r#"{"sub":"SCHOOLAPI.y","aud":"https://account.apple.com/auth/oauth2/v2/token","jti":"1"}"#
                    .to_owned(),
                vec!["apple-business"],
            ),
            (
                format!(r#"{{{UUID},"iat":1,"aud":"promotional-offer","bid":"com.x","nonce":"1"}}"#),
                vec!["storekit-jws"],
            ),
            (
                r#"{"iss":"A1B2C3D4E5","iat":1,"exp":2,"sub":"com.x","aud":"https://appleid.apple.com"}"#
                    .to_owned(),
                vec!["siwa"],
            ),
        ] {
            assert_eq!(ids(&claims, Clues::default()), expected, "{claims}");
        }
    }

    #[test]
    fn near_misses_still_tell() {
        assert_eq!(ids(&format!(r#"{{{UUID},"aud":"AppStoreConnect-V1"}}"#), Clues::default()), ["asc-team"]);
        assert_eq!(
            ids(r#"{"iss":"A1B2C3D4E5","aud":"appstoreconnect-v1","exp":1}"#, Clues::default()),
            ["asc-team"]
        );
        assert_eq!(
            ids(&format!(r#"{{{UUID},"iat":1,"exp":2}}"#), Clues::default()),
            ["asc-team", "enterprise"]
        );
    }

    #[test]
    fn a_wrong_audience_does_not_outweigh_all_other_claims() {
        let siwa = r#"{"iss":"A1B2C3D4E5","iat":1,"exp":2,"sub":"com.x","aud":"appstoreconnect-v1"}"#;
        assert_eq!(ids(siwa, Clues::default()), ["siwa"]);
        let team = format!(r#"{{{UUID},"iat":1,"exp":2,"aud":"https://appleid.apple.com"}}"#);
        assert_eq!(ids(&team, Clues::default()), ["asc-team", "enterprise"]);
        let second = format!(r#"{{{UUID},"iat":1,"exp":2,"aud":["x","appstoreconnect-v1"]}}"#);
        assert_eq!(ids(&second, Clues::default()), ["asc-team"]);
    }

    #[test]
    fn a_malformed_bundle_id_still_tells() {
        for bid in ["\"\"", "7", "\"com example\""] {
            let claims = format!(r#"{{{UUID},{ASC},"iat":1,"exp":2,"bid":{bid}}}"#);
            assert_eq!(ids(&claims, Clues::default()), ["app-store-server"], "{bid}");
        }
    }

    #[test]
    fn a_token_of_a_service_without_rules_is_only_named() {
        for (claims, service) in [
            (r#"{"iss":"1234567890","iat":1,"exp":2,"aud":"appstoreconnect-v1","pid":"x"}"#, "marketplace"),
            (r#"{"iss":"A1B2C3D4E5","iat":1,"encoded_filename":"a","export_format":"b"}"#, "iwork-export"),
        ] {
            assert_eq!(ids(claims, Clues::default()), [service], "{claims}");
        }
    }

    #[test]
    fn a_token_of_no_known_service_leaves_all_open() {
        assert_eq!(ids(r#"{"user":"me"}"#, Clues::default()).len(), with_rules(SERVICES).count());
    }

    #[test]
    fn file_name_and_host_come_before_claims() {
        let team = format!(r#"{{{UUID},{ASC},"exp":1}}"#);
        let file = |name| Clues { key_file: Some(name), ..Clues::default() };
        assert_eq!(ids(&team, file("SubscriptionKey_A.p8")), ["app-store-server"]);
        assert_eq!(ids(&team, file("ApiKey_A.p8")), ["asc-team"]);
        assert_eq!(ids(&team, file("AuthKey_A.p8")), ["asc-team"]);
        assert_eq!(ids(&format!(r#"{{{ASC},"exp":1}}"#), file("ApiKey_A.p8")), ["asc-individual"]);
        let at = Clues {
            request: Some(("appstoreconnect.apple.com", "/notary/v2/submissions")),
            ..Clues::default()
        };
        assert_eq!(ids(&team, at), ["notary"]);
        let offer = format!(r#"{{{UUID},"iat":1,"aud":"promotional-offer","bid":"com.x","nonce":"1"}}"#);
        assert_eq!(ids(&offer, file("SubscriptionKey_A.p8")), ["storekit-jws"]);
        assert_eq!(ids(r#"{"iss":"A1B2C3D4E5","iat":1}"#, file("APNsAuthKey_A.p8")), ["apns"]);
    }
}
