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
    /// What the request asks for: scheme and host are those of the connection, or those that [`Self::through`] stands
    /// in for.
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
    /// Host and port that were typed as the endpoint. Another address of a request comes from what was captured.
    typed: Option<(String, u16)>,
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
            None => shown_place(&self.url),
        }
    }

    /// The host that a proxy could be asked for, without brackets: no loopback, and none that another stands in for.
    pub(super) fn direct_host(&self) -> Option<&str> {
        let host = self.url.host_str().filter(|host| self.through.is_none() && !is_loopback(host))?;
        Some(bare(host))
    }
}

impl Guard {
    /// `own` are the service's origins, `allowed` what the user allows besides, `typed` the endpoint the user typed.
    pub(super) fn new(
        own: &[&str],
        allowed: &[String],
        typed: Option<&str>,
        base_urls: Vec<BaseUrl>,
        http2_only: bool,
    ) -> Result<Self, SetUpError> {
        let own = own.iter().filter_map(|origin| host_and_port(&Url::parse(origin).ok()?)).collect();
        let allowed = allowed.iter().map(|text| allowed_host(text)).collect::<Result<_, _>>()?;
        let typed = typed.and_then(|url| host_and_port(&Url::parse(url).ok()?));
        Ok(Self { own, allowed, typed, base_urls, http2_only })
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
        self.permit_name(&url, base)?;
        self.permit_origin(&base.origin)?;
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

    /// Fails unless a credential may be sent to `url`. Loopback is as good as any other host here: a pasted transcript
    /// must not make this machine's own services receive requests.
    fn permit(&self, url: &Url) -> Result<(), Failure> {
        let Some(place) = host_and_port(url) else { return Err(no_host()) };
        let is_own = self.own.contains(&place);
        let is_allowed = self.allows(&place);
        let is_typed = self.typed.as_ref() == Some(&place);
        let is_known = is_allowed || is_typed || self.names(&place.0);
        if is_known && !is_encrypted_or_loopback(url) {
            return Err(in_the_clear(&place.0));
        }
        if is_own || is_allowed || is_typed && is_loopback(&place.0) {
            return Ok(());
        }
        Err(if is_typed { not_own(url) } else { only_captured(url) })
    }

    /// Fails unless a credential may be sent to the origin of a `--base-url`, which is typed.
    fn permit_origin(&self, origin: &Url) -> Result<(), Failure> {
        let Some(place) = host_and_port(origin) else { return Err(no_host()) };
        match is_loopback(&place.0) || self.own.contains(&place) || self.allows(&place) {
            true => Ok(()),
            false => Err(not_own(origin)),
        }
    }

    /// Fails unless the host of `url` is the service's or was typed. What listens at the base URL may pass the request
    /// on to the host that it names.
    fn permit_name(&self, url: &Url, base: &BaseUrl) -> Result<(), Failure> {
        let Some(place) = host_and_port(url) else { return Err(no_host()) };
        let is_typed = base.host.is_some()
            || self.typed.as_ref() == Some(&place)
            || host_and_port(&base.origin).as_ref() == Some(&place);
        match is_typed || self.names(&place.0) || self.allows(&place) {
            true => Ok(()),
            false => Err(only_captured(url)),
        }
    }

    /// Whether the service has a host of that name, at whatever port.
    fn names(&self, host: &str) -> bool {
        self.own.iter().any(|(own, _)| own == host)
    }

    fn allows(&self, (host, port): &(String, u16)) -> bool {
        self.allowed.iter().any(|(allowed, at)| allowed == host && at.is_none_or(|at| at == *port))
    }
}

fn not_allowed(message: String) -> Failure {
    Failure { kind: FailureKind::NotAllowed, message }
}

fn no_host() -> Failure {
    not_allowed("nothing was sent: the URL names no host".to_owned())
}

fn in_the_clear(host: &str) -> Failure {
    not_allowed(format!(
        "nothing was sent to {host}: over plain http everybody on the way could read the token; use https"
    ))
}

/// A host that was typed, but is not the service's.
fn not_own(url: &Url) -> Failure {
    let place = shown_place(url);
    not_allowed(format!(
        "nothing was sent to {place}, which is not one of the service's hosts; allow it with --allow-host {place}"
    ))
}

/// A host that only a captured request names. Loopback need not be allowed once it is typed.
fn only_captured(url: &Url) -> Failure {
    let place = shown_place(url);
    let whole = format!("--url {}://{place}/…", url.scheme());
    let fix = match url.host_str().is_some_and(is_loopback) {
        true => format!("{whole} or --allow-host {place}"),
        false if url.scheme() == "https" => format!("--allow-host {place}"),
        false => format!("--url https://{place}/… with --allow-host {place}"),
    };
    not_allowed(format!(
        "nothing was sent to {place}, which only the captured request names and which is not one of the service's \
         hosts; if the request is meant to go there, type {fix}"
    ))
}

/// The host, and the port when it is not the scheme's own.
fn shown_place(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The origin in place of the URL's, the URL's name in `Host`.
fn instead(url: &Url, origin: &Url) -> Option<Route> {
    url.host_str()?;
    let host = shown_place(url);
    let mut target = origin.clone();
    target.set_path(url.path());
    target.set_query(url.query());
    Some(Route { url: target, host: Some(host), through: None })
}

/// The URL's name under another scheme, and where to connect instead. HTTP/2 has no `Host`: `:authority` comes from the
/// URL. A name of numbers would be connected to, whatever stands beside it.
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

/// 127.0.0.0/8, ::1 and `localhost`, which the resolver takes for nothing else (RFC 6761 §6.3). Not `*.localhost` nor
/// `localhost.`: not every resolver keeps those from the network.
fn is_loopback(host: &str) -> bool {
    let address = bare(host).parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.to_canonical().is_loopback())
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
        Guard::new(OWN, &allowed, None, base_urls, http2_only).unwrap()
    }

