//! What takes no private key: other hosts, another way to send the token, another form of its signature.

use super::{Refused, Run, service_of_claims};
use crate::catalog::evidence::{Environment, Experiment, Outcome};
use crate::catalog::lint::{Finding, Severity};
use crate::catalog::service::Service;
use crate::judge::experiments::{Level, Name};
use crate::mint;
use crate::model::exchange::Authorization;
use crate::model::jws::Token;
use crate::model::signature::Form as Signature;
use crate::probe::driver::{Ask, Shot};
use crate::probe::plan::endpoint::Endpoint;
use crate::redact::Sendable;

impl<A: Ask> Run<'_, A> {
    /// Proves that the captured request was refused for how it was authorized: the token sent rightly is accepted.
    pub(super) async fn sent_rightly(&mut self, token: &Token) {
        let captured = self.subject.exchange.as_ref().filter(|_| self.subject.recognised.is_some());
        let is_of_field =
            |finding: &&Finding| finding.at.starts_with("/request") && finding.severity == Severity::Error;
        let finding = self.subject.checks.findings.iter().find(is_of_field);
        let (Some(exchange), Some(finding)) = (captured, finding) else { return };
        let Some(cause) = finding.lint.causes.first().copied() else { return };
        let outgoing = match exchange.authorization() {
            Authorization::Absent => self.target.outgoing(None),
            Authorization::Present(value) if value.contains(token.text()) => {
                match Sendable::value(value, &self.plan.known) {
                    Ok(value) => self.target.authorized(value),
                    Err(_) => return,
                }
            }
            _ => return,
        };
        let name = if outgoing.authorization.is_some() { Name::Repeat } else { Name::None };
        let shot = Shot {
            name,
            changed: vec!["/request/authorization".to_owned()],
            what: "the request as it was captured".to_owned(),
            tells: "tells whether it is refused again".to_owned(),
            outgoing,
            is_variant: false,
        };
        let Some(seen) = self.tried_out(shot).await else { return };
        if seen.level < Level::Accepted {
            self.bench.note(seen.index, "refused again: the token is good, sending it so was the fault");
            let words = "sent in `Authorization: Bearer` the token is accepted; as it was captured, the request is refused again";
            self.proven(cause, words);
        } else {
            self.bench.note(seen.index, "not refused: what was captured does not happen now");
        }
    }

    /// The given token at the host of the other environment, and at that of the service its claims are made for.
    pub(super) async fn at_other_hosts(&mut self, refused: &Refused) -> bool {
        if let Some((environment, endpoint)) = self.target.elsewhere(self.plan.service) {
            let word = match environment {
                Environment::Production => "production",
                Environment::Sandbox => "the sandbox",
            };
            let cause = self.likeliest(Experiment::OtherHost);
            if self.elsewhere(refused, &endpoint, word, cause).await {
                return true;
            }
        }
        match self.own_service(&refused.token) {
            Some((service, endpoint)) => {
                self.elsewhere(refused, &endpoint, service.name, Some("wrong-service")).await
            }
            None => false,
        }
    }

    async fn elsewhere(
        &mut self,
        refused: &Refused,
        endpoint: &Endpoint,
        place: &str,
        cause: Option<&'static str>,
    ) -> bool {
        let shot = Shot {
            name: Name::Control,
            changed: vec!["/request/host".to_owned()],
            what: format!("the same token at {place}"),
            tells: "tells whether it is good there".to_owned(),
            outgoing: endpoint.outgoing(Some((&refused.text, refused.token.claims()))),
            is_variant: false,
        };
        let Some(seen) = self.tried_out(shot).await else { return false };
        if seen.level <= refused.level {
            self.bench.note(seen.index, "refused there, too");
            if cause != Some("wrong-service") {
                self.observe(Experiment::OtherHost, Outcome::Refused);
            }
            return false;
        }
        self.bench.note(seen.index, "accepted there: the token is good, but not for this host");
        let words = format!("{place} accepts the same token");
        self.confirmed(refused, cause, &words).await
    }

    /// The service that the token is made for, when its claims tell one, and another than the one in question.
    fn own_service(&self, token: &Token) -> Option<(&'static Service, Endpoint)> {
        let service = service_of_claims(Some(token))?;
        let is_another = service.hosts != self.plan.service.hosts && !service.takes_what(self.plan.service);
        let endpoint = Endpoint::control(service, None, None)?;
        is_another.then_some((service, endpoint))
    }

    /// A DER signature sent as the raw 64 bytes that it holds, which needs no key. Gives whether the search is over.
    pub(super) async fn in_raw_form(&mut self, refused: &Refused) -> bool {
        let signature = refused.token.signature.as_deref().map(Signature::of);
        let (Some(Signature::Der { raw: Some(raw) }), Some(input)) =
            (signature, refused.token.signing_input())
        else {
            return false;
        };
        let Some(text) = self.sendable(&mint::with_signature(input, &raw)) else { return false };
        let what = "the same token, its DER signature written as r and s".to_owned();
        let pointer = vec!["/signature".to_owned()];
        let Some(seen) = self.variant(Name::Repaired, pointer, what, &text).await else { return false };
        if seen.level <= refused.level {
            self.bench.note(seen.index, "refused, too: not for its form alone");
            return false;
        }
        self.bench.note(seen.index, "accepted: the form of the signature was the fault");
        let words = "the signature it has, written as 64 bytes instead of DER, is accepted";
        self.confirmed(refused, Some("signature-der"), words).await
    }
}
