//! `--format human`: the verdict, the findings root cause first, then the token with its claims explained.

mod checks;
mod diagnosis;
mod discovery;
mod key;
mod life;
mod probes;
mod quiet;
mod style;
mod title;
mod token;

use std::io::{self, Write};

use quiet::{First, Quiet};
use style::Style;

use crate::catalog::lint::Severity;
use crate::report::format::{End, Format, Report};
use crate::report::view::{Verdict, View};
use crate::report::{Options, Tally, Verbosity, headline};
use crate::world::Terminal;

pub(in crate::report) const FORMAT: Format = Format {
    name: "human",
    about: "For people",
    is_live: false,
    appends: false,
    start: |options, out| Box::new(Human { options, out, first: First::default() }),
};

/// Subjects that are listed; the rest is counted.
const MAX_SUBJECTS: usize = 100;

/// Keeps the subjects until all are judged: the verdict comes first.
struct Human<'a> {
    options: Options,
    out: &'a mut dyn Write,
    first: First,
}

impl Report for Human<'_> {
    fn subject(&mut self, subject: &View) -> io::Result<()> {
        self.first.add(subject);
        Ok(())
    }

    fn end(self: Box<Self>, end: &End) -> io::Result<()> {
        let Self { options, out, first } = *self;
        let First { subjects, quiet, .. } = first.sorted();
        // Without a single subject there is nothing to report but the failure.
        if end.is_cut_short && end.tally.summary.subjects == 0 {
            return Ok(());
        }
        Page { quiet, ..Page::new(options, &subjects, end.tally, &end.headline) }.write(out)
    }
}

/// What was found in one subject, without the rest of it.
pub(in crate::report) fn write_findings(
    options: Options,
    subject: View,
    tally: Tally,
    out: &mut dyn Write,
) -> io::Result<()> {
    let headline = headline::of_one(&subject, tally);
    let subjects = &[subject];
    let page = Page::new(options, subjects, tally, &headline);
    writeln!(out, "{}", page.verdict())?;
    if page.options.verbosity == Verbosity::Quiet {
        return Ok(());
    }
    let [subject] = subjects;
    let mut text = String::new();
    checks::findings(&mut text, page.style, subject);
    if page.options.verbosity == Verbosity::Verbose {
        checks::others(&mut text, page.style, subject);
    }
    writeln!(out, "\n{}", text.trim_end())
}

/// All of one subject, as a person reads it in a file.
pub(super) fn details(options: &Options, subject: &View) -> String {
    let terminal = Terminal { width: None, color: false, unicode: true };
    let options = Options { verbosity: Verbosity::Normal, terminal, ..options.clone() };
    let (tally, headline) = (Tally::of(subject, &options), String::new());
    let subjects = std::slice::from_ref(subject);
    Page::new(options, subjects, tally, &headline).subject(subject)
}

struct Page<'a> {
    options: Options,
    /// The first of them, but for those that are listed apart.
    subjects: &'a [View],
    quiet: Quiet,
    tally: Tally,
    headline: &'a str,
    style: Style,
}

impl<'a> Page<'a> {
    fn new(options: Options, subjects: &'a [View], tally: Tally, headline: &'a str) -> Self {
        let style = Style::new(options.terminal);
        Self { options, subjects, quiet: Quiet::default(), tally, headline, style }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", self.verdict())?;
        if self.options.verbosity == Verbosity::Quiet {
            return Ok(());
        }
        for subject in self.subjects {
            writeln!(out, "\n{}", self.subject(subject).trim_end())?;
        }
        self.quiet.write(self.style, out)?;
        match self.tally.summary.subjects.saturating_sub(self.subjects.len() + self.quiet.listed()) {
            0 => Ok(()),
            more => writeln!(out, "\n… and {more} more; --format json lists all"),
        }
    }

    fn verdict(&self) -> String {
        let (style, verdict) = (self.style, self.tally.verdict);
        let (mark, painted) = match verdict {
            Verdict::Pass if !self.tally.is_checked => ("", verdict.as_str().to_owned()),
            Verdict::Pass | Verdict::Accepted => (style.glyph("✓ ", ""), style.good(verdict.as_str())),
            Verdict::Unknown => (style.glyph("? ", ""), style.severity(Severity::Warning, verdict.as_str())),
            Verdict::Fail | Verdict::Rejected => (style.glyph("✗ ", ""), style.bad(verdict.as_str())),
        };
        style.wrap(&format!("{mark}{painted}: "), self.headline, 2)
    }

    fn subject(&self, subject: &View) -> String {
        let (mut text, style) = (String::new(), self.style);
        let is_verbose = self.options.verbosity == Verbosity::Verbose;
        let is_one_of_many = self.subjects.len() > 1;
        if is_one_of_many {
            title::write(&mut text, style, subject, self.subjects);
            if subject.findings().len() > 0 {
                text.push('\n');
            }
        }
        probes::write(&mut text, style, subject);
        diagnosis::write(&mut text, style, subject, is_verbose);
        checks::findings(&mut text, style, subject);
        if !is_one_of_many {
            title::write(&mut text, style, subject, self.subjects);
        }
        token::write(&mut text, style, subject, self.options.show_token || is_verbose);
        key::write(&mut text, style, subject);
        if !is_one_of_many {
            discovery::write(&mut text, style, subject);
        }
        if is_verbose {
            checks::others(&mut text, style, subject);
        }
        text
    }
}
