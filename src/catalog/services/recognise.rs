//! Which services a token may have been made for.

use super::SERVICES;
use crate::catalog::service::{Claim, Form, Identifier, Presence, Service};
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

/// The services that fit best, in the order of [`SERVICES`]; all of them when nothing tells.
pub fn candidates(token: Option<&Token>, clues: Clues) -> Vec<&'static Service> {
    let clues = if token.is_some() { Clues { issuer_id: None, ..clues } } else { clues };
    let told = told(clues);
    let pool = match &told {
        Some(told) => neighbours(told),
        None => SERVICES.to_vec(),
    };
    let Some(token) = token.filter(|token| token.claims().is_some()) else {
        return told.unwrap_or(pool);
    };
    if told.is_none() && is_of_unlisted_service(token) {
        return pool;
    }
    if let Some(told) = told.as_ref().filter(|_| !says_whose_key(token)) {
        return told.clone();
    }
    let scored: Vec<_> = pool.iter().map(|service| (score(service, token), *service)).collect();
    let best = scored.iter().map(|(score, _)| *score).max().unwrap_or_default();
    if best < 1 && told.is_none() {
        return pool;
    }
    scored.into_iter().filter(|(score, _)| *score == best).map(|(_, service)| service).collect()
}

/// Whether a token that stands in a log may be one for Apple. Other services' tokens stand there as well: what has neither
/// an audience of Apple nor anything else of one of its services is none.
pub fn may_be_apples(token: &Token) -> bool {
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
    !is_identity_token && (names_apple("aud") || is_of_unlisted_service(token) || is_signed_as_apples)
}

/// The services that request, file name or configuration point at.
fn told(clues: Clues) -> Option<Vec<&'static Service>> {
    let all = || SERVICES.iter().copied();
    let at_host: Vec<_> = match clues.request {
        Some((host, path)) => all().filter(|service| service.is_at(host, path)).collect(),
        None => Vec::new(),
    };
    let of_file: Vec<_> = match clues.key_file {
        Some(file) => all().filter(|service| has_prefix(service, file)).collect(),
        None => Vec::new(),
    };
    // A prefix that several kinds of key share tells nothing.
    let telling = of_file.iter().all(|a| of_file.iter().all(|b| a.key.name == b.key.name));
    let in_house = all().filter(|service| clues.in_house && service.id == "enterprise").collect();
    let is_asc =
        |service: &&Service| !clues.is_key_file || ["asc-individual", "asc-team"].contains(&service.id);
    let of_issuer: Vec<&'static Service> = match clues.issuer_id {
        Some(true) => {
            all().filter(|service| service.issuer() == Some(Identifier::IssuerId)).filter(is_asc).collect()
        }
        Some(false) => all().filter(|service| service.issuer().is_none()).collect(),
        None => Vec::new(),
    };
    // Yet it tells which services the key is not for.
    let fits_file =
        |service: &&Service| of_file.is_empty() || of_file.iter().any(|other| other.id == service.id);
    let of_issuer: Vec<_> = of_issuer.into_iter().filter(fits_file).collect();
    let of_file = if telling { of_file } else { Vec::new() };
    [at_host, of_file, in_house, of_issuer].into_iter().find(|services| !services.is_empty())
}

/// Whether the token says by `iss` or `sub` what kind of key signed it.
fn says_whose_key(token: &Token) -> bool {
    token.claims().is_some_and(|claims| claims.get("iss").is_some() || claims.get("sub").is_some())
}

/// Whether the token has what only services have that are not in [`SERVICES`] yet.
fn is_of_unlisted_service(token: &Token) -> bool {
    const AUDIENCES: [&str; 4] = [
        "https://account.apple.com/auth/oauth2/v2/token",
        "promotional-offer",
        "introductory-offer-eligibility",
        "advanced-commerce-api",
    ];
    const CLIENTS: [&str; 3] = ["SEARCHADS.", "BUSINESSAPI.", "SCHOOLAPI."];
    let Some(claims) = token.claims() else { return false };
    let text = |name: &str| claims.str(name).unwrap_or_default();
    let is_client = |name: &&str| CLIENTS.iter().any(|client| text(name).starts_with(client));
    AUDIENCES.contains(&&*text("aud"))
        || ["iss", "sub"].iter().any(is_client)
        || claims.get("pid").is_some()
        || token.header().is_some_and(|header| header.get("id").is_some())
}

fn has_prefix(service: &Service, file: &str) -> bool {
    service.key.file_prefixes.iter().any(|prefix| file.starts_with(prefix))
}

