//! Why the program could not look. What is wrong with a content is never one of these, but a finding.

use std::io::{self, Write};
use std::iter;

use crate::input::{self, is_stop};
use crate::judge;
use crate::probe::{Failure, SetUpError};
use crate::redact::{self, Unsendable};

/// Characters of an error that are shown: a path may be as long.
const MAX_SHOWN: usize = 4096;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Input(#[from] input::Error),
    /// What could not be read, after all else was told.
    #[error("{} inputs cannot be read", .0.len())]
    Unread(Vec<Self>),
    #[error("--url {url}: expected a whole URL, https://…, or a path that begins with /")]
    Url { url: String },
    #[error("nothing is called {name:?}{}", nearest(.near))]
    Unknown { name: String, near: Vec<&'static str> },
    #[error("name the service with --service: it may be {}", .ids.join(", "))]
    Services { ids: Vec<&'static str> },
    #[error("nothing to send: give a token, or a private key to mint one from (--key)")]
    NothingToSend,
    #[error("{tokens} tokens were given, and one at most is sent; give the one that is refused")]
    SeveralTokens { tokens: usize },
    #[error(
        "the token was not sent: its `aud` names {named}, and this is {service}; say `--service {named}`, or give the \
         key to probe {service} with a token minted for it"
    )]
    OtherAudience { service: &'static str, named: &'static str },
    #[error("{service} is not probed: {why}")]
    NotProbed { service: &'static str, why: &'static str },
    #[error(transparent)]
    Unsent(Failure),
    #[error("cannot start the network runtime")]
    Runtime(std::io::Error),
    #[error("{service} is only recognized: why401 does not know the rules of its tokens, and mints none")]
    NoRules { service: &'static str },
    #[error("no token without {what}")]
    Lacking { what: String },
    #[error("--scope: tokens of {service} have no `scope`, so it would not limit what the token is good for")]
    NoScope { service: &'static str },
    #[error("--environment sandbox: {service} has no sandbox")]
    NoSandbox { service: &'static str },
    #[error(
        "{place} holds a private key or a number that can be one, so nothing was sent or minted; remove it, and revoke \
         the key if anybody else has seen the token"
    )]
    KeyInToken { place: String },
    #[error("the token has characters that a header field cannot hold; nothing was sent")]
    Unsendable,
    #[error("the claims are too large or nest too deeply for a token")]
    Malformed,
    #[error(transparent)]
    Probe(#[from] SetUpError),
    #[error("--report {path}: cannot open it for writing")]
    ReportUnwritable { path: String, source: io::Error },
    #[error("--report {path}: two reports cannot share a file")]
    ReportTwice { path: String },
    #[error("--report {path}: it is an input, and would be overwritten")]
    ReportIsInput { path: String },
    #[error("cannot write the report")]
    Write(#[from] std::io::Error),
}

fn nearest(near: &[&str]) -> String {
    match near {
        [] => "; `why401 explain` lists all names".to_owned(),
        near => format!("; did you mean {}?", near.join(", ")),
    }
}

impl From<Unsendable> for Error {
    fn from(unsendable: Unsendable) -> Self {
        match unsendable {
            Unsendable::Character => Self::Unsendable,
            Unsendable::Key { place } => Self::KeyInToken { place },
        }
    }
}

impl From<judge::Error> for Error {
    fn from(error: judge::Error) -> Self {
        match error {
            judge::Error::Write(error) => Self::Write(error),
            judge::Error::Unread(errors) => Self::Unread(errors.into_iter().map(Self::Input).collect()),
        }
    }
}

impl Error {
    /// The name of the input that could not be read.
    pub(crate) fn input(&self) -> Option<String> {
        match self {
            Self::Input(error) => error.input(),
            _ => None,
        }
    }

    /// The errors of which this is made.
    pub(crate) fn each(&self) -> &[Self] {
        match self {
            Self::Unread(errors) => errors,
            error => std::slice::from_ref(error),
        }
    }

    /// Whether an input was not read to its end because the program was asked to stop.
    pub(crate) fn is_of_stop(&self) -> bool {
        let first: &(dyn std::error::Error + 'static) = self;
        iter::successors(Some(first), |error| error.source())
            .any(|error| error.downcast_ref::<io::Error>().is_some_and(is_stop))
    }

    /// Prints the error in one line.
    pub(crate) fn tell(&self, err: &mut dyn Write) {
        // Nothing is left to do when trouble cannot be told.
        let _ = writeln!(err, "error: {}", redact::excerpt(&self.chain(), MAX_SHOWN));
    }

    /// The error and what it comes from, in one line.
    pub(crate) fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(error) = source {
            text.push_str(&format!(": {error}"));
            source = error.source();
        }
        text
    }
}
