//! What is looked at around a position: its line, and of a long line a part.

/// Bytes of a line with a mark.
pub(super) const MAX_LINE: usize = 4 << 10;

/// Bytes before the mark in a line that is longer.
pub(super) const BEFORE_MARK: usize = 1 << 10;

/// The line around a position; of a long one, what is looked at.
pub(super) fn around(data: &[u8], position: usize) -> &[u8] {
    let start = start_of_text(data, position);
    let limit = data.len().min(start + MAX_LINE);
    let rest = data.get(position..limit).unwrap_or_default();
    let end = memchr::memchr(b'\n', rest).map_or(limit, |found| position + found);
    data.get(start..end).unwrap_or_default()
}

/// The line around a position with the two that follow.
pub(super) fn with_next_lines(data: &[u8], position: usize) -> &[u8] {
    let start = start_of_text(data, position);
    let limit = data.len().min(start + MAX_LINE);
    let rest = data.get(position..limit).unwrap_or_default();
    let end = memchr::memchr_iter(b'\n', rest).nth(2).map_or(limit, |found| position + found);
    data.get(start..end).unwrap_or_default()
}

/// Where the line of a mark begins; of a long line, what is looked at.
pub(super) fn start_of_text(data: &[u8], mark: usize) -> usize {
    start_of_line(data, mark).unwrap_or(mark.saturating_sub(BEFORE_MARK))
}

/// `None`: more than [`MAX_LINE`] before.
fn start_of_line(data: &[u8], position: usize) -> Option<usize> {
    let first = position.saturating_sub(MAX_LINE);
    let before = data.get(first..position).unwrap_or_default();
    let line_break = memchr::memrchr(b'\n', before).map(|found| first + found + 1);
    line_break.or((first == 0).then_some(0))
}

/// Where the line begins that stands so many lines before, none of them long.
pub(super) fn lines_back(data: &[u8], mut start: usize, count: usize) -> usize {
    for _ in 0..count {
        let is_line = start.checked_sub(1).and_then(|last| data.get(last)).is_some_and(|byte| *byte == b'\n');
        let Some(before) = start_of_line(data, start.saturating_sub(1)).filter(|_| is_line) else { break };
        start = before;
    }
    start
}
