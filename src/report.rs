//! The report: one small file for each format over the same subjects, written as they are judged.

pub(crate) mod docs;
mod format;
mod formats;
mod headline;
mod lead;
mod view;

use std::io::{self, Write};
use std::rc::Rc;

use crate::catalog::lint::Severity;
use crate::judge::subject::Subject;
use crate::world::Terminal;

pub use format::Format;
pub(crate) use format::UnreadInput;
use format::{End, Report};
use lead::Lead;
pub(crate) use view::Workspace;
use view::{FailOn, Verdict, View};

/// How to print.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) fail_on: FailOn,
    /// Whether the verdict `unknown` is no failure.
    pub(crate) allow_unknown: bool,
    pub(crate) verbosity: Verbosity,
    pub(crate) show_token: bool,
    pub(crate) terminal: Terminal,
    /// What CI calls the files in relation to.
    pub(crate) workspace: Option<Rc<Workspace>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    Quiet,
    Normal,
    Verbose,
}

/// Hands each subject to the report and counts what is found.
pub(crate) struct Reporter<'a> {
    reports: Vec<Box<dyn Report + 'a>>,
    show_token: bool,
    lead: Lead,
    tally: Tally,
}

/// What all subjects come to.
#[derive(Clone, Copy)]
pub(crate) struct Tally {
    fail_on: FailOn,
    /// Whether the verdict `unknown` is no failure.
    pub(crate) allow_unknown: bool,
    pub(crate) verdict: Verdict,
    pub(crate) summary: Summary,
    /// Whether a finding counts.
    pub(crate) counts: bool,
    /// Whether anything was checked: without that a run passes without a tick.
    pub(crate) is_checked: bool,
}

/// How many findings there are; allowed ones do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) subjects: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
}

impl<'a> Reporter<'a> {
    pub(crate) fn new(format: Format, options: Options, out: &'a mut dyn Write) -> Self {
        let (show_token, tally) = (options.show_token, Tally::new(&options));
        let reports = vec![(format.start)(options, out)];
        Self { reports, show_token, lead: Lead::default(), tally }
    }

    /// Writes the same in one more format.
    pub(crate) fn also(&mut self, format: Format, options: Options, out: &'a mut dyn Write) {
        self.reports.push((format.start)(options, out));
    }

    /// Takes a subject as soon as it is judged.
    pub(crate) fn subject(&mut self, subject: Subject) -> io::Result<()> {
        let view = View::new(subject, self.show_token);
        self.tally.add(&view);
        self.lead.add(&view);
        self.reports.iter_mut().try_for_each(|report| report.subject(&view))
    }

    /// Ends the report after every subject was judged.
    pub(crate) fn end(self) -> io::Result<Tally> {
        let Self { reports, lead, tally, .. } = self;
        let headline = lead.headline(tally);
        end(reports, &End { tally, headline, is_cut_short: false, unread: Vec::new() })?;
        Ok(tally)
    }

    /// Ends the report of a run that failed: what was judged before is printed all the same, and what was not found may
    /// be in the inputs that could not be read.
    pub(crate) fn cut_short(self, unread: Vec<UnreadInput>) -> io::Result<()> {
        let Self { reports, lead, mut tally, .. } = self;
        tally.verdict = tally.verdict.max(Verdict::Unknown);
        let headline = match unread.as_slice() {
            [first, ..] if tally.summary.subjects == 0 => first.message.to_string(),
            _ => lead.headline(tally),
        };
        end(reports, &End { tally, headline, is_cut_short: true, unread })
    }
}

/// Ends all reports; one that cannot be written keeps no other from being so.
fn end(reports: Vec<Box<dyn Report + '_>>, end: &End) -> io::Result<()> {
    reports.into_iter().map(|report| report.end(end)).fold(Ok(()), io::Result::and)
}

/// What was found in one subject, for people, without the token: it stands elsewhere, or must not be shown.
pub(crate) fn write_findings(options: Options, subject: Subject, out: &mut dyn Write) -> io::Result<()> {
    let (view, mut tally) = (View::new(subject, false), Tally::new(&options));
    tally.add(&view);
    formats::human::write_findings(options, view, tally, out)
}

impl Tally {
    fn new(options: &Options) -> Self {
        Self {
            fail_on: options.fail_on,
            allow_unknown: options.allow_unknown,
            verdict: Verdict::Pass,
            summary: Summary::default(),
            counts: false,
            is_checked: false,
        }
    }

    /// What one subject comes to by itself.
    fn of(subject: &View, options: &Options) -> Self {
        let mut tally = Self::new(options);
        tally.add(subject);
        tally
    }

    fn add(&mut self, subject: &View) {
        self.verdict = self.verdict.max(subject.verdict(self.fail_on));
        self.counts |= subject.counts(self.fail_on);
        self.is_checked |= subject.is_checked();
        self.summary.subjects += 1;
        for finding in subject.findings().filter(|finding| !finding.is_allowed) {
            match finding.severity {
                Severity::Error => self.summary.errors += 1,
                Severity::Warning => self.summary.warnings += 1,
                Severity::Note => self.summary.notes += 1,
            }
        }
    }
}
