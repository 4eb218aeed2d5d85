//! What the names of its members say of an archive: whether it is one of logs, and which logs repeat others.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::entry::Entry;
use crate::input::binary::Binary;

/// Folders of Apple's tools, by the end of their names. They are packed for upload and for download.
const BUNDLES: [&str; 7] =
    [".app", ".xcarchive", ".xcresult", ".dSYM", ".framework", ".xcframework", ".xcodeproj"];

/// Whether a member is made by the system, and not a file of the user.
pub(in crate::input) fn is_skipped(entry: &Entry) -> bool {
    let name = entry.name.as_str();
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.is_empty() && entry.packed == 0 || name.starts_with("__MACOSX/") || file == ".DS_Store"
}

/// A format that happens to be a ZIP archive: nobody looks for a log in an app.
pub(in crate::input) fn package(entries: &[Entry]) -> Option<Binary> {
    let names = || entries.iter().filter(|entry| !is_skipped(entry)).map(|entry| entry.name.as_str());
    let has = |wanted: &str| names().any(|name| name == wanted);
    let is_app = |name: &str| name.strip_prefix("Payload/").is_some_and(|rest| rest.contains(".app/"));
    let is_of_bundle = |name: &str| {
        let (folder, _) = name.split_once('/').unwrap_or_default();
        BUNDLES.iter().any(|end| folder.ends_with(end))
    };
    match () {
        () if names().any(is_app) => Some(Binary::package("ipa", "an app for iOS")),
        () if has("AndroidManifest.xml") || has("BundleConfig.pb") => {
            Some(Binary::package("android-app", "an app for Android"))
        }
        () if has("META-INF/MANIFEST.MF") => Some(Binary::package("jar", "a Java archive")),
        () if has("[Content_Types].xml") => {
            Some(Binary::package("open-packaging", "a document of Microsoft's tools or a NuGet package"))
        }
        () if names().next() == Some("mimetype") => {
            Some(Binary::package("opendocument", "an OpenDocument or EPUB file"))
        }
        () if names().any(|name| name.ends_with(".dist-info/WHEEL")) => {
            Some(Binary::package("wheel", "a Python package"))
        }
        () if names().next().is_some() && names().all(is_of_bundle) => {
            Some(Binary::package("xcode-bundle", "an app, an archive or a result bundle of Xcode"))
        }
        () => None,
    }
}

/// A log of a job of GitHub Actions. An archive has the log of each step in the folder of the job, and beside the
/// folder all of them in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The folder's name, with the archive's.
    pub job: Arc<str>,
    /// Whether it is all of the job, and not a step.
    pub is_whole: bool,
}

/// For each member, the job of which it is the log, where the archive has both steps and the whole.
pub(in crate::input) fn parts(archive: &str, entries: &[Entry]) -> Vec<Option<Part>> {
    let jobs: HashSet<&str> = entries.iter().filter_map(|entry| job_of_whole(&entry.name)).collect();
    let mut folders: HashMap<&str, Arc<str>> = HashMap::new();
    for folder in entries.iter().filter_map(|entry| folder_of_step(&entry.name)) {
        if jobs.contains(folder) {
            folders.entry(folder).or_insert_with(|| format!("{archive}/{folder}").into());
        }
    }
    let part = |entry: &Entry| {
        let (whole, step) = (job_of_whole(&entry.name), folder_of_step(&entry.name));
        let job = folders.get(whole.or(step)?)?.clone();
        Some(Part { job, is_whole: whole.is_some() })
    };
    entries.iter().map(part).collect()
}

/// `build` of `0_build.txt`; GitHub counts from below 0 as well.
fn job_of_whole(name: &str) -> Option<&str> {
    let (number, job) = name.strip_suffix(".txt")?.split_once('_')?;
    let number = number.strip_prefix('-').unwrap_or(number);
    (is_number(number) && !job.is_empty() && !job.contains('/')).then_some(job)
}

/// `build` of `build/3_Run tests.txt`.
fn folder_of_step(name: &str) -> Option<&str> {
    let (folder, file) = name.split_once('/')?;
    let (number, _) = file.strip_suffix(".txt")?.split_once('_')?;
    (is_number(number) && !file.contains('/')).then_some(folder)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(names: &[&str]) -> Vec<Entry> {
        names.iter().map(|name| Entry::named(name.as_bytes())).collect()
    }

    #[test]
    fn packages_are_told_from_archives_of_logs() {
        for (names, id) in [
            (&["Payload/", "Payload/App.app/Info.plist"][..], Some("ipa")),
            (&["META-INF/", "META-INF/MANIFEST.MF", "a.class"], Some("jar")),
            (&["AndroidManifest.xml", "META-INF/MANIFEST.MF"], Some("android-app")),
            (&["[Content_Types].xml", "word/document.xml"], Some("open-packaging")),
            (&["mimetype", "content.xml"], Some("opendocument")),
            (&["a/__init__.py", "a-1.dist-info/WHEEL"], Some("wheel")),
            (
                &["__MACOSX/._x", "Test.xcresult/Info.plist", "Test.xcresult/Data/data.0"],
                Some("xcode-bundle"),
            ),
            (&["Test.xcresult/Info.plist", "build.log"], None),
            (&["Payload/readme.txt", "mimetype"], None),
            (&["0_build.txt", "build/1_Set up job.txt"], None),
            (&[], None),
        ] {
            assert_eq!(package(&entries(names)).map(|binary| binary.id), id, "{names:?}");
        }
    }

    #[test]
    fn the_log_of_a_job_and_of_its_steps_belong_together() {
        let names = [
            "0_build.txt",
            "-1_lint _ all.txt",
            "2_alone.txt",
            "build/1_Set up job.txt",
            "build/system.txt",
            "lint _ all/10_Run.txt",
            "other/1_Run.txt",
            "build/deeper/1_Run.txt",
            "_build.txt",
        ];
        let parts = parts("logs.zip", &entries(&names));
        let found: Vec<_> =
            parts.iter().map(|part| part.as_ref().map(|part| (&*part.job, part.is_whole))).collect();
        let (build, lint) = ("logs.zip/build", "logs.zip/lint _ all");
        let expected = [
            Some((build, true)),
            Some((lint, true)),
            None,
            Some((build, false)),
            None,
            Some((lint, false)),
            None,
            None,
            None,
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_the_system_adds_is_skipped() {
        let skipped = |name: &str| is_skipped(&Entry::named(name.as_bytes()));
        assert!(
            skipped("a/") && skipped("__MACOSX/a/._b.txt") && skipped("a/.DS_Store") && skipped(".DS_Store")
        );
        assert!(!skipped("a/b") && !skipped("MACOSX/a") && !skipped("a.DS_Store"));
        assert!(!is_skipped(&Entry { packed: 1, ..Entry::named(b"a/") }));
    }
}