/// The services told, and those at the same hosts: there the token's own claims decide.
fn neighbours(told: &[&'static Service]) -> Vec<&'static Service> {
    let near = |service: &Service| {
        told.iter().any(|t| t.id == service.id || !t.hosts.is_empty() && t.hosts == service.hosts)
    };
    SERVICES.iter().copied().filter(|service| near(service)).collect()
}

/// How well the token fits the service's data. The weights order the clues of a token: a fixed value outweighs a
/// shape, a shape outweighs mere presence, and a claim that must not be there outweighs them together.
fn score(service: &Service, token: &Token) -> i32 {
    let (Some(claims), empty) = (token.claims(), Object::default()) else { return 0 };
    let header = token.header().unwrap_or(&empty);
    let claims_score: i32 = service.claims.iter().map(|claim| claim_score(claim, claims)).sum();
    let header_score = match (service.header_id.is_some(), header.get("id").is_some()) {
        (true, true) => 6,
        (true, false) => -6,
        _ => 0,
    };
    let scope_score = match service.scope.as_ref().and_then(|scope| scope.bare_prefix) {
        Some(prefix) if scope_starts_with(claims, prefix) => 4,
        Some(_) => -4,
        None => 0,
    };
    claims_score + header_score + scope_score
}

fn claim_score(claim: &Claim, claims: &Object) -> i32 {
    let found = claims.get(claim.name).map(strings);
    let is_any = |test: &dyn Fn(&str) -> bool| found.iter().flatten().any(|value| test(value));
    let is_there = found.is_some();
    match (claim.presence, claim.form) {
        (Presence::Absent, Form::NumericDate) if is_there => -9,
        (Presence::Absent, _) if is_there => -4,
        (Presence::Absent, _) => 2,
        (Presence::Forbidden, _) if is_there => -2,
        // The audience is copied from other recipes more often than `sub` is made up.
        (_, Form::Exactly(expected)) if is_any(&|value| value == expected) && claim.name == "aud" => 7,
        (_, Form::Exactly(expected)) if is_any(&|value| value == expected) => 8,
        (_, Form::Exactly(expected)) if is_any(&|value| is_near(value, expected)) => 4,
        (_, Form::Exactly(_)) if is_there => -2,
        (Presence::Required, Form::Exactly(_)) => -4,
        (_, Form::Identifier(identifier)) if is_any(&|value| identifier.matches(value)) => 5,
        // Every service has an `iss`; another identifier tells by being there.
        (_, Form::Identifier(_)) if is_there && claim.name == "iss" => -2,
        (_, Form::Identifier(_)) if is_there => 3,
        (Presence::Required, Form::NumericDate) if !is_there => -1,
        (Presence::Required, _) if !is_there => -3,
        (Presence::Optional, _) if is_there => 1,
        _ => 0,
    }
}

/// The string, or the strings of an array; a value of another type is one empty string.
fn strings(value: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().into_owned();
    value.elements().map_or_else(|| vec![text(value)], |elements| elements.iter().map(text).collect())
}

fn scope_starts_with(claims: &Object, prefix: &str) -> bool {
    let entries = claims.get("scope").and_then(crate::model::json::Value::elements).unwrap_or_default();
    entries
        .iter()
        .any(|entry| entry.as_str().is_some_and(|e| e.trim_start_matches("GET ").starts_with(prefix)))
}

/// Whether `found` is a slip of `expected`: other letter case, another ending, a few wrong characters.
pub(crate) fn is_near(found: &str, expected: &str) -> bool {
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

    use super::*;

    fn ids(claims: &str, clues: Clues) -> Vec<&'static str> {
        let encode = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
        let token = Token::decode(format!("{}.{}.AA", encode("{}"), encode(claims)).as_bytes(), false);
        candidates(Some(&token), clues).iter().map(|service| service.id).collect()
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
            (r#"{"iss":"A1B2C3D4E5","iat":1}"#.to_owned(), vec!["apns"]),
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
    fn a_token_of_an_unlisted_service_is_judged_as_none() {
        for claims in [
            r#"{"iss":"1234567890","iat":1,"exp":2,"aud":"appstoreconnect-v1","pid":"x"}"#,
            r#"{"iss":"SEARCHADS.x","sub":"SEARCHADS.y","aud":"https://appleid.apple.com","exp":2}"#,
            r#"{"iss":"x","aud":"promotional-offer","bid":"com.example.app"}"#,
        ] {
            assert_eq!(ids(claims, Clues::default()).len(), SERVICES.len(), "{claims}");
        }
    }

    #[test]
    fn a_token_of_no_known_service_leaves_all_open() {
        assert_eq!(ids(r#"{"iss":"A1B2C3D4E5","iat":1,"exp":2}"#, Clues::default()).len(), SERVICES.len());
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
    }
}
