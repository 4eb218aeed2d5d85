//! `--format junit`: a test case for each subject.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report as Suites, TestCase, TestCaseStatus, TestSuite};

use crate::catalog::lint::Severity;
use crate::report::format::{End, Format, Report};
use crate::report::view::{Verdict, View};
use crate::report::{Options, headline};

pub(super) const FORMAT: Format = Format {
    name: "junit",
    about: "For CI servers that show tests: a test case for each subject",
    is_live: false,
    appends: false,
    start: |options, out| Box::new(Tests { options, out, suite: TestSuite::new("why401") }),
};

struct Tests<'a> {
    options: Options,
    out: &'a mut dyn Write,
    suite: TestSuite,
}

impl Report for Tests<'_> {
    fn subject(&mut self, subject: &View) -> io::Result<()> {
        let status = self.status(subject);
        let spot = subject.spot(self.options.workspace.as_deref());
        let line = spot.line.map(|line| format!(":{line}")).unwrap_or_default();
        let mut case = TestCase::new(format!("{}{line}", spot.path), status);
        let service = subject.service().map(|service| format!(".{}", service.id)).unwrap_or_default();
        case.set_classname(format!("why401.{}{service}", subject.kind().as_str()));
        let said: Vec<_> = subject
            .findings()
            .filter(|finding| !finding.is_allowed && finding.severity == Severity::Warning)
            .map(|finding| {
                let help = finding.help.map(|help| format!("\n  fix: {help}")).unwrap_or_default();
                format!("warning: {}: {}{help}", finding.lint.name, finding.message)
            })
            .collect();
        if !said.is_empty() {
            case.set_system_out(said.join("\n"));
        }
        self.suite.add_test_case(case);
        Ok(())
    }

    fn end(mut self: Box<Self>, end: &End) -> io::Result<()> {
        for unread in &end.unread {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(unread.message.to_string()).set_type("input-not-read");
            self.suite.add_test_case(TestCase::new(unread.source.to_string(), status));
        }
        let mut suites = Suites::new("why401");
        suites.add_test_suite(self.suite);
        suites.serialize(&mut *self.out).map_err(io::Error::other)?;
        self.out.flush()
    }
}

impl Tests<'_> {
    fn status(&self, subject: &View) -> TestCaseStatus {
        let verdict = subject.verdict(self.options.fail_on);
        let counts = subject.counts(self.options.fail_on);
        let mut status = match verdict {
            Verdict::Pass => return TestCaseStatus::success(),
            Verdict::Accepted if !counts => return TestCaseStatus::success(),
            Verdict::Accepted | Verdict::Fail | Verdict::Rejected => {
                TestCaseStatus::non_success(NonSuccessKind::Failure)
            }
            Verdict::Unknown if counts => TestCaseStatus::non_success(NonSuccessKind::Failure),
            Verdict::Unknown if self.options.allow_unknown => TestCaseStatus::skipped(),
            Verdict::Unknown => TestCaseStatus::non_success(NonSuccessKind::Error),
        };
        let headline = headline::of_subject(subject, &self.options);
        status.set_message(format!("{}: {headline}", verdict.as_str()));
        let first = subject.causes().next().map(|first| first.cause);
        status.set_type(first.map_or(verdict.as_str(), |cause| cause.id));
        let fixes = first.into_iter().flat_map(|cause| cause.fix).map(|fix| format!("fix: {fix}"));
        let findings = subject
            .findings()
            .filter(|finding| !finding.is_allowed && self.options.fail_on.counts(finding.severity));
        let findings = findings.map(|finding| {
            let help = finding.help.map(|help| format!("\n  fix: {help}")).unwrap_or_default();
            format!("{}: {}: {}{help}", finding.severity, finding.lint.name, finding.message)
        });
        let lines: Vec<_> = fixes.chain(findings).collect();
        if !lines.is_empty() {
            status.set_description(lines.join("\n"));
        }
        status
    }
}
