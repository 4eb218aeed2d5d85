//! The paths of the API description, cut into words once. A log may hold a request in every line.

use std::sync::LazyLock;

use super::table::{Path, description};

static PATHS: LazyLock<Vec<Vec<Known>>> = LazyLock::new(by_length);

/// A path of the description with its segments.
pub(super) struct Known {
    pub(super) path: &'static Path,
    pub(super) words: Vec<Word>,
}

/// A segment of a path.
pub(super) struct Word {
    pub(super) text: &'static str,
    /// As [`plain`] has it.
    pub(super) plain: String,
    /// It stands for any ID.
    pub(super) is_id: bool,
}

/// The paths of so many segments, in the order of the description.
pub(super) fn of_length(segments: usize) -> &'static [Known] {
    PATHS.get(segments).map_or(&[], Vec::as_slice)
}

/// A segment in lower case, without hyphens and underscores.
pub(super) fn plain(segment: &str) -> String {
    segment.chars().filter(|c| !matches!(c, '-' | '_')).map(|c| c.to_ascii_lowercase()).collect()
}

/// The segments of a path.
pub(super) fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

fn by_length() -> Vec<Vec<Known>> {
    let mut paths: Vec<Vec<Known>> = Vec::new();
    for path in &description().paths {
        let word = |text| Word { text, plain: plain(text), is_id: text == "{id}" };
        let words: Vec<_> = segments(path.path).map(word).collect();
        let length = words.len();
        if paths.len() <= length {
            paths.resize_with(length + 1, Vec::new);
        }
        if let Some(same) = paths.get_mut(length) {
            same.push(Known { path, words });
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_listed_under_its_length() {
        assert_eq!(PATHS.iter().map(Vec::len).sum::<usize>(), description().paths.len());
        let is_in_place =
            |(length, known): (usize, &Vec<Known>)| known.iter().all(|k| k.words.len() == length);
        assert!(PATHS.iter().enumerate().all(is_in_place));
        assert!(of_length(1_000_000).is_empty());
    }
}
