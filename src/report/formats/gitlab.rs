//! `--format gitlab`: a report of GitLab's Code Quality, one issue for each cause and finding.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::collections::BTreeMap;
use std::io::{self, Write};

use aws_lc_rs::digest::{SHA256, digest};
use serde::Serialize;

use super::json::Escaping;
use crate::catalog::lint::Severity;
use crate::report::format::{End, Format, Report};
use crate::report::view::{Spot, Verdict, View};
use crate::report::{Options, headline};

pub(super) const FORMAT: Format = Format {
    name: "gitlab",
    about: "For GitLab: a Code Quality report",
    is_live: false,
    appends: false,
    start: |options, out| Box::new(CodeQuality { options, out, issues: 0, same: BTreeMap::new() }),
};

struct CodeQuality<'a> {
    options: Options,
    out: &'a mut dyn Write,
    issues: usize,
    /// How often each issue was found at the same place.
    same: BTreeMap<String, usize>,
}

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u64,
}

impl Report for CodeQuality<'_> {
    fn subject(&mut self, subject: &View) -> io::Result<()> {
        let workspace = self.options.workspace.clone();
        let verdict = subject.verdict(self.options.fail_on);
        let name = match subject.causes().next() {
            Some(first) => Some(first.cause.id),
            None => matches!(verdict, Verdict::Rejected | Verdict::Unknown).then(|| verdict.as_str()),
        };
        if let Some(name) = name {
            let severity = match verdict {
                Verdict::Rejected | Verdict::Fail => Severity::Error,
                Verdict::Unknown => Severity::Warning,
                Verdict::Accepted | Verdict::Pass => Severity::Note,
            };
            let spot = subject.spot(workspace.as_deref());
            let headline = headline::of_subject(subject, &self.options);
            self.issue(name, severity, "", &format!("{}: {headline}", verdict.as_str()), &spot)?;
        }
        for finding in subject.findings().filter(|finding| !finding.is_allowed) {
            let spot = subject.spot_of(&finding, workspace.as_deref());
            let help = finding.help.as_ref().map(|help| format!("; fix: {help}")).unwrap_or_default();
            let description = format!("{}{help}", finding.message);
            let pointer = finding.at.to_string();
            self.issue(finding.lint.name, finding.severity, &pointer, &description, &spot)?;
        }
        Ok(())
    }

    fn end(mut self: Box<Self>, end: &End) -> io::Result<()> {
        for unread in &end.unread {
            let spot = Spot { path: unread.source.clone(), is_file: false, line: None };
            self.issue("input-not-read", Severity::Error, "", &unread.message.to_string(), &spot)?;
        }
        self.out.write_all(if self.issues == 0 { b"[]\n" } else { b"\n]\n" })?;
        self.out.flush()
    }
}

impl CodeQuality<'_> {
    fn issue(
        &mut self,
        name: &str,
        severity: Severity,
        pointer: &str,
        description: &str,
        spot: &Spot,
    ) -> io::Result<()> {
        let (path, line) = (spot.path.to_string(), spot.line.unwrap_or(1));
        let place = format!("{name}\n{pointer}\n{path}\n{line}");
        let count = self.same.entry(place.clone()).or_default();
        *count += 1;
        let issue = Issue {
            description,
            check_name: name,
            fingerprint: fingerprint(&format!("{place}\n{count}")),
            severity: match severity {
                Severity::Error => "critical",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            location: Location { path: &path, lines: Lines { begin: line } },
        };
        self.out.write_all(if self.issues == 0 { b"[\n" } else { b",\n" })?;
        self.issues += 1;
        serde_json::to_writer(Escaping(&mut *self.out), &issue).map_err(io::Error::from)
    }
}

/// Of what was found and where, never of a value.
fn fingerprint(text: &str) -> String {
    digest(&SHA256, text.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
