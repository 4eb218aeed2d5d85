//! What a lint is, what it finds, and how findings are sorted out.

use std::fmt;

use crate::catalog::context::Context;
use crate::catalog::lints::LINTS;

pub(crate) mod authorization;
#[cfg(test)]
pub(crate) mod example;
pub(crate) mod identifier;
pub(crate) mod words;

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
    /// Pure: no I/O, no clock. `None`: nothing found, or not its business.
    pub check: fn(&Context) -> Option<Finding>,
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

/// How bad a finding is. LINTS of `src/catalog/lints/README.md` say what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Accepted today or effect unknown, but against the documentation, fragile, or a danger to the key.
    Warning,
    /// Refused by Apple, forbidden by the RFC named, unusable, or over the user's own limit.
    Error,
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
}

impl Finding {
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    pub(crate) fn severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }
}

/// Everything the lints find, root cause first.
///
/// `contexts` holds one context for each service that the subject may belong to: only what holds for all of them
/// is reported, as mildly as the mildest.
pub fn run(contexts: &[Context], allowed: &[&str]) -> Vec<Finding> {
    let Some((first, others)) = contexts.split_first() else { return Vec::new() };
    let mut findings = unexplained(first);
    for other in others {
        let theirs = unexplained(other);
        findings.retain_mut(|finding| {
            let twin = theirs.iter().find(|f| f.lint.name == finding.lint.name);
            finding.severity = finding.severity.min(twin.map_or(finding.severity, |f| f.severity));
            twin.is_some()
        });
    }
    for finding in &mut findings {
        finding.allowed = allowed.contains(&finding.lint.name);
    }
    findings.sort_by_key(|f| (std::cmp::Reverse(f.severity), f.lint.group));
    findings
}

/// The findings of one context without those that another explains. A finding is only explained by one at least as
/// severe, so that dropping it never makes the verdict milder.
fn unexplained(cx: &Context) -> Vec<Finding> {
    let all: Vec<_> = LINTS.iter().filter_map(|lint| (lint.check)(cx)).collect();
    let explained = |finding: &Finding| {
        let by = finding.lint.explained_by;
        all.iter().any(|other| by.contains(&other.lint.name) && other.severity >= finding.severity)
    };
    all.iter().filter(|finding| !explained(finding)).cloned().collect()
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
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
