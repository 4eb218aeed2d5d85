//! What is left of a private key in the memory of a process that has used it.
//!
//! The helper is this test binary itself, started anew: it calls the library, which does not make a process
//! undumpable, tells when it is done with the key, and waits until its memory has been searched.

use std::collections::hash_map::RandomState;
use std::ffi::OsString;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, ptr};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use p256::SecretKey;
use p256::pkcs8::{EncodePrivateKey, LineEnding};
use why401::input::open_stdin;
use why401::model::key::{Key, KeyKind};
use why401::world::{Terminal, World};
use zeroize::Zeroizing;

/// What the helper does, and with which file.
const WAY: &str = "WHY401_TEST_MEMORY_WAY";
const FILE: &str = "WHY401_TEST_MEMORY_FILE";

/// Not a test: the helper, when it is started as one.
#[test]
fn helper() {
    let (Some(way), Some(file)) = (env::var_os(WAY), env::var_os(FILE)) else { return };
    match way.to_str().unwrap() {
        "parse" => {
            let key = {
                let mut text = Zeroizing::new(vec![0; fs::metadata(&file).unwrap().len() as usize]);
                File::open(&file).unwrap().read_exact(&mut text).unwrap();
                Key::parse(&text)
            };
            assert_eq!(key.kind, KeyKind::P256);
            let moved = Box::new(key);
            pause();
            drop(moved);
            pause();
        }
        command => {
            run(command, file);
            pause();
        }
    }
}

/// Tells where the stack is, and waits for a line.
fn pause() {
    let here = 0_u8;
    let mut stdout = io::stdout();
    writeln!(stdout, "@{}", ptr::from_ref(&here).addr()).unwrap();
    io::stdin().read_line(&mut String::new()).unwrap();
}

/// The whole program, in process.
fn run(command: &str, file: OsString) {
    let world = World {
        catch_signals: &why401::input::Stop::default,
        now: 1_795_168_980.0,
        clock: || 0.0,
        var: &|_| None,
        names: &Vec::new,
        stdin: &open_stdin,
        stdin_is_terminal: true,
        stdin_is_piped: &|| false,
        terminal: Terminal { width: None, color: false, unicode: true },
        stderr_is_terminal: false,
    };
    let mut args: Vec<OsString> = ["why401", command].into_iter().map(OsString::from).collect();
    if command == "mint" {
        args.extend(
            ["--service", "apns", "--team-id", "A1B2C3D4E5", "--key-id", "K7Q2M9X4TZ", "--key"]
                .map(OsString::from),
        );
    }
    args.push(file);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let _ = why401::run(args.into_iter(), world, &mut out, &mut err);
    assert!(!out.is_empty(), "{}", String::from_utf8_lossy(&err));
}

