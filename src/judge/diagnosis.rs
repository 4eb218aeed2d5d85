//! Ranks the causes of a refused request: pure, from data, with the evidence that decided.
//!
//! Every cause starts with its share among the causes that the recognized answer has had; each fact of the case then
//! weighs as the catalogue of causes says. Nothing here knows a cause, a lint or an answer by name.

use std::collections::BTreeMap;

use crate::catalog::cause::{self, Cause};
use crate::catalog::evidence::{
    ClockState, Environment, Experiment, Fact, History, Operation, Outcome, RoleFit, Weight,
};
use crate::catalog::lint::{Finding, Lint, Severity};
use crate::catalog::response::{Credential, Priors, Recognized, Shows};
use crate::judge::experiments::Trial;

mod weigh;

pub(crate) use weigh::Score;

/// Everything that is known of a failure before its causes are ranked.
pub(crate) struct Case<'a> {
    pub recognized: Recognized,
    /// Whether nothing shows who sent the response: then no cause is more than possible.
    pub is_of_unknown: bool,
    pub status: Option<u16>,
    pub findings: &'a [Finding],
    /// The lints whose findings hold only for the instant of judgement, when that is not known to be the request's.
    pub doubtful: &'a [&'static str],
    /// The lints that had something to look at and found nothing.
    pub passed: &'a [&'static Lint],
    /// The services it may belong to, by id; empty when nothing is known.
    pub services: &'a [&'static str],
    pub history: Option<History>,
    pub environment: Option<Environment>,
    pub role: Option<RoleFit>,
    pub operation: &'a [Operation],
    pub outcomes: &'a [(Experiment, Outcome)],
    /// What experiments showed of single causes.
    pub trials: &'a [Trial],
    /// How this machine's clock compares with the server's, when that was measured.
    pub clock: Option<ClockState>,
}

/// One cause of the ranking.
pub(crate) struct Diagnosis {
    pub cause: &'static Cause,
    pub confidence: Confidence,
    /// Its share among all that the evidence leaves, of 1.
    pub share: f64,
    /// What speaks for it, the weightiest first, in clauses that may hold foreign text.
    pub evidence: Vec<String>,
    /// What speaks against it.
    pub against: Vec<String>,
    /// The experiment that would settle it, as a command to paste.
    pub next: Option<String>,
}

/// How sure the diagnosis is of a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Confidence {
    /// Not ruled out.
    Possible,
    /// The evidence fits it and speaks against its rivals.
    Likely,
    /// An experiment, or an answer that has never meant anything else.
    Proven,
}

/// Causes with a smaller share are not told.
const SMALLEST_SHARE: f64 = 0.01;

/// Causes that are told at most.
const MOST: usize = 16;

/// From this share on a cause is likely by itself.
const LIKELY: f64 = 0.6;

/// With evidence of its own, from this one.
const LIKELY_WITH_EVIDENCE: f64 = 0.2;

/// The weight from which evidence is a cause's own.
const OWN_EVIDENCE: f64 = 4.0;

/// The causes of a case, most likely first.
pub(crate) fn rank(case: &Case) -> Vec<Diagnosis> {
    let mut scored: Vec<Score> = candidates(case).into_iter().map(|cause| case.weigh(cause)).collect();
    scored.retain(|scored| scored.score.is_finite());
    let top = scored.iter().map(|scored| scored.score).fold(f64::NEG_INFINITY, f64::max);
    // What no entry of the catalogue accounts for stays possible.
    let priors = shares(&case.recognized.response.priors, case.history);
    let known: f64 = priors.iter().map(|(_, share)| share).sum();
    let other = ((1.0 - known).max(0.01).ln() - top.max(0.0)).exp();
    let relative = |scored: &Score| (scored.score - top.max(0.0)).exp();
    let total: f64 = scored.iter().map(relative).sum::<f64>() + other;
    scored.sort_by(|a, b| b.is_proven.cmp(&a.is_proven).then(b.score.total_cmp(&a.score)));
    let mut ranked: Vec<Diagnosis> = Vec::with_capacity(scored.len());
    for scored in scored {
        let share = relative(&scored) / total;
        let is_told = share >= SMALLEST_SHARE || ranked.is_empty() || scored.is_proven || scored.is_found;
        if !is_told || ranked.len() == MOST {
            continue;
        }
        let confidence = match () {
            () if case.is_of_unknown => Confidence::Possible,
            () if scored.is_proven => Confidence::Proven,
            () if share >= LIKELY => Confidence::Likely,
            () if share >= LIKELY_WITH_EVIDENCE && scored.own_evidence >= OWN_EVIDENCE => Confidence::Likely,
            () => Confidence::Possible,
        };
        let Score { cause, evidence, against, .. } = scored;
        ranked.push(Diagnosis { cause, confidence, share, evidence, against, next: None });
    }
    ranked
}

