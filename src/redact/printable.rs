//! Escapes what a terminal would obey or a person could not see.

use std::borrow::Cow;
use std::fmt::Write;

/// Characters without a glyph of their own that `char::is_control` does not know: format characters, fillers, separators
/// and variation selectors (Unicode general categories Cf, Zl, Zp and the property Default_Ignorable_Code_Point,
/// <https://www.unicode.org/reports/tr44/>). Sorted.
pub(super) const INVISIBLE: &[(char, char)] = &[
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{70f}', '\u{70f}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{13430}', '\u{1343f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

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
    if !text.contains(hidden) {
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
            c if hidden(c) && !of_emoji(before, c, after) => {
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

/// Whether a person would not see `c`, or a terminal obey it.
pub fn hidden(c: char) -> bool {
    c.is_control() || (c > '\u{7f}' && within(INVISIBLE, c))
}

/// Whether an invisible character belongs to an emoji.
fn of_emoji(before: Option<char>, c: char, after: &str) -> bool {
    let pictograph = |c| within(PICTOGRAPHS, c);
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

fn within(ranges: &[(char, char)], c: char) -> bool {
    ranges.iter().any(|(first, last)| (first..=last).contains(&&c))
}
