//! The catalogue of answers: what Apple's servers, and the tools around them, say when a request fails, and what each
//! answer has meant.
//!
//! An answer is recognized by the most specific text it holds, else by its code, else by its status.

mod codes;
mod literals;
mod marks;
mod normal;
mod recognize;
mod status;
#[cfg(test)]
mod tests;

use crate::catalog::responses;

pub use codes::is_known_code;
pub use literals::literals;
pub(crate) use literals::{Literals, Meaning};
pub(crate) use marks::{Rank, Reach};
pub(crate) use normal::normal;
pub use recognize::{Recognized, Statement, recognize};
pub(crate) use status::{beside_address, named};

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
    /// The bodies it stands for when no text tells; none: it is recognized by its marks only.
    pub fallback: &'static [Body],
    /// Apple's codes for it that are no safe marks. `explain` finds it by them.
    pub codes: &'static [&'static str],
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

impl Response {
    /// What an entry is when it says nothing else. Name, meaning, priors and source are for each to say.
    pub(crate) const BLANK: Self = Self {
        id: "",
        layer: Layer::Api,
        services: &[],
        status: &[],
        marks: Marks::NONE,
        fallback: &[],
        codes: &[],
        sample: None,
        meaning: "",
        shows: Shows::Nothing,
        decisive: false,
        priors: Priors::same(&[]),
        hints: &[],
        source: "",
    };

    /// Apple's codes for it: marks that are a code and nothing else, and those that are no safe marks.
    pub fn all_codes(&self) -> impl Iterator<Item = &'static str> {
        let marks = self.marks.code.iter().filter(|mark| !mark.contains('"'));
        marks.chain(self.codes).copied()
    }
}

/// Texts that identify an answer, from the most telling kind to the least. Matched in any letter case, whatever the
/// quotes, the escapes and the blanks between words.
pub struct Marks {
    /// Text that only this answer has.
    pub detail: &'static [&'static str],
    /// Apple's code, or the part of it before a dot. Matched as a whole word.
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
    /// The credential was refused, or the request for lack of permission: 401, 403, or what the service calls
    /// a refusal.
    Refused { credential: Credential },
    /// It only comes behind authentication: the credential was accepted.
    Accepted,
    /// The tool could not use the credential: nothing was sent.
    Unsendable,
    /// Nothing.
    Nothing,
}

impl Shows {
    /// A refusal of what the credential may do.
    pub(crate) const FORBIDDEN: Self = Self::Refused { credential: Credential::Good };
    /// A refusal of the credential.
    pub(crate) const REFUSED: Self = Self::Refused { credential: Credential::Doubtful };
}

/// Whether a refusal is of the credential itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// Refused, as far as the answer tells.
    Doubtful,
    /// Key and token are good: what they may do is not enough.
    Good,
}

/// Causes and how often each was behind an answer, as shares of 1.
pub type Shares = &'static [(&'static str, f64)];

/// How often each cause was behind the answer, as shares of 1, the likeliest first; by whether the credential ever
/// worked. Opinions from confirmed cases.
pub struct Priors {
    /// Nothing is known of its history.
    pub unknown: Shares,
    /// It never worked.
    pub never: Shares,
    /// It worked, and now it always fails.
    pub worked: Shares,
    /// It fails now and then.
    pub intermittent: Shares,
}

impl Priors {
    /// The same shares whatever the history.
    pub const fn same(shares: Shares) -> Self {
        Self { unknown: shares, never: shares, worked: shares, intermittent: shares }
    }

    /// Shares that change once the credential has worked; where nothing is known of its history, they are those of one
    /// that never did.
    pub const fn by_history(never: Shares, worked: Shares, intermittent: Shares) -> Self {
        Self { unknown: never, never, worked, intermittent }
    }

    /// The same, but for these shares of a credential that never worked, or of which nothing is known.
    pub const fn at_first(self, never: Shares) -> Self {
        Self { unknown: never, never, ..self }
    }
}

/// An answer to recognize.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answer<'a> {
    pub status: Option<u16>,
    /// Body or log text; `None` when it is not shown.
    pub text: Option<&'a str>,
    /// `Content-Type` of the answer.
    pub content_type: Option<&'a str>,
    /// The services that may have given it, by id; empty when nothing is known.
    pub services: &'a [&'static str],
    /// Whether marks count that are common words: something else shows that Apple sent it.
    pub takes_common: bool,
}

/// What is known of a body in which nothing was recognized.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Body {
    /// Text that nobody knows.
    Text,
    /// An HTML page, which no API of Apple's answers with.
    Html,
    /// There was none.
    Empty,
    /// The capture does not show it.
    #[default]
    Hidden,
}

impl Body {
    /// Whatever the body, unless it is a page.
    pub(crate) const ANY: &'static [Self] = &[Self::Text, Self::Empty, Self::Hidden];
}

/// Every entry, by family.
pub fn all() -> impl Iterator<Item = &'static Response> {
    responses::all()
}

/// The entry of that id.
pub fn find(id: &str) -> Option<&'static Response> {
    all().find(|response| response.id == id)
}

/// The entries that Apple's code `name` stands for, in any letter case: those of that code and of the codes below it,
/// such as `FORBIDDEN_ERROR.PLA_NOT_ACCEPTED` below `FORBIDDEN_ERROR`; else those of the nearest code above it.
pub fn by_code(name: &str) -> Vec<&'static Response> {
    // What is longer than every code is none: of a name of a hundred thousand dots, only the beginning is looked up.
    let longest = all().flat_map(Response::all_codes).map(str::len).max().unwrap_or(0);
    fn above<'a>(name: &&'a str) -> Option<&'a str> {
        name.rsplit_once('.').map(|(above, _)| above)
    }
    let names = std::iter::successors(Some(name), above).filter(|name| !name.is_empty());
    names.filter(|name| name.len() <= longest).map(listed).find(|found| !found.is_empty()).unwrap_or_default()
}

/// The entries of a code, or of one below it.
fn listed(name: &str) -> Vec<&'static Response> {
    let below = |code: &str| {
        code.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && matches!(code.as_bytes().get(name.len()), None | Some(b'.'))
    };
    all().filter(|entry| entry.all_codes().any(below)).collect()
}
