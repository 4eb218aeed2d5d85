//! Compares the answers with those of git itself.

use std::collections::HashSet;
use std::fs::File;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// How git sees a file, for a user with this excludes file.
fn state_with(path: &Path, global_excludes: impl FnOnce() -> Option<PathBuf>) -> GitState {
    facts_for(&User::current(), path, global_excludes).git
}

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("why401-git-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path.canonicalize().unwrap())
    }

    /// A folder with an empty repository in it.
    fn repository(init: &[&str]) -> Self {
        let folder = Self::new();
        git(&folder.0, &[&["init", "-q"], init].concat());
        folder
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn state(&self, name: &str) -> GitState {
        state_with(&self.0.join(name), || None)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn git_command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    command.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    // Git reads its default excludes file even without a global configuration.
    command.args(["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "core.excludesFile="]);
    command.args(["-c", "protocol.file.allow=always"]);
    command
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = git_command(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What git says of files in the work tree that `folder` is the root of, named relative to it.
fn by_git(folder: &Path, names: &[String]) -> Vec<GitState> {
    let tracked = git(folder, &["ls-files", "-z"]);
    let tracked: HashSet<_> = tracked.split('\0').collect();
    let mut command = git_command(folder);
    command.args(["check-ignore", "-z", "--stdin"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(names.join("\0").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "git check-ignore: {}", output.status);
    let ignored = String::from_utf8(output.stdout).unwrap();
    let ignored: HashSet<_> = ignored.split('\0').collect();
    let state = |name: &String| match name.as_str() {
        name if tracked.contains(name) => GitState::Tracked,
        name if ignored.contains(name) => GitState::Ignored,
        _ => GitState::Untracked,
    };
    names.iter().map(state).collect()
}

/// Asserts that all files of a work tree are seen as git sees them, and returns how many are tracked, untracked,
/// ignored.
fn agree(folder: &Path) -> [usize; 3] {
    let mut names = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.ends_with(".git") || entry.join(".git").is_file() || entry.is_symlink() {
                continue;
            }
            if entry.is_dir() {
                folders.push(entry);
            } else {
                names.push(entry.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let states = by_git(folder, &names);
    for (name, expected) in names.iter().zip(&states) {
        assert_eq!(state_with(&folder.join(name), || None), *expected, "{name}");
    }
    [GitState::Tracked, GitState::Untracked, GitState::Ignored]
        .map(|state| states.iter().filter(|s| **s == state).count())
}

/// A work tree with names of all lengths, so that every padding occurs, of which some share beginnings.
fn populate(folder: &Folder) {
    for length in 1..20 {
        folder.write(&format!("tracked/{}", "n".repeat(length)), "");
        folder.write(&format!("tracked/deep/er/{}.p8", "k".repeat(length)), "");
    }
    folder.write("with space/äöü.p8", "");
    folder.write(&format!("tracked/{}/{}", "l".repeat(200), "m".repeat(200)), "");
    git(&folder.0, &["add", "."]);
    folder.write("tracked/nnn.p8", "");
    folder.write("tracked/deep/k.p8", "");
    folder.write("z", "");
}

#[test]
fn a_file_outside_of_any_work_tree_is_outside() {
    let folder = Folder::new();
    folder.write("AuthKey.p8", "");
    assert_eq!(folder.state("AuthKey.p8"), GitState::Outside);
}

#[test]
fn a_file_that_is_not_there_is_unknown() {
    assert_eq!(Folder::new().state("missing"), GitState::Unknown);
}

#[test]
fn a_repository_without_an_index_tracks_nothing() {
    let folder = Folder::repository(&[]);
    folder.write("AuthKey.p8", "");
    assert_eq!(folder.state("AuthKey.p8"), GitState::Untracked);
    assert_eq!(agree(&folder.0), [0, 1, 0]);
}

#[test]
fn every_index_version_and_object_format_is_read() {
    for version in ["2", "3", "4"] {
        for format in ["sha1", "sha256"] {
            let folder = Folder::repository(&["--object-format", format]);
            populate(&folder);
            folder.write("intended.p8", "");
            folder.write("tracked/also-intended.p8", "");
            if version != "2" {
                git(&folder.0, &["add", "-N", "intended.p8", "tracked/also-intended.p8"]);
            }
            git(&folder.0, &["update-index", "--index-version", version]);
            let written = fs::read(folder.0.join(".git/index")).unwrap()[7];
            assert_eq!(written.to_string(), version);
            let intended = if version == "2" { 0 } else { 2 };
            assert_eq!(agree(&folder.0), [40 + intended, 5 - intended, 0], "version {version}, {format}");
            git(&folder.0, &["commit", "-q", "-m", "first", "--", "tracked/n"]);
            assert_eq!(
                agree(&folder.0),
                [40 + intended, 5 - intended, 0],
                "version {version}, {format}, with extensions"
            );
        }
    }
}

#[test]
fn excludes_files_are_weighed_as_git_weighs_them() {
    let folder = Folder::repository(&[]);
    let names = [
        "AuthKey.p8",
        "keep.p8",
        "keys/AuthKey.p8",
        "keys/keep.p8",
        "keys/deep/AuthKey.p8",
        "build/AuthKey.p8",
        "build/keep.p8",
        "build/deep/keep.p8",
        "src/build/x",
        "anchored",
        "src/anchored",
        "src/star/one/two",
        "src/star/x",
        "doc/a/b/c.txt",
        "doc/c.txt",
        "secret",
        "private/secret",
        "private/open",
        "Upper.P8",
        "trailing ",
        "#hash",
        "!bang",
        "a[b",
        "question1",
        "only/dir",
        "sub/only",
        "tracked.p8",
        "x.excluded",
        "src/x.excluded",
        "src/back.excluded",
        "**",
        "crlf.txt",
        "späť.p8",
        "brace.one",
        "brace.{one,two}",
        "brace.{three}",
    ];
    for name in names {
        folder.write(name, "");
    }
    git(&folder.0, &["add", "-f", "tracked.p8"]);
    folder.write(
        ".gitignore",
        "\u{feff}*.p8\n!keep.p8\nbuild/\n/anchored\nsrc/star/**\ndoc/**/c.txt\n# comment\n\\#hash\n\\!bang\n\
        trailing\\ \nquestion?\nonly/\ncrlf.txt\r\nbrace.{one,two}\nbrace.\\{three\\}\n",
    );
    folder.write("keys/.gitignore", "!AuthKey.p8\nkeep.p8\n");
    folder.write("build/.gitignore", "!keep.p8\n");
    folder.write("private/.gitignore", "*\n!open\n!.gitignore\n");
    folder.write("src/.gitignore", "!back.excluded\n");
    folder.write(".git/info/exclude", "*.excluded\n!AuthKey.p8\n");
    let [tracked, untracked, ignored] = agree(&folder.0);
    assert_eq!((tracked, untracked + ignored), (1, names.len() - 1 + 5));
    assert!(untracked > 8 && ignored > 14, "{untracked} {ignored}");
    git(&folder.0, &["config", "core.ignoreCase", "true"]);
    assert_eq!(folder.state("Upper.P8"), GitState::Ignored);
    agree(&folder.0);
}

#[test]
fn the_users_excludes_file_counts_least() {
    let folder = Folder::repository(&[]);
    folder.write("AuthKey.p8", "");
    folder.write("keep.p8", "");
    folder.write(".gitignore", "!keep.p8\n");
    let global = folder.write("global", "*.p8\n");
    let state = |name: &str| state_with(&folder.0.join(name), || Some(global.clone()));
    assert_eq!(state("AuthKey.p8"), GitState::Ignored);
    assert_eq!(state("keep.p8"), GitState::Untracked);
    // One that the repository itself names replaces the user's.
    git(&folder.0, &["config", "core.excludesFile", "other"]);
    folder.write("other", "keep.p8\n");
    assert_eq!(state("AuthKey.p8"), GitState::Untracked);
}

#[test]
fn a_linked_work_tree_has_its_own_index_and_shared_excludes() {
    let folder = Folder::repository(&["main"]);
    let main = folder.0.join("main");
    folder.write("main/both", "");
    git(&main, &["add", "."]);
    git(&main, &["commit", "-q", "-m", "first"]);
    git(&main, &["worktree", "add", "-q", "../linked"]);
    folder.write("main/.git/info/exclude", "*.p8\n");
    let linked = folder.0.join("linked");
    folder.write("linked/only-linked", "");
    git(&linked, &["add", "only-linked"]);
    folder.write("main/only-linked", "");
    folder.write("linked/AuthKey.p8", "");
    assert_eq!(agree(&main), [1, 1, 0]);
    assert_eq!(agree(&linked), [2, 0, 1]);
}

#[test]
fn a_work_tree_of_a_bare_repository_is_one() {
    let folder = Folder::repository(&["main"]);
    let main = folder.0.join("main");
    folder.write("main/tracked", "");
    git(&main, &["add", "."]);
    git(&main, &["commit", "-q", "-m", "first"]);
    git(&folder.0, &["clone", "-q", "--bare", "main", "bare"]);
    git(&folder.0.join("bare"), &["worktree", "add", "-q", "../linked", "-b", "other"]);
    folder.write("linked/untracked", "");
    assert_eq!(agree(&folder.0.join("linked")), [1, 1, 0]);
}

#[test]
fn a_submodule_is_a_work_tree_of_its_own() {
    let folder = Folder::repository(&["inner"]);
    let inner = folder.0.join("inner");
    folder.write("inner/tracked", "");
    git(&inner, &["add", "."]);
    git(&inner, &["commit", "-q", "-m", "first"]);
    let outer = folder.0.join("outer");
    git(&folder.0, &["init", "-q", "outer"]);
    git(&outer, &["submodule", "--quiet", "add", "../inner", "sub"]);
    folder.write("outer/.gitignore", "*.p8\n");
    folder.write("outer/sub/AuthKey.p8", "");
    assert!(outer.join("sub/.git").is_file());
    assert_eq!(agree(&outer.join("sub")), [1, 1, 0]);
    assert_eq!(agree(&outer), [1, 1, 0]);
}

#[test]
fn a_work_tree_elsewhere_is_found_only_from_there() {
    let folder = Folder::repository(&["here"]);
    folder.write("here/file", "");
    fs::create_dir(folder.0.join("there")).unwrap();
    git(&folder.0.join("here"), &["config", "core.worktree", "../../there"]);
    assert_eq!(folder.state("here/file"), GitState::Outside);
}

#[test]
fn what_git_never_takes_is_outside() {
    let folder = Folder::repository(&[]);
    folder.write(".git/AuthKey.p8", "");
    folder.write("nested/.git/AuthKey.p8", "");
    folder.write("nested/untracked", "");
    assert_eq!(folder.state(".git/AuthKey.p8"), GitState::Outside);
    assert_eq!(folder.state("nested/.git/AuthKey.p8"), GitState::Outside);
    // `nested/.git` is no repository, so the outer one counts.
    assert_eq!(folder.state("nested/untracked"), GitState::Untracked);
}

#[test]
fn a_file_in_a_bare_repository_is_outside() {
    let folder = Folder::repository(&["--bare"]);
    folder.write("AuthKey.p8", "");
    assert_eq!(folder.state("AuthKey.p8"), GitState::Outside);
}

#[cfg(unix)]
#[test]
fn links_are_followed_to_the_file_but_not_to_excludes() {
    let folder = Folder::repository(&["repository"]);
    let key = folder.write("repository/AuthKey.p8", "");
    folder.write("outside/ignore", "*.p8\n");
    let link = folder.0.join("outside/link");
    std::os::unix::fs::symlink(key, &link).unwrap();
    assert_eq!(state_with(&link, || None), GitState::Untracked);
    std::os::unix::fs::symlink("../outside/ignore", folder.0.join("repository/.gitignore")).unwrap();
    assert_eq!(agree(&folder.0.join("repository")), [0, 1, 0]);
}

#[test]
fn a_split_index_is_unknown_unless_it_names_the_file() {
    let folder = Folder::repository(&[]);
    folder.write("old", "");
    folder.write("untracked", "");
    git(&folder.0, &["add", "old"]);
    git(&folder.0, &["update-index", "--split-index"]);
    folder.write("new", "");
    git(&folder.0, &["-c", "splitIndex.maxPercentChange=100", "add", "new"]);
    assert_eq!(folder.state("new"), GitState::Tracked);
    assert_eq!(folder.state("old"), GitState::Unknown);
    assert_eq!(folder.state("untracked"), GitState::Unknown);
}

#[test]
fn a_sparse_index_is_unknown_only_below_its_folders() {
    let folder = Folder::repository(&[]);
    for name in ["in/tracked", "out/tracked", "top"] {
        folder.write(name, "");
    }
    git(&folder.0, &["add", "."]);
    git(&folder.0, &["commit", "-q", "-m", "first"]);
    git(&folder.0, &["sparse-checkout", "set", "--cone", "--sparse-index", "in"]);
    assert!(fs::read(folder.0.join(".git/index")).unwrap().windows(4).any(|bytes| bytes == b"sdir"));
    folder.write("out/untracked", "");
    folder.write("in/untracked", "");
    assert_eq!(folder.state("out/untracked"), GitState::Unknown);
    assert_eq!(folder.state("in/untracked"), GitState::Untracked);
    assert_eq!(folder.state("in/tracked"), GitState::Tracked);
}

#[test]
fn a_damaged_index_is_unknown_and_never_a_panic() {
    let folder = Folder::repository(&[]);
    populate(&folder);
    for version in ["2", "4"] {
        git(&folder.0, &["update-index", "--index-version", version]);
        let good = fs::read(folder.0.join(".git/index")).unwrap();
        for length in (0..good.len()).step_by(7) {
            folder.write(".git/index", &good[..length]);
            assert_eq!(folder.state("z"), GitState::Unknown, "version {version} cut at {length}");
        }
        for at in 0..good.len().min(400) {
            let mut bad = good.clone();
            bad[at] ^= 0xff;
            folder.write(".git/index", bad);
            folder.state("z");
        }
        folder.write(".git/index", good);
    }
    File::create(folder.0.join(".git/index")).unwrap().set_len((64 << 20) + 1).unwrap();
    assert_eq!(folder.state("z"), GitState::Unknown);
}

#[test]
fn a_pointer_to_nowhere_is_unknown_or_looks_further_up() {
    let folder = Folder::repository(&[]);
    folder.write("broken/.git", "nonsense");
    folder.write("broken/AuthKey.p8", "");
    assert_eq!(folder.state("broken/AuthKey.p8"), GitState::Unknown);
    folder.write(".git/config", "[extensions]\nobjectformat = sha3\n");
    folder.write("AuthKey.p8", "");
    assert_eq!(folder.state("AuthKey.p8"), GitState::Unknown);
}

#[cfg(unix)]
#[test]
fn the_permissions_of_a_regular_file_are_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let key = folder.write("AuthKey.p8", "");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(facts(&key), FileFacts { mode: Some(0o640), git: GitState::Outside, is_foreign: false });
    assert_eq!(
        facts(Path::new("/dev/null")),
        FileFacts { mode: None, git: GitState::Outside, is_foreign: false }
    );
    assert_eq!(
        facts(&folder.0.join("missing")),
        FileFacts { mode: None, git: GitState::Unknown, is_foreign: false }
    );
}

/// Runs `work` in another thread, and fails when it does not come back.
fn in_time<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, result) = std::sync::mpsc::channel();
    std::thread::spawn(move || done.send(work()));
    result.recv_timeout(std::time::Duration::from_secs(20)).expect("it waits")
}

#[cfg(unix)]
#[test]
fn nothing_but_regular_files_is_read() {
    for device in ["fifo", "/dev/zero", "/dev/tty", "/dev/stdin"] {
        let folder = Folder::repository(&["main"]);
        let main = folder.0.join("main");
        folder.write("main/tracked", "");
        git(&main, &["add", "."]);
        git(&main, &["commit", "-q", "-m", "first"]);
        git(&main, &["worktree", "add", "-q", "../linked"]);
        git(&main, &["config", "core.excludesFile", "excludes"]);
        git(&main, &["config", "extensions.worktreeConfig", "true"]);
        for key in ["main/sub/deep/AuthKey.p8", "linked/sub/AuthKey.p8"] {
            folder.write(key, "");
        }
        let state = |key: &str| {
            let path = folder.0.join(key);
            in_time(move || state_with(&path, config::users_excludes))
        };
        let of_main = [
            "config",
            "config.worktree",
            "HEAD",
            "index",
            "commondir",
            "info/exclude",
            "objects",
            "refs",
            "../excludes",
            "../.gitignore",
            "../sub/.gitignore",
            "../sub/deep/.gitignore",
        ];
        let of_linked = ["commondir", "gitdir", "index", "HEAD", "config.worktree"];
        let main_names = of_main.iter().map(|name| (format!("main/.git/{name}"), "main/sub/deep/AuthKey.p8"));
        let linked_names = of_linked
            .iter()
            .map(|name| (format!("main/.git/worktrees/linked/{name}"), "linked/sub/AuthKey.p8"))
            .chain([("linked/.git".to_owned(), "linked/sub/AuthKey.p8")]);
        for (name, key) in main_names.chain(linked_names) {
            let place = folder.0.join(&name);
            let aside = folder.0.join("aside");
            let was_there = fs::rename(&place, &aside).is_ok();
            if device == "fifo" {
                assert!(Command::new("mkfifo").arg(&place).status().unwrap().success());
            } else {
                std::os::unix::fs::symlink(device, &place).unwrap();
            }
            let found = state(key);
            assert_ne!(found, GitState::Ignored, "{device} as {name}");
            if name.ends_with("/index") {
                assert_eq!(found, GitState::Unknown, "{device} as {name}");
            }
            fs::remove_file(&place).unwrap();
            if was_there {
                fs::rename(&aside, &place).unwrap();
            }
            assert_eq!(state(key), GitState::Untracked, "without {name}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_repository_of_another_user_is_not_asked_where_to_look() {
    for format in ["sha1", "sha256"] {
        let folder = Folder::repository(&["--object-format", format]);
        for name in ["tracked", "AuthKey.p8", "by-gitignore", "by-excludes", "by-users"] {
            folder.write(name, "");
        }
        git(&folder.0, &["add", "tracked"]);
        folder.write(".gitignore", "by-gitignore\n");
        folder.write("excludes", "by-excludes\n");
        git(&folder.0, &["config", "core.excludesFile", "excludes"]);
        let users = folder.write("users", "by-users\n");
        let facts = |user: &User, name: &str| {
            let facts = facts_for(user, &folder.0.join(name), || Some(users.clone()));
            (facts.git, facts.is_foreign)
        };
        let (own, other) = (User::current(), User::with_id(u32::MAX - 1));
        for (name, to_owner, to_other) in [
            ("tracked", GitState::Tracked, GitState::Tracked),
            ("AuthKey.p8", GitState::Untracked, GitState::Untracked),
            ("by-gitignore", GitState::Ignored, GitState::Ignored),
            ("by-excludes", GitState::Ignored, GitState::Untracked),
            ("by-users", GitState::Untracked, GitState::Ignored),
        ] {
            assert_eq!(facts(&own, name), (to_owner, false), "{name}");
            assert_eq!(facts(&other, name), (to_other, true), "{name}");
        }
        // Its configuration says where else the work tree is; only its owner is believed.
        git(&folder.0, &["config", "core.worktree", "/nowhere"]);
        assert_eq!(facts(&own, "AuthKey.p8").0, GitState::Unknown);
        assert_eq!(facts(&other, "AuthKey.p8").0, GitState::Untracked);
    }
}

#[test]
fn no_path_leads_to_another_machine() {
    for path in [r"\\server\share", "//server/share", r"\/server/share", r"\\?\UNC\server\share"] {
        assert!(local(Path::new(path)).is_err(), "{path}");
        let folder = Folder::repository(&[]);
        folder.write("AuthKey.p8", "");
        folder.write("linked/.git", format!("gitdir: {path}\n"));
        folder.write("linked/AuthKey.p8", "");
        assert_eq!(folder.state("linked/AuthKey.p8"), GitState::Unknown, "{path}");
        assert_eq!(folder.state("AuthKey.p8"), GitState::Untracked);
        git(&folder.0, &["config", "core.excludesFile", path]);
        assert_eq!(folder.state("AuthKey.p8"), GitState::Unknown, "{path}");
    }
    for path in ["/home/me/ignore", "../ignore", r"C:\Users\me", ""] {
        assert!(local(Path::new(path)).is_ok(), "{path}");
    }
}

#[test]
fn excludes_files_take_bounded_time() {
    let folder = Folder::repository(&[]);
    let key = folder.write("a/b/c/AuthKey.p8", "");
    for pattern in ["**/a*b*c*d*e*f*[a-z]*\n", "{a,b,{c,d}}/**/*\n"] {
        for (files, expected) in [(1, GitState::Untracked), (2, GitState::Unknown)] {
            for parent in ["", "a/", "a/b/"].iter().take(files) {
                folder.write(&format!("{parent}.gitignore"), pattern.repeat((150 << 10) / pattern.len()));
            }
            let key = key.clone();
            assert_eq!(in_time(move || state_with(&key, || None)), expected, "{files} files of {pattern}");
        }
        fs::remove_file(folder.0.join("a/.gitignore")).unwrap();
    }
}
