//! What may be typed for several commands.

use std::ffi::OsString;
use std::time::Duration;

use clap::Args;

use super::value::{ReportTo, lint_parser, parse_duration, parse_instant, parse_report, service_parser};
use crate::catalog::evidence::{Environment, History};
use crate::catalog::role::{self, Role};
use crate::catalog::service::Service;
use crate::judge::subject::FailOn;
use crate::report::Format;

/// What `check`, `probe` and `mint` have in common.
#[derive(Args)]
pub(crate) struct Shared {
    #[command(flatten)]
    pub(crate) credential: Credential,

    #[command(flatten)]
    pub(crate) request: Request,

    #[command(flatten)]
    pub(crate) judgment: Judgment,
}

#[derive(Args)]
#[command(next_help_heading = "Credential")]
pub(crate) struct Credential {
    /// Private key: a path, `-` for standard input, or `env:NAME`
    #[arg(long, value_name = "PATH")]
    pub(crate) key: Option<OsString>,

    /// Key ID that belongs to the key; each ID also as `env:NAME`
    #[arg(long, value_name = "ID")]
    pub(crate) key_id: Option<String>,

    /// Issuer ID that belongs to the key
    #[arg(long, value_name = "ID")]
    pub(crate) issuer_id: Option<String>,

    /// Find the credentials where tools keep them: variables of the environment, fastlane's, asc's and EAS's files,
    /// `.env`, altool's folders; the Keychain is never read
    #[arg(long)]
    pub(crate) discover: bool,

    /// Public keys to verify against, chosen by `kid`: a path, `-` or `env:NAME`; --key beats it
    #[arg(long, value_name = "PATH")]
    pub(crate) jwks: Option<OsString>,

    /// Team ID of the developer account
    #[arg(long, value_name = "ID")]
    pub(crate) team_id: Option<String>,

    /// Bundle ID of the app, expected in `bid`
    #[arg(long, value_name = "ID")]
    pub(crate) bundle_id: Option<String>,

    /// Client ID (App ID or Services ID), expected in `sub`
    #[arg(long, value_name = "ID")]
    pub(crate) subject: Option<String>,
}

#[derive(Args)]
#[command(next_help_heading = "Request")]
pub(crate) struct Request {
    /// The service the token is for; default: by URL, key file and claims, else asc-team where it is one of several
    #[arg(long, value_name = "NAME", value_parser = service_parser())]
    pub(crate) service: Option<&'static Service>,

    /// For services that have both
    #[arg(long, value_enum, value_name = "NAME")]
    pub(crate) environment: Option<Environment>,

    /// What was requested with the token: a URL or a path
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,

    /// The method of that request
    #[arg(long, value_name = "METHOD", requires = "url")]
    pub(crate) method: Option<String>,

    /// The status of the answer; the input is then its body
    #[arg(long, value_name = "STATUS", value_parser = clap::value_parser!(u16).range(100..=599))]
    pub(crate) status: Option<u16>,

    /// The role of the key: a code such as APP_MANAGER, or its name in App Store Connect
    #[arg(long, value_name = "ROLE", value_parser = role::parse)]
    pub(crate) role: Option<&'static Role>,

    /// Whether this credential ever worked
    #[arg(long, value_enum, value_name = "HISTORY")]
    pub(crate) history: Option<History>,
}

#[derive(Args)]
#[command(next_help_heading = "Judgment")]
pub(crate) struct Judgment {
    /// Judge as of this instant: RFC 3339 or Unix seconds; default: now
    #[arg(long, value_name = "TIME", value_parser = parse_instant, allow_negative_numbers = true)]
    pub(crate) at: Option<f64>,

    /// Fail unless the token is still valid for that long, such as `10m`
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub(crate) min_remaining: Option<Duration>,

    /// Let this finding not count; may be repeated
    #[arg(long, value_name = "LINT", value_parser = lint_parser(), hide_possible_values = true)]
    pub(crate) allow: Vec<String>,

    /// The mildest finding that makes the check fail
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = FailOn::Error)]
    pub(crate) fail_on: FailOn,
}

#[derive(Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// Exit with 0 when the verdict is `unknown`, so that an outage does not block a release
    #[arg(long, help_heading = "Judgment")]
    pub(crate) allow_unknown: bool,

    /// How to print the report
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,

    /// Write the report in one more format into a file; markdown appends to it; may be repeated
    #[arg(long, value_name = "FORMAT=PATH", value_parser = parse_report)]
    pub(crate) report: Vec<ReportTo>,

    /// Print tokens whole, signature included; private keys are never printed
    #[arg(long)]
    pub(crate) show_token: bool,

    #[command(flatten)]
    pub(crate) volume: Volume,
}

/// How much to print.
#[derive(Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Volume {
    /// Print the verdict alone
    #[arg(long, short, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Print every check, passed ones included
    #[arg(long, short)]
    pub(crate) verbose: bool,
}
