//! The token's life as a line: issued, now, expires, and the service's limit.

use super::style::Style;
use crate::model::time;
use crate::text::wrap::width;

/// The instants of a token's life, in seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct Life {
    pub(super) iat: f64,
    /// `exp`, or the end of the age that the service allows.
    pub(super) end: f64,
    /// How the end is called.
    pub(super) end_name: &'static str,
    pub(super) now: f64,
    /// The latest end that the service allows.
    pub(super) limit: Option<f64>,
}

/// Lines to print, none when the instants make no life.
pub(super) fn draw(life: Life, style: Style) -> Vec<String> {
    let length = life.end - life.iat;
    // Beyond the year 5138 are milliseconds, which a lint names.
    if !(1.0..4e8).contains(&length) || life.iat > 1e11 {
        return Vec::new();
    }
    let limit = life
        .limit
        .filter(|limit| (limit - life.end).abs() > length / 200.0 && *limit < life.iat + 3.0 * length);
    let first = life.iat;
    let last = limit.map_or(life.end, |limit| limit.max(life.end));
    let margin = (last - first) / 4.0;
    let (low, high) = (first.min(life.now.max(first - margin)), last.max(life.now.min(last + margin)));
    let columns = style.width().min(80) - 5;
    let column = |instant: f64| {
        2 + (((instant - low) / (high - low)).clamp(0.0, 1.0) * columns as f64).round() as usize
    };
    let mut bar = vec![style.glyph("·", "."); columns + 3];
    let mut fill =
        |from: usize, to: usize, glyph| bar.iter_mut().take(to + 1).skip(from).for_each(|cell| *cell = glyph);
    fill(0, 1, " ");
    fill(column(life.iat), column(life.end), style.glyph("━", "="));
    fill(column(life.iat), column(life.iat), style.glyph("┣", "|"));
    fill(column(life.end), column(life.end), style.glyph("┫", "|"));
    if let Some(limit) = limit {
        fill(column(limit), column(limit), style.glyph("╎", "!"));
    }
    fill(column(life.now), column(life.now), style.glyph("●", "*"));
    let label = |name: &str, instant: f64| format!("{name} {}", clock(instant, length));
    let now_label = match life.now {
        now if now < low || now > high => format!("now, {}", far(life)),
        _ => label("now", life.now),
    };
    let above =
        vec![(column(life.iat), label("iat", life.iat)), (column(life.end), label(life.end_name, life.end))];
    let mut below = vec![(column(life.now), now_label)];
    below.extend(limit.map(|limit| (column(limit), label("limit", limit))));
    vec![labels(above, columns + 3), bar.concat().trim_end().to_owned(), labels(below, columns + 3)]
}

/// How far now is from the life.
fn far(life: Life) -> String {
    if life.now > life.end {
        format!("{} after {}", time::span(life.now - life.end), life.end_name)
    } else {
        format!("{} before iat", time::span(life.iat - life.now))
    }
}

/// The time of day, or the day for lives that are longer.
fn clock(instant: f64, length: f64) -> String {
    let text = time::instant(instant);
    let range = if length >= 86_400.0 { 0..10 } else { 11..19 };
    text.get(range).unwrap_or(&text).to_owned()
}

/// Sets each label at its column, or further left or right where the line ends or another label stands.
fn labels(mut labels: Vec<(usize, String)>, columns: usize) -> String {
    let needed = |labels: &[(usize, String)]| labels.iter().map(|(_, label)| width(label) + 2).sum::<usize>();
    while needed(&labels) > columns + 2 && labels.len() > 1 {
        labels.pop();
    }
    labels.sort_by_key(|(column, _)| *column);
    let mut line = String::new();
    let mut room = needed(&labels);
    for (column, label) in labels {
        let latest = columns.saturating_sub(room.saturating_sub(2));
        room -= width(&label) + 2;
        let start = column
            .saturating_sub(if column + width(&label) > columns { width(&label) } else { 0 })
            .min(latest);
        let used = width(&line);
        let gap = if used == 0 { start } else { start.saturating_sub(used).max(2) };
        line.push_str(&" ".repeat(gap));
        line.push_str(&label);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Terminal;

    fn drawn(now: f64, limit: Option<f64>, width: usize, unicode: bool) -> String {
        let life = Life { iat: 1_795_168_800.0, end: 1_795_169_400.0, end_name: "exp", now, limit };
        draw(life, Style::new(Terminal { width: Some(width), color: false, unicode })).join("\n")
    }

    #[test]
    fn a_life_fits_its_columns_at_every_instant_and_width() {
        for width in [20, 40, 79, 80, 81, 200] {
            for now in (-100_000..100_000).step_by(617) {
                let text = drawn(1_795_168_800.0 + f64::from(now), Some(1_795_170_000.0), width, true);
                let widest = text.lines().map(super::width).max().unwrap();
                assert!(widest <= width.clamp(40, 80), "{widest} of {width} columns\n{text}");
            }
        }
    }

    #[test]
    fn without_unicode_it_is_ascii() {
        let text = drawn(1_795_168_980.0, Some(1_795_170_000.0), 80, false);
        assert!(text.is_ascii(), "{text}");
        assert!(text.contains("now 10:03:00") && text.contains("limit 10:20:00"), "{text}");
    }

    #[test]
    fn absurd_instants_draw_nothing() {
        let iat = 1_795_168_800.0;
        for (iat, end) in
            [(iat, f64::NAN), (iat, f64::INFINITY), (iat, 0.0), (iat, 1.8e12), (iat * 1e3, iat * 1e3 + 6e5)]
        {
            let life = Life { iat, end, end_name: "exp", now: 0.0, limit: None };
            assert!(draw(life, Style::new(Terminal { width: None, color: false, unicode: true })).is_empty());
        }
    }
}
