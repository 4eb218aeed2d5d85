//! The request a token was, or is to be, sent with.

use std::fmt;

/// Method and target of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    /// Lower-case scheme and host, when the whole URL is known.
    pub scheme: Option<String>,
    pub host: Option<String>,
    /// The port, when it is not the scheme's own.
    pub port: Option<u16>,
    /// The path, as written, without query.
    pub path: String,
    /// The query, as written, without `?`.
    pub query: Option<String>,
}

impl Request {
    /// Reads a whole URL, or a path of the service. `None` when it is neither.
    pub fn parse(method: Option<&str>, url: &str) -> Option<Self> {
        let (origin, target) = match url.split_once("://") {
            Some((scheme, rest)) => {
                let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
                let (authority, target) = rest.split_at_checked(end)?;
                (Some((scheme, authority)), target)
            }
            None if url.starts_with('/') => (None, url),
            None => return None,
        };
        let target = target.split_once('#').map_or(target, |(target, _)| target);
        let (path, query) =
            target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        let scheme = origin.map(|(scheme, _)| scheme.to_ascii_lowercase());
        let place = origin.map(|(_, authority)| host_and_port(authority));
        let host = place.map(|(host, _)| host.to_ascii_lowercase());
        if host.as_deref() == Some("") {
            return None;
        }
        let usual = if scheme.as_deref() == Some("http") { 80 } else { 443 };
        Some(Self {
            method: method.unwrap_or("GET").to_ascii_uppercase(),
            scheme,
            host,
            port: place.and_then(|(_, port)| port.parse().ok()).filter(|port| *port != usual),
            path: if path.is_empty() { "/".to_owned() } else { path.to_owned() },
            query: query.map(str::to_owned),
        })
    }

    /// The URL without the values of parameters that are none of Apple's APIs: they may be secrets.
    pub fn shown(&self) -> String {
        let Some(query) = &self.query else { return self.to_string() };
        let shown = |pair: &str| match pair.split_once('=') {
            Some((name, value)) if !value.is_empty() && !is_known_parameter(name) => {
                format!("{name}=<redacted>")
            }
            _ => pair.to_owned(),
        };
        let query = query.split('&').map(shown).collect::<Vec<_>>().join("&");
        Self { query: Some(query), ..self.clone() }.to_string()
    }

    /// The query's parameters, percent-decoding left undone.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.query.as_deref().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
    }
}

/// Whether a parameter is one of Apple's, which hold no secrets; `filter[name]` as well as `filter%5Bname%5D`.
fn is_known_parameter(name: &str) -> bool {
    const KNOWN: [&str; 15] = [
        "cursor",
        "endDate",
        "exists",
        "fields",
        "filter",
        "inAppOwnershipType",
        "include",
        "limit",
        "page",
        "productId",
        "productType",
        "revision",
        "sort",
        "startDate",
        "status",
    ];
    let base = name.split(['[', '%']).next().unwrap_or(name);
    KNOWN.contains(&base)
}

/// The URL, or the path when the host is not known.
impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if let Some(host) = &self.host {
            write!(f, "{}://{host}", self.scheme.as_deref().unwrap_or("https"))?;
        }
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        f.write_str(&self.path)?;
        self.query.as_deref().map_or(Ok(()), |query| write!(f, "?{query}"))
    }
}

/// An IPv6 address keeps its brackets.
fn host_and_port(authority: &str) -> (&str, &str) {
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    let end = place.find(']').map_or(0, |at| at + 1);
    let (address, rest) = place.split_at_checked(end).unwrap_or((place, ""));
    match rest.split_once(':') {
        Some((name, port)) => (if end == 0 { name } else { address }, port),
        None => (place, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_urls_and_paths_are_read() {
        let r = Request::parse(None, "https://API.appstoreconnect.apple.com:443/v1/apps?limit=1&a[b]=c#x")
            .unwrap();
        assert_eq!((r.method.as_str(), r.host.as_deref()), ("GET", Some("api.appstoreconnect.apple.com")));
        assert_eq!((r.path.as_str(), r.port), ("/v1/apps", None));
        assert_eq!(r.parameters().collect::<Vec<_>>(), [("limit", "1"), ("a[b]", "c")]);
        assert_eq!(Request::parse(Some("post"), "/v1/apps").unwrap().method, "POST");
    }

    #[test]
    fn a_request_is_shown_as_its_url() {
        for url in [
            "https://api.push.apple.com/3/device/0",
            "https://api.push.apple.com:2197/3/device/0",
            "http://localhost:443/v1/apps",
            "http://[::1]:8080/v1/apps",
            "https://[::1]/v1/apps",
            "/v1/apps?limit=1",
        ] {
            assert_eq!(Request::parse(None, url).unwrap().to_string(), url);
        }
        let usual = Request::parse(None, "https://me:word@[::1]:443/v1/apps").unwrap();
        assert_eq!(usual.to_string(), "https://[::1]/v1/apps");
    }

    #[test]
    fn values_of_strange_parameters_are_not_shown() {
        let shown = |url: &str| Request::parse(None, url).unwrap().shown();
        let url = "https://a.apple.com/v1/apps?limit=1&filter[bundleId]=a.b&fields%5Bapps%5D=name";
        assert_eq!(shown(url), url);
        assert_eq!(
            shown("/v1/apps?client%5Fsecret=S&token=S&code=S&limit=1&x"),
            "/v1/apps?client%5Fsecret=<redacted>&token=<redacted>&code=<redacted>&limit=1&x"
        );
    }

    #[test]
    fn other_text_is_no_request() {
        for text in ["", "v1/apps", "https://", "GET /v1/apps"] {
            assert_eq!(Request::parse(None, text), None, "{text}");
        }
    }
}
