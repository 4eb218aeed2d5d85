//! What comes first: the rejection, what it looks like without a token, and whether it stays.

use super::attempt::{Attempt, Credential, Purpose};
use super::observation::Reading;
use super::rejection::Rejection;
use super::walk::{Flow, Walk};
use crate::catalog::cause;
use crate::catalog::evidence::{Experiment, Outcome};
use crate::judge::experiments::{Level, Name, TrialResult};

/// How many seconds after the given token it is sent again.
const PAUSE: f64 = 1.0;

impl<'a> Walk<'a> {
    /// The given token, no token, and the given token at the harmless endpoint: none waits for another.
    pub(super) fn baseline(&mut self) -> Flow<Option<Reading<'a>>> {
        let given = &self.plan.given;
        let what = if given.is_minted { "a token minted for this" } else { "the token as given" };
        let token = || Credential::Token(given.text.clone());
        let target = &self.target;
        let mut attempts = vec![
            Attempt::new(Purpose::Given, Name::Given, what.to_owned(), target, token()),
            Attempt::new(Purpose::NoToken, Name::None, "no token".to_owned(), target, Credential::Absent),
        ];
        attempts.extend(self.control.as_ref().map(|control| {
            let what = format!("{what}, at an endpoint that every key may read");
            Attempt::new(Purpose::Control, Name::Control, what, control, token())
        }));
        let mut seen = self.send_all(attempts)?.into_iter();
        let [given, none, control] = [seen.next(), seen.next(), seen.next()].map(Option::flatten);
        let harmless = if self.control.is_some() { control } else { given };
        self.app = harmless.and_then(|seen| seen.reply.first_id.clone());
        let Some(mut given) = given else { return Ok(None) };
        self.read_baseline(&mut given, none.as_ref(), control.as_ref());
        // A captured rejection stays what is explained.
        let is_explained = self.plan.is_captured && given.level == Level::Accepted;
        self.wait_for_judgment(Some(&given).filter(|_| !is_explained))?;
        Ok(Some(given))
    }

    fn read_baseline(&mut self, given: &mut Reading, none: Option<&Reading>, control: Option<&Reading>) {
        let says_nothing = |none: &Reading| none.level >= Level::Accepted && given.level >= Level::Accepted;
        if none.is_some_and(says_nothing) {
            // Who asks for no token tells nothing about one.
            given.level = control.map_or(Level::Nothing, |control| control.level);
            self.conclude(
                "The endpoint answers without any token just the same: that it answers shows nothing of \
                 this one.",
            );
        }
        let shows = match given.level {
            Level::Refused => Purpose::Given.meaning().rejected,
            Level::Forbidden => "key and token are good; what they may do is not enough",
            Level::Accepted => Purpose::Given.meaning().further,
            Level::Nothing => "shows nothing of the token",
        };
        self.note(given, shows);
        self.set_given(given);
        if let Some(none) = none {
            let is_same =
                none.level == given.level && none.reply.response.status == given.reply.response.status;
            let shows = match none.level {
                Level::Refused if is_same => "refused in the same way: the answer does not tell why",
                Level::Refused | Level::Forbidden => Purpose::NoToken.meaning().rejected,
                Level::Accepted => Purpose::NoToken.meaning().further,
                Level::Nothing => "shows nothing",
            };
            self.note(none, shows);
        }
        let Some(control) = control else { return };
        let shows = match (control.level, given.level) {
            (Level::Accepted, Level::Accepted) => "accepted here, too",
            (Level::Accepted, _) => Purpose::Control.meaning().further,
            (Level::Refused | Level::Forbidden, _) => Purpose::Control.meaning().rejected,
            (Level::Nothing, _) => "shows nothing of the token",
        };
        self.note(control, shows);
        let outcome = match control.level {
            Level::Accepted => Outcome::Accepted,
            Level::Refused | Level::Forbidden => Outcome::Refused,
            Level::Nothing => return,
        };
        self.observe(Experiment::Control, outcome);
    }

    /// The given token again: a rejection that passes is Apple's, or the clock's. Gives whether the search is over.
    pub(super) fn repeat(&mut self, refused: &Rejection, first: &Reading) -> Flow<bool> {
        if self.is_at_end() {
            return Ok(true);
        }
        self.wait_until(first.reply.started + PAUSE)?;
        let what = "the same token again, a second later";
        let Some(seen) = self.again(refused, Purpose::Repeat, what)? else { return Ok(self.is_at_end()) };
        if seen.level <= refused.level {
            self.note(&seen, Purpose::Repeat.meaning().rejected);
            self.observe(Experiment::Repeat, Outcome::Refused);
            return Ok(false);
        }
        self.set_given(&seen);
        self.observe(Experiment::Repeat, Outcome::Accepted);
        let issued = refused.token.claims().and_then(|claims| claims.get("iat")?.as_number());
        let is_ahead = issued.zip(first.reply.date).is_some_and(|(issued, date)| issued > date + 1.0);
        let (cause, shows, words) = if is_ahead {
            let words =
                "its `iat` lay ahead of the `Date` of the refusal; a little later the same token is accepted";
            (cause::id::CLOCK_AHEAD, "accepted now: its `iat` lay ahead of Apple's clock", words)
        } else {
            let words = "the same token, refused at first, is accepted unchanged";
            (cause::id::APPLE_TRANSIENT, Purpose::Repeat.meaning().further, words)
        };
        self.note(&seen, shows);
        self.trial(cause, TrialResult::Proven, words);
        Ok(true)
    }
}
