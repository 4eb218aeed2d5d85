//! The plan of the experiments, as a function: from what was observed so far to the next step.
//!
//! It is written as the procedure that it is, and walked from its beginning each time: [`Walk`] hands it the
//! observations one after the other, and where the next one is missing, `?` ends the walk with the step that makes
//! it. So nothing is remembered but what was observed, nothing is sent here, and whoever wants to know what the plan
//! does in some world hands it that world's responses.

mod attempt;
mod baseline;
mod draft;
pub(super) mod endpoint;
mod identity;
mod keyless;
mod observation;
mod rehearsal;
mod rejection;
mod repair;
mod roles;
mod setup;
mod signed;
mod single;
mod step;
#[cfg(test)]
mod tests;
mod walk;

use attempt::Purpose;
pub(crate) use attempt::{Attempt, Credential};
pub(crate) use observation::{Judgment, Observation, Observations, Reply};
pub(crate) use rehearsal::rehearse;
use rejection::Rejection;
pub(crate) use setup::{GivenToken, Plan, service_of_claims};
pub(crate) use step::Step;
use walk::{Flow, Walk};

use crate::catalog::evidence::{Experiment, Outcome};
use crate::catalog::role;
use crate::judge::experiments::{Experiments, Level, Name, TrialResult};
use crate::model::jws::Token;
use crate::model::time;
use observation::Reading;

impl Plan<'_> {
    /// The next step, by what was observed so far. The same observations at the same time give the same step.
    pub(crate) fn next(&self, observations: Observations, now: f64) -> Step {
        Walk::new(self, observations, now).map_or(Step::Stop, |walk| walk.end(Walk::run).0)
    }

    /// What the observations come to.
    pub(crate) fn results(&self, observations: Observations, now: f64) -> Experiments {
        Walk::new(self, observations, now).map_or_else(Experiments::default, |walk| walk.end(Walk::run).1)
    }
}

impl Walk<'_> {
    /// Asks until a cause is proven, nothing is left to ask, or a limit is reached.
    fn run(&mut self) -> Flow<()> {
        let is_good = self.ask()?;
        if self.plan.asks_roles && is_good {
            self.roles()?;
        }
        self.say_what_is_missing();
        Ok(())
    }

    /// From the baseline to a proof. Gives whether the credential was good at once.
    fn ask(&mut self) -> Flow<bool> {
        let given = &self.plan.given;
        let token = Token::decode(given.text.as_str().as_bytes(), false);
        let Some(seen) = self.baseline()? else { return Ok(false) };
        if seen.level != Level::Refused {
            self.beyond_authentication(&token, &seen)?;
            return Ok(seen.level >= Level::Forbidden);
        }
        let refused = Rejection::new(given.text.clone(), Name::Given, &seen);
        let _ = self.repeat(&refused, &seen)?
            || self.other_hosts(&refused)?
            || self.raw_signature(&refused)?
            || self.signed_anew(refused)?;
        Ok(false)
    }

    /// Why experiments are missing, or are built on less than they could be.
    fn say_what_is_missing(&mut self) {
        let given = self.results.given.as_ref().map(|given| given.level);
        if let Some(named) = self.plan.unsent {
            self.conclude(format!(
                "The given token was not sent: its `aud` names the {}, and this is the {}. A token minted for \
                 this was sent in its place.",
                named.name, self.plan.service.name
            ));
        }
        if self.is_silent && given.is_some() {
            self.conclude(
                "A request was not answered in time or at all, so nothing more was asked; probe again \
                 when the network allows.",
            );
        }
        let is_open =
            given == Some(Level::Refused) && !self.results.has_proof() && !self.results.is_exhausted;
        if is_open && self.is_spent() {
            self.conclude("--max-requests ended the plan before anything was proven; allow more.");
        }
        if let (Some(asked), Some(request)) = (self.results.unrepeated.clone(), &self.plan.request) {
            let who = role::asked(self.plan.service, request).map(|operation| role::who(&operation));
            let who = who.map(|who| format!(" {who}.")).unwrap_or_default();
            self.conclude(format!("{asked} was not sent: nothing but GET is repeated.{who}"));
        }
        if let Some(date) = self.results.strange_date {
            self.conclude(format!(
                "The answer is dated {}, more than a year from this machine's clock. One of the two is \
                 wrong, and nothing tells which: run `date -u`, and see what stands between here and \
                 Apple.",
                time::instant(date)
            ));
        }
    }

    /// The credential is good. What the token says of the request may be wrong all the same.
    fn beyond_authentication(&mut self, token: &Token, seen: &Reading) -> Flow<()> {
        let given = &self.plan.given;
        let refused = Rejection::new(given.text.clone(), Name::Given, seen);
        match seen.level {
            Level::Accepted => {
                self.captured_request(token)?;
                if given.is_minted {
                    self.observe(Experiment::Fresh, Outcome::Accepted);
                } else {
                    self.observe(Experiment::Given, Outcome::Accepted);
                    self.claims_that_the_response_names(&refused)?;
                }
            }
            Level::Forbidden if !given.is_minted => self.without_scope(&refused)?,
            _ => {}
        }
        Ok(())
    }

    /// What changed the response is proven when the unchanged form is refused again. The search is over either way.
    fn confirm(&mut self, refused: &Rejection, cause: Option<&'static str>, words: &str) -> Flow<()> {
        let seen = self.again(refused, Purpose::Confirmation, "the unchanged form again")?;
        let Some(cause) = cause else { return Ok(()) };
        match seen {
            Some(seen) if refused.is_again(&seen) && refused.is_of_other_key => {
                self.note(&seen, "refused again; but this key did not sign the given token either");
                self.trial(cause, TrialResult::Accepted, words);
                self.conclude(
                    "This key did not sign the given token: what is accepted differs from it in the \
                     signature too, so more than one thing is wrong, or another key belongs to it.",
                );
            }
            Some(seen) if refused.is_again(&seen) => {
                self.note(&seen, Purpose::Confirmation.meaning().rejected);
                self.trial(cause, TrialResult::Proven, words);
            }
            Some(seen) => {
                if refused.name == Name::Given {
                    self.set_given(&seen);
                }
                self.note(&seen, Purpose::Confirmation.meaning().further);
                self.observe(Experiment::Repeat, Outcome::Accepted);
            }
            None => self.trial(cause, TrialResult::Accepted, words),
        }
        Ok(())
    }
}
