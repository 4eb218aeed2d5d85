//! The marks of the whole catalogue, and where in a text they stand.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::normal::normal;
use super::{Marks, Response};
use crate::catalog::responses::all;

/// How much a mark tells, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    Loose,
    Wrapper,
    Title,
    Code,
    Detail,
}

pub(super) static MARKS: LazyLock<MarkIndex> = LazyLock::new(MarkIndex::new);

/// One mark of the catalogue.
pub(super) struct Mark {
    /// Its place in the catalogue: of equals the first wins, wherever in the text it stands.
    pub(super) place: usize,
    pub(super) response: &'static Response,
    pub(super) rank: Rank,
    pub(super) written: &'static str,
    /// In the normal form.
    pub(super) text: String,
    /// It counts only as a word of its own: it is a code.
    pub(super) is_whole_word: bool,
}

impl Mark {
    fn stands_at(&self, bytes: &[u8], at: usize) -> bool {
        let is_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let Some(rest) = bytes.get(at..) else { return false };
        rest.starts_with(self.text.as_bytes())
            && (!self.is_whole_word
                || !(is_word(at.checked_sub(1).and_then(|before| bytes.get(before)))
                    || is_word(rest.get(self.text.len()))))
    }
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
                let is_loose_code =
                    rank == Rank::Loose && !response.services.is_empty() && !text.contains(' ');
                let is_whole_word = rank == Rank::Code || is_loose_code;
                if let Some(head) = text.as_bytes().first_chunk() {
                    by_head.entry(*head).or_default().push(Mark {
                        place,
                        response,
                        rank,
                        written,
                        text,
                        is_whole_word,
                    });
                }
            }
        }
        Self { by_head }
    }

    /// Every mark that stands in `text`, which is in the normal form.
    pub(super) fn found_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a Mark> {
        let bytes = text.as_bytes();
        bytes.windows(HEAD).enumerate().flat_map(move |(at, head)| {
            let marks = <&[u8; HEAD]>::try_from(head).ok().and_then(|head| self.by_head.get(head));
            marks.into_iter().flatten().filter(move |mark| mark.stands_at(bytes, at))
        })
    }
}
