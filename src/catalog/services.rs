//! The services, and which of them a token was made for.
//!
//! A service is a file here, declared and listed below. It names itself, its hosts and its key. What its tokens must be
//! stands in its [`rules`](Service::rules); a service without rules is recognized by its hosts and by its
//! [`signs`](Service::signs), and its tokens are not checked. Which service a token is for follows from these
//! data alone.
//! `SNAPSHOTS=overwrite cargo test --lib docs` writes the pages of `explain` anew.

use crate::catalog::service::Service;
use crate::model::jws::Token;

mod aods_roster;
mod apns;
mod app_store_server;
mod apple_ads;
mod apple_business;
mod apps_and_books;
mod asc;
mod asc_individual;
mod asc_team;
mod classkit_catalog;
mod devicecheck;
mod enterprise;
pub(crate) mod hosts;
mod iwork_export;
mod maps;
mod marketplace;
mod musickit;
mod notary;
mod portal;
mod recognize;
mod shared;
mod siwa;
mod storekit;
mod storekit_jws;
#[cfg(test)]
pub(crate) mod trial;
mod weatherkit;

pub use recognize::{Clues, candidates, is_access_token, is_near, may_be_apples};

/// Every service, by id.
pub static SERVICES: &[&Service] = &[
    &aods_roster::SERVICE,
    &apns::SERVICE,
    &app_store_server::SERVICE,
    &apple_ads::SERVICE,
    &apple_business::SERVICE,
    &apps_and_books::SERVICE,
    &asc_individual::SERVICE,
    &asc_team::SERVICE,
    &classkit_catalog::SERVICE,
    &devicecheck::SERVICE,
    &enterprise::SERVICE,
    &iwork_export::SERVICE,
    &maps::SERVICE,
    &marketplace::SERVICE,
    &musickit::SERVICE,
    &notary::SERVICE,
    &siwa::SERVICE,
    &storekit_jws::SERVICE,
    &weatherkit::SERVICE,
];

/// The services whose rules are known.
pub fn with_rules(list: &[&'static Service]) -> impl Iterator<Item = &'static Service> {
    list.iter().copied().filter(|service| service.rules.is_some())
}

/// Whether nothing tells between the services with rules: all of them remain.
pub fn are_all(list: &[&'static Service], found: &[&'static Service]) -> bool {
    found.len() > 1 && found.len() == with_rules(list).count()
}

/// The service of that id or alias.
pub fn find(name: &str) -> Option<&'static Service> {
    SERVICES.iter().copied().find(|service| service.id == name || service.aliases.contains(&name))
}

/// The service that the token's `aud` names, when it is another one's than this.
pub fn named_by_audience(
    list: &[&'static Service],
    token: &Token,
    service: &Service,
) -> Option<&'static Service> {
    let audience = token.claims()?.str("aud")?;
    let names = |service: &Service| service.audiences().contains(&&*audience);
    let mut named = with_rules(list).filter(|other| names(other));
    if names(service) { None } else { named.next() }
}

/// The service of most keys and tokens: it is assumed where several remain and it is one of them.
pub const USUAL: &str = "asc-team";

/// The services at this host and path: those that name the place most exactly.
pub fn at(list: &[&'static Service], host: &str, path: &str) -> Vec<&'static Service> {
    let found: Vec<_> =
        list.iter().filter_map(|service| Some((service.place(host, path)?, *service))).collect();
    let most = found.iter().map(|(length, _)| *length).max();
    found.into_iter().filter(|(length, _)| Some(*length) == most).map(|(_, service)| service).collect()
}

/// The key ID in the name of a key's file, as Apple names it: `AuthKey_`, `ApiKey_`, `SubscriptionKey_` and an ID.
pub fn key_id_of_file(file: &str) -> Option<&str> {
    let (prefix, id) = file.strip_suffix(".p8")?.rsplit_once('_')?;
    let is_prefix = |known: &&str| known.strip_suffix('_') == Some(prefix);
    let is_known = SERVICES.iter().any(|service| service.key.file_prefixes.iter().any(is_prefix));
    // A browser's second download is called `AuthKey_X (1).p8`.
    let id = id.split(' ').next().unwrap_or(id);
    (is_known && !id.is_empty()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::response::{self, Shows};

    #[test]
    fn the_good_responses_of_probes_are_known_and_show_a_good_token() {
        for probe in SERVICES.iter().filter_map(|service| service.probe.as_ref()) {
            for id in probe.good {
                assert_eq!(response::find(id).map(|response| response.shows), Some(Shows::Accepted), "{id}");
            }
        }
    }

    #[test]
    fn every_service_is_described_and_no_name_is_taken_twice() {
        let names = |service: &&'static Service| [&[service.id], service.aliases].concat();
        let mut all: Vec<_> = SERVICES.iter().flat_map(names).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(SERVICES.is_sorted_by(|a, b| a.id < b.id));
        for service in SERVICES {
            let texts = [service.id, service.name, service.about, service.key.name, service.key.page];
            assert!(texts.iter().all(|text| !text.is_empty()), "{}", service.id);
            assert!(!service.sources.is_empty(), "{}", service.id);
            assert!(service.rules.is_none() || service.signs.is_empty(), "{}: rules say it", service.id);
            let is_origin = |host: &&str| host.starts_with("https://") && !host.ends_with('/');
            assert!(service.hosts.iter().chain(service.sandbox_hosts).all(is_origin));
        }
    }

    #[test]
    fn the_most_exact_place_wins() {
        let ids = |host, path| at(SERVICES, host, path).iter().map(|service| service.id).collect::<Vec<_>>();
        assert_eq!(ids("api-school.apple.com", "/rosterapi/v1/users"), ["aods-roster"]);
        assert_eq!(ids("API-school.apple.com", "/v1/orgDevices"), ["apple-business"]);
        assert_eq!(ids("api.storekit.apple.com", "/advancedCommerce/v1/subscription"), ["app-store-server"]);
        assert_eq!(ids("api.storekit.apple.com", "/inApps/v1/transactions/0"), ["app-store-server"]);
        assert_eq!(ids("api.appstoreconnect.apple.com", "/v1/apps"), ["asc-individual", "asc-team"]);
        assert_eq!(ids("appleid.apple.com", "/auth/token"), ["siwa"]);
        assert_eq!(ids("appleid.apple.com", "/auth/oauth2/token"), ["apple-ads"]);
        assert!(ids("api-school.apple.com.evil.example", "/").is_empty());
    }

    #[test]
    fn the_name_of_a_key_file_holds_its_id() {
        for (file, id) in [
            ("AuthKey_K7Q2M9X4TZ.p8", Some("K7Q2M9X4TZ")),
            ("APNsAuthKey_K7Q2M9X4TZ.p8", Some("K7Q2M9X4TZ")),
            ("SubscriptionKey_K7Q2M9X4TZ (1).p8", Some("K7Q2M9X4TZ")),
            ("my_K7Q2M9X4TZ.p8", None),
            ("AuthKey_.p8", None),
            ("AuthKey_K7Q2M9X4TZ.pem", None),
        ] {
            assert_eq!(key_id_of_file(file), id, "{file}");
        }
    }
}
