//! What was found, for reports and lints: sources and reasons, never a value.

use super::family::Level;
use super::names::Role;
use super::value::{Candidate, Reject};
use super::{Choice, Given, Levels, Place, Value};
use crate::model::discovery::{Discovery, Gap, Other, Row};

pub(super) fn describe(discovery: &mut Discovery, levels: &Levels, choice: &Choice, given: &Given) {
    let parts = [&levels.environment, &levels.files];
    discovery.rivals.clone_from(&choice.rivals);
    discovery.rows = Role::ALL.iter().map(|role| row(*role, levels, choice, given)).collect();

    let missing: Vec<Role> = discovery
        .rows
        .iter()
        .zip(Role::ALL)
        .filter(|(row, _)| row.taken.is_none())
        .map(|(_, role)| role)
        .collect();
    for (level, _) in parts {
        let gaps = level.rejects.iter().filter_map(|reject| gap(reject, level, choice, &missing));
        discovery.gaps.extend(gaps.collect::<Vec<_>>());
    }
}

fn row(role: Role, levels: &Levels, choice: &Choice, given: &Given) -> Row {
    let explicit = match role {
        Role::Key => given.key.as_ref().map(|key| key.name.clone()),
        Role::KeyId => given.key_id.as_ref().map(|id| id.origin.to_string()),
        Role::IssuerId => given.issuer_id.as_ref().map(|id| id.origin.to_string()),
    };
    let used = choice.get(role);
    let of_file_name = || {
        let path = choice.get(Role::Key).filter(|_| role == Role::KeyId)?.key()?.path.as_deref()?;
        let file = path.file_name()?.to_str()?;
        crate::catalog::services::key_id_of_file(file).map(|_| format!("the file name {file}"))
    };
    let taken = explicit.clone().or_else(|| Some(used?.place.name.clone())).or_else(of_file_name);
    let ids = [given_value(Role::KeyId, given), choice.get(Role::KeyId).cloned()];
    let id = ids.iter().flatten().find_map(Candidate::id);
    let of_folders = levels
        .folders
        .iter()
        .filter(|_| role == Role::Key)
        .filter(|file| used.is_none_or(|used| used.place.name != file.key.place.name));
    let of_folders = of_folders.map(|file| Other {
        name: file.key.place.name.clone(),
        why: match id.filter(|id| *id != file.id) {
            Some(_) => "is named for another key ID".to_owned(),
            None => why(&file.key, given_value(role, given).as_ref().or(used), taken.is_some()).to_owned(),
        },
    });
    let of_levels = [&levels.environment.0, &levels.files.0].into_iter().flat_map(|level| &level.candidates);
    let candidates = of_levels.filter(|candidate| candidate.role == role);
    let is_used = |candidate: &&Candidate| {
        explicit.is_none() && used.is_some_and(|used| used.place.name == candidate.place.name)
    };
    let value = given_value(role, given);
    let standard = value.as_ref().or(used);
    let found = candidates.filter(|candidate| !is_used(candidate)).map(|candidate| Other {
        name: candidate.place.name.clone(),
        why: why(candidate, standard, taken.is_some()).to_owned(),
    });
    let of_levels = [&levels.environment.0, &levels.files.0].into_iter().flat_map(|level| &level.rejects);
    let rejected = of_levels
        .filter(|reject| reject.role == role)
        .map(|reject| Other { name: reject.place.name.clone(), why: reject.what.clone() });
    let others = found.chain(rejected).chain(of_folders).collect();
    Row { noun: role.noun(), taken, others }
}

fn given_value(role: Role, given: &Given) -> Option<Candidate> {
    let named = match role {
        Role::Key => return given.candidate(),
        Role::KeyId => given.key_id.as_ref()?,
        Role::IssuerId => given.issuer_id.as_ref()?,
    };
    let place =
        Place { name: named.origin.to_string(), origin: named.origin.clone(), scope: 0, stem: Vec::new() };
    Some(Candidate { role, place, value: Value::Id(named.value.clone()) })
}

fn why(candidate: &Candidate, standard: Option<&Candidate>, is_taken: bool) -> &'static str {
    match standard {
        Some(standard) if candidate.equals(standard) && candidate.role == Role::Key => "is the same key",
        Some(standard) if candidate.equals(standard) => "has the same value",
        Some(_) if candidate.role == Role::Key => "is another key",
        Some(_) => "has another value",
        None if is_taken => "is not needed",
        None => "is one of several that differ",
    }
}

/// A place in the family in use that has no value.
fn gap(reject: &Reject, level: &Level, choice: &Choice, missing: &[Role]) -> Option<Gap> {
    let is_near = |candidate: &&Candidate| {
        let (place, own) = (&candidate.place, &reject.place);
        place.scope == own.scope
            && (place.stem == own.stem || place.stem.iter().any(|word| own.stem.contains(word)))
    };
    let of_level =
        choice.used.iter().filter(|used| level.candidates.iter().any(|c| c.place.name == used.place.name));
    let is_missing = missing.contains(&reject.role);
    let is_of_family = match of_level.count() {
        0 => choice.used.is_empty(),
        _ => choice.used.iter().any(|used| is_near(&used)),
    };
    // Another variable of the family has it.
    let is_filled =
        level.candidates.iter().any(|candidate| candidate.role == reject.role && is_near(&candidate));
    let counts = is_of_family && !is_filled && (is_missing || reject.is_empty);
    counts.then(|| Gap {
        member: reject.role.member(),
        noun: reject.role.noun(),
        name: reject.place.name.clone(),
        what: reject.what.clone(),
        is_missing,
    })
}
