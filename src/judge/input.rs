//! What is judged, as it was read.

use std::sync::Arc;

use super::Settings;
use crate::catalog::response::Statement;
use crate::catalog::sender::Sender;
use crate::input::{Binary, KeyInput, Source};
use crate::model::credentials::Credentials;
use crate::model::exchange::Exchange;
use crate::model::jwk::Jwks;
use crate::model::jws::Token;
use crate::model::request::Request;

/// One thing that is judged, as it was read: what all stages start from.
#[derive(Clone)]
pub(crate) struct Input {
    pub source: Source,
    /// Where in a log it stands.
    pub place: Option<Place>,
    pub kind: Kind,
    /// What it was recognized as, when it holds nothing to check.
    pub binary: Option<Binary>,
    /// What else stands in a log, and was reported of others.
    pub repeats: Option<Repeats>,
    pub token: Option<Token>,
    /// Whether the token was minted to ask about the key, and another one will be when one is needed.
    pub stands_for_key: bool,
    pub key: Option<Arc<KeyInput>>,
    pub jwks: Option<Arc<Jwks>>,
    pub credentials: Credentials,
    /// As captured, completed by what the options say of it.
    pub exchange: Option<Exchange>,
    /// Who sent the response; for a text without one, who sent the failures that are not Apple's.
    pub sender: Sender,
    /// What the response says, when it was read already.
    pub statement: Option<Statement>,
    /// Whether words count that may stand anywhere, where nothing shows who sent them.
    pub takes_common: bool,
    /// A short text that reports a refusal, and nothing shows who sent it.
    pub is_refusal_of_unknown: bool,
}

/// A place in a log, and how often the same stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// From 1.
    pub line: u64,
    /// From 1, in characters.
    pub column: u64,
    pub count: u64,
}

/// Failures and tokens in the log of a job that the logs of its steps hold as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repeats {
    pub count: usize,
    /// The folder of the steps.
    pub of: Arc<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Token,
    Key,
    Credentials,
    Jwks,
    /// A captured request or answer, whole or in part.
    Exchange,
    /// A log in which nothing was found.
    Log,
    /// What is recognized, and is no credential for a request.
    Other,
}

impl Input {
    /// What was asked: as captured, else as the options say.
    pub(crate) fn request<'a>(&'a self, settings: &'a Settings) -> Option<&'a Request> {
        self.exchange.as_ref().and_then(|exchange| exchange.request.as_ref()).or(settings.request.as_ref())
    }
}

impl Kind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Key => "key",
            Self::Credentials => "credentials",
            Self::Jwks => "jwks",
            Self::Exchange => "exchange",
            Self::Log => "log",
            Self::Other => "other",
        }
    }
}
