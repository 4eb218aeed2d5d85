//! What lints say about identifiers: what is odd about one, what it looks like instead, how two differ.

use std::borrow::Cow;

use crate::catalog::context::Context;
use crate::catalog::service::Identifier;
use crate::model::credentials::Named;
use crate::model::json::{Kind, Value};
use crate::model::key;
use crate::redact;
use crate::text::chars::{is_invisible, is_quote};

/// The most characters of a value that a message shows.
const SHOWN: usize = 80;

/// The text in quotes, cut where it gets long; in single quotes when it holds double ones. Key text and tokens are
/// named, never shown.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains("-----BEGIN") || key::looks_like_key(text.as_bytes()) {
        return "key text".to_owned();
    }
    if text.starts_with("eyJ") {
        return "a token".to_owned();
    }
    // Of a secret that was cut nobody sees that it is one.
    let masked = redact::secrets_within(text, SHOWN);
    let end = masked.char_indices().nth(SHOWN).map(|(end, _)| end);
    let shown = end.and_then(|end| masked.get(..end)).unwrap_or(&masked);
    let mark = if shown.contains('"') && !shown.contains('\'') { '\'' } else { '"' };
    let more = if end.is_some() { "…" } else { "" };
    format!("{mark}{shown}{more}{mark}")
}

/// A JSON value as a message shows it: the quoted string, else its type.
pub(crate) fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.kind().noun().to_owned(), |text| quoted(&text))
}

/// The token's `kid`, when it is a string.
pub(crate) fn kid<'a>(cx: &Context<'a>) -> Option<Cow<'a, str>> {
    cx.header()?.str("kid")
}

/// How a claim that must be there is not: `the claims have no …`, or it is null or blank.
pub(crate) fn absence(cx: &Context, name: &str) -> Option<String> {
    match cx.claims()?.get(name) {
        None => Some(format!("the claims have no `{name}`")),
        Some(value) if value.kind() == Kind::Null => Some(format!("`{name}` is null")),
        Some(value) => {
            value.as_str().filter(|text| text.trim().is_empty()).map(|_| format!("`{name}` is empty"))
        }
    }
}

/// To copy an identifier, and from which page where all services that remain have the same one.
pub(crate) fn copy(cx: &Context, what: &str) -> String {
    let page = cx.service.key.page;
    if cx.services.iter().all(|service| service.key.page == page) {
        format!("copy the {what}: {page}")
    } else {
        format!("copy the {what} from the page that lists the key")
    }
}

/// What does not belong in or around an identifier: `ends in a line break`.
pub(crate) fn stray(text: &str) -> Option<String> {
    if text.ends_with("\\n") {
        return Some("ends in the two characters `\\n`".to_owned());
    }
    let (at, c) = text.char_indices().find(|(_, c)| is_stray(*c))?;
    let last = text.chars().next_back().filter(|c| is_stray(*c));
    Some(match (at, last) {
        (0, Some(last)) if is_quote(c) && is_quote(last) => "stands in quotes".to_owned(),
        (0, _) => format!("begins with {}", noun(c)),
        (_, Some(last)) if trimmed(text).chars().all(|c| !is_stray(c)) => format!("ends in {}", noun(last)),
        _ => format!("holds {}", noun(c)),
    })
}

/// The text without what [`stray`] finds around it.
pub(crate) fn trimmed(text: &str) -> &str {
    let text = text.trim_matches(is_stray);
    text.strip_suffix("\\n").unwrap_or(text).trim_matches(is_stray)
}

fn is_stray(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_quote(c) || is_invisible(c)
}

fn noun(c: char) -> String {
    match c {
        '\n' | '\r' => "a line break".to_owned(),
        ' ' => "a blank".to_owned(),
        '\t' => "a tab".to_owned(),
        c if is_quote(c) => "a quotation mark".to_owned(),
        c if c.is_whitespace() => format!("a special blank (U+{:04X})", u32::from(c)),
        c if c.is_control() => format!("a control character (U+{:04X})", u32::from(c)),
        c => format!("an invisible character (U+{:04X})", u32::from(c)),
    }
}

