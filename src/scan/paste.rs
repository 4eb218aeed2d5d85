//! What somebody pasted: a few lines around one failure, in which more is taken for told than in a log.

use super::Known;
use super::ansi::readable;
use super::block::Block;
use super::failure::{Failure, Lines};
use super::table::Table;
use crate::catalog::sender::{Sender, has_word};

/// Lines with something in them.
const LINES: usize = 20;

const BYTES: usize = 12 << 10;

/// Lines in which words that may stand anywhere count as the message.
const FEW: usize = 6;

/// The whole of a short text.
#[derive(Default)]
pub(super) struct Paste {
    /// `None`: more than that was read, or nothing.
    text: Option<Vec<u8>>,
    blocks: usize,
}

impl Paste {
    pub(super) fn take(&mut self, block: &Block) {
        self.blocks += 1;
        let is_short = self.blocks == 1 && block.data.len() <= BYTES;
        self.text = is_short.then(|| block.data.clone());
    }

    /// Adds the failure that the text as a whole tells of, when no line by itself did. Gives whether it reports a
    /// refusal of which nothing shows who sent it.
    pub(super) fn close(self, known: Known, table: &mut Table) -> bool {
        let lines: Vec<_> =
            self.text.iter().flat_map(|text| text.split(|byte| *byte == b'\n')).map(readable).collect();
        let count = lines.iter().filter(|line| !line.trim().is_empty()).count();
        if table.has_failure || count == 0 || count > LINES {
            return false;
        }
        let text = lines.join("\n");
        let failure = Lines::of(&text).into_failure(known.is_apples);
        let sender = match &failure.sender {
            Sender::Unknown => Sender::of_text(&text),
            sender => sender.clone(),
        };
        // Who pastes a line or two means them.
        let has_failed = count <= FEW / 2 || reports_failure(&text);
        let is_told = known.is_response || failure.is_told() || has_failed && failure.statement.is_known();
        let is_refused = known.is_response || reports_refusal(&text);
        let sender = match sender {
            Sender::Unknown if is_told && Sender::is_named_in(&text) => Sender::Apple(Vec::new()),
            sender => sender,
        };
        match &sender {
            Sender::Apple(_) if is_told || is_refused => {}
            Sender::Foreign(name) if is_told || is_refused => {
                table.foreign.get_or_insert_with(|| name.clone());
                return false;
            }
            Sender::Unknown if failure.statement.has_mark() || known.is_response => {}
            Sender::Unknown if is_refused && count <= FEW => {}
            _ => return is_refused && sender == Sender::Unknown,
        }
        let line = 1 + text.get(..failure.line.start).map_or(0, |before| before.matches('\n').count());
        let takes_common = sender.is_apple() || count <= FEW;
        table.add_whole(Failure { sender, takes_common, ..failure }, line as u64);
        false
    }
}

/// Whether a text says that something failed.
fn reports_failure(text: &str) -> bool {
    const WORDS: [&str; 18] = [
        "error",
        "fail",
        "could not",
        "couldn't",
        "cannot",
        "can't",
        "unable",
        "denied",
        "invalid",
        "exception",
        "rejected",
        "refused",
        "not found",
        "no such",
        "unauthorized",
        "forbidden",
        "[!]",
        "fatal",
    ];
    let text = text.to_ascii_lowercase();
    WORDS.iter().any(|word| text.contains(word))
}

/// Whether a line of a text says that a request, a login or a token was refused: a status, or a word for it as the
/// outcome of one. `failed: 0`, and prose, say no such thing.
fn reports_refusal(text: &str) -> bool {
    const REFUSALS: [&str; 19] = [
        "unauthorized",
        "unauthenticated",
        "forbidden",
        "not authorized",
        "access denied",
        "permission denied",
        "insufficient permission",
        "insufficient permissions",
        "insufficient privileges",
        "authentication failed",
        "authorization failed",
        "failed to authenticate",
        "unable to authenticate",
        "could not authenticate",
        "login failed",
        "invalid token",
        "invalid credentials",
        "token expired",
        "token has expired",
    ];
    const OUTCOMES: [&str; 10] = [
        "error",
        "failed",
        "failure",
        "exception",
        "fatal",
        "denied",
        "refused",
        "rejected",
        "[!]",
        "response",
    ];
    text.to_ascii_lowercase().lines().any(|line| {
        let has = |words: &[&str]| words.iter().any(|word| has_word(line, word));
        super::failure::tells_status(line) || has(&REFUSALS) && has(&OUTCOMES)
    })
}
