//! Whose repository it is, as git asks before it believes what stands in one (`safe.directory`).

use std::path::Path;

/// The user that this process acts for.
pub(super) struct User {
    #[cfg(unix)]
    ids: Vec<u32>,
}

impl User {
    /// Who runs this process; under sudo, as in git, also who called it.
    #[cfg(unix)]
    pub(super) fn current() -> Self {
        let own = rustix::process::geteuid();
        let caller = std::env::var("SUDO_UID").ok().filter(|_| own.is_root());
        let caller = caller.and_then(|id| id.parse().ok());
        Self { ids: [own.as_raw()].into_iter().chain(caller).collect() }
    }

    /// Whether all of these files, not what links among them point to, are this user's.
    #[cfg(unix)]
    pub(super) fn owns(&self, paths: &[&Path]) -> bool {
        use std::os::unix::fs::MetadataExt;
        let owner = |path: &&Path| std::fs::symlink_metadata(path).ok().map(|metadata| metadata.uid());
        paths.iter().all(|path| owner(path).is_some_and(|owner| self.ids.contains(&owner)))
    }

    #[cfg(not(unix))]
    pub(super) fn current() -> Self {
        Self {}
    }

    /// Owners are not looked up here.
    #[cfg(not(unix))]
    pub(super) fn owns(&self, _: &[&Path]) -> bool {
        true
    }

    #[cfg(all(test, unix))]
    pub(super) fn with_id(id: u32) -> Self {
        Self { ids: vec![id] }
    }
}
