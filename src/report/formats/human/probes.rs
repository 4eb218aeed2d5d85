//! The experiments, for people: what was sent, what was answered, what it shows.

use std::fmt::Write as _;

use super::style::Style;
use crate::catalog::lint::Severity;
use crate::model::clock::Clock;
use crate::report::headline::answer;
use crate::report::view::{Level, Probes, Response, Step, View};
use crate::text::wrap::width;

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

pub(super) fn write(text: &mut String, style: Style, subject: &View) {
    let Some(probes) = subject.probes() else { return };
    let steps: Vec<_> = probes.steps().collect();
    let Some(first) = steps.first() else { return };
    let _ = writeln!(text, "{}", style.bold(&first.line.excerpt(MAX_URL)));
    harmless(text, style, subject, first);
    let columns = Columns::of(&steps);
    for step in &steps {
        row(text, style, step, &columns);
    }
    clock(text, style, probes.clock(), probes.is_dry_run());
    limits(text, style, &steps);
    for conclusion in probes.conclusions() {
        let _ = writeln!(text, "\n{}", style.wrap("  ", &conclusion.to_string(), 2));
    }
    roles(text, style, probes);
    text.push('\n');
}

/// A request that is not a GET says why it changes nothing.
fn harmless(text: &mut String, style: Style, subject: &View, first: &Step) {
    let probe = subject.service().and_then(|service| service.probe.as_ref());
    if let Some(probe) = probe.filter(|probe| first.has_method(probe.method) && !first.has_method("GET")) {
        let _ = writeln!(text, "{}", style.wrap("  ", &format!("harmless: {}", probe.harmless), 2));
    }
}

/// How wide what was sent and what was answered are, as far as they are kept in columns.
struct Columns {
    sent: usize,
    answer: usize,
}

impl Columns {
    fn of(steps: &[Step]) -> Self {
        let widest = |width: &dyn Fn(&Step) -> usize| steps.iter().map(width).max().unwrap_or(0);
        Self {
            sent: widest(&|step| width(&step.what.to_string())).min(MAX_SENT),
            answer: widest(&|step| width(&result(step))).min(MAX_ANSWER),
        }
    }
}

/// What was answered, in a word or two; empty when nothing was asked.
fn result(step: &Step) -> String {
    match &step.result {
        None => String::new(),
        Some(Err(_)) => "no answer".to_owned(),
        Some(Ok(response)) => answer(response),
    }
}

fn row(text: &mut String, style: Style, step: &Step, columns: &Columns) {
    let answer = result(step);
    let shows = match &step.result {
        None => step.shows.to_string(),
        Some(Err(failure)) => failure.to_string(),
        Some(Ok(response)) => self::shows(step, response),
    };
    let painted = match step.response().map(|response| response.level) {
        Some(Level::Accepted) => style.good(&answer),
        Some(Level::Refused | Level::Forbidden) => style.bad(&answer),
        _ => style.severity(Severity::Warning, &answer),
    };
    let gap = |text: &str, columns: usize| " ".repeat(columns.saturating_sub(width(text)) + 2);
    let what = step.what.to_string();
    let name = format!("  {:<9} ", step.name);
    let padded =
        if answer.is_empty() { String::new() } else { format!("{painted}{}", gap(&answer, columns.answer)) };
    if style.fits(name.len() + columns.sent + columns.answer + READABLE) {
        let head = format!("{name}{what}{}{padded}", gap(&what, columns.sent));
        let _ = writeln!(text, "{}", style.wrap(&head, &shows, INDENT));
    } else {
        let _ = writeln!(text, "{}", style.wrap(&name, &what, INDENT));
        let answer = if answer.is_empty() { answer } else { format!("{painted}: ") };
        let _ = writeln!(text, "{}", style.wrap(&format!("{}{answer}", " ".repeat(INDENT)), &shows, INDENT));
    }
    if step.is_elsewhere {
        let _ = writeln!(text, "            {}", style.dim(&step.line.excerpt(MAX_URL)));
    }
}

fn shows(step: &Step, response: &Response) -> String {
    let mut text = step.shows.to_string();
    if let Some(target) = &response.redirect {
        let _ = write!(text, "; it points to {target}, which was not asked");
    }
    if let Some(remark) = response.remark {
        let _ = write!(text, "; {remark}");
    }
    let _ = write!(text, " ({} ms)", response.elapsed.as_millis());
    text
}

fn clock(text: &mut String, style: Style, clock: Option<&Clock>, is_dry_run: bool) {
    let words = match clock {
        Some(clock) => clock.words(),
        None if is_dry_run => return,
        None => "not known: no answer had a usable `Date`".to_owned(),
    };
    let _ = writeln!(text, "{}", style.wrap("  clock     ", &words, 12));
}

/// The rate limit of the last response that has one.
fn limits(text: &mut String, style: Style, steps: &[Step]) {
    let mut limits = steps.iter().rev().filter_map(|step| step.response()?.rate_limit.as_ref());
    let Some(limit) = limits.next() else { return };
    let _ = writeln!(text, "{}", style.wrap("  limit     ", &limit.to_string(), 12));
}

fn roles(text: &mut String, style: Style, probes: Probes) {
    let Some(roles) = probes.roles() else { return };
    text.push('\n');
    let consistent = match roles.consistent {
        [] if roles.excluded.is_empty() => "not known: no role was asked for".to_owned(),
        [] => "none of the roles that are known".to_owned(),
        names => names.join(", "),
    };
    let _ = writeln!(text, "{}", style.wrap(&format!("  {} ", style.bold("consistent")), &consistent, 13));
    for (role, why) in &roles.excluded {
        let _ = writeln!(text, "{}", style.wrap("  excluded   ", &format!("{role}: {why}"), 13));
    }
    for skipped in &roles.skipped {
        let _ = writeln!(text, "{}", style.wrap("  not asked  ", &skipped.to_string(), 13));
    }
}
