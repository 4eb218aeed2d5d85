//! What is known of a file that holds a secret.

/// What the file system says about one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// Unix permission bits of a regular file; `None` elsewhere and for pipes and devices.
    pub mode: Option<u32>,
    pub git: GitState,
    /// Whether the repository belongs to another user, and its configuration was therefore not read.
    pub is_foreign: bool,
}

/// How git sees one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GitState {
    /// Not in a work tree.
    Outside,
    /// In the index, even if ignored or only intended to be added.
    Tracked,
    /// In a work tree, neither tracked nor ignored: the next `git add` takes it.
    Untracked,
    Ignored,
    /// Could not be found out.
    Unknown,
}
