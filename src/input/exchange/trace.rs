//! What `curl --trace` and `--trace-ascii` write: blocks of bytes with their offsets, each under a line that says what
//! it is.

use std::borrow::Cow;

use super::command::Command;
use super::message::{Content, Message, RequestLine, Status};
use super::verbose::Remarks;

/// Whether a line begins a block of a request or an answer.
pub(super) fn is_trace(lines: &[Cow<str>]) -> bool {
    lines.iter().any(|line| {
        let line = line.trim_start();
        line.starts_with("=> Send header, ") || line.starts_with("<= Recv header, ")
    })
}

pub(super) fn read(lines: &[Cow<str>]) -> Vec<Message> {
    let mut reader = Reader { is_hex: lines.iter().any(|line| is_hex(line)), ..Reader::default() };
    for (index, line) in lines.iter().enumerate() {
        let line = line.trim_start();
        if let Some(remark) = line.find("== Info: ").and_then(|at| line.get(at + 9..)) {
            reader.end_block();
            reader.remarks.read(remark);
        } else if let Some(kind) = Kind::of(line) {
            reader.end_block();
            reader.kind = kind;
        } else if let Some((offset, dump)) = dump(line) {
            reader.add(offset, dump);
        } else if let Some((command, _)) = Command::parse(lines.get(index..).unwrap_or_default()) {
            reader.end_block();
            reader.messages.push(Message::Command { command, output: String::new() });
        }
    }
    reader.end_block();
    if !reader.is_hex {
        reader.messages.iter_mut().for_each(restore_line_breaks);
    }
    reader.messages
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Other,
    RequestHead,
    RequestBody,
    ResponseHead,
    ResponseBody,
}

impl Kind {
    fn of(line: &str) -> Option<Self> {
        let kinds = [
            ("=> Send header, ", Self::RequestHead),
            ("=> Send data, ", Self::RequestBody),
            ("<= Recv header, ", Self::ResponseHead),
            ("<= Recv data, ", Self::ResponseBody),
            ("=> Send SSL data, ", Self::Other),
            ("<= Recv SSL data, ", Self::Other),
        ];
        kinds.iter().find(|(start, _)| line.starts_with(start)).map(|(_, kind)| *kind)
    }
}

#[derive(Default)]
struct Reader {
    messages: Vec<Message>,
    remarks: Remarks,
    is_hex: bool,
    kind: Kind,
    /// The bytes of the block, and the offset that follows them.
    bytes: Vec<u8>,
    end: usize,
}

impl Reader {
    /// Adds a line of the block.
    fn add(&mut self, offset: usize, dump: &str) {
        if self.kind == Kind::Other {
            return;
        }
        if self.is_hex {
            self.bytes.extend(hex(dump));
            return;
        }
        // Long lines are broken after 64 bytes; CR LF ends one, and is not shown.
        let gap = offset.saturating_sub(self.end);
        if gap == 2 {
            self.bytes.push(b'\n');
        } else if gap < 64 {
            self.bytes.extend(std::iter::repeat_n(b' ', gap));
        }
        self.bytes.extend_from_slice(dump.as_bytes());
        self.end = offset.saturating_add(dump.len());
    }

    fn end_block(&mut self) {
        let text = String::from_utf8_lossy(&std::mem::take(&mut self.bytes)).replace("\r\n", "\n");
        self.end = 0;
        match std::mem::take(&mut self.kind) {
            Kind::Other => {}
            Kind::RequestHead => self.begin_request(&text),
            Kind::ResponseHead => self.read_answer(&text),
            Kind::RequestBody => {
                if let Some(Message::Request { content, .. }) = self.messages.last_mut() {
                    content.body.get_or_insert_default().push_str(&text);
                }
            }
            Kind::ResponseBody => {
                if let Some(Message::Response { content, .. }) = self.messages.last_mut() {
                    content.body.get_or_insert_default().push_str(&text);
                }
            }
        }
    }

