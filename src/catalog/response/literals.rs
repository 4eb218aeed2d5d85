//! The literals by which texts of any length are searched: the marks of the responses, Apple's domains, the statuses of
//! a refusal, and how a token begins.

use std::cmp::Reverse;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::Response;
use super::marks::{Rank, Reach, ranked};
use crate::catalog::responses;

/// How a JOSE header in base64url begins: `{"`.
const TOKEN: &str = "eyJ";

/// The domains of Apple's APIs.
const DOMAINS: [&str; 2] = ["apple.com", "apple-mapkit.com"];

/// The statuses that are a refusal whoever tells of them.
const REFUSALS: [&str; 2] = ["401", "403"];

/// What a literal stands for.
#[derive(Clone, Copy)]
pub(crate) enum Meaning {
    Token,
    /// A host of Apple was asked, or is linked.
    Domain,
    /// A number that may be a status.
    Status,
    Mark {
        rank: Rank,
        reach: Reach,
        response: &'static Response,
        /// Which of the literals it is.
        literal: usize,
    },
}

/// All literals, ready to be searched for at once.
pub(crate) struct Literals {
    searcher: Option<AhoCorasick>,
    meanings: Vec<Meaning>,
}

impl Literals {
    /// For short texts: built in no time. Built once, because thousands of inputs may be given.
    pub(crate) fn for_short_text() -> &'static Self {
        static NFA: LazyLock<Literals> = LazyLock::new(|| Literals::new(AhoCorasickKind::ContiguousNFA));
        &NFA
    }

    /// For long texts: searches several times as fast, and takes as many times longer to build.
    pub(crate) fn for_long_text() -> &'static Self {
        static DFA: LazyLock<Literals> = LazyLock::new(|| Literals::new(AhoCorasickKind::DFA));
        &DFA
    }

    fn new(kind: AhoCorasickKind) -> Self {
        let (texts, meanings): (Vec<_>, Vec<_>) = all().into_iter().unzip();
        let mut builder = AhoCorasick::builder();
        let searcher = builder.kind(Some(kind)).match_kind(MatchKind::LeftmostLongest).build(&texts);
        Self { searcher: searcher.ok(), meanings }
    }

    /// The literals in a text: where each begins and ends, and what it stands for.
    pub(crate) fn find<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = (usize, usize, Meaning)> + 'a {
        let found = self.searcher.iter().flat_map(move |searcher| searcher.find_iter(text));
        found.filter_map(|found| {
            let meaning = self.meanings.get(found.pattern().as_usize())?;
            Some((found.start(), found.end(), *meaning))
        })
    }
}

/// Every literal that is searched for, in any order.
pub fn literals() -> Vec<&'static str> {
    all().into_iter().map(|(text, _)| text).collect()
}

/// Each literal once; one that marks several responses stands for the first of its highest rank. Loose marks are none,
/// unless they are Apple's own: in a log they may come from anybody.
fn all() -> Vec<(&'static str, Meaning)> {
    let of = |response: &'static Response| {
        ranked(&response.marks)
            .map(move |(rank, text)| (text, rank, Reach::of(response, rank, text), response))
    };
    let mut marks: Vec<_> = responses::all()
        .flat_map(of)
        .filter(|(_, rank, reach, _)| *rank != Rank::Loose || *reach == Reach::Own)
        .collect();
    marks.sort_by_key(|(text, rank, ..)| (*text, Reverse(*rank)));
    marks.dedup_by_key(|(text, ..)| *text);
    let marks = marks.into_iter().enumerate().map(|(literal, (text, rank, reach, response))| {
        (text, Meaning::Mark { rank, reach, response, literal })
    });
    let domains = DOMAINS.map(|domain| (domain, Meaning::Domain));
    let statuses = REFUSALS.map(|status| (status, Meaning::Status));
    std::iter::once((TOKEN, Meaning::Token)).chain(domains).chain(statuses).chain(marks).collect()
}
