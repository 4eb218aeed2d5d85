//! Columns of a terminal, and lines that fit into them.

use unicode_width::UnicodeWidthStr;

use super::ansi;

/// The columns that a text takes; control sequences take none.
pub(crate) fn width(text: &str) -> usize {
    ansi::strip(text).width()
}

/// `first` and the words of `text`, broken at spaces into lines of at most `columns`. All lines but the first are
/// indented. A word that is too long for a line has one of its own.
pub(crate) fn wrap(first: &str, text: &str, indent: usize, columns: usize) -> String {
    let mut lines = first.to_owned();
    let mut column = width(first);
    let mut starts_line = column <= indent;
    for word in words(text) {
        let needed = width(word);
        if !starts_line && column + 1 + needed > columns {
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            column = indent;
        } else if !starts_line && !lines.ends_with(' ') {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += needed;
        starts_line = false;
    }
    lines
}

/// Splits at spaces, but not between a number and its unit.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let number = text.bytes().take_while(u8::is_ascii_digit).count();
        let is_counted = number > 0 && text.get(number..).is_some_and(|after| after.starts_with(' '));
        let from = if is_counted { number + 1 } else { 0 };
        let end = text.get(from..).and_then(|after| after.find(' ')).map(|at| from + at);
        rest = end.and_then(|end| text.get(end + 1..));
        Some(end.and_then(|end| text.get(..end)).unwrap_or(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_at_spaces_but_not_after_a_number() {
        let text = "the token is valid for twenty minutes and 3 min more, at most";
        assert_eq!(
            wrap("- ", text, 2, 44),
            "- the token is valid for twenty minutes and\n  3 min more, at most"
        );
        assert_eq!(wrap("a head of its own: ", "x https://example.com/long", 2, 24).lines().count(), 2);
    }

    #[test]
    fn no_line_is_wider_than_its_words() {
        let text = "a bb ccc 10 s \u{1b}[1mdddd\u{1b}[0m 鍵 eeeee";
        for columns in 8..60 {
            for first in ["", "  ", "head: "] {
                let wrapped = wrap(first, text, 2, columns);
                assert!(wrapped.lines().all(|line| width(line) <= columns), "{columns}: {wrapped}");
                let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
                assert_eq!(words(&wrapped), words(&format!("{first} {text}")));
            }
        }
    }

    #[test]
    fn colors_take_no_columns() {
        assert_eq!(width("\u{1b}[1;31mfail\u{1b}[0m: 1"), 7);
    }
}
