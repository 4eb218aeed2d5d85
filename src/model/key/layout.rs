//! How the lines of a PEM block are broken.

use super::Flaw;

/// What is odd about the text between a BEGIN and an END line.
pub(super) fn flaws(between: &str) -> Vec<Flaw> {
    const FULL: usize = 64;
    if !between.contains(['\n', '\r']) {
        return vec![Flaw::OneLine];
    }
    let mut found = Found::default();
    let line_feeds = between.matches("\r\n").count();
    found.add(Flaw::CrLf, line_feeds > 0);
    found.add(Flaw::Cr, between.matches('\r').count() > line_feeds);
    let mut lines = lines(between).peekable();
    // What shares a line with BEGIN.
    let first = lines.next().unwrap_or_default();
    found.add(Flaw::LineLength, !is_blank(first));
    found.add(Flaw::Blanks, is_blank(first) && !first.is_empty());
    let mut ended = false;
    while let Some(line) = lines.next() {
        let text = line.trim();
        if lines.peek().is_none() {
            // What shares a line with END.
            found.add(Flaw::LineLength, !text.is_empty());
            found.add(Flaw::Indentation, line.starts_with([' ', '\t']));
            break;
        }
        if found.add(Flaw::BlankLines, text.is_empty()) {
            continue;
        }
        found.add(Flaw::Indentation, line.starts_with([' ', '\t']));
        found.add(Flaw::Blanks, line.ends_with([' ', '\t']) || text.contains([' ', '\t']));
        // Only the last line may be short.
        found.add(Flaw::LineLength, text.len() > FULL || ended);
        ended = text.len() < FULL;
    }
    found.0
}

/// The lines of a text, ended by LF, CR or both.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let Some(end) = text.find(['\n', '\r']) else { return Some(text) };
        let (line, following) = text.split_at(end);
        rest = following.strip_prefix("\r\n").or_else(|| following.get(1..));
        Some(line)
    })
}

#[derive(Default)]
struct Found(Vec<Flaw>);

impl Found {
    /// Adds a flaw once; hands the condition back.
    fn add(&mut self, flaw: Flaw, there: bool) -> bool {
        if there && !self.0.contains(&flaw) {
            self.0.push(flaw);
        }
        there
    }
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_as_apple_breaks_them_have_no_flaws() {
        let full = "A".repeat(64);
        assert_eq!(flaws(&format!("\n{full}\n{full}\nAAAA\n")), []);
        assert_eq!(flaws(&format!("\n{full}\n{full}\n")), []);
        assert_eq!(flaws("\nAAAA\n"), []);
    }

    #[test]
    fn each_oddity_is_told() {
        for (between, expected) in [
            ("AAAA", vec![Flaw::OneLine]),
            (" AAAA AAAA ", vec![Flaw::OneLine]),
            ("\r\nAAAA\r\n", vec![Flaw::CrLf]),
            ("\rAAAA\r", vec![Flaw::Cr]),
            ("\n\nAAAA\n", vec![Flaw::BlankLines]),
            ("\nAAAA\n\n", vec![Flaw::BlankLines]),
            ("\n  AAAA\n  ", vec![Flaw::Indentation]),
            ("\nAAAA  \n", vec![Flaw::Blanks]),
            (" \nAAAA\n", vec![Flaw::Blanks]),
            ("\nAA AA\n", vec![Flaw::Blanks]),
            ("\nAAAA\nAAAA\n", vec![Flaw::LineLength]),
            ("AAAA\nAAAA\n", vec![Flaw::LineLength]),
            ("\nAAAA", vec![Flaw::LineLength]),
        ] {
            assert_eq!(flaws(between), expected, "{between:?}");
        }
        assert_eq!(flaws(&format!("\n{}\n", "A".repeat(65))), [Flaw::LineLength]);
    }
}
