//! The sentence that stands for a whole run: of the one subject there is, else of the first failure.

use super::view::{Kind, View};
use super::{Tally, headline};

/// So many subjects of which there is nothing to say are listed with the others.
pub(super) const FEW: usize = 5;

/// What the sentence needs of all subjects, however many they are.
#[derive(Default)]
pub(super) struct Lead {
    all: Beginning,
    /// Those of which there is something to say.
    others: Beginning,
    /// How many of the rest there are.
    quiet: usize,
}

/// The first subject, whether it is the only one, and the first failure.
#[derive(Default)]
struct Beginning {
    first: Option<View>,
    is_only: bool,
    failure: Option<View>,
}

impl Lead {
    pub(super) fn add(&mut self, subject: &View) {
        self.all.add(subject);
        match is_quiet(subject) {
            true => self.quiet += 1,
            false => self.others.add(subject),
        }
    }

    /// The reason of the verdict.
    pub(super) fn headline(&self, mut tally: Tally) -> String {
        if self.quiet <= FEW {
            return self.all.headline(tally);
        }
        if self.others.first.is_some() {
            tally.summary.subjects = tally.summary.subjects.saturating_sub(self.quiet);
        }
        self.others.headline(tally)
    }
}

impl Beginning {
    fn add(&mut self, subject: &View) {
        self.is_only = self.first.is_none();
        self.first.get_or_insert_with(|| subject.clone());
        if self.failure.is_none() && subject.causes().len() > 0 {
            self.failure = Some(subject.clone());
        }
    }

    fn headline(&self, tally: Tally) -> String {
        match (&self.first, &self.failure) {
            (Some(only), _) if self.is_only => headline::of_one(only, tally),
            (_, failure) => headline::of_several(failure.as_ref(), tally),
        }
    }
}

/// Whether there is nothing to say of a subject but its name.
pub(super) fn is_quiet(subject: &View) -> bool {
    matches!(subject.kind(), Kind::Log | Kind::Other) && subject.findings().len() == 0
}
