//! HAR 1.2, as browsers and proxies export it: read as a stream, one entry at a time.

use std::io::{self, BufRead, BufReader, Read};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::scan::{Event, Scanner};
use crate::model::exchange::{Exchange, Field, MAX_BODY, cut};
use crate::model::json::{Object, Value};
use crate::model::request::Request;
use crate::model::wipe;

/// Bytes of an entry that are kept; strings are cut at [`MAX_BODY`] before.
const MAX_ENTRY: usize = 4 << 20;

/// Fields of a message that are kept.
const MAX_FIELDS: usize = 1000;

/// How a HAR ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HarEnd {
    /// Entries that were whole.
    pub entries: u64,
    /// Entries that were too large, or no JSON.
    pub skipped: u64,
    /// The list of entries ended where it should; else the file was cut, and what follows is lost.
    pub is_complete: bool,
}

/// Whether a file that begins so is a HAR: an object whose member `log` is an object.
pub fn is_har(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if !head.trim_ascii_start().starts_with(b"{") {
        return false;
    }
    let known = ["version", "creator", "browser", "pages", "entries", "comment"];
    let mut scanner = Scanner::default();
    for byte in head {
        let event = scanner.feed(*byte);
        let [outer, inner, _] = &scanner.names;
        if event == Event::Named
            && scanner.depth == 2
            && outer.is("log")
            && known.iter().any(|name| inner.is(name))
        {
            return true;
        }
    }
    false
}

/// Hands the exchanges of a HAR to `sink`, in order, in constant memory.
///
/// # Errors
/// When `reader` fails. A HAR that is cut or damaged is no error: see [`HarEnd`].
pub fn har(reader: impl Read, sink: &mut dyn FnMut(Exchange)) -> io::Result<HarEnd> {
    let mut reader = BufReader::with_capacity(64 << 10, reader);
    let mut entries = Entries::default();
    loop {
        let bytes = match reader.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let count = bytes.len();
        if count == 0 || bytes.iter().any(|byte| entries.feed(*byte, sink).is_break()) {
            return Ok(entries.end);
        }
        reader.consume(count);
    }
}

/// Collects one entry after the other.
#[derive(Default)]
struct Entries {
    scanner: Scanner,
    /// The array of entries is open.
    is_inside: bool,
    /// An entry is open.
    is_entry: bool,
    entry: Vec<u8>,
    is_too_large: bool,
    /// Bytes of the string so far.
    string: usize,
    is_sanitized: bool,
    end: HarEnd,
}

/// Depth of the array of entries: `{"log": {"entries": [`.
const ARRAY: u64 = 3;

impl Entries {
    fn feed(&mut self, byte: u8, sink: &mut dyn FnMut(Exchange)) -> std::ops::ControlFlow<()> {
        let cuts = self.is_entry && self.is_cut(byte);
        let event = self.scanner.feed(byte);
        if event == Event::Excess {
            return std::ops::ControlFlow::Break(());
        }
        if !self.is_inside {
            self.look_outside(event);
            return std::ops::ControlFlow::Continue(());
        }
        match (event, self.scanner.depth) {
            (Event::Open, depth) if depth == ARRAY + 1 => {
                self.is_entry = true;
                self.is_too_large = false;
                self.entry.clear();
            }
            (Event::Close, depth) if depth < ARRAY => {
                self.is_inside = false;
                self.end.is_complete = true;
                return std::ops::ControlFlow::Break(());
            }
            _ => {}
        }
        if self.is_entry && !cuts {
            self.is_too_large |= self.entry.len() >= MAX_ENTRY;
            if !self.is_too_large {
                self.entry.push(byte);
            }
        }
        if event == Event::Close && self.scanner.depth == ARRAY && self.is_entry {
            self.is_entry = false;
            self.finish(sink);
        }
        std::ops::ControlFlow::Continue(())
    }

