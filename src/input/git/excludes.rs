//! Decides as gitignore(5) says whether an untracked file is ignored.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::regular;

/// Bytes of all excludes files of one key: patterns become a machine many times as large, and each folder may have
/// some.
const MOST: u64 = 256 << 10;

/// Whether `inside`, relative to the `root` of the work tree, is ignored. `lowest` are the excludes files that are not
/// in the work tree, least important first.
///
/// # Errors
/// When an excludes file is there and cannot be read.
pub(super) fn ignored(
    root: &Path,
    inside: &Path,
    lowest: impl Iterator<Item = PathBuf>,
    ignore_case: bool,
) -> io::Result<bool> {
    let mut matchers = Vec::new();
    let mut left = MOST;
    for file in lowest {
        matchers.extend(matcher(root, &file, ignore_case, &mut left)?);
    }
    let mut path = root.to_owned();
    let mut parts = inside.components().peekable();
    while let Some(part) = parts.next() {
        let own = path.join(".gitignore");
        // Git follows no symbolic link here.
        if !own.is_symlink() {
            matchers.extend(matcher(&path, &own, ignore_case, &mut left)?);
        }
        path.push(part);
        // The deepest file that has an opinion wins; nothing below an ignored folder can be taken back.
        let opinions = matchers.iter().rev().map(|matcher| matcher.matched(&path, parts.peek().is_some()));
        if let Some(Match::Ignore(_)) = opinions.into_iter().find(|opinion| !opinion.is_none()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A pattern in which braces stand for themselves, as they do for git: `ignore` reads `{a,b}` as either of the two.
fn without_alternates(line: &str) -> Cow<'_, str> {
    if !line.contains(['{', '}']) {
        return Cow::Borrowed(line);
    }
    let (mut escaped, mut is_escaped) = (String::with_capacity(line.len() + 8), false);
    for c in line.chars() {
        if matches!(c, '{' | '}') && !is_escaped {
            escaped.push('\\');
        }
        is_escaped = c == '\\' && !is_escaped;
        escaped.push(c);
    }
    Cow::Owned(escaped)
}

/// The patterns of one excludes file, which count from `folder` on; `None` when there is no such file.
fn matcher(folder: &Path, file: &Path, ignore_case: bool, left: &mut u64) -> io::Result<Option<Gitignore>> {
    let Some(text) = regular::text_up_to(*left, file)? else { return Ok(None) };
    *left = left.saturating_sub(text.len() as u64);
    let mut builder = GitignoreBuilder::new(folder);
    builder.case_insensitive(ignore_case).map_err(io::Error::other)?;
    for line in text.trim_start_matches('\u{feff}').lines() {
        // Git, too, passes over a pattern that makes no sense.
        let _ = builder.add_line(None, &without_alternates(line));
    }
    builder.build().map(Some).map_err(io::Error::other)
}
