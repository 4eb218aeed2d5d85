//! What is known of a subject before it is linted and explained.

use super::Settings;
use super::input::Input;
use super::recognize::{Recognition, ids};
use crate::catalog::context::Context;
use crate::catalog::evidence::Environment;
use crate::catalog::service::Service;
use crate::model::verification::Verification;

/// An input, and what the first stage made of it.
#[derive(Clone, Copy)]
pub(super) struct Basis<'a> {
    pub(super) input: &'a Input,
    pub(super) recognition: &'a Recognition,
    pub(super) verification: &'a Verification,
    pub(super) settings: &'a Settings<'a>,
}

impl<'a> Basis<'a> {
    /// What lints read, once for each service whose rules are known.
    pub(super) fn contexts(self) -> Vec<Context<'a>> {
        self.recognition.services.iter().filter_map(|service| self.context(service)).collect()
    }

    /// What lints read of it as a subject of this service. `None`: the rules of the service are not known.
    pub(super) fn context(self, service: &'static Service) -> Option<Context<'a>> {
        let Self { input, recognition, verification, settings } = self;
        let rules = service.rules.as_ref()?;
        Some(Context {
            list: settings.list,
            service,
            rules,
            services: &recognition.services,
            at: recognition.at,
            at_is_known: recognition.at_is_known,
            token: input.token.as_ref(),
            key: input.key.as_deref().map(|input| &input.key),
            key_file: input.key.as_deref().and_then(|input| input.facts.as_ref()),
            credentials: &input.credentials,
            jwks: input.jwks.as_deref(),
            signature: verification,
            request: input.request(settings),
            exchange: input.exchange.as_ref(),
            status: recognition.status,
            role: settings.role,
            min_remaining: settings.min_remaining,
            stands_for_key: input.stands_for_key,
        })
    }

    /// The services that may have responded, by id; none when nothing is known.
    pub(super) fn ids(self) -> Vec<&'static str> {
        ids(&self.recognition.services, self.settings)
    }

    /// Production or sandbox, as the options or the request's host say.
    pub(super) fn environment(self) -> Option<Environment> {
        let of_host = || {
            let host = self.input.request(self.settings)?.host.as_deref()?;
            let has = |origins: &[&str]| origins.iter().any(|origin| origin.contains(&format!("://{host}")));
            let sandbox = self.recognition.services.iter().any(|service| has(service.sandbox_hosts));
            let production = self.recognition.services.iter().any(|service| has(service.hosts));
            match (production, sandbox) {
                (_, true) => Some(Environment::Sandbox),
                (true, _) => Some(Environment::Production),
                _ => None,
            }
        };
        self.settings.environment.or_else(of_host)
    }
}
