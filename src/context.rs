//! Everything a lint may look at.

use crate::credentials::Credentials;
use crate::input::FileFacts;
use crate::json::{Object, Value};
use crate::jwk::Jwks;
use crate::jws::Token;
use crate::key::Key;
use crate::request::Request;
use crate::service::{LongLived, Service};
use crate::verification::Verification;

/// One subject, judged as a token or credential of one service at one instant.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The service it is judged by.
    pub service: &'a Service,
    /// Every service it may belong to, this one included.
    pub services: &'a [&'static Service],
    /// The instant of judgement, in seconds since 1970.
    pub at: f64,
    /// Whether the instant is that of the request, and not just that of this run.
    pub at_is_known: bool,
    pub token: Option<&'a Token>,
    pub key: Option<&'a Key>,
    /// Mode and git state of the key's file.
    pub key_file: Option<&'a FileFacts>,
    pub credentials: &'a Credentials,
    pub jwks: Option<&'a Jwks>,
    pub signature: &'a Verification,
    pub request: Option<&'a Request>,
    /// How long the token must still be valid, in seconds.
    pub min_remaining: Option<f64>,
}

impl<'a> Context<'a> {
    pub fn header(&self) -> Option<&'a Object> {
        self.token?.header()
    }

    pub fn claims(&self) -> Option<&'a Object> {
        self.token?.claims()
    }

    /// The claim as a NumericDate: seconds since 1970, fractions allowed (RFC 7519 §2). `None` when it is absent or
    /// no number.
    pub fn numeric_date(&self, name: &str) -> Option<f64> {
        self.claims()?.get(name)?.as_number()
    }

    /// The longest life the service allows this token, in seconds; six months when its `scope` earns that.
    pub fn max_lifetime(&self) -> Option<u32> {
        let lifetime = &self.service.lifetime;
        let long_lived = lifetime.long_lived.as_ref().filter(|rule| self.scope_is_long_lived(rule));
        long_lived.map(|rule| rule.max).or(lifetime.max)
    }

    /// Whether there is a `scope` and each entry is a GET of a resource that allows long-lived tokens.
    fn scope_is_long_lived(&self, rule: &LongLived) -> bool {
        let entries = self.claims().and_then(|claims| claims.get("scope")?.elements()).unwrap_or_default();
        let is_listed = |entry: &Value| {
            let entry = entry.as_str().unwrap_or_default();
            let path = entry.strip_prefix("GET ").map(|url| url.split('?').next().unwrap_or(url));
            path.is_some_and(|path| rule.paths.iter().any(|listed| is_below(path, listed)))
        };
        !entries.is_empty() && entries.iter().all(is_listed)
    }
}

/// Whether `path` is `pattern` or lies below it; `*` stands for one segment.
fn is_below(path: &str, pattern: &str) -> bool {
    let mut segments = path.split('/');
    pattern
        .split('/')
        .all(|expected| segments.next().is_some_and(|s| expected == "*" && !s.is_empty() || s == expected))
}
