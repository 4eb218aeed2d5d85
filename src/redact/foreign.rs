//! Text from outside, for reports.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use super::{excerpt, member, printable, secrets, shown, value};

/// Text from outside. It has no way out but redacted: printed, cut or serialized.
///
/// There is no `Debug`, so that no format can print it in another way.
#[derive(Clone, PartialEq, Eq)]
pub struct Foreign<'a> {
    text: Cow<'a, str>,
    /// Of which member it is the value: some are public whatever they look like, others are secret whatever they hold.
    member: Option<&'a str>,
}

impl<'a> Foreign<'a> {
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), member: None }
    }

    /// The value of a member, a column or a parameter of this name.
    pub fn of_member(name: &'a str, text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), member: Some(name) }
    }

    /// As printed, cut after `max_chars` characters.
    pub fn excerpt(&self, max_chars: usize) -> String {
        match self.member {
            Some(name) => member(name, &self.text, max_chars),
            None => excerpt(&self.text, max_chars),
        }
    }

    /// As printed, line by line.
    pub fn lines(&self) -> Vec<String> {
        self.redacted().lines().map(|line| printable(line).into_owned()).collect()
    }

    /// Without secrets; what would paint a terminal is still there.
    fn redacted(&self) -> Cow<'_, str> {
        match self.member {
            Some(name) => value(name, &self.text),
            None => secrets(&self.text),
        }
    }
}

/// Without secrets and in characters that can be seen.
impl fmt::Display for Foreign<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.member {
            Some(_) => f.pad(&printable(&self.redacted())),
            None => f.pad(&shown(&self.text)),
        }
    }
}

/// Without secrets; the serializer escapes what would paint a terminal.
impl Serialize for Foreign<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.redacted())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "ghp_0123456789abcdefghijABCDEFGHIJ012345";

    #[test]
    fn no_way_out_shows_a_secret() {
        let text = format!("line one\nAuthorization: Bearer {SECRET}\u{1b}[31m");
        for foreign in [Foreign::new(&*text), Foreign::of_member("note", &*text)] {
            let ways = [
                foreign.to_string(),
                foreign.excerpt(200),
                foreign.lines().join("\n"),
                serde_json::to_string(&foreign).unwrap(),
            ];
            for way in ways {
                assert!(way.contains("line one") && !way.contains(SECRET), "{way}");
                assert!(!way.contains('\u{1b}'), "{way}");
            }
        }
    }

    #[test]
    fn the_name_of_a_member_decides() {
        let (public, secret) =
            (Foreign::of_member("kid", "K7Q2M9X4TZ"), Foreign::of_member("password", "abc"));
        assert_eq!(
            (public.to_string(), secret.to_string()),
            ("K7Q2M9X4TZ".to_owned(), "<redacted>".to_owned())
        );
        assert_eq!(serde_json::to_string(&secret).unwrap(), "\"<redacted>\"");
    }
}
