//! What can speak for or against a cause.

use crate::model::clock::Clock;

/// A fact of a case. Each is told by data that is known before causes are ranked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fact {
    /// The lint found something.
    Finding(&'static str),
    /// The lint had something to look at and found nothing.
    Passed(&'static str),
    /// The answer is this entry of the catalogue.
    Response(&'static str),
    Status(u16),
    /// The only service that remains.
    Service(&'static str),
    /// The request went to a host of this environment.
    Environment(Environment),
    History(History),
    /// What the role table says of `--role` and the operation.
    Role(RoleFit),
    /// What the role table and the API description say of the operation.
    Operation(Operation),
    /// What an experiment showed.
    Observed(Experiment, Outcome),
    /// How this machine's clock compares with the server's.
    Clock(ClockState),
}

/// This machine's clock against the server's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockState {
    /// The same, as far as that can be told.
    Same,
    Ahead,
    Behind,
}

impl ClockState {
    /// Differences of a few seconds refuse no token.
    pub fn of(clock: &Clock) -> Self {
        const NOTABLE: f64 = 2.0;
        match clock.offset_seconds {
            offset if !clock.is_known_wrong() || offset.abs() <= NOTABLE => Self::Same,
            offset if offset > 0.0 => Self::Ahead,
            _ => Self::Behind,
        }
    }
}

/// Whether the credential ever worked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum History {
    /// It never did
    #[default]
    Never,
    /// It did, and now it always fails
    Worked,
    /// It fails now and then
    Intermittent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Environment {
    Production,
    Sandbox,
}

/// Whether a role may do the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleFit {
    Allowed,
    Refused,
}

/// What is known of an operation whatever the role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Reserved to the Account Holder.
    AccountHolderOnly,
    /// Individual keys are refused.
    NotForIndividualKeys,
    /// The API description has no such method for this path.
    NotOffered,
    /// The API description has no such path.
    UnknownPath,
    /// Needs an agreement in effect beyond the program's own.
    NeedsAgreement,
}

/// One controlled change of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Experiment {
    /// Decode and lint the token with its key, offline.
    Check,
    /// The token sent as given, rightly.
    Given,
    /// The given token again.
    Repeat,
    /// The given token at an endpoint that every key may read.
    Control,
    /// The given header and claims, signed anew.
    Resigned,
    /// A token that is right in everything.
    Fresh,
    /// Signed anew with one finding repaired.
    Repaired,
    /// Signed anew with the times shifted to Apple's clock.
    Shifted,
    /// Signed anew as the other kind of key, or with the key ID of the file name.
    Identity,
    /// Signed anew without `scope` or unexpected claims.
    Scope,
    /// The given token at the host of the other environment.
    OtherHost,
    /// Comparing this machine's clock with the `Date` of an answer.
    Clock,
    /// Looking at a page of Apple's web UI.
    Page,
}

impl Experiment {
    /// What is done.
    pub fn words(self) -> &'static str {
        match self {
            Self::Check => "decode and lint the token with its key, offline",
            Self::Given => "send the token as it is, rightly",
            Self::Repeat => "send the same token again, a second later",
            Self::Control => "send the same token to an endpoint that every key may read",
            Self::Resigned => "sign the same header and claims anew",
            Self::Fresh => "send a fresh token that is right in everything",
            Self::Repaired => "sign anew with this one fault repaired",
            Self::Shifted => "sign anew with the times shifted to Apple's clock",
            Self::Identity => {
                "sign anew with the other identity: key ID of the file name, team or individual"
            }
            Self::Scope => "sign anew without `scope` or the unexpected claim",
            Self::OtherHost => "send the same token to the host of the other environment",
            Self::Clock => "compare this machine's clock with the `Date` of an answer",
            Self::Page => "look at the page",
        }
    }
}

/// What came of an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Accepted,
    Refused,
}

/// How much a fact weighs, as a natural logarithm of the likelihood ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weight {
    Proves,
    For(f64),
    Against(f64),
    RulesOut,
}

/// A fact, its weight, and how it is told.
#[derive(Clone, Copy, Debug)]
pub struct Evidence {
    pub fact: Fact,
    pub weight: Weight,
    /// A clause without full stop; empty when the fact tells itself (a finding's message, an answer's meaning).
    pub words: &'static str,
}

impl Evidence {
    pub const fn speaks_for(fact: Fact, weight: f64, words: &'static str) -> Self {
        Self { fact, weight: Weight::For(weight), words }
    }

    pub const fn against(fact: Fact, weight: f64, words: &'static str) -> Self {
        Self { fact, weight: Weight::Against(weight), words }
    }

    pub const fn proves(fact: Fact, words: &'static str) -> Self {
        Self { fact, weight: Weight::Proves, words }
    }

    pub const fn rules_out(fact: Fact, words: &'static str) -> Self {
        Self { fact, weight: Weight::RulesOut, words }
    }
}
