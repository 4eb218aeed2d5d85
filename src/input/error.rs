//! Why an input could not be read. What is wrong with its content is never one of these, but a finding.

use super::read::ReadError;

/// Why an input could not be read, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Open(ReadError),
    #[error("cannot read {name}")]
    Read { name: String, source: ReadError },
    #[error("{name} ends before its list of entries does, after {entries} whole ones; export it again")]
    CutHar { name: String, entries: u64 },
    #[error("standard input is named twice; give one of the inputs as a file or `env:NAME`")]
    StdinTwice,
}

impl Error {
    /// Whether the other inputs can be read all the same.
    pub(super) fn concerns_one_input(&self) -> bool {
        !matches!(self, Self::StdinTwice)
    }

    /// The name of the input.
    pub(crate) fn input(&self) -> Option<String> {
        match self {
            Self::Open(error) => error.path().map(|path| path.to_string_lossy().into_owned()),
            Self::Read { name, .. } | Self::CutHar { name, .. } => Some(name.clone()),
            Self::StdinTwice => None,
        }
    }
}
