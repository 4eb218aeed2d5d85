//! The few settings of a repository's own configuration that decide what it tracks and ignores.
//!
//! As git-config(1) describes the syntax, without `include` and without values that go on in the next line: git itself
//! writes neither, and none of these settings needs them.

use std::io;
use std::path::PathBuf;

use super::regular;

#[derive(Debug, Default)]
pub(super) struct Config {
    /// `core.bare`
    pub(super) bare: bool,
    /// `core.worktree`
    pub(super) work_tree: Option<PathBuf>,
    /// `core.excludesFile`
    pub(super) excludes_file: Option<PathBuf>,
    /// `core.ignoreCase`
    pub(super) ignore_case: bool,
    /// `extensions.worktreeConfig`
    pub(super) per_work_tree: bool,
    /// `extensions.objectFormat`
    object_format: Option<String>,
}

/// The excludes file of the user, for all repositories: as their own configuration says, else where it is by default.
pub(super) fn users_excludes() -> Option<PathBuf> {
    let home = std::env::home_dir();
    let of_home = |path: &str| home.as_ref().map(|home| home.join(path));
    let xdg = std::env::var_os("XDG_CONFIG_HOME").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let folder = xdg.or_else(|| of_home(".config"))?.join("git");
    let mut config = Config::default();
    // The second wins.
    for file in [Some(folder.join("config")), of_home(".gitconfig")].into_iter().flatten() {
        config.read(&regular::text(&file).ok().flatten().unwrap_or_default());
    }
    config.excludes_file.or_else(|| Some(folder.join("ignore")))
}

impl Config {
    /// Bytes of an object name in SHA-256.
    pub(super) const SHA256: usize = 32;

    /// Takes over what `text` sets; later settings win.
    pub(super) fn read(&mut self, text: &str) {
        let mut section = String::new();
        for line in text.trim_start_matches('\u{feff}').lines() {
            let mut line = line.trim();
            if let Some((name, rest)) = line.strip_prefix('[').and_then(|header| header.split_once(']')) {
                section = name.trim().to_ascii_lowercase();
                line = rest.trim();
            }
            let (key, value) =
                line.split_once('=').map_or((line, None), |(key, value)| (key, Some(plain(value))));
            match (section.as_str(), key.trim().to_ascii_lowercase().as_str()) {
                ("core", "bare") => self.bare = is_true(value),
                ("core", "worktree") => self.work_tree = value.map(PathBuf::from),
                ("core", "excludesfile") => self.excludes_file = value.map(|path| from_home(&path)),
                ("core", "ignorecase") => self.ignore_case = is_true(value),
                ("extensions", "worktreeconfig") => self.per_work_tree = is_true(value),
                ("extensions", "objectformat") => self.object_format = value,
                _ => {}
            }
        }
    }

    /// Bytes of an object name.
    pub(super) fn hash_length(&self) -> io::Result<usize> {
        match self.object_format.as_deref() {
            None => Ok(20),
            Some(format) if format.eq_ignore_ascii_case("sha1") => Ok(20),
            Some(format) if format.eq_ignore_ascii_case("sha256") => Ok(Self::SHA256),
            Some(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}

/// A value without comment, quotes and escapes.
fn plain(value: &str) -> String {
    let mut plain = String::new();
    let mut quoted = false;
    let mut kept = 0;
    let mut chars = value.trim_start().chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '#' | ';' if !quoted => break,
            '\\' => plain.extend(chars.next()),
            c => plain.push(c),
        }
        // White space at the end counts only within quotes.
        if quoted || !c.is_whitespace() {
            kept = plain.len();
        }
    }
    plain.truncate(kept);
    plain
}

/// A key without a value is true.
fn is_true(value: Option<String>) -> bool {
    value.is_none_or(|value| matches!(value.to_ascii_lowercase().as_str(), "true" | "yes" | "on" | "1"))
}

fn from_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(below), Some(home)) => home.join(below),
        _ => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_in_every_spelling_git_writes() {
        let mut config = Config::default();
        config.read(
            "# comment\n[core]\n\trepositoryformatversion = 1\n\tBare\n\
             \tworktree = \"../my tree\" ; said so\n\
             [Extensions] objectFormat=SHA256\n[core \"sub\"]\n\tignorecase = true\n[core]\n\tbare = false\n",
        );
        assert!(!config.bare && !config.ignore_case);
        assert_eq!(config.work_tree, Some(PathBuf::from("../my tree")));
        assert_eq!(config.hash_length().unwrap(), 32);
    }

    #[test]
    fn an_object_format_to_come_is_refused() {
        let mut config = Config::default();
        config.read("[extensions]\nobjectformat = sha3\n");
        assert!(config.hash_length().is_err());
    }

    #[test]
    fn a_windows_path_keeps_its_escaped_backslashes() {
        let mut config = Config::default();
        config.read("[core]\nexcludesfile = C:\\\\Users\\\\me\\\\ignore  \n");
        assert_eq!(config.excludes_file, Some(PathBuf::from("C:\\Users\\me\\ignore")));
    }
}
