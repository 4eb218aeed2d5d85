//! The report: one value, one small file for each format.

mod human;
mod json;
mod life;
mod style;

use std::io::{self, Write};

use crate::cli::{FailOn, Format};
use crate::lint::Severity;
use crate::subject::Subject;
use crate::world::Terminal;

/// Everything a format needs.
pub(crate) struct Report<'a> {
    pub(crate) subjects: &'a [Subject],
    pub(crate) verdict: Verdict,
    pub(crate) summary: Summary,
    /// The instant of judgement, in seconds since 1970.
    pub(crate) at: f64,
    pub(crate) at_is_known: bool,
    pub(crate) verbosity: Verbosity,
    pub(crate) show_token: bool,
    pub(crate) terminal: Terminal,
    /// Whether standard input has something that nobody asked to read.
    pub(crate) unread_stdin: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Pass,
    Fail,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    Quiet,
    Normal,
    Verbose,
}

/// How many findings there are; allowed ones do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) subjects: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
}

impl Report<'_> {
    pub(crate) fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Human => human::write(self, out),
            Format::Json => json::write(self, out),
        }
    }

    /// What was found, for people, without the token: it stands elsewhere, or must not be shown.
    pub(crate) fn write_findings(&self, out: &mut dyn Write) -> io::Result<()> {
        human::write_findings(self, out)
    }
}

impl Summary {
    pub(crate) fn of(subjects: &[Subject]) -> Self {
        let mut summary = Self { subjects: subjects.len(), ..Self::default() };
        for finding in
            subjects.iter().flat_map(|subject| &subject.findings).filter(|finding| !finding.allowed)
        {
            match finding.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Note => summary.notes += 1,
            }
        }
        summary
    }
}

impl Verdict {
    pub(crate) fn of(subjects: &[Subject], fail_on: FailOn) -> Self {
        let counts = subjects
            .iter()
            .flat_map(|subject| &subject.findings)
            .any(|f| !f.allowed && fail_on.counts(f.severity));
        if counts { Self::Fail } else { Self::Pass }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
        }
    }
}
