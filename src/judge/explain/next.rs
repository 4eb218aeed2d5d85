//! The one experiment that would settle it, as a command to paste.

use crate::catalog::evidence::Experiment;
use crate::catalog::response::Shows;
use crate::catalog::service::{Identifier, Service};
use crate::judge::basis::Basis;
use crate::judge::diagnosis::{Confidence, Diagnosis};
use crate::judge::experiments::Experiments;
use crate::judge::input::Input;
use crate::judge::recognize::Recognition;

/// From this share on there is nothing left to settle.
const SETTLED: f64 = 0.9;

/// The experiments in the order in which they are preferred, the cheapest first.
const PREFERRED: [Experiment; 12] = [
    Experiment::Check,
    Experiment::Control,
    Experiment::OtherHost,
    Experiment::Repeat,
    Experiment::Fresh,
    Experiment::Repaired,
    Experiment::Resigned,
    Experiment::Shifted,
    Experiment::Identity,
    Experiment::Scope,
    Experiment::Clock,
    Experiment::Given,
];

/// Gives each cause its experiment; the first gets the one that splits what is still open most evenly.
pub(super) fn add(causes: &mut [Diagnosis], basis: Basis, experiments: Option<&Experiments>) {
    let Basis { input, recognition, .. } = basis;
    let Some(first) = causes.first() else { return };
    let is_settled = first.confidence == Confidence::Proven || first.share >= SETTLED;
    let commands = Commands::of(input, recognition);
    let services = &recognition.services;
    // What could be asked with what there is was asked.
    let is_asked = experiments.is_some_and(|experiments| !experiments.is_dry_run && experiments.is_exhausted);
    // No token changes what says nothing of one.
    let says_nothing = recognition.response.is_some_and(|it| it.shows(recognition.status) == Shows::Nothing);
    let is_asked = is_asked || says_nothing && first.cause.page.is_some();
    let splitting = best(causes, &commands).filter(|_| !is_asked);
    for (rank, diagnosis) in causes.iter_mut().enumerate() {
        let own = || {
            let experiments = diagnosis.cause.experiments;
            let own = PREFERRED.iter().filter(|e| experiments.contains(e) && !is_asked);
            own.filter_map(|e| commands.of_experiment(*e)).next()
        };
        diagnosis.next = match rank {
            _ if is_settled => None,
            0 => splitting.clone().or_else(own).or_else(|| page(diagnosis, services)),
            _ => own().or_else(|| page(diagnosis, services)),
        };
    }
}

/// The command of the experiment whose outcome is most open.
fn best(causes: &[Diagnosis], commands: &Commands) -> Option<String> {
    let split = |experiment: Experiment| {
        let settled = causes.iter().filter(|d| d.cause.experiments.contains(&experiment));
        let mass: f64 = settled.map(|diagnosis| diagnosis.share).sum();
        mass.min(1.0 - mass)
    };
    let mut best = None;
    for experiment in PREFERRED {
        let Some(command) = commands.of_experiment(experiment) else { continue };
        // Reading the token costs nothing and leaves nothing to chance.
        let worth = if experiment == Experiment::Check { 2.0 * split(experiment) } else { split(experiment) };
        if worth > best.as_ref().map_or(0.0, |(most, _)| *most) {
            best = Some((worth, command));
        }
    }
    best.map(|(_, command)| command)
}

fn page(diagnosis: &Diagnosis, services: &[&'static Service]) -> Option<String> {
    diagnosis.cause.place(services).map(|page| format!("look at {page}"))
}

/// Commands for the service and the key of one subject.
struct Commands {
    /// `None`: its rules are not known.
    service: Option<&'static Service>,
    has_token: bool,
    key: String,
    identifiers: String,
    url: String,
}

impl Commands {
    fn of(input: &Input, recognition: &Recognition) -> Self {
        // Team keys are what most people have.
        let has_issuer = |service: &&&'static Service| service.issuer().is_some();
        let services = &recognition.services;
        let service = services.iter().find(has_issuer).or(services.first()).copied();
        let file = input.key.as_deref().and_then(|key| key.source.path.as_ref());
        let prefix = service.and_then(|service| service.key.file_prefixes.first()).unwrap_or(&"AuthKey_");
        let key =
            file.map_or_else(|| format!("{prefix}XXXXXXXXXX.p8"), |path| quoted(&path.to_string_lossy()));
        let needs = |claim: &str| service.is_some_and(|service| service.requires(claim));
        let option = |option: &str, name: &str, is_given: bool| match is_given {
            true => String::new(),
            false => format!(" {option} {name}"),
        };
        let credentials = &input.credentials;
        let mut identifiers = String::new();
        // What the token says need not be said again.
        let needs =
            |claim: &str| needs(claim) && input.token.as_ref().is_none_or(|token| token.claims().is_none());
        if needs("iss") {
            let is_team = service.is_some_and(|s| s.issuer() == Some(Identifier::TeamId));
            identifiers += &match is_team {
                true => option("--team-id", "TEAM_ID", credentials.team_id().is_some()),
                false => option("--issuer-id", "ISSUER_ID", credentials.issuer_id().is_some()),
            };
        }
        if needs("bid") {
            identifiers += &option("--bundle-id", "BUNDLE_ID", credentials.bundle_id().is_some());
        }
        let request = input.exchange.as_ref().and_then(|exchange| exchange.request.as_ref());
        let takes_gets = service.and_then(|s| s.probe.as_ref()).is_some_and(|probe| probe.method == "GET");
        let failed = request.filter(|request| request.method == "GET" && takes_gets);
        let url = failed.map(|request| format!(" --url {}", quoted(&request.path))).unwrap_or_default();
        Self { service, has_token: input.token.is_some(), key, identifiers, url }
    }

    /// `None`: there is no such command for this service.
    fn of_experiment(&self, experiment: Experiment) -> Option<String> {
        let key = &self.key;
        match experiment {
            Experiment::Check if self.has_token => None,
            Experiment::Check => Some(format!(
                "why401 check TOKEN --key {key}  \
                 # what the refused token says: life, clock, identifiers, signature"
            )),
            Experiment::Control => self.probe(
                false,
                "200 at the control endpoint: the key is good, and its role does not reach \
                 the endpoint that failed",
            ),
            Experiment::Fresh
            | Experiment::Repaired
            | Experiment::Resigned
            | Experiment::Shifted
            | Experiment::Identity
            | Experiment::Scope
            | Experiment::Repeat
            | Experiment::Given => self.probe(
                true,
                "sends it again, then changed in one thing at a time: what is accepted names the cause",
            ),
            Experiment::OtherHost => {
                self.probe(true, "sends the same token to the host of the other environment: accepted there?")
            }
            Experiment::Clock => self.probe(true, "compares the clocks by the `Date` of the answers"),
            Experiment::Page => None,
        }
    }

    /// `None`: nothing is known that could be asked without harm.
    fn probe(&self, needs_token: bool, outcome: &str) -> Option<String> {
        let service = self.service.filter(|service| service.probe.is_some())?;
        let Self { key, identifiers, url, .. } = self;
        let token = if needs_token { " TOKEN" } else { "" };
        Some(format!(
            "why401 probe{token} --key {key}{identifiers} --service {}{url}  # {outcome}",
            service.id
        ))
    }
}

/// A path for a shell.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    match path.chars().all(is_plain) {
        true => path.to_owned(),
        false => format!("'{}'", path.replace('\'', "'\\''")),
    }
}
