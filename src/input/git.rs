//! What the file system says about a file that holds a secret: its permissions, and whether git would publish it.
//!
//! Git is not started: that would cost more than everything else `check` does. What its own files say is read, and where
//! they leave a doubt the answer is [`GitState::Unknown`], never a guess. `GIT_DIR` and its kin are not looked at: the
//! question is about the file, not about the shell that names it.

mod config;
mod excludes;
mod index;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use config::Config;

/// What the file system says about one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// Unix permission bits of a regular file; `None` elsewhere and for pipes and devices.
    pub mode: Option<u32>,
    pub git: GitState,
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

/// Looks at the file behind `path`, symbolic links followed.
pub(crate) fn facts(path: &Path) -> FileFacts {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => FileFacts { mode: mode(&metadata), git: state(path) },
        Ok(_) => FileFacts { mode: None, git: GitState::Outside },
        Err(_) => FileFacts { mode: None, git: GitState::Unknown },
    }
}

/// How git sees the file behind `path`, symbolic links followed.
pub(crate) fn state(path: &Path) -> GitState {
    state_with(path, ignore::gitignore::gitconfig_excludes_path)
}

/// As [`state`], with the user's excludes file from the caller.
fn state_with(path: &Path, global_excludes: impl FnOnce() -> Option<PathBuf>) -> GitState {
    decide(path, global_excludes).unwrap_or(GitState::Unknown)
}

fn decide(path: &Path, global_excludes: impl FnOnce() -> Option<PathBuf>) -> io::Result<GitState> {
    let path = path.canonicalize()?;
    let Some(repository) = Repository::around(&path)? else { return Ok(GitState::Outside) };
    let Ok(inside) = path.strip_prefix(&repository.root) else { return Ok(GitState::Outside) };
    // Git takes nothing that is called `.git`, in any case of letters.
    if inside.components().any(|part| part.as_os_str().eq_ignore_ascii_case(".git")) {
        return Ok(GitState::Outside);
    }
    let config = &repository.config;
    match index::tracks(
        &repository.git_dir.join("index"),
        config.hash_length()?,
        &name(inside),
        config.ignore_case,
    )? {
        Some(true) => return Ok(GitState::Tracked),
        Some(false) => {}
        None => return Ok(GitState::Unknown),
    }
    let users = config.excludes_file.clone().or_else(global_excludes).map(|file| repository.root.join(file));
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
}

impl Repository {
    /// The repository whose work tree may hold `path`, which is canonical.
    fn around(path: &Path) -> io::Result<Option<Self>> {
        for root in path.ancestors().skip(1) {
            let dot_git = root.join(".git");
            let git_dir = match fs::metadata(&dot_git) {
                Ok(metadata) if metadata.is_dir() => dot_git,
                Ok(_) => link(&dot_git)?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            let common_dir = match text(&git_dir.join("commondir"))? {
                Some(common) => git_dir.join(common.trim_end_matches(['\r', '\n'])),
                None => git_dir.clone(),
            };
            // As git does, goes on above a `.git` that is no repository.
            if fs::symlink_metadata(git_dir.join("HEAD")).is_err()
                || !common_dir.join("objects").is_dir()
                || !common_dir.join("refs").is_dir()
            {
                continue;
            }
            return Self::at(root, git_dir, common_dir);
        }
        Ok(None)
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
            Some(elsewhere) => git_dir.join(elsewhere).canonicalize()?,
            None if config.bare => return Ok(None),
            None => root.to_owned(),
        };
        Ok(Some(Self { root, git_dir, common_dir, config }))
    }
}

/// Where a `.git` file of a linked work tree or submodule points.
fn link(dot_git: &Path) -> io::Result<PathBuf> {
    let text = text(dot_git)?.unwrap_or_default();
    let target = text.strip_prefix("gitdir: ").ok_or(io::ErrorKind::InvalidData)?;
    Ok(dot_git.parent().unwrap_or(dot_git).join(target.trim_end_matches(['\r', '\n'])))
}

/// The content of one of git's small files, `None` when there is no such file.
fn text(path: &Path) -> io::Result<Option<String>> {
    const MOST: u64 = 4 << 20;
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    if !file.metadata()?.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    if file.take(MOST).read_to_end(&mut bytes)? as u64 == MOST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
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
