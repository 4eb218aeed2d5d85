//! The second stage: what the lints find.

use super::Settings;
use super::basis::Basis;
use super::input::Input;
use crate::catalog::lint::{self, Checks};
use crate::catalog::lints::LINTS;
use crate::input::Binary;
use crate::model::verification::Verification;

/// Verifies the signature, where there is one and something to verify it with.
pub(super) fn verify(input: &Input) -> Verification {
    let key = input.key.as_deref().map(|input| &input.key);
    let verify = |token| Verification::of(token, key, input.jwks.as_deref());
    input.token.as_ref().map_or(Verification::Unchecked, verify)
}

/// Makes the checks of all lints.
pub(super) fn lint(basis: Basis) -> Checks {
    let Basis { input, recognition, settings, .. } = basis;
    match &input.binary {
        Some(binary) => of_binary(binary, settings),
        None if recognition.services.is_empty() => Checks::default(),
        None => lint::run(LINTS, &basis.contexts(), &settings.allowed),
    }
}

/// What holds nothing to check is an error only where `--service` says that a credential belongs there.
fn of_binary(binary: &Binary, settings: &Settings) -> Checks {
    let lint = LINTS.iter().find(|lint| lint.name == "token-missing" && settings.service.is_some());
    let finding = lint.map(|lint| {
        let message = format!("the input is {}, not a token", binary.what);
        let mut finding = lint.finding("/token", message).help(binary.remedy());
        finding.allowed = settings.allowed.contains(&lint.name);
        finding
    });
    Checks { findings: finding.into_iter().collect(), ..Checks::default() }
}
