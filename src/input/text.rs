//! From what was typed to bytes and a name for them.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ffi::{OsStr, OsString};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;
use zeroize::Zeroizing;

use super::binary::Binary;
use super::encoding::Encoding;
use super::error::Error;
use super::gzip;
use super::later::{Again, FailingReader, LazyReader};
use super::live;
use super::read::{self, Bytes, LIMIT, OpenInput, ReadError};
use super::stop::Stop;
use super::zip::Part;
use crate::redact;

/// Characters of a path that a note repeats.
const PATH_SHOWN: usize = 200;

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

impl Source {
    /// The error of a source that cannot be read on.
    pub(crate) fn unreadable(&self, fault: io::Error) -> Error {
        let source = ReadError::Unreadable(fault);
        Error::Read { name: self.name.clone(), source }
    }

    /// The error of a source that has no text.
    pub(crate) fn binary(&self, binary: Binary) -> Error {
        Error::Read { name: self.name.clone(), source: ReadError::Binary(binary) }
    }
}

/// A content that was read.
pub(super) struct Text {
    pub(super) source: Source,
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// What follows, when only the beginning was read.
    pub(super) rest: Option<Rest>,
    /// What may follow later.
    pub(super) live: Option<Box<dyn Read + Send>>,
    /// Reads it once more from where it came; `None` when that is not a regular file.
    pub(super) again: Option<Again>,
    /// Whether it was unpacked.
    pub(super) is_packed: bool,
    /// Why it ends where it does, when it could not be read on.
    pub(super) failure: Option<io::Error>,
}

/// What follows the beginning of a content.
pub(super) struct Rest {
    /// Bytes of the whole, or at least so many.
    pub(super) size: u64,
    pub(super) reader: Box<dyn Read + Send>,
}

/// Bytes of contents that are kept until they are searched; beyond, files are opened once more when their turn comes,
/// so that neither memory nor open files grow with the number of inputs.
const KEPT: usize = LIMIT;

/// What a text is in which nothing is found: JSON, when the whole of it is.
fn json(text: &Text) -> Option<Binary> {
    let is_whole = text.rest.is_none() && text.live.is_none() && text.failure.is_none();
    let is_json = matches!(text.bytes.trim_ascii_start().first(), Some(b'{' | b'['));
    let is_valid = || serde_json::from_slice::<IgnoredAny>(&text.bytes).is_ok();
    (is_whole && is_json && is_valid()).then_some(Binary::JSON)
}

/// Where contents come from that are no files.
pub struct Sources<'a> {
    /// Looks up an environment variable.
    pub var: &'a dyn Fn(&str) -> Option<OsString>,
    /// Opens standard input.
    pub stdin: &'a dyn Fn() -> io::Result<OpenInput>,
    pub stdin_is_terminal: bool,
    /// Whether standard input has something that can be read without waiting for it.
    pub stdin_is_piped: &'a dyn Fn() -> bool,
}

/// Reads what arguments name; standard input once.
pub(super) struct Reader<'a> {
    sources: &'a Sources<'a>,
    stdin_used: Cell<bool>,
    notes: RefCell<Vec<String>>,
    /// Bytes of contents that wait to be searched.
    kept: Cell<usize>,
    /// Bytes of archives in memory.
    pub(super) held: Cell<usize>,
    /// What ends reading early.
    pub(super) stop: Option<&'a Stop>,
    /// Whether what has arrived of a content is a log that can be searched while nothing more arrives; `None`: contents
    /// are read to their ends.
    is_log: Option<IsLog>,
}

/// Asks that of the bytes that have arrived.
pub(super) type IsLog = fn(&Source, &[u8]) -> bool;

impl<'a> Reader<'a> {
    pub(super) fn new(sources: &'a Sources<'a>, stop: Option<&'a Stop>, is_log: Option<IsLog>) -> Self {
        Self {
            sources,
            stdin_used: Cell::new(false),
            notes: RefCell::default(),
            kept: Cell::new(0),
            held: Cell::new(0),
            stop,
            is_log,
        }
    }

