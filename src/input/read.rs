//! Opens and reads what the user named: bounded, and wiped from memory afterwards, because it may hold key text.
//!
//! Knows nothing of what the bytes mean. Pipes, FIFOs and devices are read like files: nothing here seeks, and a length
//! reported by the system is shown but never relied upon.

use std::fmt;
use std::fs::File;
#[cfg(unix)]
use std::fs::Metadata;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;
use zeroize::Zeroizing;

use super::binary::Binary;
use super::fault::Fault;
use crate::redact;

/// The longest content that is looked at; Apple's own tokens stay below 1 KiB.
pub(crate) const LIMIT: usize = 8 << 20;

/// Where text must have begun: without this, `/dev/zero` would be read up to [`LIMIT`] only to be called a bad token.
const TEXT_WITHIN: usize = 1 << 20;

/// Holds every usual token and key without growing.
const FIRST_CAPACITY: usize = 16 << 10;

/// Characters of a path that an error repeats.
const PATH_SHOWN: usize = 200;

/// What was read. Wiped when dropped; `Debug` shows no content.
pub(crate) struct Bytes {
    pub(crate) content: Zeroizing<Vec<u8>>,
    /// The first byte beyond the limit; the rest is not read yet.
    pub(crate) next: Option<u8>,
    /// Why there is no more, when the source failed.
    pub(crate) failure: Option<io::Error>,
    /// Whether more may come later.
    pub(crate) is_paused: bool,
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({} bytes, truncated: {})", self.content.len(), self.next.is_some())
    }
}

/// Why nothing could be looked at. A fault of the content is never one of these.
#[derive(Debug, Error)]
pub enum ReadError {
    #[error("`{}` is a directory, expected a file with a token, a key or a captured request", shown(.path))]
    Directory { path: PathBuf },
    #[error("no file `{}`; the text of a token or key goes through `-` or `env:NAME`", shown(.path))]
    NotFound { path: PathBuf },
    #[error("no permission to read `{}`", shown(.path))]
    Denied { path: PathBuf },
    #[error("cannot open `{}`", shown(.path))]
    Open { path: PathBuf, source: io::Error },
    #[error("cannot read on after {after} bytes")]
    Read { after: usize, source: io::Error },
    #[error("cannot read on")]
    Unreadable(#[source] io::Error),
    #[error("it is {}, expected text; {}", .0.what, .0.remedy())]
    Binary(Binary),
    #[error(transparent)]
    Zip(Fault),
    #[error("no text in the first {within} bytes")]
    NoText { within: usize },
}

impl From<Fault> for ReadError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Io(error) => Self::Unreadable(error),
            fault => Self::Zip(fault),
        }
    }
}

impl ReadError {
    /// The file that could not be opened.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Directory { path }
            | Self::NotFound { path }
            | Self::Denied { path }
            | Self::Open { path, .. } => Some(path),
            _ => None,
        }
    }
}

/// Something to read, and its whole size when it is a regular file: a truncated reading can then tell how long it is.
pub struct OpenInput {
    pub reader: Box<dyn Read + Send>,
    pub size: Option<u64>,
}

impl fmt::Debug for OpenInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenInput(size: {:?})", self.size)
    }
}

/// Opens a file, FIFO or device for reading.
pub(crate) fn open(path: &Path) -> Result<OpenInput, ReadError> {
    let file = File::open(path).map_err(|source| refused(path, source))?;
    let metadata = file.metadata().map_err(|source| refused(path, source))?;
    if metadata.is_dir() {
        return Err(ReadError::Directory { path: path.to_owned() });
    }
    Ok(OpenInput { size: metadata.is_file().then_some(metadata.len()), reader: Box::new(file) })
}

/// Standard input without the buffer of [`io::Stdin`], which is never wiped.
///
/// # Errors
/// When standard input is closed.
#[cfg(unix)]
fn stdin() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(File::from(io::stdin().as_fd().try_clone_to_owned()?))
}

/// Standard input. A console must be read through [`io::Stdin`], which decodes UTF-16 and keeps no key text of a pipe:
/// it hands large reads, as those of [`read`] are, straight through.
#[cfg(not(unix))]
fn stdin() -> io::Result<io::Stdin> {
    Ok(io::stdin())
}

/// Opens standard input.
///
/// # Errors
/// When it is closed.
pub fn open_stdin() -> io::Result<OpenInput> {
    let stdin = stdin()?;
    #[cfg(unix)]
    let size = stdin.metadata().ok().filter(Metadata::is_file).map(|metadata| metadata.len());
    #[cfg(not(unix))]
    let size = None;
    Ok(OpenInput { reader: Box::new(stdin), size })
}

