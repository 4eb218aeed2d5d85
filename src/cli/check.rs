//! The command line of `why401 check`.

use std::ffi::OsString;

use clap::Args;

use super::shared::{Output, Shared};

pub(super) const HELP: &str = "\
What an INPUT is, is found from its content: a compact JWS (also with `Bearer`, quotes or line
breaks around it), the text of a private key in whatever form, a JWK or JWKS, a key file of
fastlane or rcodesign, a captured exchange (`curl -i`, `curl -v`, `curl --trace`, HTTPie, raw,
HAR), the body of an error, or a log, packed with gzip or not. Nothing is sent anywhere.

A captured failure is judged as of the `Date` of the answer. Its likely causes are ranked;
--history, --role and the key sharpen the ranking. A token and the answer it got may be given
together.

Arguments show in process lists: in scripts prefer `-`, `env:NAME` or a file.

--discover finds the credential by itself: why401 check --discover. It looks at what variables of
the environment hold, whatever they are called, then at fastlane/*.json, api_key.json,
.asc/config.json, eas.json and .env files, then in the folders of altool. It prints where each
value was taken from, what else is there, and why that is not used. The Keychain is never read.

Standard input is read for `-`, and when neither an INPUT nor a key is given. `~/` at the beginning of
a path is the home directory. --report writes the report in further formats, for example
`--format github --report markdown=$GITHUB_STEP_SUMMARY`.

Examples:
  why401 check TOKEN --key AuthKey_XXXXXXXXXX.p8    a token and the key that should have signed it
  pbpaste | why401 check -                          a token from standard input
  why401 check env:ASC_TOKEN --min-remaining 10m    will it last for the build?
  why401 check build.log                            why did it fail?

Environment:
  WHY401_KEY        private key: text or path; set and empty, it is a finding
  WHY401_KEY_ID     key ID
  WHY401_ISSUER_ID  issuer ID";

/// `why401 check`
#[derive(Args)]
pub(crate) struct Check {
    /// Token, key, credentials, captured failure, log or ZIP archive of logs: `-` for standard input, `env:NAME`, a
    /// path, or the text itself
    pub(crate) input: Vec<OsString>,

    #[command(flatten)]
    pub(crate) shared: Shared,

    #[command(flatten)]
    pub(crate) output: Output,
}
