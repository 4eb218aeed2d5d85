//! What the terminal can show: color, glyphs beyond ASCII, width.

use colored::{ColoredString, Colorize};

use crate::catalog::lint::Severity;
use crate::text::wrap;
use crate::world::Terminal;

/// Paints and wraps text for one terminal. Words carry every meaning; color and glyphs only repeat it.
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

    /// Breaks text at spaces so that it fits the terminal, further lines indented; a pipe gets it in one line.
    pub(super) fn wrap(self, first: &str, text: &str, indent: usize) -> String {
        match self.terminal.width {
            Some(_) => wrap::wrap(first, text, indent, self.width()),
            None => format!("{first}{text}"),
        }
    }
}
