//! One question put to the program in both formats, and what holds for every answer.

use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::apple::hostile::{Hostile, Kind};
use crate::apple::mint::Mint;
use crate::probe::ask::{IDS, command, file, now, signer};
use crate::program::Folder;

/// What a run with a time limit of a second may take, in a debug build on a busy machine.
const TIME: Duration = Duration::from_secs(6);

/// The same where it has to read as much as it can: a debug build reads slowly, and looks at the clock seldom.
const LONG: Duration = Duration::from_secs(90);

/// A token, a key and options to ask with.
pub(crate) struct Question {
    folder: Folder,
    key: String,
    pub(crate) token: String,
    args: Vec<String>,
    env: Vec<(&'static str, String)>,
    timeout: &'static str,
    time: Duration,
}

/// What was told.
pub(crate) struct Told {
    pub(crate) code: i32,
    pub(crate) human: String,
    pub(crate) errors: String,
    pub(crate) json: String,
    pub(crate) report: Value,
}

impl Question {
    pub(crate) fn new() -> Self {
        let folder = Folder::with(&[]);
        let key = file(&folder, "key.p8", &signer().private_pem());
        let token = Mint::team(now() - 60).sign(&signer());
        Self { folder, key, token, args: Vec::new(), env: Vec::new(), timeout: "1s", time: TIME }
    }

    /// With everything meant for Apple going to `origin`.
    pub(crate) fn to(origin: &str) -> Self {
        Self::new().arg(&format!("--base-url={origin}"))
    }

    pub(crate) fn arg(mut self, arg: &str) -> Self {
        self.args.push(arg.to_owned());
        self
    }

    pub(crate) fn token(self, token: String) -> Self {
        Self { token, ..self }
    }

    pub(crate) fn env(mut self, name: &'static str, value: &str) -> Self {
        self.env.push((name, value.to_owned()));
        self
    }

    pub(crate) fn ca(self, pem: &str) -> Self {
        let path = file(&self.folder, "ca.pem", pem);
        self.arg(&format!("--ca-cert={path}"))
    }

    pub(crate) fn timeout(self, timeout: &'static str) -> Self {
        Self { timeout, ..self }
    }

    pub(crate) fn long(self) -> Self {
        Self { time: LONG, ..self }
    }

    pub(crate) fn command(&self, format: &str) -> Command {
        let mut command = command();
        command.args([
            "probe",
            "--service=asc-team",
            "--timeout",
            self.timeout,
            "--key",
            &self.key,
            &self.token,
        ]);
        command.args(IDS).args(&self.args).arg(format!("--format={format}"));
        command.envs(self.env.iter().map(|(name, value)| (*name, value)));
        command
    }

    pub(crate) fn ask(&self) -> Told {
        self.ask_with([&[], &[]])
    }

    /// Each format at an origin of its own.
    pub(crate) fn ask_each(&self, origins: &[String; 2]) -> Told {
        let [human, json] = origins.each_ref().map(|origin| format!("--base-url={origin}"));
        self.ask_with([&[human], &[json]])
    }

    fn ask_with(&self, [human, json]: [&[String]; 2]) -> Told {
        let run = |format, args: &[String]| {
            let begun = Instant::now();
            let output = self.command(format).args(args).output().unwrap();
            assert!(begun.elapsed() < self.time, "{:?} {:?}", begun.elapsed(), self.args);
            output
        };
        let (human, json) = thread::scope(|scope| {
            let human = scope.spawn(|| run("human", human));
            let json = run("json", json);
            (human.join().unwrap(), json)
        });
        self.told(&human, &json)
    }

