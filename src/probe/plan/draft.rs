//! A token before it is signed, to be changed in one thing at a time.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::SecretKey;

use crate::mint;
use crate::model::json::{Object, Value};
use crate::model::jws::Token;
use crate::model::key::Key;
use crate::model::verification::{Verification, Verifier};

/// Header and claims. Values keep their spelling.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) header: Object,
    pub(super) claims: Object,
}

/// Which of the two a member stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Header,
    Claims,
}

/// One member of a draft.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) part: Part,
    pub(super) name: &'a str,
}

impl Draft {
    /// `None` when header or claims are no JSON objects.
    pub(super) fn of(token: &Token) -> Option<Self> {
        Some(Self { header: token.header()?.clone(), claims: token.claims()?.clone() })
    }

    pub(super) fn sign(&self, key: &SecretKey) -> String {
        mint::sign(key, self.header.to_text().as_bytes(), self.claims.to_text().as_bytes())
    }

    /// As a token for lints, which look at the form of a signature and never verify one.
    pub(super) fn as_signed(&self) -> Token {
        let [header, claims] =
            [&self.header, &self.claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_text()));
        let text = mint::with_signature(&format!("{header}.{claims}"), &[1; 64]);
        Token::decode(text.as_bytes(), false)
    }

    /// What verifying says of a draft that this key signs.
    pub(super) fn verification(key: Option<&Key>) -> Verification {
        let public = key.and_then(|key| key.public.clone());
        public.map_or(Verification::Unchecked, |public| {
            Verification::Verified(Verifier { public, jwks_kid: None })
        })
    }

    pub(super) fn get(&self, place: Place) -> Option<&Value> {
        self.object(place.part).get(place.name)
    }

    /// With that value, or without the member.
    pub(super) fn with(&self, place: Place, value: Option<Value>) -> Self {
        let mut changed = self.clone();
        let object = match place.part {
            Part::Header => &mut changed.header,
            Part::Claims => &mut changed.claims,
        };
        match value {
            Some(value) => {
                // Of members that occur twice, the change is to leave one.
                object.remove_but_last(place.name);
                object.set(place.name, value);
            }
            None => object.remove(place.name),
        }
        changed
    }

    /// With the members of another draft in these places.
    pub(super) fn as_in(&self, other: &Self, places: &[Place]) -> Self {
        places.iter().fold(self.clone(), |draft, place| draft.with(*place, other.get(*place).cloned()))
    }

    /// JSON pointers to the members in which the two differ.
    pub(super) fn differences(&self, other: &Self) -> Vec<String> {
        let mut pointers = Vec::new();
        for part in [Part::Header, Part::Claims] {
            let (mine, theirs) = (self.object(part), other.object(part));
            let mut names: Vec<_> = mine.members().iter().chain(theirs.members()).map(|m| &m.name).collect();
            names.dedup();
            for name in names {
                let raw = |object: &Object| object.get(name).map(|value| value.raw().to_owned());
                let pointer = Place { part, name }.pointer();
                if raw(mine) != raw(theirs) && !pointers.contains(&pointer) {
                    pointers.push(pointer);
                }
            }
        }
        pointers
    }

    fn object(&self, part: Part) -> &Object {
        match part {
            Part::Header => &self.header,
            Part::Claims => &self.claims,
        }
    }
}

impl<'a> Place<'a> {
    pub(super) const fn header(name: &'a str) -> Self {
        Self { part: Part::Header, name }
    }

    pub(super) const fn claim(name: &'a str) -> Self {
        Self { part: Part::Claims, name }
    }

    /// The member that a finding's pointer leads to or into.
    pub(super) fn of_pointer(pointer: &'a str) -> Option<Self> {
        let (part, rest) = match pointer.strip_prefix("/header/") {
            Some(rest) => (Part::Header, rest),
            None => (Part::Claims, pointer.strip_prefix("/claims/")?),
        };
        let name = rest.split('/').next().filter(|name| !name.is_empty() && !name.contains('~'))?;
        Some(Self { part, name })
    }

    /// RFC 6901.
    pub(super) fn pointer(self) -> String {
        let part = if self.part == Part::Header { "header" } else { "claims" };
        format!("/{part}/{}", self.name.replace('~', "~0").replace('/', "~1"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(header: &str, claims: &str) -> Draft {
        let parse = |text: &str| Object::parse(text.as_bytes()).unwrap();
        Draft { header: parse(header), claims: parse(claims) }
    }

    #[test]
    fn a_change_is_found_again_as_a_difference() {
        let given = draft(r#"{"alg":"ES256"}"#, r#"{"iat":1.50e3,"exp":2,"scope":[]}"#);
        let changed = given
            .with(Place::header("kid"), Some(Value::of("K")))
            .with(Place::claim("exp"), Some(Value::of(&3)))
            .with(Place::claim("scope"), None);
        assert_eq!(changed.differences(&given), ["/header/kid", "/claims/exp", "/claims/scope"]);
        assert_eq!(changed.claims.to_text(), r#"{"iat":1.50e3,"exp":3}"#);
        let back = changed.as_in(&given, &[Place::header("kid"), Place::claim("exp"), Place::claim("scope")]);
        assert!(back.differences(&given).is_empty());
    }

    #[test]
    fn a_member_that_occurs_twice_is_left_once() {
        let given = draft("{}", r#"{"exp":1,"aud":"a","exp":2}"#);
        assert_eq!(
            given.with(Place::claim("exp"), Some(Value::of(&3))).claims.to_text(),
            r#"{"aud":"a","exp":3}"#
        );
    }

    #[test]
    fn pointers_lead_to_members() {
        let place = Place::of_pointer("/claims/scope/0").unwrap();
        assert_eq!((place.name, place.pointer()), ("scope", "/claims/scope".to_owned()));
        for pointer in ["/token", "/credentials/key_id", "/claims/", "/header/a~1b", ""] {
            assert!(Place::of_pointer(pointer).is_none(), "{pointer}");
        }
    }
}
