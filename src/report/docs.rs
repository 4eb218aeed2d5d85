//! Documentation of lints, services, causes and answers: what `explain` prints and `src/catalog/lints/README.md` holds.

use std::fmt::Write as _;

use crate::catalog::cause::{self, Cause};
use crate::catalog::evidence::Weight;
use crate::catalog::lint::{Group, Lint};
use crate::catalog::lints::LINTS;
use crate::catalog::response::{self, Credential, Layer, Response, Shows};
use crate::catalog::responses::FAMILIES;
use crate::catalog::service::{Claim, Form, From, Lifetime, Presence, Rules, Service, Transport};
use crate::catalog::services::SERVICES;
use crate::model::time;

/// The page of one lint.
pub fn lint(lint: &Lint) -> String {
    let mut page =
        format!("# {}\n\n{} ({}, {})\n\n", lint.name, capitalised(lint.summary), lint.severity, lint.group);
    let _ = write!(page, "{}\n\n", lint.explanation.trim_end());
    let _ = write!(page, "Found in: `{}`\n\nNot in: `{}`\n\n", one_line(lint.bad), one_line(lint.good));
    if !lint.explained_by.is_empty() {
        let _ = write!(page, "Not reported when its reason is found: {}.\n\n", lint.explained_by.join(", "));
    }
    if !lint.causes.is_empty() {
        let _ = write!(page, "Speaks for the causes: {}.\n\n", lint.causes.join(", "));
    }
    let _ = writeln!(page, "Source: {}", lint.source);
    page
}

/// A JSON text that was broken over several lines between its members.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// The page of one service.
pub fn service(service: &Service) -> String {
    let mut page = format!("# {}\n\n{}\n\n{}\n\n", service.id, service.name, service.about.trim_end());
    match &service.rules {
        Some(rules) => page.push_str(&self::rules(rules)),
        None => page
            .push_str("Its responses are known, the rules of its tokens are not: they are not checked.\n\n"),
    }
    let _ = write!(page, "Key: {}, made at {}", service.key.name, service.key.page);
    match service.key.file_prefixes {
        [] => page.push_str(".\n\n"),
        prefixes => {
            let _ = write!(page, "; its file begins with {}.\n\n", prefixes.join(" or "));
        }
    }
    let _ = write!(page, "Sent as: {}\n\n", transport(service.transport));
    for (title, names) in
        [("Hosts", service.hosts), ("Sandbox", service.sandbox_hosts), ("Other names", service.aliases)]
    {
        if !names.is_empty() {
            let _ = write!(page, "{title}: {}\n\n", names.join(", "));
        }
    }
    if let Some(probe) = &service.probe {
        let _ =
            write!(page, "Harmless request that needs a good token: `{} {}`\n\n", probe.method, probe.url);
    }
    let _ = writeln!(page, "Sources:");
    for source in service.sources {
        let _ = writeln!(page, "- {source}");
    }
    page
}

fn rules(rules: &Rules) -> String {
    let mut text = String::from("| claim | | |\n|---|---|---|\n");
    for claim in rules.claims {
        let _ = writeln!(text, "| `{}` | {} | {} |", claim.name, presence(claim), form(claim));
    }
    let kid = rules.key_id.map(|_| "kid");
    let header: Vec<_> = ["alg"].into_iter().chain(kid).chain(rules.header.iter().copied()).collect();
    let _ = write!(text, "\nHeader: {}. Algorithm: ES256.\n\n", header.join(", "));
    let _ = write!(text, "Life: {}\n\n", lifetime(&rules.lifetime));
    text
}

/// The page of one cause.
pub fn cause(cause: &Cause) -> String {
    let mut page =
        format!("# {}\n\n{}.\n\n{}\n\n", cause.id, capitalised(cause.title), cause.explanation.trim_end());
    for (number, step) in cause.fix.iter().enumerate() {
        let _ = writeln!(page, "{}. {step}", number + 1);
    }
    if let Some(place) = cause.page {
        let _ = write!(page, "\nWhere to look: {place}\n");
    }
    if !cause.services.is_empty() {
        let _ = write!(page, "\nOnly at: {}\n", cause.services.join(", "));
    }
    let _ = write!(page, "\nFor and against:\n\n{}", weighed(cause));
    let _ = write!(page, "\nWhat settles it:\n\n");
    for experiment in cause.experiments {
        let _ = writeln!(page, "- {}", experiment.words());
    }
    if cause.answer {
        let _ = writeln!(page, "- Apple's answer, where it names it");
    }
    let _ = write!(page, "\nSource: {}\n", cause.source);
    page
}

