//! Where something was found, as CI shows it.

use std::path::{Path, PathBuf};

use super::{Finding, Foreign, View};

/// A file or another input, and a line in it.
pub(in crate::report) struct Spot<'a> {
    /// The path as CI knows it; of what is no file, its name.
    pub(in crate::report) path: Foreign<'a>,
    pub(in crate::report) is_file: bool,
    /// From 1.
    pub(in crate::report) line: Option<u64>,
}

/// The folder that holds the repository, and the one in which the program runs.
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) folder: PathBuf,
}

impl Workspace {
    /// The path from the root, when it is below that.
    fn relative(&self, path: &Path) -> PathBuf {
        let whole = self.folder.join(path);
        whole.strip_prefix(&self.root).map_or_else(|_| path.to_owned(), Path::to_owned)
    }
}

impl View {
    /// Where the subject stands.
    pub(in crate::report) fn spot(&self, workspace: Option<&Workspace>) -> Spot<'_> {
        let source = &self.subject.input.source;
        let line = self.place().map(|place| place.line);
        spot(source.path.as_deref(), &source.name, line, workspace)
    }

    /// Where a finding of the subject stands: what is said of the key concerns the key's file.
    pub(in crate::report) fn spot_of(&self, finding: &Finding, workspace: Option<&Workspace>) -> Spot<'_> {
        let is_of_key = finding.at.to_string().split('/').nth(1) == Some("key");
        match self.subject.input.key.as_deref().filter(|_| is_of_key) {
            Some(key) => spot(key.source.path.as_deref(), &key.source.name, None, workspace),
            None => self.spot(workspace),
        }
    }
}

fn spot<'a>(
    path: Option<&Path>,
    name: &'a str,
    line: Option<u64>,
    workspace: Option<&Workspace>,
) -> Spot<'a> {
    let Some(path) = path else { return Spot { path: Foreign::new(name), is_file: false, line } };
    let path = workspace.map_or_else(|| path.to_owned(), |workspace| workspace.relative(path));
    let path = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    Spot { path: Foreign::new(path), is_file: true, line }
}
