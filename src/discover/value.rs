//! What a value is, found from the value first and from its name second.

use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use zeroize::Zeroizing;

use super::names::{self, Role};
use super::places::Look;
use crate::catalog::lint::identifier::is_placeholder;
use crate::input::KeyFile;
use crate::model::credentials::Origin;
use crate::model::key::{Key, Repair, looks_like_key};

/// Beyond this length a text is no path.
const MAX_PATH: usize = 4096;

/// The shortest text that can hold a P-256 key: the base64 of its smallest DER has more.
const MIN_KEY: usize = 48;

/// The longest text that is taken for the name of a variable that nobody replaced.
const MAX_PLACEHOLDER: usize = 100;

/// A private key and where it is.
#[derive(Debug)]
pub(crate) struct FoundKey {
    pub(crate) key: Key,
    /// How reports call the place.
    pub(crate) name: String,
    /// The file it was read from, when it is one of its own.
    pub(crate) path: Option<PathBuf>,
    /// Whether it is a member of a key file in JSON, and what that says beside.
    pub(crate) is_key_file: bool,
    pub(crate) in_house: bool,
    pub(crate) duration: Option<f64>,
}

/// Where a value is, and what the name of the place says of whose it is.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) origin: Origin,
    /// Values of different scopes never belong together by name.
    pub(super) scope: usize,
    pub(super) stem: Vec<String>,
}

/// A value that can be used.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) role: Role,
    pub(super) place: Place,
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    Key(Arc<FoundKey>),
    Id(String),
}

/// A value that cannot be used in the role that its name suggests.
#[derive(Clone, Debug)]
pub(super) struct Reject {
    pub(super) role: Role,
    pub(super) place: Place,
    /// Its shape: `is empty`, `has 36 characters, expected 10`.
    pub(super) what: String,
    /// The identifier of the other kind that it is.
    pub(super) swapped: Option<String>,
    pub(super) is_empty: bool,
    /// The key that it is, and that nothing can be signed with: the lints of keys say why.
    pub(super) damaged: Option<Arc<FoundKey>>,
}

/// What came of one value.
pub(super) enum Outcome {
    Found(Vec<Candidate>),
    Rejected(Reject),
    /// Neither value nor name are those of a credential.
    Unrelated,
}

/// Says what the text is that a variable, or a member of a file, holds.
pub(super) fn classify(name: &str, text: &[u8], place: Place, look: &Look) -> Outcome {
    let Some(text) = resolved(text, look) else {
        return reject(name, place, "names nothing that can be read");
    };
    let Ok(text) = std::str::from_utf8(&text) else {
        let key = private(Key::parse(&text)).map(|key| found_key(key, None, place, name));
        return key.map_or(Outcome::Unrelated, |key| Outcome::Found(vec![key]));
    };
    let trimmed = text.trim().trim_matches(['"', '\'']).trim();
    if trimmed.is_empty() {
        let what = "is empty".to_owned();
        let empty = |role| Reject { role, place, what, swapped: None, is_empty: true, damaged: None };
        return Role::of_name(name).map_or(Outcome::Unrelated, |role| Outcome::Rejected(empty(role)));
    }
    if let Some(found) = of_json(trimmed, &place, look) {
        return Outcome::Found(found);
    }
    if let Some(outcome) = of_path(name, trimmed, &place, look) {
        return outcome;
    }
    let key = if trimmed.len() >= MIN_KEY { private(Key::parse(text.as_bytes())) } else { None };
    match key {
        Some(key) => Outcome::Found(vec![found_key(key, None, place, name)]),
        None => identifier(name, text, trimmed, place),
    }
}

fn identifier(name: &str, text: &str, trimmed: &str, place: Place) -> Outcome {
    let (is_uuid, is_key_id) = (is_uuid(trimmed), is_key_id(trimmed));
    let value = || Value::Id(text.to_owned());
    match Role::of_name(name) {
        _ if is_uuid && names::is_of_issuer(name) => {
            Outcome::Found(vec![Candidate { role: Role::IssuerId, place, value: value() }])
        }
        Some(Role::Key | Role::KeyId) if is_key_id => {
            Outcome::Found(vec![Candidate { role: Role::KeyId, place, value: value() }])
        }
        None => Outcome::Unrelated,
        Some(role) => {
            let is_swapped = role == Role::KeyId && is_uuid || role == Role::IssuerId && is_key_id;
            let swapped = is_swapped.then(|| text.to_owned());
            let what = shape(role, text, trimmed);
            let damaged = (role == Role::Key).then(|| damaged(text, &place)).flatten();
            Outcome::Rejected(Reject { role, place, what, swapped, is_empty: false, damaged })
        }
    }
}

/// A private key of another kind, or one that cannot be read.
fn damaged(text: &str, place: &Place) -> Option<Arc<FoundKey>> {
    let key = looks_like_key(text.as_bytes()).then(|| Key::parse(text.as_bytes()))?;
    let name = place.name.clone();
    Some(Arc::new(FoundKey { key, name, path: None, is_key_file: false, in_house: false, duration: None }))
}

/// The shape of a value, which says nothing of the value itself.
fn shape(role: Role, text: &str, trimmed: &str) -> String {
    let count = trimmed.chars().count();
    if count < MAX_PLACEHOLDER && is_placeholder(trimmed) {
        return "is a placeholder that was not replaced".to_owned();
    }
    match role {
        Role::KeyId if (10..=12).contains(&count) => {
            format!("has {count} characters, but not only capital letters and digits")
        }
        Role::KeyId => format!("has {count} characters, expected 10"),
        Role::IssuerId if count == 36 => "has 36 characters, but is not a UUID".to_owned(),
        Role::IssuerId => format!("has {count} characters, expected a UUID of 36"),
        Role::Key if count < MIN_KEY => format!("has {count} characters, expected the text of a private key"),
        Role::Key => {
            let key = Key::parse(text.as_bytes());
            format!("has {count} characters and is {}, expected a private key on P-256", key.kind.noun())
        }
    }
}

