//! The families of causes. A new cause is one entry in its family.

use crate::catalog::cause::Cause;
use crate::catalog::evidence::{ClockState, Evidence, Experiment, Fact, History, Outcome};

mod account;
mod apple;
mod identity;
mod key_text;
mod not_authentication;
mod other_services;
mod permission;
mod time;
mod token_shape;

/// Every cause, by family.
pub(crate) static CAUSES: &[&[Cause]] = &[
    time::CAUSES,
    identity::CAUSES,
    account::CAUSES,
    key_text::CAUSES,
    token_shape::CAUSES,
    permission::CAUSES,
    apple::CAUSES,
    not_authentication::CAUSES,
    other_services::CAUSES,
];

/// Speaks against what is wrong with one token only.
const FRESH_IS_REFUSED: Evidence = Evidence::against(
    Fact::Observed(Experiment::Fresh, Outcome::Refused),
    6.0,
    "a fresh token that is right in everything is refused too",
);

/// Speaks for what is wrong with the key or what names it.
const FRESH_IS_REFUSED_TOO: Evidence = Evidence::speaks_for(
    Fact::Observed(Experiment::Fresh, Outcome::Refused),
    3.0,
    "a fresh token that is right in everything is refused too",
);

const FRESH_IS_ACCEPTED: Evidence = Evidence::against(
    Fact::Observed(Experiment::Fresh, Outcome::Accepted),
    6.0,
    "a fresh token with the same key and identifiers is accepted",
);

const SOMETIMES_ACCEPTED: Evidence = Evidence::against(
    Fact::History(History::Intermittent),
    3.0,
    "a fault that is always there does not pass now and then",
);

const WORKED_BEFORE: Evidence = Evidence::against(Fact::History(History::Worked), 1.0, "it worked before");

const CLOCKS_AGREE: Evidence =
    Evidence::against(Fact::Clock(ClockState::Same), 4.0, "this machine's clock agrees with Apple's");
