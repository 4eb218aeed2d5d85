//! Tokens, exchanges, HAR files and logs, each read and judged in its turn.

use std::io;

use super::{Joined, Sink};
use crate::catalog::lints::LINTS;
use crate::catalog::services;
use crate::catalog::services::hosts::is_apples;
use crate::input::exchange::{self, HarEnd};
use crate::input::{Binary, Error, Item, Source, Stream};
use crate::judge::parallel;
use crate::judge::subject::{Kind, Place, Subject};
use crate::model::exchange::Exchange;
use crate::model::jws::Token;
use crate::scan::{self, Found, Hit};

/// Judges what was captured, in the order in which it was given. What cannot be read to its end is noted.
pub(super) fn judge(
    items: Vec<Item>,
    joined: &Joined,
    sink: &mut Sink,
    notices: &mut Vec<String>,
    unread: &mut Vec<Error>,
) -> io::Result<()> {
    let has_answer = items.iter().any(|item| !matches!(item, Item::Token(..) | Item::Other(..)));
    let is_answered = joined.settings.status.is_some() && !has_answer;
    for item in paired(items) {
        match item {
            Paired::Token(source, token) => {
                sink(joined.captured(source, Some(token), is_answered.then(Exchange::default)))?;
            }
            Paired::Exchange(source, token, exchange) => {
                sink(joined.captured(source, token, Some(*exchange)))?;
            }
            Paired::Har(stream) => match har(stream, joined, sink)? {
                Ok(notice) => notices.extend(notice),
                Err(error) => unread.push(error),
            },
            Paired::Log(stream) => unread.extend(log(stream, joined, sink)?.err()),
            Paired::Other(source, binary) => sink(joined.other(source, binary))?,
        }
    }
    Ok(())
}

enum Paired {
    Token(Source, Token),
    Exchange(Source, Option<Token>, Box<Exchange>),
    Har(Stream),
    Log(Stream),
    Other(Source, Binary),
}

/// Gives each exchange its token. Several inputs describe one incident: the only token belongs to the only exchange, when
/// that shows none of its own.
fn paired(items: Vec<Item>) -> Vec<Paired> {
    let count = |is: fn(&Item) -> bool| items.iter().filter(|item| is(item)).count();
    let tokens = count(|item| matches!(item, Item::Token(..)));
    let exchanges = count(|item| matches!(item, Item::Exchange(..)));
    let is_silent = |item: &Item| matches!(item, Item::Exchange(_, exchange) if token_of(exchange).is_none());
    let mut lone = None;
    let is_incident = tokens == 1 && exchanges == 1 && items.iter().any(is_silent);
    let mut paired = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Item::Token(_, token) if is_incident => lone = Some(token),
            Item::Token(source, token) => paired.push(Paired::Token(source, token)),
            Item::Exchange(source, exchange) => {
                paired.push(Paired::Exchange(source, token_of(&exchange), Box::new(exchange)));
            }
            Item::Har(stream) => paired.push(Paired::Har(stream)),
            Item::Log(stream) => paired.push(Paired::Log(stream)),
            Item::Other(source, binary) => paired.push(Paired::Other(source, binary)),
        }
    }
    for item in &mut paired {
        if let Paired::Exchange(_, token @ None, _) = item {
            *token = lone.take();
        }
    }
    paired
}

/// The token that the exchange shows.
fn token_of(exchange: &Exchange) -> Option<Token> {
    exchange.token().map(|sent| Token::decode(sent.text().as_bytes(), false))
}

/// The exchanges with hosts of Apple: those that failed, or all of them. Gives what is worth telling of the rest, or why
/// it was not read to its end.
fn har(stream: Stream, joined: &Joined, sink: &mut Sink) -> io::Result<Result<Option<String>, Error>> {
    let Stream { source, reader, .. } = stream;
    let (mut told, mut result) = (0_usize, Ok(()));
    let end = exchange::har(reader, &mut |exchange| {
        let is_told = is_of_apple(&exchange) && (joined.settings.every_entry || has_failed(&exchange));
        if result.is_ok() && is_told {
            told += 1;
            result = sink(joined.captured(source.clone(), token_of(&exchange), Some(exchange)));
        }
    });
    result?;
    let HarEnd { entries, skipped, is_complete } = match end {
        Ok(end) => end,
        Err(fault) => return Ok(Err(source.unreadable(fault))),
    };
    let name = source.name.clone();
    if told == 0 && is_complete {
        sink(joined.nothing_found(source))?;
    }
    Ok(match (is_complete, skipped) {
        (false, _) if told == 0 => Err(Error::CutHar { name, entries }),
        (false, _) => Ok(Some(Error::CutHar { name, entries }.to_string())),
        (true, 0) => Ok(None),
        (true, skipped) => {
            Ok(Some(format!("{name}: {skipped} of {} entries were too large or no JSON", entries + skipped)))
        }
    })
}

fn is_of_apple(exchange: &Exchange) -> bool {
    let host = exchange.request.as_ref().and_then(|request| request.host.as_deref());
    host.is_some_and(is_apples)
}

fn has_failed(exchange: &Exchange) -> bool {
    exchange.status.is_none_or(|status| status >= 400)
}

/// Everything that a log holds. Gives why it was not read to its end.
fn log(stream: Stream, joined: &Joined, sink: &mut Sink) -> io::Result<Result<(), Error>> {
    let Stream { source, reader, binary } = stream;
    let (mut told, mut result) = (0_usize, Ok(()));
    let end = scan::scan(reader, &mut |hits| {
        parallel::map(&hits, |hit| of_hit(hit, &source, joined), &mut |subject| {
            if let (Some(subject), true) = (subject, result.is_ok()) {
                told += 1;
                result = sink(subject);
            }
        });
    });
    result?;
    if told == 0 && end.is_ok() {
        sink(match binary {
            Some(binary) => joined.other(source.clone(), binary),
            None => joined.nothing_found(source.clone()),
        })?;
    }
    Ok(end.map_err(|fault| source.unreadable(fault)))
}

/// `None`: a token of another service.
fn of_hit(hit: &Hit, source: &Source, joined: &Joined) -> Option<Subject> {
    let (token, exchange) = match &hit.found {
        Found::Token(text) => (Some(Token::decode(text.as_bytes(), false)), None),
        Found::LargeToken(size) => (Some(Token::undecoded(*size)), None),
        Found::Answer(text) => (None, Some(Exchange { body: Some(text.clone()), ..Exchange::default() })),
    };
    if token.as_ref().is_some_and(|token| !services::may_be_apples(joined.settings.list, token)) {
        return None;
    }
    let mut subject = joined.captured(source.clone(), token, exchange);
    subject.place = Some(Place { line: hit.line, column: hit.column, count: hit.count });
    Some(subject)
}

impl Joined<'_> {
    fn nothing_found(&self, source: Source) -> Subject {
        self.subject(source, Kind::Log, None, None, &[])
    }

    /// What is recognized and not searched: an error only where `--service` says that a credential belongs there.
    fn other(&self, source: Source, binary: Binary) -> Subject {
        let mut subject = self.subject(source, Kind::Other, None, None, &[]);
        subject.is = Some(binary);
        let lint = LINTS.iter().find(|lint| lint.name == "token-missing" && self.settings.service.is_some());
        if let Some(lint) = lint {
            let message = format!("the input is {}, not a token", binary.what);
            let mut finding = lint.finding("/token", message).help(binary.remedy());
            finding.allowed = self.settings.allowed.contains(&lint.name);
            subject.checks.findings.push(finding);
        }
        subject
    }
}
