//! Where a request may go, and by which way. What is refused here never reaches a socket.

use std::net::IpAddr;

use reqwest::Url;

use super::error::SetUpError;
use super::failure::{Failure, FailureKind};
use crate::redact;

/// Another origin for the requests to one host, or to every host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// The host whose requests go elsewhere, in lower case; `None`: every host.
    host: Option<String>,
    origin: Url,
}

/// The way of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// What the request asks for: scheme and host are those of the connection, or those that [`Self::through`] stands in for.
    pub(super) url: Url,
    /// The value of `Host` when it is not that of `url`.
    pub(super) host: Option<String>,
    /// Host and port to connect to when they are not those of `url`.
    pub(super) through: Option<(String, u16)>,
}

/// The hosts a request may go to.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    /// The service's own hosts with their ports.
    own: Vec<(String, u16)>,
    /// Hosts the user allowed; without a port, at every port.
    allowed: Vec<(String, Option<u16>)>,
    base_urls: Vec<BaseUrl>,
    http2_only: bool,
}

impl BaseUrl {
    /// Reads `[HOST=]ORIGIN`. Plain http is for loopback alone.
    pub fn parse(text: &str) -> Result<Self, SetUpError> {
        let invalid = || SetUpError::BaseUrl { text: redact::shown(text).into_owned() };
        let (host, origin) = match text.split_once('=') {
            Some((host, origin)) => (Some(host.to_ascii_lowercase()), origin),
            None => (None, text),
        };
        let origin = Url::parse(origin).ok().filter(is_origin).ok_or_else(invalid)?;
        if host.as_deref().is_some_and(|host| !is_host(host)) || !is_encrypted_or_loopback(&origin) {
            return Err(invalid());
        }
        Ok(Self { host, origin })
    }

    fn is_for(&self, host: &str) -> bool {
        self.host.as_deref().is_none_or(|own| own == host)
    }
}

impl Route {
    /// Host and port of the other end, in the words of a message; the port only when it is not the scheme's own.
    pub fn peer(&self) -> String {
        match &self.through {
            Some((host, port)) => format!("{host}:{port}"),
            None => {
                let host = self.url.host_str().unwrap_or_default();
                self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
            }
        }
    }

    /// The host that a proxy could be asked for, without brackets: no loopback, and none that another stands in for.
    pub(super) fn direct_host(&self) -> Option<&str> {
        let host = self.url.host_str().filter(|host| self.through.is_none() && !is_loopback(host))?;
        Some(bare(host))
    }
}

impl Guard {
    /// `own` are the service's origins, `allowed` what the user allows besides.
    pub(super) fn new(
        own: &[&str],
        allowed: &[String],
        base_urls: Vec<BaseUrl>,
        http2_only: bool,
    ) -> Result<Self, SetUpError> {
        let own = own.iter().filter_map(|origin| host_and_port(&Url::parse(origin).ok()?)).collect();
        let allowed = allowed.iter().map(|text| allowed_host(text)).collect::<Result<_, _>>()?;
        Ok(Self { own, allowed, base_urls, http2_only })
    }

