//! Collects everything that was given, by the precedence of its sources: option, input, environment, file name.

use std::ffi::{OsStr, OsString};

use super::binary::Binary;
use super::detect::{self, Content, KeyFile};
use super::error::Error;
use super::git;
use super::stop::Stop;
use super::text::{IsLog, Reader, Source, Sources, Stream, Text};
use super::zip::{self, Part};
use crate::catalog::services;
use crate::model::credentials::{Credentials, Named, Origin};
use crate::model::exchange::Exchange;
use crate::model::file::FileFacts;
use crate::model::jwk::Jwks;
use crate::model::jws::Token;
use crate::model::key::Key;

/// What was typed.
#[derive(Clone, Copy, Default)]
pub(crate) struct Arguments<'a> {
    /// Whether the command takes INPUTs: when nothing at all is given, it reads standard input.
    pub(crate) takes_inputs: bool,
    pub(crate) inputs: &'a [OsString],
    pub(crate) key: Option<&'a OsStr>,
    pub(crate) jwks: Option<&'a OsStr>,
    /// Whether what can be read is looked at when something else cannot be.
    pub(crate) goes_on: bool,
    /// Whether credentials are found in other places besides.
    pub(crate) discovers: bool,
    /// Whether a status was given: there is an exchange, whatever else there is.
    pub(crate) has_status: bool,
    /// Whether what is found in a log is handed over while nothing more arrives.
    pub(crate) is_live: bool,
    /// What ends reading early.
    pub(crate) stop: Option<&'a Stop>,
}

impl Arguments<'_> {
    /// Whether there is something to look at without standard input. Identifiers alone are nothing: what they belong to
    /// may come that way.
    fn is_anything_given(&self, sources: &Sources) -> bool {
        !self.inputs.is_empty()
            || self.key.is_some()
            || self.jwks.is_some()
            || (sources.var)(KEY_VARIABLE).is_some()
    }
}

/// The variable that holds the private key or its path.
const KEY_VARIABLE: &str = "WHY401_KEY";

/// Everything that was given.
#[derive(Default)]
pub struct Inputs {
    /// What makes subjects, in the order in which it was given.
    pub items: Vec<Item>,
    /// By precedence.
    pub keys: Vec<KeyInput>,
    /// By precedence.
    pub jwks: Vec<(Source, Jwks)>,
    /// The identifiers, by precedence; without the key's file name.
    pub credentials: Credentials,
    /// The key file in JSON, or the options that make a set of credentials.
    pub set: Option<Source>,
    /// What could not be read, or not to its end.
    pub(crate) unread: Vec<Error>,
    /// What was done with the sources that is not obvious, in sentences.
    pub(crate) notes: Vec<String>,
}

/// A content that makes subjects of its own.
pub enum Item {
    Token(Source, Token),
    Exchange(Source, Exchange),
    Har(Stream),
    Log(Stream),
    /// What is recognized, and holds nothing to check.
    Other(Source, Binary),
}

/// A key and where it came from.
pub struct KeyInput {
    pub source: Source,
    pub key: Key,
    /// Mode and git state of the file.
    pub facts: Option<FileFacts>,
    /// How it ranks: 0 for `--key`, 1 for an INPUT, 2 for the environment, 3 and more for what was discovered.
    pub rank: u8,
}

impl KeyInput {
    pub(crate) fn new(source: Source, key: Key, rank: u8) -> Self {
        let facts = source.path.as_deref().map(git::facts);
        Self { source, key, facts, rank }
    }

    /// The key ID in the name of the key's file.
    pub fn id_of_file(&self) -> Option<&str> {
        self.source.file.as_deref().and_then(services::key_id_of_file)
    }
}

