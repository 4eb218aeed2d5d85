//! Pages in lines that fit the terminal.

use crate::text::wrap::{width, wrap};

/// The page with its prose in lines of at most so many columns. Tables, code and headings stay as they are.
pub(crate) fn fit(page: &str, columns: usize) -> String {
    let mut fitted = String::with_capacity(page.len());
    let mut paragraph = Paragraph::default();
    let mut is_code = false;
    for line in page.lines() {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        let is_fixed = line.is_empty() || line.starts_with(['|', '#']) || line.starts_with("    ");
        if is_fixed || is_fence || is_code {
            paragraph.end(&mut fitted, columns);
            fitted.push_str(line);
            fitted.push('\n');
        } else if let Some((head, text)) = item(line) {
            paragraph.end(&mut fitted, columns);
            paragraph = Paragraph { head: head.to_owned(), text: text.to_owned() };
        } else {
            paragraph.add(line.trim_start());
        }
    }
    paragraph.end(&mut fitted, columns);
    fitted
}

/// A paragraph, or an item of a list.
#[derive(Default)]
struct Paragraph {
    /// What the lines behind the first are indented by.
    head: String,
    text: String,
}

impl Paragraph {
    fn add(&mut self, line: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(line);
    }

    fn end(&mut self, fitted: &mut String, columns: usize) {
        let Self { head, text } = std::mem::take(self);
        if !text.is_empty() {
            let indent = width(&head).min(columns / 2);
            fitted.push_str(&wrap(&head, &text, indent, columns));
            fitted.push('\n');
        }
    }
}

/// The head and the text of an item: `- text`, `1. text`, or a name of the index and what it means.
fn item(line: &str) -> Option<(&str, &str)> {
    let is_number =
        |head: &str| head.strip_suffix('.').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    let indent = line.len() - line.trim_start().len();
    let (name, text) = line.trim_start().split_once(' ')?;
    let is_head = indent > 0 || name == "-" || is_number(name);
    let at = line.len() - text.trim_start().len();
    is_head.then(|| line.split_at_checked(at))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_filled_and_the_rest_stays() {
        let page = "# name\n\nOne line of prose\nand another one.\n\n- an item that is long\n- b\n\n\
                    \x20   code code code code\n\n| a table of many columns |\n|---|\n\n  name   what it means\n";
        let expected = "# name\n\nOne line of prose\nand another one.\n\n- an item that is\n  long\n- b\n\n\
                        \x20   code code code code\n\n| a table of many columns |\n|---|\n\n\
                        \x20 name   what it\n         means\n";
        assert_eq!(fit(page, 18), expected);
        let wide = fit(page, 80);
        assert!(wide.contains("One line of prose and another one.\n"), "{wide}");
        assert_eq!(fit(&wide, 18), expected);
    }
}
