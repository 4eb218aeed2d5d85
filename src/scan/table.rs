//! What was found, each thing once.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::failure::{Failure, Lines};
use super::{Found, Hit};
use crate::catalog::sender::Sender;
use crate::input::exchange::code;

/// Bytes of text that are kept before all is handed over.
const MAX_BYTES: usize = 16 << 20;

/// Things that are kept before all is handed over.
const MAX_HITS: usize = 50_000;

/// Texts of failures that are remembered with what they were recognized as.
const MAX_TEXTS: usize = 4096;

/// Collects hits and counts those that come again.
pub(super) struct Table<'a> {
    sink: &'a mut dyn FnMut(Vec<Hit>),
    hits: Vec<Hit>,
    places: HashMap<Key, usize>,
    /// By hash and length: a log may repeat the same lines many thousand times. `None`: nothing to report.
    texts: HashMap<(u64, usize), Option<Key>>,
    hasher: RandomState,
    bytes: usize,
    /// Whether Apple sent what names no sender.
    is_apples: bool,
    /// The first who sent a failure and is not Apple.
    pub(super) foreign: Option<String>,
    /// Whether a failure was found.
    pub(super) has_failure: bool,
}

/// What makes two hits the same.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    /// The hash and length of a token: of billions, no two are taken for one.
    Token(u64, usize),
    LargeToken(u64),
    Failure {
        response: &'static str,
        code: Option<String>,
        host: Option<String>,
    },
}

impl Key {
    fn of(failure: &Failure) -> Self {
        Self::Failure {
            response: failure.recognize().response.id,
            code: code(&failure.text),
            host: failure.request.as_ref().and_then(|request| request.host.clone()),
        }
    }
}

impl<'a> Table<'a> {
    pub(super) fn new(is_apples: bool, sink: &'a mut dyn FnMut(Vec<Hit>)) -> Self {
        Self {
            sink,
            hits: Vec::new(),
            places: HashMap::new(),
            texts: HashMap::new(),
            hasher: RandomState::new(),
            bytes: 0,
            is_apples,
            foreign: None,
            has_failure: false,
        }
    }

    pub(super) fn add_token(&mut self, found: Found, line: u64, column: u64) {
        let key = match &found {
            Found::Token(text) => Key::Token(self.hasher.hash_one(text), text.len()),
            Found::LargeToken(size) => Key::LargeToken(*size),
            Found::Failure(_) => return,
        };
        self.add(key, || found, line, column);
    }

    /// Adds what the lines tell of, if it is a failure and Apple sent it. The same response with the same code from the
    /// same host is the same failure, whatever stands around it.
    pub(super) fn add_failure(&mut self, lines: Lines, line: u64, column: u64) {
        let place = (self.hasher.hash_one(lines.text()), lines.size());
        let (key, failure) = match self.texts.get(&place) {
            Some(key) => (key.clone(), None),
            None => {
                let failure = lines.into_failure(self.is_apples);
                let key = self.key(&failure);
                if self.texts.len() >= MAX_TEXTS {
                    self.texts.clear();
                }
                self.texts.insert(place, key.clone());
                (key, Some(failure))
            }
        };
        let Some(key) = key else { return };
        self.has_failure = true;
        match failure {
            Some(failure) => self.add(key, || Found::Failure(Box::new(failure)), line, column),
            None => self.count(&key),
        }
    }

    /// Adds what a whole text tells of.
    pub(super) fn add_whole(&mut self, failure: Failure, line: u64) {
        self.has_failure = true;
        let key = Key::of(&failure);
        self.add(key, || Found::Failure(Box::new(failure)), line, 1);
    }

    fn key(&mut self, failure: &Failure) -> Option<Key> {
        match &failure.sender {
            _ if !failure.is_told() => None,
            Sender::Unknown => None,
            Sender::Foreign(name) => {
                self.foreign.get_or_insert_with(|| name.clone());
                None
            }
            Sender::Apple(_) => Some(Key::of(failure)),
        }
    }

    fn add(&mut self, key: Key, found: impl FnOnce() -> Found, line: u64, column: u64) {
        if let Some(hit) = self.places.get(&key).and_then(|place| self.hits.get_mut(*place)) {
            hit.count += 1;
            return;
        }
        let found = found();
        self.bytes += match &found {
            Found::Token(text) => text.len(),
            Found::Failure(failure) => failure.text.len(),
            Found::LargeToken(_) => 0,
        };
        self.places.insert(key, self.hits.len());
        self.hits.push(Hit { found, line, column, count: 1 });
        if self.bytes > MAX_BYTES || self.hits.len() >= MAX_HITS {
            self.flush();
        }
    }

    /// Counts what was found before.
    fn count(&mut self, key: &Key) {
        if let Some(hit) = self.places.get(key).and_then(|place| self.hits.get_mut(*place)) {
            hit.count += 1;
        }
    }

    /// Hands over what was found, in the order in which it stands there.
    pub(super) fn flush(&mut self) {
        self.places.clear();
        self.texts.clear();
        self.bytes = 0;
        let mut hits = std::mem::take(&mut self.hits);
        hits.sort_by_key(|hit| (hit.line, hit.column));
        if !hits.is_empty() {
            (self.sink)(hits);
        }
    }
}
