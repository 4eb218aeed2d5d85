//! Which values of one level belong together: those whose names share the most.

use std::cmp::Reverse;

use super::names::Role;
use super::value::{Candidate, Reject, Value};
use crate::catalog::services;

/// What one level holds.
#[derive(Default)]
pub(super) struct Level {
    pub(super) candidates: Vec<Candidate>,
    pub(super) rejects: Vec<Reject>,
}

/// Values that belong together, as positions in the level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Set {
    key: Option<usize>,
    key_id: Option<usize>,
    issuer_id: Option<usize>,
}

/// What belongs together in one level.
#[derive(Default)]
pub(super) struct Bound {
    pub(super) used: Set,
    /// Sets that are equally good and differ: none of them is used.
    pub(super) rivals: Vec<Set>,
}

/// What a higher level says already. It chooses between sets of this level.
#[derive(Clone, Default)]
pub(super) struct Wanted {
    pub(super) key: Option<Candidate>,
    pub(super) key_id: Option<String>,
}

impl Set {
    fn of(&self, role: Role) -> Option<usize> {
        match role {
            Role::Key => self.key,
            Role::KeyId => self.key_id,
            Role::IssuerId => self.issuer_id,
        }
    }

    pub(super) fn members(&self) -> impl Iterator<Item = usize> {
        [self.key, self.key_id, self.issuer_id].into_iter().flatten()
    }
}

impl Level {
    /// Takes a key ID and an issuer ID that stand in each other's place for what their names say: the lint for swapped
    /// identifiers says the rest.
    pub(super) fn keep_swapped(&mut self) {
        let swapped: Vec<_> =
            self.rejects.iter().filter(|reject| reject.swapped.is_some()).cloned().collect();
        for reject in &swapped {
            let is_twin = |other: &Reject| {
                let (place, own) = (&other.place, &reject.place);
                other.role != reject.role && place.scope == own.scope && place.stem == own.stem
            };
            let Some(text) = reject.swapped.clone().filter(|_| swapped.iter().any(is_twin)) else { continue };
            let (role, place) = (reject.role, reject.place.clone());
            self.candidates.push(Candidate { role, place, value: Value::Id(text) });
            self.rejects.retain(|other| other.place.name != reject.place.name);
        }
    }

    pub(super) fn bind(&self, wanted: &Wanted) -> Bound {
        let of_keys: Vec<Set> = self.all(Role::Key).map(|key| self.set_around(key)).collect();
        let filled: Vec<Set> = of_keys.iter().map(|set| self.filled(*set)).collect();
        // What is complete by its own family comes before what another family completes.
        let best = [
            self.distinct(&of_keys, wanted, |set| self.is_complete(set)),
            self.distinct(&filled, wanted, |set| self.is_complete(set)),
            self.distinct(&filled, wanted, |set| self.key_id(set).is_some()),
            self.distinct(&filled, wanted, |_| true),
        ];
        best.into_iter().find_map(chosen).unwrap_or_else(|| self.without_key(wanted))
    }

    /// Identifiers alone.
    fn without_key(&self, wanted: &Wanted) -> Bound {
        let around = |key_id: usize| {
            let issuer_id = self.nearest(key_id, Role::IssuerId);
            self.filled(Set { key: None, key_id: Some(key_id), issuer_id })
        };
        let sets: Vec<Set> = self.all(Role::KeyId).map(around).collect();
        let pairs = self.distinct(&sets, wanted, |set| set.issuer_id.is_some());
        let alone = || Set { issuer_id: self.only(Role::IssuerId), ..Set::default() };
        chosen(pairs)
            .or_else(|| chosen(self.distinct(&sets, wanted, |_| true)))
            .unwrap_or_else(|| Bound { used: alone(), rivals: Vec::new() })
    }

    fn all(&self, role: Role) -> impl Iterator<Item = usize> {
        self.candidates.iter().enumerate().filter(move |(_, c)| c.role == role).map(|(at, _)| at)
    }

    pub(super) fn get(&self, at: Option<usize>) -> Option<&Candidate> {
        self.candidates.get(at?)
    }

    /// The key ID in the name of the key's file.
    fn file_id(&self, set: &Set) -> Option<&str> {
        let path = self.get(set.key)?.key()?.path.as_deref()?;
        services::key_id_of_file(path.file_name()?.to_str()?)
    }

    fn key_id(&self, set: &Set) -> Option<&str> {
        self.get(set.key_id).and_then(Candidate::id).or_else(|| self.file_id(set))
    }

    /// Whether a token can be minted from it. A key file in JSON without an issuer ID holds an individual key.
    pub(super) fn is_complete(&self, set: &Set) -> bool {
        let is_individual = || self.get(set.key).and_then(Candidate::key).is_some_and(|key| key.is_key_file);
        set.key.is_some() && self.key_id(set).is_some() && (set.issuer_id.is_some() || is_individual())
    }

