//! A request as it came, the answer it gets, and what is kept of both.

use hyper::{HeaderMap, Method, Uri, Version};

use super::reason::Reason;

/// What came over the wire.
#[derive(Clone, Debug)]
pub(super) struct Request {
    /// The service asked for: `Host`, else `:authority`, without port. `Host` comes first because a client that was
    /// sent to another origin cannot always set `:authority`.
    pub(super) host: String,
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) version: Version,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    /// Counted from 1.
    pub(super) connection: usize,
}

impl Request {
    pub(super) fn path(&self) -> &str {
        self.uri.path()
    }

    pub(super) fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }

    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The token of the one `Authorization` field. Apple writes `Bearer` for its APIs and `bearer` for APNs; the
    /// scheme's letter case does not matter (RFC 9110 §11.1).
    pub(super) fn bearer(&self) -> Result<&str, Reason> {
        let mut fields = self.headers.get_all("authorization").iter();
        let field = fields.next().ok_or(Reason::AuthorizationMissing)?;
        let (scheme, token) =
            field.to_str().ok().and_then(|it| it.split_once(' ')).ok_or(Reason::AuthorizationMalformed)?;
        let is_bearer = scheme.eq_ignore_ascii_case("bearer") && !token.contains([' ', ',', '"']);
        if is_bearer && fields.next().is_none() { Ok(token) } else { Err(Reason::AuthorizationMalformed) }
    }
}

/// What goes back, `Date` excepted.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) fields: Vec<(&'static str, String)>,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn json(status: u16, body: impl Into<String>) -> Self {
        Self::typed(status, "application/json", body)
    }

    pub(super) fn text(status: u16, body: impl Into<String>) -> Self {
        Self::typed(status, "text/plain;charset=UTF-8", body)
    }

    pub(super) fn html(status: u16, body: impl Into<String>) -> Self {
        Self::typed(status, "text/html", body)
    }

    pub(super) fn empty(status: u16) -> Self {
        Self { status, fields: Vec::new(), body: String::new() }
    }

    pub(super) fn field(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    fn typed(status: u16, content_type: &str, body: impl Into<String>) -> Self {
        Self { body: body.into(), ..Self::empty(status).field("content-type", content_type) }
    }
}

/// What the server made of the credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The credential is good, whatever the status.
    Accepted,
    Refused(Reason),
}

/// A request that was answered.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) host: String,
    /// Path and query, as sent.
    pub(crate) target: String,
    /// Names in lower case, in the order they came.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Counted from 1.
    pub(crate) connection: usize,
    pub(crate) is_http2: bool,
    pub(crate) status: u16,
    pub(crate) verdict: Verdict,
}

impl Seen {
    pub(super) fn new(request: &Request, status: u16, verdict: Verdict) -> Self {
        let header = |(name, value): (&hyper::header::HeaderName, &hyper::header::HeaderValue)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Self {
            method: request.method.to_string(),
            host: request.host.clone(),
            target: request.uri.path_and_query().map_or_else(String::new, ToString::to_string),
            headers: request.headers.iter().map(header).collect(),
            body: request.body.clone(),
            connection: request.connection,
            is_http2: request.version == Version::HTTP_2,
            status,
            verdict,
        }
    }

    /// The first field of that name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    /// Whether anything that proves an identity came with it.
    pub(crate) fn has_credential(&self) -> bool {
        let body = String::from_utf8_lossy(&self.body);
        self.headers.iter().any(|(name, _)| ["authorization", "cookie"].contains(&name.as_str()))
            || ["client_secret=", "client_assertion=", "PRIVATE KEY", "eyJ"]
                .iter()
                .any(|it| body.contains(it))
            || self.target.contains("eyJ")
    }
}