/// A key that is nowhere in this binary, and what to search for.
struct Sample {
    pem: String,
    needles: Vec<(&'static str, Vec<u8>)>,
}

fn sample() -> Sample {
    let scalar: Vec<u8> = (0..4_u8)
        .flat_map(|salt| {
            let mut hasher = RandomState::new().build_hasher();
            hasher.write_u8(salt);
            hasher.finish().to_be_bytes()
        })
        .collect();
    let secret = SecretKey::from_slice(&scalar).unwrap();
    let pem = secret.to_pkcs8_pem(LineEnding::LF).unwrap().to_string();
    let body = pem.lines().nth(1).unwrap();
    let reversed: Vec<u8> = scalar.iter().rev().copied().collect();
    let half = |bytes: &[u8]| [bytes[..16].to_vec(), bytes[16..].to_vec()];
    let [big_high, big_low] = half(&scalar);
    let [little_low, little_high] = half(&reversed);
    // Its last characters are part of the private number.
    let needles = vec![
        ("scalar", big_high),
        ("scalar", big_low),
        ("scalar, as limbs", little_low),
        ("scalar, as limbs", little_high),
        ("base64", body.as_bytes()[48..].to_vec()),
        ("UTF-16", body[48..].encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ];
    Sample { pem, needles }
}

/// Copies found: on the stack, and elsewhere, by what was searched for.
#[derive(Debug, Default)]
struct Found {
    stack: usize,
    elsewhere: Vec<(&'static str, String)>,
}

/// A helper that has paused.
struct Helper {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
}

impl Helper {
    fn start(way: &str, file: &Path) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["memory::helper", "--exact", "--nocapture", "--test-threads=1"])
            .env(WAY, way)
            .env(FILE, file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output }
    }

    /// Waits for the pause, searches all memory that can be written, and lets the helper go on.
    fn search(&mut self, needles: &[(&'static str, Vec<u8>)]) -> Found {
        let stack = loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the helper failed");
            if let Some(address) = line.trim().rsplit('@').next().and_then(|text| text.parse().ok()) {
                break address;
            }
        };
        let found = search(self.child.id(), stack, needles);
        self.child.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
        found
    }

    fn end(mut self) {
        assert!(self.child.wait().unwrap().success());
    }
}

fn search(process: u32, stack: u64, needles: &[(&'static str, Vec<u8>)]) -> Found {
    let mut found = Found::default();
    let mut memory = File::open(format!("/proc/{process}/mem")).unwrap();
    for map in fs::read_to_string(format!("/proc/{process}/maps")).unwrap().lines() {
        let mut fields = map.split_ascii_whitespace();
        let (range, mode) = (fields.next().unwrap(), fields.next().unwrap());
        let (start, end) = range.split_once('-').unwrap();
        let (start, end) = (u64::from_str_radix(start, 16).unwrap(), u64::from_str_radix(end, 16).unwrap());
        if !mode.starts_with("rw") {
            continue;
        }
        let mut bytes = vec![0; (end - start) as usize];
        memory.seek(SeekFrom::Start(start)).unwrap();
        memory.read_exact(&mut bytes).unwrap();
        for (name, needle) in needles {
            let count = memchr::memmem::find_iter(&bytes, needle).count();
            if (start..end).contains(&stack) {
                found.stack += count;
            } else if count > 0 {
                found.elsewhere.push((name, map.to_owned()));
            }
        }
    }
    found
}

/// A file that is removed when it is not needed any more.
struct Temporary(PathBuf);

impl Temporary {
    fn of(name: &str, content: &[u8]) -> Self {
        // Tests run at the same time, each with a key of its own.
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("why401-memory-{}-{count}-{name}", std::process::id()));
        fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// The texts in which a key is given, and their files' names.
fn forms(pem: &str) -> Vec<(&'static str, Vec<u8>)> {
    let escaped = pem.replace('\n', "\\n");
    let utf16 = [0xff, 0xfe].into_iter().chain(pem.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    vec![
        ("plain.p8", pem.into()),
        ("escaped.txt", escaped.clone().into()),
        ("wrapped.txt", BASE64_STANDARD.encode(pem).into()),
        ("latin1.p8", [&b"# cl\xe9\n"[..], pem.as_bytes()].concat()),
        ("utf16.p8", utf16),
        ("key.json", format!(r#"{{"key_id": "K7Q2M9X4TZ", "issuer_id": "x", "key": "{escaped}"}}"#).into()),
        (".env", format!("A=1\nKEY=\"{pem}\"\n").into()),
        ("build.log", format!("start\n{pem}\nHTTP/2 401\n\nNOT_AUTHORIZED\n").into()),
    ]
}

/// Copies that the arithmetic of p256 and moves within it leave on the stack.
const ON_STACK: usize = 2;

#[test]
fn a_parsed_key_is_in_memory_once_and_not_at_all_when_it_is_dropped() {
    let Sample { pem, needles } = sample();
    for (name, content) in forms(&pem) {
        let file = Temporary::of(name, &content);
        let mut helper = Helper::start("parse", &file.0);
        let held = helper.search(&needles);
        // Both halves of the number, in the one place where it is kept: what is searched for can be found.
        assert_eq!(held.elsewhere.len(), 2, "{name}: {held:?}");
        assert!(held.elsewhere.iter().all(|(form, _)| *form == "scalar, as limbs"), "{name}: {held:?}");
        assert!(held.stack <= ON_STACK, "{name}: {held:?}");
        let dropped = helper.search(&needles);
        assert!(dropped.elsewhere.is_empty() && dropped.stack <= ON_STACK, "{name}: {dropped:?}");
        helper.end();
    }
}

#[test]
fn no_copy_of_a_key_is_left_by_the_commands() {
    let Sample { pem, needles } = sample();
    let mut left = Vec::new();
    for (name, content) in forms(&pem) {
        let file = Temporary::of(name, &content);
        // The text around a failure in a log is not wiped (SECURITY.md).
        if name.contains("log") {
            continue;
        }
        for command in ["check", "mint"] {
            let mut helper = Helper::start(command, &file.0);
            let found = helper.search(&needles);
            helper.end();
            if !found.elsewhere.is_empty() || found.stack > ON_STACK {
                left.push(format!("{command} {name}: {found:?}"));
            }
        }
    }
    assert!(left.is_empty(), "{}", left.join("\n"));
}

/// Runs a program under an account that is not root's, for which alone the owner of a process's files in `/proc`
/// shows whether it may be dumped (proc(5)).
fn unprivileged(program: &Path) -> Command {
    const NOBODY: u32 = 65534;
    let mut command = Command::new(program);
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

/// The owner of a running process's files, and the line of `/proc/PID/limits` about core dumps.
fn state(child: &Child) -> (u32, String) {
    let folder = PathBuf::from(format!("/proc/{}", child.id()));
    let limits = fs::read_to_string(folder.join("limits")).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    (fs::metadata(folder.join("status")).unwrap().uid(), core.to_owned())
}

#[test]
fn the_program_may_not_be_dumped_while_it_runs() {
    // Copied to where any account may run it.
    let program = Temporary::of("program", b"");
    fs::copy(env!("CARGO_BIN_EXE_why401"), &program.0).unwrap();
    let mut child = unprivileged(&program.0)
        .args(["check", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // It reads on: what was written has been taken out of the pipe, so that it is past its beginning.
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&vec![b'\n'; 256 << 10]).unwrap();
    let (owner, core) = state(&child);
    drop(stdin);
    child.wait_with_output().unwrap();
    assert_eq!(owner, 0);
    assert_eq!(core.split_ascii_whitespace().skip(4).collect::<Vec<_>>(), ["0", "0", "bytes"], "{core}");

    // A program that does nothing about it shows the difference.
    let mut other =
        unprivileged(Path::new("/bin/cat")).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = other.stdin.take().unwrap();
    stdin.write_all(b"\n").unwrap();
    other.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    let (owner, _) = state(&other);
    drop(stdin);
    other.wait().unwrap();
    assert_ne!(owner, 0);
}
