//! What the plan is made for: the credential, the request that failed, the limits.

use super::endpoint::Endpoint;
use crate::catalog::evidence::Environment;
use crate::catalog::service::{Service, Transport};
use crate::catalog::services::{self, Clues, SERVICES};
use crate::model::jws::Token;
use crate::model::key::Key;
use crate::model::request::Request;
use crate::redact::{Known, Sendable};

/// What is asked, and with what.
pub(crate) struct Plan<'a> {
    pub(crate) service: &'static Service,
    pub(crate) given: GivenToken,
    /// What signs variants; `None`: none are made.
    pub(crate) key: Option<&'a Key>,
    pub(crate) environment: Option<Environment>,
    /// What failed.
    pub(crate) request: Option<Request>,
    pub(crate) topic: Option<String>,
    pub(crate) asks_roles: bool,
    pub(crate) vendor: Option<&'a str>,
    /// Whether a captured response is what is explained.
    pub(crate) is_captured: bool,
    /// The service that the given token is for, when it is another one: the token is not sent.
    pub(crate) unsent: Option<&'static Service>,
    /// The private keys of this run, of which nothing may be sent.
    pub(crate) known: Known,
    /// The most requests of the whole run.
    pub(crate) max_requests: usize,
}

impl Plan<'_> {
    /// What failed, and the harmless request; the latter alone when nothing else failed that can be asked again.
    pub(super) fn endpoints(&self) -> Option<(Endpoint, Option<Endpoint>)> {
        let control = Endpoint::control(self.service, self.environment, self.topic.as_deref())?;
        let request = self.request.as_ref();
        let target = request.and_then(|request| Endpoint::target(self.service, self.environment, request));
        Some(match target {
            Some(target) if target.url != control.url => (target, Some(control)),
            _ => (control, None),
        })
    }

    /// The addresses that are asked first.
    pub(crate) fn urls(&self) -> Vec<String> {
        let endpoints = self.endpoints().map(|(target, control)| [Some(target), control]);
        endpoints.into_iter().flatten().flatten().map(|endpoint| endpoint.url).collect()
    }
}

/// The token that was given, or the one that was minted in its place.
pub(crate) struct GivenToken {
    pub(crate) text: Sendable,
    pub(crate) is_minted: bool,
}

/// The service that a token is made for, when its claims leave one and that one takes a GET.
pub(crate) fn service_of_claims(token: Option<&Token>) -> Option<&'static Service> {
    let [service] = services::candidates(SERVICES, Some(token?), Clues::default())[..] else { return None };
    let takes_gets =
        service.probe.as_ref().is_some_and(|probe| probe.method == "GET" && !probe.grants_access);
    (service.transport == Transport::Bearer && takes_gets).then_some(service)
}
