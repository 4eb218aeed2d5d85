//! Hosts of Apple beside those of [`super::SERVICES`].

/// A host that a developer-signed token, or what is got for one, is sent to.
pub(crate) struct Host {
    pub(crate) name: &'static str,
    /// What answers there.
    pub(crate) of: &'static str,
    /// The `aud` of the tokens it takes, where they have one.
    pub(crate) audience: Option<&'static str>,
}

const fn host(name: &'static str, of: &'static str, audience: Option<&'static str>) -> Host {
    Host { name, of, audience }
}

const APPLE_ID: Option<&str> = Some("https://appleid.apple.com");
const BUSINESS: Option<&str> = Some("https://account.apple.com/auth/oauth2/v2/token");

/// Hosts of services whose turn comes later.
pub(crate) static OTHER: &[Host] = &[
    host("account.apple.com", "Apple School Manager and Apple Business", BUSINESS),
    host("api-business.apple.com", "the Apple Business API", BUSINESS),
    host("api-school.apple.com", "the Apple School Manager API", BUSINESS),
    host("api.development.devicecheck.apple.com", "DeviceCheck", None),
    host("api.devicecheck.apple.com", "DeviceCheck", None),
    host("api.ent.apple.com", "Apps and Books for Organizations", None),
    host("api.media.apple.com", "Apple Music Feed", None),
    host("api.music.apple.com", "the Apple Music API", None),
    host("api.searchads.apple.com", "the Apple Ads API", APPLE_ID),
    host("classkit-catalog.apple.com", "the ClassKit Catalog API", None),
    host("data-development.appattest.apple.com", "App Attest", None),
    host("data.appattest.apple.com", "App Attest", None),
    host("iworkpreviewapi.icloud.com", "the iWork Document Exporting API", None),
    host("maps-api.apple.com", "the Maps Server API", None),
    host("weatherkit.apple.com", "the WeatherKit REST API", None),
];

/// Hosts of web pages, which take the session of an Apple ID and no token, but below the path of a service.
pub(crate) static WEB: &[&str] =
    &["api.itunes.apple.com", "appstoreconnect.apple.com", "developer.apple.com", "itunesconnect.apple.com"];

/// How paths begin that only the web UI and Xcode have, for the session of an Apple ID.
pub(crate) static WEB_PATHS: &[&str] = &["/ci/", "/iris/", "/xcbuild/"];

/// Hosts that still answer, and those that the documentation names today.
pub(crate) static SUPERSEDED: &[(&str, &str)] = &[
    ("api.development.push.apple.com", "api.sandbox.push.apple.com"),
    ("api.storekit-sandbox.itunes.apple.com", "api.storekit-sandbox.apple.com"),
    ("api.storekit.itunes.apple.com", "api.storekit.apple.com"),
];

/// Whether the host is Apple's.
pub(crate) fn is_apples(host: &str) -> bool {
    const DOMAINS: [&str; 3] = ["apple.com", "icloud.com", "apple-mapkit.com"];
    let host = host.trim_end_matches('.');
    DOMAINS.iter().any(|domain| {
        host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

/// Whether the host is this machine or one of a network of one's own: a test server or a proxy, no matter of Apple's.
pub(crate) fn is_local(host: &str) -> bool {
    const ENDINGS: [&str; 6] = [".localhost", ".local", ".internal", ".test", ".lan", ".home.arpa"];
    if let Ok(address) = host.parse::<std::net::Ipv4Addr>() {
        return address.is_loopback() || address.is_private() || address.is_link_local();
    }
    // An IPv6 address comes without its digits.
    !host.contains('.') || ENDINGS.iter().any(|ending| host.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_host_is_listed_twice() {
        let all = OTHER.iter().map(|host| host.name).chain(WEB.iter().copied());
        let mut names: Vec<_> = all.chain(SUPERSEDED.iter().map(|(old, _)| *old)).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| is_apples(name) && !is_local(name)));
    }

    #[test]
    fn what_only_looks_like_apples_is_not() {
        for host in ["apple.com", "api.push.apple.com", "appleid.apple.com.", "iworkpreviewapi.icloud.com"] {
            assert!(is_apples(host), "{host}");
        }
        for host in ["", "pineapple.com", "apple.com.example.org", "api-apple.com", "apple.co"] {
            assert!(!is_apples(host), "{host}");
        }
    }

    #[test]
    fn hosts_of_ones_own_are_told_apart() {
        for host in
            ["localhost", "127.0.0.1", "10.0.0.7", "192.168.1.1", "172.16.0.1", "proxy", "[", "a.local"]
        {
            assert!(is_local(host), "{host}");
        }
        for host in ["8.8.8.8", "172.32.0.1", "api.push.apple.com", "localhost.example.org", "local"] {
            assert_eq!(is_local(host), host == "local", "{host}");
        }
    }
}
