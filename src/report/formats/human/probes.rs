//! The experiments, for people: what was sent, what was answered, what it shows.

use std::fmt::Write as _;

use super::diagnosis;
use super::style::{Style, visible_width};
use crate::catalog::lint::Severity;
use crate::judge::diagnosis::Confidence;
use crate::judge::experiments::{Experiments, Level, ProbeResponse, ProbeStep};
use crate::judge::subject::Subject;
use crate::model::clock::Clock;
use crate::probe::origin;
use crate::redact;

/// Characters of a URL that are shown.
const MAX_URL: usize = 200;

/// Columns that what was sent may take beside its answer.
const MAX_SENT: usize = 52;

/// Columns that an answer may take.
const MAX_ANSWER: usize = 28;

/// Columns that what an answer shows needs beside what was sent and answered.
const READABLE: usize = 32;

/// Where what belongs to a request begins.
const INDENT: usize = 12;

/// What asking came to, in one line; `None`: the diagnosis says it better.
pub(super) fn headline(subject: &Subject) -> Option<String> {
    let experiments = subject.experiments.as_ref()?;
    if experiments.is_dry_run {
        let count = experiments.most_requests;
        return Some(format!("nothing was sent; at most {count} requests would be sent"));
    }
    if let Some(failure) = experiments.failure() {
        return Some(format!("no answer: {}", redact::shown(&failure.message)));
    }
    match &experiments.given {
        None => Some("ended before there was a judgement".to_owned()),
        Some(given) if given.level == Level::Accepted && subject.explanation.causes.is_empty() => {
            Some(format!("{}: the service takes the token", answer(given)))
        }
        Some(given) if given.level == Level::Accepted && subject.status() != Some(given.status) => {
            let captured = diagnosis::headline(subject);
            Some(format!("{} now; what is explained: {captured}", answer(given)))
        }
        Some(given) if given.level == Level::Nothing && is_unexplained(subject) => {
            let to = given.redirect.as_deref().map(|to| format!(", a redirect to {}", redact::shown(to)));
            Some(format!("{}{} says nothing of the token", answer(given), to.unwrap_or_default()))
        }
        Some(given) => {
            let level = subject.explanation.causes.is_empty().then(|| given.level.as_str());
            let summary = experiments.summary.as_deref().or(level)?;
            Some(format!("{}: {summary}", answer(given)))
        }
    }
}

/// Whether no cause is worth a headline.
fn is_unexplained(subject: &Subject) -> bool {
    subject.explanation.causes.first().is_none_or(|first| first.confidence == Confidence::Possible)
}

pub(super) fn write(text: &mut String, style: Style, subject: &Subject) {
    let Some(experiments) = &subject.experiments else { return };
    let Some(first) = experiments.steps.first() else { return };
    let asked = redact::excerpt(&format!("{} {}", first.method, first.url), MAX_URL);
    let _ = writeln!(text, "{}", style.bold(&asked));
    harmless(text, style, subject, first);
    let columns = Columns::of(&experiments.steps);
    for probe in &experiments.steps {
        row(text, style, probe, first, &columns);
    }
    clock(text, style, experiments.clock.as_ref(), experiments.is_dry_run);
    limits(text, style, experiments);
    for conclusion in &experiments.conclusions {
        let _ = writeln!(text, "\n{}", style.wrap("  ", conclusion, 2));
    }
    roles(text, style, experiments);
    text.push('\n');
}

/// A request that is no GET says why it changes nothing.
fn harmless(text: &mut String, style: Style, subject: &Subject, first: &ProbeStep) {
    let probe = subject.service().and_then(|service| service.probe.as_ref());
    if let Some(probe) = probe.filter(|probe| probe.method == first.method && first.method != "GET") {
        let _ = writeln!(text, "{}", style.wrap("  ", &format!("harmless: {}", probe.harmless), 2));
    }
}

/// How wide what was sent and what was answered are, as far as they are kept in columns.
struct Columns {
    sent: usize,
    answer: usize,
}

impl Columns {
    fn of(probes: &[ProbeStep]) -> Self {
        let widest = |width: &dyn Fn(&ProbeStep) -> usize| probes.iter().map(width).max().unwrap_or(0);
        Self {
            sent: widest(&|probe| visible_width(&probe.what)).min(MAX_SENT),
            answer: widest(&|probe| visible_width(&result(probe))).min(MAX_ANSWER),
        }
    }
}

