//! All formats. A new one is its own file and two lines here, its `mod` and its entry. The tests for redaction and for
//! hostile text run over this list.

mod github;
mod gitlab;
pub(super) mod human;
mod json;
mod junit;
mod markdown;
mod ndjson;

use super::format::Format;

/// The formats in the order in which help lists them.
pub(super) const FORMATS: &[Format] = &[
    human::FORMAT,
    json::FORMAT,
    ndjson::FORMAT,
    github::FORMAT,
    markdown::FORMAT,
    junit::FORMAT,
    gitlab::FORMAT,
];

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    /// What a format may print without that it is redacted: nothing of a subject.
    #[test]
    fn formats_know_subjects_only_as_they_are_shown() {
        const RAW: [&str; 12] = [
            "crate::judge",
            "crate::input",
            "crate::redact::{",
            "crate::redact;",
            "crate::model::credentials",
            "crate::model::exchange",
            "crate::model::json",
            "crate::model::jw",
            "crate::model::key",
            "crate::model::request",
            "crate::model::verification",
            "{:?}",
        ];
        let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
        let files = files(&report.join("formats")).into_iter().chain([report.join("headline.rs")]);
        let mut count = 0;
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let raw = RAW.iter().find(|raw| text.contains(*raw));
            assert_eq!(raw, None, "{}: read it from `report::view`", file.display());
            count += 1;
        }
        assert!(count > 10, "{count} files");
    }

    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
    }
}
