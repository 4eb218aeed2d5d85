//! The steps of `action.yml`, as GitHub would run them: with releases from a server on loopback, and an Apple on loopback.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use crate::apple::key::Signer;
use crate::apple::policy::Policy;
use crate::apple::server::Apple;
use crate::apple::{ISSUER_ID, KEY_ID};
use crate::probe::ask::signer;
use crate::program::Folder;

const PAGE: &str = include_str!("../../action.yml");

/// The only platform whose archive the fake release has.
const TARGET: &str = "x86_64-unknown-linux-musl";

/// A step that runs the script: its first argument, and the expressions of its environment.
struct Step {
    argument: String,
    env: Vec<(String, String)>,
}

/// The steps of `action.yml` that run the script, in their order.
fn steps() -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in PAGE.lines() {
        if let Some(run) = line.trim_start().strip_prefix("run: ") {
            let argument = run
                .strip_prefix("'\"$ACTION_PATH/.github/action.sh\" ")
                .and_then(|end| end.strip_suffix('\''));
            let argument = argument.unwrap_or_else(|| panic!("a command line of its own: {run}")).to_owned();
            steps.push(Step { argument, env: Vec::new() });
        } else if let Some((name, value)) =
            line.strip_prefix("        ").and_then(|line| line.split_once(": "))
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        {
            steps.last_mut().unwrap().env.push((name.to_owned(), value.to_owned()));
        }
    }
    assert_eq!(
        steps.iter().map(|step| step.argument.as_str()).collect::<Vec<_>>(),
        ["locate", "install", "run"]
    );
    steps
}

/// The value of an input unless `with` has it.
fn default_of(input: &str) -> String {
    let mut lines = PAGE.lines().skip_while(|line| *line != format!("  {input}:")).skip(1);
    assert!(
        lines.next().is_some_and(|line| line.starts_with("    description:")),
        "there is no input {input}"
    );
    let own = lines.take_while(|line| line.starts_with("    "));
    own.filter_map(|line| line.strip_prefix("    default: ")).next().unwrap_or_default().to_owned()
}

