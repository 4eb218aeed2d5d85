//! From the lines around a mark to a failure: who sent it, what was asked, with which status.

use std::ops::Range;

use crate::catalog::response::{Answer, Recognized, Statement, beside_address, named, normal};
use crate::catalog::sender::{self, Sender};
use crate::model::request::Request;

/// A failure that a text tells of.
#[derive(Clone)]
pub(crate) struct Failure {
    /// The lines around it, without colors.
    pub(crate) text: String,
    /// What the text says, read once.
    pub(crate) statement: Statement,
    pub(crate) sender: Sender,
    /// What was asked, as far as the lines tell.
    pub(crate) request: Option<Request>,
    pub(crate) status: Option<u16>,
    /// Where in the text the line is that tells of it.
    pub(crate) line: Range<usize>,
    /// Whether words count that may stand anywhere.
    pub(crate) takes_common: bool,
}

impl Failure {
    /// The failure that a whole text tells of.
    #[cfg(test)]
    pub(crate) fn of(text: &str) -> Self {
        Lines::of(text).into_failure(false)
    }

    /// What it is recognized as by itself.
    pub(crate) fn recognize(&self) -> Recognized {
        let services = match &self.sender {
            Sender::Apple(services) => services.as_slice(),
            _ => &[],
        };
        let takes_common = self.takes_common;
        self.statement.recognize(&Answer { services, takes_common, ..Answer::default() })
    }

    /// Whether it is one: text that is known, or a status that is no success.
    pub(super) fn is_told(&self) -> bool {
        let has_mark = match self.sender {
            Sender::Apple(_) => self.statement.has_mark_of_apple(),
            _ => self.statement.has_mark(),
        };
        has_mark || self.status.is_some()
    }
}

/// The lines of a failure, and which of them hold a mark.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    /// Where each line is.
    lines: Vec<Range<usize>>,
    /// The lines with a mark, by number, and who speaks there.
    marked: Vec<(usize, Option<Sender>)>,
    /// Who sent the failure right before it.
    before: Option<Sender>,
}

impl Lines {
    /// Lines right behind another failure, of which it may be the consequence.
    pub(super) fn behind(other: &Self) -> Self {
        let sender = other.marked.iter().rev().find_map(|(_, sender)| sender.clone());
        Self { before: sender.or_else(|| other.before.clone()), ..Self::default() }
    }

    /// The whole of a text, as one failure.
    pub(super) fn of(text: &str) -> Self {
        let mut lines = Self::default();
        text.lines().for_each(|line| lines.push(line));
        let tells = |line: &str| tells_status(line) || Statement::of(Some(line), None).has_mark();
        let first = text.lines().position(tells).unwrap_or(0);
        lines.marked.push((first, None));
        lines
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// In bytes.
    pub(super) fn size(&self) -> usize {
        self.text.len()
    }

    pub(super) fn push(&mut self, line: &str) {
        let start = self.text.len();
        self.text += line;
        self.lines.push(start..self.text.len());
        self.text.push('\n');
    }

    /// The last line holds a mark.
    pub(super) fn mark(&mut self, sender: Option<Sender>) {
        let line = self.lines.len().saturating_sub(1);
        match self.marked.last_mut().filter(|(last, _)| *last == line) {
            Some((_, known)) if sender.as_ref().is_some_and(Sender::is_apple) || known.is_none() => {
                *known = sender;
            }
            Some(_) => {}
            None => self.marked.push((line, sender)),
        }
    }

    /// Whether somebody else speaks in its marked lines.
    pub(super) fn has_another_sender(&self, theirs: &Sender) -> bool {
        self.marked.iter().filter_map(|(_, sender)| sender.as_ref()).any(|sender| sender.excludes(theirs))
    }

    /// `is_apples`: Apple sent it, unless it names another sender.
    pub(super) fn into_failure(self, is_apples: bool) -> Failure {
        let statement = Statement::of(Some(&self.text), None);
        let sender = match self.sender(&statement) {
            Sender::Unknown if is_apples => Sender::Apple(Vec::new()),
            sender => sender,
        };
        let status = self.status();
        let statement = statement.with_status(status);
        let first = self.marked.first().map_or(0, |(line, _)| *line);
        let line = self.lines.get(first).cloned().unwrap_or_default();
        let request = sender.is_apple().then(|| self.request()).flatten();
        let takes_common = sender.is_apple();
        Failure { text: self.text, statement, sender, request, status, line, takes_common }
    }

    /// The text of a line, by number.
    fn line(&self, number: usize) -> Option<&str> {
        self.text.get(self.lines.get(number)?.clone())
    }

    /// The lines from the first with a mark to the last, then those around them, the nearest first.
    fn outward(&self) -> impl Iterator<Item = usize> + use<> {
        let first = self.marked.first().map_or(0, |(line, _)| *line);
        let last = self.marked.last().map_or(0, |(line, _)| *line);
        let around = (1..self.lines.len()).flat_map(move |far| [first.checked_sub(far), Some(last + far)]);
        (first..=last).chain(around.flatten())
    }

    /// Who speaks in the marked lines; else in the lines around them, the nearest first.
    fn sender(&self, statement: &Statement) -> Sender {
        if let Some(response) = statement.own() {
            return Sender::Apple(response.services.to_vec());
        }
        if let Some(sender) = self.marked.iter().find_map(|(_, sender)| sender.clone()) {
            return sender;
        }
        let of_lines = self.outward().find_map(|line| Sender::of_line(self.line(line)?));
        of_lines.or_else(|| self.before.clone()).unwrap_or(Sender::Unknown)
    }

    /// What was asked: in the marked lines; else in those around them, the nearest first, that tell of no success.
    fn request(&self) -> Option<Request> {
        let marked = self.marked.iter().map(|(line, _)| *line);
        marked.chain(self.outward()).find_map(|line| {
            let text = self.line(line)?;
            sender::request(text).filter(|_| !tells_success(text))
        })
    }

    /// The status in the marked lines; else behind, else before them.
    fn status(&self) -> Option<u16> {
        let (first, _) = self.marked.first()?;
        let marked = self.marked.iter().map(|(line, _)| *line);
        let order = marked.chain(*first..self.lines.len()).chain(0..*first);
        order.into_iter().find_map(|line| status_of(self.line(line)?))
    }
}

/// Whether a line tells that a request succeeded.
fn tells_success(line: &str) -> bool {
    let is_success = |word: &str| {
        word.len() == 3 && word.starts_with('2') && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    line.split(|c: char| !c.is_ascii_alphanumeric()).any(is_success) && status_of(line).is_none()
}

/// Whether a text names the status of a failure.
pub(super) fn tells_status(text: &str) -> bool {
    text.lines().any(|line| status_of(line).is_some())
}

/// The status of a failure that a line names; beside the address of Apple that was asked, a bare number is one.
fn status_of(line: &str) -> Option<u16> {
    let normal = normal(line);
    let bare = || sender::request(line).and_then(|_| beside_address(&normal));
    named(&normal).next().or_else(bare)
}
