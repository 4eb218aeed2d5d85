//! Services of which the answers are known, but not yet the rules of their tokens.

/// A service to which `--service` may point a captured answer.
pub struct Answering {
    pub id: &'static str,
    pub name: &'static str,
    /// Hosts, some with the path the service lives under.
    pub hosts: &'static [&'static str],
}

const fn service(id: &'static str, name: &'static str, hosts: &'static [&'static str]) -> Answering {
    Answering { id, name, hosts }
}

/// Every one, by id.
pub static ANSWERING: &[Answering] = &[
    service(
        "advanced-commerce",
        "Advanced Commerce API",
        &["api.storekit.apple.com/advancedCommerce", "api.storekit-sandbox.apple.com/advancedCommerce"],
    ),
    service("aods-roster", "Account and Organizational Data Sharing", &["api-school.apple.com/rosterapi"]),
    service("appattest", "App Attest", &["data.appattest.apple.com", "data-development.appattest.apple.com"]),
    service("apple-ads", "Apple Ads", &["api.searchads.apple.com", "appleid.apple.com/auth/oauth2/token"]),
    service(
        "apple-business",
        "Apple Business API",
        &["api-business.apple.com", "account.apple.com/auth/oauth2"],
    ),
    service("apple-music-feed", "Apple Music Feed", &["api.media.apple.com"]),
    service("apple-school", "Apple School Manager API", &["api-school.apple.com"]),
    service("apps-and-books", "Apps and Books for Organizations", &["api.ent.apple.com"]),
    service("classkit-catalog", "ClassKit Catalog", &["classkit-catalog.apple.com"]),
    service(
        "devicecheck",
        "DeviceCheck",
        &["api.devicecheck.apple.com", "api.development.devicecheck.apple.com"],
    ),
    service(
        "external-purchase",
        "External Purchase Server API",
        &["api.storekit.apple.com/externalPurchase"],
    ),
    service("iwork-export", "iWork Document Exporting API", &["iworkpreviewapi.icloud.com"]),
    service("mapkit-js", "MapKit JS", &["cdn.apple-mapkit.com"]),
    service("maps-server", "Maps Server API", &["maps-api.apple.com"]),
    service("musickit", "Apple Music API", &["api.music.apple.com"]),
    service(
        "retention-messaging",
        "Retention Messaging API",
        &["api.storekit.apple.com/inApps/v1/messaging"],
    ),
    service("weatherkit", "WeatherKit", &["weatherkit.apple.com"]),
];

/// The service at this host and path, the one that is named most exactly.
pub fn at(host: &str, path: &str) -> Option<&'static Answering> {
    let place = format!("{}{path}", host.to_ascii_lowercase());
    let covers = |known: &&&str| {
        place.strip_prefix(**known).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let found = ANSWERING.iter().filter_map(|service| {
        let longest = service.hosts.iter().filter(covers).map(|host| host.len()).max()?;
        Some((longest, service))
    });
    found.max_by_key(|(length, _)| *length).map(|(_, service)| service)
}

impl Answering {
    /// Whether it is one of several services at that host.
    pub fn shares(&self, host: &str) -> bool {
        self.hosts.iter().any(|known| known.strip_prefix(host).is_some_and(|path| path.starts_with('/')))
    }
}

/// The service of that id.
pub fn find(id: &str) -> Option<&'static Answering> {
    ANSWERING.iter().find(|service| service.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_exact_place_wins() {
        let id = |host, path| at(host, path).map(|service| service.id);
        assert_eq!(id("api-school.apple.com", "/rosterapi/v1/users"), Some("aods-roster"));
        assert_eq!(id("API-school.apple.com", "/v1/orgDevices"), Some("apple-school"));
        assert_eq!(
            id("api.storekit.apple.com", "/advancedCommerce/v1/subscription"),
            Some("advanced-commerce")
        );
        assert_eq!(id("api.storekit.apple.com", "/inApps/v1/transactions/0"), None);
        assert_eq!(id("api-school.apple.com.evil.example", "/"), None);
    }

    #[test]
    fn ids_are_sorted_and_no_service_is_known_twice() {
        assert!(ANSWERING.is_sorted_by(|a, b| a.id < b.id));
        assert!(ANSWERING.iter().all(|service| super::super::find(service.id).is_none()));
    }
}
