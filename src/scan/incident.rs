//! Puts marks that stand near each other together: one failure says several things.

use super::ansi::readable;
use super::block::{Block, characters};
use super::failure::Lines;
use super::mark::{Mark, Seen, What};
use super::pool::SearchResult;
use super::table::Table;
use super::token;
use super::window::{BEFORE_MARK, MAX_LINE, lines_back, start_of_text};
use crate::catalog::response::{Meaning, Rank, Response};

/// Lines from one mark to the next that belong to the same failure.
const NEAR: u64 = 8;

/// Lines of the longest failure.
const LONGEST: u64 = 64;

/// Lines before the first mark, and after the last one, that are looked at as well.
const BEFORE: usize = 6;
const AFTER: usize = 8;

/// Bytes of a failure's text, and of a line without a mark.
const MAX_TEXT: usize = 16 << 10;
const MAX_OTHER_LINE: usize = 2 << 10;

/// Assembles failures, block by block.
#[derive(Default)]
pub(super) struct Incidents {
    open: Option<Incident>,
}

struct Incident {
    lines: Lines,
    first_line: u64,
    last_line: u64,
    /// The most telling mark, and where it stands.
    best: (Option<Rank>, u64, u64),
    /// The marks it has.
    literals: Vec<usize>,
    /// The response whose own text it holds.
    own: Option<&'static Response>,
    /// The statuses it may have had, as far as a mark tells.
    statuses: Option<&'static [u16]>,
    /// Up to where in the block its text was taken.
    taken: usize,
    /// Lines that may still follow.
    after: usize,
}

impl Incidents {
    /// Takes what was found in a block whose fresh part begins in line `line`.
    pub(super) fn take(&mut self, searched: &SearchResult, line: u64, table: &mut Table) {
        let block = &searched.block;
        let (mut place, mut token_end) = (Place::new(block, line), 0);
        let mut seen = Seen::default();
        for (position, meaning) in &searched.marks {
            let position = *position;
            if position < token_end || seen.is_nothing_new(*meaning, position) {
                continue;
            }
            let (line, column) = place.advance(block, position);
            let what = match meaning {
                Meaning::Token => {
                    if let Some((found, end)) = token::at(block, position) {
                        token_end = end;
                        table.add_token(found, line, column);
                    }
                    continue;
                }
                Meaning::Mark { rank, reach, response, literal } => {
                    What::Mark { rank: *rank, reach: *reach, response, literal: *literal }
                }
                // A second host, or status, in a line tells nothing new.
                Meaning::Domain | Meaning::Status if self.has_line(line, position) => continue,
                Meaning::Domain => What::Request,
                Meaning::Status => What::Status,
            };
            // Text that was taken already was looked at already.
            let is_held = self.open.as_ref().is_some_and(|open| position < open.taken);
            let sender = match is_held {
                true => Some(what.own_sender()),
                false => seen.sender(&what, line, &block.data, position),
            };
            let Some(sender) = sender else { continue };
            let mark = Mark { what, line, column, position, sender };
            if mark.opens(&block.data) || self.open.as_ref().is_some_and(|open| open.includes(&mark)) {
                self.mark(mark, &block.data, table);
            }
        }
        if let Some(open) = &mut self.open {
            open.follow(&block.data, block.data.len());
            open.taken = 0;
        }
    }

    /// Whether the line of a mark was taken already.
    fn has_line(&self, line: u64, position: usize) -> bool {
        self.open.as_ref().is_some_and(|open| open.last_line == line && position < open.taken)
    }

    fn mark(&mut self, mark: Mark, data: &[u8], table: &mut Table) {
        let (mut from, mut lines) = (0, Lines::default());
        let start = match self.open.take() {
            Some(mut open) if open.holds(&mark) || open.includes(&mark) => {
                open.join(&mark, data);
                self.open = Some(open);
                return;
            }
            Some(mut open) => {
                let start = start_of_text(data, mark.position);
                open.follow(data, start);
                from = open.taken;
                if mark.line - open.last_line <= NEAR {
                    lines = Lines::behind(&open.lines);
                }
                open.hand_over(table);
                start
            }
            None => start_of_text(data, mark.position),
        };
        let mut open = Incident {
            lines,
            first_line: mark.line,
            last_line: mark.line,
            best: (None, mark.line, mark.column),
            literals: Vec::new(),
            own: None,
            statuses: None,
            taken: lines_back(data, start, BEFORE).max(from.min(start)),
            after: AFTER,
        };
        open.join(&mark, data);
        self.open = Some(open);
    }

    /// Nothing follows.
    pub(super) fn close(&mut self, table: &mut Table) {
        if let Some(open) = self.open.take() {
            open.hand_over(table);
        }
    }
}

/// Follows line and column from mark to mark.
struct Place {
    at: usize,
    line: u64,
    column: u64,
}

