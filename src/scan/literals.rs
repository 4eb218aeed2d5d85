//! The literals that are searched for: how a token begins, and the marks of the answers.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::catalog::response::{self, Response};

/// How a JOSE header in base64url begins: `{"`.
pub(super) const TOKEN: &str = "eyJ";

/// How much a mark tells, from the most to the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Detail,
    Code,
    Title,
    Wrapper,
}

/// What a literal stands for.
#[derive(Clone, Copy)]
pub(super) enum Meaning {
    Token,
    Mark {
        rank: Rank,
        response: &'static Response,
        /// Which of the literals it is.
        literal: usize,
    },
}

/// All literals, ready to be searched for at once.
pub(super) struct Literals {
    searcher: Option<AhoCorasick>,
    meanings: Vec<Meaning>,
}

impl Literals {
    /// For short texts: built in no time. Built once, because thousands of inputs may be given.
    pub(super) fn for_short_text() -> &'static Self {
        static NFA: LazyLock<Literals> = LazyLock::new(|| Literals::new(AhoCorasickKind::ContiguousNFA));
        &NFA
    }

    /// For long texts: searches several times as fast, and takes as many times longer to build.
    pub(super) fn for_long_text() -> &'static Self {
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
    pub(super) fn find<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = (usize, usize, Meaning)> + 'a {
        let found = self.searcher.iter().flat_map(move |searcher| searcher.find_iter(text));
        found.filter_map(|found| {
            let meaning = self.meanings.get(found.pattern().as_usize())?;
            Some((found.start(), found.end(), *meaning))
        })
    }
}

/// Every literal that the scanner looks for, in any order.
pub fn literals() -> Vec<&'static str> {
    all().into_iter().map(|(text, _)| text).collect()
}

/// Each literal once; one that marks several answers stands for the first of its highest rank.
fn all() -> Vec<(&'static str, Meaning)> {
    let mut marks: Vec<(&str, Rank, &'static Response)> = Vec::new();
    for response in response::all() {
        let of = [
            (Rank::Detail, response.marks.detail),
            (Rank::Code, response.marks.code),
            (Rank::Title, response.marks.title),
            (Rank::Wrapper, response.marks.wrapper),
        ];
        marks.extend(of.iter().flat_map(|(rank, texts)| texts.iter().map(|text| (*text, *rank, response))));
    }
    marks.sort_by_key(|(text, rank, _)| (*text, *rank));
    marks.dedup_by_key(|(text, ..)| *text);
    let marks = marks
        .into_iter()
        .enumerate()
        .map(|(literal, (text, rank, response))| (text, Meaning::Mark { rank, response, literal }));
    std::iter::once((TOKEN, Meaning::Token)).chain(marks).collect()
}
