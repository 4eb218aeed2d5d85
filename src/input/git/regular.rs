//! Opens git's files: regular ones only, and never one that makes the caller wait.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// The longest of git's small files.
const MOST: u64 = 4 << 20;

/// Opens a regular file. `None`: there is none, but maybe a FIFO, a device or a directory of that name.
///
/// What kind of file it is, is asked of the open file: the name may have come to stand for another one. Not to wait for
/// the other end of a FIFO takes a flag.
pub(super) fn open(path: &Path) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;

        use rustix::fs::OFlags;
        // Nor must a terminal become that of this process.
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits();
        options.custom_flags(flags.cast_signed());
    }
    let is_absent =
        |error: &io::Error| matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
    let file = match options.open(path) {
        Ok(file) => file,
        Err(error) if is_absent(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(file.metadata()?.is_file().then_some(file))
}

/// The content of one of git's small files, `None` when there is no such file.
pub(super) fn text(path: &Path) -> io::Result<Option<String>> {
    text_up_to(MOST, path)
}

/// As [`text`], with a limit of its own.
///
/// # Errors
/// When it is longer, or cannot be read.
pub(super) fn text_up_to(most: u64, path: &Path) -> io::Result<Option<String>> {
    let Some(file) = open(path)? else { return Ok(None) };
    let mut bytes = Vec::new();
    if file.take(most).read_to_end(&mut bytes)? as u64 == most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}
