//! The places where tools keep credentials: files of the project and of the home folder, altool's folders.

use std::cell::Cell;
use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// The longest file that is read: key files and settings are far shorter.
const MAX_BYTES: u64 = 1 << 20;

/// Reads files and folders.
pub(crate) trait Files {
    /// The content of a regular file that is not too long.
    fn read(&self, path: &Path) -> Option<Zeroizing<Vec<u8>>>;

    /// The names in a folder, sorted.
    fn list(&self, folder: &Path) -> Vec<String>;
}

/// The file system, paths relative to the working directory.
pub(crate) struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> Option<Zeroizing<Vec<u8>>> {
        let metadata = std::fs::metadata(path).ok()?;
        // A FIFO would be waited for.
        if !metadata.is_file() || metadata.len() > MAX_BYTES {
            return None;
        }
        let mut bytes = Zeroizing::new(vec![0; usize::try_from(metadata.len()).ok()?]);
        std::fs::File::open(path).ok()?.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    fn list(&self, folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }
}

/// The environment: the names of all variables, and their values on request.
pub(crate) struct Environment<'a> {
    pub(crate) names: Vec<String>,
    pub(crate) var: &'a dyn Fn(&str) -> Option<OsString>,
}

/// What values are looked up with.
pub(super) struct Look<'a> {
    pub(super) files: &'a dyn Files,
    pub(super) var: &'a dyn Fn(&str) -> Option<OsString>,
    pub(super) home: Option<PathBuf>,
    scopes: Cell<usize>,
}

impl<'a> Look<'a> {
    pub(super) fn new(environment: &Environment<'a>, files: &'a dyn Files) -> Self {
        let home = ["HOME", "USERPROFILE"].iter().find_map(|name| (environment.var)(name));
        let home = home.filter(|home| !home.is_empty()).map(PathBuf::from);
        Self { files, var: environment.var, home, scopes: Cell::new(1) }
    }

    /// The number of one more scope; 0 is that of the environment.
    pub(super) fn scope(&self) -> usize {
        self.scopes.replace(self.scopes.get() + 1)
    }

    /// The file of that path, `~` meaning the home folder.
    pub(super) fn read(&self, path: &str) -> Option<(PathBuf, Zeroizing<Vec<u8>>)> {
        let path = self.path(path)?;
        let bytes = self.files.read(&path)?;
        Some((path, bytes))
    }

    /// The path, `~/` and `$HOME/` expanded.
    pub(super) fn path(&self, path: &str) -> Option<PathBuf> {
        let in_home = ["~/", "$HOME/", "${HOME}/"].iter().find_map(|prefix| path.strip_prefix(prefix));
        match in_home {
            Some(rest) => Some(self.home.as_ref()?.join(rest)),
            None => Some(PathBuf::from(path)),
        }
    }
}

/// The files that can hold credentials, as they are called and in order of precedence. A `*` stands for any beginning
/// or end of a name.
pub(super) const FILES: [&str; 8] = [
    "fastlane/*.json",
    "api_key.json",
    ".asc/config.json",
    "~/.asc/config.json",
    "eas.json",
    ".env",
    ".env.*",
    "fastlane/.env*",
];

/// altool's folders, in its order. [`FOLDER_VARIABLE`] names one more.
pub(super) const FOLDERS: [&str; 4] =
    ["private_keys", "~/private_keys", "~/.private_keys", "~/.appstoreconnect/private_keys"];

pub(super) const FOLDER_VARIABLE: &str = "API_PRIVATE_KEYS_DIR";

/// The files that match, as reports call them, with their paths.
pub(super) fn matching(pattern: &str, look: &Look) -> Vec<(String, PathBuf)> {
    let Some((before, after)) = pattern.split_once('*') else {
        return look.path(pattern).map(|path| (pattern.to_owned(), path)).into_iter().collect();
    };
    let (folder, beginning) = before.rsplit_once('/').unwrap_or((".", before));
    let names = look.path(folder).map(|folder| look.files.list(&folder)).unwrap_or_default();
    let names = names.into_iter().filter(|name| {
        name.len() >= beginning.len() + after.len() && name.starts_with(beginning) && name.ends_with(after)
    });
    let shown = |name: String| if folder == "." { name } else { format!("{folder}/{name}") };
    names.map(shown).filter_map(|name| Some((name.clone(), look.path(&name)?))).collect()
}
