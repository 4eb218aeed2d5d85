//! Reads the PEM blocks of a text, their BEGIN and END lines as damaged as they may be.

use zeroize::Zeroizing;

use super::base64::{self, Decoded};
use super::marker::{self, Marker};
use super::{Armor, Fault, Flaw, Key, KeyKind, Repair, kind, layout, structure};

/// Reads the best block of a text; none if it has no BEGIN or END line.
pub(super) fn read(text: &str) -> Option<Key> {
    let mut best: Option<Key> = None;
    let (mut count, mut read_to, mut text_around) = (0, 0, false);
    for block in blocks(text) {
        text_around |= !is_blank(text, read_to, block.start);
        read_to = block.stop;
        if block.label().ends_with("PARAMETERS") {
            continue;
        }
        count += 1;
        // Deriving a public key is what takes time here; one is enough.
        if best.as_ref().is_some_and(|best| best.kind == KeyKind::P256) {
            continue;
        }
        let key = block.key();
        if best.as_ref().is_none_or(|best| key.worth() > best.worth()) {
            let before = text.get(..block.body).unwrap_or_default();
            best = Some(Key { fault: key.fault.map(|fault| fault.moved(before)), ..key });
        }
    }
    text_around |= !is_blank(text, read_to, text.len());
    let mut key = best?;
    key.blocks = count;
    Some(if text_around { key.wrapped(Repair::Text(Flaw::TextAround)) } else { key })
}

/// Reads base64 without BEGIN and END lines, and what it decodes to.
pub(super) fn read_body(text: &str, decoded: &Decoded) -> Key {
    let key = read_decoded(decoded);
    if key.kind != KeyKind::Truncated || !text.contains(' ') {
        return key;
    }
    // What decodes a form makes blanks of plus signs.
    let read = base64::decode(&plus(text)).ok().map(|decoded| read_decoded(&decoded));
    match read.filter(|read| read.kind == KeyKind::P256) {
        Some(read) => read.repaired(Repair::Text(Flaw::PlusAsBlank)),
        None => key,
    }
}

/// A text with a plus sign in the place of each blank.
fn plus(text: &str) -> Zeroizing<String> {
    // As long as before, so that no copy of the key is left behind.
    let mut plus = Zeroizing::new(String::with_capacity(text.len()));
    plus.extend(text.chars().map(|c| if c == ' ' { '+' } else { c }));
    plus
}

fn read_decoded(decoded: &Decoded) -> Key {
    let mut key = structure::read(&decoded.bytes, Some(decoded.characters));
    if key.kind == KeyKind::P256 && !decoded.ends_well {
        key = Key { encoding: key.encoding, fault: Some(Fault::Base64End), ..Key::of(KeyKind::Unreadable) };
    }
    key.repairs.extend((!decoded.padded).then_some(Repair::Text(Flaw::Padding)));
    key.repairs.extend(decoded.url_safe.then_some(Repair::Text(Flaw::UrlSafe)));
    key
}

/// A BEGIN line, an END line, of which one may be missing, and what is between.
struct Block<'a> {
    begin: Option<Marker>,
    end: Option<Marker>,
    between: &'a str,
    /// Where the block begins, where what is between does, and where the block ends.
    start: usize,
    body: usize,
    stop: usize,
}

fn blocks(text: &str) -> impl Iterator<Item = Block<'_>> {
    let mut markers = marker::all(text).peekable();
    let mut read_to = 0;
    std::iter::from_fn(move || {
        loop {
            let marker = markers.next()?;
            let block = if marker.begins {
                let end = markers.next_if(|next| !next.begins);
                let limit = markers.peek().map_or(text.len(), |next| next.start);
                begun(text, marker, end, limit)
            } else {
                let between = text.get(read_to..marker.start).unwrap_or_default();
                Block {
                    begin: None,
                    between,
                    start: read_to,
                    body: read_to,
                    stop: marker.end,
                    end: Some(marker),
                }
            };
            read_to = block.stop;
            // An END line after nothing is left over from something else.
            if block.begin.is_some() || !block.between.trim().is_empty() {
                return Some(block);
            }
        }
    })
}

