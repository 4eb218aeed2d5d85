//! What a lint is, what it finds, and how findings are sorted out.

use std::fmt;

use crate::catalog::context::Context;

pub(crate) mod authorization;
#[cfg(test)]
pub(crate) mod example;
pub(crate) mod identifier;
pub(super) mod zone;

pub use crate::catalog::severity::Severity;

/// One rule: documentation, examples and check in one place.
pub struct Lint {
    /// States the fault, subject first; file name and anchor of the documentation.
    pub name: &'static str,
    pub group: Group,
    /// The usual severity; a finding may have another.
    pub severity: Severity,
    /// The fault in one sentence, lower case, no full stop.
    pub summary: &'static str,
    /// Why it matters, then how to fix it. Markdown.
    pub explanation: &'static str,
    /// A JSON merge patch on the baseline token that makes exactly this finding.
    pub bad: &'static str,
    /// The patch of the nearest thing that makes none.
    pub good: &'static str,
    /// Where the rule comes from.
    pub source: &'static str,
    /// The causes this finding speaks for, by their names in [`crate::catalog::cause`].
    pub causes: &'static [&'static str],
    /// The lints of whose fault this one is a mere consequence.
    pub explained_by: &'static [&'static str],
    /// Pure: no I/O, no clock. `None`: not applicable, because what it checks is not there, or another lint
    /// reports it.
    pub check: fn(&Context) -> Option<Check>,
}

/// The result of a check that had something to look at.
///
/// A check passes only when it has seen what the lint is about: that it passed is printed, and is evidence against
/// the causes that the lint speaks for.
#[derive(Clone, Debug)]
pub enum Check {
    Passed,
    Found(Finding),
}

/// What a lint looks at, in the order in which faults are told: what comes first explains what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    TokenText,
    KeyText,
    Credentials,
    Jwks,
    Header,
    Claims,
    Time,
    Signature,
    Request,
}

/// What a lint found.
#[derive(Clone)]
pub struct Finding {
    pub lint: &'static Lint,
    pub severity: Severity,
    /// JSON pointer under `/header`, `/claims`, `/signature`, `/token`, `/key`, `/credentials` or `/request`.
    pub at: String,
    /// What was found and what was expected. Lower case, no full stop; may hold foreign text, unescaped.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Whether `--allow` names it.
    pub allowed: bool,
}

impl Lint {
    /// A finding of the usual severity.
    pub(crate) fn finding(&'static self, at: impl Into<String>, message: impl Into<String>) -> Finding {
        let (at, message) = (at.into(), message.into());
        Finding { lint: self, severity: self.severity, at, message, help: None, allowed: false }
    }

    /// What the check finds, if it does.
    pub(crate) fn found_in(&self, cx: &Context) -> Option<Finding> {
        match (self.check)(cx)? {
            Check::Passed => None,
            Check::Found(finding) => Some(finding),
        }
    }
}

impl From<Option<Finding>> for Check {
    fn from(found: Option<Finding>) -> Self {
        found.map_or(Self::Passed, Self::Found)
    }
}

impl Finding {
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    pub(crate) fn severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }
}

/// What all checks of one subject came to.
#[derive(Default)]
pub struct Checks {
    /// Root cause first.
    pub findings: Vec<Finding>,
    /// In the order of the list, as the others.
    pub passed: Vec<&'static Lint>,
    /// Nothing to look at.
    pub inapplicable: Vec<&'static Lint>,
    /// They found something that is not reported: another finding explains it, or it does not hold for every service
    /// that the subject may belong to.
    pub withheld: Vec<&'static Lint>,
}

