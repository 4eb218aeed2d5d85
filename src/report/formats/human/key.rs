//! The private key with the identifiers that belong to it, and the keys of a JWKS.

use std::fmt::Write as _;

use super::style::Style;
use crate::report::view::{Key, Kind, View};

/// Characters of a value that are shown.
const MAX_VALUE: usize = 160;

/// Keys of a JWKS that are listed; the rest is counted.
const MAX_KEYS: usize = 100;

pub(super) fn write(text: &mut String, style: Style, subject: &View) {
    if let Some(key) = subject.key() {
        private(text, style, subject, key);
    }
    if subject.kind() == Kind::Jwks {
        published(text, style, subject);
    }
}

fn private(text: &mut String, style: Style, subject: &View, key: Key) {
    if matches!(subject.kind(), Kind::Token | Kind::Credentials) {
        let _ = writeln!(text, "\n{} {}", style.bold("key from"), key.file);
    }
    let rows = [
        ("kind", Some(key.kind.noun().to_owned())),
        ("key ID", subject.key_id().map(|id| id.with_origin.excerpt(MAX_VALUE))),
        ("issuer ID", subject.issuer_id().map(|id| id.with_origin.to_string())),
        ("thumbprint", key.thumbprint),
    ];
    for (name, value) in rows {
        let Some(value) = value else { continue };
        let _ = writeln!(text, "    {}{}  {value}", style.bold(name), " ".repeat(10 - name.len()));
    }
}

fn published(text: &mut String, style: Style, subject: &View) {
    let Some((mut keys, left_out)) = subject.published_keys() else { return };
    for key in keys.by_ref().take(MAX_KEYS) {
        let (kid, kind) = (style.bold(&key.kid.excerpt(MAX_VALUE)), key.kind.excerpt(MAX_VALUE));
        let _ = writeln!(text, "    {kid}  {kind}  {}", key.thumbprint);
    }
    match keys.len() + left_out {
        0 => {}
        more => _ = writeln!(text, "    and {more} more"),
    }
}
