//! Cuts a text into runs of base64 characters, and knows which of them may belong together.

use super::lexer::{Lexer, Meaning, Symbol};
use super::shape::Shape;

/// A run of base64 characters, by escapes and invisible characters not interrupted.
#[derive(Debug)]
pub(super) struct Piece {
    /// Bytes of the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Base64 characters.
    pub(super) length: usize,
    /// Looks like base64, from here on.
    pub(super) odd: Option<usize>,
    /// Looks like a word of a sentence; `None`: too short to say.
    pub(super) word: Option<bool>,
    /// Nothing but white space and dots separates it from the piece before.
    pub(super) linked: bool,
    /// What separates it from the dot or piece before.
    pub(super) gap: Gap,
    /// Dots after it, white space before them or not.
    pub(super) dots: usize,
}

/// White space before a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    None,
    Space,
    LineBreak,
}

impl Piece {
    /// Whether it may go on where the piece before stopped.
    pub(super) fn continues(&self, before: &Self) -> bool {
        self.linked && before.dots == 0
    }

    /// Whether it may be the rest of base64 by its look, or as a line of its own.
    pub(super) fn may_be_rest(&self) -> bool {
        self.odd.is_some() || (self.gap == Gap::LineBreak && self.is_no_word())
    }

    /// Whether it may be base64 that does not look like it; what is shorter betrays little.
    pub(super) fn is_no_word(&self) -> bool {
        self.length >= 16 && self.word != Some(true)
    }
}

/// The pieces of `text` from byte `at` on.
pub(super) fn pieces(text: &str, at: usize) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut symbols = Lexer::new(text, at);
    let (mut linked, mut gap) = (false, Gap::None);
    while let Some(Symbol { start, end, meaning }) = symbols.next() {
        match meaning {
            Meaning::Code(code) => {
                pieces.push(Piece { linked, gap, ..piece(&mut symbols, code, start, end) });
                (linked, gap) = (true, Gap::None);
            }
            Meaning::LineBreak => gap = Gap::LineBreak,
            Meaning::Space if gap == Gap::None => gap = Gap::Space,
            Meaning::Space => {}
            Meaning::Dot => {
                gap = Gap::None;
                if let Some(last) = pieces.last_mut().filter(|_| linked) {
                    last.dots += 1;
                }
            }
            Meaning::Other => (linked, gap) = (false, Gap::None),
        }
    }
    pieces
}

/// The piece that begins with `code`; leaves `symbols` before what follows it.
fn piece(symbols: &mut Lexer<'_>, mut code: u8, start: usize, mut end: usize) -> Piece {
    let mut shape = Shape::default();
    let mut at = start;
    loop {
        shape.push(code, at);
        let mut ahead = symbols.clone();
        let Some(Symbol { start, end: next_end, meaning: Meaning::Code(next) }) = ahead.next() else { break };
        *symbols = ahead;
        (code, at, end) = (next, start, next_end);
    }
    let look = shape.end();
    Piece {
        start,
        end,
        length: look.length,
        odd: look.odd.then_some(look.from.unwrap_or(start)),
        word: look.word,
        linked: false,
        gap: Gap::None,
        dots: 0,
    }
}

/// Whether a sentence goes on here: most of the next few pieces are words, and the first one is not base64.
pub(super) fn is_prose(pieces: &[Piece]) -> bool {
    const AHEAD: usize = 5;
    let chained = pieces
        .windows(2)
        .take(AHEAD)
        .take_while(|pair| matches!(pair, [one, next] if next.continues(one)))
        .count();
    let next = pieces.get(..AHEAD.min(chained + 1)).unwrap_or_default();
    let (mut words, mut codes) = (0, 0);
    for word in next.iter().filter_map(|piece| piece.word) {
        if word {
            words += 1;
        } else {
            codes += 1;
        }
    }
    words > codes && next.first().is_some_and(|first| first.odd.is_none())
}