    fn set_around(&self, key: usize) -> Set {
        let set = Set { key: Some(key), ..Set::default() };
        let of_file = self.file_id(&set);
        let is_of_file =
            |at: &usize| of_file.is_some() && self.get(Some(*at)).and_then(Candidate::id) == of_file;
        let key_id = self.all(Role::KeyId).find(is_of_file).or_else(|| self.nearest(key, Role::KeyId));
        Set { key_id, issuer_id: self.nearest(key, Role::IssuerId), ..set }
    }

    /// The value of that role whose name shares the most with that of `anchor`; `None` when several do that differ.
    fn nearest(&self, anchor: usize, role: Role) -> Option<usize> {
        let anchor = self.candidates.get(anchor)?;
        let scored = self.all(role).filter_map(|at| Some((likeness(anchor, self.candidates.get(at)?)?, at)));
        let scored: Vec<_> = scored.collect();
        let best = scored.iter().map(|(score, _)| *score).max()?;
        self.same(scored.into_iter().filter(|(score, _)| *score == best).map(|(_, at)| at))
    }

    /// The value of that role, when all of the level are equal.
    fn only(&self, role: Role) -> Option<usize> {
        self.same(self.all(role))
    }

    fn same(&self, mut all: impl Iterator<Item = usize>) -> Option<usize> {
        let first = all.next()?;
        let value = self.candidates.get(first)?;
        all.all(|at| self.candidates.get(at).is_some_and(|other| other.equals(value))).then_some(first)
    }

    /// With values of other families where there is only one, and the set's own family has no place for it.
    fn filled(&self, mut set: Set) -> Set {
        let is_open = |set: &Set, role: Role| set.of(role).is_none() && !self.has_place(set, role);
        if is_open(&set, Role::KeyId) && self.file_id(&set).is_none() {
            set.key_id = self.only(Role::KeyId);
        }
        if is_open(&set, Role::IssuerId) {
            set.issuer_id = self.only(Role::IssuerId);
        }
        set
    }

    /// Whether the family of the set has a variable for it, with nothing useful in it.
    fn has_place(&self, set: &Set, role: Role) -> bool {
        let Some(anchor) = self.get(set.key.or(set.key_id)) else { return false };
        let is_near = |reject: &Reject| {
            reject.place.scope == anchor.place.scope && reject.place.stem == anchor.place.stem
        };
        self.rejects.iter().any(|reject| reject.role == role && is_near(reject))
    }

    /// Those of the sets that pass the test and differ, and only those that are wanted if there are any.
    fn distinct(&self, sets: &[Set], wanted: &Wanted, test: impl Fn(&Set) -> bool) -> Vec<Set> {
        let mut distinct: Vec<Set> = Vec::new();
        for set in sets.iter().filter(|set| test(set)) {
            if !distinct.iter().any(|other| self.is_equal(other, set)) {
                distinct.push(*set);
            }
        }
        let mut keep = |test: &dyn Fn(&Set) -> bool| {
            if distinct.iter().any(test) {
                distinct.retain(test);
            }
        };
        if let Some(id) = &wanted.key_id {
            keep(&|set| self.key_id(set) == Some(id.trim()));
        }
        if let Some(key) = &wanted.key {
            keep(&|set| self.get(set.key).is_some_and(|candidate| candidate.equals(key)));
        }
        distinct
    }

    fn is_equal(&self, one: &Set, other: &Set) -> bool {
        let is_same = |role: Role| match (self.get(one.of(role)), self.get(other.of(role))) {
            (Some(one), Some(other)) => one.equals(other),
            (None, None) => true,
            _ => false,
        };
        is_same(Role::Key) && is_same(Role::IssuerId) && self.key_id(one) == self.key_id(other)
    }
}

/// One set is used; of several none is.
fn chosen(sets: Vec<Set>) -> Option<Bound> {
    match sets.as_slice() {
        [] => None,
        [set] => Some(Bound { used: *set, rivals: Vec::new() }),
        _ => Some(Bound { used: Set::default(), rivals: sets }),
    }
}

/// How much two names share: words, then as few others as possible, then the beginning. `None`: nothing.
fn likeness(one: &Candidate, other: &Candidate) -> Option<(usize, Reverse<usize>, usize)> {
    let (one, other) = (&one.place, &other.place);
    let common = one.stem.iter().filter(|word| other.stem.contains(word)).count();
    let have_none = one.stem.is_empty() && other.stem.is_empty();
    if one.scope != other.scope || common == 0 && !have_none {
        return None;
    }
    let further = (one.stem.len() + other.stem.len()).saturating_sub(2 * common);
    let beginning = one.name.bytes().zip(other.name.bytes()).take_while(|(a, b)| a == b).count();
    Some((common, Reverse(further), beginning))
}
