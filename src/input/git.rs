//! What the file system says about a file that holds a secret: its permissions, and whether git would publish it.
//!
//! Git is not started: that would cost more than everything else `check` does. What its own files say is read, and
//! where they leave a doubt the answer is [`GitState::Unknown`], never a guess. `GIT_DIR` and its kin are not looked
//! at: the question is about the file, not about the shell that names it.
//!
//! A repository may have been made to harm who looks at it. Only regular files are read, and only up to a limit. A
//! repository that belongs to another user is not asked where else to look (git's `safe.directory`), and a path that
//! leads to another machine is followed for nobody: on Windows, opening it would send a hash of the user's password.

mod config;
mod excludes;
mod index;
mod owner;
mod regular;

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use config::Config;
use owner::User;
use regular::text;

use crate::model::file::{FileFacts, GitState};

/// Looks at the file behind `path`, symbolic links followed.
pub(crate) fn facts(path: &Path) -> FileFacts {
    facts_for(&User::current(), path, config::users_excludes)
}

/// As [`facts`], for a user whose excludes file is the caller's.
fn facts_for(user: &User, path: &Path, global_excludes: impl FnOnce() -> Option<PathBuf>) -> FileFacts {
    let none = FileFacts { mode: None, git: GitState::Outside, is_foreign: false };
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {
            let mut is_foreign = false;
            let git = decide(user, path, global_excludes, &mut is_foreign).unwrap_or(GitState::Unknown);
            FileFacts { mode: mode(&metadata), git, is_foreign }
        }
        Ok(_) => none,
        Err(_) => FileFacts { git: GitState::Unknown, ..none },
    }
}

fn decide(
    user: &User,
    path: &Path,
    global_excludes: impl FnOnce() -> Option<PathBuf>,
    is_foreign: &mut bool,
) -> io::Result<GitState> {
    let path = path.canonicalize()?;
    let Some(repository) = Repository::around(user, &path)? else { return Ok(GitState::Outside) };
    *is_foreign = repository.is_foreign;
    let Ok(inside) = path.strip_prefix(&repository.root) else { return Ok(GitState::Outside) };
    // Git takes nothing that is called `.git`, in any case of letters.
    if inside.components().any(|part| part.as_os_str().eq_ignore_ascii_case(".git")) {
        return Ok(GitState::Outside);
    }
    let config = &repository.config;
    match repository.tracks(&name(inside))? {
        Some(true) => return Ok(GitState::Tracked),
        Some(false) => {}
        None => return Ok(GitState::Unknown),
    }
    let of_repository = match &config.excludes_file {
        Some(file) => Some(repository.root.join(local(file)?)),
        None => None,
    };
    let users = of_repository.or_else(global_excludes).map(|file| repository.root.join(file));
    let lowest = users.into_iter().chain([repository.common_dir.join("info/exclude")]);
    let ignored = excludes::ignored(&repository.root, inside, lowest, config.ignore_case)?;
    Ok(if ignored { GitState::Ignored } else { GitState::Untracked })
}

/// The directories of a repository, as in gitrepository-layout(5).
struct Repository {
    /// Root of the work tree.
    root: PathBuf,
    /// What belongs to this work tree: the index.
    git_dir: PathBuf,
    /// What all work trees share: configuration and excludes.
    common_dir: PathBuf,
    config: Config,
    /// It belongs to another user; `config` has the defaults.
    is_foreign: bool,
}

impl Repository {
    /// The repository whose work tree may hold `path`, which is canonical.
    fn around(user: &User, path: &Path) -> io::Result<Option<Self>> {
        for root in path.ancestors().skip(1) {
            let dot_git = root.join(".git");
            let git_dir = match fs::metadata(&dot_git) {
                Ok(metadata) if metadata.is_dir() => dot_git.clone(),
                Ok(metadata) if metadata.is_file() => link(&dot_git)?,
                // As git does, goes on above a FIFO or a device.
                Ok(_) => continue,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            let common_dir = match text(&git_dir.join("commondir"))? {
                Some(common) => git_dir.join(local(Path::new(common.trim_end_matches(['\r', '\n'])))?),
                None => git_dir.clone(),
            };
            // As git does, goes on above a `.git` that is no repository.
            if fs::symlink_metadata(git_dir.join("HEAD")).is_err()
                || !common_dir.join("objects").is_dir()
                || !common_dir.join("refs").is_dir()
            {
                continue;
            }
            return match user.owns(&[root, &dot_git, &git_dir]) {
                true => Self::at(root, git_dir, common_dir),
                false => Ok(Some(Self::foreign(root, git_dir, common_dir))),
            };
        }
        Ok(None)
    }

    /// One of another user, of which nothing is known but where it lies.
    fn foreign(root: &Path, git_dir: PathBuf, common_dir: PathBuf) -> Self {
        Self { root: root.to_owned(), git_dir, common_dir, config: Config::default(), is_foreign: true }
    }

    /// Whether the index lists the file; `None` when it alone cannot tell.
    fn tracks(&self, name: &[u8]) -> io::Result<Option<bool>> {
        let index = self.git_dir.join("index");
        let with = |hash_length| index::tracks(&index, hash_length, name, self.config.ignore_case);
        let tracked = with(self.config.hash_length()?);
        // The object format stands in the configuration; read with the wrong one, an index makes no sense.
        if self.is_foreign { tracked.or_else(|_| with(Config::SHA256)) } else { tracked }
    }

    fn at(root: &Path, git_dir: PathBuf, common_dir: PathBuf) -> io::Result<Option<Self>> {
        let mut config = Config::default();
        config.read(&text(&common_dir.join("config"))?.unwrap_or_default());
        // What the common file says of *the* work tree is not about the linked ones.
        if common_dir != git_dir {
            config.bare = false;
            config.work_tree = None;
        }
        if config.per_work_tree {
            config.read(&text(&git_dir.join("config.worktree"))?.unwrap_or_default());
        }
        let root = match &config.work_tree {
            Some(elsewhere) => git_dir.join(local(elsewhere)?).canonicalize()?,
            None if config.bare => return Ok(None),
            None => root.to_owned(),
        };
        Ok(Some(Self { root, git_dir, common_dir, config, is_foreign: false }))
    }
}

/// Where a `.git` file of a linked work tree or submodule points.
fn link(dot_git: &Path) -> io::Result<PathBuf> {
    let text = text(dot_git)?.unwrap_or_default();
    let target = text.strip_prefix("gitdir: ").ok_or(io::ErrorKind::InvalidData)?;
    let target = local(Path::new(target.trim_end_matches(['\r', '\n'])))?;
    Ok(dot_git.parent().unwrap_or(dot_git).join(target))
}

/// A path that one of git's files names, unless it leads to another machine: `\\server\share`, in any spelling.
fn local(path: &Path) -> io::Result<&Path> {
    match path.as_os_str().as_encoded_bytes() {
        [b'/' | b'\\', b'/' | b'\\', ..] => Err(io::ErrorKind::InvalidInput.into()),
        _ => Ok(path),
    }
}

/// A path as the index spells it.
fn name(inside: &Path) -> Vec<u8> {
    let parts = inside.components().map(Component::as_os_str).map(std::ffi::OsStr::as_encoded_bytes);
    parts.collect::<Vec<_>>().join(&b'/')
}

#[cfg(unix)]
fn mode(metadata: &fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(metadata.permissions().mode() & 0o7777)
}

#[cfg(not(unix))]
fn mode(_: &fs::Metadata) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests;
