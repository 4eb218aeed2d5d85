//! The rooms of the house: imports point downward between rooms, and inside of a room they never run in a circle
//! (CONTRIBUTING.md).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The rooms from top to bottom. A room may import from those below it, never from those above.
const ROOMS: [&str; 18] = [
    "main", "lib", "commands", "cli", "error", "exit", "report", "probe", "judge", "mint", "discover",
    "world", "scan", "input", "catalog", "redact", "model", "text",
];

/// A type and the list of all its values, which may name each other.
const LISTS: [[&str; 2]; 5] = [
    ["cause", "causes"],
    ["format", "formats"],
    ["lint", "lints"],
    ["response", "responses"],
    ["service", "services"],
];

#[test]
fn imports_between_rooms_point_downward() {
    let wrong = Modules::of_the_crate().upward();
    assert!(wrong.is_empty(), "imports that point upward:\n{}", lines(&wrong));
}

#[test]
fn no_imports_run_in_a_circle() {
    let circles = Modules::of_the_crate().circles();
    assert!(circles.is_empty(), "imports that are part of a circle:\n{}", lines(&circles));
}

/// The tests above can fail: in a small tree with every kind of import, all wrong ones are found and nothing else.
#[test]
fn wrong_imports_are_found() {
    let upward = |files: &[(&str, &str)]| lines(&Modules::new(files.iter().copied()).upward());
    let (model, judge) = (("model", ""), ("judge", "pub use verdict::Verdict;\nmod verdict;"));
    let verdict = ("judge::verdict", "use crate::model;");
    let wrong = "model::key → judge in model::key";
    for text in [
        "use crate::judge::Verdict;",
        "use crate::{judge::{self as j, Verdict}, text};",
        "use super::super::judge;",
        "fn f() -> crate::judge::Verdict { todo!() }",
        "const MARKS: [char; 2] = ['\"', '/']; // \"\nuse crate::judge;",
        "const TEXT: &str = r#\"\"#;\npub(crate) use crate::judge::verdict;",
        "/* \" */ use crate::judge::*;",
    ] {
        assert_eq!(
            upward(&[model, judge, verdict, ("model::key", text)]),
            wrong.replace("model::key →", "model →")
        );
    }
    for text in [
        "// use crate::judge;\n/// [`crate::judge`]",
        "const TEXT: &str = \"use crate::judge; \\\" crate::judge\";",
        "use judge::Verdict;",
        "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    use crate::judge;\n}\n",
    ] {
        assert_eq!(upward(&[model, judge, verdict, ("model::key", text)]), "", "{text}");
    }
    let of_test = ("model", "#[cfg(test)]\nmod example;");
    assert_eq!(upward(&[of_test, judge, verdict, ("model::example", "use crate::judge;")]), "");
    let of_root = [("lib", "pub use judge::Verdict;"), judge, verdict, ("model", "use crate::Verdict;")];
    assert_eq!(
        upward(&of_root),
        "model → judge in model",
        "a name that the crate exports stands where it is defined"
    );
    assert!(upward(&[("attic", "use crate::model;"), model]).contains("attic is no room"));
}

#[test]
fn circles_are_found_however_long() {
    let rooms = [("judge", ""), ("catalog", ""), ("model", "")];
    let circles = |files: &[(&str, &str)]| lines(&Modules::new(rooms.iter().chain(files).copied()).circles());
    let (a, b) = (("judge::a", "use super::b::B;"), ("judge::b", "use crate::judge::c::d::C;"));
    assert_eq!(circles(&[a, b, ("judge::c", ""), ("judge::c::d", "use crate::model;")]), "");
    let all = "judge::a → b in judge::a\njudge::b → c in judge::b\njudge::c → a in judge::c::d";
    assert_eq!(circles(&[a, b, ("judge::c", ""), ("judge::c::d", "fn f() { super::super::a::f() }")]), all);
    let lists = [("catalog::lint", "use super::lints::ALL;"), ("catalog::lints", "use super::lint::Lint;")];
    assert_eq!(circles(&lists), "");
    assert_ne!(
        circles(&[("catalog::role", "use super::roles::R;"), ("catalog::roles", "use super::role;")]),
        ""
    );
}

fn lines(imports: &[Import]) -> String {
    let lines: Vec<_> = imports.iter().map(Import::to_string).collect();
    lines.join("\n")
}

