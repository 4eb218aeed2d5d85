//! The command line of `why401 probe`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::shared::{Output, Shared};
use super::value::{parse_timeout, parse_vendor};

pub(super) const HELP: &str = "\
INPUT is what `check` takes, with one token at most; with a key alone a token is minted. The token is sent
to the endpoint of --url or of the captured request, else to a cheap one of the service. A private key lets
changed tokens be sent, one change at a time, until one turns the refusal into acceptance: that proves the cause.

Requests are GET, never repeated unseen, and go over TLS to the service's own hosts alone. Two services have a
harmless POST instead: siwa (a made-up code: `invalid_grant` means that the secret is good) and apns (a device
token of 64 zeros: `BadDeviceToken` means that the token is good).

Examples:
  why401 probe TOKEN --key AuthKey_XXXXXXXXXX.p8            why is this token refused?
  why401 probe --key api_key.json --url /v1/users           may this key do that?
  why401 probe failure.har --key api_key.json --dry-run     what would be sent?
  why401 probe --key api_key.json --roles                   which role does this key have?

Environment:
  WHY401_KEY, WHY401_KEY_ID, WHY401_ISSUER_ID   as for `check`
  HTTPS_PROXY, NO_PROXY                         the way to the network";

/// `why401 probe`
#[derive(Args)]
pub(crate) struct Probe {
    /// Token, key, credentials or captured failure: `-` for standard input, `env:NAME`, a path, or the text itself
    pub(crate) input: Vec<OsString>,

    #[command(flatten)]
    pub(crate) shared: Shared,

    #[command(flatten)]
    pub(crate) network: Network,

    #[command(flatten)]
    pub(crate) output: Output,
}

/// How to ask.
#[derive(Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct Network {
    /// Print what would be sent, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Send only what was given; mint nothing
    #[arg(long)]
    pub(crate) no_experiments: bool,

    /// Ask for the role that the key seems to have
    #[arg(long)]
    pub(crate) roles: bool,

    /// Vendor number, for the role probe of financial reports
    #[arg(long, value_name = "N", requires = "roles", value_parser = parse_vendor)]
    pub(crate) vendor_number: Option<String>,

    /// The time that each request may take
    #[arg(long, value_name = "DURATION", value_parser = parse_timeout, default_value = "10s")]
    pub(crate) timeout: Duration,

    /// The most requests of the whole run
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=100), default_value_t = 12)]
    pub(crate) max_requests: u8,

    /// Another origin for one host, or for every host; may be repeated
    #[arg(long, value_name = "[HOST=]ORIGIN")]
    pub(crate) base_url: Vec<String>,

    /// Let credentials go to a host that is none of the service's; may be repeated
    #[arg(long, value_name = "HOST")]
    pub(crate) allow_host: Vec<String>,

    /// A root certificate to trust beside the platform's, as PEM
    #[arg(long, value_name = "PATH")]
    pub(crate) ca_cert: Option<PathBuf>,
}