/// The block that a BEGIN line opens. Without an END line it goes up to the limit, and what is between ends before the
/// dashes that are left of that line.
fn begun(text: &str, begin: Marker, end: Option<Marker>, limit: usize) -> Block<'_> {
    let (start, body) = (begin.start, begin.end);
    let (between, stop) = match &end {
        Some(end) => (text.get(body..end.start).unwrap_or_default(), end.end),
        None => {
            let rest = text.get(body..limit).unwrap_or_default();
            let between = rest.split_once("---").map_or(rest.trim_end_matches('-'), |(between, _)| between);
            (between, limit)
        }
    };
    Block { begin: Some(begin), end, between, start, body, stop }
}

fn is_blank(text: &str, start: usize, end: usize) -> bool {
    text.get(start..end).is_none_or(|between| between.trim().is_empty())
}

impl Block<'_> {
    /// The label on the BEGIN line, or else on the END line.
    fn label(&self) -> &str {
        let labels = [&self.begin, &self.end].into_iter().flatten().map(|marker| marker.label.as_ref());
        labels.into_iter().find(|label| !label.is_empty()).unwrap_or_default()
    }

    fn key(&self) -> Key {
        let mut key = self.content();
        let label = self.label();
        let mut repairs: Vec<Repair> = self.armor().into_iter().map(Repair::Armor).collect();
        if self.begin.is_some() && self.end.is_some() {
            let flaws = match key.repairs.contains(&Repair::Text(Flaw::PlusAsBlank)) {
                true => layout::flaws(&plus(self.between)),
                false => layout::flaws(self.between),
            };
            repairs.extend(flaws.into_iter().map(Repair::Text));
        }
        if !label.is_empty() {
            let belongs = key.encoding.is_none_or(|encoding| encoding.label() == label);
            repairs.extend((!belongs).then_some(Repair::Label));
            key.label = Some(label.to_owned());
        }
        key.repairs.splice(0..0, repairs);
        key
    }

    fn content(&self) -> Key {
        let (body, encrypted) = without_headers(self.between);
        if encrypted {
            return Key::of(KeyKind::Encrypted);
        }
        let key = match base64::decode(body) {
            Ok(decoded) => read_body(body, &decoded),
            Err(offset) => {
                let headers = self.between.len() - body.len();
                Key { fault: Fault::foreign(self.between, headers + offset), ..Key::of(KeyKind::Unreadable) }
            }
        };
        match kind::promised(self.label()) {
            // Damaged, or of a format that is not read here: the label is the best witness.
            Some(kind) if matches!(key.kind, KeyKind::Truncated | KeyKind::Unreadable) => Key::of(kind),
            _ => key,
        }
    }

    fn armor(&self) -> Vec<Armor> {
        let (begin, end) = (self.begin.as_ref(), self.end.as_ref());
        let inexact = [begin, end].into_iter().flatten().any(|marker| !marker.exact);
        let differ = begin.zip(end).is_some_and(|(begin, end)| begin.label != end.label);
        let mut armor = Vec::new();
        armor.extend(begin.is_none().then_some(Armor::BeginMissing));
        armor.extend(end.is_none().then_some(Armor::EndMissing));
        armor.extend((inexact || differ).then_some(Armor::Damaged));
        armor
    }
}

/// Takes off the header lines of RFC 1421, and tells whether they say that the rest is encrypted.
fn without_headers(between: &str) -> (&str, bool) {
    let (mut rest, mut encrypted) = (between.trim_start(), false);
    loop {
        let (line, following) = rest.split_once(['\n', '\r']).unwrap_or((rest, ""));
        if !line.contains(':') {
            return (rest, encrypted);
        }
        encrypted |= line.contains("ENCRYPTED") || line.contains("DEK-Info");
        rest = following.trim_start();
    }
}
