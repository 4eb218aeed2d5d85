//! Where the value stands that follows a name, and whether it is one.

use std::ops::Range;

use super::names::{self, Kind};

/// More than any server takes as a header field.
const LONGEST_FIELD: usize = 64 << 10;

/// What stands where no value does, in lower case.
const PLACEHOLDERS: [&str; 44] = [
    "absent",
    "bearer",
    "changed",
    "denied",
    "empty",
    "error",
    "expired",
    "fail",
    "failed",
    "false",
    "forbidden",
    "found",
    "invalid",
    "is",
    "malformed",
    "masked",
    "missing",
    "must",
    "nil",
    "no",
    "none",
    "not",
    "null",
    "off",
    "ok",
    "on",
    "optional",
    "present",
    "redacted",
    "rejected",
    "required",
    "revoked",
    "secret",
    "set",
    "string",
    "success",
    "token",
    "true",
    "unauthorized",
    "undefined",
    "unknown",
    "unset",
    "valid",
    "yes",
];

/// Where the line and the word end that are read, each looked for once: a line of a megabyte has many names.
#[derive(Default)]
pub(super) struct Ends {
    line: usize,
    /// The bytes that are left of the line where the word ends.
    word: Option<usize>,
}

impl Ends {
    /// The rest of the line from byte `at` on.
    pub(super) fn line<'t>(&mut self, text: &'t str, at: usize) -> &'t str {
        if at >= self.line {
            let rest = text.get(at..).unwrap_or_default();
            let mut breaks = rest.match_indices('\n').map(|(end, _)| at + end);
            self.line = breaks.next().unwrap_or(text.len());
            self.word = None;
            // In a property list the value stands on the next line.
            if text.get(..self.line).is_some_and(|line| line.trim_end().ends_with("</key>")) {
                self.line = breaks.next().unwrap_or(text.len());
            }
        }
        text.get(at..self.line).unwrap_or_default()
    }

    /// How long the word is with which this rest of the line begins: up to white space or what separates values.
    fn word(&mut self, rest: &str) -> usize {
        let left = match self.word.filter(|left| *left <= rest.len()) {
            Some(left) => left,
            None => {
                let end = rest.find(|c: char| c.is_whitespace() || "&;,\"'`<|\\".contains(c));
                rest.len() - end.unwrap_or(rest.len())
            }
        };
        self.word = Some(left);
        rest.len() - left
    }
}

/// Where the value stands that follows a name, without judging it.
pub(super) fn delimited(name: &str, kind: Kind, after: &str, ends: &mut Ends) -> Option<Range<usize>> {
    let lead = lead(name, after)?;
    let value = after.get(lead..)?;
    let before = after.get(..lead)?;
    let quote = before.chars().next_back().filter(|c| matches!(c, '"' | '\'' | '`'));
    let is_cell = before.contains(['|', '\u{2502}']);
    let end = match quote {
        Some(quote) => quoted(value, quote, before.trim_end_matches(quote).ends_with('\\')),
        None if before.ends_with('>') => value.find('<'),
        None if is_cell => value.find(['|', '\u{2502}']),
        None if kind == Kind::Header || is_header_of_token(name) => {
            // In a line of a megabyte that has the name over and over, the rest is not read each time.
            let near = value.get(..LONGEST_FIELD).unwrap_or(value);
            near.find('\r').or((near.len() < value.len()).then_some(near.len()))
        }
        // The id of a session stands before the query.
        None if name.to_ascii_lowercase().contains("sess") => {
            let word = ends.word(value);
            value.get(..word).and_then(|word| word.find(['?', '#'])).or(Some(word))
        }
        None => Some(ends.word(value)),
    };
    let value = value.get(..end.unwrap_or(value.len()))?.trim_end();
    let closers = [')', ']', '}', '>'];
    let value = if quote.is_none() && !value.starts_with(['(', '[', '{', '<', '$']) {
        value.trim_end_matches(closers)
    } else {
        value
    };
    Some(lead..lead + value.len())
}

/// Whether a value begins with a JWT, with its scheme before it at most.
pub(super) fn has_jwt(value: &str) -> bool {
    /// Bytes that are read.
    const WITHIN: usize = 64;
    value.as_bytes().get(..WITHIN).unwrap_or(value.as_bytes()).windows(3).any(|bytes| bytes == b"eyJ")
}

/// Whether a token of that name may be a developer's, whose header and claims are shown.
pub(super) fn may_be_developers(name: &str) -> bool {
    let name = names::plain(name);
    ["token", "jwt", "bearer", "auth"].iter().any(|ending| name.ends_with(ending))
}

pub(super) fn is_header_of_token(name: &str) -> bool {
    names::plain(name).ends_with("authorization")
}

