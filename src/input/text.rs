//! From what was typed to bytes and a name for them.

use std::cell::Cell;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::read::{self, LIMIT};
use crate::error::Error;
use crate::world::World;

/// Where a content came from.
#[derive(Clone, Debug)]
pub struct Source {
    /// A path as typed, `env:NAME`, `stdin` or `argument`.
    pub name: String,
    /// The file's name without folder.
    pub file: Option<String>,
    /// Where the file is.
    pub path: Option<PathBuf>,
    /// Whether a final line break is no part of the content.
    pub final_line_break: bool,
}

impl Source {
    /// A source that is no file.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), file: None, path: None, final_line_break: false }
    }
}

/// A content that was read.
pub(super) struct Text {
    pub(super) source: Source,
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// The size of the whole, when only its beginning was read.
    pub(super) cut: Option<u64>,
}

/// Reads what arguments name; standard input once.
pub(super) struct Reader<'a> {
    world: &'a World<'a>,
    stdin_used: Cell<bool>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(world: &'a World<'a>) -> Self {
        Self { world, stdin_used: Cell::new(false) }
    }

    /// Resolves one argument: `-`, `env:NAME`, a path, or the text itself.
    pub(super) fn read(&self, argument: &OsStr) -> Result<Text, Error> {
        if argument == "-" {
            return self.stdin();
        }
        let text = argument.to_string_lossy();
        if let Some(name) = text.strip_prefix("env:") {
            let value = (self.world.var)(name).unwrap_or_default();
            return Ok(Text::of(&text, bytes_of(value)));
        }
        let path = Path::new(argument);
        if argument.is_empty() || is_content(&text) && !path.exists() {
            return Ok(Text::of("argument", bytes_of(argument.to_owned())));
        }
        self.file(path)
    }

    /// Resolves a variable that holds the text of a key, or the path of its file.
    pub(super) fn read_variable(&self, name: &str, value: OsString) -> Result<Text, Error> {
        self.follow(Text::of(name, bytes_of(value)))
    }

    /// Reads the file that a key text names, if it is the path of one.
    pub(super) fn follow(&self, text: Text) -> Result<Text, Error> {
        let Ok(path) = std::str::from_utf8(&text.bytes) else { return Ok(text) };
        let path = Path::new(path.trim());
        let is_short = text.bytes.len() < 4096 && !text.bytes.contains(&b'\n');
        if text.source.file.is_some() || !is_short || text.bytes.is_empty() || !path.is_file() {
            return Ok(text);
        }
        self.file(path)
    }

    pub(super) fn stdin(&self) -> Result<Text, Error> {
        if self.stdin_used.replace(true) {
            return Err(Error::StdinTwice);
        }
        let named = |source| Error::Read { name: "standard input".to_owned(), source };
        let read = (self.world.stdin)().map_err(named)?;
        let mut text = Text::of("stdin", read.content);
        text.source.final_line_break = true;
        text.cut = read.truncated.then_some(LIMIT as u64 + 1);
        Ok(text)
    }

    fn file(&self, path: &Path) -> Result<Text, Error> {
        let name = path.to_string_lossy().into_owned();
        let opened = read::open(path).map_err(Error::Open)?;
        let size = opened.size;
        let read = read::read(opened.file, size, LIMIT)
            .map_err(|source| Error::Read { name: name.clone(), source })?;
        let source = Source {
            name,
            file: path.file_name().map(|file| file.to_string_lossy().into_owned()),
            path: Some(path.to_owned()),
            final_line_break: true,
        };
        let cut = read.truncated.then(|| size.unwrap_or(0).max(LIMIT as u64 + 1));
        Ok(Text { source, bytes: read.content, cut })
    }
}

impl Text {
    fn of(name: &str, bytes: Zeroizing<Vec<u8>>) -> Self {
        let source = Source::named(name);
        let cut = (bytes.len() > LIMIT).then_some(bytes.len() as u64);
        Self { source, bytes, cut }
    }
}

/// Whether an argument is itself the content rather than the name of a file.
fn is_content(text: &str) -> bool {
    let begins = |word: &str| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    let trimmed = text.trim_start_matches(|c: char| c.is_whitespace() || "\"'`\u{feff}\u{200b}".contains(c));
    text.matches('.').count() == 2 && !text.contains(['/', '\\'])
        || ["eyJ", "-----BEGIN", "{"].iter().any(|start| trimmed.starts_with(start))
        || begins("Bearer")
        || begins("Authorization")
        || text.contains('\n')
}

/// The same memory, to be wiped.
fn bytes_of(text: OsString) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(text.into_encoded_bytes())
}
