//! Everything a lint may look at.

use crate::catalog::role::Role;
use crate::catalog::service::{From, LongLived, Presence, Rules, Service, Transport};
use crate::model::credentials::Credentials;
use crate::model::exchange::Exchange;
use crate::model::file::FileFacts;
use crate::model::json::{Object, Value};
use crate::model::jwk::Jwks;
use crate::model::jws::Token;
use crate::model::key::Key;
use crate::model::request::Request;
use crate::model::verification::Verification;

/// How far tools set `iat` back against clock differences, in seconds: fastlane and many others.
pub(crate) const BACKDATE: f64 = 60.0;

/// One subject, judged as a token or credential of one service at one instant.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Every service there is.
    pub list: &'a [&'static Service],
    /// The service it is judged by.
    pub service: &'a Service,
    /// What that service asks of a token.
    pub rules: &'a Rules,
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
    /// What was, or is to be, requested.
    pub request: Option<&'a Request>,
    /// The exchange that is judged, when one was captured.
    pub exchange: Option<&'a Exchange>,
    /// The status of its response: as captured, or the one that its text comes with.
    pub status: Option<u16>,
    /// The role of the key, as far as it was given.
    pub role: Option<&'static Role>,
    /// How long the token must still be valid, in seconds.
    pub min_remaining: Option<f64>,
    /// Whether the token stands for a key: another one is minted whenever one is needed.
    pub stands_for_key: bool,
}

impl<'a> Context<'a> {
    pub fn header(&self) -> Option<&'a Object> {
        self.token?.header()
    }

    pub fn claims(&self) -> Option<&'a Object> {
        self.token?.claims()
    }

    /// Whether the request goes to the service, as far as its host is known.
    pub fn is_addressed(&self) -> bool {
        let goes_there = |request: &Request| {
            request.host.as_deref().is_none_or(|host| self.service.is_at(host, &request.path))
        };
        self.request.is_none_or(goes_there)
    }

    /// How the service takes the token where the request goes.
    pub fn transport(&self) -> Transport {
        self.service.transport_at(self.request.and_then(|request| request.host.as_deref()))
    }

    /// The claim as a NumericDate: seconds since 1970, fractions allowed (RFC 7519 §2). `None` when it is absent, no
    /// number, or no part of the service's tokens.
    pub fn numeric_date(&self, name: &str) -> Option<f64> {
        self.date(name)?.as_number()
    }

    /// The value of a claim that should be a NumericDate; `None` when it is absent or no part of the service's
    /// tokens. As long as several services remain, it is that of one of them.
    pub fn date(&self, name: &str) -> Option<&'a Value> {
        let presence = self.service.claim(name).map(|claim| claim.presence);
        let is_foreign = presence == Some(Presence::Forbidden) || name == "exp" && self.rules.end_by_age();
        let counts = !is_foreign || self.services.len() > 1;
        counts.then(|| self.claims()?.get(name)).flatten()
    }

    /// The longest life the service allows this token, in seconds; six months when its `scope` earns that.
    pub fn max_lifetime(&self) -> Option<u32> {
        let lifetime = &self.rules.lifetime;
        let long_lived = lifetime.long_lived.as_ref().filter(|_| self.scope_is_long_lived());
        long_lived.map(|rule| rule.max).or(lifetime.max)
    }

    /// Whether a life of so many seconds is over the longest, or exactly it where the service refuses that.
    pub fn is_too_long(&self, life: f64) -> bool {
        let refused = self.rules.lifetime.max_refused;
        self.max_lifetime().map(f64::from).is_some_and(|max| life > max || refused && life == max)
    }

    /// Whether the lifetime from `iat` to `exp` is over the maximum by the service's documentation.
    pub fn exceeds_maximum(&self, iat: f64, exp: f64) -> bool {
        let is_measured = self.rules.lifetime.from.contains(&From::IssuedAt);
        self.is_too_long(exp - iat) && (is_measured || self.is_too_long(exp - self.at))
    }

    /// Whether the service rejects the lifetime from `iat` to `exp`, beyond doubt.
    ///
    /// App Store Connect documents two measures, `exp − iat` and `exp −` its own clock. Tokens that are over the
    /// maximum by the first alone are reported as always refused, and as hardly ever; that only the second counts
    /// would explain both. So they are in doubt, as far as the instant of the request is known; where it is not, up
    /// to the 60 seconds that tools set `iat` back.
    pub fn has_too_long_lifetime(&self, iat: f64, exp: f64) -> bool {
        let from = self.rules.lifetime.from;
        let is_measured_twice = from.contains(&From::IssuedAt) && from.contains(&From::Now);
        let is_beyond_doubt = match self.at_is_known {
            _ if !is_measured_twice => true,
            true => self.is_too_long(exp - self.at),
            false => self.is_too_long(exp - iat - BACKDATE),
        };
        is_beyond_doubt && self.exceeds_maximum(iat, exp)
    }

    /// The first entry of `scope` that is no GET of a resource for which the service allows long-lived tokens.
    pub fn short_lived_entry(&self) -> Option<Value> {
        let rule = self.rules.lifetime.long_lived.as_ref()?;
        self.scope().into_iter().find(|entry| !rule.covers(&entry.as_str().unwrap_or_default()))
    }

    fn scope_is_long_lived(&self) -> bool {
        !self.scope().is_empty() && self.short_lived_entry().is_none()
    }

    fn scope(&self) -> Vec<Value> {
        self.claims().and_then(|claims| claims.get("scope")?.elements()).unwrap_or_default()
    }
}

impl LongLived {
    /// Whether an entry of `scope` is a GET of a resource on the list.
    fn covers(&self, entry: &str) -> bool {
        let path = entry.strip_prefix("GET ").map(|url| url.split('?').next().unwrap_or(url));
        path.is_some_and(|path| self.paths.iter().any(|listed| is_below(path, listed)))
    }
}

/// Whether `path` is `pattern` or lies below it; `*` stands for one segment.
fn is_below(path: &str, pattern: &str) -> bool {
    let mut segments = path.split('/');
    pattern
        .split('/')
        .all(|expected| segments.next().is_some_and(|s| expected == "*" && !s.is_empty() || s == expected))
}
