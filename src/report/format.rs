//! What a format is: a name, a line of help, and a report that takes each subject as soon as it is judged.

use std::io::{self, Write};

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::formats::FORMATS;
use super::view::View;
use super::{Options, Tally};
use crate::redact::Foreign;

/// A format of the report, as `--format` names it.
#[derive(Clone, Copy)]
pub struct Format {
    pub(super) name: &'static str,
    /// What help says of it.
    pub(super) about: &'static str,
    /// Whether each subject is printed at once, so that live input is read as it comes.
    pub(crate) is_live: bool,
    /// Whether a file keeps what it holds, as the summary of a job does.
    pub(crate) appends: bool,
    /// Begins a report.
    pub(super) start: for<'a> fn(Options, &'a mut dyn Write) -> Box<dyn Report + 'a>,
}

/// A report that is being written.
pub(crate) trait Report {
    /// Takes one more subject.
    fn subject(&mut self, subject: &View) -> io::Result<()>;

    /// Writes what is left.
    fn end(self: Box<Self>, end: &End) -> io::Result<()>;
}

/// What all subjects come to.
pub(crate) struct End {
    pub(crate) tally: Tally,
    /// The reason of the verdict.
    pub(crate) headline: String,
    /// Whether not all could be looked at.
    pub(crate) is_cut_short: bool,
    pub(crate) unread: Vec<UnreadInput>,
}

/// An input that could not be read, or not to its end.
pub(crate) struct UnreadInput {
    pub(crate) source: Foreign<'static>,
    /// Why, in one line.
    pub(crate) message: Foreign<'static>,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        FORMATS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name).help(self.about))
    }
}
