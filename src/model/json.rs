//! JSON as it was written: member order, duplicate members and the spelling of numbers are kept.
//!
//! serde_json checks the syntax; values are looked into only when somebody asks.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use zeroize::Zeroize;

/// A JSON object, such as a JOSE header or a JWT claims set.
#[derive(Clone, Debug, Default)]
pub struct Object {
    members: Vec<Member>,
}

/// One name and value of an [`Object`].
#[derive(Clone, Debug)]
pub struct Member {
    pub name: String,
    pub value: Value,
}

/// Why a text is no JSON object, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("it is empty")]
    Empty,
    #[error("it is not UTF-8: byte {at} begins no character")]
    Utf8 { at: usize },
    #[error("it is {found}, not an object")]
    NotObject { found: &'static str },
    #[error("{reason} at column {column} of line {line}")]
    Syntax { reason: String, line: usize, column: usize },
}

impl Object {
    /// Reads one JSON object and nothing after it.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let text = std::str::from_utf8(bytes).map_err(|e| Error::Utf8 { at: e.valid_up_to() })?;
        if text.trim().is_empty() {
            return Err(Error::Empty);
        }
        match serde_json::from_str(text) {
            Ok(object) => Ok(object),
            Err(error) => match serde_json::from_str::<&RawValue>(text) {
                Ok(raw) => Err(Error::NotObject { found: Kind::of(raw.get()).noun() }),
                Err(_) => Err(Error::syntax(&error)),
            },
        }
    }

    /// Wipes the values: one of them is a key.
    pub fn wipe(self) {
        for member in self.members {
            Box::<str>::from(member.value.raw).into_string().zeroize();
        }
    }

    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The members in order; of those that share a name, the last.
    pub fn last_members(&self) -> impl Iterator<Item = &Member> {
        let mut seen = std::collections::HashSet::with_capacity(self.members.len());
        let mut last: Vec<_> = self.members.iter().rev().filter(|member| seen.insert(&member.name)).collect();
        last.reverse();
        last.into_iter()
    }

    /// The value of the last member of that name, as RFC 7519 §4 asks of lenient parsers.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members.iter().rev().find(|m| m.name == name).map(|m| &m.value)
    }

    /// The string value of the last member of that name.
    pub fn str(&self, name: &str) -> Option<Cow<'_, str>> {
        self.get(name)?.as_str()
    }

    /// Gives the member this value: in the place of the last one of that name, else at the end.
    pub fn set(&mut self, name: &str, value: Value) {
        match self.members.iter_mut().rfind(|m| m.name == name) {
            Some(member) => member.value = value,
            None => self.members.push(Member { name: name.to_owned(), value }),
        }
    }

    /// Takes out every member of that name but the last.
    pub fn remove_but_last(&mut self, name: &str) {
        let mut left = self.members.iter().filter(|m| m.name == name).count();
        self.members.retain(|m| {
            let is_named = m.name == name;
            left -= usize::from(is_named);
            !is_named || left == 0
        });
    }

    /// Takes out every member of that name.
    pub fn remove(&mut self, name: &str) {
        self.members.retain(|m| m.name != name);
    }

    /// The object as compact JSON; values keep their spelling, and members that occur twice are kept.
    pub fn to_text(&self) -> String {
        let text = |m: &Member| format!("{}:{}", Value::of(&m.name).raw(), m.value.raw());
        let members: Vec<_> = self.members.iter().map(text).collect();
        format!("{{{}}}", members.join(","))
    }

    /// The first name that occurs twice.
    pub fn duplicate(&self) -> Option<&str> {
        let mut seen = std::collections::HashSet::with_capacity(self.members.len());
        self.members.iter().map(|m| m.name.as_str()).find(|name| !seen.insert(*name))
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut members = Vec::new();
                while let Some((name, raw)) = map.next_entry::<String, Box<RawValue>>()? {
                    members.push(Member { name, value: Value { raw } });
                }
                Ok(Object { members })
            }
        }

        deserializer.deserialize_map(Members)
    }
}

impl Error {
    fn syntax(error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let reason = text.split(" at line ").next().unwrap_or_default().to_owned();
        Self::Syntax { reason, line: error.line(), column: error.column() }
    }
}

/// A JSON value as it was written.
#[derive(Clone, Debug)]
pub struct Value {
    raw: Box<RawValue>,
}

/// The JSON type of a [`Value`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
}

