//! Puts marks that stand near each other together: one failure says several things.

use super::ansi::readable;
use super::literals::{Meaning, Rank};
use super::pool::Searched;
use super::table::Table;
use super::token;
use crate::response::Response;

/// Lines from one mark to the next that belong to the same failure.
const NEAR: u64 = 8;

/// Lines of the longest failure.
const LONGEST: u64 = 64;

/// Lines before the first mark, and after the last one, that are looked at as well.
const BEFORE: usize = 3;
const AFTER: usize = 8;

/// Bytes of a failure's text, and of one of its lines.
const MAX_TEXT: usize = 16 << 10;
const MAX_LINE: usize = 4 << 10;

/// Assembles failures, block by block.
#[derive(Default)]
pub(super) struct Incidents {
    open: Option<Incident>,
}

struct Incident {
    text: String,
    first_line: u64,
    last_line: u64,
    /// The most telling mark, and where it stands.
    best: (Rank, u64, u64),
    /// The marks it has.
    literals: Vec<usize>,
    /// The answer whose own text it holds.
    own: Option<&'static Response>,
    /// Up to where in the block its text was taken.
    taken: usize,
    /// Lines that may still follow.
    after: usize,
}

impl Incidents {
    /// Takes what was found in a block whose fresh part begins in line `line`.
    pub(super) fn take(&mut self, searched: &Searched, mut line: u64, table: &mut Table) {
        let (block, mut at, mut token_end) = (&searched.block, searched.block.seen, 0);
        for (position, meaning) in &searched.marks {
            let position = *position;
            if position < token_end {
                continue;
            }
            if let Some(passed) = block.data.get(at..position) {
                line += memchr::memchr_iter(b'\n', passed).count() as u64;
                at = position;
            }
            match meaning {
                Meaning::Token => {
                    if let Some((found, end)) = token::at(block, position) {
                        token_end = end;
                        table.add_token(found, line, block.column_of(position));
                    }
                }
                Meaning::Mark { rank, response, literal } => {
                    let mark = Mark { rank: *rank, response, literal: *literal, line, position };
                    self.mark(mark, searched, table);
                }
            }
        }
        if let Some(open) = &mut self.open {
            open.follow(&block.data, block.data.len());
            open.taken = 0;
        }
    }

    fn mark(&mut self, mark: Mark, searched: &Searched, table: &mut Table) {
        let block = &searched.block;
        let start = start_of_line(&block.data, mark.position);
        let column = || block.column_of(mark.position);
        let mut from = 0;
        if let Some(mut open) = self.open.take() {
            if open.includes(&mark) {
                open.join(&mark, &block.data, column);
                self.open = Some(open);
                return;
            }
            open.follow(&block.data, start);
            from = open.taken;
            table.add_answer(open.text, open.best.1, open.best.2);
        }
        let own = (mark.rank == Rank::Detail).then_some(mark.response);
        let mut open = Incident {
            text: String::new(),
            first_line: mark.line,
            last_line: mark.line,
            best: (mark.rank, mark.line, column()),
            literals: vec![mark.literal],
            own,
            taken: lines_back(&block.data, start, BEFORE).max(from.min(start)),
            after: AFTER,
        };
        open.append(&block.data, end_of_line(&block.data, mark.position));
        self.open = Some(open);
    }

    /// Nothing follows.
    pub(super) fn close(&mut self, table: &mut Table) {
        if let Some(open) = self.open.take() {
            table.add_answer(open.text, open.best.1, open.best.2);
        }
    }
}

struct Mark {
    rank: Rank,
    response: &'static Response,
    literal: usize,
    line: u64,
    position: usize,
}

impl Incident {
    /// Whether the mark tells of the same failure: it is near, is not said again in another line, and is no other answer's
    /// own text.
    fn includes(&self, mark: &Mark) -> bool {
        if mark.line != self.last_line && self.literals.contains(&mark.literal) {
            return false;
        }
        let is_other = mark.rank == Rank::Detail && self.own.is_some_and(|own| own.id != mark.response.id);
        mark.line - self.last_line <= NEAR && mark.line - self.first_line <= LONGEST && !is_other
    }

    fn join(&mut self, mark: &Mark, data: &[u8], column: impl Fn() -> u64) {
        self.append(data, end_of_line(data, mark.position));
        self.last_line = mark.line;
        self.literals.push(mark.literal);
        self.after = AFTER;
        if mark.rank == Rank::Detail {
            self.own = Some(mark.response);
        }
        if mark.rank < self.best.0 {
            self.best = (mark.rank, mark.line, column());
        }
    }

    /// Takes the lines up to a position.
    fn append(&mut self, data: &[u8], end: usize) {
        let Some(lines) = data.get(self.taken..end) else { return };
        self.taken = end;
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            self.push(line);
        }
    }

    /// Takes the lines that follow the last mark, as far as they may belong to it.
    fn follow(&mut self, data: &[u8], end: usize) {
        let Some(lines) = data.get(self.taken..end) else { return };
        for line in lines.split_inclusive(|byte| *byte == b'\n').take(self.after) {
            self.after -= 1;
            self.taken += line.len();
            self.push(line);
        }
    }

    fn push(&mut self, line: &[u8]) {
        let line = line.get(..MAX_LINE).unwrap_or(line);
        if self.text.len() + line.len() <= MAX_TEXT {
            self.text += readable(line.trim_ascii_end()).as_str();
            self.text.push('\n');
        }
    }
}

fn start_of_line(data: &[u8], position: usize) -> usize {
    let before = data.get(..position).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(0, |line_break| line_break + 1)
}

fn end_of_line(data: &[u8], position: usize) -> usize {
    let after = data.get(position..).unwrap_or_default();
    memchr::memchr(b'\n', after).map_or(data.len(), |line_break| position + line_break + 1)
}

/// Where the line begins that stands so many lines before.
fn lines_back(data: &[u8], mut start: usize, count: usize) -> usize {
    for _ in 0..count {
        start = start_of_line(data, start.saturating_sub(1));
    }
    start
}
