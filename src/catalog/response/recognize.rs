//! From an answer to the entry of the catalogue that tells most of it.

use std::cmp::Reverse;

use super::marks::{MARKS, Mark, Rank};
use super::normal::normal;
use super::{Answer, Body, Credential, Layer, Response, Shows};
use crate::catalog::responses::{OTHER, all};
use crate::model::exchange::MAX_BODY;

/// What an answer was recognized as.
#[derive(Clone, Copy)]
pub struct Recognized {
    pub response: &'static Response,
    /// By its text or code, and not just by its status.
    pub by_text: bool,
    /// Apple's code that the text holds, as the catalogue writes it.
    pub code: Option<&'static str>,
}

impl Recognized {
    /// What the answer shows when it came with this status. 401 and 403 of an API are refusals, whatever the text.
    pub fn shows(&self, status: Option<u16>) -> Shows {
        let shows = self.response.shows;
        let is_of_api = matches!(self.response.layer, Layer::Api | Layer::Tool | Layer::Local);
        match (shows, status) {
            (Shows::Refused { .. }, _) => shows,
            (_, Some(401 | 403)) if is_of_api => {
                let is_good = shows == Shows::Accepted;
                let credential = if is_good { Credential::Good } else { Credential::Doubtful };
                Shows::Refused { credential }
            }
            _ => shows,
        }
    }
}

/// The entry that tells most of an answer; the last of the catalogue when nothing is recognized.
///
/// The kind of mark decides first ([`super::Marks`]), then whether the entry is of the services that may have answered,
/// then the status, then the length of the mark. Without a mark, the status and what the body is decide.
pub fn recognize(answer: &Answer) -> Recognized {
    let text = answer.text.map(|text| normal(start(text)));
    let seen = Seen {
        text: text.as_deref().unwrap_or_default(),
        body: body(answer.content_type, text.as_deref()),
        status: answer.status.or_else(|| stated_status(text.as_deref()?)),
        has_answer: answer.status.is_some(),
        services: answer.services,
    };
    match seen.by_text() {
        Some((response, code)) => Recognized { response, by_text: true, code },
        None => Recognized { response: seen.by_status().unwrap_or(&OTHER), by_text: false, code: None },
    }
}

/// The status of a failure that a text names, such as `HTTP 401` or `"status":"403"`.
pub fn status(text: &str) -> Option<u16> {
    stated_status(&normal(start(text)))
}

/// The first [`MAX_BODY`] bytes, to the last whole character.
fn start(text: &str) -> &str {
    let end = text.len().min(MAX_BODY);
    (0..4).find_map(|back| text.get(..end.saturating_sub(back))).unwrap_or_default()
}

/// An answer in its normal form.
struct Seen<'a> {
    text: &'a str,
    body: Body,
    status: Option<u16>,
    /// The status is that of an answer, and not just named in its text.
    has_answer: bool,
    services: &'a [&'static str],
}

/// Whether an entry is of the services that may have answered, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Other,
    Some,
    General,
    All,
}

/// What a mark that was found is worth, by what counts first; the greatest wins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Worth {
    is_more_than_loose: bool,
    is_of_service: bool,
    rank: Rank,
    fit: Fit,
    is_not_against_status: bool,
    length: usize,
    place: Reverse<usize>,
}