impl Value {
    /// Reads one JSON value and nothing after it.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.trim().is_empty() {
            return Err(Error::Empty);
        }
        serde_json::from_str(text).map(|raw| Self { raw }).map_err(|error| Error::syntax(&error))
    }

    /// The JSON of a string, a number or a list; `null` for what JSON has no form for.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        Self { raw: to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned()) }
    }

    /// The text of the value, spelled as found.
    pub fn raw(&self) -> &str {
        self.raw.get()
    }

    /// As [`Value::raw`], ready to be written again.
    pub fn as_raw(&self) -> &RawValue {
        &self.raw
    }

    pub fn kind(&self) -> Kind {
        Kind::of(self.raw())
    }

    /// The string, with unpaired surrogates replaced; `None` for another type.
    pub fn as_str(&self) -> Option<Cow<'_, str>> {
        if self.kind() != Kind::String {
            return None;
        }
        let raw = self.raw();
        let inner = raw.get(1..raw.len().saturating_sub(1))?;
        if !inner.contains('\\') {
            return Some(Cow::Borrowed(inner));
        }
        let text = serde_json::from_str(raw);
        Some(Cow::Owned(text.unwrap_or_else(|_| inner.replace("\\u", "\u{fffd}"))))
    }

    /// The number, in the precision of a double; `None` for another type.
    pub fn as_number(&self) -> Option<f64> {
        (self.kind() == Kind::Number).then(|| self.raw().parse().ok()).flatten()
    }

    /// The elements of an array; `None` for another type.
    pub fn elements(&self) -> Option<Vec<Value>> {
        if self.kind() != Kind::Array {
            return None;
        }
        let elements: Vec<Box<RawValue>> = serde_json::from_str(self.raw()).ok()?;
        Some(elements.into_iter().map(|raw| Value { raw }).collect())
    }

    /// How deep arrays and objects nest: 0 for a scalar.
    pub fn depth(&self) -> usize {
        if !matches!(self.kind(), Kind::Array | Kind::Object) {
            return 0;
        }
        let (mut depth, mut deepest, mut quoted, mut escaped) = (0usize, 0, false, false);
        for byte in self.raw().bytes() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b'[' | b'{' if !quoted => {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
                b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        deepest
    }
}

impl Kind {
    fn of(raw: &str) -> Self {
        match raw.trim_start().as_bytes().first() {
            Some(b'"') => Self::String,
            Some(b'{') => Self::Object,
            Some(b'[') => Self::Array,
            Some(b't' | b'f') => Self::Bool,
            Some(b'n') | None => Self::Null,
            Some(_) => Self::Number,
        }
    }

    /// The type with its article, for messages.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(text: &str) -> Object {
        Object::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn order_duplicates_and_number_spelling_survive() {
        let o = object(r#"{"b": 1.50e3, "a": 2, "b": 0}"#);
        let spelled: Vec<_> = o.members().iter().map(|m| (m.name.as_str(), m.value.raw())).collect();
        assert_eq!(spelled, [("b", "1.50e3"), ("a", "2"), ("b", "0")]);
        assert_eq!(o.get("b").unwrap().raw(), "0");
        assert_eq!(o.duplicate(), Some("b"));
    }

    #[test]
    fn members_are_set_in_their_place_and_taken_out() {
        let mut o = object(r#"{"b": 1.50e3, "a": 2, "b": 0}"#);
        o.set("b", Value::of("x\"\n"));
        o.set("c", Value::of(&["GET /v1/apps"]));
        assert_eq!(o.to_text(), r#"{"b":1.50e3,"a":2,"b":"x\"\n","c":["GET /v1/apps"]}"#);
        o.remove("b");
        assert_eq!(o.to_text(), r#"{"a":2,"c":["GET /v1/apps"]}"#);
        assert_eq!(Object::default().to_text(), "{}");
    }

    #[test]
    fn one_value_is_read_in_its_own_spelling() {
        assert_eq!(Value::parse(" 1.50e3 ").unwrap().raw(), "1.50e3");
        for text in ["", " ", "com.example.app", "1 2", "'x'", "{"] {
            assert!(Value::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn ten_thousand_nested_arrays_are_read_without_recursion() {
        let text = format!(r#"{{"a":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(object(&text).get("a").unwrap().depth(), 10_000);
    }

    #[test]
    fn errors_say_where() {
        let at = |t: &[u8]| Object::parse(t).unwrap_err();
        assert_eq!(at(b" "), Error::Empty);
        assert_eq!(at(b"{\"a\xff"), Error::Utf8 { at: 3 });
        assert_eq!(at(b"[1]"), Error::NotObject { found: "an array" });
        assert!(matches!(at(b"{\"a\":}"), Error::Syntax { line: 1, column: 6, .. }));
    }

    #[test]
    fn an_unpaired_surrogate_is_no_reason_to_fail() {
        assert_eq!(object(r#"{"a":"x\ud800"}"#).str("a").unwrap(), "x\u{fffd}d800");
        assert_eq!(object(r#"{"a":"\n"}"#).str("a").unwrap(), "\n");
    }
}