    /// Whether the byte belongs to the rest of a string that is too long.
    fn is_cut(&mut self, byte: u8) -> bool {
        if !self.scanner.is_quoted() {
            self.string = 0;
            return false;
        }
        if self.scanner.ends_string(byte) {
            return false;
        }
        // A string is cut once, at its limit or a little behind.
        if self.string < MAX_BODY || self.string < usize::MAX && !self.scanner.may_cut(byte) {
            self.string += 1;
            return false;
        }
        self.string = usize::MAX;
        true
    }

    /// Looks for the array of entries, and for the program that wrote it.
    fn look_outside(&mut self, event: Event) {
        let [log, member, name] = &self.scanner.names;
        if !log.is("log") {
            return;
        }
        match event {
            Event::Open => self.is_inside = self.scanner.depth == ARRAY && member.is("entries"),
            // Chrome leaves `Authorization` out, unless it is told not to.
            Event::Text if self.scanner.depth == 3 && member.is("creator") && name.is("name") => {
                self.is_sanitized |= self.scanner.text().is("WebInspector");
            }
            _ => {}
        }
    }

    fn finish(&mut self, sink: &mut dyn FnMut(Exchange)) {
        let text = wipe::lossy(&self.entry);
        let entry = (!self.is_too_large).then(|| Object::parse(text.as_bytes()).ok()).flatten();
        match entry {
            Some(entry) => {
                self.end.entries += 1;
                sink(exchange(&entry, self.is_sanitized));
            }
            None => self.end.skipped += 1,
        }
    }
}

fn exchange(entry: &Object, is_sanitized: bool) -> Exchange {
    let request = member(entry, "request").unwrap_or_default();
    let response = member(entry, "response").unwrap_or_default();
    let url = request.str("url");
    let posted = member(&request, "postData");
    let content = member(&response, "content");
    let status = response.get("status").and_then(number).filter(|status| *status != 0);
    let request_fields = request.get("headers").map(fields);
    let is_hidden = |fields: &Vec<Field>| {
        is_sanitized && !fields.iter().any(|field| field.name.eq_ignore_ascii_case("authorization"))
    };
    Exchange {
        request: url.and_then(|url| Request::parse(request.str("method").as_deref(), &url)),
        request_fields: request_fields.filter(|fields| !is_hidden(fields)),
        request_body: posted.as_ref().and_then(posted_text).map(cut),
        status,
        fields: response.get("headers").map(fields).unwrap_or_default(),
        body: status.and_then(|_| content_text(content.as_ref()?)).map(cut),
    }
}

fn member(object: &Object, name: &str) -> Option<Object> {
    Object::parse(object.get(name)?.raw().as_bytes()).ok()
}

fn number(value: &Value) -> Option<u16> {
    let number = value.as_number().or_else(|| value.as_str()?.parse().ok())?;
    (0.0..1000.0).contains(&number).then_some(number as u16)
}

/// A list of `{"name": …, "value": …}`.
fn fields(list: &Value) -> Vec<Field> {
    let field = |value: &Value| {
        let object = Object::parse(value.raw().as_bytes()).ok()?;
        Some(Field { name: object.str("name")?.into_owned(), value: object.str("value")?.into_owned() })
    };
    list.elements().unwrap_or_default().iter().take(MAX_FIELDS).filter_map(field).collect()
}

/// `text`, else `params` written as a form.
fn posted_text(data: &Object) -> Option<String> {
    if let Some(text) = data.str("text").filter(|text| !text.is_empty()) {
        return Some(text.into_owned());
    }
    let pairs: Vec<_> =
        fields(data.get("params")?).into_iter().map(|f| format!("{}={}", f.name, f.value)).collect();
    Some(pairs.join("&"))
}

/// The body; in base64 when it is no text.
fn content_text(content: &Object) -> Option<String> {
    let Some(text) = content.str("text") else {
        let size = content.get("size").and_then(Value::as_number);
        return (size == Some(0.0)).then(String::new);
    };
    if content.str("encoding").as_deref() != Some("base64") {
        return Some(text.into_owned());
    }
    // A text that was cut may end within four characters.
    let whole = text.get(..text.len() - text.len() % 4).unwrap_or(&text);
    let bytes = Zeroizing::new(STANDARD.decode(whole).ok()?);
    Some(wipe::lossy(&bytes).to_owned())
}
