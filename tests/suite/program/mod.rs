//! The program as a child process: environment scrubbed, time and memory limited.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use why401::Format;

/// What no run may take, in a debug build on a busy machine.
const TIME: Duration = Duration::from_secs(30);

/// The most memory a run may have, in KiB: 64 MiB of address space, and the code of a debug build with its TLS.
const MEMORY: u32 = (64 + 8) << 10;

/// The names of all formats, a new one's too.
pub(crate) fn formats() -> Vec<String> {
    let name = |format: &Format| Some(format.to_possible_value()?.get_name().to_owned());
    let formats: Vec<_> = Format::value_variants().iter().filter_map(name).collect();
    assert!(formats.len() >= 3 && formats.iter().any(|format| format == "human"), "{formats:?}");
    formats
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The program in `folder`, in little memory, with nothing in its environment but what it needs.
pub(crate) fn why401(folder: &Path) -> Command {
    let program = env!("CARGO_BIN_EXE_why401");
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", &format!("ulimit -v {MEMORY} && exec \"$0\" \"$@\""), program]);
        shell
    } else {
        Command::new(program)
    };
    command.current_dir(folder).env_clear().env("LANG", "C.UTF-8").stdin(Stdio::null());
    command
}

/// Runs to the end, `stdin` given.
pub(crate) fn run(command: &mut Command, stdin: &[u8]) -> Ran {
    let input = if stdin.is_empty() { Stdio::null() } else { Stdio::piped() };
    let mut child = command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let pipe = child.stdin.take();
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(move || {
            // The program may stop reading before the end.
            if let Some(mut pipe) = pipe {
                let _ = pipe.write_all(stdin);
            }
        });
        let stdout = scope.spawn(|| text(stdout));
        let stderr = scope.spawn(|| text(stderr));
        let status = wait(&mut child);
        Ran { status, stdout: stdout.join().unwrap(), stderr: stderr.join().unwrap() }
    })
}

/// Waits for the end, but not forever.
pub(crate) fn wait(child: &mut Child) -> Option<i32> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        let is_late = start.elapsed() > TIME;
        if is_late {
            child.kill().unwrap();
        }
        assert!(!is_late, "did not end within {TIME:?}");
        thread::sleep(Duration::from_millis(1));
    }
}

fn text(pipe: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    pipe.unwrap().read_to_end(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A folder of its own, gone afterwards: outside of any repository, its files for the owner alone, as a key has to be.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// With copies of these folders of `testdata`.
    pub(crate) fn with(names: &[&str]) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = Self(std::env::temp_dir().join(format!("why401-{}-{count}", std::process::id())));
        fs::create_dir_all(folder.path()).unwrap();
        for name in names {
            let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name);
            fs::create_dir(folder.path().join(name)).unwrap();
            for file in fs::read_dir(source).unwrap().collect::<io::Result<Vec<_>>>().unwrap() {
                let path = Path::new(name).join(file.file_name());
                folder.write(path, &fs::read(file.path()).unwrap());
            }
        }
        folder
    }

    /// Writes a file for the owner alone.
    pub(crate) fn write(&self, name: impl AsRef<Path>, content: &[u8]) -> PathBuf {
        let path = self.path().join(name);
        fs::write(&path, content).unwrap();
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        path
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
