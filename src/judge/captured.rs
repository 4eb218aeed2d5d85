//! Tokens, exchanges, HAR files and logs, each read and judged in its turn.

use std::io;

use super::Sink;
use super::assemble::Assembler;
use super::input::{Input, Place, Repeats};
use super::parallel;
use super::steps::Steps;
use super::subject::Subject;
use crate::catalog::response::Shows;
use crate::catalog::sender::Sender;
use crate::catalog::services;
use crate::catalog::services::hosts::is_apples;
use crate::input::exchange::{self, HarEnd};
use crate::input::{Error, Item, Source, Stream};
use crate::model::exchange::Exchange;
use crate::model::jws::Token;
use crate::scan::{self, Found, Hit, Known, Rest};

/// Judges what was captured, in the order in which it was given. What cannot be read to its end is noted.
pub(super) fn judge(
    mut items: Vec<Item>,
    assembler: &Assembler,
    sink: &mut Sink,
    notices: &mut Vec<String>,
    unread: &mut Vec<Error>,
) -> io::Result<()> {
    let has_response = items.iter().any(|item| !matches!(item, Item::Token(..) | Item::Other(..)));
    let exchange = || (assembler.settings.status.is_some() && !has_response).then(Exchange::default);
    let mut steps = Steps::default();
    let mut lone = lone_token(&mut items);
    let judge = |input| Subject::of(input, assembler.settings);
    for item in items {
        match item {
            Item::Token(source, token) => {
                sink(judge(assembler.captured(source, Some(token), exchange(), None)))?;
            }
            Item::Exchange(source, exchange) => {
                let token = token_of(&exchange).or_else(|| lone.take());
                sink(judge(exchanged(source, token, exchange, assembler)))?;
            }
            Item::Har(stream) => match har(stream, assembler, sink)? {
                Ok(notice) => notices.extend(notice),
                Err(error) => unread.push(error),
            },
            Item::Log(stream) => unread.extend(log(stream, assembler, sink, &mut steps)?.err()),
            Item::Other(source, binary) => sink(judge(assembler.other(source, binary)))?,
        }
    }
    Ok(())
}

/// Takes the token out that belongs to an exchange: several inputs describe one incident, and the only token is that of
/// the only exchange, when that shows none of its own.
fn lone_token(items: &mut Vec<Item>) -> Option<Token> {
    let count = |is: fn(&Item) -> bool| items.iter().filter(|item| is(item)).count();
    let exchanges = count(|item| matches!(item, Item::Exchange(..)));
    let is_silent = |item: &Item| matches!(item, Item::Exchange(_, exchange) if token_of(exchange).is_none());
    if count(is_token) != 1 || exchanges != 1 || !items.iter().any(is_silent) {
        return None;
    }
    match items.remove(items.iter().position(is_token)?) {
        Item::Token(_, token) => Some(token),
        _ => None,
    }
}

fn is_token(item: &Item) -> bool {
    matches!(item, Item::Token(..))
}

/// A captured exchange with its token. A failure that somebody else sent is none: what is left is the token, or
/// nothing.
fn exchanged(source: Source, token: Option<Token>, exchange: Exchange, assembler: &Assembler) -> Input {
    let input = assembler.captured(source.clone(), token.clone(), Some(exchange), None);
    match (&input.sender, token) {
        (Sender::Foreign(_), Some(token)) => assembler.captured(source, Some(token), None, None),
        (Sender::Foreign(name), None) => {
            let rest = Rest { foreign: Some(name.clone()), ..Rest::default() };
            assembler.nothing_found(source, rest)
        }
        _ => input,
    }
}

/// The token that the exchange shows.
fn token_of(exchange: &Exchange) -> Option<Token> {
    exchange.token().map(|sent| Token::decode(sent.text().as_bytes(), false))
}

