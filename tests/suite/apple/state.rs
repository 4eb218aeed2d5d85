//! What the server knows beyond one request: its policy, its clock, what it has counted.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use super::key::Key;
use super::policy::Policy;
use super::reason::Reason;

/// How far apart APNs wants the tokens of a key: at least 20 minutes (§7.1).
const TOKEN_INTERVAL: f64 = 20.0 * 60.0;

/// What tokens are judged by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Clock {
    /// This machine's clock and so many seconds more.
    Offset(i64),
    /// It stands still at this Unix time.
    Still(i64),
}

impl Clock {
    /// Unix time in seconds.
    pub(crate) fn now(self) -> f64 {
        match self {
            Self::Offset(seconds) => {
                SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64() + seconds as f64
            }
            Self::Still(at) => at as f64,
        }
    }
}

pub(super) struct State {
    pub(super) policy: Policy,
    /// Requests answered; numbers the identifiers in answers.
    pub(super) answered: u64,
    valid: usize,
    /// Provider tokens by key ID, with the time each was first seen.
    tokens: HashMap<String, Vec<(String, f64)>>,
    /// The first team of each connection.
    teams: HashMap<usize, String>,
}

impl State {
    pub(super) fn new(policy: Policy) -> Self {
        Self { policy, answered: 0, valid: 0, tokens: HashMap::new(), teams: HashMap::new() }
    }

    pub(super) fn now(&self) -> f64 {
        self.policy.clock.now()
    }

    /// Valid tokens are refused sporadically (codemagic-ci-cd/cli-tools#176; clients retry on 401).
    pub(super) fn transient(&mut self) -> Result<(), Reason> {
        self.valid += 1;
        if self.policy.transient.contains(&self.valid) { Err(Reason::Transient) } else { Ok(()) }
    }

    /// Tokens of one team only on one connection (§7.1).
    pub(super) fn one_team(&mut self, connection: usize, key: &Key) -> Result<(), Reason> {
        let first = self.teams.entry(connection).or_insert_with(|| key.issuer.clone());
        if *first == key.issuer { Ok(()) } else { Err(Reason::TeamsMixed) }
    }

    /// Too many different tokens of one key in too short a time. Apple gives no number but the interval.
    pub(super) fn few_tokens(&mut self, key: &Key, token: &str) -> Result<(), Reason> {
        let now = self.now();
        let seen = self.tokens.entry(key.id.clone()).or_default();
        seen.retain(|(_, at)| now - at < TOKEN_INTERVAL);
        if seen.iter().any(|(known, _)| known == token) {
            return Ok(());
        }
        if seen.len() >= self.policy.provider_tokens {
            return Err(Reason::TooManyTokens);
        }
        seen.push((token.to_owned(), now));
        Ok(())
    }
}
