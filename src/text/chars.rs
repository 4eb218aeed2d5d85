//! Characters that people do not see, or type where programs do not expect them.

/// Characters without a glyph of their own that `char::is_control` does not know: format characters, fillers,
/// separators and variation selectors (Unicode general categories Cf, Zl, Zp and the property
/// Default_Ignorable_Code_Point, <https://www.unicode.org/reports/tr44/>). Sorted.
pub(crate) const INVISIBLE: &[(char, char)] = &[
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

/// Whether nobody sees the character.
pub(crate) fn is_invisible(c: char) -> bool {
    is_in(INVISIBLE, c)
}

/// Whether a person would not see the character, or a terminal obey it.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control() || (c > '\u{7f}' && is_invisible(c))
}

/// Whether the character is in one of the sorted ranges.
pub(crate) fn is_in(ranges: &[(char, char)], c: char) -> bool {
    let at = ranges.partition_point(|(_, last)| *last < c);
    ranges.get(at).is_some_and(|(first, _)| *first <= c)
}

/// Whether the character is a quotation mark of any script or editor, or what people type for one.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '´' | '«' | '»' | '\u{2018}'
            ..='\u{201f}' | '‹' | '›' | '′' | '″' | '「' | '」' | '＂' | '＇'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_invisible_and_letters_are_not() {
        assert!(
            ['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}', '\u{fe0f}', '\u{202e}']
                .into_iter()
                .all(is_invisible)
        );
        assert!(!['a', ' ', 'é', '鍵', '🔑', '\u{301}'].into_iter().any(is_invisible));
        assert!(INVISIBLE.is_sorted_by(|(_, last), (first, _)| last < first));
    }

    #[test]
    fn quotes_of_editors_and_keyboards_are_quotes() {
        assert!("\"'`´«»‘’‚“”„‹›".chars().all(is_quote));
        assert!(!"a-.,;:/\\<>".chars().any(is_quote));
    }
}
