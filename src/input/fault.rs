//! Why a ZIP archive, or one member of it, cannot be read; and how much is read at most.

use std::io;

/// The most members that are read.
pub(super) const MAX_MEMBERS: u64 = 10_000;

/// Bytes of archives that are held in memory because they come from a pipe.
pub(super) const MAX_HELD: usize = 64 << 20;

/// Why an archive, or one member of it, cannot be read, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("{}", too_many(*count))]
    TooMany { count: u64 },
    #[error("members of the ZIP archive overlap, as those of no archive of logs do; unpack it yourself")]
    Overlap,
    #[error("the ZIP archive ends early; fetch it again")]
    Cut,
    #[error("the ZIP archive is damaged ({0}); fetch it again")]
    Damaged(&'static str),
    #[error("{}", too_large())]
    TooLarge,
    #[error("the member is encrypted; unpack it yourself")]
    Encrypted,
    #[error(
        "the member is packed with method {0}, and only 0 (stored) and 8 (deflate) are read; unpack it yourself"
    )]
    Method(u16),
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<Fault> for io::Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Io(error) => error,
            fault => Self::other(fault),
        }
    }
}

fn too_many(count: u64) -> String {
    // Beyond one too many the list was not read.
    let more = if count == MAX_MEMBERS + 1 { "at least " } else { "" };
    format!("the ZIP archive has {more}{count} members, and at most {MAX_MEMBERS} are read; unpack it")
}

fn too_large() -> String {
    let most = MAX_HELD >> 20;
    format!("a ZIP archive from a pipe is held in memory, {most} MiB at most; give this one as a file")
}
