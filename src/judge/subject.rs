//! Subjects: what is judged, with everything that each stage made of it.

use clap::ValueEnum;

use crate::catalog::context::Context;
use crate::catalog::evidence::Environment;
use crate::catalog::lint::{Checks, Severity};
use crate::catalog::response::{Credential, Shows};
use crate::catalog::sender::Sender;
use crate::catalog::service::Service;
use crate::input::Binary;
use crate::judge::Settings;
use crate::judge::basis::Basis;
use crate::judge::experiments::{Experiments, Level};
use crate::judge::explain::{Explanation, explain};
pub(crate) use crate::judge::input::{Input, Kind, Place};
use crate::judge::lint::{lint, verify};
use crate::judge::recognize::{Recognition, recognize};
use crate::model::exchange::Exchange;
use crate::model::jws::Token;
use crate::model::verification::Verification;
use crate::redact::Known;

/// One thing that is judged, with what each stage made of it. A stage reads what stands before its own result.
pub(crate) struct Subject {
    pub input: Input,
    pub recognition: Recognition,
    pub verification: Verification,
    /// What the lints find, and which of them find nothing.
    pub checks: Checks,
    pub explanation: Explanation,
    /// What was learnt by asking the service.
    pub experiments: Option<Experiments>,
}

/// What a subject, or all of them together, come to (README.md, "exit status").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
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
pub(crate) enum FailOn {
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
    /// Takes the input through all stages.
    pub(crate) fn of(mut input: Input, settings: &Settings) -> Self {
        let recognition = recognize(&input, settings);
        if input.kind == Kind::Token
            && matches!(recognition.services[..], [service] if service.rules.is_none())
        {
            input.kind = Kind::Other;
        }
        let verification = verify(&input);
        let basis = Basis { input: &input, recognition: &recognition, verification: &verification, settings };
        let checks = lint(basis);
        let explanation = explain(basis, &checks, None);
        Self { input, recognition, verification, checks, explanation, experiments: None }
    }

    /// The credential with a token that was minted to ask about it.
    pub(crate) fn with_token_of_key(self, token: Token, settings: &Settings) -> Self {
        Self::of(
            Input { kind: Kind::Token, token: Some(token), stands_for_key: true, ..self.input },
            settings,
        )
    }

    /// The credential with a token that was minted from it, judged as that token.
    pub(crate) fn with_token(self, token: Token, settings: &Settings) -> Self {
        Self::of(Input { kind: Kind::Token, token: Some(token), ..self.input }, settings)
    }

    /// The same, judged by this exchange.
    pub(crate) fn with_exchange(&self, exchange: Exchange, settings: &Settings) -> Self {
        Self::of(
            Input { exchange: Some(exchange), sender: Sender::Apple(Vec::new()), ..self.input.clone() },
            settings,
        )
    }

    /// The same, explained in the light of what experiments showed.
    pub(crate) fn with_experiments(self, experiments: Experiments, settings: &Settings) -> Self {
        let explanation = explain(self.basis(settings), &self.checks, Some(&experiments));
        Self { explanation, experiments: Some(experiments), ..self }
    }

    fn basis<'a>(&'a self, settings: &'a Settings) -> Basis<'a> {
        let Self { input, recognition, verification, .. } = self;
        Basis { input, recognition, verification, settings }
    }

    /// What lints read of it as a subject of this service. `None`: the rules of the service are not known.
    pub(crate) fn context<'a>(
        &'a self,
        settings: &'a Settings,
        service: &'static Service,
    ) -> Option<Context<'a>> {
        self.basis(settings).context(service)
    }

    /// Production or sandbox, as the options or the request's host say.
    pub(crate) fn environment(&self, settings: &Settings) -> Option<Environment> {
        self.basis(settings).environment()
    }

    /// `fail_on`: which findings count.
    pub(crate) fn verdict(&self, fail_on: FailOn) -> Verdict {
        if let Some(experiments) = self.experiments.as_ref().filter(|experiments| !experiments.is_dry_run) {
            let captured = self.recognition.response.map(|recognized| recognized.shows(self.status()));
            let is_refused = matches!(captured, Some(Shows::Refused { credential: Credential::Good }));
            return match experiments.given.as_ref().map(|given| given.level) {
                // What was refused for lack of permission was not asked again.
                Some(Level::Accepted) if is_refused && experiments.unrepeated.is_some() => Verdict::Rejected,
                Some(Level::Accepted) => Verdict::Accepted,
                Some(Level::Refused | Level::Forbidden) => Verdict::Rejected,
                Some(Level::Nothing) | None => Verdict::Unknown,
            };
        }
        if self.is_of_unknown() || self.input.binary.is_some_and(Binary::is_open) {
            return if self.counts(fail_on) { Verdict::Fail } else { Verdict::Unknown };
        }
        let Some(recognized) = &self.recognition.response else {
            return if self.counts(fail_on) { Verdict::Fail } else { Verdict::Pass };
        };
        match recognized.shows(self.status()) {
            Shows::Refused { .. } | Shows::Unsendable => Verdict::Rejected,
            Shows::Accepted => Verdict::Accepted,
            Shows::Nothing => Verdict::Unknown,
        }
    }

    /// Whether it reports a refusal, or another failure, and nothing shows who sent it.
    pub(crate) fn is_of_unknown(&self) -> bool {
        let is_unsent = self.recognition.response.is_some() && self.input.sender == Sender::Unknown;
        self.input.is_refusal_of_unknown || is_unsent
    }

    /// Whether there was anything in it to check.
    pub(crate) fn is_checked(&self) -> bool {
        let Checks { findings, passed, .. } = &self.checks;
        self.recognition.response.is_some() || !findings.is_empty() || !passed.is_empty()
    }

    /// Whether it has a finding that counts.
    pub(crate) fn counts(&self, fail_on: FailOn) -> bool {
        self.checks.findings.iter().any(|finding| !finding.allowed && fail_on.counts(finding.severity))
    }

    /// The private key, of which nothing may be shown.
    pub(crate) fn known(&self) -> Known {
        Known::of(self.input.key.as_ref().and_then(|input| input.key.private()))
    }

    /// The status of the response, as far as it is shown.
    pub(crate) fn status(&self) -> Option<u16> {
        self.recognition.status
    }

    /// Every service it may belong to, those included that another one was assumed before.
    pub(crate) fn candidates(&self) -> &[&'static Service] {
        match self.recognition.assumed_among.as_slice() {
            [] => &self.recognition.services,
            all => all,
        }
    }

    /// Whether there is a private key that can sign.
    pub(crate) fn can_sign(&self) -> bool {
        self.input.key.as_ref().is_some_and(|input| input.key.private().is_some())
    }

    /// Which of several services is taken, and what else it may be, in a sentence. `None`: nothing else is possible.
    pub(crate) fn assumption(&self, taken: &Service) -> Option<String> {
        let others = self.recognition.assumed_among.iter().filter(|other| other.hosts != taken.hosts);
        let others: Vec<_> = others.map(|other| other.id).collect();
        let is_assumed = !others.is_empty();
        is_assumed.then(|| {
            format!(
                "the service is assumed to be {}; --service names another ({})",
                taken.id,
                others.join(", ")
            )
        })
    }

    /// The service, when only one remains.
    pub(crate) fn service(&self) -> Option<&'static Service> {
        match self.recognition.services.as_slice() {
            [service] => Some(service),
            _ => None,
        }
    }
}

impl Verdict {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Accepted => "accepted",
            Self::Unknown => "unknown",
            Self::Fail => "fail",
            Self::Rejected => "rejected",
        }
    }
}