/// What is odd about a text that is not the identifier expected, to follow the quoted text: ` and ends in a line
/// break`, `, the Team ID`; empty when nothing catches the eye.
pub(crate) fn oddity(cx: &Context, text: &str) -> String {
    let around = stray(text).filter(|_| trimmed(text) != text && !trimmed(text).is_empty());
    let like = || likeness(cx, text).map(|like| format!(", {like}"));
    let inside = || stray(text).map(|stray| format!(" and {stray}"));
    around.map(|stray| format!(" and {stray}")).or_else(like).or_else(inside).unwrap_or_default()
}

/// What a text that is not the identifier expected is instead, as far as the other identifiers tell, or its shape.
fn likeness(cx: &Context, text: &str) -> Option<&'static str> {
    let given = |named: &Named| trimmed(&named.value) == text && !text.is_empty();
    if cx.credentials.team_id().is_some_and(given) {
        return Some("the Team ID");
    }
    let is_kid = kid(cx).as_deref() == Some(text) && cx.rules.key_id.is_some_and(|form| form.matches(text));
    if is_kid || cx.credentials.key_id.iter().any(given) {
        return Some("the key ID");
    }
    likeness_by_shape(text)
}

/// What a text looks like.
pub(crate) fn likeness_by_shape(text: &str) -> Option<&'static str> {
    let squeezed: String = text.chars().filter(|c| !matches!(c, '-' | '{' | '}')).collect();
    let is_hex = squeezed.len() == 32 && squeezed.bytes().all(|b| b.is_ascii_hexdigit());
    Some(match text {
        "" => "an empty text",
        _ if Identifier::IssuerId.matches(text) => "a UUID such as an issuer ID",
        _ if Identifier::TeamId.matches(text) => "10 characters like a Team ID or a key ID",
        _ if Identifier::TeamId.matches(&text.to_ascii_uppercase()) => "10 characters, but not in capitals",
        _ if is_hex => "a UUID whose hyphens are missing or misplaced",
        _ if is_placeholder(text) => "a placeholder that was not replaced",
        _ if text.contains('@') => "an e-mail address",
        _ if text.ends_with(".p8") || text.contains(['/', '\\']) => "a path",
        _ if Identifier::AppleId.matches(text) => "digits like the Apple ID of an app",
        _ if text.contains('.') && Identifier::BundleId.matches(text) => "a bundle ID",
        _ => return None,
    })
}

/// Whether it is the text that a shell, a CI service, a template or its reader would have replaced.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = trimmed(text);
    let is_between = |open, close| text.len() > 2 && text.starts_with(open) && text.ends_with(close);
    let is_yours = text.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("your"))
        && text.get(4..).is_some_and(|rest| rest.starts_with(['_', '-', ' ']));
    let is_variable = text.ends_with("_ID") && text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    text.contains('$')
        || text.contains("{{")
        || is_between('<', '>')
        || is_between('%', '%')
        || is_yours
        || is_variable
}

/// How two different identifiers differ, where that is a slip: `only the letter case differs`.
pub(crate) fn difference(found: &str, expected: &str) -> Option<String> {
    if found.eq_ignore_ascii_case(expected) {
        return Some("only the letter case differs".to_owned());
    }
    if expected.starts_with(found) && !found.is_empty() {
        return Some(match expected.chars().count() - found.chars().count() {
            1 => "the last character is missing".to_owned(),
            missing => format!("the last {missing} characters are missing"),
        });
    }
    if found.len() != expected.len() {
        return None;
    }
    let mut places = found.chars().zip(expected.chars()).enumerate().filter(|(_, (a, b))| a != b);
    match (places.next()?, places.next(), places.next()) {
        ((at, (a, b)), None, _) => Some(format!("character {} is \"{a}\" instead of \"{b}\"", at + 1)),
        ((at, (a, b)), Some((next, (c, d))), None) if next == at + 1 && a == d && b == c => {
            Some(format!("characters {} and {} are swapped", at + 1, at + 2))
        }
        _ => None,
    }
}

