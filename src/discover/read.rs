//! Reads the places: the environment as one level, the files as another, altool's folders as the last.

use std::path::Path;

use zeroize::Zeroizing;

use super::family::Level;
use super::names::{self, Role};
use super::places::{self, Environment, Look};
use super::value::{self, Candidate, Outcome, Place, Value};
use crate::catalog::services;
use crate::input::KeyFile;
use crate::model::credentials::Origin;
use crate::model::discovery::{Discovery, Misnamed, Profile};
use crate::model::json::{Object, Value as Json};
use crate::model::key::{self, Key};

/// What reads them by itself, a level above.
const OWN: &str = "WHY401_";

/// Names of files that only show what the others look like.
const SAMPLES: [&str; 4] = ["example", "sample", "template", "dist"];

/// A key in one of altool's folders.
pub(super) struct InFolder {
    pub(super) id: String,
    pub(super) key: Candidate,
}

pub(super) fn environment(environment: &Environment, look: &Look, discovery: &mut Discovery) -> Level {
    let mut level = Level::default();
    discovery.variables = environment.names.len();
    let (named, others): (Vec<_>, Vec<_>) =
        environment.names.iter().partition(|name| names::can_matter(name));
    let mut open = |level: &mut Level, name: &String| {
        discovery.opened += 1;
        let Some(text) = (environment.var)(name).filter(|_| !name.starts_with(OWN)) else { return };
        let text = Zeroizing::new(text.into_encoded_bytes());
        let (origin, stem) = (Origin::Env(name.clone()), names::stem(name));
        discovery.keychain.extend(profile(name, &text));
        variable(level, name, &text, Place { name: name.clone(), origin, scope: 0, stem }, look, discovery);
    };
    for name in named {
        open(&mut level, name);
    }
    // The key of identifiers that were found: `AC_KEY` beside `AC_KEY_ID`.
    let stems: Vec<_> = level.candidates.iter().map(|candidate| candidate.place.stem.clone()).collect();
    let is_of_family =
        |name: &&&String| Role::of_name(name) == Some(Role::Key) && stems.contains(&names::stem(name));
    for name in others.iter().filter(is_of_family) {
        open(&mut level, name);
    }
    level.keep_swapped();
    level
}

fn variable(
    level: &mut Level,
    name: &str,
    text: &[u8],
    place: Place,
    look: &Look,
    discovery: &mut Discovery,
) {
    let outcome = value::classify(name, text, place.clone(), look);
    if let Outcome::Found(found) = &outcome {
        let is_text =
            |found: &Candidate| found.key().is_some_and(|key| key.path.is_none() && !key.is_key_file);
        let wrong = names::misnamed(name);
        let wrong = wrong.or_else(|| names::expects_path(name).filter(|_| found.iter().any(is_text)));
        discovery.misnamed.extend(wrong.map(|reads| Misnamed { name: place.name, reads }));
    }
    level.add(outcome);
}

impl Level {
    fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Found(found) => self.candidates.extend(found),
            Outcome::Rejected(reject) => self.rejects.push(reject),
            Outcome::Unrelated => {}
        }
    }
}

/// A profile that a variable names and that is in the Keychain.
fn profile(name: &str, text: &[u8]) -> Option<Profile> {
    let has = |part: &str| name.to_ascii_uppercase().contains(part);
    if text.trim_ascii().is_empty() || !has("PROFILE") {
        return None;
    }
    let (tool, export) = match () {
        () if name == "ASC_PROFILE" => (
            "asc",
            "`asc auth login --bypass-keychain` keeps it in ~/.asc/config.json instead, which is read",
        ),
        () if has("NOTAR") || has("KEYCHAIN_PROFILE") => (
            "notarytool",
            "notarytool does not export it: give the .p8 file, or store the same key as a secret beside it",
        ),
        () => return None,
    };
    Some(Profile { variable: name.to_owned(), tool, export })
}

pub(super) fn files(look: &Look, discovery: &mut Discovery) -> Level {
    let mut level = Level::default();
    let config = (look.var)("ASC_CONFIG_PATH").and_then(|path| path.into_string().ok());
    let patterns = config.iter().map(String::as_str).chain(places::FILES);
    for pattern in patterns.filter(|pattern| !pattern.is_empty()) {
        let mut is_there = false;
        for (name, path) in places::matching(pattern, look) {
            let is_read = || discovery.files.contains(&name);
            if SAMPLES.iter().any(|end| name.ends_with(end)) || is_read() {
                continue;
            }
            let Some(bytes) = look.files.read(&path) else { continue };
            is_there = true;
            discovery.files.push(name.clone());
            file(&mut level, &name, &path, &bytes, look, discovery);
        }
        if !is_there {
            discovery.absent.push(pattern.to_owned());
        }
    }
    level.keep_swapped();
    level
}