/// What was answered, in a word or two; empty when nothing was asked.
fn result(probe: &ProbeStep) -> String {
    match &probe.result {
        None => String::new(),
        Some(Err(_)) => "no answer".to_owned(),
        Some(Ok(answered)) => answer(answered),
    }
}

fn row(text: &mut String, style: Style, probe: &ProbeStep, first: &ProbeStep, columns: &Columns) {
    let answer = result(probe);
    let told = match &probe.result {
        None => probe.shows.clone(),
        Some(Err(failure)) => redact::shown(&failure.message).into_owned(),
        Some(Ok(answered)) => shows(probe, answered),
    };
    let painted = match probe.result.as_ref().map(|result| result.as_ref().map(|answered| answered.level)) {
        Some(Ok(Level::Accepted)) => style.good(&answer),
        Some(Ok(Level::Refused | Level::Forbidden)) => style.bad(&answer),
        _ => style.severity(Severity::Warning, &answer),
    };
    let gap = |text: &str, width: usize| " ".repeat(width.saturating_sub(visible_width(text)) + 2);
    let what = redact::shown(&probe.what);
    let name = format!("  {:<9} ", probe.name.as_str());
    let padded =
        if answer.is_empty() { String::new() } else { format!("{painted}{}", gap(&answer, columns.answer)) };
    if style.fits(name.len() + columns.sent + columns.answer + READABLE) {
        let head = format!("{name}{what}{}{padded}", gap(&what, columns.sent));
        let _ = writeln!(text, "{}", style.wrap(&head, &told, INDENT));
    } else {
        let _ = writeln!(text, "{}", style.wrap(&name, &what, INDENT));
        let answer = if answer.is_empty() { answer } else { format!("{painted}: ") };
        let _ = writeln!(text, "{}", style.wrap(&format!("{}{answer}", " ".repeat(INDENT)), &told, INDENT));
    }
    if origin(&probe.url) != origin(&first.url) {
        let elsewhere = redact::excerpt(&format!("{} {}", probe.method, probe.url), MAX_URL);
        let _ = writeln!(text, "            {}", style.dim(&elsewhere));
    }
}

/// Status and Apple's code.
fn answer(answered: &ProbeResponse) -> String {
    match &answered.code {
        Some(code) => format!("{} {}", answered.status, redact::excerpt(code, 60)),
        None => answered.status.to_string(),
    }
}

fn shows(probe: &ProbeStep, answered: &ProbeResponse) -> String {
    let mut told = probe.shows.clone();
    if let Some(target) = &answered.redirect {
        let _ = write!(told, "; it points to {}, which was not asked", redact::shown(target));
    }
    if let Some(remark) = answered.remark {
        let _ = write!(told, "; {remark}");
    }
    let _ = write!(told, " ({} ms)", answered.elapsed.as_millis());
    told
}

fn clock(text: &mut String, style: Style, clock: Option<&Clock>, is_dry_run: bool) {
    let words = match clock {
        Some(clock) => clock.words(),
        None if is_dry_run => return,
        None => "not known: no answer had a usable `Date`".to_owned(),
    };
    let _ = writeln!(text, "{}", style.wrap("  clock     ", &words, 12));
}

/// The rate limit as the last answer that tells one has it.
fn limits(text: &mut String, style: Style, experiments: &Experiments) {
    let answers = experiments.steps.iter().rev().filter_map(|probe| probe.result.as_ref()?.as_ref().ok());
    let Some(limit) = answers.filter_map(|answered| answered.rate_limit.as_deref()).next() else { return };
    let _ = writeln!(text, "{}", style.wrap("  limit     ", limit, 12));
}

fn roles(text: &mut String, style: Style, experiments: &Experiments) {
    let Some(roles) = &experiments.roles else { return };
    text.push('\n');
    let consistent = match roles.consistent.as_slice() {
        [] if roles.excluded.is_empty() => "not known: no role was asked for".to_owned(),
        [] => "none of the roles that are known".to_owned(),
        names => names.join(", "),
    };
    let _ = writeln!(text, "{}", style.wrap(&format!("  {} ", style.bold("consistent")), &consistent, 13));
    for (role, why) in &roles.excluded {
        let _ = writeln!(text, "{}", style.wrap("  excluded   ", &format!("{role}: {why}"), 13));
    }
    for skipped in &roles.skipped {
        let _ = writeln!(text, "{}", style.wrap("  not asked  ", skipped, 13));
    }
}
