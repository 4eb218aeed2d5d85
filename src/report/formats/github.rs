//! `--format github`: workflow commands, which GitHub shows as annotations of the job and of the lines concerned.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::catalog::lint::Severity;
use crate::report::format::{End, Format, Report};
use crate::report::view::{Spot, Verdict, View};
use crate::report::{Options, headline};

pub(super) const FORMAT: Format = Format {
    name: "github",
    about: "For GitHub Actions: annotations, the verdict first",
    is_live: false,
    appends: false,
    start: |options, out| Box::new(Commands { options, out, levels: BTreeMap::new() }),
};

/// GitHub shows ten annotations of a level for a step; the tenth counts the rest.
const MOST: usize = 9;

/// The levels in the order in which they are printed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Error,
    Warning,
    Notice,
}

/// The first lines of a level, and how many there are.
#[derive(Default)]
struct Lines {
    first: Vec<String>,
    count: usize,
}

/// Keeps the annotations until all subjects are judged: the verdict comes first.
struct Commands<'a> {
    options: Options,
    out: &'a mut dyn Write,
    levels: BTreeMap<Level, Lines>,
}

impl Report for Commands<'_> {
    fn subject(&mut self, subject: &View) -> io::Result<()> {
        let verdict = subject.verdict(self.options.fail_on);
        let spot = subject.spot(self.options.workspace.as_deref());
        let response = headline::of_subject(subject, &self.options);
        if let Some(first) = subject.causes().next() {
            let fixes: String = first.cause.fix.iter().map(|fix| format!("\nfix: {fix}")).collect();
            self.add(level_of(verdict), first.cause.id, Some(&spot), &format!("{response}{fixes}"));
        } else if matches!(verdict, Verdict::Rejected | Verdict::Unknown) {
            self.add(level_of(verdict), verdict.as_str(), Some(&spot), &response);
        }
        for finding in subject.findings().filter(|finding| !finding.is_allowed) {
            let level = match finding.severity {
                Severity::Error => Level::Error,
                Severity::Warning => Level::Warning,
                Severity::Note => Level::Notice,
            };
            let spot = subject.spot_of(&finding, self.options.workspace.as_deref());
            let help = finding.help.map(|help| format!("\nfix: {help}")).unwrap_or_default();
            self.add(level, finding.lint.name, Some(&spot), &format!("{}{help}", finding.message));
        }
        Ok(())
    }

    fn end(mut self: Box<Self>, end: &End) -> io::Result<()> {
        for unread in &end.unread {
            self.add(Level::Error, "input not read", None, &unread.message.to_string());
        }
        let verdict = end.tally.verdict;
        let first = level_of(verdict);
        let title = format!("why401: {}", verdict.as_str());
        writeln!(self.out, "{}", command(first, &title, None, &end.headline))?;
        for (level, lines) in self.levels {
            let most = if level == first { MOST - 1 } else { MOST };
            lines.first.iter().take(most).try_for_each(|line| writeln!(self.out, "{line}"))?;
            if let more @ 1.. = lines.count.saturating_sub(most) {
                let message = format!("and {more} more of this level; --format json lists all");
                writeln!(self.out, "{}", command(level, "why401", None, &message))?;
            }
        }
        self.out.flush()
    }
}

impl Commands<'_> {
    fn add(&mut self, level: Level, title: &str, spot: Option<&Spot>, message: &str) {
        let lines = self.levels.entry(level).or_default();
        lines.count += 1;
        if lines.first.len() < MOST {
            lines.first.push(command(level, title, spot, message));
        }
    }
}

fn level_of(verdict: Verdict) -> Level {
    match verdict {
        Verdict::Rejected | Verdict::Fail => Level::Error,
        Verdict::Unknown => Level::Warning,
        Verdict::Accepted | Verdict::Pass => Level::Notice,
    }
}

/// <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>; the escapes are those of
/// <https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts>.
fn command(level: Level, title: &str, spot: Option<&Spot>, message: &str) -> String {
    let name = match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Notice => "notice",
    };
    let mut text = format!("::{name} title={}", property(title));
    let mut name = String::new();
    match spot {
        Some(Spot { path, is_file: true, line }) => {
            text += &format!(",file={}", property(&path.to_string()));
            text += &line.map(|line| format!(",line={line}")).unwrap_or_default();
        }
        // GitHub knows no such file: a member of an archive, a variable, standard input.
        Some(Spot { path, line, .. }) => {
            let line = line.map(|line| format!(":{line}")).unwrap_or_default();
            name = format!("{path}{line}: ");
        }
        None => {}
    }
    format!("{text}::{}{}", data(&name), data(message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
