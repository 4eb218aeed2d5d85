//! The report: one small file for each format over the same subjects, written as they are judged.

pub mod docs;
mod format;
mod formats;

use std::io::{self, Write};

use crate::catalog::lint::Severity;
use crate::judge::subject::{FailOn, Subject, Verdict};
use crate::world::Terminal;

pub use format::Format;
pub(crate) use format::Unread;
use format::{End, Report};

/// How to print.
#[derive(Clone, Copy)]
pub(crate) struct Options {
    pub(crate) fail_on: FailOn,
    pub(crate) verbosity: Verbosity,
    pub(crate) show_token: bool,
    pub(crate) terminal: Terminal,
    /// Whether standard input has something that nobody asked to read.
    pub(crate) unread_stdin: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    Quiet,
    Normal,
    Verbose,
}

/// Hands each subject to the report and counts what is found.
pub(crate) struct Reporter<'a> {
    report: Box<dyn Report + 'a>,
    tally: Tally,
}

/// What all subjects come to.
#[derive(Clone, Copy)]
pub(crate) struct Tally {
    fail_on: FailOn,
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
        Self { report: (format.start)(options, out), tally: Tally::new(options.fail_on) }
    }

    /// Takes a subject as soon as it is judged.
    pub(crate) fn subject(&mut self, subject: Subject) -> io::Result<()> {
        self.tally.add(&subject);
        self.report.subject(subject)
    }

    /// Ends the report after every subject was judged.
    pub(crate) fn end(self) -> io::Result<Tally> {
        let Self { report, tally } = self;
        report.end(&End { tally, is_cut_short: false, unread: Vec::new() })?;
        Ok(tally)
    }

    /// Ends the report of a run that failed: what was judged before is printed all the same, and what was not found may
    /// be in the inputs that could not be read.
    pub(crate) fn cut_short(self, unread: Vec<Unread>) -> io::Result<()> {
        let Self { report, mut tally } = self;
        tally.verdict = tally.verdict.max(Verdict::Unknown);
        report.end(&End { tally, is_cut_short: true, unread })
    }
}

/// What was found in one subject, for people, without the token: it stands elsewhere, or must not be shown.
pub(crate) fn write_findings(options: Options, subject: Subject, out: &mut dyn Write) -> io::Result<()> {
    let mut tally = Tally::new(options.fail_on);
    tally.add(&subject);
    formats::human::write_findings(options, subject, tally, out)
}

impl Tally {
    fn new(fail_on: FailOn) -> Self {
        Self {
            fail_on,
            verdict: Verdict::Pass,
            summary: Summary::default(),
            counts: false,
            is_checked: false,
        }
    }

    fn add(&mut self, subject: &Subject) {
        self.verdict = self.verdict.max(subject.verdict(self.fail_on));
        self.counts |= subject.counts(self.fail_on);
        self.is_checked |= subject.is_checked();
        self.summary.subjects += 1;
        for finding in subject.checks.findings.iter().filter(|finding| !finding.allowed) {
            match finding.severity {
                Severity::Error => self.summary.errors += 1,
                Severity::Warning => self.summary.warnings += 1,
                Severity::Note => self.summary.notes += 1,
            }
        }
    }
}
