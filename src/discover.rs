//! Finds credentials where tools keep them: in the environment, in files, in altool's folders. Values count more than
//! names; names say which values belong together; of values that contradict each other none is guessed.
//!
//! Everything here is a function of the environment and of [`Files`]; only [`join()`] asks git about the file of a key.

mod family;
mod join;
mod names;
mod places;
mod read;
mod report;
#[cfg(test)]
mod tests;
mod value;

use std::sync::Arc;

use family::{Bound, Level, Set, Wanted};
pub(crate) use join::join;
use names::Role;
use places::Look;
pub(crate) use places::{Disk, Environment, Files};
use read::InFolder;
pub(crate) use value::FoundKey;
use value::{Candidate, Place, Value};

use crate::model::credentials::{Named, Origin};
use crate::model::discovery::Discovery;

/// What was given by options, inputs and `WHY401_*`, which all count more than what is found.
#[derive(Default)]
pub(crate) struct Given {
    pub(crate) key: Option<Arc<FoundKey>>,
    pub(crate) key_id: Option<Named>,
    pub(crate) issuer_id: Option<Named>,
}

/// What was found.
#[derive(Default)]
pub(crate) struct Found {
    /// By precedence. Those after the first are of lower levels and differ from it.
    pub(crate) keys: Vec<Arc<FoundKey>>,
    pub(crate) key_id: Vec<Named>,
    pub(crate) issuer_id: Vec<Named>,
    pub(crate) discovery: Discovery,
}

/// Everything that was looked at.
struct Levels {
    environment: (Level, Bound),
    files: (Level, Bound),
    folders: Vec<InFolder>,
}

/// The values that are used, and those of lower levels that contradict them.
#[derive(Default)]
struct Choice {
    used: Vec<Candidate>,
    lower: Vec<Candidate>,
    /// The sources of sets of one level that differ, when nothing is used for that.
    rivals: Vec<Vec<String>>,
}

/// Looks where tools keep credentials.
pub(crate) fn discover(environment: &Environment, files: &dyn Files, given: &Given) -> Found {
    let look = Look::new(environment, files);
    let mut discovery = Discovery::default();
    let wanted = given.wanted();
    let bound = |level: Level| {
        let bound = level.bind(&wanted);
        (level, bound)
    };
    let levels = Levels {
        environment: bound(read::environment(environment, &look, &mut discovery)),
        files: bound(read::files(&look, &mut discovery)),
        folders: read::folders(&look, &mut discovery),
    };
    let choice = levels.choose(&wanted);
    report::describe(&mut discovery, &levels, &choice, given);
    let mut keys: Vec<_> = choice.all(Role::Key).filter_map(Candidate::key).cloned().collect();
    if keys.is_empty() && choice.rivals.is_empty() && given.key.is_none() {
        keys.extend(levels.damaged_key(&discovery));
    }
    // The lints of keys say what is wrong with it.
    discovery.gaps.retain(|gap| !keys.iter().any(|key| key.name == gap.name));
    // A key ID belongs to its key.
    let is_other_key =
        given.candidate().is_some_and(|key| choice.get(Role::Key).is_some_and(|k| !k.equals(&key)));
    let key_id = if is_other_key { Vec::new() } else { choice.named(Role::KeyId) };
    Found { keys, key_id, issuer_id: choice.named(Role::IssuerId), discovery }
}

impl Levels {
    /// The highest level that is complete, by itself or with a key of altool's folders; what it lacks comes from the
    /// other levels, as far as they do not contradict it.
    fn choose(&self, wanted: &Wanted) -> Choice {
        let mut choice = Choice::default();
        let levels = [&self.environment, &self.files];
        for level in levels {
            if !level.1.rivals.is_empty() {
                choice.rivals = level.1.rivals.iter().map(|set| sources(&level.0, set)).collect();
                return choice;
            }
            let set = level.used();
            if level.is_complete() || self.completes(&set, wanted) {
                choice.used = set;
                break;
            }
        }
        choice.used.extend(self.of_folders(&choice, wanted).filter(|_| !choice.used.is_empty()));
        for level in levels {
            choice.merge(&level.used());
        }
        choice.used.extend(self.of_folders(&choice, wanted));
        choice.lower.extend(self.other_in_folder(&choice));
        choice
    }

