//! What the experiments sent, and what came of it.

use std::time::Duration;

use crate::catalog::evidence::{Experiment, Outcome};
use crate::catalog::response::{Credential, Recognized, Shows};
use crate::model::clock::{Clock, Sample};

/// Everything that was learnt by asking.
#[derive(Default)]
pub(crate) struct Experiments {
    /// Every request, in the order in which it was planned.
    pub steps: Vec<ProbeStep>,
    pub clock: Option<Clock>,
    /// What experiments showed that are the same for all causes.
    pub outcomes: Vec<(Experiment, Outcome)>,
    /// What experiments showed that speak of one cause.
    pub trials: Vec<Trial>,
    /// What is left when nothing is proven, as a clause.
    pub summary: Option<String>,
    /// What all of it comes to, in sentences.
    pub conclusions: Vec<String>,
    /// The last answer to the token as given.
    pub given: Option<ProbeResponse>,
    pub roles: Option<Roles>,
    /// Whether the given token was sent with the harmless request of its service.
    pub is_harmless: bool,
    /// Whether nothing is left to ask with what was given.
    pub is_exhausted: bool,
    /// The request that failed and cannot be sent again, because it is no GET.
    pub unrepeated: Option<String>,
    /// Whether nothing was sent.
    pub is_dry_run: bool,
    /// In a dry run, how many of the requests would be sent at most.
    pub most_requests: usize,
    pub(crate) samples: Vec<Sample>,
    /// A `Date` that cannot be the server's time, in seconds since 1970.
    pub strange_date: Option<f64>,
}

/// What is sent in an experiment, as `probes[].name` of the JSON report has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Given,
    Repeat,
    None,
    Control,
    Resigned,
    Fresh,
    Repaired,
    Shifted,
    Identity,
    Scope,
    Role,
}

/// One request, and the answer to it.
pub(crate) struct ProbeStep {
    pub name: Name,
    /// JSON pointers to what differs from what it is compared with.
    pub changed: Vec<String>,
    pub method: String,
    /// Without secrets.
    pub url: String,
    /// What is sent, as a clause.
    pub what: String,
    /// What the answer shows; in a dry run, what it would tell.
    pub shows: String,
    pub result: Option<Result<ProbeResponse, NoResponse>>,
}

/// An answer, as far as experiments are concerned.
#[derive(Clone)]
pub(crate) struct ProbeResponse {
    pub status: u16,
    /// Apple's code.
    pub code: Option<String>,
    pub recognized: Recognized,
    pub level: Level,
    pub elapsed: Duration,
    /// The rate limit as the server tells it.
    pub rate_limit: Option<String>,
    /// Where the answer points; nobody went there.
    pub redirect: Option<String>,
    /// What is to be said of its body.
    pub remark: Option<&'static str>,
}

/// Why a request has no response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoResponse {
    /// A sentence without credentials and without the query of the URL.
    pub message: String,
    /// Whether the network, and not this program, is why.
    pub is_of_network: bool,
}

/// How far a request came, from the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// The answer says nothing of the credential.
    Nothing,
    /// The credential was refused.
    Refused,
    /// The credential is good; what it may do is not enough.
    Forbidden,
    Accepted,
}

/// What the responses leave of the roles that a key can have.
#[derive(Clone, Default)]
pub(crate) struct Roles {
    /// Names of roles that nothing contradicts.
    pub consistent: Vec<&'static str>,
    /// Names of roles that a response contradicts, and how that is known, as a clause.
    pub excluded: Vec<(&'static str, String)>,
    /// Role probes that were not sent, and why.
    pub skipped: Vec<String>,
}

/// What an experiment showed of one cause.
pub(crate) struct Trial {
    pub cause: &'static str,
    pub result: TrialResult,
    /// A clause.
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TrialResult {
    /// Accepted with this change alone, and the unchanged form refused again afterwards.
    Proven,
    /// Accepted with this change alone.
    Accepted,
    /// Refused in spite of it.
    Refused,
}

impl Experiments {
    /// Whether an experiment proved a cause.
    pub(crate) fn has_proof(&self) -> bool {
        self.trials.iter().any(|trial| trial.result == TrialResult::Proven)
    }

    /// Whether an experiment got no answer, or one that says nothing of the token.
    pub(crate) fn has_gap(&self) -> bool {
        let is_gap = |probe: &ProbeStep| match &probe.result {
            Some(Ok(answered)) => answered.level == Level::Nothing,
            Some(Err(_)) => true,
            None => false,
        };
        let is_experiment =
            |probe: &&ProbeStep| !matches!(probe.name, Name::Given | Name::None | Name::Control);
        self.steps.iter().filter(is_experiment).any(is_gap)
    }

    /// Why the token as given got no answer.
    pub(crate) fn failure(&self) -> Option<&NoResponse> {
        let given = self.steps.iter().filter(|probe| matches!(probe.name, Name::Given));
        given.filter_map(|probe| probe.result.as_ref()?.as_ref().err()).next()
    }
}

impl Level {
    pub(crate) fn of(recognized: &Recognized, status: u16) -> Self {
        match recognized.shows(Some(status)) {
            // Whoever asks too often is told nothing else.
            Shows::Refused { .. } if status == 429 => Self::Nothing,
            Shows::Refused { credential: Credential::Doubtful } => Self::Refused,
            Shows::Refused { credential: Credential::Good } => Self::Forbidden,
            Shows::Accepted => Self::Accepted,
            Shows::Unsendable | Shows::Nothing if (200..300).contains(&status) => Self::Accepted,
            Shows::Unsendable | Shows::Nothing => Self::Nothing,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "no judgement",
            Self::Refused => "refused",
            Self::Forbidden => "forbidden",
            Self::Accepted => "accepted",
        }
    }
}

impl Name {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Repeat => "repeat",
            Self::None => "none",
            Self::Control => "control",
            Self::Resigned => "resigned",
            Self::Fresh => "fresh",
            Self::Repaired => "repaired",
            Self::Shifted => "shifted",
            Self::Identity => "identity",
            Self::Scope => "scope",
            Self::Role => "role",
        }
    }
}