fn file(level: &mut Level, name: &str, path: &Path, bytes: &[u8], look: &Look, discovery: &mut Discovery) {
    let scope = look.scope();
    let place = |member: Option<&str>| {
        let name = member.map_or_else(|| name.to_owned(), |member| format!("{member} in {name}"));
        let stem = member.map(names::stem).unwrap_or_default();
        Place { origin: Origin::Input(name.clone()), name, scope, stem }
    };
    if path.extension().is_none_or(|extension| extension != "json") {
        let text = String::from_utf8_lossy(bytes);
        for (member, text) in key::variables(&text).filter(|(member, _)| names::can_matter(member)) {
            variable(level, &member, without_comment(text).as_bytes(), place(Some(&member)), look, discovery);
        }
        return;
    }
    let Ok(object) = Object::parse(bytes) else { return };
    let sets = match (object.get("submit"), object.get("private_key_path"), object.get("keys")) {
        (Some(submit), _, _) => of_eas(submit),
        (None, None, None) => Vec::new(),
        _ => of_asc(&object),
    };
    let is_foreign = object.get("client_email").is_some();
    object.wipe();
    for set in sets {
        let place = Place { scope: look.scope(), stem: Vec::new(), ..place(None) };
        for (role, text) in set {
            level.add(member(role, &text, &place, path, look));
        }
    }
    // A service account of Google has a `private_key`, too.
    if let Some(file) = KeyFile::parse(bytes).filter(|_| !is_foreign) {
        level.candidates.extend(value::of_key_file(file, &place(None), look));
    }
}

/// A member of a settings file: a path or an identifier. Paths are those of the project, else beside the file.
fn member(role: Role, text: &str, place: &Place, file: &Path, look: &Look) -> Outcome {
    let name = match role {
        Role::Key => "KEY",
        Role::KeyId => "KEY_ID",
        Role::IssuerId => "ISSUER_ID",
    };
    let beside = file.parent().map(|folder| folder.join(text)).filter(|_| role == Role::Key);
    let beside = beside.filter(|path| look.read(text).is_none() && look.files.read(path).is_some());
    let text =
        beside.and_then(|path| path.into_os_string().into_string().ok()).unwrap_or_else(|| text.to_owned());
    value::classify(name, text.as_bytes(), place.clone(), look)
}

type Members = Vec<(Role, String)>;

/// `submit.PROFILE.ios.ascApiKey…` of eas.json.
fn of_eas(submit: &Json) -> Vec<Members> {
    let object = |value: &Json| Object::parse(value.raw().as_bytes()).ok();
    let profiles = object(submit).map(|submit| submit.members().to_vec()).unwrap_or_default();
    let ios = profiles.iter().filter_map(|profile| object(object(&profile.value)?.get("ios")?));
    let members = |ios: Object| members(&ios, &["ascApiKeyPath"], &["ascApiKeyId"], &["ascApiKeyIssuerId"]);
    ios.map(members).filter(|members| !members.is_empty()).collect()
}

/// The key of asc's configuration that it uses by default.
fn of_asc(config: &Object) -> Vec<Members> {
    let of = |object: &Object| members(object, &["private_key_path"], &["key_id"], &["issuer_id"]);
    let keys = config.get("keys").and_then(Json::elements).unwrap_or_default();
    let keys: Vec<_> = keys.iter().filter_map(|key| Object::parse(key.raw().as_bytes()).ok()).collect();
    let default = config.str("default_key_name");
    let named = keys.iter().find(|key| default.is_some() && key.str("name") == default);
    let sets: Vec<_> = match named {
        Some(key) => vec![of(key)],
        None => [of(config)].into_iter().chain(keys.iter().map(of)).collect(),
    };
    sets.into_iter().filter(|members| !members.is_empty()).collect()
}

fn members(object: &Object, key: &[&str], key_id: &[&str], issuer_id: &[&str]) -> Members {
    let get = |role, names: &[&str]| {
        let text = names.iter().find_map(|name| object.str(name)).map(std::borrow::Cow::into_owned);
        text.map(|text| (role, text))
    };
    [get(Role::Key, key), get(Role::KeyId, key_id), get(Role::IssuerId, issuer_id)]
        .into_iter()
        .flatten()
        .collect()
}

/// What a line of a `.env` file assigns, without the comment behind it.
fn without_comment(text: &str) -> &str {
    if text.contains("-----BEGIN") { text } else { text.split(" #").next().unwrap_or(text) }
}

pub(super) fn folders(look: &Look, discovery: &mut Discovery) -> Vec<InFolder> {
    let further = (look.var)(places::FOLDER_VARIABLE).and_then(|path| path.into_string().ok());
    let mut found = Vec::new();
    for folder in places::FOLDERS.into_iter().chain(further.as_deref()).filter(|folder| !folder.is_empty()) {
        let Some(path) = look.path(folder) else { continue };
        let before = found.len();
        for name in look.files.list(&path) {
            let Some(id) = services::key_id_of_file(&name).map(str::to_owned) else { continue };
            let (shown, path) = (format!("{}/{name}", folder.trim_end_matches('/')), path.join(&name));
            let key = look.files.read(&path).and_then(|bytes| value::private(Key::parse(&bytes)));
            let place = Place {
                origin: Origin::Input(shown.clone()),
                name: shown,
                scope: look.scope(),
                stem: Vec::new(),
            };
            let Some(key) = key.map(|key| value::found_key(key, Some(path), place, "")) else { continue };
            debug_assert!(matches!(key.value, Value::Key(_)));
            found.push(InFolder { id, key });
        }
        let list = if found.len() == before { &mut discovery.absent } else { &mut discovery.files };
        list.push(format!("{}/", folder.trim_end_matches('/')));
    }
    found
}