    /// The way of a request for `url`, or why there is none.
    pub(super) fn route(&self, url: &str) -> Result<Route, Failure> {
        let unsendable =
            |message: &str| Failure { kind: FailureKind::Unsendable, message: message.to_owned() };
        let parsed = Url::parse(url).ok().filter(is_http);
        let mut url =
            parsed.ok_or_else(|| unsendable("nothing was sent: expected a whole URL, https://…"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(unsendable("nothing was sent: the URL holds a user name or a password"));
        }
        url.set_fragment(None);
        let host = url.host_str().unwrap_or_default().to_owned();
        let base = self.base_urls.iter().find(|base| base.host.is_some() && base.is_for(&host));
        let base = base.or_else(|| self.base_urls.iter().find(|base| base.is_for(&host)));
        let Some(base) = base else {
            self.permit(&url)?;
            return Ok(Route { url, host: None, through: None });
        };
        self.permit(&base.origin)?;
        match self.http2_only {
            true => through(&url, &base.origin),
            false => instead(&url, &base.origin),
        }
        .ok_or_else(|| {
            unsendable(
                "nothing was sent: in HTTP/2, --base-url stands in for a host's name, not for its address",
            )
        })
    }

    /// Fails unless what is sent to `url` may be a credential.
    fn permit(&self, url: &Url) -> Result<(), Failure> {
        let refused = |message| Err(Failure { kind: FailureKind::NotAllowed, message });
        let (Some(name), Some((host, port))) = (url.host_str(), host_and_port(url)) else {
            return refused("the address names no host".to_owned());
        };
        if is_loopback(name) {
            return Ok(());
        }
        if url.scheme() != "https" {
            return refused(format!(
                "nothing was sent to {name}: over plain http everybody on the way could read the token; use https"
            ));
        }
        let is_own = self.own.contains(&(host.clone(), port));
        let is_allowed =
            self.allowed.iter().any(|(allowed, at)| *allowed == host && at.is_none_or(|at| at == port));
        if is_own || is_allowed {
            return Ok(());
        }
        let at = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        refused(format!(
            "nothing was sent to {name}{at}, which is none of the service's hosts; allow it with --allow-host {name}{at}"
        ))
    }
}

/// The origin in place of the URL's, the URL's name in `Host`.
fn instead(url: &Url, origin: &Url) -> Option<Route> {
    let host = url.host_str()?;
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let mut target = origin.clone();
    target.set_path(url.path());
    target.set_query(url.query());
    Some(Route { url: target, host: Some(host), through: None })
}

/// The URL's name under another scheme, and where to connect instead. HTTP/2 has no `Host`: `:authority` comes from the URL.
/// A name of numbers would be connected to, whatever stands beside it.
fn through(url: &Url, origin: &Url) -> Option<Route> {
    let host = url.host_str().filter(|host| url.domain() == Some(host))?;
    let target = format!("{}://{host}{}", origin.scheme(), url.path());
    let mut target = Url::parse(&target).ok()?;
    target.set_query(url.query());
    let through = (bare(origin.host_str()?).to_owned(), origin.port_or_known_default()?);
    Some(Route { url: target, host: None, through: Some(through) })
}

fn allowed_host(text: &str) -> Result<(String, Option<u16>), SetUpError> {
    let url = is_host(text).then(|| Url::parse(&format!("https://{text}")).ok()).flatten();
    let names_port = text.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let host = url.as_ref().filter(|url| is_origin(url)).and_then(host_and_port);
    match host {
        Some((host, port)) => Ok((host, names_port.then_some(port))),
        None => Err(SetUpError::AllowHost { text: redact::shown(text).into_owned() }),
    }
}

/// Whether `text` can be a host, with or without port.
fn is_host(text: &str) -> bool {
    !text.is_empty() && !text.contains(['/', '\\', '?', '#', '@', '=', '*', ' '])
}

fn is_origin(url: &Url) -> bool {
    let is_bare = url.username().is_empty() && url.password().is_none();
    is_http(url) && is_bare && url.path() == "/" && url.query().is_none() && url.fragment().is_none()
}

fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty())
}

fn is_encrypted_or_loopback(url: &Url) -> bool {
    url.scheme() == "https" || url.host_str().is_some_and(is_loopback)
}

fn host_and_port(url: &Url) -> Option<(String, u16)> {
    Some((url.host_str()?.to_owned(), url.port_or_known_default()?))
}

