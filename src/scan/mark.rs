//! Literals that were found, and what their lines tell.

use super::ansi::readable;
use super::failure::tells_status;
use super::window::{around, start_of_text, with_next_lines};
use crate::catalog::response::{Meaning, Rank, Reach, Response};
use crate::catalog::sender::Sender;

/// A literal that was found, and who speaks in its line.
pub(super) struct Mark {
    pub(super) what: What,
    pub(super) line: u64,
    pub(super) column: u64,
    pub(super) position: usize,
    /// Who speaks in its line, as far as that shows.
    pub(super) sender: Option<Sender>,
}

pub(super) enum What {
    Mark {
        rank: Rank,
        reach: Reach,
        response: &'static Response,
        literal: usize,
    },
    /// A host of Apple.
    Request,
    /// A number that may be the status of a refusal.
    Status,
}

impl What {
    /// Who speaks where the words are Apple's own, whatever else stands in the line.
    pub(super) fn own_sender(&self) -> Option<Sender> {
        match self {
            Self::Mark { reach: Reach::Own, response, .. } => Some(Sender::Apple(response.services.to_vec())),
            _ => None,
        }
    }
}

impl Mark {
    /// The statuses that its response comes with; `None`: it tells none.
    pub(super) fn statuses(&self) -> Option<&'static [u16]> {
        let What::Mark { rank: Rank::Detail | Rank::Code, response, .. } = self.what else { return None };
        (!response.status.is_empty()).then_some(response.status)
    }

    /// Whether a failure may begin with it: a host alone tells of none.
    pub(super) fn opens(&self, data: &[u8]) -> bool {
        match self.what {
            What::Mark { .. } | What::Status => true,
            What::Request => tells_status(&readable(with_next_lines(data, self.position))),
        }
    }
}

/// What was looked at already: a line may hold the same many thousand times.
#[derive(Default)]
pub(super) struct Seen {
    /// Up to where numbers, and hosts, were looked at.
    statuses: usize,
    domains: usize,
    /// Who speaks in a line; the text that was looked at begins there.
    sender: Option<(u64, usize, Option<Sender>)>,
}

impl Seen {
    pub(super) fn is_nothing_new(&self, meaning: Meaning, position: usize) -> bool {
        match meaning {
            Meaning::Status => position < self.statuses,
            Meaning::Domain => position < self.domains,
            _ => false,
        }
    }

    /// Who speaks in the line of a mark, as far as that shows. `None`: a number that is no status, a host that is none
    /// of Apple's.
    pub(super) fn sender(
        &mut self,
        what: &What,
        line: u64,
        data: &[u8],
        position: usize,
    ) -> Option<Option<Sender>> {
        if let Some(own) = what.own_sender() {
            return Some(Some(own));
        }
        let start = start_of_text(data, position);
        let text = around(data, position);
        let end = start + text.len();
        if matches!(what, What::Status) {
            self.statuses = end;
            if !tells_status(&readable(text)) {
                return None;
            }
        }
        if self.sender.as_ref().is_none_or(|(known, from, _)| (*known, *from) != (line, start)) {
            self.sender = Some((line, start, Sender::of_line(&readable(text))));
        }
        let sender = self.sender.as_ref().and_then(|(.., sender)| sender.clone());
        if matches!(what, What::Request) {
            self.domains = end;
            return sender.filter(Sender::is_apple).map(Some);
        }
        Some(sender)
    }
}
