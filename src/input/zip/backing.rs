//! The bytes of an archive, from any place on.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::input::live;
use crate::input::read::OpenInput;
use crate::input::stop::Stop;

/// Where the bytes of an archive are.
#[derive(Debug)]
pub(in crate::input) enum Backing {
    /// Opened once for each member, so that open files do not grow with the number of archives.
    File {
        path: PathBuf,
        size: u64,
        stop: Option<Stop>,
    },
    Held(Held),
}

/// An archive in memory, which may hold key text.
#[derive(Clone, Debug)]
pub(in crate::input) struct Held(Arc<Zeroizing<Vec<u8>>>);

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        self.0.as_slice()
    }
}

impl Backing {
    pub(in crate::input) fn held(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self::Held(Held(Arc::new(bytes)))
    }

    pub(super) fn len(&self) -> u64 {
        match self {
            Self::File { size, .. } => *size,
            Self::Held(held) => held.as_ref().len() as u64,
        }
    }

    /// All that follows this place.
    pub(super) fn at(&self, offset: u64) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Self::Held(held) => {
                let mut cursor = Cursor::new(held.clone());
                cursor.set_position(offset);
                Ok(Box::new(cursor))
            }
            Self::File { path, size, stop } => {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(offset))?;
                let opened = OpenInput { reader: Box::new(file), size: Some(*size) };
                Ok(match stop {
                    Some(stop) => live::stoppable(opened, stop, false).map_err(io::Error::other)?.reader,
                    None => opened.reader,
                })
            }
        }
    }
}
