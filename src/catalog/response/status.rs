//! The statuses that a text names.

/// Words before a status that make a number one.
const AHEAD: &[&str] = &[
    "status",
    "status code",
    "statuscode",
    "status_code",
    "http status",
    "httpstatus",
    "httpstatuscode",
    "http_status",
    "response code",
    "responsecode",
    "code",
    "http",
    "http/1.0",
    "http/1.1",
    "http/2",
    "http/2.0",
    "http/3",
    "http error",
    "apiexception",
    "error",
    "status code of",
    "status of",
    "response status",
    "responded with",
    "responded with a",
    "responded with status",
    "response...",
    "returned",
    "returned a",
    "returned http",
    "returns",
    "received",
    "received a",
    "got",
    "got a",
    "got http",
    "answered",
    "answered with",
    "failed with",
    "rejected with",
    "resulted in a",
    "unexpected status",
    "->",
    "=>",
    "→",
    "<--",
    "←",
];

/// Words behind a number that make it a status: the reason phrases of RFC 9110 §15, and what tools say.
const BEHIND: &[&str] = &[
    " unauthorized",
    " unauthenticated",
    " not_authorized",
    " not authorized",
    " forbidden",
    " not found",
    " bad request",
    " too many requests",
    " conflict",
    " method not allowed",
    " unprocessable",
    " internal server error",
    " bad gateway",
    " gateway time",
    " service ",
    " client error",
    " server error",
    " (unauthorized)",
    " (forbidden)",
    " with empty body",
    " (empty body)",
    " '{",
    " {",
    ": '{",
    ": {",
];

/// The statuses of failures that a text in its normal form names, in order: `HTTP 401`, `status code: 401`, `(401)`,
/// `401 Unauthorized`.
pub(crate) fn named(text: &str) -> impl Iterator<Item = u16> + '_ {
    numbers(text).filter(|number| is_named(text, number)).map(|number| number.value)
}

/// The status that a text tells in words only.
pub(super) fn in_words(text: &str) -> Option<u16> {
    let words = [("unauthorized", 401), ("forbidden", 403)];
    words.into_iter().find(|(word, _)| text.contains(word)).map(|(_, status)| status)
}

/// The status that stands alone in a line with an address, as servers and browsers log it: `GET https://… 401 132ms`.
pub(crate) fn beside_address(text: &str) -> Option<u16> {
    let at = text.find("://")?;
    let rest = text.get(at..)?;
    let end = at + rest.find([' ', '\'', '>', ')']).unwrap_or(rest.len());
    let candidates = || numbers(text).filter(|number| !is_measure(text, number));
    let behind = candidates().find(|number| number.start >= end);
    // Before an address, a number has many meanings.
    let before = || candidates().find(|number| number.start < at && matches!(number.value, 401 | 403));
    behind.or_else(before).map(|number| number.value)
}

/// A number that may be a status.
struct Number {
    value: u16,
    start: usize,
}

/// Numbers from 400 to 599 that are words of their own.
fn numbers(text: &str) -> impl Iterator<Item = Number> + '_ {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '#' | '$' | '%');
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text.get(from..)?.find(['4', '5'])?;
            from = start + 1;
            let (before, rest) = text.split_at_checked(start)?;
            let Some((digits, after)) = rest.split_at_checked(3) else { continue };
            let Ok(value) = digits.parse() else { continue };
            let is_decimal =
                || after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            let goes_on = after.starts_with(|c: char| is_word(c) && !matches!(c, '.' | '-' | '/'));
            let is_time = || {
                let rest = before.strip_suffix([',', ':']).unwrap_or_default();
                rest.ends_with(|c: char| c.is_ascii_digit())
            };
            if !(before.ends_with(is_word) || goes_on || is_decimal() || is_time()) {
                return Some(Number { value, start });
            }
        }
    })
}

fn is_named(text: &str, number: &Number) -> bool {
    let Some((before, rest)) = text.split_at_checked(number.start) else { return false };
    let after = rest.get(3..).unwrap_or_default();
    let lead = before.trim_end_matches([' ', ':', '=', '\'', '[', '(', '*', '`', '{']);
    // In `toBe(401)` a function is called.
    let opening = before.strip_suffix(['(', '[']);
    let is_bracketed = opening.is_some_and(|before| {
        !before.ends_with(|c: char| c.is_alphanumeric()) || before.ends_with("optional")
    }) && after.starts_with([')', ']', ',', ':']);
    let is_word_ahead = |word: &&str| {
        let Some(rest) = lead.strip_suffix(*word) else { return false };
        !word.starts_with(|c: char| c.is_alphabetic())
            || !rest.ends_with(|c: char| c.is_alphanumeric())
            || *word == "error"
    };
    let begins = before.trim_matches([' ', '\'', '[', '(', '*', '`']).is_empty();
    let is_alone = after.is_empty() || after.starts_with([':', ',']) || after.starts_with(" -");
    begins && is_alone
        || is_bracketed
        || AHEAD.iter().any(is_word_ahead)
        || BEHIND.iter().any(|word| after.starts_with(word))
}

/// Whether the number measures something: a time, a size, a line.
fn is_measure(text: &str, number: &Number) -> bool {
    const UNITS: [&str; 14] = [
        "ms", "s", "sec", "seconds", "b", "bytes", "kb", "mb", "kib", "mib", "items", "files", "lines", "px",
    ];
    const AHEAD: [&str; 10] =
        ["took", "in", "after", "line", "port", "size", "length", "limit", "offset", "timeout"];
    let (before, rest) = text.split_at(number.start);
    let after = rest.get(3..).unwrap_or_default().trim_start();
    let word: &str = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let lead = before.trim_end_matches([' ', ':', '=']);
    UNITS.contains(&word) || AHEAD.iter().any(|word| lead.ends_with(word))
}
