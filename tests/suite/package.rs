//! What is released: the files of the package, and the addresses in everything that installs the program.

use std::fs;
use std::path::Path;
use std::process::Command;

fn read(name: &str) -> String {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name));
    text.unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The files that `cargo package` takes.
fn packaged() -> Vec<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["package", "--list", "--allow-dirty", "--offline"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let listed = cargo.output().unwrap();
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    String::from_utf8(listed.stdout).unwrap().lines().map(|line| line.replace('\\', "/")).collect()
}

#[test]
fn the_package_holds_what_builds_and_tests_it_and_nothing_else() {
    const TOP: [&str; 10] = [
        "Cargo.toml",
        "Cargo.toml.orig",
        "Cargo.lock",
        "README.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "clippy.toml",
        "rustfmt.toml",
    ];
    const FOLDERS: [&str; 5] = ["src/", "tests/", "testdata/", "benches/", "schema/"];
    let files = packaged();
    for name in TOP {
        assert!(files.iter().any(|file| file == name), "{name} is missing");
    }
    for file in &files {
        let is_known = TOP.contains(&file.as_str())
            || FOLDERS.iter().any(|folder| file.starts_with(folder))
            || [".gitignore", ".gitattributes", ".cargo_vcs_info.json"].contains(&file.as_str());
        assert!(is_known, "{file} should not be in the package");
    }
    let sources = ["src/main.rs", "src/report/docs/ci.md", "src/catalog/data/roles.json"];
    assert!(sources.iter().all(|name| files.iter().any(|file| file == name)), "{files:?}");
    // crates.io takes 10 MiB, packed.
    let bytes: u64 = files.iter().filter_map(|file| fs::metadata(file).ok()).map(|file| file.len()).sum();
    assert!(bytes < 20 << 20, "{bytes} bytes");
}

#[test]
fn every_address_is_made_from_the_placeholder_of_the_manifest() {
    let repository = env!("CARGO_PKG_REPOSITORY");
    let owner = repository.trim_start_matches("https://github.com/").trim_end_matches("/why401");
    assert_eq!(repository, format!("https://github.com/{owner}/why401"));
    let own =
        ["README.md", "SECURITY.md", "dist-workspace.toml", ".github/workflows/release.yml", "Cargo.toml"];
    for name in own {
        for (at, _) in read(name).match_indices("/why401/releases") {
            let text = read(name);
            let before = &text[at.saturating_sub(owner.len())..at];
            assert!(
                before == owner || before.ends_with("{ repo }") || before.ends_with("repository }}"),
                "{name}: {before}"
            );
        }
    }
}

#[test]
fn binstall_and_the_installers_agree_on_the_targets() {
    let (manifest, workspace) = (read("Cargo.toml"), read("dist-workspace.toml"));
    let targets: Vec<_> = workspace
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","))
        .filter(|target| target.matches('-').count() >= 2)
        .collect();
    assert_eq!(targets.len(), 7, "{targets:?}");
    let deny = read("deny.toml");
    for target in &targets {
        assert!(deny.contains(&format!("\"{target}\"")), "{target} is not checked by cargo-deny");
    }
    for target in targets.iter().filter(|target| target.contains("windows")) {
        assert!(manifest.contains(&format!("[package.metadata.binstall.overrides.{target}]")), "{target}");
    }
}

/// What is said of the action stands in README.md and in `explain ci`, and both are what `action.yml` takes.
#[test]
fn the_pages_name_inputs_that_the_action_has() {
    let (action, version) = (read("action.yml"), format!("why401@v{}", env!("CARGO_PKG_VERSION")));
    assert!(read("README.md").contains(&version));
    for page in ["README.md", "src/report/docs/ci.md"] {
        let text = read(page);
        let after = text.split("with:").nth(1).unwrap_or_else(|| panic!("{page}: no `with:`"));
        let names =
            after.lines().skip(1).map_while(|line| line.trim().split_once(": ${{")).map(|(name, _)| name);
        let names: Vec<_> = names.collect();
        assert_eq!(names, ["key", "key-id", "issuer-id"], "{page}");
        assert!(names.iter().all(|name| action.contains(&format!("\n  {name}:\n"))), "{page}");
    }
}