/// Makes the checks of `lints`.
///
/// `contexts` holds one context for each service that the subject may belong to: only what holds for all of them
/// is reported, as mildly as the mildest.
pub fn run(lints: &[&'static Lint], contexts: &[Context], allowed: &[&str]) -> Checks {
    let all: Vec<Vec<_>> =
        contexts.iter().map(|cx| lints.iter().map(|lint| (lint.check)(cx)).collect()).collect();
    let findings: Vec<_> = all.iter().map(|checks| unexplained(checks)).collect();
    let mut checks = Checks { findings: common(findings), ..Checks::default() };
    for (at, lint) in lints.iter().copied().enumerate() {
        let mut results = all.iter().filter_map(|checks| checks.get(at)?.as_ref()).peekable();
        if checks.findings.iter().any(|finding| finding.lint.name == lint.name) {
            continue;
        } else if results.peek().is_none() {
            checks.inapplicable.push(lint);
        } else if results.all(|check| matches!(check, Check::Passed)) {
            checks.passed.push(lint);
        } else {
            checks.withheld.push(lint);
        }
    }
    for finding in &mut checks.findings {
        finding.allowed = allowed.contains(&finding.lint.name);
    }
    checks.findings.sort_by_key(|f| (std::cmp::Reverse(f.severity), f.lint.group));
    checks
}

/// What was found for each of the services.
fn common(findings: Vec<Vec<Finding>>) -> Vec<Finding> {
    let mut findings = findings.into_iter();
    let mut common = findings.next().unwrap_or_default();
    for others in findings {
        common.retain_mut(|finding| {
            let twin = others.iter().find(|f| f.lint.name == finding.lint.name);
            finding.severity = finding.severity.min(twin.map_or(finding.severity, |f| f.severity));
            twin.is_some()
        });
    }
    common
}

/// The findings of one context without those that another explains. A finding is only explained by one at least as
/// severe, so that dropping it never makes the verdict milder.
fn unexplained(checks: &[Option<Check>]) -> Vec<Finding> {
    let all: Vec<_> = checks
        .iter()
        .filter_map(|check| match check {
            Some(Check::Found(finding)) => Some(finding),
            Some(Check::Passed) | None => None,
        })
        .collect();
    let explained = |finding: &Finding| {
        let by = finding.lint.explained_by;
        all.iter().any(|other| by.contains(&other.lint.name) && other.severity >= finding.severity)
    };
    all.iter().filter(|finding| !explained(finding)).map(|finding| (*finding).clone()).collect()
}

impl Group {
    pub const ALL: [Self; 9] = [
        Self::TokenText,
        Self::KeyText,
        Self::Credentials,
        Self::Jwks,
        Self::Header,
        Self::Claims,
        Self::Time,
        Self::Signature,
        Self::Request,
    ];
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(match self {
            Self::TokenText => "token text",
            Self::KeyText => "key text",
            Self::Credentials => "credentials",
            Self::Jwks => "JWKS",
            Self::Header => "header",
            Self::Claims => "claims",
            Self::Time => "time",
            Self::Signature => "signature",
            Self::Request => "request",
        })
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}[{}] {}: {}", self.severity, self.lint.name, self.at, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::lint::example::checks;

    type Run = fn(&Context) -> Option<Check>;

    const fn lint(name: &'static str, explained_by: &'static [&'static str], check: Run) -> Lint {
        Lint {
            name,
            group: Group::Claims,
            severity: Severity::Error,
            summary: "",
            explanation: "",
            bad: "",
            good: "",
            source: "",
            causes: &[],
            explained_by,
            check,
        }
    }

    static ALWAYS: Lint = lint("always", &[], |_| Some(Check::Found(ALWAYS.finding("/claims", "always"))));
    static EXPLAINED: Lint =
        lint("explained", &["always"], |_| Some(Check::Found(EXPLAINED.finding("/claims", "explained"))));
    static NEVER: Lint = lint("never", &[], |_| None);
    /// Passes for APNs, finds something for App Store Connect, and does not apply elsewhere.
    static MIXED: Lint = lint("mixed", &[], |cx| match cx.service.id {
        "apns" => Some(Check::Passed),
        "asc-team" => Some(Check::Found(MIXED.finding("/claims", "mixed"))),
        _ => None,
    });

    /// The names of what was found, passed, did not apply and was withheld.
    fn names(services: &str) -> [Vec<&'static str>; 4] {
        let lints = [&ALWAYS, &EXPLAINED, &NEVER, &MIXED];
        let checks = checks(&lints, &format!(r#"{{"services": {services}}}"#));
        let found = checks.findings.iter().map(|finding| finding.lint.name).collect();
        let names = |lints: Vec<&'static Lint>| lints.into_iter().map(|lint| lint.name).collect();
        [found, names(checks.passed), names(checks.inapplicable), names(checks.withheld)]
    }

    #[test]
    fn what_another_finding_explains_has_neither_passed_nor_not_applied() {
        let [found, _, inapplicable, withheld] = names(r#"["siwa"]"#);
        assert_eq!((found, withheld), (vec!["always"], vec!["explained"]));
        assert_eq!(inapplicable, ["never", "mixed"]);
    }

    #[test]
    fn a_finding_holds_for_every_service_and_a_pass_for_one() {
        let mixed = |services| names(services).iter().position(|names| names.contains(&"mixed"));
        assert_eq!(mixed(r#"["asc-team"]"#), Some(0));
        assert_eq!(mixed(r#"["apns"]"#), Some(1));
        assert_eq!(mixed(r#"["apns", "siwa"]"#), Some(1));
        assert_eq!(mixed(r#"["asc-team", "apns"]"#), Some(3));
        assert_eq!(mixed(r#"["asc-team", "siwa"]"#), Some(3));
    }
}
