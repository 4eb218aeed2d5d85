//! What is found joins what was given, below it in rank.

use std::sync::Arc;

use super::{Environment, Files, Found, FoundKey, Given, discover};
use crate::catalog::services;
use crate::input::{Inputs, Item, KeyInput, Source};

/// How keys that were found rank: below those of the environment's own variables.
const RANK: u8 = 3;

/// Adds what is found to what was given.
pub(crate) fn join(inputs: &mut Inputs, environment: &Environment, files: &dyn Files) {
    let mut found = discover(environment, files, &given(inputs));
    if is_of_another_key(inputs, &found) {
        let why = "belongs to another key than the one that the token names";
        found = Found { discovery: found.discovery.unused(why), ..Found::default() };
    }
    let credentials = &mut inputs.credentials;
    let first = found.keys.first().filter(|_| inputs.keys.is_empty());
    if let Some(key) = first {
        credentials.in_house |= key.in_house;
        credentials.duration = credentials.duration.or(key.duration);
    }
    credentials.key_id.extend(found.key_id);
    credentials.issuer_id.extend(found.issuer_id);
    let is_key_file = first.is_some_and(|key| key.is_key_file) && credentials.issuer_id.is_empty();
    if let Some(key) = first.filter(|_| is_key_file) {
        inputs.set.get_or_insert(source(key));
    }
    credentials.discovery = Some(Arc::new(found.discovery));
    let inputs_of = |(at, key): (usize, &Arc<FoundKey>)| {
        KeyInput::new(source(key), key.key.clone(), RANK.saturating_add(u8::from(at > 0)))
    };
    inputs.keys.extend(found.keys.iter().enumerate().map(inputs_of));
}

/// Whether the tokens that were given name keys, and none of them the one that was found.
fn is_of_another_key(inputs: &Inputs, found: &Found) -> bool {
    let of_file = |key: &Arc<FoundKey>| {
        let file = key.path.as_ref()?.file_name()?.to_str()?;
        services::key_id_of_file(file).map(str::to_owned)
    };
    let id = found.key_id.first().map(|id| id.value.trim().to_owned());
    let Some(id) = id.or_else(|| found.keys.first().and_then(of_file)) else { return false };
    let kid = |item: &Item| match item {
        Item::Token(_, token) => Some(token.header()?.str("kid")?.into_owned()),
        _ => None,
    };
    let kids: Vec<_> = inputs.items.iter().filter_map(kid).collect();
    !kids.is_empty() && !kids.contains(&id)
}

fn given(inputs: &Inputs) -> Given {
    let of_key = |input: &KeyInput| {
        Arc::new(FoundKey {
            key: input.key.clone(),
            name: input.source.name.clone(),
            path: input.source.path.clone(),
            is_key_file: false,
            in_house: false,
            duration: None,
        })
    };
    Given {
        key: inputs.keys.first().filter(|input| input.key.private().is_some()).map(of_key),
        key_id: inputs.credentials.key_id.first().cloned(),
        issuer_id: inputs.credentials.issuer_id.first().cloned(),
    }
}

fn source(key: &FoundKey) -> Source {
    let file = key.path.as_ref().and_then(|path| path.file_name());
    Source {
        file: file.map(|file| file.to_string_lossy().into_owned()),
        path: key.path.clone(),
        ..Source::named(&key.name)
    }
}
