//! The third stage: from a response to its causes, most likely first.

mod next;

use super::Settings;
use super::diagnosis::{self, Case, Diagnosis};
use super::experiments::Experiments;
use super::input::Input;
use super::lint::contexts;
use super::recognize::Recognition;
use crate::catalog::cause::Family;
use crate::catalog::context::Context;
use crate::catalog::evidence::{ClockState, Environment};
use crate::catalog::lint::{Checks, Finding, Group};
use crate::catalog::role;
use crate::catalog::service::Probe;
use crate::model::verification::Verification;

/// Why the response is no plain success. Empty where it is one, or there is none.
#[derive(Default)]
pub(crate) struct Explanation {
    /// Who may do what was asked, in lines.
    pub operation: Option<String>,
    /// Most likely first.
    pub causes: Vec<Diagnosis>,
}

/// What an explanation rests on.
#[derive(Clone, Copy)]
pub(super) struct Basis<'a> {
    pub(super) input: &'a Input,
    pub(super) recognition: &'a Recognition,
    pub(super) verification: &'a Verification,
    pub(super) checks: &'a Checks,
}

/// Ranks the causes of a response that is no plain success.
pub(super) fn explain(basis: &Basis, experiments: Option<&Experiments>, settings: &Settings) -> Explanation {
    let failure = experiments.and_then(Experiments::failure).filter(|failure| failure.is_of_network);
    if experiments.is_some_and(|experiments| is_as_expected(basis, experiments)) {
        return Explanation::default();
    }
    let explanation = of_response(basis, experiments, settings);
    match failure {
        Some(failure) => Explanation {
            causes: diagnosis::unreachable(&failure.message).into_iter().collect(),
            ..explanation
        },
        None => explanation,
    }
}

/// Whether the harmless request has the response that it has to have: there is nothing to explain.
fn is_as_expected(basis: &Basis, experiments: &Experiments) -> bool {
    let [service] = basis.recognition.services.as_slice() else { return false };
    let given = experiments.given.as_ref().map(|given| given.recognised.response.id);
    let is_good = |probe: &Probe| given.is_some_and(|id| probe.good.contains(&id));
    experiments.is_harmless && !experiments.has_proof() && service.probe.as_ref().is_some_and(is_good)
}

fn of_response(basis: &Basis, experiments: Option<&Experiments>, settings: &Settings) -> Explanation {
    let Basis { input, recognition, checks, .. } = *basis;
    let Some(recognised) = recognition.response else { return Explanation::default() };
    let status = recognition.status;
    if status.is_some_and(|status| (200..300).contains(&status)) && !recognised.by_text {
        return Explanation::default();
    }
    let services = recognition.ids(settings);
    let request = input.request(settings);
    let operation =
        request.and_then(|request| recognition.services.iter().find_map(|s| role::asked(s, request)));
    let body = input.exchange.as_ref().and_then(|exchange| exchange.request_body.as_deref());
    let facts = operation.as_ref().map(|operation| operation.facts(body)).unwrap_or_default();
    let fit =
        operation.as_ref().and_then(|operation| role::fit(settings.role?, operation)).map(|fit| fit.fit);
    let doubtful = doubtful(basis, settings);
    let mut causes = diagnosis::rank(&Case {
        recognised,
        status,
        findings: &checks.findings,
        doubtful: &doubtful,
        passed: &checks.passed,
        services: &services,
        history: settings.history,
        environment: environment(input, recognition, settings),
        role: fit,
        operation: &facts,
        outcomes: experiments.map_or(&[], |experiments| &experiments.outcomes),
        trials: experiments.map_or(&[], |experiments| &experiments.trials),
        clock: experiments.and_then(|experiments| experiments.clock.as_ref()).map(ClockState::of),
    });
    next::add(&mut causes, input, recognition, experiments);
    // Who may do it matters where permission is what the key lacks.
    let is_of_permission = causes.first().is_some_and(|first| first.cause.family == Family::Permission);
    let operation = operation.filter(|_| is_of_permission).map(|operation| match settings.role {
        Some(role) => role::describe_for(role, &operation),
        None => role::describe(&operation),
    });
    Explanation { operation, causes }
}

/// The findings that would not be made at the instant the token was issued: without the `Date` of the response, nobody
/// knows how long after that the request was sent.
fn doubtful(basis: &Basis, settings: &Settings) -> Vec<&'static str> {
    let Basis { input, recognition, verification, checks } = *basis;
    let issued = input.token.as_ref().and_then(|token| token.claims()?.get("iat")?.as_number());
    let Some(issued) = issued.filter(|_| !recognition.at_is_known) else { return Vec::new() };
    let contexts = contexts(input, recognition, verification, settings);
    let is_made = |finding: &Finding| {
        contexts
            .iter()
            .any(|context| finding.lint.found_in(&Context { at: issued + 1.0, ..*context }).is_some())
    };
    let of_time = checks.findings.iter().filter(|finding| finding.lint.group == Group::Time);
    of_time.filter(|finding| !is_made(finding)).map(|finding| finding.lint.name).collect()
}

/// Production or sandbox, as the options or the request's host say.
pub(super) fn environment(
    input: &Input,
    recognition: &Recognition,
    settings: &Settings,
) -> Option<Environment> {
    let of_host = || {
        let host = input.request(settings)?.host.as_deref()?;
        let has = |origins: &[&str]| origins.iter().any(|origin| origin.contains(&format!("://{host}")));
        let sandbox = recognition.services.iter().any(|service| has(service.sandbox_hosts));
        let production = recognition.services.iter().any(|service| has(service.hosts));
        match (production, sandbox) {
            (_, true) => Some(Environment::Sandbox),
            (true, _) => Some(Environment::Production),
            _ => None,
        }
    };
    settings.environment.or_else(of_host)
}
