//! Hosts of Apple beside those of [`super::SERVICES`], and hosts that are not Apple's.

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

/// A host that Apple will turn off.
pub(crate) struct Ending {
    pub(crate) host: &'static str,
    /// The first instant without it, in seconds since 1970.
    pub(crate) at: f64,
    /// That day, in words.
    pub(crate) day: &'static str,
    /// What takes its place.
    pub(crate) next: &'static str,
}

/// Hosts whose end Apple has announced.
pub(crate) static ENDING: &[Ending] = &[Ending {
    host: "api.searchads.apple.com",
    at: 1_800_921_600.0,
    day: "26 January 2027",
    next: "https://api.ads.apple.com/v1, the Apple Ads Platform API",
}];

/// Whether the host is Apple's, in any letter case.
pub(crate) fn is_apples(host: &str) -> bool {
    const DOMAINS: [&str; 3] = ["apple.com", "icloud.com", "apple-mapkit.com"];
    let host = host.trim_end_matches('.').to_ascii_lowercase();
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
        let mut names: Vec<_> = WEB.iter().copied().chain(SUPERSEDED.iter().map(|(old, _)| *old)).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| is_apples(name) && !is_local(name)));
    }

    #[test]
    fn what_only_looks_like_apples_is_not() {
        for host in ["apple.com", "API.push.Apple.com", "appleid.apple.com.", "iworkpreviewapi.icloud.com"] {
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
