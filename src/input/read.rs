//! stub
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;
pub(crate) const LIMIT: usize = 8 << 20;
pub struct Bytes {
    pub content: Zeroizing<Vec<u8>>,
    pub truncated: bool,
}
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("no file {path:?}")]
    NotFound { path: PathBuf, source: io::Error },
}
pub(crate) struct Opened {
    pub(crate) file: File,
    pub(crate) size: Option<u64>,
}
pub(crate) fn open(path: &Path) -> Result<Opened, ReadError> {
    let file = File::open(path).map_err(|source| ReadError::NotFound { path: path.into(), source })?;
    Ok(Opened { size: file.metadata().ok().map(|m| m.len()), file })
}
pub(crate) fn read(mut r: impl Read, limit: usize) -> Result<Bytes, ReadError> {
    let mut v = Vec::new();
    let _ = (&mut r).take(limit as u64 + 1).read_to_end(&mut v);
    let truncated = v.len() > limit;
    v.truncate(limit);
    Ok(Bytes { content: v.into(), truncated })
}
pub fn read_stdin() -> Result<Bytes, ReadError> {
    read(io::stdin().lock(), LIMIT)
}