/// Reads to the end, or to `limit` bytes and one more that proves there is a rest.
///
/// The content is never in memory that is not wiped: the buffer grows by copying into a new one and wiping the old.
/// `reader` must not buffer by itself. Its `size` saves growing, and need not be true. When it has nothing for the
/// moment (`WouldBlock`), `is_enough` decides whether what was read so far is all that is wanted.
pub(crate) fn read(
    mut reader: impl Read,
    size: Option<u64>,
    limit: usize,
    is_enough: &dyn Fn(&[u8]) -> bool,
) -> Result<Bytes, ReadError> {
    let most = limit.saturating_add(1);
    let expected = size.and_then(|size| usize::try_from(size).ok()).unwrap_or(0).saturating_add(1);
    let mut buffer = Zeroizing::new(vec![0; expected.max(FIRST_CAPACITY).min(most)]);
    let (mut filled, mut asked) = (0, 0);
    let (mut failure, mut is_paused) = (None, false);
    let mut text_seen = false;
    loop {
        if filled == buffer.len() {
            if filled == most {
                break;
            }
            buffer = grown(&buffer, most);
        }
        match reader.read(buffer.get_mut(filled..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                is_paused = filled > asked && buffer.get(..filled).is_some_and(is_enough);
                asked = filled;
                if is_paused {
                    break;
                }
            }
            Err(source) if filled == 0 => return Err(ReadError::Read { after: 0, source }),
            Err(source) => {
                failure = Some(source);
                break;
            }
        }
        if !text_seen && filled >= TEXT_WITHIN {
            text_seen = buffer.get(..TEXT_WITHIN).is_some_and(has_text);
            if !text_seen {
                return Err(ReadError::NoText { within: TEXT_WITHIN });
            }
        }
    }
    let next = buffer.get(..filled).and_then(|read| read.get(limit)).copied();
    buffer.truncate(filled.min(limit));
    // Thousands of short contents wait for their turn; each in as much memory as it needs.
    let content = if buffer.len() < FIRST_CAPACITY { Zeroizing::new(buffer.to_vec()) } else { buffer };
    Ok(Bytes { content, next, failure, is_paused })
}

fn refused(path: &Path, source: io::Error) -> ReadError {
    let path = path.to_owned();
    match source.kind() {
        // Windows refuses to open a directory instead of to read it.
        _ if path.is_dir() => ReadError::Directory { path },
        // A key given where its path belongs is too long for a name, or holds a NUL.
        io::ErrorKind::NotFound
        | io::ErrorKind::NotADirectory
        | io::ErrorKind::InvalidFilename
        | io::ErrorKind::InvalidInput => ReadError::NotFound { path },
        io::ErrorKind::PermissionDenied => ReadError::Denied { path },
        _ => ReadError::Open { path, source },
    }
}

/// A copy four times as large; `old` is wiped when the caller drops it.
fn grown(old: &[u8], most: usize) -> Zeroizing<Vec<u8>> {
    let mut new = Zeroizing::new(vec![0; old.len().saturating_mul(4).min(most)]);
    if let Some(beginning) = new.get_mut(..old.len()) {
        beginning.copy_from_slice(old);
    }
    new
}

/// Whether a single visible character is in it; UTF-16 of ASCII counts, zeros, white space and broken UTF-8 do not.
fn has_text(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_graphic)
        || bytes
            .utf8_chunks()
            .any(|chunk| chunk.valid().chars().any(|c| !c.is_control() && !c.is_whitespace()))
}

