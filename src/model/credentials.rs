//! The identifiers that belong to a key, and where each came from.

use std::sync::Arc;

use super::discovery::Discovery;

/// What was said about a credential beside the key itself. Each list holds the sources that have the value, the one
/// that wins first: option, input, environment, file name.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    pub key_id: Vec<Named>,
    pub issuer_id: Vec<Named>,
    pub team_id: Vec<Named>,
    pub bundle_id: Vec<Named>,
    pub subject: Vec<Named>,
    /// Keys that were named beside the one in use: what each is called and whether it is another key.
    pub other_keys: Vec<OtherKey>,
    /// The name of the key's file, without folder.
    pub key_file: Option<String>,
    /// fastlane's `in_house`.
    pub in_house: bool,
    /// fastlane's `duration`, in seconds.
    pub duration: Option<f64>,
    /// Whether they come from a key file in JSON, which has no issuer ID when the key is an individual's.
    pub is_key_file: bool,
    /// Whether key, key ID and issuer ID were given as one set, to mint with.
    pub is_set: bool,
    /// What was found where tools keep credentials, when it was asked for.
    pub discovery: Option<Arc<Discovery>>,
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub value: String,
    pub origin: Origin,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A command-line option, such as `--key-id`.
    Option(&'static str),
    /// An INPUT, or a member of a JSON file: how to call it.
    Input(String),
    /// An environment variable.
    Env(String),
    /// The name of the key's file.
    FileName(String),
}

/// A key that is not the one in use.
#[derive(Clone, Debug)]
pub struct OtherKey {
    pub origin: String,
}

impl Credentials {
    /// Takes the key ID of the key's file name, as the last source.
    pub fn add_file_name(&mut self, id_of_file: fn(&str) -> Option<&str>) {
        let Some(file) = &self.key_file else { return };
        if let Some(id) = id_of_file(file) {
            self.key_id.push(Named { value: id.to_owned(), origin: Origin::FileName(file.clone()) });
        }
    }

    /// Every identifier: its member name, what it is called, and its sources.
    pub fn identifiers(&self) -> [(&'static str, &'static str, &[Named]); 5] {
        [
            ("key_id", "key ID", &self.key_id),
            ("issuer_id", "issuer ID", &self.issuer_id),
            ("team_id", "Team ID", &self.team_id),
            ("bundle_id", "bundle ID", &self.bundle_id),
            ("subject", "subject", &self.subject),
        ]
    }

    /// The key ID that counts.
    pub fn key_id(&self) -> Option<&Named> {
        self.key_id.first()
    }

    /// The issuer ID that counts.
    pub fn issuer_id(&self) -> Option<&Named> {
        self.issuer_id.first()
    }

    pub fn team_id(&self) -> Option<&Named> {
        self.team_id.first()
    }

    pub fn bundle_id(&self) -> Option<&Named> {
        self.bundle_id.first()
    }

    pub fn subject(&self) -> Option<&Named> {
        self.subject.first()
    }
}

impl Named {
    /// The source as the subject of a sentence: `--key-id`, `the key ID in key.json`.
    pub fn source(&self, noun: &str) -> String {
        match &self.origin {
            Origin::Option(name) => (*name).to_owned(),
            Origin::Env(name) => name.clone(),
            Origin::Input(_) | Origin::FileName(_) => format!("the {noun} in {}", self.origin),
        }
    }

    /// Whether it was said in so many words, not just by the name of a file.
    pub fn is_explicit(&self) -> bool {
        !matches!(self.origin, Origin::FileName(_))
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Option(name) => f.write_str(name),
            Self::Input(name) | Self::Env(name) => f.write_str(name),
            Self::FileName(name) => write!(f, "the file name {name}"),
        }
    }
}