    fn told(&self, human: &Output, json: &Output) -> Told {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let told = Told {
            code: human.status.code().unwrap(),
            human: text(&human.stdout),
            errors: text(&human.stderr),
            json: text(&json.stdout),
            report: serde_json::from_slice(&json.stdout).unwrap_or(Value::Null),
        };
        assert_eq!(json.status.code(), Some(told.code), "{}{}", told.json, text(&json.stderr));
        for shown in [&told.human, &told.errors] {
            assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
        }
        assert!(!told.json.contains(|c: char| c.is_ascii_control() && c != '\n'), "{:?}", told.json);
        let all = told.all() + &text(&json.stderr);
        assert!(!all.contains("this is a bug"), "{all}");
        self.hides_secrets(&all);
        told
    }

    fn hides_secrets(&self, all: &str) {
        let pem = signer().private_pem();
        let key: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        assert!(!all.contains(&key[..40]), "the key is told: {all}");
        let signature = self.token.rsplit('.').next().unwrap();
        assert!(!all.contains(signature), "the signature is told: {all}");
    }
}

impl Told {
    pub(crate) fn all(&self) -> String {
        format!("{}{}{}", self.human, self.errors, self.json)
    }

    pub(crate) fn verdict(&self) -> &str {
        self.report["verdict"].as_str().unwrap_or_default()
    }

    /// The verdict fits the exit status, and both formats say `words`.
    #[track_caller]
    pub(crate) fn says(&self, code: i32, words: &str) -> &Self {
        let verdict = ["accepted", "rejected", "unknown"][usize::try_from(self.code).unwrap()];
        assert_eq!((self.code, self.verdict()), (code, verdict), "{}", self.all());
        assert!(self.human.starts_with(verdict), "{}", self.human);
        assert!(unwrapped(&self.human).contains(words), "{words}: {}", self.human);
        assert!(self.json.contains(words), "{words}: {:#}", self.report);
        self
    }

    /// No answer is no denial: nothing is said of the token, and the reason is told as an error, too.
    #[track_caller]
    pub(crate) fn says_no_answer(&self, words: &str) -> &Self {
        self.says(2, words);
        assert!(self.human.starts_with("unknown: no answer: "), "{}", self.human);
        assert!(self.errors.starts_with("error: ") && self.errors.contains(words), "{}", self.errors);
        let causes = self.report["subjects"][0]["causes"].as_array().map_or(0, Vec::len);
        let first = &self.report["subjects"][0]["causes"][0]["id"];
        assert!(causes == 0 || causes == 1 && first == "network-unreachable", "{:#}", self.report);
        self
    }

    /// The names of the requests with their statuses; 0 where no answer came.
    pub(crate) fn probes(&self) -> Vec<(&str, u64)> {
        let probes = self.report["subjects"][0]["probes"].as_array().map_or(&[][..], Vec::as_slice);
        probes
            .iter()
            .map(|probe| (probe["name"].as_str().unwrap(), probe["status"].as_u64().unwrap_or(0)))
            .collect()
    }

    pub(crate) fn causes(&self) -> Vec<&str> {
        let causes = self.report["subjects"][0]["causes"].as_array().map_or(&[][..], Vec::as_slice);
        causes.iter().map(|cause| cause["id"].as_str().unwrap()).collect()
    }
}

/// Puts the question to a server of that kind, and sees to it that no signature that was sent is told.
pub(crate) fn against(kind: Kind) -> (Told, Hostile) {
    let server = Hostile::start(kind);
    let question = Question::to(&server.origin());
    let question = match kind {
        Kind::CertificateForAnotherName | Kind::CertificateExpired | Kind::CertificateSelfSigned => {
            question.ca(server.ca_pem())
        }
        Kind::EndlessBody => question.long().timeout("10s"),
        Kind::Interim | Kind::HugeHeader | Kind::ManyHeaders => question.long(),
        _ => question,
    };
    let told = question.ask();
    let all = told.all();
    for request in server.requests() {
        let token = request.lines().find_map(|line| line.strip_prefix("authorization: Bearer "));
        let signature = token.and_then(|token| token.trim().rsplit('.').next());
        assert!(!signature.is_some_and(|it| all.contains(it)), "{kind:?}: a signature is told: {all}");
    }
    (told, server)
}

fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