/// The exchanges with hosts of Apple: those that failed, or all of them. Gives what is worth telling of the rest, or
/// why it was not read to its end.
fn har(stream: Stream, assembler: &Assembler, sink: &mut Sink) -> io::Result<Result<Option<String>, Error>> {
    let Stream { source, reader, .. } = stream;
    let (mut told, mut result) = (0_usize, Ok(()));
    let end = exchange::har(reader, &mut |exchange| {
        let is_told = is_of_apple(&exchange) && (assembler.settings.every_entry || has_failed(&exchange));
        if result.is_ok() && is_told {
            told += 1;
            let input = assembler.captured(source.clone(), token_of(&exchange), Some(exchange), None);
            result = sink(Subject::of(input, assembler.settings));
        }
    });
    result?;
    let HarEnd { entries, skipped, is_complete } = match end {
        Ok(end) => end,
        Err(fault) => return Ok(Err(source.unreadable(fault))),
    };
    let name = source.name.clone();
    if told == 0 && is_complete {
        sink(Subject::of(assembler.nothing_found(source, Rest::default()), assembler.settings))?;
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

/// Everything that a log holds, except what the log of a job repeats of its steps. Gives why it was not read to its
/// end.
fn log(
    stream: Stream,
    assembler: &Assembler,
    sink: &mut Sink,
    steps: &mut Steps,
) -> io::Result<Result<(), Error>> {
    let Stream { source, reader, binary, part } = stream;
    let part = part.as_ref();
    let (mut told, mut repeated, mut result) = (0_usize, 0, Ok(()));
    let settings = assembler.settings;
    let known = Known { is_apples: settings.is_apples(), is_response: settings.status.is_some() };
    let (rest, end) = scan::scan(reader, known, &mut |mut hits| {
        repeated += steps.take_repeated(part, &mut hits);
        lead_with_refusals(&mut hits);
        let token = token_of_failure(&mut hits, assembler);
        let mut reported = Vec::new();
        let first = hits.iter().position(is_failure).and_then(|first| hits.get(first)).map(|hit| hit.line);
        let work = |hit: &Hit| {
            let token = token.as_ref().filter(|_| is_failure(hit) && Some(hit.line) == first).cloned();
            Some((of_hit(hit, token, &source, assembler)?, steps.keys(part, hit), hit.count))
        };
        parallel::map(&hits, work, &mut |judged| {
            if let (Some((subject, keys, count)), true) = (judged, result.is_ok()) {
                told += 1;
                reported.extend(keys.map(|keys| (keys, count)));
                result = sink(subject);
            }
        });
        reported.into_iter().for_each(|(keys, count)| steps.add(keys, count));
    });
    result?;
    let input = match (part, binary) {
        (Some(part), _) if repeated > 0 => {
            let repeats = Repeats { count: repeated, of: part.job.clone() };
            Some(assembler.repeats(source.clone(), repeats))
        }
        _ if told > 0 || end.is_err() => None,
        (_, Some(binary)) if rest == Rest::default() => Some(assembler.other(source.clone(), binary)),
        _ => Some(assembler.nothing_found(source.clone(), rest)),
    };
    if let Some(input) = input {
        sink(Subject::of(input, assembler.settings))?;
    }
    Ok(end.map_err(|fault| source.unreadable(fault)))
}

/// Hits among which those that say most are put first: beyond, a log is told in its own order.
const MOST_SORTED: usize = 100;

/// Puts refusals before what followed from them.
fn lead_with_refusals(hits: &mut [Hit]) {
    let is_consequence = |hit: &Hit| match &hit.found {
        Found::Failure(failure) => {
            !matches!(failure.recognize().shows(failure.status), Shows::Refused { .. })
        }
        _ => false,
    };
    if hits.len() <= MOST_SORTED && hits.iter().any(is_consequence) {
        hits.sort_by_cached_key(is_consequence);
    }
}

fn is_failure(hit: &Hit) -> bool {
    matches!(hit.found, Found::Failure(_))
}

/// Takes the token out that belongs to the failure beside it: the only one of the text.
fn token_of_failure(hits: &mut Vec<Hit>, assembler: &Assembler) -> Option<Token> {
    if !hits.iter().any(is_failure) {
        return None;
    }
    let token = |hit: &Hit| match &hit.found {
        Found::Token(text) => Some(Token::decode(text.as_bytes(), false)),
        _ => None,
    };
    let mut tokens = hits.iter().enumerate().filter_map(|(at, hit)| Some((at, token(hit)?)));
    let mut tokens =
        tokens.by_ref().filter(|(_, token)| services::may_be_apples(assembler.settings.list, token));
    let (at, token) = tokens.next().filter(|_| tokens.next().is_none())?;
    hits.remove(at);
    Some(token)
}

/// `None`: a token of another service.
fn of_hit(hit: &Hit, token: Option<Token>, source: &Source, assembler: &Assembler) -> Option<Subject> {
    let place = Place { line: hit.line, column: hit.column, count: hit.count };
    let of_token = |token: Token| {
        let is_apples = services::may_be_apples(assembler.settings.list, &token);
        is_apples.then(|| assembler.captured(source.clone(), Some(token), None, Some(place)))
    };
    let input = match &hit.found {
        Found::Token(text) => of_token(Token::decode(text.as_bytes(), false))?,
        Found::LargeToken(size) => of_token(Token::undecoded(*size))?,
        Found::Failure(failure) => assembler.failure(source.clone(), token, failure, place),
    };
    Some(Subject::of(input, assembler.settings))
}
