//! One request of the plan, and what its response shows.

use super::endpoint::Endpoint;
use crate::judge::experiments::Name;
use crate::redact::Sendable;

/// A request to be sent, and what it is for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attempt {
    pub(crate) purpose: Purpose,
    pub(crate) name: Name,
    /// JSON pointers to what differs from what it is compared with.
    pub(crate) changed: Vec<String>,
    /// What is sent, as a clause.
    pub(crate) what: String,
    /// What its response would show.
    pub(crate) question: String,
    pub(crate) endpoint: Endpoint,
    pub(crate) credential: Credential,
}

/// How a request is authorized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Credential {
    Absent,
    /// The way the service takes tokens.
    Token(Sendable),
    /// This value of `Authorization`, whatever it is.
    Field(Sendable),
}

/// Why a request is sent: with what its response is compared, and what that shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Given,
    NoToken,
    Control,
    /// The given token, a second later.
    Repeat,
    /// The request as it was captured.
    Captured,
    /// The given token at another host.
    OtherHost,
    /// The given token with its DER signature in the raw form.
    RawSignature,
    Resigned,
    Fresh,
    /// The fresh token once more: Apple sometimes rejects a valid one.
    FreshAgain,
    /// Issued now by this machine's clock.
    LocalClock,
    /// Issued now by the server's clock.
    ServerClock,
    /// One change of the rejected form.
    Change,
    /// Another identity for the same key.
    Identity,
    /// The rejected form, after a change of it was accepted.
    Confirmation,
    /// The rejected form, when nothing of it is left to change.
    LastResort,
    Role,
}

/// What the response to a request shows, compared with the rejection that is explained.
pub(super) struct Meaning {
    /// Before the response is there.
    pub(super) question: &'static str,
    /// It came further.
    pub(super) further: &'static str,
    /// It was rejected, too.
    pub(super) rejected: &'static str,
}

impl Purpose {
    /// The table of outcomes. Where a cell is empty, the plan has to say more than a fixed sentence can.
    pub(super) const fn meaning(self) -> Meaning {
        let [question, further, rejected] = match self {
            Self::Given => ["tells what there is to explain", "accepted", "the refusal to explain"],
            Self::NoToken => [
                "tells what a refusal looks like here, and the time",
                "answered without a token",
                "what a refusal looks like here",
            ],
            Self::Control => [
                "tells whether token or endpoint is at fault",
                "accepted here: the endpoint is what the token does not reach",
                "refused here, too: it is not the endpoint",
            ],
            Self::Repeat => [
                "tells whether it is refused every time",
                "accepted now, unchanged: the refusal was Apple's",
                "refused again, so not by chance",
            ],
            Self::Captured => [
                "tells whether it is refused again",
                "not refused: what was captured does not happen now",
                "refused again: the token is good, sending it so was the fault",
            ],
            Self::OtherHost => [
                "tells whether it is good there",
                "accepted there: the token is good, but not for this host",
                "refused there, too",
            ],
            Self::RawSignature => [
                "accepted: what was repaired was the fault",
                "accepted: the form of the signature was the fault",
                "refused, too: not for its form alone",
            ],
            Self::Resigned => [
                "accepted: the signature was the fault",
                "accepted: the signature was the fault",
                "refused, too: not for the signature alone",
            ],
            Self::Fresh => [
                "accepted: the given token is at fault; refused: key ID, issuer or key",
                "accepted: key, key ID and issuer are good, the given token is at fault",
                "refused, too: key ID, issuer or key, not the token",
            ],
            Self::FreshAgain => [
                "tells whether it is refused every time",
                "accepted now: that it was refused before was Apple's doing",
                "refused again, so not by chance",
            ],
            Self::LocalClock => [
                "refused by this machine's clock and accepted by Apple's: the clock is the fault",
                "accepted: the clock is not the fault, the token's times are",
                "refused",
            ],
            Self::ServerClock => [
                "refused by this machine's clock and accepted by Apple's: the clock is the fault",
                "accepted: this machine's clock is the fault",
                "refused, too: not for the clock alone",
            ],
            Self::Change => ["accepted: what was repaired was the fault", "", "refused, too"],
            Self::Identity => ["accepted: that identifier was the fault", "", "refused, too"],
            Self::Confirmation => [
                "tells whether it is refused every time",
                "the unchanged form is not refused any more: nothing is proven",
                "the unchanged form is refused again: proven",
            ],
            Self::LastResort => [
                "tells whether it is refused every time",
                "accepted now, unchanged: the refusal was Apple's",
                "refused again, and nothing known is wrong with it",
            ],
            Self::Role => ["", "the role is enough", "the role is not enough"],
        };
        Meaning { question, further, rejected }
    }

    /// Whether the service sees a token that it did not see before.
    pub(super) const fn is_variant(self) -> bool {
        matches!(
            self,
            Self::RawSignature
                | Self::Resigned
                | Self::Fresh
                | Self::LocalClock
                | Self::ServerClock
                | Self::Change
                | Self::Identity
        )
    }
}

/// A change is asked about in the words of what is changed.
pub(super) fn question(purpose: Purpose, name: Name) -> &'static str {
    match (purpose, name) {
        (Purpose::Change | Purpose::Identity, Name::Identity) => Purpose::Identity.meaning().question,
        (Purpose::Change | Purpose::Identity, Name::Shifted) => Purpose::LocalClock.meaning().question,
        (Purpose::Change | Purpose::Identity, Name::Scope) => "accepted: what was left out was the fault",
        (Purpose::Change | Purpose::Identity, _) => Purpose::Change.meaning().question,
        _ => purpose.meaning().question,
    }
}

impl Attempt {
    /// A request whose question is that of its purpose.
    pub(super) fn new(
        purpose: Purpose,
        name: Name,
        what: String,
        endpoint: &Endpoint,
        credential: Credential,
    ) -> Self {
        let question = question(purpose, name).to_owned();
        Self { purpose, name, changed: Vec::new(), what, question, endpoint: endpoint.clone(), credential }
    }

    pub(super) fn changing(self, changed: Vec<String>) -> Self {
        Self { changed, ..self }
    }
}