/// What `@env:NAME` and `@file:PATH`, as codemagic has them, stand for.
fn resolved(text: &[u8], look: &Look) -> Option<Zeroizing<Vec<u8>>> {
    let trimmed = text.trim_ascii();
    let word = |prefix: &[u8]| std::str::from_utf8(trimmed.strip_prefix(prefix)?).ok();
    if let Some(name) = word(b"@env:") {
        return Some(Zeroizing::new((look.var)(name)?.into_encoded_bytes()));
    }
    if let Some(path) = word(b"@file:") {
        return look.read(path).map(|(_, bytes)| bytes);
    }
    Some(Zeroizing::new(text.to_vec()))
}

/// Key, key ID and issuer ID of a key file in JSON, or of its base64.
fn of_json(text: &str, place: &Place, look: &Look) -> Option<Vec<Candidate>> {
    let file = if text.starts_with('{') {
        KeyFile::parse(text.as_bytes())?
    } else if text.starts_with("ey") || text.starts_with("ew") {
        let joined = Zeroizing::new(text.split_ascii_whitespace().collect::<String>());
        let decoded = Zeroizing::new(BASE64_STANDARD.decode(joined.as_bytes()).ok()?);
        KeyFile::parse(&decoded)?
    } else {
        return None;
    };
    Some(of_key_file(file, place, look))
}

/// The values of a key file, in a scope of their own.
pub(super) fn of_key_file(file: KeyFile, place: &Place, look: &Look) -> Vec<Candidate> {
    let place = Place { scope: look.scope(), stem: Vec::new(), ..place.clone() };
    let KeyFile { key, key_id, issuer_id, in_house, duration } = file;
    let key = key.and_then(private).map(|key| {
        let found =
            FoundKey { key, name: place.name.clone(), path: None, is_key_file: true, in_house, duration };
        Candidate { role: Role::Key, place: place.clone(), value: Value::Key(Arc::new(found)) }
    });
    let id = |role, value: Option<String>| {
        let value = value.filter(|value| !value.trim().is_empty())?;
        Some(Candidate { role, place: place.clone(), value: Value::Id(value) })
    };
    [key, id(Role::KeyId, key_id), id(Role::IssuerId, issuer_id)].into_iter().flatten().collect()
}

/// What the file holds whose path the text is. `None`: it is no path.
fn of_path(name: &str, text: &str, place: &Place, look: &Look) -> Option<Outcome> {
    if text.len() > MAX_PATH || text.contains(['\n', '\r', '\0']) {
        return None;
    }
    if let Some((path, bytes)) = look.read(text) {
        if let Some(file) = KeyFile::parse(&bytes) {
            return Some(Outcome::Found(of_key_file(file, place, look)));
        }
        return Some(match private(Key::parse(&bytes)) {
            Some(key) => Outcome::Found(vec![found_key(key, Some(path), place.clone(), name)]),
            None => reject(name, place.clone(), "is the path of a file that holds no private key on P-256"),
        });
    }
    let ends_as_file = [".p8", ".pem", ".json"].iter().any(|end| text.ends_with(end));
    let is_path = text.starts_with(['/', '~', '.']) || ends_as_file;
    is_path.then(|| reject(name, place.clone(), "is a path, and no file is there"))
}

fn reject(name: &str, place: Place, what: &str) -> Outcome {
    let what = what.to_owned();
    let of_role = |role| Reject { role, place, what, swapped: None, is_empty: false, damaged: None };
    Role::of_name(name).map_or(Outcome::Unrelated, |role| Outcome::Rejected(of_role(role)))
}

pub(super) fn found_key(mut key: Key, path: Option<PathBuf>, place: Place, name: &str) -> Candidate {
    if names::expects_base64(name) {
        key.repairs.retain(|repair| !matches!(repair, Repair::Base64Wrapped { times: 1 }));
    }
    let name = place.name.clone();
    let found = FoundKey { key, name, path, is_key_file: false, in_house: false, duration: None };
    Candidate { role: Role::Key, place, value: Value::Key(Arc::new(found)) }
}

pub(super) fn private(key: Key) -> Option<Key> {
    key.private().is_some().then_some(key)
}

fn is_key_id(text: &str) -> bool {
    (10..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn is_uuid(text: &str) -> bool {
    let is_dash = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    let fits = |(at, byte): (usize, u8)| if is_dash(at) { byte == b'-' } else { byte.is_ascii_hexdigit() };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}

impl Candidate {
    pub(super) fn key(&self) -> Option<&Arc<FoundKey>> {
        match &self.value {
            Value::Key(key) => Some(key),
            Value::Id(_) => None,
        }
    }

    /// The identifier, without what surrounds it.
    pub(super) fn id(&self) -> Option<&str> {
        match &self.value {
            Value::Key(_) => None,
            Value::Id(text) => Some(text.trim().trim_matches(['"', '\'']).trim()),
        }
    }

    /// Whether both have the same value.
    pub(super) fn equals(&self, other: &Self) -> bool {
        match (self.key(), other.key()) {
            (Some(key), Some(other)) => key.key.public == other.key.public,
            (None, None) => match (self.id(), other.id()) {
                (Some(id), Some(other)) if self.role == Role::IssuerId => id.eq_ignore_ascii_case(other),
                (id, other) => id == other,
            },
            _ => false,
        }
    }
}
