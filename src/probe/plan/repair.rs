//! Single changes of a token: each mends one finding and nothing else.
//!
//! No lint says how it is mended. A change is tried on paper first: it is one when the finding is gone and no other
//! error came, nor a warning about its times.

use super::draft::{Draft, Place};
use crate::catalog::cause;
use crate::catalog::cause::id::{IDENTIFIER_WHITESPACE, IDS_SWAPPED};
use crate::catalog::evidence::Experiment;
use crate::catalog::lint::identifier::trimmed;
use crate::catalog::lint::{Finding, Group, Severity};
use crate::judge::experiments::Name;
use crate::model::json::Value;

/// A token that differs from another in one thing, and the cause that this would prove.
pub(super) struct Change {
    pub(super) draft: Draft,
    pub(super) cause: &'static str,
    pub(super) name: Name,
    /// JSON pointers to what was changed.
    pub(super) changed: Vec<String>,
    /// A clause.
    pub(super) what: String,
    /// Whether it would have mended the cause whatever the right value is.
    pub(super) is_whole: bool,
}

/// The claims that say when a token is good.
const TIMES: [Place; 3] = [Place::claim("iat"), Place::claim("exp"), Place::claim("nbf")];

/// The two members that hold identifiers in every service's tokens.
const KID: Place = Place::header("kid");
const ISS: Place = Place::claim("iss");

/// The change that mends a finding of `given`. `fresh` is right in everything; `lint` judges a draft.
pub(super) fn of(
    finding: &Finding,
    given: &Draft,
    fresh: &Draft,
    lint: &dyn Fn(&Draft) -> Vec<Finding>,
) -> Option<Change> {
    let faults = |findings: &[Finding]| -> Vec<&'static str> {
        let is_fault = |finding: &&Finding| match finding.lint.group {
            // A lifetime in doubt is no cure for another one.
            Group::Time => finding.severity >= Severity::Warning,
            _ => finding.severity == Severity::Error,
        };
        let faults = findings.iter().filter(is_fault);
        faults.map(|finding| finding.lint.name).collect()
    };
    let before = faults(&lint(given));
    let mends = |draft: &Draft| {
        let after = lint(draft);
        after.iter().all(|left| left.lint.name != finding.lint.name)
            && faults(&after).iter().all(|name| before.contains(name))
    };
    let (draft, named) = edits(finding, given, fresh).into_iter().find(|(draft, _)| mends(draft))?;
    let changed = draft.differences(given);
    if changed.is_empty() {
        return None;
    }
    let cause = named.or_else(|| own_cause(finding))?;
    let what = format!("{} repaired ({})", list(&changed), finding.lint.name);
    Some(Change { draft, cause, name: name(cause), changed, what, is_whole: true })
}

/// What could mend it, the smallest change first, with the cause it would prove when that is not the finding's own.
fn edits(finding: &Finding, given: &Draft, fresh: &Draft) -> Vec<(Draft, Option<&'static str>)> {
    let mut edits = Vec::new();
    if finding.lint.causes.contains(&IDS_SWAPPED)
        && let (Some(kid), Some(iss)) = (given.get(KID), given.get(ISS))
    {
        let swapped = given.with(KID, Some(iss.clone())).with(ISS, Some(kid.clone()));
        edits.push((swapped, Some(IDS_SWAPPED)));
    }
    let Some(place) = Place::of_pointer(&finding.at) else { return edits };
    if let Some(text) = given.get(place).and_then(Value::as_str) {
        let clean = trimmed(&text);
        if clean != text {
            edits.push((given.with(place, Some(Value::of(clean))), Some(IDENTIFIER_WHITESPACE)));
        }
    }
    edits.push((given.as_in(fresh, &[place]), None));
    if TIMES.iter().any(|time| time.name == place.name) {
        edits.push((given.as_in(fresh, &TIMES), None));
    }
    edits
}

/// The first cause that the finding speaks for and that another value in its place mends.
fn own_cause(finding: &Finding) -> Option<&'static str> {
    finding.lint.causes.iter().copied().find(|cause| ![IDS_SWAPPED, IDENTIFIER_WHITESPACE].contains(cause))
}

/// What such an experiment is called, by what can prove the cause.
pub(super) fn name(cause: &str) -> Name {
    let experiments = cause::find(cause).map_or(&[][..], |cause| cause.experiments);
    let known = experiments.iter().find_map(|experiment| match experiment {
        Experiment::Repaired => Some(Name::Repaired),
        Experiment::Identity => Some(Name::Identity),
        Experiment::Scope => Some(Name::Scope),
        Experiment::Shifted => Some(Name::Shifted),
        _ => None,
    });
    known.unwrap_or(Name::Repaired)
}

/// The token with its times moved so that it is issued at `now`.
pub(super) fn shifted(given: &Draft, now: f64) -> Option<Draft> {
    let (iat, exp) = (Place::claim("iat"), Place::claim("exp"));
    let number = |place| given.get(place).and_then(Value::as_number);
    let by = (now - number(iat)?).round();
    let moved = |draft: Draft, place| match number(place) {
        Some(time) => draft.with(place, Some(seconds(time + by))),
        None => draft,
    };
    Some(moved(moved(given.clone(), iat), exp))
}

/// Whole seconds where that is what it is.
fn seconds(time: f64) -> Value {
    if time.fract() == 0.0 && time.abs() < 1e15 { Value::of(&(time as i64)) } else { Value::of(&time) }
}

/// `` `exp` and `iat` ``
pub(super) fn list(pointers: &[String]) -> String {
    let names: Vec<_> = pointers
        .iter()
        .map(|pointer| format!("`{}`", pointer.rsplit('/').next().unwrap_or(pointer)))
        .collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "nothing".to_owned(),
    }
}