/// The path may be a key or a token that was given in the wrong place.
fn shown(path: &Path) -> String {
    redact::excerpt(&path.to_string_lossy(), PATH_SHOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(reader: impl Read, size: Option<u64>, limit: usize) -> Result<Bytes, ReadError> {
        super::read(reader, size, limit, &|_| false)
    }

    /// Yields its text in pieces of one byte, with interruptions.
    struct Dripping<'a>(&'a [u8], bool);

    impl Read for Dripping<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let count = self.0.len().min(1).min(to.len());
            let (now, later) = self.0.split_at(count);
            to[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    #[test]
    fn small_content_is_whole_and_cheap() {
        let bytes = read(&b"eyJ"[..], None, LIMIT).unwrap();
        assert_eq!(bytes.content.as_slice(), b"eyJ");
        assert!(bytes.next.is_none());
        assert!(bytes.content.capacity() <= FIRST_CAPACITY);
    }

    #[test]
    fn nothing_is_read_as_nothing() {
        let bytes = read(io::empty(), None, LIMIT).unwrap();
        assert!(bytes.content.is_empty() && bytes.next.is_none());
    }

    #[test]
    fn a_slow_and_interrupted_source_is_read_to_its_end() {
        let text = b"token ".repeat(7000);
        assert_eq!(read(Dripping(&text, false), None, LIMIT).unwrap().content.as_slice(), text);
    }

    #[test]
    fn content_of_exactly_the_limit_is_not_truncated() {
        for limit in [0, 1, FIRST_CAPACITY - 1, FIRST_CAPACITY, FIRST_CAPACITY + 1, LIMIT] {
            let text = vec![b'a'; limit];
            let bytes = read(&text[..], None, limit).unwrap();
            assert_eq!((bytes.content.len(), bytes.next.is_some()), (limit, false));
        }
    }

    #[test]
    fn content_one_byte_over_the_limit_is_cut() {
        for limit in [0, 1, FIRST_CAPACITY - 1, FIRST_CAPACITY, FIRST_CAPACITY + 1, LIMIT] {
            let text = vec![b'a'; limit + 1];
            let bytes = read(&text[..], None, limit).unwrap();
            assert_eq!((bytes.content.len(), bytes.next.is_some()), (limit, true));
        }
    }

    #[test]
    fn endless_text_ends_at_the_limit() {
        let bytes = read(io::repeat(b'A'), None, LIMIT).unwrap();
        assert_eq!((bytes.content.len(), bytes.next.is_some()), (LIMIT, true));
        assert!(bytes.content.capacity() <= LIMIT + 1);
    }

    #[test]
    fn endless_input_without_text_is_an_error() {
        for byte in [0, b'\n', b' ', 0x1b, 0xff] {
            let error = read(io::repeat(byte), None, LIMIT).unwrap_err();
            assert!(matches!(error, ReadError::NoText { within: TEXT_WITHIN }), "{byte}: {error}");
        }
    }

    #[test]
    fn little_input_without_text_is_content() {
        assert_eq!(read(io::repeat(0).take(4096), None, LIMIT).unwrap().content.len(), 4096);
    }

    #[test]
    fn text_in_utf16_and_in_other_scripts_is_text() {
        assert!(has_text("\0e\0y\0J".as_bytes()));
        assert!(has_text("\n鍵".as_bytes()));
        assert!(!has_text("\u{a0}\u{85}\r\n".as_bytes()));
    }

    #[test]
    fn what_a_failing_source_gave_is_kept() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::ConnectionReset.into())
            }
        }
        let bytes = read((&b"abc"[..]).chain(Failing), None, LIMIT).unwrap();
        assert_eq!(bytes.content.as_slice(), b"abc");
        assert_eq!(bytes.failure.unwrap().kind(), io::ErrorKind::ConnectionReset);
        let error = read(Failing, None, LIMIT).unwrap_err();
        assert_eq!(error.to_string(), "cannot read on after 0 bytes");
    }

    #[test]
    fn a_directory_is_named_as_one() {
        let error = open(&std::env::temp_dir()).unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("is a directory, expected a file with a token, a key or a captured request")
        );
    }

    #[test]
    fn a_missing_file_is_named_as_missing() {
        for path in ["/no/such/file", concat!(file!(), "/below-a-file"), &"x".repeat(5000), "nul\0"] {
            assert!(matches!(open(Path::new(path)), Err(ReadError::NotFound { .. })), "{path}");
        }
    }

    #[test]
    fn a_key_given_as_a_path_is_not_repeated() {
        let error = open(Path::new(&format!("MIGTAgEA{}", "x7Yk".repeat(48)))).unwrap_err();
        assert!(error.to_string().starts_with("no file `<redacted>`;"));
    }

    #[test]
    fn a_missing_permission_is_named_as_such() {
        let error = refused(Path::new("AuthKey.p8"), io::ErrorKind::PermissionDenied.into());
        assert_eq!(error.to_string(), "no permission to read `AuthKey.p8`");
    }

    #[test]
    fn a_regular_file_knows_its_size() {
        let opened = open(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))).unwrap();
        let size = opened.size.unwrap();
        assert_eq!(read(opened.reader, None, LIMIT).unwrap().content.len() as u64, size);
    }

    #[cfg(unix)]
    #[test]
    fn a_process_substitution_is_read_like_a_file() {
        use std::io::Write;
        use std::os::fd::AsRawFd;
        let (reader, mut writer) = io::pipe().unwrap();
        writer.write_all(b"eyJ").unwrap();
        drop(writer);
        let opened = open(Path::new(&format!("/dev/fd/{}", reader.as_raw_fd()))).unwrap();
        assert_eq!(opened.size, None);
        assert_eq!(read(opened.reader, None, LIMIT).unwrap().content.as_slice(), b"eyJ");
    }

    #[test]
    fn debug_shows_no_content() {
        let bytes = read(&b"MIGT"[..], None, LIMIT).unwrap();
        assert_eq!(format!("{bytes:?}"), "Bytes(4 bytes, truncated: false)");
    }
}