    /// The whole content as a stream, in the form that is searched.
    pub(super) fn stream(&self, text: Text) -> Stream {
        let encoding = Encoding::of(&text.bytes);
        let binary =
            if encoding.is_wide() { None } else { Binary::likely(&text.bytes).or_else(|| json(&text)) };
        let kept = self.kept.get() + text.bytes.len();
        let mark = encoding.mark as u64;
        if let (true, Some(again)) = (kept > KEPT, text.again) {
            let reader = encoding.decoded(LazyReader::new(again, mark));
            return Stream { source: text.source, reader, binary, part: None };
        }
        self.kept.set(kept);
        let mut bytes = text.bytes;
        let mut head = Cursor::new(std::mem::take(&mut *bytes));
        head.set_position(mark);
        let rest = text.rest.map(|rest| rest.reader).or(text.live);
        let reader = match (rest, text.failure) {
            (Some(rest), _) => encoding.decoded(head.chain(rest)),
            (None, Some(failure)) => encoding.decoded(head.chain(FailingReader::new(failure))),
            (None, None) => encoding.decoded(head),
        };
        Stream { source: text.source, reader, binary, part: None }
    }

    /// Resolves one argument: `-`, `env:NAME`, a path, or the text itself.
    pub(super) fn read(&self, argument: &OsStr) -> Result<Text, Error> {
        if argument == "-" {
            return self.stdin();
        }
        let text = argument.to_string_lossy();
        if let Some(name) = text.strip_prefix("env:") {
            let value = (self.sources.var)(name).unwrap_or_default();
            let read = self.follow(Text::of(&text, bytes_of(value)))?;
            if read.source.path.is_some() {
                let path = redact::excerpt(&read.source.name, PATH_SHOWN);
                self.notes.borrow_mut().push(format!("{text} holds a path, so {path} was read"));
            }
            return Ok(read);
        }
        let path = Path::new(argument);
        if argument.is_empty() || is_content(&text) && !path.exists() {
            return Ok(Text::of("argument", bytes_of(argument.to_owned())));
        }
        self.file(path)
    }

    /// Whether standard input was read.
    pub(super) fn has_used_stdin(&self) -> bool {
        self.stdin_used.get()
    }

    /// What was done that is not obvious.
    pub(super) fn notes(&self) -> Vec<String> {
        self.notes.take()
    }

    /// Resolves a variable that holds the text of a key, or the path of its file.
    pub(super) fn read_variable(&self, name: &str, value: OsString) -> Result<Text, Error> {
        self.follow(Text::of(name, bytes_of(value)))
    }

    /// Reads the file that a text names, if it is the path of one.
    pub(super) fn follow(&self, text: Text) -> Result<Text, Error> {
        let Ok(path) = std::str::from_utf8(&text.bytes).map(str::trim) else { return Ok(text) };
        let is_short = text.bytes.len() < 4096 && !path.is_empty() && !path.contains('\n');
        if text.source.file.is_some() || !is_short || !expanded(Path::new(path), self.sources.var).is_file() {
            return Ok(text);
        }
        self.file(Path::new(path))
    }

    pub(super) fn stdin(&self) -> Result<Text, Error> {
        if self.stdin_used.replace(true) {
            return Err(Error::StdinTwice);
        }
        let named = |source| Error::Read { name: "standard input".to_owned(), source };
        let mut opened =
            (self.sources.stdin)().map_err(|source| named(ReadError::Read { after: 0, source }))?;
        if let Some(stop) = self.stop {
            opened = live::stoppable(opened, stop, self.is_log.is_some()).map_err(named)?;
        }
        let source = Source { final_line_break: true, ..Source::named("stdin") };
        Text::read(source, opened, None, self.is_log).map_err(named)
    }

    fn file(&self, path: &Path) -> Result<Text, Error> {
        let name = path.to_string_lossy().into_owned();
        let path = &*expanded(path, self.sources.var);
        let opened = match self.stop {
            Some(stop) => live::open(path, stop, self.is_log.is_some()),
            None => read::open(path),
        };
        let opened = opened.map_err(Error::Open)?;
        let source = Source {
            name: name.clone(),
            file: path.file_name().map(|file| file.to_string_lossy().into_owned()),
            path: Some(path.to_owned()),
            final_line_break: true,
        };
        let again = opened.size.is_some().then(|| self.again(path));
        Text::read(source, opened, again, self.is_log).map_err(|source| Error::Read { name, source })
    }

