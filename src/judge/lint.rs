//! The second stage: what the lints find.

use super::Settings;
use super::input::Input;
use super::recognize::Recognition;
use crate::catalog::context::Context;
use crate::catalog::lint::{self, Checks};
use crate::catalog::lints::LINTS;
use crate::catalog::service::Service;
use crate::input::Binary;
use crate::model::verification::Verification;

/// Verifies the signature, where there is one and something to verify it with.
pub(super) fn verify(input: &Input) -> Verification {
    let key = input.key.as_deref().map(|input| &input.key);
    let verify = |token| Verification::of(token, key, input.jwks.as_deref());
    input.token.as_ref().map_or(Verification::Unchecked, verify)
}

/// Makes the checks of all lints.
pub(super) fn lint(
    input: &Input,
    recognition: &Recognition,
    verification: &Verification,
    settings: &Settings,
) -> Checks {
    if let Some(binary) = &input.binary {
        return of_binary(binary, settings);
    }
    if recognition.services.is_empty() {
        return Checks::default();
    }
    lint::run(LINTS, &contexts(input, recognition, verification, settings), &settings.allowed)
}

/// What holds nothing to check is an error only where `--service` says that a credential belongs there.
fn of_binary(binary: &Binary, settings: &Settings) -> Checks {
    let lint = LINTS.iter().find(|lint| lint.name == "token-missing" && settings.service.is_some());
    let finding = lint.map(|lint| {
        let message = format!("the input is {}, not a token", binary.what);
        let mut finding = lint.finding("/token", message).help(binary.remedy());
        finding.allowed = settings.allowed.contains(&lint.name);
        finding
    });
    Checks { findings: finding.into_iter().collect(), ..Checks::default() }
}

/// What lints read, once for each service whose rules are known.
pub(super) fn contexts<'a>(
    input: &'a Input,
    recognition: &'a Recognition,
    verification: &'a Verification,
    settings: &'a Settings,
) -> Vec<Context<'a>> {
    let services = recognition.services.iter();
    services.filter_map(|service| context(input, recognition, verification, settings, service)).collect()
}

/// What lints read of the subject as one of this service. `None`: its rules are not known.
pub(super) fn context<'a>(
    input: &'a Input,
    recognition: &'a Recognition,
    verification: &'a Verification,
    settings: &'a Settings,
    service: &'static Service,
) -> Option<Context<'a>> {
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
    })
}