/// That something in one module imports something in another, which has the same parent.
struct Import {
    parent: String,
    from: String,
    to: String,
    /// The modules in which the import stands.
    places: Vec<String>,
}

impl std::fmt::Display for Import {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Self { parent, from, to, places } = self;
        let separator = if parent.is_empty() { "" } else { "::" };
        write!(f, "{parent}{separator}{from} → {to} in {}", places.join(", "))?;
        let unknown = [from, to].into_iter().find(|room| parent.is_empty() && rank(room).is_none());
        unknown.map_or(Ok(()), |room| write!(f, " ({room} is no room: see ROOMS in tests/suite/rooms.rs)"))
    }
}

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|other| *other == room)
}

/// All modules, by path (`probe::net::client`), with the paths that each names. Tests are left out.
struct Modules(BTreeMap<String, Vec<Vec<String>>>);

impl Modules {
    fn of_the_crate() -> Self {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        collect(&src, "", &mut files);
        Self::new(files.iter().map(|(module, text)| (module.as_str(), text.as_str())))
    }

    fn new<'a>(files: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Self {
        let of_tests: Vec<_> = files.clone().flat_map(|(module, text)| test_modules(module, text)).collect();
        let is_test = |module: &str| {
            of_tests.iter().any(|test| {
                module.strip_prefix(test).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
            })
        };
        let files = files.filter(|(module, _)| !is_test(module));
        Self(files.map(|(module, text)| (module.to_owned(), paths(&code(text)))).collect())
    }

    fn upward(&self) -> Vec<Import> {
        let is_downward = |import: &Import| match (rank(&import.from), rank(&import.to)) {
            (Some(above), Some(below)) => above < below,
            _ => false,
        };
        self.imports("").into_iter().filter(|import| !is_downward(import)).collect()
    }

    fn circles(&self) -> Vec<Import> {
        let parents: BTreeSet<&str> =
            self.0.keys().map(|module| module.rsplit_once("::").map_or("", |(p, _)| p)).collect();
        let mut circles = Vec::new();
        for parent in parents {
            let mut imports = self.imports(parent);
            imports.retain(|Import { from, to, .. }| {
                !LISTS.contains(&[from, to]) && !LISTS.contains(&[to, from])
            });
            let edges: Vec<_> =
                imports.iter().map(|import| (import.from.clone(), import.to.clone())).collect();
            circles.extend(imports.into_iter().filter(|import| reaches(&edges, &import.to, &import.from)));
        }
        circles
    }

    /// Imports between the children of `parent`, each child with everything below it.
    fn imports(&self, parent: &str) -> Vec<Import> {
        let mut found = BTreeMap::<_, BTreeSet<_>>::new();
        for (module, paths) in &self.0 {
            let Some(from) = child(parent, module) else { continue };
            for target in paths.iter().filter_map(|path| self.resolve(module, path)) {
                if let Some(to) = child(parent, &target).filter(|to| *to != from) {
                    found.entry((from, to.to_owned())).or_default().insert(module.clone());
                }
            }
        }
        let import = |((from, to), places): ((&str, String), BTreeSet<String>)| Import {
            parent: parent.to_owned(),
            from: from.to_owned(),
            to,
            places: places.into_iter().collect(),
        };
        found.into_iter().map(import).collect()
    }

    /// The module in which the thing at this path is defined, re-exports followed.
    fn resolve(&self, module: &str, path: &[String]) -> Option<String> {
        let is_root = ["lib", "main"].contains(&module);
        let mut at: Vec<&str> = if is_root { Vec::new() } else { module.split("::").collect() };
        let mut rest = path.iter().map(String::as_str).peekable();
        match rest.next()? {
            "crate" => at.clear(),
            "super" => drop(at.pop()),
            _ => {}
        }
        while rest.next_if_eq(&"super").is_some() {
            at.pop();
        }
        for name in rest {
            let deeper = [at.as_slice(), &[name]].concat();
            if self.0.contains_key(&deeper.join("::")) {
                at = deeper;
                continue;
            }
            let here = if at.is_empty() { "lib".to_owned() } else { at.join("::") };
            let is_export =
                |path: &&Vec<String>| path.len() > 2 && path.last().is_some_and(|last| last == name);
            let exported = self.0.get(&here)?.iter().find(is_export);
            return exported.and_then(|path| self.resolve(&here, path)).or(Some(here));
        }
        Some(if at.is_empty() { "lib".to_owned() } else { at.join("::") })
    }
}

