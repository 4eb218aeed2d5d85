//! What lints read of a subject.

use super::Settings;
use crate::catalog::context::Context;
use crate::catalog::service::Service;
use crate::judge::subject::Subject;
use crate::model::request::Request;

pub(super) fn contexts<'a>(subject: &'a Subject, settings: &'a Settings) -> Vec<Context<'a>> {
    subject.services.iter().filter_map(|service| context(subject, settings, service)).collect()
}

/// What lints read of the subject as one of this service. `None`: its rules are not known.
pub(crate) fn context<'a>(
    subject: &'a Subject,
    settings: &'a Settings,
    service: &'static Service,
) -> Option<Context<'a>> {
    let rules = service.rules.as_ref()?;
    Some(Context {
        list: settings.list,
        service,
        rules,
        services: &subject.services,
        at: subject.at,
        at_is_known: subject.at_is_known,
        token: subject.token.as_ref(),
        key: subject.key.as_deref().map(|input| &input.key),
        key_file: subject.key.as_deref().and_then(|input| input.facts.as_ref()),
        credentials: &subject.credentials,
        jwks: subject.jwks.as_deref(),
        signature: &subject.verification,
        request: subject.request(settings),
        exchange: subject.exchange.as_ref(),
        role: settings.role,
        min_remaining: settings.min_remaining,
    })
}

impl Subject {
    /// What was asked: as captured, else as the options say.
    pub(crate) fn request<'a>(&'a self, settings: &'a Settings) -> Option<&'a Request> {
        self.exchange.as_ref().and_then(|exchange| exchange.request.as_ref()).or(settings.request.as_ref())
    }
}
