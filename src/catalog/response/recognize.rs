//! From a response to the entry of the catalog that tells most of it.

use std::cmp::Reverse;

use super::marks::{MARKS, Mark, Rank, Reach};
use super::normal::normal;
use super::{Answer, Body, Credential, Layer, Response, Shows, status};
use crate::catalog::cause;
use crate::catalog::responses::{OTHER, all};
use crate::model::exchange::MAX_BODY;

/// What a response was recognized as.
#[derive(Clone, Copy)]
pub struct Recognized {
    pub response: &'static Response,
    /// By its text or code, and not just by its status.
    pub by_text: bool,
    /// Apple's code that the text holds, as the catalog writes it.
    pub code: Option<&'static str>,
}

impl Recognized {
    /// What the response shows when it came with this status. 401 and 403 of an API are refusals, whatever the text.
    pub fn shows(&self, status: Option<u16>) -> Shows {
        let shows = self.response.shows;
        let is_of_api = matches!(self.response.layer, Layer::Api | Layer::Tool | Layer::Local);
        match (shows, status) {
            (Shows::Refused { .. }, _) => shows,
            // A 401 never shows that the credential is good.
            (_, Some(401)) if is_of_api => Shows::REFUSED,
            (_, Some(403)) if is_of_api => {
                let is_good = shows == Shows::Accepted;
                let credential = if is_good { Credential::Good } else { Credential::Doubtful };
                Shows::Refused { credential }
            }
            _ => shows,
        }
    }
}

/// The entry that tells most of a response; the last of the catalog when nothing is recognized.
pub fn recognize(answer: &Answer) -> Recognized {
    Statement::of(answer.text, answer.content_type).recognize(answer)
}

/// What a text says of a failure: read once, and good for whatever is learnt of who sent it.
#[derive(Clone, Default)]
pub struct Statement {
    marks: Vec<&'static Mark>,
    body: Body,
    /// The status that the text names.
    named: Option<u16>,
    /// Whether it names an outage: 502, 503, 504 (RFC 9110 §15.6).
    names_outage: bool,
}

/// Whether an entry is of the services that may have responded, the worst first.
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
    is_not_against_refusal: bool,
    rank: Rank,
    fit: Fit,
    is_not_against_status: bool,
    length: usize,
    place: Reverse<usize>,
}

impl Statement {
    /// Reads the beginning of a text, of [`MAX_BODY`] bytes; `None`: the capture does not show it.
    pub fn of(text: Option<&str>, content_type: Option<&str>) -> Self {
        let normal = text.map(|text| normal(start(text)));
        Self::of_normal(normal.as_deref(), content_type)
    }

    /// The same of a text in its normal form.
    pub(crate) fn of_normal(text: Option<&str>, content_type: Option<&str>) -> Self {
        let shown = text.unwrap_or_default();
        let mut marks: Vec<&'static Mark> = MARKS.found_in(shown).collect();
        marks.sort_by_key(|mark| std::ptr::from_ref(*mark) as usize);
        marks.dedup_by(|a, b| std::ptr::eq(*a, *b));
        Self {
            marks,
            body: body(content_type, text),
            named: status::named(shown).next().or_else(|| status::in_words(shown)),
            names_outage: status::named(shown).any(|status| (502..=504).contains(&status)),
        }
    }

    /// The status of a failure that the text names.
    pub fn status(&self) -> Option<u16> {
        self.named
    }