/// 127.0.0.0/8, ::1 and `localhost`, which the resolver takes for nothing else (RFC 6761 §6.3).
fn is_loopback(host: &str) -> bool {
    host == "localhost" || bare(host).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// An IPv6 address without its brackets.
fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &[&str] =
        &["https://api.push.apple.com", "https://api.push.apple.com:2197", "https://a.apple.com/notary/v2"];

    fn guard(allowed: &[&str], base_urls: &[&str], http2_only: bool) -> Guard {
        let allowed: Vec<_> = allowed.iter().map(|&host| host.to_owned()).collect();
        let base_urls = base_urls.iter().map(|text| BaseUrl::parse(text).unwrap()).collect();
        Guard::new(OWN, &allowed, base_urls, http2_only).unwrap()
    }

    fn refusal(guard: &Guard, url: &str) -> FailureKind {
        guard.route(url).unwrap_err().kind
    }

    #[test]
    fn only_the_services_hosts_loopback_and_allowed_hosts_are_reached() {
        let guard = guard(&["gateway.example", "[2001:db8::1]:8443"], &[], false);
        for url in [
            "https://api.push.apple.com/3/device/0",
            "https://API.PUSH.APPLE.COM:443/",
            "https://api.push.apple.com:2197/",
            "https://a.apple.com/elsewhere",
            "https://gateway.example/",
            "https://gateway.example:8443/",
            "https://[2001:db8::1]:8443/",
            "http://127.0.0.1:8080/",
            "http://127.8.8.8/",
            "http://[::1]:8080/",
            "http://localhost:8080/",
            "https://localhost/",
        ] {
            assert!(guard.route(url).is_ok(), "{url}");
        }
        for url in [
            "https://example.com/",
            "https://api.push.apple.com.example.com/",
            "https://api.push.apple.com./",
            "https://xapi.push.apple.com/",
            "https://api.push.apple.com:8443/",
            "https://[2001:db8::1]/",
            "http://api.push.apple.com/",
            "http://gateway.example/",
            "http://localhost.example/",
            "http://10.0.0.1/",
            "http://[::ffff:127.0.0.1]/",
            "https://api.push.apple.com\\@example.com/../x@y",
        ] {
            let refused = guard.route(url).map_err(|failure| failure.kind);
            let is_own =
                refused.as_ref().is_ok_and(|route| route.url.host_str() == Some("api.push.apple.com"));
            assert!(refused == Err(FailureKind::NotAllowed) || is_own, "{url}: {refused:?}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let guard = guard(&[], &[], false);
        for url in [
            "",
            "/v1/apps",
            "api.push.apple.com",
            "ftp://api.push.apple.com/",
            "file:///etc/passwd",
            "https://user:word@api.push.apple.com/",
            "https://",
        ] {
            let failure = guard.route(url).unwrap_err();
            assert_eq!(failure.kind, FailureKind::Unsendable, "{url}");
            assert!(!failure.message.contains("word@"), "{}", failure.message);
        }
        let message = guard.route("https://api.push.apple.com@example.com/").unwrap_err().message;
        assert!(!message.contains("nothing was sent to api.push"), "{message}");
    }

    #[test]
    fn the_refusal_names_the_host_and_the_option() {
        let failure = guard(&[], &[], false).route("https://example.com:8443/x?secret=1").unwrap_err();
        assert_eq!(
            failure.message,
            "nothing was sent to example.com:8443, which is none of the service's hosts; allow it with --allow-host \
             example.com:8443"
        );
    }

    #[test]
    fn a_base_url_keeps_path_query_and_name() {
        let guard = guard(&[], &["http://127.0.0.1:8080", "a.apple.com=http://[::1]:9/"], false);
        let route = guard.route("https://api.push.apple.com:2197/3/a?b[c]=d#e").unwrap();
        assert_eq!(route.url.as_str(), "http://127.0.0.1:8080/3/a?b[c]=d");
        assert_eq!(route.host.as_deref(), Some("api.push.apple.com:2197"));
        let route = guard.route("https://a.apple.com").unwrap();
        assert_eq!((route.url.as_str(), route.host.as_deref()), ("http://[::1]:9/", Some("a.apple.com")));
    }

    #[test]
    fn over_http2_the_name_stays_in_the_url_and_the_connection_goes_elsewhere() {
        let guard = guard(&[], &["http://[::1]:8080"], true);
        let route = guard.route("https://api.push.apple.com:2197/3/a?b").unwrap();
        assert_eq!(route.url.as_str(), "http://api.push.apple.com/3/a?b");
        assert_eq!(route.through, Some(("::1".to_owned(), 8080)));
        assert_eq!(route.direct_host(), None);
        assert_eq!(refusal(&guard, "https://10.0.0.1/"), FailureKind::Unsendable);
        assert_eq!(refusal(&guard, "https://[2001:db8::1]/"), FailureKind::Unsendable);
    }

    #[test]
    fn a_base_url_is_guarded_as_any_other() {
        let base = ["https://gateway.example"];
        assert_eq!(refusal(&guard(&[], &base, false), "https://a.apple.com/"), FailureKind::NotAllowed);
        assert_eq!(refusal(&guard(&[], &base, true), "https://a.apple.com/"), FailureKind::NotAllowed);
        assert!(guard(&["gateway.example"], &base, false).route("https://a.apple.com/").is_ok());
    }

    #[test]
    fn what_is_no_origin_is_no_base_url() {
        for text in [
            "",
            "=",
            "localhost:8080",
            "http://gateway.example",
            "https://gateway.example/path",
            "https://gateway.example?x",
            "https://me:word@gateway.example",
            "=https://gateway.example",
            "a/b=https://gateway.example",
            "ftp://127.0.0.1",
        ] {
            assert!(BaseUrl::parse(text).is_err(), "{text}");
        }
        for text in ["http://127.0.0.1:1", "A.apple.com=https://gateway.example/", "https://[::1]"] {
            assert!(BaseUrl::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_host_is_not_allowed() {
        for text in ["", "https://gateway.example", "gateway.example/", "a b", "me@gateway.example", "*"] {
            assert!(Guard::new(OWN, &[text.to_owned()], Vec::new(), false).is_err(), "{text}");
        }
    }
}
