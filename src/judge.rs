//! Judges what was read: recognize, lint, explain, one subject after the other.

use std::io;

use crate::catalog::evidence::{Environment, History};
use crate::catalog::role::Role;
use crate::catalog::service::Service;
use crate::catalog::services::hosts::is_apples;
use crate::input::{Inputs, Item};
use crate::judge::assemble::Assembler;
use crate::judge::subject::Subject;
use crate::model::request::Request;

mod assemble;
mod basis;
mod captured;
pub(crate) mod diagnosis;
pub(crate) mod experiments;
mod explain;
mod input;
mod lint;
mod parallel;
mod recognize;
mod steps;
pub(crate) mod subject;

/// How subjects are judged.
pub(crate) struct Settings<'a> {
    /// Every service there is.
    pub(crate) list: &'static [&'static Service],
    /// What `--service` names.
    pub(crate) service: Option<&'static Service>,
    pub(crate) environment: Option<Environment>,
    /// What the failing request was, when the input does not say so.
    pub(crate) request: Option<Request>,
    pub(crate) status: Option<u16>,
    pub(crate) role: Option<&'static Role>,
    pub(crate) history: Option<History>,
    /// `--at`, in seconds since 1970.
    pub(crate) at: Option<f64>,
    /// The clock of this machine, in seconds since 1970.
    pub(crate) now: f64,
    pub(crate) min_remaining: Option<f64>,
    pub(crate) allowed: Vec<&'a str>,
    /// Whether entries of a HAR that did not fail are told as well.
    pub(crate) every_entry: bool,
}

impl Settings<'_> {
    /// Whether the options say that Apple sent what names no sender.
    fn is_apples(&self) -> bool {
        let host = self.request.as_ref().and_then(|request| request.host.as_deref());
        self.service.is_some() || host.is_some_and(is_apples)
    }
}

/// Takes each subject as soon as it is judged.
pub(crate) type Sink<'a> = dyn FnMut(Subject) -> io::Result<()> + 'a;

/// Why not everything was judged.
#[derive(Debug)]
pub(crate) enum Error {
    /// The sink failed.
    Write(io::Error),
    /// These inputs could not be read, or not to their ends; all others were judged.
    Unread(Vec<crate::input::Error>),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

/// Judges everything that was read. Keys and identifiers belong to each token and exchange; without one they are
/// subjects of their own. Adds to `notices` what else is worth telling about the inputs.
///
/// # Errors
/// When the sink fails, at once; when inputs cannot be read, or not to their ends, after all else was judged.
pub(crate) fn judge(
    mut inputs: Inputs,
    settings: &Settings,
    sink: &mut Sink,
    notices: &mut Vec<String>,
) -> Result<(), Error> {
    let items = std::mem::take(&mut inputs.items);
    let mut unread = std::mem::take(&mut inputs.unread);
    let is_alone = !items.iter().any(Item::takes_key)
        && (items.is_empty() && unread.is_empty() || inputs.has_credential());
    let assembler = Assembler::new(inputs, settings);
    if is_alone {
        assembler.alone().into_iter().try_for_each(|input| sink(Subject::of(input, settings)))?;
    }
    captured::judge(items, &assembler, sink, notices, &mut unread)?;
    if unread.is_empty() { Ok(()) } else { Err(Error::Unread(unread)) }
}

/// The credential alone, for a token to be minted from. `None`: nothing was given.
pub(crate) fn credential(inputs: Inputs, settings: &Settings) -> Option<Subject> {
    let input = Assembler::new(inputs, settings).alone().into_iter().next();
    input.map(|input| Subject::of(input, settings))
}
