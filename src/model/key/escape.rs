//! Undoes escapes: those of JSON strings, and those that were left in a text by mistake.

use zeroize::Zeroizing;

use crate::text::escape::{self, Escape};

/// The characters a JSON string stands for. Lenient: what is no escape stays.
pub(super) fn json(raw: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(raw.len()));
    let mut rest = raw;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        text.push_str(plain);
        let mut after = escaped.chars();
        let c = match after.next() {
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('u') => match code_unit(escaped) {
                Some((c, length)) => {
                    after = escaped.get(length..).unwrap_or_default().chars();
                    c
                }
                None => 'u',
            },
            Some(c) => c,
            None => '\\',
        };
        text.push(c);
        rest = after.as_str();
    }
    text.push_str(rest);
    text
}

/// Replaces `\n` and other escapes, whatever the number of backslashes; none if there is nothing to replace.
pub(super) fn literal(text: &str) -> Option<Zeroizing<String>> {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    let mut changed = false;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let escaped = after.trim_start_matches('\\');
        let (replacement, length) = match escaped.bytes().next() {
            Some(b'n') => (Some('\n'), 1),
            // A line break follows, or this is one.
            Some(b'r') if is_line_feed(escaped) => (None, 1),
            Some(b'r') => (Some('\n'), 1),
            Some(b't') => (Some('\t'), 1),
            // What is left where a quote was taken off, or escapes what comes next.
            None | Some(b'\n' | b'\r' | b'"' | b'\'' | b'`' | b'/' | b'+' | b'=' | b'-' | b' ') => (None, 0),
            Some(b'u') => match code_unit(escaped) {
                Some((c, length)) => (Some(c), length),
                None => (Some('\\'), 0),
            },
            _ => (Some('\\'), 0),
        };
        changed |= replacement != Some('\\');
        plain.extend(replacement);
        rest = escaped.get(length..).unwrap_or_default();
    }
    plain.push_str(rest);
    changed.then_some(plain)
}

/// Whether an `r` is followed by an escaped `n`.
fn is_line_feed(escaped: &str) -> bool {
    // Two backslashes are as many as anyone doubles by mistake; a bound keeps this linear.
    ["r\\n", "r\\\\n", "r\\\\\\\\n"].iter().any(|start| escaped.starts_with(start))
}

/// The escape of a code unit at the beginning of what follows a backslash, and its bytes. Keys are ASCII, so that
/// halves of surrogate pairs need no joining.
fn code_unit(escaped: &str) -> Option<(char, usize)> {
    let Escape { meant, length } = escape::backslash(escaped.as_bytes())?;
    Some((meant?, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_strings_are_unescaped_once() {
        assert_eq!(*json(r#"a\nb\\nc\"d\/e\u002bf"#), "a\nb\\nc\"d/e+f");
        assert_eq!(*json(r"\u12"), "u12");
        assert_eq!(*json(r"\ud83d\ude00 x"), "\u{fffd}\u{fffd} x");
        assert_eq!(*json("\\"), "\\");
    }

    #[test]
    fn line_breaks_are_found_behind_any_number_of_backslashes() {
        for text in [r"a\nb", r"a\\nb", r"a\\\\nb", r"a\r\nb", r"a\\r\\nb", r"a\rb", "a\\\nb"] {
            assert_eq!(literal(text).as_deref().map(String::as_str), Some("a\nb"), "{text}");
        }
    }

    #[test]
    fn other_escapes_of_a_key_are_undone() {
        assert_eq!(literal(r#"\"a\/b\u002Bc\=\""#).as_deref().map(String::as_str), Some("\"a/b+c=\""));
    }

    #[test]
    fn text_without_escapes_stays() {
        assert!(literal("plain").is_none());
        assert!(literal(r"C:\Users").is_none());
    }

    #[test]
    fn buffers_never_grow() {
        for raw in [r"\n\n\n", r"\u20ac\u20ac", r"\\\\\\", "abc"] {
            assert_eq!(json(raw).capacity(), raw.len());
            assert!(literal(raw).is_none_or(|text| text.capacity() == raw.len()));
        }
    }
}