/// Where a quoted text ends; `escaped` when its quotes are escaped themselves.
fn quoted(value: &str, quote: char, escaped: bool) -> Option<usize> {
    let mut slashes = 0_usize;
    for (at, c) in value.char_indices() {
        match c {
            '\\' => slashes += 1,
            c if c == quote && (slashes > 0) == escaped => {
                return Some(at - if escaped { slashes } else { 0 });
            }
            c if c == quote && slashes.is_multiple_of(2) => return Some(at - slashes),
            _ => slashes = 0,
        }
    }
    None
}

/// Bytes between a name and its value; `None` when no value follows.
fn lead(name: &str, after: &str) -> Option<usize> {
    let quotes = |c: char| matches!(c, '"' | '\'' | '`' | '\\');
    let spaces = [' ', '\t'];
    if let Some(value) = markup(name, after) {
        return Some(value);
    }
    let mut rest = after.trim_start_matches(quotes);
    // The fields of a HAR: `"name": "Cookie", "value": "…"`.
    let har = rest.trim_start().strip_prefix(',').map(|rest| rest.trim_start().trim_start_matches(quotes));
    if let Some(value) = har.and_then(|rest| rest.strip_prefix("value")) {
        rest = value.trim_start_matches(quotes);
    }
    // The members of an array of parameters: `params["password"] = "…"`.
    let rest = rest.trim_start_matches([']', ')']).trim_start_matches(spaces);
    let delimiters = ["=>", ":=", "===", "==", "=", ":", "%3D", "%3d", "|", "\u{2502}"];
    let rest = match delimiters.iter().find_map(|delimiter| rest.strip_prefix(delimiter)) {
        Some(rest) => rest,
        // `--password hunter2`
        None if name.starts_with("--") && after.starts_with(spaces) => {
            Some(rest).filter(|rest| !rest.starts_with('-'))?
        }
        None => return None,
    };
    let rest = rest.trim_start_matches(spaces);
    // `b"…"`, `@"…"`
    let literal = rest.strip_prefix(['b', '@']).filter(|rest| rest.starts_with(['"', '\'']));
    let rest = literal.unwrap_or(rest);
    let value = rest.trim_start_matches('\\');
    let value = value.strip_prefix(['"', '\'', '`']).unwrap_or(rest);
    Some(after.len() - value.len())
}

/// `<key>password</key> <string>…</string>` and `<password>…</password>`.
fn markup(name: &str, after: &str) -> Option<usize> {
    let rest = match after.strip_prefix("</key>") {
        Some(rest) => {
            let tag = rest.trim_start().strip_prefix('<')?;
            tag.split_once('>')?.1
        }
        None => {
            /// Bytes of the element that are read.
            const WITHIN: usize = 512;
            let rest = after.strip_prefix('>')?;
            let near = rest.get(..WITHIN).unwrap_or(rest);
            near.contains(&format!("</{name}")).then_some(rest)?
        }
    };
    Some(after.len() - rest.len())
}

/// Whether a value shows that there is none, or was taken out, or is a type in code: `password: String`.
pub(super) fn is_placeholder(value: &str) -> bool {
    let variable = |name: &str| {
        name.starts_with(['{', '('])
            || name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
                && !name.contains(|c: char| c.is_ascii_lowercase())
    };
    value.is_empty()
        || value.chars().all(|c| matches!(c, '*' | '.' | '…' | '-' | '•' | '#' | '?' | '$'))
        || value.len() > 2 && value.bytes().all(|byte| matches!(byte, b'x' | b'X'))
        || value.starts_with(['…', '{', '[', '<'])
        || value.strip_prefix('$').is_some_and(|name| variable(name) || name.starts_with("env:"))
        || value.starts_with('%') && value.len() > 2 && value.ends_with('%')
        || ["@env:", "@keychain:", "env:", "ENV[", "process.env", "os.environ", "secrets.", "***"]
            .iter()
            .any(|start| value.starts_with(start))
        || value.len() < 16 && PLACEHOLDERS.contains(&value.to_ascii_lowercase().as_str())
        || matches!(value, "str" | "String?" | "Str" | "&str")
}

/// Whether a weak name and what follows it are a sentence: `invalid token: found one part`.
pub(super) fn is_sentence(before: &str, value: &str, rest: &str) -> bool {
    let is_word = value.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '\'' | '-'));
    let is_quoted = before.ends_with(['"', '\'', '`']);
    let is_assigned = before.contains(['=', '|']) || before.contains("%3");
    let goes_on = rest.starts_with(' ') && rest.trim_start().starts_with(|c: char| c.is_alphanumeric());
    !is_quoted && !is_assigned && (is_word && goes_on || value.len() < 4)
}
