//! Documentation of lints, services, causes and responses: what `explain` prints, and the README.md files of the
//! catalog.

mod fit;
mod response;
mod service;

use std::fmt::Write as _;

use crate::catalog::cause::{self, Cause};
use crate::catalog::evidence::Weight;
use crate::catalog::lint::{Group, Lint};
use crate::catalog::lints::LINTS;
use crate::catalog::response::Response;
use crate::catalog::responses::FAMILIES;
use crate::catalog::services::SERVICES;

pub(crate) use fit::fit;
pub(crate) use response::response;
pub(crate) use service::service;

/// The page about credentials in CI services.
pub(crate) fn ci() -> String {
    let repository = env!("CARGO_PKG_REPOSITORY");
    let action = repository.trim_start_matches("https://github.com/");
    let page = include_str!("docs/ci.md");
    let page = page.replace("{repository}", repository);
    page.replace("{action}", action).replace("{version}", env!("CARGO_PKG_VERSION"))
}

/// The page of one lint.
pub(crate) fn lint(lint: &Lint) -> String {
    let mut page =
        format!("# {}\n\n{} ({}, {})\n\n", lint.name, capitalized(lint.summary), lint.severity, lint.group);
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

/// The page of one cause.
pub(crate) fn cause(cause: &Cause) -> String {
    let mut page =
        format!("# {}\n\n{}.\n\n{}\n\n", cause.id, capitalized(cause.title), cause.explanation.trim_end());
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
    let answers: Vec<_> = crate::catalog::response::all().filter_map(share).collect();
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

/// Every name that `explain` knows, with one line each.
pub(crate) fn index() -> String {
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
    let _ = writeln!(page, "\nGuides\n  {:<28} how to check credentials in CI services", "ci");
    for family in FAMILIES {
        let _ = writeln!(page, "\nAnswers: {}", family.title);
        for response in family.responses {
            let _ = writeln!(page, "  {:<42} {}", response.id, response.meaning);
        }
    }
    page
}

/// The file `src/catalog/lints/README.md`.
#[cfg(test)]
pub(crate) fn lints_readme() -> String {
    let mut page = String::from(README_HEAD);
    for group in Group::ALL {
        let _ = write!(
            page,
            "\n## {}\n\n| lint | flags | severity |\n|---|---|---|\n",
            capitalized(&group.to_string())
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
#[cfg(test)]
pub(crate) fn causes_readme() -> String {
    let mut page = String::from(CAUSES_HEAD);
    for cause in cause::all() {
        let _ = writeln!(page, "| [{0}](#{0}) | {1} |", cause.id, cause.title);
    }
    for cause in cause::all() {
        let _ = write!(page, "\n#{}", self::cause(cause));
    }
    page
}

#[cfg(test)]
const CAUSES_HEAD: &str = "\
<!-- Generated from the causes by `SNAPSHOTS=overwrite cargo test --lib docs`. -->

# Causes

| cause | |
|---|---|
";

#[cfg(test)]
const README_HEAD: &str = "\
<!-- Generated from the lints by `SNAPSHOTS=overwrite cargo test --lib docs`. -->

# Lints

Severity has a definition:

- **error**: refused by Apple (documented, or observed and not contradicted), forbidden by the RFC named, unusable, or
  over the user's own limit
- **warning**: accepted today or effect unknown, but against the documentation, fragile, or a danger to the key
- **note**: worth knowing

The table gives the usual severity of each lint; a finding may have another. Examples are JSON merge patches on a valid
token of the App Store Connect API, issued at 1795168800 (2026-11-20 10:00:00 UTC), expiring 600 s later and judged \
180 s
after it was issued.
";

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use snapbox::{Assert, Data};

    use super::*;
    use crate::text::wrap::width;

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
        let pages = lints.chain(services).chain(responses).chain(cause::all().map(super::cause));
        for page in pages.chain([index()]) {
            assert!(page.ends_with('\n'), "{page}");
            for columns in [60, 80, 100] {
                for line in fit(&page, columns).lines() {
                    // A word alone cannot be broken: the URL of a source, an example.
                    let is_word = line.trim().split(' ').nth(2).is_none();
                    let is_fixed = line.starts_with(['|', '#']) || line.starts_with("    ");
                    assert!(is_word || is_fixed || width(line) <= columns, "{columns}: {line}");
                }
            }
        }
    }
}
