//! Keys and identifiers: what is public of them.

use std::borrow::Cow;

use super::Foreign;
use crate::model::jwk::Jwk;
use crate::model::key::KeyKind;
use crate::redact::{self, Known};

/// A private key, of which nothing secret can be reached.
pub(in crate::report) struct Key<'a> {
    pub(in crate::report) file: Foreign<'a>,
    pub(in crate::report) kind: &'a KeyKind,
    /// `None`: it cannot be used.
    pub(in crate::report) thumbprint: Option<String>,
}

/// An identifier and where it came from.
pub(in crate::report) struct Identifier<'a> {
    pub(in crate::report) value: Foreign<'a>,
    pub(in crate::report) with_origin: Foreign<'a>,
}

/// A key of a JWKS.
pub(in crate::report) struct PublishedKey<'a> {
    pub(in crate::report) kid: Foreign<'a>,
    /// Its `kty`, `crv` and `alg`.
    pub(in crate::report) kind: Foreign<'a>,
    pub(in crate::report) thumbprint: &'a str,
}

/// A key ID, which is shown whatever it looks like, unless it holds a part of the private key.
pub(super) fn public<'a>(id: impl Into<Cow<'a, str>>, known: &Known) -> Foreign<'a> {
    let id = id.into();
    Foreign::of_member("kid", if redact::holds_known(&id, known) { redact::REDACTED.into() } else { id })
}

impl<'a> PublishedKey<'a> {
    pub(super) fn of(jwk: &'a Jwk, known: &Known) -> Self {
        let kind: Vec<_> = [&jwk.kty, &jwk.crv, &jwk.alg].into_iter().flatten().map(String::as_str).collect();
        Self {
            kid: public(jwk.kid.as_deref().unwrap_or("no kid"), known),
            kind: Foreign::new(kind.join(" ")),
            thumbprint: jwk.thumbprint.as_deref().unwrap_or_default(),
        }
    }
}