    fn typed(url: &str) -> Guard {
        Guard::new(OWN, &[], Some(url), Vec::new(), false).unwrap()
    }

    fn refusal(guard: &Guard, url: &str) -> FailureKind {
        guard.route(url).unwrap_err().kind
    }

    #[test]
    fn only_the_services_hosts_and_allowed_hosts_are_reached() {
        let guard = guard(&["gateway.example", "[2001:db8::1]:8443"], &[], false);
        for url in [
            "https://api.push.apple.com/3/device/0",
            "https://API.PUSH.APPLE.COM:443/",
            "https://api.push.apple.com:2197/",
            "https://a.apple.com/elsewhere",
            "https://gateway.example/",
            "https://gateway.example:8443/",
            "https://[2001:db8::1]:8443/",
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

    /// Every way to write an address of this machine, and some that only look like one.
    const LOOPBACK: [&str; 27] = [
        "http://127.0.0.1:8080/",
        "https://127.0.0.1/",
        "http://127.0.0.1:443/",
        "http://127.8.8.8/",
        "http://127.255.255.255:65535/",
        "http://127.1:8080/",
        "http://2130706433:8080/",
        "http://0x7f000001:8080/",
        "http://0x7f.1:8080/",
        "http://0177.0.0.1:8080/",
        "http://017700000001/",
        "http://127.0.0.1.:8080/",
        "http://%31%32%37.0.0.1:8080/",
        "http://１２７.0.0.1:8080/",
        "http://[::1]:8080/",
        "https://[::1]/",
        "http://[0:0:0:0:0:0:0:1]:8080/",
        "http://[::ffff:127.0.0.1]:8080/",
        "http://[::ffff:7f00:1]:8080/",
        "http://localhost:8080/",
        "https://localhost/",
        "http://LOCALHOST:8080/",
        "http://localhost.:8080/",
        "http://api.localhost:8080/",
        "http://0.0.0.0:8080/",
        "http://0/",
        "http://[::]:8080/",
    ];

    #[test]
    fn loopback_is_not_reached_unless_it_was_typed() {
        let elsewhere = typed("http://127.0.0.1:9999/v1/apps");
        for url in LOOPBACK {
            for guard in [&guard(&[], &[], false), &elsewhere, &typed("https://a.apple.com/")] {
                let failure = guard.route(url).unwrap_err();
                assert_eq!(failure.kind, FailureKind::NotAllowed, "{url}");
                assert!(failure.message.contains("only the captured request names"), "{}", failure.message);
                assert!(failure.message.contains("--allow-host "), "{}", failure.message);
            }
        }
        let schemes = ["http", "https"];
        for host in ["api.push.apple.com@127.0.0.1", "api.push.apple.com:443@localhost:8080"] {
            for url in schemes.map(|scheme| format!("{scheme}://{host}/")) {
                assert_eq!(refusal(&elsewhere, &url), FailureKind::Unsendable, "{url}");
            }
        }
    }

    #[test]
    fn loopback_that_was_typed_is_reached_in_plain_http_and_tls() {
        for origin in ["127.0.0.1:8080", "127.8.8.8", "[::1]:8080", "localhost", "2130706433:80", "0x7f.1:81"]
        {
            for scheme in ["http", "https"] {
                let url = format!("{scheme}://{origin}/v1/apps");
                assert!(
                    typed(&url).route(&format!("{scheme}://{origin}/v1/builds?limit=1")).is_ok(),
                    "{url}"
                );
            }
        }
        assert!(guard(&["127.0.0.1:8080"], &[], false).route("http://127.0.0.1:8080/v1").is_ok());
        assert!(guard(&["localhost"], &[], false).route("http://localhost:8080/v1").is_ok());
        assert_eq!(refusal(&guard(&["localhost"], &[], false), "http://127.0.0.1/"), FailureKind::NotAllowed);
        // These are not loopback for every resolver or system, so nothing goes there in plain text.
        for url in ["http://api.localhost/", "http://localhost./", "http://0.0.0.0/", "https://10.0.0.1/"] {
            assert_eq!(refusal(&typed(url), url), FailureKind::NotAllowed, "{url}");
        }
    }

    #[test]
    fn no_base_url_takes_requests_for_a_host_that_was_only_captured() {
        let base = ["http://127.0.0.1:8080", "gateway.example=http://127.0.0.1:8081"];
        for http2_only in [false, true] {
            let guard = guard(&["allowed.example"], &base, http2_only);
            for url in ["https://captured.example/", "http://127.0.0.1:9/", "http://localhost/"] {
                assert_eq!(refusal(&guard, url), FailureKind::NotAllowed, "{url}");
            }
            for url in
                ["https://gateway.example/", "https://allowed.example/", "http://api.push.apple.com:8443/"]
            {
                assert!(guard.route(url).is_ok(), "{url}");
            }
        }
        assert!(guard(&[], &base, false).route("http://127.0.0.1:8080/v1/apps").is_ok());
    }

    #[test]
    fn the_refusal_names_the_host_and_the_option() {
        let url = "https://example.com:8443/x?secret=1";
        assert_eq!(
            typed(url).route(url).unwrap_err().message,
            "nothing was sent to example.com:8443, which is not one of the service's hosts; allow it with --allow-host \
             example.com:8443"
        );
        let captured = |url| guard(&[], &[], false).route(url).unwrap_err().message;
        let refused = |place: &str, fix: &str| {
            format!(
                "nothing was sent to {place}, which only the captured request names and which is not one of the \
                 service's hosts; if the request is meant to go there, type {fix}"
            )
        };
        assert_eq!(captured(url), refused("example.com:8443", "--allow-host example.com:8443"));
        assert_eq!(
            captured("http://127.0.0.1:81/x?secret=1"),
            refused("127.0.0.1:81", "--url http://127.0.0.1:81/… or --allow-host 127.0.0.1:81")
        );
        assert!(captured("http://example.com/").contains("--url https://example.com/… with --allow-host"));
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
        let guard = guard(&["10.0.0.1", "[2001:db8::1]"], &["http://[::1]:8080"], true);
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
            assert!(Guard::new(OWN, &[text.to_owned()], None, Vec::new(), false).is_err(), "{text}");
        }
    }
}
