#[derive(Clone, Debug)]
pub struct FileFacts {
    pub mode: Option<u32>,
    pub git: GitState,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GitState {
    Outside,
    Tracked,
    Untracked,
    Ignored,
    Unknown,
}
pub(crate) fn facts(_: &std::path::Path) -> FileFacts {
    FileFacts { mode: None, git: GitState::Outside }
}
