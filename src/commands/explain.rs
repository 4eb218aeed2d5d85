//! `why401 explain`: the documentation of a lint, a service, a cause or an answer.

use std::io::Write;

use crate::catalog::cause;
use crate::catalog::lints;
use crate::catalog::response;
use crate::catalog::services;
use crate::error::Error;
use crate::exit::Exit;
use crate::redact;
use crate::report::docs;
use crate::text::near;

/// Columns below which lines are not broken any more.
const LEAST_COLUMNS: usize = 40;

/// Characters of an unknown name that are repeated.
const MAX_SHOWN: usize = 80;

/// `columns`: of the terminal, if it is one.
pub(crate) fn run(name: Option<&str>, columns: Option<usize>, out: &mut dyn Write) -> Result<Exit, Error> {
    let text = name.map_or_else(|| Ok(docs::index()), pages)?;
    let text = match columns {
        Some(columns) => docs::fit(&text, columns.max(LEAST_COLUMNS)),
        None => text,
    };
    out.write_all(text.as_bytes())?;
    Ok(Exit::Success)
}

/// The name of the page about credentials in CI.
const CI: &str = "ci";

/// The pages of what is called so.
fn pages(name: &str) -> Result<String, Error> {
    if name == CI {
        return Ok(docs::ci());
    }
    let pages = [
        lints::find(name).map(docs::lint),
        services::find(name).map(docs::service),
        cause::find(name).map(docs::cause),
    ];
    let answers = response::find(name).map_or_else(|| response::by_code(name), |response| vec![response]);
    let pages: Vec<_> = pages.into_iter().flatten().chain(answers.into_iter().map(docs::response)).collect();
    if pages.is_empty() {
        return Err(Error::Unknown { name: redact::excerpt(name, MAX_SHOWN), near: nearest(name) });
    }
    Ok(pages.join("\n"))
}

/// The known names nearest to `name`, at most five.
fn nearest(name: &str) -> Vec<&'static str> {
    near::nearest(name, names(), 5)
}

/// Everything that has a page.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let lints = lints::LINTS.iter().map(|lint| lint.name);
    let services =
        services::SERVICES.iter().flat_map(|service| service.aliases.iter().copied().chain([service.id]));
    let causes = cause::all().map(|cause| cause.id);
    let responses = response::all().flat_map(|response| response.all_codes().chain([response.id]));
    lints.chain(services).chain(causes).chain(responses).chain([CI])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_are_offered() {
        assert_eq!(nearest("claims-expird").first(), Some(&"claims-expired"));
        assert_eq!(nearest("asc-tem").first(), Some(&"asc-team"));
        assert_eq!(nearest("NOT_AUTHORISED").first(), Some(&"NOT_AUTHORIZED"));
        assert!(nearest("xyzzy").is_empty());
        assert!(nearest(&"claims-expired".repeat(10_000)).is_empty());
    }
}