/// The cause of getting no answer at all, which the failure itself proves.
pub(crate) fn unreachable(failure: &str) -> Option<Diagnosis> {
    let cause = cause::find(cause::id::NETWORK_UNREACHABLE)?;
    let (evidence, against) = (vec![failure.to_owned()], Vec::new());
    Some(Diagnosis { cause, confidence: Confidence::Proven, share: 1.0, evidence, against, next: None })
}

/// The causes that the answer has had, and those that something of the case speaks for.
fn candidates(case: &Case) -> Vec<&'static Cause> {
    let of_answer = shares(&case.recognized.response.priors, case.history).iter().map(|(id, _)| *id);
    let of_findings = case.findings.iter().flat_map(|finding| finding.lint.causes.iter().copied());
    let of_facts = cause::all().filter(|cause| {
        let speaks = |weight: Weight| matches!(weight, Weight::For(_) | Weight::Proves);
        cause.evidence.iter().any(|evidence| speaks(evidence.weight) && case.holds(evidence.fact))
    });
    let named: BTreeMap<&str, &Cause> = of_answer
        .chain(of_findings)
        .chain(case.trials.iter().map(|trial| trial.cause))
        .filter_map(cause::find)
        .chain(of_facts)
        .filter(|cause| case.admits(cause))
        .map(|cause| (cause.id, cause))
        .collect();
    named.into_values().collect()
}

/// The shares that hold for this history.
fn shares(priors: &Priors, history: Option<History>) -> &'static [(&'static str, f64)] {
    match history {
        None => priors.unknown,
        Some(History::Never) => priors.never,
        Some(History::Worked) => priors.worked,
        Some(History::Intermittent) => priors.intermittent,
    }
}

impl Case<'_> {
    /// Whether the cause exists at the services in question and is not excluded by what the answer shows.
    fn admits(&self, cause: &Cause) -> bool {
        let exists = cause.services.is_empty()
            || self.services.is_empty()
            || cause.services.iter().any(|service| self.services.contains(service));
        let is_named =
            shares(&self.recognized.response.priors, self.history).iter().any(|(id, _)| *id == cause.id);
        let is_tried = self.trials.iter().any(|trial| trial.cause == cause.id);
        exists && (is_named || is_tried || !(self.shows_good_credential() && cause.family.is_of_credential()))
    }

    /// Whether the answer only comes to a credential that was accepted.
    pub(crate) fn shows_good_credential(&self) -> bool {
        matches!(
            self.recognized.response.shows,
            Shows::Accepted | Shows::Refused { credential: Credential::Good }
        )
    }

    fn holds(&self, fact: Fact) -> bool {
        match fact {
            Fact::Finding(lint) => self.findings.iter().any(|finding| finding.lint.name == lint),
            Fact::Passed(lint) => self.passed.iter().any(|passed| passed.name == lint),
            Fact::Response(id) => self.recognized.response.id == id,
            Fact::Status(status) => self.status == Some(status),
            Fact::Service(id) => self.services == [id],
            Fact::Environment(environment) => self.environment == Some(environment),
            Fact::History(history) => self.history == Some(history),
            Fact::Role(fit) => self.role == Some(fit),
            Fact::Operation(operation) => self.operation.contains(&operation),
            Fact::Observed(experiment, outcome) => self.outcomes.contains(&(experiment, outcome)),
            Fact::Clock(state) => self.clock == Some(state),
        }
    }
}

impl Confidence {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Proven => "proven",
        }
    }
}

/// How much a finding weighs for the causes its lint speaks for.
fn weight(severity: Severity) -> f64 {
    match severity {
        Severity::Error => 8.0,
        Severity::Warning => 2.5,
        Severity::Note => 0.7,
    }
}
