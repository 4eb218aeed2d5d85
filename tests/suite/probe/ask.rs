//! Runs the program against the server, and checks what holds for every run.

use std::process::{Command, Output};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::apple::exchange::Seen;
use crate::apple::key::Signer;
use crate::apple::portal::ACCESS_TOKEN;
use crate::apple::server::Apple;
use crate::apple::{ISSUER_ID, KEY_ID};
use crate::program::Folder;

/// The key pair that the default policy knows.
pub(crate) fn signer() -> Signer {
    Signer::new(1)
}

/// This machine's clock, which the program reads too; the server's is told relative to it.
pub(crate) fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

/// Writes a file for the owner alone and gives its path.
pub(crate) fn file(folder: &Folder, name: &str, content: &str) -> String {
    folder.write(name, content.as_bytes()).to_str().unwrap().to_owned()
}

/// What a run came to.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) report: Value,
    pub(crate) errors: String,
    pub(crate) seen: Vec<Seen>,
}

/// One run of `why401 probe`, as JSON, with the key as a file of that name.
pub(crate) struct Program<'a> {
    pub(crate) apple: &'a Apple,
    pub(crate) signer: Option<Signer>,
    pub(crate) key_file: &'a str,
    pub(crate) max_requests: usize,
}

impl<'a> Program<'a> {
    pub(crate) fn new(apple: &'a Apple) -> Self {
        Self { apple, signer: Some(signer()), key_file: "key.p8", max_requests: 12 }
    }

    pub(crate) fn key_file(self, key_file: &'a str) -> Self {
        Self { key_file, ..self }
    }

    pub(crate) fn signer(self, signer: Option<Signer>) -> Self {
        Self { signer, ..self }
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        let folder = Folder::with(&[]);
        let mut all: Vec<String> = Vec::new();
        if let Some(signer) = &self.signer {
            all.extend(["--key".to_owned(), file(&folder, self.key_file, &signer.private_pem())]);
        }
        all.extend(["--base-url".to_owned(), self.apple.origin(), "--format=json".to_owned()]);
        all.extend(["--max-requests".to_owned(), self.max_requests.to_string()]);
        all.extend(args.iter().map(|arg| (*arg).to_owned()));
        let output = command().arg("probe").args(&all).output().unwrap();
        let run = Run::of(&output, self.apple.requests());
        run.keeps_the_promises(self);
        run
    }
}

/// The program without any of this machine's environment.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_why401"));
    command.env_clear();
    command
}

impl Run {
    pub(crate) fn of(output: &Output, seen: Vec<Seen>) -> Self {
        let stdout = String::from_utf8(output.stdout.clone()).unwrap();
        let errors = String::from_utf8(output.stderr.clone()).unwrap();
        let report = serde_json::from_str(&stdout).unwrap_or(Value::Null);
        Self { code: output.status.code().unwrap(), report, errors, seen }
    }

    /// What no run may do, whatever the server.
    fn keeps_the_promises(&self, program: &Program) {
        let told = format!("{}{}", self.report, self.errors);
        for part in ACCESS_TOKEN.split('.') {
            assert!(!told.contains(part), "an access token is told: {told}");
        }
        assert!(self.seen.len() <= program.max_requests, "{} requests: {told}", self.seen.len());
        for seen in &self.seen {
            let is_harmless_post = [
                "account.apple.com",
                "api.development.devicecheck.apple.com",
                "api.devicecheck.apple.com",
                "api.push.apple.com",
                "api.sandbox.push.apple.com",
                "appleid.apple.com",
            ]
            .contains(&seen.host.as_str());
            assert!(seen.method == "GET" || seen.method == "POST" && is_harmless_post, "{seen:?}");
            assert!(seen.host.ends_with(".apple.com"), "{seen:?}");
            let signature = seen.header("authorization").and_then(|value| value.rsplit('.').next());
            let is_leaked = signature.is_some_and(|it| it.len() > 40 && told.contains(it));
            assert!(!is_leaked, "a signature is told: {told}");
        }
        if let Some(signer) = &program.signer {
            let pem = signer.private_pem();
            let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
            assert!(!told.contains(&body[..40]), "the key is told");
            assert!(
                self.seen.iter().all(|seen| !format!("{seen:?}").contains(&body[..40])),
                "the key is sent"
            );
        }
    }

    pub(crate) fn subject(&self) -> &Value {
        &self.report["subjects"][0]
    }

    pub(crate) fn verdict(&self) -> &str {
        self.report["verdict"].as_str().unwrap_or_default()
    }

    /// Cause and confidence, the first first.
    pub(crate) fn causes(&self) -> Vec<(&str, &str)> {
        let causes = self.subject()["causes"].as_array().map_or(&[][..], Vec::as_slice);
        causes
            .iter()
            .map(|cause| (cause["id"].as_str().unwrap(), cause["confidence"].as_str().unwrap()))
            .collect()
    }

    pub(crate) fn proven(&self) -> Vec<&str> {
        self.causes()
            .into_iter()
            .filter(|(_, confidence)| *confidence == "proven")
            .map(|(id, _)| id)
            .collect()
    }

    /// The names of the requests with their statuses.
    pub(crate) fn probes(&self) -> Vec<(&str, u64)> {
        let probes = self.subject()["probes"].as_array().map_or(&[][..], Vec::as_slice);
        probes
            .iter()
            .map(|probe| (probe["name"].as_str().unwrap(), probe["status"].as_u64().unwrap_or(0)))
            .collect()
    }
}

/// Identifiers of the key that the default policy knows.
pub(crate) const IDS: [&str; 4] = ["--key-id", KEY_ID, "--issuer-id", ISSUER_ID];
