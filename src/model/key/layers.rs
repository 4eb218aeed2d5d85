//! Undoes what a key is wrapped in, layer by layer.

use super::scrub::{self, Clean};
use super::{Armor, Fault, Key, KeyKind, Repair, base64, der, escape, fields, kind, pem, prefix, structure};

/// Reads any bytes.
pub(super) fn read(bytes: &[u8]) -> Key {
    // As many layers as anyone will have put around a key; and the layers of all readings tried come to a few times the
    // text, so that hostile nesting takes no longer than plain text.
    const LAYERS: usize = 8;
    Layers { budget: bytes.len().saturating_mul(16).saturating_add(4096) }.read(bytes, LAYERS)
}

struct Layers {
    /// How many bytes may still be read.
    budget: usize,
}

impl Layers {
    fn read(&mut self, bytes: &[u8], depth: usize) -> Key {
        let (Some(budget), Some(depth)) = (self.budget.checked_sub(bytes.len()), depth.checked_sub(1)) else {
            return Key { fault: Some(Fault::Nested), ..Key::of(KeyKind::Unreadable) };
        };
        self.budget = budget;
        if der::begins(bytes) {
            return structure::read(bytes, None).wrapped(Repair::Der);
        }
        let clean = scrub::clean(bytes);
        let key = self.text(&clean, depth);
        clean.flaws.iter().rev().fold(key, |key, &flaw| key.wrapped(Repair::Text(flaw)))
    }

    /// Tries every way to read a text and keeps the best, of equals the first.
    fn text(&mut self, clean: &Clean<'_>, depth: usize) -> Key {
        let ways = [Self::json, Self::variables, Self::armored, Self::escaped, Self::base64];
        let mut best = Key::of(kind::named(clean.text()));
        // JSON whose key is empty says more than the other strings in it.
        let mut worth =
            if clean.text().is_empty() { 0 } else { best.worth().max(KeyKind::Unreadable.worth()) };
        for way in ways {
            if let Some(key) = way(self, clean, depth)
                && key.worth() > worth
            {
                worth = key.worth();
                best = key;
            }
            if best.kind == KeyKind::P256 {
                break;
            }
        }
        best
    }

    fn json(&mut self, clean: &Clean<'_>, depth: usize) -> Option<Key> {
        // A P-256 key takes 50 characters; so many are left of one that breaks off before anything of it is told.
        const SHORTEST: usize = 24;
        if is_escaped_json(clean.text()) {
            return Some(self.read(escape::json(clean.text()).as_bytes(), depth));
        }
        let strings = fields::json(clean.text()).filter(|field| field.value.len() >= SHORTEST);
        self.best(
            strings,
            |layers, value| layers.read(escape::json(value).as_bytes(), depth),
            |name| Repair::JsonField { name },
        )
    }

    fn variables(&mut self, clean: &Clean<'_>, depth: usize) -> Option<Key> {
        let variables = fields::variables(clean.text());
        self.best(
            variables,
            |layers, value| layers.read(value.as_bytes(), depth),
            |name| Repair::Variable { name },
        )
    }

    fn best<'a>(
        &mut self,
        fields: impl Iterator<Item = fields::Field<'a>>,
        read: impl Fn(&mut Self, &str) -> Key,
        repair: impl Fn(String) -> Repair,
    ) -> Option<Key> {
        let mut best: Option<Key> = None;
        for field in fields {
            let key = read(self, field.value);
            if best.as_ref().is_none_or(|best| key.worth() > best.worth()) {
                best = Some(key.wrapped(repair(field.name())));
            }
            if best.as_ref().is_some_and(|best| best.kind == KeyKind::P256) {
                break;
            }
        }
        best
    }

    fn armored(&mut self, clean: &Clean<'_>, _: usize) -> Option<Key> {
        let key = pem::read(clean.text())?;
        Some(Key { fault: key.fault.map(|fault| fault.moved(clean.before())), ..key })
    }

    fn escaped(&mut self, clean: &Clean<'_>, depth: usize) -> Option<Key> {
        let text = escape::literal(clean.text())?;
        Some(self.read(text.as_bytes(), depth).wrapped(Repair::NewlinesEscaped))
    }

    fn base64(&mut self, clean: &Clean<'_>, depth: usize) -> Option<Key> {
        const SHORTEST: usize = 16;
        let text = clean.text();
        let decoded = match base64::decode(text) {
            Ok(decoded) if decoded.characters >= SHORTEST => decoded,
            Err(offset) if prefix::begins_key(text.as_bytes()) => {
                let fault = Fault::foreign(text, offset).map(|fault| fault.moved(clean.before()));
                return Some(
                    Key { fault, ..Key::of(KeyKind::Unreadable) }.wrapped(Repair::Armor(Armor::Missing)),
                );
            }
            _ => return None,
        };
        if der::begins(&decoded.bytes) {
            return Some(pem::read_body(text, &decoded).wrapped(Repair::Armor(Armor::Missing)));
        }
        Some(self.read(&decoded.bytes, depth).wrapped(Repair::Base64Wrapped { times: 1 }))
    }
}

/// Whether it is what stands between the quotes of a JSON string that holds JSON.
fn is_escaped_json(text: &str) -> bool {
    text.strip_prefix(['{', '[']).is_some_and(|rest| rest.trim_start().starts_with("\\\""))
}
