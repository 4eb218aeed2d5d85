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

/// Names that are longer are near none, in bytes: the longest known one has fewer.
const MAX_NAME: usize = 200;

/// Characters of an unknown name that are repeated.
const MAX_SHOWN: usize = 80;

pub(crate) fn run(name: Option<&str>, out: &mut dyn Write) -> Result<Exit, Error> {
    let Some(name) = name else {
        out.write_all(docs::index().as_bytes())?;
        return Ok(Exit::Success);
    };
    let pages = [
        lints::find(name).map(docs::lint),
        services::find(name).map(docs::service),
        cause::find(name).map(docs::cause),
    ];
    let answers = response::find(name).map_or_else(|| response::by_code(name), |response| vec![response]);
    let pages: Vec<_> = pages.into_iter().flatten().chain(answers.into_iter().map(docs::response)).collect();
    if pages.is_empty() {
        return Err(Error::Unknown { name: redact::excerpt(name, MAX_SHOWN), near: near(name) });
    }
    out.write_all(pages.join("\n").as_bytes())?;
    Ok(Exit::Success)
}

/// The known names nearest to `name`, at most five.
fn near(name: &str) -> Vec<&'static str> {
    if name.len() > MAX_NAME {
        return Vec::new();
    }
    let lints = lints::LINTS.iter().map(|lint| lint.name);
    let services = services::SERVICES.iter().map(|service| service.id);
    let causes = cause::all().map(|cause| cause.id);
    let responses = response::all().flat_map(|response| response.all_codes().chain([response.id]));
    let known = lints.chain(services).chain(causes).chain(responses);
    let mut scored: Vec<_> = known.map(|known| (similarity(name, known), known)).collect();
    scored.sort_by(|(a, left), (b, right)| b.total_cmp(a).then(left.cmp(right)));
    scored.dedup_by_key(|(_, known)| *known);
    scored.into_iter().take_while(|(score, _)| *score > 0.4).take(5).map(|(_, known)| known).collect()
}

/// Shared pairs of letters: 1 for equal words, 0 for words that share none (Dice's coefficient).
fn similarity(a: &str, b: &str) -> f64 {
    let pairs = |text: &str| -> Vec<[u8; 2]> {
        text.to_ascii_lowercase().as_bytes().windows(2).filter_map(|pair| pair.try_into().ok()).collect()
    };
    let (a, mut b) = (pairs(a), pairs(b));
    let all = a.len() + b.len();
    let shared = a
        .iter()
        .filter(|pair| b.iter().position(|other| other == *pair).map(|at| b.swap_remove(at)).is_some());
    2.0 * shared.count() as f64 / all.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_are_offered() {
        assert_eq!(near("claims-expird").first(), Some(&"claims-expired"));
        assert_eq!(near("asc-tem").first(), Some(&"asc-team"));
        assert_eq!(near("NOT_AUTHORISED").first(), Some(&"NOT_AUTHORIZED"));
        assert!(near("xyzzy").is_empty());
        assert!(near(&"claims-expired".repeat(10_000)).is_empty());
    }
}
