//! Subjects: what is judged, with everything that belongs to it and everything that was found.

use std::sync::Arc;

use clap::ValueEnum;

use crate::catalog::lint::{Checks, Severity};
use crate::catalog::response::{Credential, Recognised, Shows};
use crate::catalog::service::Service;
use crate::input::{Binary, KeyInput, Source};
use crate::judge::diagnosis::Diagnosis;
use crate::judge::experiments::{Experiments, Level};
use crate::model::credentials::Credentials;
use crate::model::exchange::Exchange;
use crate::model::jwk::Jwks;
use crate::model::jws::Token;
use crate::model::verification::Verification;
use crate::redact::Known;

/// One thing that is judged.
pub struct Subject {
    pub source: Source,
    /// Where in a log it stands.
    pub place: Option<Place>,
    pub kind: Kind,
    /// What it was recognized as, when it holds nothing to check.
    pub is: Option<Binary>,
    /// The instant of judgement, in seconds since 1970.
    pub at: f64,
    /// Whether the instant is that of the request, and not just that of this run.
    pub at_is_known: bool,
    /// The services it may belong to: several with rules, or one.
    pub services: Vec<&'static Service>,
    pub token: Option<Token>,
    pub key: Option<Arc<KeyInput>>,
    pub jwks: Option<Arc<Jwks>>,
    pub credentials: Credentials,
    pub verification: Verification,
    pub exchange: Option<Exchange>,
    /// Apple's code in the answer.
    pub code: Option<String>,
    /// What the answer of the exchange was recognised as.
    pub recognised: Option<Recognised>,
    /// What the lints find, and which of them find nothing.
    pub checks: Checks,
    /// Who may do what was asked, in lines.
    pub operation: Option<String>,
    /// Why the answer is no plain success, most likely cause first.
    pub causes: Vec<Diagnosis>,
    /// What was learnt by asking the service.
    pub experiments: Option<Experiments>,
}

/// A place in a log, and how often the same stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// From 1.
    pub line: u64,
    /// From 1, in characters.
    pub column: u64,
    pub count: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Token,
    Key,
    Credentials,
    Jwks,
    /// A captured request or answer, whole or in part.
    Exchange,
    /// A log in which nothing was found.
    Log,
    /// What is recognized, and is no credential for a request.
    Other,
}

/// What a subject, or all of them together, come to (README.md, "exit status").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// No exchange, and nothing that counts.
    Pass,
    /// The answer shows that the credential was accepted.
    Accepted,
    /// The answer allows no judgement.
    Unknown,
    /// No exchange, and something that counts.
    Fail,
    /// The answer is a refusal.
    Rejected,
}

/// The mildest finding that makes a check fail. The command line takes it as it is: names are all that it adds.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
    Never,
}

impl FailOn {
    /// Whether a finding of this severity counts.
    pub(crate) fn counts(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Never => false,
        }
    }
}

impl Subject {
    /// `fail_on`: which findings count.
    pub(crate) fn verdict(&self, fail_on: FailOn) -> Verdict {
        if let Some(experiments) = self.experiments.as_ref().filter(|experiments| !experiments.is_dry_run) {
            let captured = self.recognised.map(|recognised| recognised.shows(self.status()));
            let is_refused = matches!(captured, Some(Shows::Refused { credential: Credential::Good }));
            return match experiments.given.as_ref().map(|given| given.level) {
                // What was refused for lack of permission was not asked again.
                Some(Level::Accepted) if is_refused && experiments.unrepeated.is_some() => Verdict::Rejected,
                Some(Level::Accepted) => Verdict::Accepted,
                Some(Level::Refused | Level::Forbidden) => Verdict::Rejected,
                Some(Level::Nothing) | None => Verdict::Unknown,
            };
        }
        let Some(recognised) = &self.recognised else {
            return if self.counts(fail_on) { Verdict::Fail } else { Verdict::Pass };
        };
        match recognised.shows(self.status()) {
            Shows::Refused { .. } | Shows::Unsendable => Verdict::Rejected,
            Shows::Accepted => Verdict::Accepted,
            Shows::Nothing => Verdict::Unknown,
        }
    }

    /// Whether there was anything in it to check.
    pub(crate) fn is_checked(&self) -> bool {
        let Checks { findings, passed, .. } = &self.checks;
        self.recognised.is_some() || !findings.is_empty() || !passed.is_empty()
    }

    /// Whether it has a finding that counts.
    pub(crate) fn counts(&self, fail_on: FailOn) -> bool {
        self.checks.findings.iter().any(|finding| !finding.allowed && fail_on.counts(finding.severity))
    }

    /// The private key, of which nothing may be shown.
    pub(crate) fn known(&self) -> Known {
        Known::of(self.key.as_ref().and_then(|input| input.key.private()))
    }

    /// The status of the captured answer.
    pub fn status(&self) -> Option<u16> {
        self.exchange.as_ref()?.status
    }

    /// The service, when only one remains.
    pub fn service(&self) -> Option<&'static Service> {
        match self.services.as_slice() {
            [service] => Some(service),
            _ => None,
        }
    }

    /// The id of the service, when only one remains.
    pub fn service_id(&self) -> Option<&'static str> {
        self.service().map(|service| service.id)
    }
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Key => "key",
            Self::Credentials => "credentials",
            Self::Jwks => "jwks",
            Self::Exchange => "exchange",
            Self::Log => "log",
            Self::Other => "other",
        }
    }
}

impl Verdict {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Accepted => "accepted",
            Self::Unknown => "unknown",
            Self::Fail => "fail",
            Self::Rejected => "rejected",
        }
    }
}
