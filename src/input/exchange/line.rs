//! The lines of a capture without what terminals and CI systems put around them.

use std::borrow::Cow;

use crate::text::ansi;

/// The lines without line breaks, colours, timestamps and `curl`'s progress meter. A carriage return within a line,
/// with which the meter redraws itself, ends one too.
pub(super) fn clean(text: &str) -> Vec<Cow<'_, str>> {
    let mut lines = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    for line in text.lines() {
        let line = ansi::strip(line.trim_end_matches('\r'));
        if line.contains('\r') {
            let pieces = line.split('\r').filter(|piece| !piece.is_empty());
            lines.extend(pieces.filter_map(content).map(|piece| Cow::Owned(piece.to_owned())));
            continue;
        }
        match line {
            Cow::Borrowed(line) => lines.extend(content(line).map(Cow::Borrowed)),
            Cow::Owned(line) => lines.extend(content(&line).map(|line| Cow::Owned(line.to_owned()))),
        }
    }
    lines
}

/// `line` without timestamp and progress meter; `None` when nothing else was in it.
fn content(line: &str) -> Option<&str> {
    let line = without_stamp(line);
    let trimmed = line.trim_start();
    if trimmed.starts_with("% Total ") || trimmed.starts_with("Dload ") {
        return None;
    }
    match after_meter(trimmed) {
        Some("") => None,
        Some(rest) => Some(rest),
        None => Some(line),
    }
}

/// Without the timestamp of a CI system in front, or that of `curl --trace-time`.
fn without_stamp(line: &str) -> &str {
    // `gh run view --log` puts the names of job and step before it.
    let columns = line.splitn(3, '\t').nth(2).map(|rest| rest.trim_start_matches('\u{feff}'));
    if let Some(rest) = columns.and_then(after_instant) {
        return rest;
    }
    let plain = line.trim_start_matches('\u{feff}').trim_start();
    after_instant(plain).or_else(|| after_time(plain)).unwrap_or(line)
}

/// What follows an RFC 3339 instant, with or without brackets, and GitLab's number of the stream.
fn after_instant(line: &str) -> Option<&str> {
    let bracketed = line.starts_with('[');
    let line = line.strip_prefix('[').unwrap_or(line);
    let rest = after_pattern(line, "0000-00-00T00:00:00")?;
    let rest = after_fraction(rest);
    let rest = match rest.strip_prefix('Z') {
        Some(rest) => rest,
        None => after_pattern(rest.strip_prefix(['+', '-'])?, "00:00")?,
    };
    let rest = if bracketed { rest.strip_prefix(']')? } else { rest };
    if rest.is_empty() {
        return Some(rest);
    }
    let rest = rest.strip_prefix(' ')?;
    let stream = after_pattern(rest, "00").and_then(|rest| rest.strip_prefix(['O', 'E']));
    Some(stream.and_then(|rest| rest.strip_prefix([' ', '+'])).unwrap_or(rest))
}

/// What follows `10:00:00.123456 ` and the `[0-0] ` of `--trace-ids`.
fn after_time(line: &str) -> Option<&str> {
    let rest = after_pattern(line, "00:00:00.000000 ")?;
    let ids = rest.strip_prefix('[').and_then(|ids| ids.split_once("] "));
    let is_ids =
        |ids: &str| !ids.is_empty() && ids.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'x'));
    Some(ids.filter(|(ids, _)| is_ids(ids)).map_or(rest, |(_, rest)| rest))
}

fn after_fraction(text: &str) -> &str {
    text.strip_prefix(['.', ',']).map_or(text, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// What follows a text in which each `0` of the pattern is a digit.
fn after_pattern<'a>(text: &'a str, pattern: &str) -> Option<&'a str> {
    let head = text.get(..pattern.len())?;
    let is_like = |(found, expected): (u8, u8)| match expected {
        b'0' => found.is_ascii_digit(),
        _ => found == expected,
    };
    head.bytes().zip(pattern.bytes()).all(is_like).then(|| text.get(pattern.len()..)).flatten()
}

/// What follows `curl`'s progress meter: eight amounts, three times, a speed.
fn after_meter(line: &str) -> Option<&str> {
    let mut rest = line;
    for column in 0..11 {
        let (word, after) = rest.trim_start().split_once(' ')?;
        let is_time = word.len() <= 9
            && word.contains(':')
            && word.bytes().all(|b| matches!(b, b'0'..=b'9' | b':' | b'-'));
        if is_time != (column >= 8) || !is_time && !is_amount(word) {
            return None;
        }
        rest = after;
    }
    let speed = rest.trim_start();
    let after = speed.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    (after.len() < speed.len()).then(|| after.strip_prefix(['k', 'M', 'G']).unwrap_or(after))
}

fn is_amount(word: &str) -> bool {
    let digits = word.strip_suffix(['k', 'M', 'G', 'T', 'P']).unwrap_or(word);
    !digits.is_empty() && digits.len() <= 6 && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_around_a_line_goes() {
        for text in [
            "< HTTP/2 401\r\n",
            "2026-11-20T10:00:00.1234567Z < HTTP/2 401",
            "[2026-11-20T10:00:00.123Z] < HTTP/2 401",
            "2026-11-20T10:00:00+01:00 < HTTP/2 401",
            "2026-11-20T10:00:00.123456Z 01O < HTTP/2 401",
            "build\tRun curl\t2026-11-20T10:00:00.1234567Z < HTTP/2 401",
            "10:00:00.123456 < HTTP/2 401",
            "10:00:00.123456 [0-0] < HTTP/2 401",
            "\u{feff}< HTTP/2 401",
            "\u{1b}[1m< HTTP\u{1b}[0m/2 401",
            "\u{1b}]8;;https://a\u{1b}\\< HTTP/2\u{1b}]8;;\u{7} 401",
            "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0< HTTP/2 401",
            "\r100  1.2M  100  1.2M    0     0   3439k      0  0:00:01 --:--:--  0:00:01 3466k< HTTP/2 401",
        ] {
            assert_eq!(clean(text), ["< HTTP/2 401"], "{text:?}");
        }
    }

    #[test]
    fn other_lines_stay_as_they_are() {
        for text in ["", "  a: b", "2026-11-20 x", "1 2 3 4 5 6 7 8 9 10 11 12", "100", "10:00:00 x"] {
            assert_eq!(content(text), Some(text));
        }
        assert_eq!(clean("a\n\nb\n"), ["a", "", "b"]);
    }

    #[test]
    fn the_meter_leaves_no_lines() {
        let head = "  % Total    % Received % Xferd  Average Speed   Time\n                                 \
            Dload  Upload\n";
        let meter = "100   156  100   156    0     0   3439      0 --:--:-- --:--:-- --:--:--  3466\n";
        assert!(clean(&format!("{head}{meter}")).is_empty());
    }
}