/// Other names under which libraries and people write a claim.
const ALIASES: &[(&str, &[&str])] = &[
    ("aud", &["audience"]),
    ("bid", &["bundle", "bundleid", "bundleidentifier"]),
    ("iss", &["issuer", "issuerid"]),
    ("sub", &["subject", "clientid"]),
];

/// Where a claim that is missing stands instead: in the header, or under another name.
pub(crate) fn misplaced(cx: &Context, name: &str) -> Option<String> {
    if cx.header()?.get(name).is_some() {
        return Some(format!("the header has `{name}`, where nobody looks for it"));
    }
    let plain = |text: &str| text.replace(['_', '-'], "").trim().to_ascii_lowercase();
    let is_alias = |text: &str| {
        text == name || ALIASES.iter().any(|(claim, names)| *claim == name && names.contains(&text))
    };
    let mut others = cx.claims()?.members().iter().filter(|member| member.name != name);
    let member = others.find(|member| is_alias(&plain(&member.name)))?;
    (member.name.len() <= SHOWN).then(|| format!("`{}` stands in its place", member.name))
}

/// The noun with its article.
pub(crate) fn a(noun: &str) -> String {
    let article =
        if noun.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_around_an_identifier_is_named_and_taken_off() {
        for (text, expected) in [
            ("ABC", None),
            ("ABC\n", Some("ends in a line break")),
            (" ABC", Some("begins with a blank")),
            ("\"ABC\"", Some("stands in quotes")),
            ("\u{201c}ABC\u{201d}", Some("stands in quotes")),
            ("AB C", Some("holds a blank")),
            ("ABC\u{200b}", Some("ends in an invisible character (U+200B)")),
            ("\u{feff}ABC", Some("begins with an invisible character (U+FEFF)")),
            ("ABC\u{a0}", Some("ends in a special blank (U+00A0)")),
            ("ABC\\n", Some("ends in the two characters `\\n`")),
            ("\0", Some("begins with a control character (U+0000)")),
        ] {
            assert_eq!(stray(text).as_deref(), expected, "{text:?}");
        }
        assert_eq!(trimmed("\u{feff}'ABC'\\n\r\n"), "ABC");
    }

    #[test]
    fn slips_are_told_from_other_values() {
        for (found, expected, words) in [
            ("abc", "ABC", Some("only the letter case differs")),
            ("AB", "ABCD", Some("the last 2 characters are missing")),
            ("ABC", "ABCD", Some("the last character is missing")),
            ("AB0D", "ABOD", Some("character 3 is \"0\" instead of \"O\"")),
            ("BACD", "ABCD", Some("characters 1 and 2 are swapped")),
            ("XYZD", "ABCD", None),
            ("", "ABCD", None),
        ] {
            assert_eq!(difference(found, expected).as_deref(), words, "{found}");
        }
    }

    #[test]
    fn a_placeholder_is_told_from_a_value() {
        for text in [
            "<key id>",
            "YOUR_KEY_ID",
            "your-issuer-id",
            "$KEY_ID",
            "${{ secrets.KEY }}",
            "%KEY_ID%",
            "KEY_ID",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["", "%", "<>", "K7Q2M9X4TZ", "yourapp", "your", "com.example.YOUR_ID", "é€your"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn a_text_in_quotes_is_shown_in_others() {
        assert_eq!(quoted("\"ABC\""), "'\"ABC\"'");
        assert_eq!(quoted("'ABC'"), "\"'ABC'\"");
        assert_eq!(quoted("it's \"ABC\""), "\"it's \"ABC\"\"");
    }

    #[test]
    fn long_texts_are_cut_and_secrets_not_shown() {
        assert_eq!(quoted(&"é".repeat(200)).chars().count(), 83);
        assert_eq!(quoted("eyJhbGciOiJFUzI1NiJ9.e30.AA"), "a token");
        assert_eq!(quoted("-----BEGIN PRIVATE KEY-----\nMIG"), "key text");
    }
}