    /// The response that only Apple, or a tool that only talks to Apple, words like this.
    pub(crate) fn own(&self) -> Option<&'static Response> {
        let own = self.marks.iter().filter(|mark| mark.reach == Reach::Own);
        own.max_by_key(|mark| (mark.rank, mark.text.len(), Reverse(mark.place))).map(|mark| mark.response)
    }

    /// Whether it holds a mark of some response that is no common word.
    pub(crate) fn has_mark(&self) -> bool {
        self.marks.iter().any(|mark| mark.reach != Reach::Common)
    }

    /// Whether it holds a mark that tells where Apple is known to speak.
    pub(crate) fn has_mark_of_apple(&self) -> bool {
        self.marks.iter().any(|mark| mark.rank != Rank::Loose || mark.reach == Reach::Own)
    }

    /// Whether it names a failure, by a status or by a mark that is no common word.
    pub(crate) fn names_failure(&self) -> bool {
        self.named.is_some() || self.has_mark()
    }

    /// Whether it holds any mark at all.
    pub(crate) fn is_known(&self) -> bool {
        !self.marks.is_empty()
    }

    /// The same with the status that stands where the failure is told, and not somewhere around it.
    pub(crate) fn with_status(self, named: Option<u16>) -> Self {
        Self { named: named.or(self.named), ..self }
    }

    /// The kind of mark decides first ([`super::Marks`]), then whether the entry is of the services that may have
    /// responded, then the status, then the length of the mark. Without a mark, the status and what the body is decide.
    pub fn recognize(&self, answer: &Answer) -> Recognized {
        let seen = Seen {
            statement: self,
            status: answer.status.or(self.named),
            has_answer: answer.status.is_some(),
            services: answer.services,
            takes_common: answer.takes_common,
        };
        match seen.by_text() {
            Some((response, code)) => Recognized { response, by_text: true, code },
            None => Recognized { response: seen.by_status().unwrap_or(&OTHER), by_text: false, code: None },
        }
    }
}

/// The first [`MAX_BODY`] bytes, to the last whole character.
fn start(text: &str) -> &str {
    let end = text.len().min(MAX_BODY);
    (0..4).find_map(|back| text.get(..end.saturating_sub(back))).unwrap_or_default()
}

/// A statement with what is known beside it.
struct Seen<'a> {
    statement: &'a Statement,
    status: Option<u16>,
    /// The status is that of a response, and not just named in its text.
    has_answer: bool,
    services: &'a [&'static str],
    takes_common: bool,
}

impl Seen<'_> {
    fn by_text(&self) -> Option<(&'static Response, Option<&'static str>)> {
        let marks = || self.statement.marks.iter().copied();
        let counting = marks().filter_map(|mark| Some((self.worth(mark)?, mark.response)));
        let (_, response) = counting.max_by_key(|(worth, _)| *worth)?;
        let own = marks().filter(|mark| mark.rank == Rank::Code && std::ptr::eq(mark.response, response));
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
        let is_page = self.statement.body == Body::Html && response.layer != Layer::Edge;
        // When the service is not known, a loose text of one tells nothing unless it is a code.
        let is_own = fit != Fit::Some || !self.services.is_empty() || mark.is_code;
        // Where a response came, loose words do not tell that none did.
        let is_unsent =
            matches!(response.layer, Layer::Local | Layer::Network) && self.has_answer && !is_of_status;
        let is_taken = self.takes_common || mark.reach != Reach::Common;
        let counts = match mark.rank {
            _ if !is_taken || self.is_overruled(response) => false,
            Rank::Loose => fit != Fit::Other && is_own && !is_against && !is_page && !is_unsent,
            Rank::Wrapper => !is_against && !is_page,
            Rank::Title => !is_page,
            Rank::Code | Rank::Detail => true,
        };
        // What a success holds is data, and may say anything.
        (counts && (!is_success || is_of_status)).then_some(Worth {
            is_more_than_loose: mark.rank != Rank::Loose,
            is_of_service: fit != Fit::Other,
            is_not_against_refusal: !(is_against && self.status == Some(401)),
            rank: mark.rank,
            fit,
            is_not_against_status: !is_against,
            length: mark.text.len(),
            place: Reverse(mark.place),
        })
    }

    /// Whether an outage that the text names speaks against what a tool made of it: the server failed before it looked
    /// at a credential.
    fn is_overruled(&self, response: &Response) -> bool {
        let is_of_tool = matches!(response.layer, Layer::Tool | Layer::Session);
        let is_outage =
            response.priors.unknown.first().is_some_and(|(cause, _)| *cause == cause::id::APPLE_OUTAGE);
        let is_vague = matches!(response.shows, Shows::Refused { .. } | Shows::Nothing) && !is_outage;
        self.statement.names_outage && response.status.is_empty() && is_of_tool && is_vague
    }

    fn by_status(&self) -> Option<&'static Response> {
        let candidates = all().filter(|entry| entry.fallback.contains(&self.statement.body));
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
