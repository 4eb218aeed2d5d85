//! The report: one small file for each format over the same subjects, printed as they are judged.

mod diagnosis;
pub mod docs;
mod human;
mod json;
mod life;
mod probes;
mod style;

use std::io::{self, Write};

use crate::catalog::lint::Severity;
use crate::cli::Format;
use crate::error::Error;
use crate::exit::Exit;
use crate::judge::subject::{FailOn, Subject, Verdict};
use crate::world::Terminal;

/// How to print.
#[derive(Clone, Copy)]
pub(crate) struct Options {
    pub(crate) format: Format,
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

/// What all subjects come to.
#[derive(Clone, Copy)]
pub(crate) struct Tally {
    fail_on: FailOn,
    pub(crate) verdict: Verdict,
    pub(crate) summary: Summary,
    counts: bool,
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

/// What makes the subjects, handing over each as soon as it is judged.
pub(crate) type Produce<'a> =
    &'a mut dyn FnMut(&mut dyn FnMut(Subject) -> io::Result<()>) -> Result<(), Error>;

/// Prints what `produce` makes. What was judged before a failure is printed all the same.
pub(crate) fn write(options: Options, out: &mut dyn Write, produce: Produce) -> Result<Exit, Error> {
    let mut tally = Tally::new(options.fail_on);
    match options.format {
        Format::Human => human::write(options, out, produce, &mut tally)?,
        Format::Json => json::write(options, out, produce, &mut tally)?,
        Format::Ndjson => json::write_lines(options, out, produce, &mut tally)?,
    }
    Ok(tally.exit())
}

/// What was found in one subject, for people, without the token: it stands elsewhere, or must not be shown.
pub(crate) fn write_findings(options: Options, subject: &Subject, out: &mut dyn Write) -> io::Result<()> {
    human::write_findings(options, subject, out)
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

    /// Not all could be looked at: what was not found may be there all the same.
    fn is_cut_short(&mut self) {
        self.verdict = self.verdict.max(Verdict::Unknown);
    }

    fn exit(&self) -> Exit {
        match self.verdict {
            Verdict::Pass => Exit::Success,
            Verdict::Accepted if !self.counts => Exit::Success,
            Verdict::Accepted | Verdict::Fail | Verdict::Rejected => Exit::Failure,
            Verdict::Unknown => Exit::Error,
        }
    }
}