/// The files below a folder, each as the path of its module and its text.
fn collect(folder: &Path, parent: &str, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let module = if parent.is_empty() { name.to_owned() } else { format!("{parent}::{name}") };
        if path.is_dir() {
            collect(&path, &module, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push((module, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The modules that are only compiled for tests and stand in files of their own.
fn test_modules<'a>(module: &'a str, text: &'a str) -> impl Iterator<Item = String> + 'a {
    let declared = text.split("#[cfg(test)]\n").skip(1).filter_map(|rest| {
        let (_, rest) = rest.split_once("mod ").filter(|(before, _)| !before.contains('\n'))?;
        rest.split_once(';').map(|(name, _)| name)
    });
    let is_name = |name: &&str| name.chars().all(|c| c.is_alphanumeric() || c == '_');
    declared
        .filter(is_name)
        .map(move |name| if module == "lib" { name.to_owned() } else { format!("{module}::{name}") })
}

/// The child of `parent` that `module` is or lies in.
fn child<'a>(parent: &str, module: &'a str) -> Option<&'a str> {
    let below = match parent {
        "" => module,
        parent => module.strip_prefix(parent)?.strip_prefix("::")?,
    };
    below.split("::").next().filter(|name| !name.is_empty())
}

fn reaches(edges: &[(String, String)], from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        let next = edges.iter().filter(|(from, _)| from == at).map(|(_, to)| to.as_str());
        open.extend(next.filter(|to| seen.insert(to)));
    }
    false
}

/// The text without comments, string literals and the tests at its end.
fn code(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut code = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['/', '"', '\'']) {
        code.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_raw = code.ends_with('r') || code.ends_with('#');
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |at| at + 2)
        } else if rest.starts_with('"') && is_raw {
            let hashes = code.len() - code.trim_end_matches('#').len();
            let end = format!("\"{}", "#".repeat(hashes));
            rest[1..].find(&end).map_or(rest.len(), |at| at + 1 + end.len())
        } else if rest.starts_with('"') {
            string(rest)
        } else if rest.starts_with("'\"'") || rest.starts_with("'/'") {
            3
        } else {
            code.push_str(&rest[..1]);
            1
        };
        rest = &rest[length..];
    }
    code + rest
}

/// The length of a string literal.
fn string(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !is_escaped => return at + 1,
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    text.len()
}

/// Every path in the code that starts at the crate, at the parent or at the module itself. In a `use` of the root
/// file and of a room's file, which re-export their children by name alone, the path starts at the module itself.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = code;
    while let Some(at) = rest.find(is_name) {
        let is_start = !rest[..at].ends_with([':', '.', '\'']);
        rest = &rest[at..];
        let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
        let word = &rest[..end];
        rest = &rest[end..];
        let is_root = ["crate", "super", "self"].contains(&word) && rest.starts_with("::");
        if word == "use" {
            let tree = rest.split(';').next().unwrap_or_default();
            let starts_here = !["crate", "super", "self", "std"].iter().any(|s| tree.trim().starts_with(s));
            let root = if starts_here { vec!["self".to_owned()] } else { Vec::new() };
            uses(tree, &root, &mut found);
            rest = &rest[tree.len()..];
        } else if is_root && is_start {
            let end = rest.find(|c: char| !is_name(c) && c != ':').unwrap_or(rest.len());
            let path = format!("{word}{}", rest[..end].trim_end_matches(':'));
            found.push(path.split("::").map(str::to_owned).collect());
            rest = &rest[end..];
        }
    }
    found
}

/// The paths of a use tree.
fn uses(tree: &str, root: &[String], found: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    let (path, group) = match tree.split_once('{') {
        Some((path, group)) => (path, group.strip_suffix('}')),
        None => (tree.split(" as ").next().unwrap_or(tree), None),
    };
    let names = path.split("::").map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    let path: Vec<String> = root.iter().cloned().chain(names).collect();
    let Some(group) = group else {
        if path.first().is_some_and(|first| ["crate", "super", "self"].contains(&first.as_str())) {
            found.push(path);
        }
        return;
    };
    let mut depth = 0;
    let is_comma = |c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    };
    for part in group.split(is_comma).filter(|part| !part.trim().is_empty()) {
        uses(part, &path, found);
    }
}