/// The lints, answers and facts that are weighed.
fn weighed(cause: &Cause) -> String {
    let mut list = String::new();
    let speak = LINTS.iter().filter(|lint| lint.causes.contains(&cause.id)).map(|lint| lint.name);
    let lints: Vec<_> = speak.collect();
    if !lints.is_empty() {
        let _ = writeln!(list, "- for it: a finding of {}", lints.join(", "));
    }
    let share = |response: &'static Response| {
        let share = response.priors.unknown.iter().find(|(id, _)| *id == cause.id)?.1;
        (share >= 0.1).then(|| format!("{} ({:.0} %)", response.id, share * 100.0))
    };
    let answers: Vec<_> = response::all().filter_map(share).collect();
    if !answers.is_empty() {
        let _ = writeln!(list, "- for it: the answer {}", answers.join(", "));
    }
    for evidence in cause.evidence {
        let side = match evidence.weight {
            Weight::Proves => "proves it",
            Weight::For(_) => "for it",
            Weight::Against(_) => "against it",
            Weight::RulesOut => "rules it out",
        };
        let _ = writeln!(list, "- {side}: {}", evidence.words);
    }
    list
}

/// The page of one answer.
pub fn response(response: &Response) -> String {
    let mut page = format!("# {}\n\n{}\n\n{}", response.id, response.meaning, layer(response.layer));
    if !response.services.is_empty() {
        let _ = write!(page, ", of {}", response.services.join(", "));
    }
    if !response.status.is_empty() {
        let status: Vec<_> = response.status.iter().map(u16::to_string).collect();
        let _ = write!(page, ", with status {}", status.join(", "));
    }
    let _ = write!(page, ". {}\n\n", shows(response.shows));
    let codes: Vec<_> = response.all_codes().map(|code| format!("`{code}`")).collect();
    if !codes.is_empty() {
        let _ = write!(page, "Apple's code: {}\n\n", codes.join(", "));
    }
    if let Some(sample) = response.sample {
        for line in sample.lines() {
            let _ = writeln!(page, "    {line}");
        }
        page.push('\n');
    }
    page.push_str(&shares(response));
    if response.decisive {
        page.push_str("No case is known in which it meant anything else than the first.\n\n");
    }
    if !response.hints.is_empty() {
        for hint in response.hints {
            let _ = writeln!(page, "- {hint}");
        }
        page.push('\n');
    }
    let _ = writeln!(page, "Source: {}", response.source);
    page
}

/// Every name that `explain` knows, with one line each.
pub fn index() -> String {
    let mut page = String::new();
    for group in Group::ALL {
        let _ = writeln!(page, "Lints: {group}");
        for lint in LINTS.iter().filter(|lint| lint.group == group) {
            let _ = writeln!(page, "  {:<28} {}", lint.name, lint.summary);
        }
        page.push('\n');
    }
    let _ = writeln!(page, "Services");
    for service in SERVICES {
        let _ = writeln!(page, "  {:<28} {}", service.id, service.name);
    }
    let _ = writeln!(page, "\nCauses");
    for cause in cause::all() {
        let _ = writeln!(page, "  {:<28} {}", cause.id, cause.title);
    }
    for family in FAMILIES {
        let _ = writeln!(page, "\nAnswers: {}", family.title);
        for response in family.responses {
            let _ = writeln!(page, "  {:<42} {}", response.id, response.meaning);
        }
    }
    page
}

/// The file `src/catalog/lints/README.md`.
pub fn lints_readme() -> String {
    let mut page = String::from(README_HEAD);
    for group in Group::ALL {
        let _ = write!(
            page,
            "\n## {}\n\n| lint | flags | severity |\n|---|---|---|\n",
            capitalised(&group.to_string())
        );
        for lint in LINTS.iter().filter(|lint| lint.group == group) {
            let _ = writeln!(page, "| [{0}](#{0}) | {1} | {2} |", lint.name, lint.summary, lint.severity);
        }
    }
    for lint in LINTS {
        let _ = write!(page, "\n#{}", self::lint(lint));
    }
    page
}

/// The file `src/catalog/causes/README.md`.
pub fn causes_readme() -> String {
    let mut page = String::from(
        "<!-- Generated from the causes by `SNAPSHOTS=overwrite cargo test --lib docs`. -->\n\n# Causes\n\n| cause | |\n|---|---|\n",
    );
    for cause in cause::all() {
        let _ = writeln!(page, "| [{0}](#{0}) | {1} |", cause.id, cause.title);
    }
    for cause in cause::all() {
        let _ = write!(page, "\n#{}", self::cause(cause));
    }
    page
}

const README_HEAD: &str = "\
<!-- Generated from the lints by `SNAPSHOTS=overwrite cargo test --lib docs`. -->

# Lints

Severity has a definition:

- **error**: refused by Apple (documented, or observed and not contradicted), forbidden by the RFC named, unusable, or
  over the user's own limit
- **warning**: accepted today or effect unknown, but against the documentation, fragile, or a danger to the key
- **note**: worth knowing

The table gives the usual severity of each lint; a finding may have another. Examples are JSON merge patches on a valid
token of the App Store Connect API, issued at 1795168800 (2026-11-20 10:00:00 UTC), expiring 600 s later and judged 180 s
after it was issued.
";

fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Api => "An answer of the API",
        Layer::Tool => "A tool's words",
        Layer::Local => "A tool's words before it sends anything",
        Layer::Edge => "An answer of the servers in front of the API",
        Layer::Session => "An answer to the web session of an Apple ID",
        Layer::Network => "A tool's words for a connection that failed",
    }
}

