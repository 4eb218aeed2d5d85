//! The command line: what may be typed and what it means. Help, completions and man page come from these types.

mod check;
mod mint;
mod probe;
mod shared;
mod value;

use clap::{Parser, Subcommand, ValueEnum};

use crate::catalog::facts;

pub(crate) use check::Check;
pub(crate) use mint::{Mint, NewToken};
pub(crate) use probe::Probe;
pub(crate) use shared::{Credential, Output, Shared, Volume};

#[derive(Parser)]
#[command(name = "why401", version, long_version = facts::version())]
#[command(about = "Tells why an Apple API answers a token with 401 or 403", long_about = LONG_ABOUT)]
#[command(after_help = "Start with: why401 check TOKEN --key AuthKey_XXXXXXXXXX.p8")]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to colour the output; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

const LONG_ABOUT: &str = "\
Tells why an Apple API answers a developer-signed token with 401 or 403: App Store Connect, App Store Server, \
Enterprise Program, Notary, Sign in with Apple, APNs.

Apple gives one and the same answer to every credential fault. why401 reads the token and the key, offline, and says \
which fault it is; `probe` asks Apple and proves it by experiment.";

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
    #[command(after_long_help = check::HELP)]
    Check(Box<Check>),

    /// Check, then ask Apple: prove by experiment what is wrong
    #[command(after_long_help = probe::HELP)]
    Probe(Box<Probe>),

    /// Print a fresh token, alone
    #[command(after_long_help = mint::HELP)]
    Mint(Box<Mint>),

    /// Explain a lint, a service, a cause or an answer; without NAME, list them all
    #[command(after_long_help = EXPLAIN)]
    Explain {
        /// Name of a lint, a service, a cause or an answer, a code of Apple's such as NOT_AUTHORIZED, or `ci`
        #[arg(allow_hyphen_values = true)]
        name: Option<String>,
    },

    /// Print shell completions
    #[command(after_long_help = COMPLETIONS)]
    Completions {
        /// The shell to complete for
        shell: Shell,
    },

    /// Print the man page of the program or of a command
    #[command(after_long_help = MAN)]
    Man {
        /// The command; default: the program as a whole
        command: Option<Page>,
    },
}

const EXPLAIN: &str = "\
Examples:
  why401 explain claims-expired     a finding
  why401 explain role-insufficient  a cause
  why401 explain NOT_AUTHORIZED     a code of Apple's
  why401 explain asc-team           what a service asks of a token
  why401 explain ci                 how to check credentials in GitLab, Bitrise, Codemagic and Xcode Cloud";

const COMPLETIONS: &str = "\
Examples:
  why401 completions bash > /etc/bash_completion.d/why401
  why401 completions zsh > \"${fpath[1]}/_why401\"
  why401 completions fish > ~/.config/fish/completions/why401.fish
  why401 completions nushell | save -f ~/.config/nushell/autoload/why401.nu
  why401 completions powershell >> $PROFILE";

const MAN: &str = "\
Examples:
  why401 man | man -l -                                          read it
  why401 man check > /usr/local/share/man/man1/why401-check.1    install the page of a command";

/// A shell that completes.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Elvish,
    Fish,
    Nushell,
    Powershell,
    Zsh,
}

/// A command that has a man page of its own.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Page {
    Check,
    Probe,
    Mint,
    Explain,
    Completions,
    Man,
}

impl Page {
    /// The name of the command.
    pub(crate) fn command(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Probe => "probe",
            Self::Mint => "mint",
            Self::Explain => "explain",
            Self::Completions => "completions",
            Self::Man => "man",
        }
    }
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
