//! What holds for every source file: no line is too wide to read, and `cargo fmt` formats all of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The most columns of a line, comments included; `rustfmt.toml` asks for less where rustfmt can break a line.
const MOST_COLUMNS: usize = 120;

#[test]
fn no_line_is_too_wide() {
    let mut wide = Vec::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let longest = text.lines().enumerate().max_by_key(|(_, line)| line.chars().count());
        if let Some((at, line)) = longest.filter(|(_, line)| line.chars().count() > MOST_COLUMNS) {
            wide.push((name(&path), format!("line {} has {} columns", at + 1, line.chars().count())));
        }
    }
    assert!(wide.is_empty(), "{wide:#?}");
}

/// A string literal that is too wide makes rustfmt give up, silently, on the whole item around it. So every line of
/// code is moved by one column, in a copy, and rustfmt has to move all of them back.
#[test]
fn rustfmt_formats_every_line() {
    if Command::new("rustfmt").arg("--version").output().is_err() {
        eprintln!("skipped: rustfmt is not installed");
        return;
    }
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rustfmt");
    let _ = fs::remove_dir_all(&copy);
    for path in sources() {
        let copied = copy.join(name(&path));
        fs::create_dir_all(copied.parent().unwrap()).unwrap();
        fs::write(copied, indented(&fs::read_to_string(path).unwrap())).unwrap();
    }
    fs::copy(root().join("rustfmt.toml"), copy.join("rustfmt.toml")).unwrap();
    let roots = ["src/lib.rs", "src/main.rs"].map(|file| copy.join(file));
    let output = Command::new("rustfmt").args(["--edition", "2024"]).args(roots).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut unformatted = Vec::new();
    for path in sources() {
        let (text, formatted) = (fs::read_to_string(&path), fs::read_to_string(copy.join(name(&path))));
        let (text, formatted) = (text.unwrap(), formatted.unwrap());
        let mut lines = text.lines().zip(formatted.lines()).enumerate();
        if let Some((at, (line, _))) = lines.find(|(_, (line, formatted))| line != formatted) {
            unformatted.push((name(&path), format!("rustfmt does not format line {}: {line}", at + 1)));
        }
    }
    assert!(unformatted.is_empty(), "{unformatted:#?}");
}

/// One more space before each line of code or comment. What stands inside of literals and of macros' arguments, which
/// rustfmt only formats where they look like expressions, stays as it is.
fn indented(source: &str) -> String {
    let mut lexer = Lexer::default();
    let mut out = String::with_capacity(source.len() * 2);
    for line in source.split_inclusive('\n') {
        // A file that begins with a space gets an empty first line.
        if lexer.is_in_code() && !line.trim().is_empty() && !out.is_empty() {
            out.push(' ');
        }
        lexer.read(line);
        out.push_str(line);
    }
    out
}

/// As much of Rust's grammar as shows where literals, comments and macros end.
#[derive(Default)]
struct Lexer {
    within: Within,
    /// Brackets that are open.
    depth: usize,
    /// How many were when the macro began.
    macro_depth: Option<usize>,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Within {
    #[default]
    Code,
    /// How many comments are open.
    Comment(usize),
    Text,
    /// The number of its `#`.
    RawText(usize),
}

impl Lexer {
    fn is_in_code(&self) -> bool {
        self.within == Within::Code && self.macro_depth.is_none()
    }

    fn read(&mut self, line: &str) {
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let read = match self.within {
                Within::Code if rest.starts_with("//") => return,
                Within::Code => self.read_code(&line[..line.len() - rest.len()], rest),
                Within::Comment(open) if rest.starts_with("/*") => self.enter(Within::Comment(open + 1), 2),
                Within::Comment(1) if rest.starts_with("*/") => self.enter(Within::Code, 2),
                Within::Comment(open) if rest.starts_with("*/") => self.enter(Within::Comment(open - 1), 2),
                Within::Text if c == '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                Within::Text if c == '"' => self.enter(Within::Code, 1),
                Within::RawText(hashes) if rest.starts_with(&format!("\"{}", "#".repeat(hashes))) => {
                    self.enter(Within::Code, 1 + hashes)
                }
                _ => c.len_utf8(),
            };
            rest = &rest[read..];
        }
    }

    /// How many bytes of `rest` belong together.
    fn read_code(&mut self, before: &str, rest: &str) -> usize {
        let mut chars = rest.chars();
        let (c, next, after) = (chars.next().unwrap(), chars.next(), chars.next());
        let hashes = rest[c.len_utf8()..].bytes().take_while(|byte| *byte == b'#').count();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        match c {
            '/' if next == Some('*') => self.enter(Within::Comment(1), 2),
            '"' => self.enter(Within::Text, 1),
            'r' if rest[1 + hashes..].starts_with('"')
                && !before.trim_end_matches(['b', 'c']).ends_with(is_word) =>
            {
                self.enter(Within::RawText(hashes), 2 + hashes)
            }
            // A character, and no lifetime.
            '\'' if next == Some('\\') => 3 + rest[3..].find('\'').unwrap() + 1,
            '\'' if after == Some('\'') => 2 + next.map_or(0, char::len_utf8),
            '!' if before.ends_with(is_word) && next.is_some_and(|next| "([{".contains(next)) => {
                self.macro_depth.get_or_insert(self.depth);
                1
            }
            '(' | '[' | '{' => {
                self.depth += 1;
                1
            }
            ')' | ']' | '}' => {
                self.depth -= 1;
                if self.macro_depth == Some(self.depth) {
                    self.macro_depth = None;
                }
                1
            }
            c => c.len_utf8(),
        }
    }

    fn enter(&mut self, within: Within, read: usize) -> usize {
        self.within = within;
        read
    }
}

#[test]
fn a_line_is_moved_unless_it_stands_in_a_literal_or_a_macro() {
    let source = "fn f<'a>() {\n    let c = ['\\'', '\"'];\n    g(\"{\n      x\", r#\"\"\n\"#);\n    h!(\n  [1]);\n}\n";
    let moved = "fn f<'a>() {\n     let c = ['\\'', '\"'];\n     g(\"{\n      x\", r#\"\"\n\"#);\n     h!(\n  [1]);\n }\n";
    assert_eq!(indented(source), moved);
}

/// All files of Rust under `src`.
fn sources() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The path inside of the repository, with slashes.
fn name(path: &Path) -> String {
    let inside = path.strip_prefix(root()).unwrap();
    inside.to_str().unwrap().replace('\\', "/")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
