//! Where each value of a discovered credential was taken from, what else is there, and why that is not used.

use std::fmt::Write as _;

use super::style::Style;
use crate::report::view::View;
use crate::text::wrap::width;

/// Characters of a name that are shown.
const MAX_NAME: usize = 80;

/// Further sources that are listed; the rest is counted.
const MAX_LINES: usize = 40;

pub(super) fn write(text: &mut String, style: Style, subject: &View) {
    let Some(discovery) = subject.discovery() else { return };
    let head = ["value", "taken from", "also seen", "why not"].map(str::to_owned);
    let dash = || style.glyph("–", "-").to_owned();
    let cells = discovery.lines().map(|line| {
        let (other, why) = match &line.other {
            Some((name, why)) => (name.excerpt(MAX_NAME), why.to_string()),
            None => Default::default(),
        };
        match line.is_first {
            true => {
                let taken = line.taken.as_ref().map_or_else(dash, |taken| taken.excerpt(MAX_NAME));
                [line.value.to_owned(), taken, other, why]
            }
            false => [String::new(), String::new(), other, why],
        }
    });
    let cells: Vec<_> = cells.collect();
    let shown: Vec<&[String; 4]> = [&head].into_iter().chain(cells.iter().take(MAX_LINES)).collect();
    let widest =
        |column: usize| shown.iter().filter_map(|line| line.get(column)).map(|cell| width(cell)).max();
    let widths: Vec<usize> = (0..3).map(|column| widest(column).unwrap_or_default()).collect();
    text.push('\n');
    for (at, line) in shown.iter().enumerate() {
        let padded = line.iter().enumerate().map(|(column, cell)| {
            let room = widths.get(column).map_or(0, |room| room.saturating_sub(width(cell)));
            format!("{cell}{}", " ".repeat(room))
        });
        let line = padded.collect::<Vec<_>>().join("  ");
        let line = line.trim_end();
        let _ = writeln!(text, "{}", if at == 0 { style.bold(line) } else { line.to_owned() });
    }
    if cells.len() > MAX_LINES {
        let _ = writeln!(text, "… and {} more", cells.len() - MAX_LINES);
    }
    looked_at(text, style, subject);
}

fn looked_at(text: &mut String, style: Style, subject: &View) {
    let Some(discovery) = subject.discovery() else { return };
    let (opened, all) = discovery.variables();
    let plural = if all == 1 { "" } else { "s" };
    let mut words = format!("{opened} of {all} environment variable{plural}");
    for place in discovery.files() {
        let _ = write!(words, ", {}", place.excerpt(MAX_NAME));
    }
    if discovery.absent().len() > 0 {
        let absent: Vec<_> = discovery.absent().map(|place| place.excerpt(MAX_NAME)).collect();
        let _ = write!(words, "; nothing in {}", absent.join(", "));
    }
    let _ = writeln!(text, "{}", style.wrap(&format!("{} ", style.dim("looked at")), &words, 2));
    for (variable, about) in discovery.profiles() {
        let head = format!("{}: {} ", style.bold("note"), variable.excerpt(MAX_NAME));
        let _ = writeln!(text, "{}", style.wrap(&head, &about, 2));
    }
}
