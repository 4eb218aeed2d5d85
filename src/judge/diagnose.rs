//! From an answer to ranked causes: gathers what is known of the case for [`crate::judge::diagnosis`].

use super::Settings;
use super::context::contexts;
use crate::catalog::cause::Family;
use crate::catalog::context::Context;
use crate::catalog::evidence::{ClockState, Environment};
use crate::catalog::lint::{Finding, Group};
use crate::catalog::response::{self, Answer};
use crate::catalog::role;
use crate::catalog::service::Service;
use crate::catalog::services;
use crate::input::exchange::code;
use crate::judge::diagnosis::{self, Case};
use crate::judge::subject::Subject;

mod next;

/// Recognises the answer of the exchange, and lets it tell services apart that nothing else does.
pub(super) fn recognise(subject: &mut Subject, settings: &Settings) {
    let services = ids(subject, settings);
    let Some(exchange) = &mut subject.exchange else { return };
    exchange.status = exchange.status.or_else(|| exchange.body.as_deref().and_then(response::status));
    let is_unanswered = exchange.status.is_none() && exchange.body.is_none() && exchange.request.is_some();
    if is_unanswered && exchange.fields.is_empty() {
        return;
    }
    subject.code = exchange.body.as_deref().and_then(code);
    let recognised = response::recognise(&Answer {
        status: exchange.status,
        text: exchange.body.as_deref(),
        content_type: exchange.field("content-type"),
        services: &services,
    });
    let tells = |service: &&'static Service| recognised.response.services.contains(&service.id);
    if services.is_empty() && recognised.by_text && subject.services.iter().any(tells) {
        subject.services.retain(tells);
    }
    // A text that only comes with one status tells it.
    if let ([status], true) = (recognised.response.status, recognised.by_text) {
        exchange.status = exchange.status.or(Some(*status));
    }
    subject.recognised = Some(recognised);
}

/// The services that may have answered, by id; none when nothing is known.
fn ids(subject: &Subject, settings: &Settings) -> Vec<&'static str> {
    if services::are_all(settings.list, &subject.services) {
        return Vec::new();
    }
    subject.services.iter().map(|service| service.id).collect()
}

/// Ranks the causes of an answer that is no plain success.
pub(super) fn diagnose(subject: &mut Subject, settings: &Settings) {
    let Some(recognised) = subject.recognised else { return };
    let status = subject.status();
    if status.is_some_and(|status| (200..300).contains(&status)) && !recognised.by_text {
        return;
    }
    let services = ids(subject, settings);
    let request = subject.request(settings);
    let operation = request.and_then(|request| subject.services.iter().find_map(|s| role::asked(s, request)));
    let body = subject.exchange.as_ref().and_then(|exchange| exchange.request_body.as_deref());
    let facts = operation.as_ref().map(|operation| operation.facts(body)).unwrap_or_default();
    let fit =
        operation.as_ref().and_then(|operation| role::fit(settings.role?, operation)).map(|fit| fit.fit);
    let doubtful = doubtful(subject, settings);
    let case = Case {
        recognised,
        status,
        findings: &subject.checks.findings,
        doubtful: &doubtful,
        passed: &subject.checks.passed,
        services: &services,
        history: settings.history,
        environment: environment(subject, settings),
        role: fit,
        operation: &facts,
        outcomes: subject.experiments.as_ref().map_or(&[], |experiments| &experiments.outcomes),
        trials: subject.experiments.as_ref().map_or(&[], |experiments| &experiments.trials),
        clock: subject
            .experiments
            .as_ref()
            .and_then(|experiments| experiments.clock.as_ref())
            .map(ClockState::of),
    };
    let mut causes = diagnosis::rank(&case);
    next::add(&mut causes, subject);
    // Who may do it matters where permission is what the key lacks.
    let is_of_permission = causes.first().is_some_and(|first| first.cause.family == Family::Permission);
    subject.operation = operation.filter(|_| is_of_permission).map(|operation| match settings.role {
        Some(role) => role::describe_for(role, &operation),
        None => role::describe(&operation),
    });
    subject.causes = causes;
}

/// The findings that would not be made at the instant the token was issued: without the `Date` of the answer, nobody knows
/// how long after that the request was sent.
fn doubtful(subject: &Subject, settings: &Settings) -> Vec<&'static str> {
    let issued = subject.token.as_ref().and_then(|token| token.claims()?.get("iat")?.as_number());
    let Some(issued) = issued.filter(|_| !subject.at_is_known) else { return Vec::new() };
    let contexts = contexts(subject, settings);
    let is_made = |finding: &Finding| {
        contexts
            .iter()
            .any(|context| finding.lint.found_in(&Context { at: issued + 1.0, ..*context }).is_some())
    };
    let of_time = subject.checks.findings.iter().filter(|finding| finding.lint.group == Group::Time);
    of_time.filter(|finding| !is_made(finding)).map(|finding| finding.lint.name).collect()
}

/// Production or sandbox, as the options or the request's host say.
pub(crate) fn environment(subject: &Subject, settings: &Settings) -> Option<Environment> {
    let of_host = || {
        let host = subject.request(settings)?.host.as_deref()?;
        let has = |origins: &[&str]| origins.iter().any(|origin| origin.contains(&format!("://{host}")));
        let sandbox = subject.services.iter().any(|service| has(service.sandbox_hosts));
        let production = subject.services.iter().any(|service| has(service.hosts));
        match (production, sandbox) {
            (_, true) => Some(Environment::Sandbox),
            (true, _) => Some(Environment::Production),
            _ => None,
        }
    };
    settings.environment.or_else(of_host)
}