    fn begin_request(&mut self, text: &str) {
        let mut lines = text.lines();
        let Some(line) = lines.next().and_then(RequestLine::parse) else { return };
        let fields = self.remarks.take_host().into_iter().collect();
        let mut content = Content { fields, ..Content::default() };
        lines.take_while(|line| !line.trim().is_empty()).for_each(|line| {
            content.add_line(line);
        });
        self.messages.push(Message::Request { line, content });
    }

    /// Reads one field of an answer, or its whole head: `curl` hands them over one by one.
    fn read_answer(&mut self, text: &str) {
        for line in text.split('\n') {
            if let Some(status) = Status::parse(line) {
                self.messages.extend(self.remarks.request());
                self.messages.push(Message::Response { status, content: Content::default() });
            } else if let Some(Message::Response { content, .. }) = self.messages.last_mut() {
                match line.trim().is_empty() {
                    // The end of the head is a block of its own.
                    true if text.trim().is_empty() => {
                        content.body.get_or_insert_default();
                    }
                    true => {}
                    false => {
                        content.add_line(line);
                    }
                }
            }
        }
    }
}

/// Offset and bytes of `0040: …`.
fn dump(line: &str) -> Option<(usize, &str)> {
    let (offset, dump) = line.split_once(':')?;
    let is_offset = (4..=8).contains(&offset.len()) && offset.bytes().all(|b| b.is_ascii_hexdigit());
    let offset = is_offset.then(|| usize::from_str_radix(offset, 16).ok()).flatten()?;
    Some((offset, dump.strip_prefix(' ').unwrap_or(dump)))
}

/// Whether it is a full line of `--trace`: sixteen bytes in hexadecimal, then as characters.
fn is_hex(line: &str) -> bool {
    dump(line.trim_start()).is_some_and(|(_, dump)| dump.len() >= 48 && hex(dump).count() == 16)
}

/// The bytes that begin a line of `--trace`.
fn hex(dump: &str) -> impl Iterator<Item = u8> {
    let pairs = dump.as_bytes().chunks(3).take(16);
    pairs.map_while(|pair| match pair {
        [high, low, b' '] | [high, low] => {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
        }
        _ => None,
    })
}

/// Puts white space for the dots that `--trace-ascii` shows for line breaks, between the strings of JSON.
fn restore_line_breaks(message: &mut Message) {
    let (Message::Request { content, .. } | Message::Response { content, .. }) = message else { return };
    let Some(body) = content.body.as_mut().filter(|body| body.starts_with(['{', '['])) else { return };
    let (mut quoted, mut escaped, mut after_digit) = (false, false, false);
    let restored = body.chars().map(|c| {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '.' if !quoted && !after_digit => return '\n',
            _ => {}
        }
        after_digit = c.is_ascii_digit();
        c
    });
    *body = restored.collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_dump_are_read() {
        assert_eq!(dump("0040: AUTH: x"), Some((64, "AUTH: x")));
        assert_eq!(dump("00d7:"), Some((215, "")));
        assert_eq!(dump("Date: x"), None);
        assert!(is_hex("0000: 47 45 54 20 2f 76 31 2f 61 70 70 73 20 48 54 54 GET /v1/apps HTT"));
        assert_eq!(hex("0d 0a                                           ..").collect::<Vec<_>>(), b"\r\n");
        assert!(!is_hex("0000: GET /v1/apps HTTP/2"));
    }

    #[test]
    fn lines_are_joined_by_their_offsets() {
        let mut reader = Reader { kind: Kind::ResponseBody, ..Reader::default() };
        for (offset, dump) in [(0, "abcd"), (4, "ef"), (8, "gh "), (12, "i"), (usize::MAX, "j"), (0, "k")] {
            reader.add(offset, dump);
        }
        assert_eq!(reader.bytes, b"abcdef\ngh  ijk");
    }
}
