//! The catalogue of answers: what Apple's servers, and the tools around them, say when a request fails, and what each
//! answer has meant.
//!
//! An answer is recognised by the most specific text it holds, else by its code, else by its status.

use crate::responses::RESPONSES;

/// One answer that is known.
pub struct Response {
    /// Its name; never changes.
    pub id: &'static str,
    pub layer: Layer,
    /// The services that give it, by id; none named: any.
    pub services: &'static [&'static str],
    /// The statuses it comes with; none named: any, or none at all.
    pub status: &'static [u16],
    pub marks: Marks,
    /// An answer that is one of these, as it was seen; `None` for those without text of their own.
    pub sample: Option<&'static str>,
    /// What the answer says, in one sentence, upper-case first.
    pub meaning: &'static str,
    pub shows: Shows,
    /// No case is known in which it meant anything else than its first cause.
    pub decisive: bool,
    pub priors: Priors,
    /// How to tell its causes apart, in sentences.
    pub hints: &'static [&'static str],
    pub source: &'static str,
}

/// Texts that identify an answer, from the most telling kind to the least. Matched in any letter case.
pub struct Marks {
    /// Text that only this answer has.
    pub detail: &'static [&'static str],
    /// Apple's code, or the part of it before a dot.
    pub code: &'static [&'static str],
    /// Text that several answers share.
    pub title: &'static [&'static str],
    /// Text that a tool wraps around answers of several kinds.
    pub wrapper: &'static [&'static str],
    /// Text that tells only in what was given as an answer; in a log it may come from anybody.
    pub loose: &'static [&'static str],
}

impl Marks {
    pub const NONE: Self = Self { detail: &[], code: &[], title: &[], wrapper: &[], loose: &[] };
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// An API that takes a developer-signed token.
    Api,
    /// A tool, repeating an answer or in its own words.
    Tool,
    /// A tool that failed before it sent anything.
    Local,
    /// The servers in front of the API.
    Edge,
    /// The web session of an Apple ID, which takes no such token.
    Session,
    /// The network between: DNS, proxy, TLS.
    Network,
}

/// What the answer shows of the credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// The credential was refused, or the request for lack of permission: 401, 403, or what the service calls a refusal.
    Refused { credential: Credential },
    /// It only comes behind authentication: the credential was accepted.
    Accepted,
    /// Nothing.
    Nothing,
}

/// Whether a refusal is of the credential itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// Refused, as far as the answer tells.
    Doubtful,
    /// Key and token are good: what they may do is not enough.
    Good,
}

/// How often each cause was behind the answer, as shares of 1, the likeliest first; by whether the credential ever
/// worked. Opinions from confirmed cases.
pub struct Priors {
    /// It never worked. Also when nothing is known.
    pub never: &'static [(&'static str, f64)],
    /// It worked, and now it always fails.
    pub worked: &'static [(&'static str, f64)],
    /// It fails now and then.
    pub intermittent: &'static [(&'static str, f64)],
}

impl Priors {
    /// The same shares whatever the history.
    pub const fn same(shares: &'static [(&'static str, f64)]) -> Self {
        Self { never: shares, worked: shares, intermittent: shares }
    }
}

/// An answer to recognise.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answer<'a> {
    pub status: Option<u16>,
    /// Body or log text; `None` when it is not shown.
    pub text: Option<&'a str>,
    /// `Content-Type` of the answer.
    pub content_type: Option<&'a str>,
    /// The services that may have given it, by id; empty when nothing is known.
    pub services: &'a [&'static str],
}

/// What an answer was recognised as.
#[derive(Clone, Copy)]
pub struct Recognised {
    pub response: &'static Response,
    /// By its text or code, and not just by its status.
    pub by_text: bool,
}

/// The entry of that id.
pub fn find(id: &str) -> Option<&'static Response> {
    RESPONSES.iter().copied().flatten().find(|response| response.id == id)
}