/// Reads everything. `None`: nothing was given and standard input is a terminal.
///
/// `credentials` holds the identifiers that options give.
pub(crate) fn gather(
    arguments: Arguments,
    credentials: Credentials,
    sources: &Sources,
) -> Result<Option<Inputs>, Error> {
    let reader =
        Reader::new(sources, arguments.stop, arguments.is_live.then_some(detect::is_log_already as IsLog));
    let mut inputs = Inputs { credentials, ..Inputs::default() };
    let key = arguments.key.map(|argument| reader.read(argument).and_then(|text| reader.follow(text)));
    if let Some(text) = inputs.read(key)? {
        inputs.add_key(text, 0);
    }
    if let Some(text) = inputs.read(arguments.jwks.map(|argument| reader.read(argument)))? {
        let jwks =
            Jwks::parse(&text.bytes).unwrap_or_else(|fault| Jwks { fault: Some(fault), ..Jwks::default() });
        inputs.jwks.push((text.source, jwks));
    }
    for argument in arguments.inputs {
        if let Some(text) = inputs.read(Some(reader.read(argument)))? {
            inputs.add(&reader, text, arguments);
        }
    }
    let reads_stdin =
        arguments.takes_inputs && !sources.stdin_is_terminal && !arguments.is_anything_given(sources);
    let implicit = if reads_stdin { inputs.read(Some(reader.stdin()))? } else { None };
    inputs.add_environment(&reader, sources, arguments)?;
    // Identifiers are all that there is when standard input has ended: it is the key that is missing, and no token.
    if let Some(text) = implicit.filter(|text| !inputs.has_identifiers() || !text.is_blank()) {
        inputs.add(&reader, text, arguments);
    }
    if !reader.has_used_stdin() && (sources.stdin_is_piped)() {
        inputs.notes.push("standard input was not read; give `-` to have it read".to_owned());
    }
    inputs.notes.extend(reader.notes());
    if !arguments.goes_on && !inputs.unread.is_empty() {
        return Err(inputs.unread.swap_remove(0));
    }
    if arguments.has_status && !inputs.items.iter().any(Item::has_exchange) {
        inputs.add_status();
    }
    Ok((!inputs.is_empty()).then_some(inputs))
}

impl Item {
    fn has_exchange(&self) -> bool {
        !matches!(self, Self::Token(..) | Self::Other(..))
    }

    /// Whether a key is joined into it.
    pub(crate) fn takes_key(&self) -> bool {
        !matches!(self, Self::Other(..))
    }
}

impl Inputs {
    /// What was read, if anything; what cannot be read is noted.
    fn read(&mut self, text: Option<Result<Text, Error>>) -> Result<Option<Text>, Error> {
        match text.transpose() {
            Err(error) if error.concerns_one_input() => {
                self.unread.push(error);
                Ok(None)
            }
            result => result,
        }
    }

    fn add(&mut self, reader: &Reader, text: Text, arguments: Arguments) {
        // A credential belongs where only that is looked at.
        if arguments.goes_on && zip::is_archive(&text.bytes) {
            return self.add_archive(reader, text, arguments);
        }
        let content = Content::of(&text, arguments.has_status);
        self.add_as(content, text, None, reader, arguments);
    }

    /// `part`: where the text belongs in an archive.
    pub(super) fn add_as(
        &mut self,
        content: Content,
        mut text: Text,
        part: Option<Part>,
        reader: &Reader,
        arguments: Arguments,
    ) {
        // A stream ends with the failure, after all that was found before.
        if let Some(failure) = text.failure.take_if(|_| !content.is_stream()) {
            self.unread.push(text.source.unreadable(failure));
            // A part of a response says what it says; a part of a token or a key is no token and no key.
            if !matches!(content, Content::Exchanges(_)) {
                return;
            }
        }
        match content {
            Content::Har => self.items.push(Item::Har(reader.stream(text))),
            Content::Log => self.items.push(Item::Log(Stream { part, ..reader.stream(text) })),
            Content::Token(token) => {
                if !token.is_key() {
                    // A token is no key: to wipe megabytes of it would cost more than to read them.
                    drop(std::mem::take(&mut *text.bytes));
                }
                self.items.push(Item::Token(text.source, token));
            }
            Content::Exchanges(exchanges) => {
                let item = |exchange| Item::Exchange(text.source.clone(), exchange);
                self.items.extend(exchanges.into_iter().map(item));
            }
            Content::Binary(binary) if arguments.goes_on => self.items.push(Item::Other(text.source, binary)),
            // A credential belongs here: there is nothing to send.
            Content::Binary(binary) => self.unread.push(text.source.binary(binary)),
            content => self.add_content(text.source, content, 1),
        }
    }