fn shows(shows: Shows) -> &'static str {
    match shows {
        Shows::Refused { credential: Credential::Doubtful } => "The credential was refused.",
        Shows::Refused { credential: Credential::Good } => {
            "The credential is good; what it may do is not enough."
        }
        Shows::Accepted => "It shows that the credential was accepted.",
        Shows::Unsendable => "The credential could not be used at all.",
        Shows::Nothing => "It shows nothing of the credential.",
    }
}

/// How often each cause was behind an answer, as a table.
fn shares(response: &Response) -> String {
    let priors = &response.priors;
    if priors.never.is_empty() {
        return String::new();
    }
    let mut table = String::from(
        "Its causes, if the credential never worked, if it did until now, if it fails now and then:\n\n| cause | never | until now | now and then |\n|---|---|---|---|\n",
    );
    let columns = [priors.never, priors.worked, priors.intermittent];
    let mut causes: Vec<&str> = Vec::new();
    for (cause, _) in columns.iter().copied().flatten() {
        if !causes.contains(cause) {
            causes.push(cause);
        }
    }
    for cause in causes {
        let _ = write!(table, "| {cause} |");
        for column in columns {
            let share = column.iter().find(|(name, _)| *name == cause);
            let _ = match share {
                Some((_, share)) => write!(table, " {:.0} % |", share * 100.0),
                None => write!(table, " – |"),
            };
        }
        table.push('\n');
    }
    table.push('\n');
    table
}

fn presence(claim: &Claim) -> &'static str {
    match claim.presence {
        Presence::Required => "required",
        Presence::Documented => "documented as required, optional in practice",
        Presence::Optional => "optional",
        Presence::Forbidden => "must be absent",
    }
}

fn form(claim: &Claim) -> String {
    match claim.form {
        Form::Exactly(value) => format!("`{value}`"),
        Form::SameAs(other) => format!("{}, the same as `{other}`", claim.about),
        Form::Identifier(identifier) => format!("{}: {}", claim.about, identifier.noun()),
        Form::NumericDate => format!("{}, in seconds since 1970", claim.about),
        Form::Strings | Form::Origins => format!("{}: an array of strings", claim.about),
        Form::String | Form::Boolean | Form::Origin => claim.about.to_owned(),
    }
}

fn lifetime(lifetime: &Lifetime) -> String {
    let max = match lifetime.max.map(f64::from) {
        None => "no maximum is stated".to_owned(),
        Some(max) => {
            let bound = if lifetime.max_refused { "less than" } else { "at most" };
            let from = |from: &From| match from {
                From::IssuedAt => "`exp` minus `iat`",
                From::Now => "`exp` minus Apple's clock",
            };
            let measured: Vec<_> = lifetime.from.iter().map(from).collect();
            let refused = if lifetime.max_refused { " (exactly that was seen refused)" } else { "" };
            format!("{bound} {}{refused}, measured as {}", time::seconds(max), measured.join(" and as "))
        }
    };
    let age = lifetime.max_age.map(|age| format!("; `iat` may be at most {} old", time::span(age.into())));
    let long = lifetime.long_lived.as_ref().map(|long| {
        let paths: Vec<_> = long.paths.iter().map(|path| format!("- {path}\n")).collect();
        let max = time::span(long.max.into());
        format!(
            "\n\nUp to six months (Apple gives no seconds; {max} are taken) when every entry of `scope` is a GET below one of\n\n{}",
            paths.concat().trim_end()
        )
    });
    let recommended = time::span(lifetime.recommended.into());
    format!("{max}{}. Mint for {recommended}.{}", age.unwrap_or_default(), long.unwrap_or_default())
}

fn transport(transport: Transport) -> String {
    match transport {
        Transport::Bearer => "`Authorization: Bearer TOKEN`".to_owned(),
        Transport::Bare => "`Authorization: TOKEN`".to_owned(),
        Transport::FormField(name) => format!("form field `{name}`"),
        Transport::Other(how) => how.to_owned(),
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use snapbox::{Assert, Data};

    use super::*;

    #[test]
    fn the_readme_of_the_lints_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/catalog/lints/README.md");
        // A backslash is one of a text, not of a path.
        let assert = Assert::new().action_env("SNAPSHOTS").normalize_paths(false);
        assert.eq(lints_readme(), Data::read_from(path.as_ref(), None));
    }

    #[test]
    fn the_readme_of_the_causes_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/catalog/causes/README.md");
        let assert = Assert::new().action_env("SNAPSHOTS").normalize_paths(false);
        assert.eq(causes_readme(), Data::read_from(path.as_ref(), None));
    }

    #[test]
    fn every_page_fits_a_terminal() {
        let lints = LINTS.iter().map(|l| lint(l));
        let services = SERVICES.iter().map(|s| service(s));
        let responses = FAMILIES.iter().flat_map(|family| family.responses).map(response);
        for page in lints.chain(services).chain(responses) {
            assert!(page.starts_with("# ") && page.ends_with('\n'), "{page}");
        }
    }
}
