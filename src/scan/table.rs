//! What was found, each thing once.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::{Found, Hit};
use crate::catalog::response::{self, Answer};
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
    /// By hash and length: a log may repeat the same lines many thousand times.
    texts: HashMap<(u64, usize), Key>,
    hasher: RandomState,
    bytes: usize,
}

/// What makes two hits the same.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    /// The hash and length of a token: of billions, no two are taken for one.
    Token(u64, usize),
    LargeToken(u64),
    Answer(&'static str, Option<String>),
}

impl<'a> Table<'a> {
    pub(super) fn new(sink: &'a mut dyn FnMut(Vec<Hit>)) -> Self {
        Self {
            sink,
            hits: Vec::new(),
            places: HashMap::new(),
            texts: HashMap::new(),
            hasher: RandomState::new(),
            bytes: 0,
        }
    }

    pub(super) fn add_token(&mut self, found: Found, line: u64, column: u64) {
        let key = match &found {
            Found::Token(text) => Key::Token(self.hasher.hash_one(text), text.len()),
            Found::LargeToken(size) => Key::LargeToken(*size),
            Found::Answer(_) => return,
        };
        self.add(key, found, line, column);
    }

    /// The same answer with the same code is the same failure, whatever stands around it.
    pub(super) fn add_answer(&mut self, text: String, line: u64, column: u64) {
        let place = (self.hasher.hash_one(&text), text.len());
        let key = match self.texts.get(&place) {
            Some(key) => key.clone(),
            None => {
                let answer =
                    Answer { status: response::status(&text), text: Some(&text), ..Answer::default() };
                let key = Key::Answer(response::recognize(&answer).response.id, code(&text));
                if self.texts.len() >= MAX_TEXTS {
                    self.texts.clear();
                }
                self.texts.insert(place, key.clone());
                key
            }
        };
        self.add(key, Found::Answer(text), line, column);
    }

    fn add(&mut self, key: Key, found: Found, line: u64, column: u64) {
        if let Some(hit) = self.places.get(&key).and_then(|place| self.hits.get_mut(*place)) {
            hit.count += 1;
            return;
        }
        self.bytes += match &found {
            Found::Token(text) | Found::Answer(text) => text.len(),
            Found::LargeToken(_) => 0,
        };
        self.places.insert(key, self.hits.len());
        self.hits.push(Hit { found, line, column, count: 1 });
        if self.bytes > MAX_BYTES || self.hits.len() >= MAX_HITS {
            self.flush();
        }
    }

    /// Hands over what was found, in the order in which it stands there.
    pub(super) fn flush(&mut self) {
        self.places.clear();
        self.bytes = 0;
        let mut hits = std::mem::take(&mut self.hits);
        hits.sort_by_key(|hit| (hit.line, hit.column));
        if !hits.is_empty() {
            (self.sink)(hits);
        }
    }
}