impl Seen<'_> {
    fn by_text(&self) -> Option<(&'static Response, Option<&'static str>)> {
        let counting = MARKS.found_in(self.text).filter_map(|mark| Some((self.worth(mark)?, mark.response)));
        let (_, response) = counting.max_by_key(|(worth, _)| *worth)?;
        let codes = MARKS.found_in(self.text).filter(|mark| mark.rank == Rank::Code);
        let own = codes.filter(|mark| std::ptr::eq(mark.response, response));
        Some((response, own.max_by_key(|mark| mark.text.len()).map(|mark| mark.written)))
    }

    /// `None` when the mark does not count here.
    fn worth(&self, mark: &Mark) -> Option<Worth> {
        let response = mark.response;
        let fit = fit(response, self.services);
        let is_of_status = match self.status {
            Some(status) => response.status.contains(&status),
            None => false,
        };
        let is_against = !is_of_status && self.status.is_some() && !response.status.is_empty();
        let is_success = self.status.is_some_and(|status| (200..300).contains(&status));
        let is_page = self.body == Body::Html && response.layer != Layer::Edge;
        // When the service is not known, a loose text of one tells nothing unless it is a code.
        let is_own = fit != Fit::Some || !self.services.is_empty() || mark.is_whole_word;
        // Where an answer came, loose words do not tell that none did.
        let is_unsent =
            matches!(response.layer, Layer::Local | Layer::Network) && self.has_answer && !is_of_status;
        let counts = match mark.rank {
            Rank::Loose => fit != Fit::Other && is_own && !is_against && !is_page && !is_unsent,
            Rank::Wrapper => !is_against && !is_page,
            Rank::Title => !is_page,
            Rank::Code | Rank::Detail => true,
        };
        // What a success holds is data, and may say anything.
        (counts && (!is_success || is_of_status)).then_some(Worth {
            is_more_than_loose: mark.rank != Rank::Loose,
            is_of_service: fit != Fit::Other,
            rank: mark.rank,
            fit,
            is_not_against_status: !is_against,
            length: mark.text.len(),
            place: Reverse(mark.place),
        })
    }

    fn by_status(&self) -> Option<&'static Response> {
        let candidates = all().filter(|entry| entry.fallback.contains(&self.body));
        let fitting = candidates.filter_map(|entry| {
            let fit = fit(entry, self.services);
            let closeness = self.closeness(entry)?;
            (fit != Fit::Other)
                .then_some(((fit, closeness, MOST_BODIES.saturating_sub(entry.fallback.len())), entry))
        });
        // Of equals, the first.
        fitting.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, entry)| entry)
    }

    /// 2 for an entry of this status, 1 for the first status of its class, which stands for those nobody knows
    /// (RFC 9110 §15), 0 for an entry of any status; `None` for others.
    fn closeness(&self, entry: &Response) -> Option<u8> {
        match self.status {
            Some(status) if entry.status.contains(&status) => Some(2),
            Some(status) if entry.status.contains(&(status / 100 * 100)) && !is_listed(status) => Some(1),
            _ if entry.status.is_empty() => Some(0),
            _ => None,
        }
    }
}

/// More than the kinds of body.
const MOST_BODIES: usize = 8;

/// Whether some general entry is of this status.
fn is_listed(status: u16) -> bool {
    let mut general = all().filter(|entry| entry.services.is_empty());
    general.any(|entry| !entry.fallback.is_empty() && entry.status.contains(&status))
}

fn fit(entry: &Response, services: &[&str]) -> Fit {
    let own = services.iter().filter(|service| entry.services.contains(*service)).count();
    match entry.services {
        [] => Fit::General,
        _ if services.is_empty() => Fit::Some,
        _ if own == services.len() => Fit::All,
        _ if own > 0 => Fit::Some,
        _ => Fit::Other,
    }
}

fn body(content_type: Option<&str>, text: Option<&str>) -> Body {
    let is_html = content_type.is_some_and(|t| t.trim_start().to_ascii_lowercase().starts_with("text/html"));
    match text {
        Some(text) if ["<html", "<!doctype html"].iter().any(|start| text.contains(start)) => Body::Html,
        Some("" | "(empty body)" | "(empty)" | "empty body" | "(no body)") => Body::Empty,
        None if is_html => Body::Html,
        None => Body::Hidden,
        Some(text) if is_html && text.contains('<') => Body::Html,
        Some(_) => Body::Text,
    }
}

/// The status that a text in its normal form names: `HTTP 401`, `status code: 401`, `(401)`, `401 Unauthorized`.
fn stated_status(text: &str) -> Option<u16> {
    const AHEAD: &[&str] =
        &["status", "code", "statuscode", "http", "http/1.1", "http/2", "http/2.0", "error"];
    const BEHIND: &[&str] = &[
        " unauthorized",
        " unauthenticated",
        " not_authorized",
        " forbidden",
        " not found",
        " bad request",
        " too many requests",
        " conflict",
        " internal server error",
        " service ",
    ];
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find(['4', '5']).map(|at| from + at) {
        from = at + 1;
        let (before, rest) = text.split_at_checked(at)?;
        let Some((digits, after)) = rest.split_at_checked(3) else { continue };
        let Ok(status) = digits.parse::<u16>() else { continue };
        if before.ends_with(is_word) || after.starts_with(|c: char| is_word(c) && c != '.') {
            continue;
        }
        let lead = before.trim_end_matches([' ', ':', '=', '\'']);
        let is_bracketed = before.ends_with(['(', '[']) && after.starts_with([')', ']', ',', ':']);
        let is_named = AHEAD.iter().any(|word| lead.ends_with(word));
        if lead.is_empty() || is_bracketed || is_named || BEHIND.iter().any(|word| after.starts_with(word)) {
            return Some(status);
        }
    }
    let words = [("unauthorized", 401), ("forbidden", 403)];
    words.into_iter().find(|(word, _)| text.contains(word)).map(|(_, status)| status)
}
