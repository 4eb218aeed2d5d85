//! The score of one cause, and what made it.

use super::{Case, shares, weight};
use crate::catalog::cause::Cause;
use crate::catalog::evidence::{Experiment, Fact, Outcome, Weight};
use crate::catalog::lint::{Finding, Severity};
use crate::judge::experiments::TrialResult;

/// The share of a cause that the answer was never seen to have.
const UNSEEN: f64 = 0.002;

/// How much less a finding weighs for each cause after the first that its lint names.
const PER_RANK: f64 = 3.0;

/// How much it weighs that a change which mends this cause was accepted.
const ACCEPTED: f64 = 6.0;

/// How much it weighs that such a change was refused: something else may be wrong as well.
const REFUSED: f64 = 2.0;

/// How much it weighs against a fault of key or identifiers that both are accepted now.
const GOOD_KEY: f64 = 4.0;

/// A weighed cause.
pub(crate) struct Score {
    pub cause: &'static Cause,
    /// The logarithm of its share, before all shares are made to sum to 1.
    pub score: f64,
    pub is_proven: bool,
    /// Whether a finding speaks for this cause before all others.
    pub is_found: bool,
    /// The weight of what speaks for this cause beside the answer.
    pub own_evidence: f64,
    pub evidence: Vec<String>,
    pub against: Vec<String>,
}

impl Case<'_> {
    pub(super) fn weigh(&self, cause: &'static Cause) -> Score {
        let response = self.recognized.response;
        let prior = shares(&response.priors, self.history).iter().find(|(id, _)| *id == cause.id);
        let share = prior.map_or(UNSEEN, |(_, share)| *share);
        let mut scored = Score {
            cause,
            score: share.max(f64::MIN_POSITIVE).ln(),
            is_proven: self.is_named_by_answer(cause),
            is_found: false,
            own_evidence: 0.0,
            evidence: Vec::new(),
            against: Vec::new(),
        };
        let is_good = |experiment| self.outcomes.contains(&(experiment, Outcome::Accepted));
        let is_found = self.findings.iter().any(|finding| finding.lint.causes.first() == Some(&cause.id));
        if (is_good(Experiment::Given) || is_good(Experiment::Fresh)) && cause.family.is_of_key() && !is_found
        {
            scored.score -= GOOD_KEY;
            scored.against.push("key and identifiers are accepted now".to_owned());
        }
        let mut told = Vec::new();
        for finding in self.findings {
            if let Some(rank) = finding.lint.causes.iter().position(|id| *id == cause.id) {
                scored.is_found |= rank == 0 && finding.severity >= Severity::Warning;
                let is_doubtful = self.doubtful.contains(&finding.lint.name);
                let severity = if is_doubtful { Severity::Warning } else { finding.severity };
                let weight = (weight(severity) - PER_RANK * rank as f64).max(0.1);
                scored.score += weight;
                scored.own_evidence = scored.own_evidence.max(weight);
                told.push((weight, words(finding)));
            }
        }
        // What a finding or an experiment says of a cause is not undone by another lint that found nothing.
        let is_proven = self.trials.iter().any(|it| it.cause == cause.id && it.result == TrialResult::Proven);
        let is_seen = scored.is_found || is_proven;
        let counts = |fact: Fact| {
            let is_undone =
                matches!(fact, Fact::Passed(_) | Fact::Observed(Experiment::Fresh, Outcome::Accepted));
            self.holds(fact) && !(is_seen && is_undone)
        };
        for evidence in cause.evidence.iter().filter(|evidence| counts(evidence.fact)) {
            match evidence.weight {
                Weight::Proves => {
                    scored.is_proven = true;
                    told.push((f64::INFINITY, evidence.words.to_owned()));
                }
                Weight::For(weight) => {
                    scored.score += weight;
                    scored.own_evidence = scored.own_evidence.max(weight);
                    told.push((weight, evidence.words.to_owned()));
                }
                Weight::Against(weight) => {
                    scored.score -= weight;
                    scored.against.push(evidence.words.to_owned());
                }
                Weight::RulesOut => scored.score = f64::NEG_INFINITY,
            }
        }
        for trial in self.trials.iter().filter(|trial| trial.cause == cause.id) {
            match trial.result {
                TrialResult::Proven => {
                    scored.is_proven = true;
                    told.push((f64::INFINITY, trial.words.clone()));
                }
                TrialResult::Accepted => {
                    scored.score += ACCEPTED;
                    scored.own_evidence = scored.own_evidence.max(ACCEPTED);
                    told.push((ACCEPTED, trial.words.clone()));
                }
                TrialResult::Refused => {
                    scored.score -= REFUSED;
                    scored.against.push(trial.words.clone());
                }
            }
        }
        if is_proven {
            scored.against.clear();
            scored.score = scored.score.max(-100.0);
        }
        told.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        scored.evidence = told.into_iter().map(|(_, words)| words).collect();
        if prior.is_some() {
            scored.evidence.push(frequency(response.id, share));
        }
        scored
    }

    /// Whether the answer names this cause, and has never meant another.
    fn is_named_by_answer(&self, cause: &Cause) -> bool {
        let response = self.recognized.response;
        let first = response.priors.unknown.first();
        response.decisive
            && self.recognized.by_text
            && cause.answer
            && first.is_some_and(|(id, _)| *id == cause.id)
    }
}

fn words(finding: &Finding) -> String {
    format!("{} ({})", finding.message, finding.lint.name)
}

/// How often the answer has meant a cause, in words that do not sound more exact than the figure is.
fn frequency(answer: &str, share: f64) -> String {
    let often = match share {
        share if share >= 0.9 => "nearly always",
        share if share >= 0.6 => "mostly",
        share if share >= 0.3 => "often",
        share if share >= 0.1 => "sometimes",
        _ => "now and then",
    };
    format!("the answer, {answer}, has {often} meant it")
}