    /// The key that the credentials should have and that nothing can be signed with, when it is the only one.
    fn damaged_key(&self, discovery: &Discovery) -> Option<Arc<FoundKey>> {
        let rejects = self.environment.0.rejects.iter().chain(&self.files.0.rejects);
        let is_expected = |key: &&Arc<FoundKey>| discovery.gaps.iter().any(|gap| gap.name == key.name);
        let mut keys = rejects.filter_map(|reject| reject.damaged.as_ref()).filter(is_expected);
        keys.next().cloned().filter(|_| keys.next().is_none())
    }

    /// Whether the folders have the key whose ID the set has.
    fn completes(&self, set: &[Candidate], wanted: &Wanted) -> bool {
        let choice = Choice { used: set.to_vec(), ..Choice::default() };
        choice.get(Role::KeyId).is_some() && self.of_folders(&choice, wanted).is_some()
    }

    /// The key of altool's folders that belongs to the key ID, or the only one there is.
    fn of_folders(&self, choice: &Choice, wanted: &Wanted) -> Option<Candidate> {
        if choice.get(Role::Key).is_some() {
            return None;
        }
        let id = wanted.key_id.as_deref().or_else(|| choice.get(Role::KeyId)?.id());
        let mut fitting = self.folders.iter().filter(|file| id.is_none_or(|id| file.id == id));
        let first = fitting.next()?;
        let is_one = fitting.all(|other| other.id == first.id && other.key.equals(&first.key));
        is_one.then(|| first.key.clone())
    }

    /// A key in altool's folders that has the ID of the key in use and is another one.
    fn other_in_folder(&self, choice: &Choice) -> Option<Candidate> {
        let (key, id) = (choice.get(Role::Key)?, choice.get(Role::KeyId)?.id()?);
        let other = self.folders.iter().find(|file| file.id == id && !file.key.equals(key))?;
        Some(other.key.clone())
    }
}

trait Bind {
    fn is_complete(&self) -> bool;
    fn used(&self) -> Vec<Candidate>;
}

impl Bind for (Level, Bound) {
    fn is_complete(&self) -> bool {
        self.0.is_complete(&self.1.used)
    }

    fn used(&self) -> Vec<Candidate> {
        self.1.used.members().filter_map(|at| self.0.get(Some(at))).cloned().collect()
    }
}

impl Choice {
    fn get(&self, role: Role) -> Option<&Candidate> {
        self.used.iter().find(|candidate| candidate.role == role)
    }

    /// Adds what is not there yet; what contradicts is kept apart. Of a set with another key or key ID nothing is
    /// added: it is another credential.
    fn merge(&mut self, set: &[Candidate]) {
        let contradicts =
            |candidate: &&Candidate| self.get(candidate.role).is_some_and(|own| !own.equals(candidate));
        let is_other =
            set.iter().any(|candidate| candidate.role != Role::IssuerId && contradicts(&candidate));
        let lower: Vec<_> = set.iter().filter(contradicts).cloned().collect();
        self.lower.extend(lower);
        for candidate in set.iter().filter(|_| !is_other) {
            if self.get(candidate.role).is_none() {
                self.used.push(candidate.clone());
            }
        }
    }

    fn all(&self, role: Role) -> impl Iterator<Item = &Candidate> {
        self.used.iter().chain(&self.lower).filter(move |candidate| candidate.role == role)
    }

    fn named(&self, role: Role) -> Vec<Named> {
        let named = |candidate: &Candidate| match &candidate.value {
            Value::Id(value) => Some(Named { value: value.clone(), origin: candidate.place.origin.clone() }),
            Value::Key(_) => None,
        };
        self.all(role).filter_map(named).collect()
    }
}

impl Given {
    fn wanted(&self) -> Wanted {
        Wanted { key: self.candidate(), key_id: self.key_id.as_ref().map(|id| id.value.clone()) }
    }

    fn candidate(&self) -> Option<Candidate> {
        let key = self.key.clone()?;
        let place = Place {
            name: key.name.clone(),
            origin: Origin::Input(key.name.clone()),
            scope: 0,
            stem: Vec::new(),
        };
        Some(Candidate { role: Role::Key, place, value: Value::Key(key) })
    }
}

/// The file in altool's folders that holds the key of that ID.
pub(crate) fn in_folders(key_id: &str, environment: &Environment, files: &dyn Files) -> Option<String> {
    let look = Look::new(environment, files);
    let folders = read::folders(&look, &mut Discovery::default());
    folders.into_iter().find(|file| file.id == key_id.trim()).map(|file| file.key.place.name)
}

/// The set as reports name it.
fn sources(level: &Level, set: &Set) -> Vec<String> {
    let mut names: Vec<_> =
        set.members().filter_map(|at| Some(level.get(Some(at))?.place.name.clone())).collect();
    names.dedup();
    names
}
