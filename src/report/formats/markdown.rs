//! `--format markdown`: to paste into an issue, a ticket or the summary of a job.
//!
//! Text from outside stands in two places only: escaped within a line, and in fenced blocks whose fence is longer than
//! any in the text. So it can neither end its block nor become a link, an image, a mention or HTML.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::human;
use crate::report::format::{End, Format, Report};
use crate::report::view::{Verdict, View};
use crate::report::{Options, headline};

pub(super) const FORMAT: Format = Format {
    name: "markdown",
    about: "For issues, tickets and job summaries",
    is_live: false,
    appends: true,
    start: |options, out| Box::new(Markdown { options, out, subjects: Vec::new() }),
};

/// Subjects that are listed; the rest is counted. A job summary holds a megabyte.
const MAX_SUBJECTS: usize = 30;

/// Keeps the first subjects until all are judged: the verdict comes first.
struct Markdown<'a> {
    options: Options,
    out: &'a mut dyn Write,
    subjects: Vec<View>,
}

impl Report for Markdown<'_> {
    fn subject(&mut self, subject: &View) -> io::Result<()> {
        if self.subjects.len() < MAX_SUBJECTS {
            self.subjects.push(subject.clone());
        }
        Ok(())
    }

    fn end(self: Box<Self>, end: &End) -> io::Result<()> {
        let Self { options, out, subjects } = *self;
        let verdict = end.tally.verdict;
        let mut text = format!("### {} why401: {}\n\n", mark(verdict), verdict.as_str());
        let _ = writeln!(text, "{}", escaped(&end.headline));
        for unread in &end.unread {
            let _ = writeln!(text, "\n- **not read**: {}", escaped(&unread.message.to_string()));
        }
        let is_one = end.tally.summary.subjects == 1;
        for subject in &subjects {
            text.push('\n');
            of_subject(&mut text, subject, &options, is_one);
        }
        if let more @ 1.. = end.tally.summary.subjects.saturating_sub(subjects.len()) {
            let _ = writeln!(text, "\n… and {more} more; `--format json` lists all");
        }
        text.push('\n');
        out.write_all(text.as_bytes())?;
        out.flush()
    }
}

/// `is_one`: there is no other, so the headline is that of the run.
fn of_subject(text: &mut String, subject: &View, options: &Options, is_one: bool) {
    if !is_one {
        let verdict = subject.verdict(options.fail_on);
        let spot = subject.spot(options.workspace.as_deref());
        let line = spot.line.map(|line| format!(":{line}")).unwrap_or_default();
        let name = escaped(&spot.path.to_string());
        let headline = escaped(&headline::of_subject(subject, options));
        let _ = writeln!(text, "#### {} {name}{line}\n\n{}: {headline}\n", mark(verdict), verdict.as_str());
    }
    for finding in subject.findings().filter(|finding| !finding.is_allowed) {
        let message = escaped(&finding.message.to_string());
        let _ = writeln!(text, "- **{}** `{}`: {message}", finding.severity, finding.lint.name);
        if let Some(help) = finding.help {
            let _ = writeln!(text, "  - fix: {}", escaped(&help.to_string()));
        }
    }
    if let Some(first) = subject.causes().next() {
        let (cause, confidence) = (first.cause, first.confidence.as_str());
        let _ = writeln!(text, "- **{confidence}** `{}`: {}", cause.id, escaped(cause.title));
        for fix in cause.fix {
            let _ = writeln!(text, "  - fix: {}", escaped(fix));
        }
    }
    let details = human::details(options, subject);
    let fence = "`".repeat(longest_run(&details, '`').max(2) + 1);
    let _ = writeln!(
        text,
        "\n<details>\n<summary>Details</summary>\n\n{fence}text\n{}\n{fence}\n\n</details>",
        details.trim_end()
    );
}

fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass | Verdict::Accepted => "✅",
        Verdict::Unknown => "❔",
        Verdict::Fail | Verdict::Rejected => "❌",
    }
}

/// Text within a line that is shown as it stands: punctuation with a meaning is escaped, and an empty comment parts
/// what would notify a person or refer to an issue.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + text.len() / 4);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let after = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        match c {
            // Within a word it means nothing.
            '_' if before.is_alphanumeric() && after.is_alphanumeric() => shown.push(c),
            // GFM makes a link of an address.
            ':' if after != '/' => shown.push(c),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '&' | '|' | '$' | '!' | ':' => {
                shown.push('\\');
                shown.push(c);
            }
            '@' | '#' => {
                shown.push(c);
                shown.push_str("<!-- -->");
            }
            '\n' | '\r' => shown.push(' '),
            c => shown.push(c),
        }
        before = c;
    }
    // GFM links these, too.
    shown.replace("www.", "www\\.").replace("WWW.", "WWW\\.")
}

/// The length of the longest run of this character.
fn longest_run(text: &str, c: char) -> usize {
    text.split(|other| other != c).map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_within_a_line_has_no_markup() {
        assert_eq!(escaped("a_b _d_ `c`: <i>"), r"a_b \_d\_ \`c\`: \<i\>");
        assert_eq!(escaped("@all #1"), "@<!-- -->all #<!-- -->1");
        assert_eq!(escaped("https://example.com"), r"https\://example.com");
        assert_eq!(longest_run("a``b```c", '`'), 3);
    }
}
