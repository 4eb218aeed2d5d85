//! The command line: what may be typed and what it means. Help, completions and man page come from these types.

mod probe;
mod value;

use std::ffi::OsString;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::catalog::evidence::{Environment, History};
use crate::catalog::role::{self, Role};
use crate::catalog::service::Service;
use crate::judge::subject::FailOn;
use crate::model::json::Value;
use crate::report::Format;
pub(crate) use probe::Probe;
use value::{lint_names, parse_claim, parse_duration, parse_instant, service_parser};

#[derive(Parser)]
#[command(
    name = "why401",
    version,
    about = "Tells why an Apple API answers a token with 401 or 403",
    long_about = "Tells why an Apple API answers a developer-signed token with 401 or 403: App Store Connect, App Store \
                  Server, Enterprise Program, Notary, Sign in with Apple, APNs.\n\nApple gives one and the same answer to \
                  every credential fault. why401 reads the token and the key, offline, and says which fault it is; \
                  `probe` asks Apple and proves it by experiment.",
    after_help = "Start with: why401 check TOKEN --key AuthKey_XXXXXXXXXX.p8",
    after_long_help = EXAMPLES,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to colour the output; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

const EXAMPLES: &str = "\
Examples:
  why401 check TOKEN --key AuthKey_XXXXXXXXXX.p8    a token and the key that should have signed it
  pbpaste | why401 check -                          a token from standard input
  why401 check env:ASC_TOKEN --min-remaining 10m    before a long build
  why401 check api_key.json                         a key file of fastlane or rcodesign
  why401 check build.log                            a log, a HAR, `curl -v`, an error body: why it failed
  why401 probe TOKEN --key AuthKey_XXXXXXXXXX.p8    asks Apple, and proves by experiment what is wrong
  why401 mint --key api_key.json                    a fresh token
  why401 explain NOT_AUTHORIZED                     what a finding, a cause or an answer of Apple means

Exit status:
  0  nothing wrong was found, at the level of --fail-on; or the answer shows that the credential was accepted
  1  something wrong was found; or the answer is a refusal
  2  usage, input that could not be read, an answer that allows no judgement, or none
130  Ctrl-C, and 143 SIGTERM: `check` and `probe` print what was known until then";

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Say what is wrong with a token, a key or a refused request, offline
    #[command(after_long_help = CHECK_HELP)]
    Check(Box<Check>),

    /// Check, then ask Apple: prove by experiment what is wrong
    #[command(after_long_help = probe::HELP)]
    Probe(Box<Probe>),

    /// Print a fresh token, alone
    #[command(after_long_help = MINT_HELP)]
    Mint(Box<Mint>),

    /// Explain a lint, a service, a cause or an answer; without NAME, list them all
    Explain {
        /// Name of a lint, a service, a cause or an answer, or a code of Apple's such as NOT_AUTHORIZED
        #[arg(allow_hyphen_values = true)]
        name: Option<String>,
    },

    /// Print shell completions
    Completions {
        /// The shell to complete for
        shell: Shell,
    },

    /// Print the man page
    Man,
}

const CHECK_HELP: &str = "\
What an INPUT is, is found from its content: a compact JWS (also with `Bearer`, quotes or line breaks around it), the text
of a private key in whatever form, a JWK or JWKS, a key file of fastlane or rcodesign, a captured exchange (`curl -i`,
`curl -v`, `curl --trace`, HTTPie, raw, HAR), the body of an error, or a log, packed with gzip or not. Nothing is sent
anywhere.

A captured failure is judged as of the `Date` of the answer. Its likely causes are ranked; --history, --role and the key
sharpen the ranking. A token and the answer it got may be given together.

Arguments show in process lists: in scripts prefer `-`, `env:NAME` or a file.

Environment:
  WHY401_KEY        private key: text or path
  WHY401_KEY_ID     key ID
  WHY401_ISSUER_ID  issuer ID";

/// `why401 check`
#[derive(Args)]
pub(crate) struct Check {
    /// Token, key, credentials, captured failure or log: `-` for standard input, `env:NAME`, a path, or the text itself
    pub(crate) input: Vec<OsString>,

    #[command(flatten)]
    pub(crate) credential: Credential,

    #[command(flatten)]
    pub(crate) request: Request,

    #[command(flatten)]
    pub(crate) judgement: Judgement,

    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Args)]
#[command(next_help_heading = "Credential")]
pub(crate) struct Credential {
    /// Private key: a path, `-` for standard input, or `env:NAME`
    #[arg(long, value_name = "PATH")]
    pub(crate) key: Option<OsString>,

    /// Key ID that belongs to the key
    #[arg(long, value_name = "ID")]
    pub(crate) key_id: Option<String>,

    /// Issuer ID that belongs to the key
    #[arg(long, value_name = "ID")]
    pub(crate) issuer_id: Option<String>,

    /// Public keys to verify against, chosen by `kid`; --key beats it
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
    /// The service the token is for; default: told by URL, key file and claims
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
#[command(next_help_heading = "Judgement")]
pub(crate) struct Judgement {
    /// Judge as of this instant: RFC 3339 or Unix seconds; default: now
    #[arg(long, value_name = "TIME", value_parser = parse_instant, allow_negative_numbers = true)]
    pub(crate) at: Option<f64>,

    /// Fail unless the token is still valid for that long, such as `10m`
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub(crate) min_remaining: Option<Duration>,

    /// Let this finding not count; may be repeated
    #[arg(long, value_name = "LINT", value_parser = PossibleValuesParser::new(lint_names()), hide_possible_values = true)]
    pub(crate) allow: Vec<String>,

    /// The mildest finding that makes the check fail
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = FailOn::Error)]
    pub(crate) fail_on: FailOn,
}

#[derive(Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// How to print the report
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,

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

const MINT_HELP: &str = "\
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
    pub(crate) credential: Credential,

    #[command(flatten)]
    pub(crate) token: Minted,

    #[command(flatten)]
    pub(crate) request: Request,

    #[command(flatten)]
    pub(crate) judgement: Judgement,

    #[command(flatten)]
    pub(crate) volume: Volume,
}

/// What to mint.
#[derive(Args)]
#[command(next_help_heading = "Token")]
pub(crate) struct Minted {
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

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definitions_are_sound() {
        Cli::command().debug_assert();
    }
}
