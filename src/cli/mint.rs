//! The command line of `why401 mint`.

use std::time::Duration;

use clap::Args;

use super::shared::{Shared, Volume};
use super::value::{parse_claim, parse_duration};
use crate::model::json::Value;

pub(super) const HELP: &str = "\
The token is judged as `why401 check` would judge it. What is found goes to standard error; with an
error among it, no token is printed and the exit status is 1. `iat` is set 60 s back, against clocks
that differ, so the longest --lifetime is a minute below the service's maximum.

Examples:
  why401 mint --service asc-team --key AuthKey_XXXXXXXXXX.p8 --issuer-id UUID
  why401 mint --key api_key.json --scope 'GET /v1/apps'
  why401 mint --service apns --key AuthKey_XXXXXXXXXX.p8 --team-id ID
  why401 mint --key api_key.json | why401 check - --key api_key.json

Environment:
  WHY401_KEY        private key: text or path
  WHY401_KEY_ID     key ID
  WHY401_ISSUER_ID  issuer ID";

/// `why401 mint`
#[derive(Args)]
pub(crate) struct Mint {
    #[command(flatten)]
    pub(crate) token: NewToken,

    #[command(flatten)]
    pub(crate) shared: Shared,

    #[command(flatten)]
    pub(crate) volume: Volume,
}

/// What to mint.
#[derive(Args)]
#[command(next_help_heading = "Token")]
pub(crate) struct NewToken {
    /// How long the token is good from now on; default: 10m
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub(crate) lifetime: Option<Duration>,

    /// A request the token is good for, such as 'GET /v1/apps'; may be repeated; default: all
    #[arg(long, value_name = "ENTRY")]
    pub(crate) scope: Vec<String>,

    /// A claim to add or replace, its value as JSON, such as 'nonce="7c1e"'; may be repeated
    #[arg(long, value_name = "NAME=JSON", value_parser = parse_claim)]
    pub(crate) claim: Vec<(String, Value)>,
}