/// The server of releases, and the paths that it was asked for.
struct Releases {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Releases {
    fn start(files: BTreeMap<String, Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, asked) = (listener.local_addr().unwrap().port(), Arc::default());
        let seen: Arc<Mutex<Vec<String>>> = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let lines: Vec<String> = BufReader::new(&stream)
                    .lines()
                    .map_while(Result::ok)
                    .take_while(|line| !line.is_empty())
                    .collect();
                let path = lines[0].split(' ').nth(1).unwrap().to_owned();
                let name = path.strip_prefix("/releases/download/v0.1.0/").unwrap_or_default().to_owned();
                seen.lock().unwrap().push(path);
                let (status, body) = match files.get(&name) {
                    Some(body) => ("200 OK", body.clone()),
                    None => ("404 Not Found", Vec::new()),
                };
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                let _ = (&stream).write_all(head.as_bytes()).and_then(|()| (&stream).write_all(&body));
            }
        });
        Self { port, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// A machine that runs jobs.
struct Runner {
    folder: Folder,
    releases: Releases,
}

/// What a job came to.
struct Job {
    /// The status of the step that failed, or 0.
    status: i32,
    log: String,
    outputs: BTreeMap<String, String>,
    summary: String,
}

impl Runner {
    /// `damage` changes the archive after its checksum was made.
    fn new(damage: fn(&mut Vec<u8>)) -> Self {
        let folder = Folder::with(&[]);
        for name in ["temp", "tools", "work", "release", "home"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let name = format!("why401-{TARGET}");
        let packed = folder.path().join("release").join(&name);
        fs::create_dir(&packed).unwrap();
        // Stands for the program, which takes long to pack.
        let program = packed.join("why401");
        fs::write(&program, format!("#!/bin/sh\nexec {} \"$@\"\n", env!("CARGO_BIN_EXE_why401"))).unwrap();
        run(Command::new("chmod").arg("+x").arg(&program));
        let archive = folder.path().join("release").join(format!("{name}.tar.xz"));
        run(Command::new("tar")
            .arg("-cJf")
            .arg(&archive)
            .arg("-C")
            .arg(folder.path().join("release"))
            .arg(&name));
        let sum = run(Command::new("sha256sum")
            .arg(format!("{name}.tar.xz"))
            .current_dir(folder.path().join("release")));
        let mut bytes = fs::read(&archive).unwrap();
        damage(&mut bytes);
        let files = [(format!("{name}.tar.xz"), bytes), (format!("{name}.tar.xz.sha256"), sum.into_bytes())];
        Self { folder, releases: Releases::start(files.into()) }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the steps in their order until one fails.
    fn job(&self, with: &[(&str, &str)], env: &[(&str, &str)]) -> Job {
        let (output, summary) = (self.path("temp/output"), self.path("temp/summary"));
        for file in [&output, &summary] {
            fs::write(file, "").unwrap();
        }
        let mut job = Job { status: 0, log: String::new(), outputs: BTreeMap::new(), summary: String::new() };
        for step in steps() {
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/action.sh");
            let mut command = Command::new("bash");
            command.arg(script).arg(&step.argument).current_dir(self.path("work")).env_clear();
            command
                .env("PATH", std::env::var_os("PATH").unwrap())
                .env("HOME", self.path("home"))
                .envs(env.iter().copied());
            for (name, expression) in &step.env {
                command.env(name, self.value(name, expression, with));
            }
            command.env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64");
            command.env("RUNNER_TEMP", self.path("temp")).env("RUNNER_TOOL_CACHE", self.path("tools"));
            command.env("GITHUB_OUTPUT", &output).env("GITHUB_STEP_SUMMARY", &summary);
            let done = command.output().unwrap();
            job.log += &String::from_utf8(done.stdout).unwrap();
            job.log += &String::from_utf8(done.stderr).unwrap();
            job.status = done.status.code().unwrap();
            if job.status != 0 {
                break;
            }
        }
        let lines = fs::read_to_string(&output).unwrap();
        job.outputs = lines
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(n, v)| (n.into(), v.into()))
            .collect();
        job.summary = fs::read_to_string(&summary).unwrap();
        job
    }

    /// The value of an expression, as far as `action.yml` has such.
    fn value(&self, name: &str, expression: &str, with: &[(&str, &str)]) -> String {
        if name == "RELEASES" {
            assert!(
                expression.starts_with("https://github.com/${{ github.action_repository"),
                "{expression}"
            );
            return format!("http://127.0.0.1:{}/releases", self.releases.port);
        }
        let inner = expression.strip_prefix("${{ ").and_then(|rest| rest.strip_suffix(" }}")).unwrap();
        let of = |term: &str| match term.strip_prefix("inputs.") {
            Some(input) => {
                let given =
                    with.iter().find(|(name, _)| *name == input).map(|(_, value)| (*value).to_owned());
                let default = default_of(input);
                given.unwrap_or(default)
            }
            None => term.to_owned(),
        };
        inner.split(" || ").map(of).find(|value| !value.is_empty()).unwrap_or_default()
    }

    /// Every file that is left, but the release.
    fn files(&self) -> Vec<PathBuf> {
        let (mut files, mut folders) = (Vec::new(), vec![self.folder.path().to_owned()]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().flatten() {
                match entry.file_type().unwrap().is_dir() {
                    true => folders.push(entry.path()),
                    false => files.push(entry.path()),
                }
            }
        }
        files
    }
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn with<'a>(key: &'a str, args: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("key", key), ("key-id", KEY_ID), ("issuer-id", ISSUER_ID), ("args", args)]
}

#[test]
fn a_key_that_apple_accepts_passes_and_is_left_nowhere() {
    let (runner, apple) = (Runner::new(|_| {}), Apple::start(Policy::default()));
    let (key, args) = (signer().private_pem(), format!("--base-url {}", apple.origin()));
    let job = runner.job(&with(&key, &args), &[]);
    assert_eq!((job.status, job.outputs["verdict"].as_str()), (0, "accepted"), "{}", job.log);
    assert!(job.log.contains("installed why401") && job.log.contains("::notice"), "{}", job.log);
    assert!(!job.outputs["headline"].is_empty() && job.outputs["cause"].is_empty(), "{:?}", job.outputs);
    assert!(job.summary.contains("accepted"), "{}", job.summary);
    let body: String = key.lines().filter(|line| !line.starts_with('-')).collect();
    let is_leaked = |text: &str| {
        body.as_bytes().windows(24).any(|part| text.contains(std::str::from_utf8(part).unwrap()))
    };
    assert!(is_leaked(&body) && !is_leaked(&job.log));
    for file in runner.files() {
        assert!(!is_leaked(&String::from_utf8_lossy(&fs::read(&file).unwrap())), "{}", file.display());
    }
    // A second job takes the program from the cache, and the key under the names of another action.
    let asked = runner.releases.asked();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(
        asked
            .iter()
            .all(|path| path.starts_with("/releases/download/v0.1.0/why401-x86_64-unknown-linux-musl")),
        "{asked:?}"
    );
    let names = [
        ("api-private-key", key.as_str()),
        ("api-key-id", KEY_ID),
        ("issuer-id", ISSUER_ID),
        ("args", &args),
    ];
    let job = runner.job(&names, &[]);
    assert_eq!((job.status, runner.releases.asked().len()), (0, 2), "{}", job.log);
    assert!(job.log.contains("kept from an earlier run"), "{}", job.log);
}

#[test]
fn a_key_that_apple_rejects_fails_with_an_annotation_and_its_cause() {
    let (runner, apple) = (Runner::new(|_| {}), Apple::start(Policy::default()));
    let (key, args) = (Signer::new(7).private_pem(), format!("--base-url {}", apple.origin()));
    let job = runner.job(&with(&key, &args), &[]);
    assert_eq!((job.status, job.outputs["verdict"].as_str()), (1, "rejected"), "{}", job.log);
    assert!(job.log.lines().any(|line| line.starts_with("::error")), "{}", job.log);
    let cause = &job.outputs["cause"];
    assert!(!cause.is_empty() && job.summary.contains(cause.as_str()), "{cause}: {}", job.summary);
    assert!(job.outputs["headline"].contains("401"), "{:?}", job.outputs);
}

#[test]
fn without_inputs_the_credential_is_found_where_the_job_keeps_it() {
    let (runner, apple) = (Runner::new(|_| {}), Apple::start(Policy::default()));
    let (key, args) = (signer().private_pem(), format!("--base-url {}", apple.origin()));
    let env = [("ASC_KEY_ID", KEY_ID), ("ASC_ISSUER_ID", ISSUER_ID), ("ASC_PRIVATE_KEY", key.as_str())];
    let job = runner.job(&[("args", &args)], &env);
    assert_eq!((job.status, job.outputs["verdict"].as_str()), (0, "accepted"), "{}", job.log);
    let job = runner.job(&[("args", &args)], &[]);
    assert_eq!((job.status, job.outputs["verdict"].as_str()), (1, "fail"), "{}", job.log);
    assert!(job.log.contains("credentials-incomplete") && !job.log.contains("INPUT_"), "{}", job.log);
    let job = runner.job(&with("", &args), &[]);
    assert_ne!(job.status, 0, "a secret that is empty: {}", job.log);
}

#[test]
fn an_outage_is_a_warning_unless_the_workflow_says_otherwise() {
    let runner = Runner::new(|_| {});
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (key, args) = (signer().private_pem(), format!("--base-url http://127.0.0.1:{port}"));
    let mut inputs = with(&key, &args);
    let job = runner.job(&inputs, &[]);
    assert_eq!((job.status, job.outputs["verdict"].as_str()), (0, "unknown"), "{}", job.log);
    assert!(job.log.contains("::warning") && !job.log.contains("::error"), "{}", job.log);
    inputs.push(("on-unknown", "fail"));
    let job = runner.job(&inputs, &[]);
    assert_eq!((job.status, job.outputs["verdict"].as_str()), (2, "unknown"), "{}", job.log);
}

#[test]
fn what_does_not_have_its_checksum_is_not_unpacked() {
    let runner = Runner::new(|archive| *archive.last_mut().unwrap() ^= 1);
    let job = runner.job(&with("key", ""), &[]);
    assert_eq!(job.status, 1, "{}", job.log);
    assert!(
        job.log.contains("::error title=why401::why401-x86_64-unknown-linux-musl.tar.xz does not have"),
        "{}",
        job.log
    );
    let is_program = |file: &PathBuf| {
        file.starts_with(runner.path("tools")) || file.starts_with(runner.path("temp/why401"))
    };
    assert!(!runner.files().iter().any(is_program), "{:?}", runner.files());
    let unknown = runner.job(&[("version", "9.9.9")], &[]);
    assert!(unknown.status == 1 && unknown.log.contains("cannot download"), "{}", unknown.log);
    let path = runner.job(&[("version", "0.1.0/../../x")], &[]);
    assert!(path.status == 1 && path.log.contains("is not a version"), "{}", path.log);
}

#[test]
fn nothing_in_an_input_is_run_by_a_shell() {
    let runner = Runner::new(|_| {});
    let key = signer().private_pem();
    let mark = runner.path("work/mark");
    for text in ["$(touch mark)", "`touch mark`", "; touch mark", "\" && touch mark", "x\ntouch mark\n"] {
        for name in ["key", "key-id", "issuer-id", "service", "url", "role", "args", "on-unknown", "version"]
        {
            let mut inputs = with(&key, "check --min-remaining 1m");
            inputs.retain(|(other, _)| *other != name);
            inputs.push((name, text));
            let job = runner.job(&inputs, &[]);
            assert!(!mark.exists(), "{name}: {text}: {}", job.log);
        }
    }
    assert!(!PAGE.lines().any(|line| line.contains("run:") && line.contains("${{")));
    assert_eq!(default_of("version"), env!("CARGO_PKG_VERSION"));
}
