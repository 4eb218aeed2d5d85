//! What comes first: the refusal, what it looks like without a token, and whether it stays.

use std::time::Duration;

use super::{Given, Refused, Run, first_id};
use crate::catalog::evidence::{Experiment, Outcome};
use crate::judge;
use crate::judge::experiments::{Level, Name};
use crate::model::jws::Token;
use crate::probe::driver::{Ask, Seen, Shot};
use crate::probe::plan::endpoint::Endpoint;

/// How long after the given token it is sent again.
const PAUSE: Duration = Duration::from_secs(1);

impl<A: Ask> Run<'_, A> {
    /// The given token, no token, and the given token at the harmless endpoint: none waits for another.
    pub(super) async fn baseline(&mut self, given: &Given, token: &Token) -> Option<Seen> {
        let what = if given.is_minted { "a token minted for this" } else { "the token as given" };
        let shot = |name, endpoint: &Endpoint, what: String, tells: &str| Shot {
            name,
            changed: Vec::new(),
            what,
            tells: tells.to_owned(),
            outgoing: match name {
                Name::None => endpoint.outgoing(None),
                _ => endpoint.outgoing(Some((&given.text, token.claims()))),
            },
            is_variant: false,
        };
        let (bench, target) = (self.bench, &self.target);
        let first = async {
            let given = shot(Name::Given, target, what.to_owned(), "tells what there is to explain");
            let seen = bench.send(given).await?;
            // Whoever does not wait for the others has this one.
            self.set_given(&seen);
            Some(seen)
        };
        let none = bench.send(shot(
            Name::None,
            target,
            "no token".to_owned(),
            "tells what a refusal looks like here, and the time",
        ));
        let control = async {
            let control = self.control.as_ref()?;
            let what = format!("{what}, at an endpoint that every key may read");
            bench
                .send(shot(Name::Control, control, what, "tells whether token or endpoint is at fault"))
                .await
        };
        let (given, none, control) = tokio::join!(first, none, control);
        let harmless = if self.control.is_some() { control.as_ref() } else { given.as_ref() };
        self.app = harmless.and_then(|seen| first_id(seen.exchange.body.as_deref()?));
        let mut given = given?;
        self.note_baseline(&mut given, none.as_ref(), control.as_ref());
        self.take_in(&given);
        Some(given)
    }

    fn note_baseline(&self, given: &mut Seen, none: Option<&Seen>, control: Option<&Seen>) {
        let says_nothing = |none: &Seen| none.level >= Level::Accepted && given.level >= Level::Accepted;
        if none.is_some_and(says_nothing) {
            // Who asks for no token tells nothing about one.
            given.level = control.map_or(Level::Nothing, |control| control.level);
            let mut notebook = self.bench.notebook.borrow_mut();
            notebook.conclusions.push(
                "The endpoint answers without any token just the same: that it answers shows nothing of this one."
                    .to_owned(),
            );
        }
        let shows = match given.level {
            Level::Refused => "the refusal to explain",
            Level::Forbidden => "key and token are good; what they may do is not enough",
            Level::Accepted => "accepted",
            Level::Nothing => "shows nothing of the token",
        };
        self.bench.note(given.index, shows);
        self.set_given(given);
        if let Some(none) = none {
            let is_same = none.level == given.level && none.exchange.status == given.exchange.status;
            let shows = match none.level {
                Level::Refused if is_same => "refused in the same way: the answer does not tell why",
                Level::Refused | Level::Forbidden => "what a refusal looks like here",
                Level::Accepted => "answered without a token",
                Level::Nothing => "shows nothing",
            };
            self.bench.note(none.index, shows);
        }
        let Some(control) = control else { return };
        let shows = match (control.level, given.level) {
            (Level::Accepted, Level::Accepted) => "accepted here, too",
            (Level::Accepted, _) => "accepted here: the endpoint is what the token does not reach",
            (Level::Refused | Level::Forbidden, _) => "refused here, too: it is not the endpoint",
            (Level::Nothing, _) => "shows nothing of the token",
        };
        self.bench.note(control.index, shows);
        let outcome = match control.level {
            Level::Accepted => Outcome::Accepted,
            Level::Refused | Level::Forbidden => Outcome::Refused,
            Level::Nothing => return,
        };
        self.observe(Experiment::Control, outcome);
    }

    /// Judges what was given as of the answer's time. A captured refusal stays what is explained.
    fn take_in(&mut self, given: &Seen) {
        let is_captured = self.subject.recognised.is_some();
        if self.bench.is_dry_run() || is_captured && given.level == Level::Accepted {
            return;
        }
        judge::answered(self.subject, given.exchange.clone(), self.plan.settings);
    }

    /// The given token again: a refusal that passes is Apple's, or the clock's. Whether that was it.
    pub(super) async fn repeated(&mut self, refused: &Refused, first: &Seen) -> bool {
        if self.bench.is_at_end() {
            return true;
        }
        let waited = Duration::try_from_secs_f64(self.bench.ask.now() - first.started).unwrap_or_default();
        self.bench.ask.pause(PAUSE.saturating_sub(waited)).await;
        let what = "the same token again, a second later";
        let Some(seen) = self.again(refused, what).await else { return self.bench.is_at_end() };
        if seen.level <= refused.level {
            self.bench.note(seen.index, "refused again, so not by chance");
            self.observe(Experiment::Repeat, Outcome::Refused);
            return false;
        }
        self.set_given(&seen);
        self.observe(Experiment::Repeat, Outcome::Accepted);
        let issued = refused.token.claims().and_then(|claims| claims.get("iat")?.as_number());
        let is_ahead = issued.zip(first.exchange.date()).is_some_and(|(issued, date)| issued > date + 1.0);
        if is_ahead {
            self.bench.note(seen.index, "accepted now: its `iat` lay ahead of Apple's clock");
            let words =
                "its `iat` lay ahead of the `Date` of the refusal; a little later the same token is accepted";
            self.proven("clock-ahead", words);
        } else {
            self.bench.note(seen.index, "accepted now, unchanged: the refusal was Apple's");
            self.proven("apple-transient", "the same token, refused at first, is accepted unchanged");
        }
        true
    }
}
