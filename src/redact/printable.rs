//! Escapes what a terminal would obey or a person could not see.

use std::borrow::Cow;
use std::fmt::Write;

use crate::text::chars::{is_hidden, is_in};

/// Symbols that variation selectors, joiners and tags make emoji of.
const PICTOGRAPHS: &[(char, char)] = &[
    ('\u{a9}', '\u{a9}'),
    ('\u{ae}', '\u{ae}'),
    ('\u{203c}', '\u{2bff}'),
    ('\u{3030}', '\u{3299}'),
    ('\u{1f000}', '\u{1faff}'),
];

const BLACK_FLAG: char = '\u{1f3f4}';
const CANCEL_TAG: char = '\u{e007f}';
const KEYCAP: char = '\u{20e3}';
const EMOJI_STYLE: char = '\u{fe0f}';
const JOINER: char = '\u{200d}';

/// `text` with control, bidirectional, zero-width and other invisible characters as `\n`, `\t`, `\r` or `\u{202e}`.
///
/// Letters of all scripts and emoji stay, with the joiners, selectors and tags that well-formed emoji consist of.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut printable = String::with_capacity(text.len() + 16);
    let mut before = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let after = chars.as_str();
        match c {
            '\n' => printable.push_str("\\n"),
            '\r' => printable.push_str("\\r"),
            '\t' => printable.push_str("\\t"),
            c if is_hidden(c) && !of_emoji(before, c, after) => {
                // Writing to a string cannot fail.
                let _ = write!(printable, "\\u{{{:x}}}", u32::from(c));
            }
            c => printable.push(c),
        }
        if c == BLACK_FLAG
            && let Some((tags, rest)) = tags(after)
        {
            printable.push_str(tags);
            chars = rest.chars();
        }
        before = Some(c);
    }
    Cow::Owned(printable)
}

/// Whether an invisible character belongs to an emoji.
fn of_emoji(before: Option<char>, c: char, after: &str) -> bool {
    let pictograph = |c| is_in(PICTOGRAPHS, c);
    let mut after = after.chars();
    match c {
        EMOJI_STYLE => {
            before.is_some_and(pictograph)
                || (before.is_some_and(|c| matches!(c, '0'..='9' | '#' | '*'))
                    && after.next() == Some(KEYCAP))
        }
        JOINER => {
            before.is_some_and(|c| c == EMOJI_STYLE || pictograph(c)) && after.next().is_some_and(pictograph)
        }
        _ => false,
    }
}

/// The tags of a regional flag such as Scotland's at the start of `text`, and the rest.
fn tags(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c| !matches!(c, '\u{e0020}'..='\u{e007e}')).filter(|end| (1..=24).contains(end))?;
    text.get(end..)?.starts_with(CANCEL_TAG).then(|| text.split_at_checked(end + CANCEL_TAG.len_utf8()))?
}
