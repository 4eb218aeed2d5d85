//! What the terminal can show: colour, glyphs beyond ASCII, width.

use colored::{ColoredString, Colorize};
use unicode_width::UnicodeWidthStr;

use crate::lint::Severity;
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

    /// Breaks text at blanks so that it fits the terminal, further lines indented; a pipe gets it in one line.
    pub(super) fn wrap(self, first: &str, text: &str, indent: usize) -> String {
        let Some(width) = self.terminal.width else { return format!("{first}{text}") };
        let width = width.max(40);
        let mut lines = vec![first.to_owned()];
        let mut column = visible_width(first);
        for word in text.split(' ') {
            let needed = word.width();
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