    fn add_key(&mut self, text: Text, rank: u8) {
        let content = detect::key(&text);
        self.add_content(text.source, content, rank);
    }

    fn add_content(&mut self, source: Source, content: Content, rank: u8) {
        match content {
            Content::Jwks(jwks) => self.jwks.push((source, jwks)),
            Content::Key(key) => self.keys.push(KeyInput::new(source, key, rank)),
            Content::KeyFile(file) => self.add_key_file(source, file, rank),
            Content::Token(_) | Content::Exchanges(_) | Content::Har | Content::Log | Content::Binary(_) => {}
        }
    }

    /// An exchange of which nothing but the status is known: that of the one token, or one by itself.
    fn add_status(&mut self) {
        self.items.push(Item::Exchange(Source::named("options"), Exchange::default()));
    }

    fn add_key_file(&mut self, source: Source, file: KeyFile, rank: u8) {
        let named = |value: String| Named { value, origin: Origin::Input(source.name.clone()) };
        self.credentials.key_id.extend(file.key_id.map(named));
        self.credentials.issuer_id.extend(file.issuer_id.map(named));
        self.credentials.in_house |= file.in_house;
        self.credentials.duration = self.credentials.duration.or(file.duration);
        // A file that was named as the key has one, if an empty one.
        let key = file.key.or_else(|| (rank == 0).then(|| Key::parse(b"")));
        self.keys.extend(key.map(|key| KeyInput::new(source.clone(), key, rank)));
        self.set.get_or_insert(source);
    }

    fn add_environment(
        &mut self,
        reader: &Reader,
        sources: &Sources,
        arguments: Arguments,
    ) -> Result<(), Error> {
        let key = (sources.var)(KEY_VARIABLE).map(|key| reader.read_variable(KEY_VARIABLE, key));
        // A secret that is not there is an empty variable in CI: that is the finding, unless something else is given.
        let is_alone = arguments.inputs.is_empty()
            && arguments.key.is_none()
            && arguments.jwks.is_none()
            && !arguments.discovers;
        if let Some(text) = self.read(key)?.filter(|text| is_alone || !text.is_blank()) {
            self.add_key(text, 2);
        }
        let value = |name: &str| (sources.var)(name).filter(|value| !value.is_empty());
        let named = |name: &str| {
            let value = value(name)?.to_string_lossy().into_owned();
            Some(Named { value, origin: Origin::Env(name.to_owned()) })
        };
        self.credentials.key_id.extend(named("WHY401_KEY_ID"));
        self.credentials.issuer_id.extend(named("WHY401_ISSUER_ID"));
        Ok(())
    }

    /// Whether there is something to look at where no token and no exchange is.
    pub(crate) fn has_credential(&self) -> bool {
        !self.keys.is_empty() || !self.jwks.is_empty() || self.set.is_some()
    }

    fn has_identifiers(&self) -> bool {
        let c = &self.credentials;
        [&c.key_id, &c.issuer_id, &c.team_id, &c.bundle_id, &c.subject].iter().any(|list| !list.is_empty())
    }

    fn is_empty(&self) -> bool {
        self.unread.is_empty()
            && self.items.is_empty()
            && self.keys.is_empty()
            && self.jwks.is_empty()
            && !self.has_identifiers()
    }
}
