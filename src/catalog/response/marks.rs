//! The marks of the whole catalogue, and where in a text they stand.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::normal::normal;
use super::{Layer, Marks, Response};
use crate::catalog::responses::{all, reach};

/// How much a mark tells, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    Loose,
    Wrapper,
    Title,
    Code,
    Detail,
}

/// Whose text a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    /// Common words: they tell only where something else shows that Apple sent them.
    Common,
    /// Other servers, or libraries that others use, say the same.
    Shared,
    /// Apple's alone, or that of a tool which only talks to Apple.
    Own,
}

impl Reach {
    /// Of a mark, as [the lists](reach) say; else libraries and networks are everybody's, and the rest is Apple's.
    pub(super) fn of(response: &Response, rank: Rank, mark: &str) -> Self {
        let is_everybodys = matches!(response.layer, Layer::Local | Layer::Network | Layer::Edge);
        match () {
            () if reach::OWN.contains(&mark) => Self::Own,
            () if rank == Rank::Loose || reach::COMMON.contains(&mark) => Self::Common,
            () if is_everybodys || reach::SHARED.contains(&mark) => Self::Shared,
            () => Self::Own,
        }
    }
}

pub(super) static MARKS: LazyLock<MarkIndex> = LazyLock::new(MarkIndex::new);

/// One mark of the catalogue.
pub(crate) struct Mark {
    /// Its place in the catalogue: of equals the first wins, wherever in the text it stands.
    pub(super) place: usize,
    pub(super) response: &'static Response,
    pub(super) rank: Rank,
    pub(super) written: &'static str,
    /// In the normal form.
    pub(super) text: String,
    pub(super) reach: Reach,
    /// It is one word that only a service of its own has.
    pub(super) is_code: bool,
}

impl Mark {
    /// Whether it stands there as words of its own.
    fn stands_at(&self, bytes: &[u8], at: usize) -> bool {
        let Some(rest) = bytes.get(at..) else { return false };
        let mark = self.text.as_bytes();
        rest.starts_with(mark)
            && !(is_word(mark.first()) && is_word(at.checked_sub(1).and_then(|before| bytes.get(before))))
            && !(is_word_end(mark.last()) && is_word(rest.get(mark.len())))
    }
}

/// Whether a byte belongs to a word.
fn is_word(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

/// Whether a mark that ends so ends with its last word: one that ends with `_` is the beginning of one.
fn is_word_end(byte: Option<&u8>) -> bool {
    byte.is_some_and(u8::is_ascii_alphanumeric)
}

/// The marks of an entry with what they tell.
pub(super) fn ranked(marks: &Marks) -> impl Iterator<Item = (Rank, &'static str)> {
    let kinds = [
        (Rank::Detail, marks.detail),
        (Rank::Code, marks.code),
        (Rank::Title, marks.title),
        (Rank::Wrapper, marks.wrapper),
        (Rank::Loose, marks.loose),
    ];
    kinds.into_iter().flat_map(|(rank, marks)| marks.iter().map(move |mark| (rank, *mark)))
}

/// Bytes at the start of a mark by which it is looked up.
const HEAD: usize = 4;

/// All marks, for one pass over a text.
pub(super) struct MarkIndex {
    by_head: HashMap<[u8; HEAD], Vec<Mark>>,
}

impl MarkIndex {
    fn new() -> Self {
        let mut by_head: HashMap<_, Vec<_>> = HashMap::new();
        for (place, response) in all().enumerate() {
            for (rank, written) in ranked(&response.marks) {
                let text = normal(written);
                let is_code = rank == Rank::Code
                    || rank == Rank::Loose && !response.services.is_empty() && !text.contains(' ');
                let reach = Reach::of(response, rank, written);
                if let Some(head) = text.as_bytes().first_chunk() {
                    by_head.entry(*head).or_default().push(Mark {
                        place,
                        response,
                        rank,
                        written,
                        text,
                        reach,
                        is_code,
                    });
                }
            }
        }
        Self { by_head }
    }

    /// Every mark that stands in `text`, which is in the normal form.
    pub(super) fn found_in<'a>(&'static self, text: &'a str) -> impl Iterator<Item = &'static Mark> + 'a {
        let bytes = text.as_bytes();
        bytes.windows(HEAD).enumerate().flat_map(move |(at, head)| {
            let marks = <&[u8; HEAD]>::try_from(head).ok().and_then(|head| self.by_head.get(head));
            marks.into_iter().flatten().filter(move |mark| mark.stands_at(bytes, at))
        })
    }
}
