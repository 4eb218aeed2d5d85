//! How messages name a part, a member or a character of the token.

use std::borrow::Cow;

use crate::model::jws::Part;
use crate::redact;

/// The most characters of a name that a pointer repeats.
const MOST: usize = 80;

/// One character: by name, as itself in quotes, or as U+200B where it would not be seen.
pub(crate) fn character(c: char) -> Cow<'static, str> {
    match c {
        ' ' => "a blank".into(),
        '\t' => "a tab".into(),
        '\n' | '\r' => "a line break".into(),
        '"' | '\'' | '`' => "a quote".into(),
        c if c.is_ascii_graphic() => format!("\"{c}\"").into(),
        c => format!("U+{:04X}", u32::from(c)).into(),
    }
}

/// Whether it is the word that a program writes for a variable without a value.
pub(crate) fn is_no_value(text: &str) -> bool {
    ["undefined", "null", "none", "nil", "[object object]"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// The items as a sentence names them: `a`, `a and b`, `a, b and c`.
pub(crate) fn list<T: AsRef<str>>(items: &[T]) -> String {
    let Some((last, others)) = items.split_last() else { return String::new() };
    let others: Vec<_> = others.iter().map(AsRef::as_ref).collect();
    match others.as_slice() {
        [] => last.as_ref().to_owned(),
        others => format!("{} and {}", others.join(", "), last.as_ref()),
    }
}

/// The JSON pointer (RFC 6901) of a member; of a long name, only its beginning.
pub(crate) fn pointer(object: &str, member: &str) -> String {
    let name: String = redact::secrets_within(member, MOST).chars().take(MOST).collect();
    format!("{object}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The JSON pointer of what a part of the token holds.
pub(crate) fn part_pointer(part: &Part) -> &'static str {
    match part.name {
        "header" => "/header",
        "payload" => "/claims",
        _ => "/signature",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_named_by_its_number() {
        let named: Vec<_> = [' ', '\n', '%', '\u{200b}', '\u{fffd}', '\0'].map(character).into();
        assert_eq!(named, ["a blank", "a line break", "\"%\"", "U+200B", "U+FFFD", "U+0000"]);
    }

    #[test]
    fn the_last_of_a_list_is_joined_with_and() {
        assert_eq!([list::<&str>(&[]), list(&["a"]), list(&["a", "b"])], ["", "a", "a and b"]);
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn a_pointer_escapes_what_separates() {
        assert_eq!(pointer("/claims", "a/b~c"), "/claims/a~1b~0c");
    }
}
