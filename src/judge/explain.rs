//! The third stage: from a response to its causes, most likely first.

mod next;

use super::basis::Basis;
use super::diagnosis::{self, Case, Diagnosis};
use super::experiments::Experiments;
use crate::catalog::cause::Family;
use crate::catalog::context::Context;
use crate::catalog::evidence::ClockState;
use crate::catalog::lint::{Checks, Finding, Group};
use crate::catalog::role;
use crate::catalog::sender::Sender;
use crate::catalog::service::Probe;

/// Why the response is no plain success. Empty where it is one, or there is none.
#[derive(Default)]
pub(crate) struct Explanation {
    /// Who may do what was asked, in lines.
    pub operation: Option<String>,
    /// Most likely first.
    pub causes: Vec<Diagnosis>,
}

/// Ranks the causes of a response that is no plain success.
pub(super) fn explain(basis: Basis, checks: &Checks, experiments: Option<&Experiments>) -> Explanation {
    let failure = experiments.and_then(Experiments::failure).filter(|failure| failure.is_of_network);
    if experiments.is_some_and(|experiments| is_as_expected(basis, experiments)) {
        return Explanation::default();
    }
    let explanation = of_response(basis, checks, experiments);
    match failure {
        Some(failure) => Explanation {
            causes: diagnosis::unreachable(&failure.message).into_iter().collect(),
            ..explanation
        },
        None => explanation,
    }
}

/// Whether the harmless request has the response that it has to have: there is nothing to explain.
fn is_as_expected(basis: Basis, experiments: &Experiments) -> bool {
    let [service] = basis.recognition.services.as_slice() else { return false };
    let given = experiments.given.as_ref().map(|given| given.recognized.response.id);
    let is_good = |probe: &Probe| given.is_some_and(|id| probe.good.contains(&id));
    experiments.is_harmless && !experiments.has_proof() && service.probe.as_ref().is_some_and(is_good)
}

fn of_response(basis: Basis, checks: &Checks, experiments: Option<&Experiments>) -> Explanation {
    let Basis { input, recognition, settings, .. } = basis;
    let Some(recognized) = recognition.response else { return Explanation::default() };
    let status = recognition.status;
    if status.is_some_and(|status| (200..300).contains(&status)) && !recognized.by_text {
        return Explanation::default();
    }
    let services = basis.ids();
    let request = input.request(settings);
    let operation =
        request.and_then(|request| recognition.services.iter().find_map(|s| role::asked(s, request)));
    let body = input.exchange.as_ref().and_then(|exchange| exchange.request_body.as_deref());
    let facts = operation.as_ref().map(|operation| operation.facts(body)).unwrap_or_default();
    let fit =
        operation.as_ref().and_then(|operation| role::fit(settings.role?, operation)).map(|fit| fit.fit);
    let doubtful = doubtful(basis, checks);
    let mut causes = diagnosis::rank(&Case {
        recognized,
        is_of_unknown: input.sender == Sender::Unknown && experiments.is_none(),
        status,
        findings: &checks.findings,
        doubtful: &doubtful,
        passed: &checks.passed,
        services: &services,
        history: settings.history,
        environment: basis.environment(),
        role: fit,
        operation: &facts,
        outcomes: experiments.map_or(&[], |experiments| &experiments.outcomes),
        trials: experiments.map_or(&[], |experiments| &experiments.trials),
        clock: experiments.and_then(|experiments| experiments.clock.as_ref()).map(ClockState::of),
    });
    next::add(&mut causes, basis, experiments);
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
fn doubtful(basis: Basis, checks: &Checks) -> Vec<&'static str> {
    let Basis { input, recognition, .. } = basis;
    let issued = input.token.as_ref().and_then(|token| token.claims()?.get("iat")?.as_number());
    let Some(issued) = issued.filter(|_| !recognition.at_is_known) else { return Vec::new() };
    let contexts = basis.contexts();
    let is_made = |finding: &Finding| {
        contexts
            .iter()
            .any(|context| finding.lint.found_in(&Context { at: issued + 1.0, ..*context }).is_some())
    };
    let of_time = checks.findings.iter().filter(|finding| finding.lint.group == Group::Time);
    of_time.filter(|finding| !is_made(finding)).map(|finding| finding.lint.name).collect()
}
