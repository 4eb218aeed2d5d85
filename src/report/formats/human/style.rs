//! What the terminal can show: colour, glyphs beyond ASCII, width.

use colored::{ColoredString, Colorize};
use unicode_width::UnicodeWidthStr;

use crate::catalog::lint::Severity;
use crate::world::Terminal;

/// Paints and wraps text for one terminal. Words carry every meaning; colour and glyphs only repeat it.
#[derive(Clone, Copy)]
pub(super) struct Style {
    terminal: Terminal,
}

impl Style {
    pub(super) fn new(terminal: Terminal) -> Self {
        Self { terminal }
    }

    /// Picks the glyph, or its ASCII stand-in.
    pub(super) fn glyph(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.terminal.unicode { unicode } else { ascii }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.paint(text, |t| t.bold())
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.paint(text, |t| t.dimmed())
    }

    pub(super) fn good(self, text: &str) -> String {
        self.paint(text, |t| t.green().bold())
    }

    pub(super) fn bad(self, text: &str) -> String {
        self.paint(text, |t| t.red().bold())
    }

    pub(super) fn severity(self, severity: Severity, text: &str) -> String {
        match severity {
            Severity::Error => self.bad(text),
            Severity::Warning => self.paint(text, |t| t.yellow().bold()),
            Severity::Note => self.paint(text, |t| t.cyan().bold()),
        }
    }

    fn paint(self, text: &str, color: impl FnOnce(&str) -> ColoredString) -> String {
        if self.terminal.color { color(text).to_string() } else { text.to_owned() }
    }

    /// The columns there are for text, 80 in a pipe.
    pub(super) fn width(self) -> usize {
        self.terminal.width.unwrap_or(80).max(40)
    }

    /// Whether so many columns fit into a line; in a pipe all do.
    pub(super) fn fits(self, columns: usize) -> bool {
        self.terminal.width.is_none_or(|width| columns <= width)
    }

    /// Breaks text at blanks so that it fits the terminal, further lines indented; a pipe gets it in one line.
    pub(super) fn wrap(self, first: &str, text: &str, indent: usize) -> String {
        let Some(width) = self.terminal.width else { return format!("{first}{text}") };
        let width = width.max(40);
        let mut lines = vec![first.to_owned()];
        let mut column = visible_width(first);
        for word in words(text) {
            let needed = visible_width(word);
            let starts_line = column <= indent;
            if !starts_line && column + 1 + needed > width {
                lines.push(" ".repeat(indent));
                column = indent;
            } else if let Some(line) = lines.last_mut().filter(|line| !starts_line && !line.ends_with(' ')) {
                line.push(' ');
                column += 1;
            }
            if let Some(line) = lines.last_mut() {
                line.push_str(word);
            }
            column += needed;
        }
        lines.join("\n")
    }
}

/// Splits at blanks, but not between a number and its unit.
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

/// Columns of a text whose colour sequences take none.
pub(super) fn visible_width(text: &str) -> usize {
    let mut width = 0;
    let mut rest = text;
    while let Some(start) = rest.find("\u{1b}[") {
        let (head, tail) = rest.split_at(start);
        width += head.width();
        rest = tail.find('m').and_then(|end| tail.get(end + 1..)).unwrap_or_default();
    }
    width + rest.width()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_at_blanks_but_not_after_a_number() {
        let style = Style::new(Terminal { width: Some(40), color: false, unicode: true });
        let text = "the token lives for twenty minutes and 3 min more, at most";
        assert_eq!(
            style.wrap("- ", text, 2),
            "- the token lives for twenty minutes and\n  3 min more, at most"
        );
        let pipe = Style::new(Terminal { width: None, color: false, unicode: true });
        assert_eq!(pipe.wrap("- ", text, 2), format!("- {text}"));
    }

    #[test]
    fn colours_take_no_columns() {
        assert_eq!(visible_width("\u{1b}[1;31mfail\u{1b}[0m: 1"), 7);
    }
}
