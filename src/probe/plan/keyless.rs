//! What takes no private key: other hosts, another way to send the token, another form of its signature.

use super::attempt::{Attempt, Credential, Purpose};
use super::endpoint::Endpoint;
use super::rejection::Rejection;
use super::setup::service_of_claims;
use super::walk::{Flow, Walk};
use crate::catalog::cause;
use crate::catalog::evidence::{Environment, Experiment, Outcome};
use crate::catalog::lint::{Finding, Severity};
use crate::catalog::service::Service;
use crate::judge::experiments::{Level, Name, TrialResult};
use crate::mint;
use crate::model::exchange::Authorization;
use crate::model::jws::Token;
use crate::model::signature::Form as Signature;
use crate::redact::Sendable;

impl Walk<'_> {
    /// Proves that the captured request was refused for how it was authorized: the token sent rightly is accepted.
    pub(super) fn captured_request(&mut self, token: &Token) -> Flow<()> {
        let is_of_field =
            |finding: &&Finding| finding.at.starts_with("/request") && finding.severity == Severity::Error;
        let finding = self.judgment.findings.iter().find(is_of_field);
        let (Some(exchange), Some(finding)) = (self.judgment.exchange, finding) else { return Ok(()) };
        // The finding is about the token that was not sent.
        if self.plan.unsent.is_some() {
            return Ok(());
        }
        let Some(cause) = finding.lint.causes.first().copied() else { return Ok(()) };
        let (name, credential) = match exchange.authorization() {
            Authorization::Absent => (Name::None, Credential::Absent),
            Authorization::Present(value) if value.contains(token.text()) => {
                let Ok(value) = Sendable::value(value, &self.plan.known) else { return Ok(()) };
                (Name::Repeat, Credential::Field(value))
            }
            _ => return Ok(()),
        };
        let what = "the request as it was captured".to_owned();
        let attempt = Attempt::new(Purpose::Captured, name, what, &self.target, credential);
        let attempt = attempt.changing(vec!["/request/authorization".to_owned()]);
        let Some(seen) = self.experiment(attempt)? else { return Ok(()) };
        if seen.level < Level::Accepted {
            self.note(&seen, Purpose::Captured.meaning().rejected);
            let words = "sent in `Authorization: Bearer` the token is accepted; \
                         as it was captured, the request is refused again";
            self.trial(cause, TrialResult::Proven, words);
        } else {
            self.note(&seen, Purpose::Captured.meaning().further);
        }
        Ok(())
    }

    /// The given token at the host of the other environment, and at that of the service its claims are made for. Gives
    /// whether the search is over.
    pub(super) fn other_hosts(&mut self, refused: &Rejection) -> Flow<bool> {
        if let Some((environment, endpoint)) = self.target.elsewhere(self.plan.service) {
            let word = match environment {
                Environment::Production => "production",
                Environment::Sandbox => "the sandbox",
            };
            let cause = self.likeliest(Experiment::OtherHost);
            if self.other_host(refused, &endpoint, word, cause)? {
                return Ok(true);
            }
        }
        match self.own_service(&refused.token) {
            Some((service, endpoint)) => {
                self.other_host(refused, &endpoint, service.name, Some(cause::id::WRONG_SERVICE))
            }
            None => Ok(false),
        }
    }

    fn other_host(
        &mut self,
        refused: &Rejection,
        endpoint: &Endpoint,
        place: &str,
        cause: Option<&'static str>,
    ) -> Flow<bool> {
        let credential = Credential::Token(refused.text.clone());
        let what = format!("the same token at {place}");
        let attempt = Attempt::new(Purpose::OtherHost, Name::Control, what, endpoint, credential);
        let attempt = attempt.changing(vec!["/request/host".to_owned()]);
        let Some(seen) = self.experiment(attempt)? else { return Ok(false) };
        if seen.level <= refused.level {
            self.note(&seen, Purpose::OtherHost.meaning().rejected);
            if cause != Some(cause::id::WRONG_SERVICE) {
                self.observe(Experiment::OtherHost, Outcome::Refused);
            }
            return Ok(false);
        }
        self.note(&seen, Purpose::OtherHost.meaning().further);
        let words = format!("{place} accepts the same token");
        self.confirm(refused, cause, &words)?;
        Ok(true)
    }

    /// The service that the token is made for, when its claims tell one, and another than the one in question.
    fn own_service(&self, token: &Token) -> Option<(&'static Service, Endpoint)> {
        let service = service_of_claims(Some(token))?;
        let is_another = service.hosts != self.plan.service.hosts && !service.takes_what(self.plan.service);
        let endpoint = Endpoint::control(service, None, None)?;
        is_another.then_some((service, endpoint))
    }

    /// A DER signature sent as the raw 64 bytes that it holds, which needs no key. Gives whether the search is over.
    pub(super) fn raw_signature(&mut self, refused: &Rejection) -> Flow<bool> {
        let signature = refused.token.signature.as_deref().map(Signature::of);
        let (Some(Signature::Der { raw: Some(raw) }), Some(input)) =
            (signature, refused.token.signing_input())
        else {
            return Ok(false);
        };
        let what = "the same token, its DER signature written as r and s";
        let pointer = vec!["/signature".to_owned()];
        let text = || mint::with_signature(input, &raw);
        let sent = self.variant(Purpose::RawSignature, Name::Repaired, pointer, what, text)?;
        let Some((seen, _)) = sent else { return Ok(false) };
        if seen.level <= refused.level {
            self.note(&seen, Purpose::RawSignature.meaning().rejected);
            return Ok(false);
        }
        self.note(&seen, Purpose::RawSignature.meaning().further);
        let words = "the signature it has, written as 64 bytes instead of DER, is accepted";
        self.confirm(refused, Some(cause::id::SIGNATURE_DER), words)?;
        Ok(true)
    }
}
