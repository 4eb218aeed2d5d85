//! The rejected token that a change is compared with.

use super::observation::Reading;
use crate::catalog::response::Response;
use crate::judge::experiments::{Level, Name};
use crate::model::jws::Token;
use crate::redact::Sendable;

/// A token that was rejected, with which others are compared.
pub(super) struct Rejection {
    pub(super) text: Sendable,
    pub(super) token: Token,
    pub(super) name: Name,
    pub(super) level: Level,
    pub(super) response: &'static Response,
    /// Whether it differs from the given token in the signature already: this key did not sign that one.
    pub(super) is_of_other_key: bool,
}

impl Rejection {
    pub(super) fn new(text: Sendable, name: Name, reading: &Reading) -> Self {
        let token = Token::decode(text.as_str().as_bytes(), false);
        Self { text, token, name, level: reading.level, response: reading.response, is_of_other_key: false }
    }

    /// Whether a response to another token shows that the cause is gone: it came further, or as far without the
    /// response that names this cause.
    pub(super) fn is_fixed(&self, reading: &Reading, cause: &str) -> bool {
        let names = |response: &Response| response.priors.unknown.iter().any(|(id, _)| *id == cause);
        let is_other =
            reading.response.id != self.response.id && names(self.response) && !names(reading.response);
        reading.level > self.level
            || reading.level == self.level && reading.level == Level::Accepted && is_other
    }

    /// Whether it is the same rejection.
    pub(super) fn is_again(&self, reading: &Reading) -> bool {
        reading.level == self.level && reading.response.id == self.response.id
    }
}