impl Place {
    fn new(block: &Block, line: u64) -> Self {
        Self { at: block.seen, line, column: block.column_of(block.seen) }
    }

    /// Line and column of a position that is not before the last one.
    fn advance(&mut self, block: &Block, position: usize) -> (u64, u64) {
        let Some(passed) = block.data.get(self.at..position) else {
            // The mark begins in what comes again.
            return (self.line, block.column_of(position));
        };
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.column = match memchr::memrchr(b'\n', passed) {
            Some(line_break) => 1 + characters(passed.get(line_break + 1..).unwrap_or_default()),
            None => self.column + characters(passed),
        };
        self.at = position;
        (self.line, self.column)
    }
}

impl Incident {
    /// Whether the mark stands in text that was taken: in a line with many failures, each would have the same text, and
    /// be the same in the end.
    fn holds(&self, mark: &Mark) -> bool {
        mark.position < self.taken
    }

    /// Whether the mark tells of the same failure: it is near, is not said again in another line, has no other sender,
    /// and is no other response's own text.
    fn includes(&self, mark: &Mark) -> bool {
        if let What::Mark { literal, .. } = mark.what
            && mark.line != self.last_line
            && self.literals.contains(&literal)
        {
            return false;
        }
        let is_other = match mark.what {
            What::Mark { rank: Rank::Detail, response, .. } => {
                self.own.is_some_and(|own| own.id != response.id)
            }
            _ => false,
        };
        let has_other_status = mark.statuses().is_some_and(|theirs| self.has_another_status(theirs));
        let has_other_sender =
            mark.sender.as_ref().is_some_and(|theirs| self.lines.has_another_sender(theirs));
        let is_near = mark.line - self.last_line <= NEAR && mark.line - self.first_line <= LONGEST;
        is_near && !is_other && !has_other_status && !has_other_sender
    }

    /// Whether what is known of this failure's status excludes these.
    fn has_another_status(&self, theirs: &[u16]) -> bool {
        self.statuses.is_some_and(|own| own.iter().all(|status| !theirs.contains(status)))
    }

    fn join(&mut self, mark: &Mark, data: &[u8]) {
        self.statuses = self.statuses.or(mark.statuses());
        self.append(data, mark.position);
        self.lines.mark(mark.sender.clone());
        self.last_line = mark.line;
        self.after = AFTER;
        let What::Mark { rank, response, literal, .. } = mark.what else { return };
        if !self.literals.contains(&literal) {
            self.literals.push(literal);
        }
        if rank == Rank::Detail {
            self.own = Some(response);
        }
        if Some(rank) > self.best.0 {
            self.best = (Some(rank), mark.line, mark.column);
        }
    }

    fn hand_over(self, table: &mut Table) {
        let (_, line, column) = self.best;
        table.add_failure(self.lines, line, column);
    }

    /// Takes the lines up to that of a mark; of a long line, what is around the mark.
    fn append(&mut self, data: &[u8], mark: usize) {
        let Some(before) = data.get(self.taken..mark) else { return };
        let start = memchr::memrchr(b'\n', before).map_or(self.taken, |found| self.taken + found + 1);
        for line in data.get(self.taken..start).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
            self.push(line, MAX_OTHER_LINE);
        }
        let end_before = |limit: usize| {
            let rest = data.get(mark..limit.min(data.len())).unwrap_or_default();
            memchr::memchr(b'\n', rest).map(|found| mark + found + 1)
        };
        let is_short = data.len() <= start + MAX_LINE || end_before(start + MAX_LINE).is_some();
        let from = if is_short { start } else { start.max(mark.saturating_sub(BEFORE_MARK)) };
        self.taken = end_before(from + MAX_LINE).unwrap_or(data.len().min(from + MAX_LINE));
        self.push(data.get(from..self.taken).unwrap_or_default(), MAX_LINE);
    }

    /// Takes the lines that follow the last mark, as far as they may belong to it.
    fn follow(&mut self, data: &[u8], end: usize) {
        let Some(mut lines) = data.get(self.taken..end) else { return };
        let is_within_line =
            self.taken.checked_sub(1).and_then(|last| data.get(last)).is_some_and(|byte| *byte != b'\n');
        if is_within_line {
            let rest = memchr::memchr(b'\n', lines).map_or(lines.len(), |found| found + 1);
            self.taken += rest;
            lines = lines.get(rest..).unwrap_or_default();
        }
        for line in lines.split_inclusive(|byte| *byte == b'\n').take(self.after) {
            self.after -= 1;
            self.taken += line.len();
            self.push(line, MAX_OTHER_LINE);
        }
    }

    fn push(&mut self, line: &[u8], most: usize) {
        let line = line.get(..most).unwrap_or(line);
        if self.lines.size() + line.len() <= MAX_TEXT {
            self.lines.push(&readable(line.trim_ascii_end()));
        }
    }
}
