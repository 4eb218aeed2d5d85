//! The times of a token against the server's clock.

use serde_json::Value;

use super::jws::Jws;
use super::reason::Reason;

/// How long after `exp` a token still passes. *Assumption*: some were seen to pass for minutes (§4, 7), which no
/// program should rely on; a clock that is read a moment later must not matter.
const EXPIRY_TOLERANCE: f64 = 5.0;

/// How far `iat` may lie ahead. *Assumption*: 34 s were taken once (§4, 5); the limit is unknown.
const ISSUE_TOLERANCE: f64 = 60.0;

/// Seconds since 1970, fractions included: clients that send them are accepted (§2.1).
pub(super) struct Times {
    iat: Option<f64>,
    exp: Option<f64>,
    now: f64,
}

impl Times {
    /// A string, a boolean or null is no time (RFC 7519 §2). Milliseconds are one, far away.
    pub(super) fn of(jws: &Jws, now: f64) -> Result<Self, Reason> {
        let time = |name| match jws.claim(name) {
            None => Ok(None),
            Some(Value::Number(number)) => Ok(number.as_f64()),
            Some(_) => Err(Reason::TimeMalformed),
        };
        Ok(Self { iat: time("iat")?, exp: time("exp")?, now })
    }

    /// There is an `exp`, and it has not passed.
    pub(super) fn not_expired(&self) -> Result<(), Reason> {
        match self.exp {
            None => Err(Reason::ExpiryMissing),
            Some(exp) if self.now - exp > EXPIRY_TOLERANCE => Err(Reason::Expired),
            Some(_) => Ok(()),
        }
    }

    /// `iat`, when there is one, is no instant of the future.
    pub(super) fn not_ahead(&self) -> Result<(), Reason> {
        match self.iat {
            Some(iat) if iat - self.now > ISSUE_TOLERANCE => Err(Reason::IssuedInFuture),
            _ => Ok(()),
        }
    }

    pub(super) fn has_issue(&self) -> Result<(), Reason> {
        self.iat.map(drop).ok_or(Reason::IssuedAtMissing)
    }

    /// `iat` is at most `age` seconds old.
    pub(super) fn younger_than(&self, age: f64) -> Result<(), Reason> {
        match self.iat {
            Some(iat) if self.now - iat > age => Err(Reason::IssuedTooLongAgo),
            _ => Ok(()),
        }
    }

    /// `exp − iat`, when there is an `iat`.
    pub(super) fn span(&self) -> Option<f64> {
        Some(self.exp? - self.iat?)
    }

    /// `exp −` the server's clock.
    pub(super) fn left(&self) -> Option<f64> {
        Some(self.exp? - self.now)
    }
}