    /// Opens a file once more, in the form in which it was read first.
    fn again(&self, path: &Path) -> Again {
        let (path, stop) = (path.to_owned(), self.stop.cloned());
        Box::new(move || {
            let opened = match &stop {
                Some(stop) => {
                    stop.check()?;
                    live::open(&path, stop, false)
                }
                None => read::open(&path),
            };
            Ok(gzip::unpacked(opened.map_err(io::Error::other)?.reader)?.0)
        })
    }
}

impl Text {
    /// Reads to the end, or to the limit.
    fn read(
        source: Source,
        opened: OpenInput,
        again: Option<Again>,
        is_log: Option<IsLog>,
    ) -> Result<Self, ReadError> {
        let OpenInput { reader, size } = opened;
        let unreadable = |source| ReadError::Read { after: 0, source };
        let (reader, is_packed) = gzip::unpacked(reader).map_err(unreadable)?;
        let size = size.filter(|_| !is_packed);
        Ok(Self { is_packed, ..Self::of_reader(source, reader, size, again, is_log)? })
    }

    pub(super) fn of_reader(
        source: Source,
        mut reader: Box<dyn Read + Send>,
        size: Option<u64>,
        again: Option<Again>,
        is_log: Option<IsLog>,
    ) -> Result<Self, ReadError> {
        let is_enough = |head: &[u8]| is_log.is_some_and(|is_log| is_log(&source, head));
        let Bytes { content, next, failure, is_paused } = read::read(&mut reader, size, LIMIT, &is_enough)?;
        if is_paused {
            return Ok(Self { live: Some(reader), ..Self::whole(source, content) });
        }
        let rest = next.map(|next| Rest {
            size: size.unwrap_or(0).max(LIMIT as u64 + 1),
            reader: Box::new(Cursor::new([next]).chain(reader)),
        });
        Ok(Self { rest, again, failure, ..Self::whole(source, content) })
    }

    fn of(name: &str, mut bytes: Zeroizing<Vec<u8>>) -> Self {
        let source = Source::named(name);
        let size = bytes.len() as u64;
        let rest = (bytes.len() > LIMIT).then(|| {
            let rest = bytes.split_off(LIMIT);
            Rest { size, reader: Box::new(Cursor::new(rest)) }
        });
        Self { rest, ..Self::whole(source, bytes) }
    }

    /// What has arrived of a content so far.
    pub(super) fn so_far(source: &Source, bytes: &[u8]) -> Self {
        Self::whole(source.clone(), Zeroizing::new(bytes.to_vec()))
    }

    /// Whether there is nothing but whitespace in it.
    pub(super) fn is_blank(&self) -> bool {
        self.rest.is_none() && self.live.is_none() && self.bytes.trim_ascii().is_empty()
    }

    fn whole(source: Source, bytes: Zeroizing<Vec<u8>>) -> Self {
        Self { source, bytes, rest: None, live: None, again: None, is_packed: false, failure: None }
    }
}

/// A content that is read while it is judged.
pub struct Stream {
    pub source: Source,
    pub reader: Box<dyn Read + Send>,
    /// It is likely to be no text: that nothing is found in it says nothing.
    pub binary: Option<Binary>,
    /// Where it belongs in an archive of GitHub's logs.
    pub part: Option<Part>,
}

/// The path with `~/` at its beginning replaced by the home directory: no shell does that to `--key=~/key.p8`, and none
/// to a variable.
pub(crate) fn expanded<'a>(path: &'a Path, var: &dyn Fn(&str) -> Option<OsString>) -> Cow<'a, Path> {
    let home = || ["HOME", "USERPROFILE"].into_iter().filter_map(var).find(|home| !home.is_empty());
    match path.strip_prefix("~").ok().zip(home()) {
        Some((rest, home)) if !path.exists() => Cow::Owned(Path::new(&home).join(rest)),
        _ => Cow::Borrowed(path),
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
