//! What `curl -v` writes: `>` before the request, `<` before the answer, `*` before remarks, and the body between them.

use std::borrow::Cow;

use super::body::is_error_body;
use super::command::Command;
use super::field::field;
use super::message::{Content, Message, RequestLine, Status};
use super::raw::{self, dedented, is_prompt};
use crate::model::exchange::Field;

/// Whether a line of a request or an answer is marked as `curl -v` does.
pub(super) fn is_verbose(lines: &[Cow<str>]) -> bool {
    lines.iter().any(|line| is_start(line.trim_start()))
}

fn is_start(line: &str) -> bool {
    line.strip_prefix("> ").and_then(RequestLine::parse).is_some()
        || line.strip_prefix("< ").and_then(Status::parse).is_some()
}

pub(super) fn read(lines: &[Cow<str>]) -> Vec<Message> {
    // The first line of a block loses its indentation easily: the last line that begins a message tells it.
    let start = lines.iter().rfind(|line| is_start(line.trim_start()));
    let indentation = start.map_or(0, |line| line.len() - line.trim_start().len());
    let mut reader = Reader { indentation, ..Reader::default() };
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let is_head = line.trim_start().starts_with(['>', '<', '*']);
        let command = if is_head { None } else { Command::parse(lines.get(index..).unwrap_or_default()) };
        index += match command {
            Some((command, count)) => {
                reader.finish();
                reader.messages.push(Message::Command { command, output: String::new() });
                count
            }
            None => {
                reader.read_line(dedented(line, reader.indentation));
                1
            }
        };
    }
    reader.finish();
    reader.messages
}

#[derive(Default)]
struct Reader {
    messages: Vec<Message>,
    indentation: usize,
    state: State,
    remarks: Remarks,
    /// Lines without mark before the head of the answer has ended: other output, or the body when its stream came
    /// first.
    stray: String,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Outside,
    Request,
    Response,
    Body,
}

impl Reader {
    fn read_line(&mut self, line: &str) {
        if is_prompt(line) {
            self.finish();
            return;
        }
        let (shown, mark) = split_mark(line);
        if let Some(mark) = mark {
            self.read_mark(mark);
        }
        if mark.is_none() || !shown.is_empty() {
            self.read_unmarked(shown);
        }
    }

    /// Reads what begins with a mark.
    fn read_mark(&mut self, line: &str) {
        let (mark, rest) = line.split_at_checked(1).unwrap_or((line, ""));
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        match mark {
            ">" => match RequestLine::parse(rest) {
                Some(line) => self.begin_request(line),
                None if self.state == State::Request => self.read_field(rest),
                None => {}
            },
            "<" => match Status::parse(rest) {
                Some(status) => self.begin_response(status),
                None if self.state == State::Response => self.read_field(rest),
                None => {}
            },
            "*" => self.remarks.read(rest),
            "{" if self.state == State::Body => {
                let is_empty = rest.starts_with("[0 bytes");
                if let Some(content) = self.content() {
                    content.body_is_hidden |= !is_empty;
                }
            }
            _ => {}
        }
    }

    fn begin_request(&mut self, line: RequestLine) {
        self.finish();
        let fields = self.remarks.take_host().into_iter().collect();
        self.messages.push(Message::Request { line, content: Content { fields, ..Content::default() } });
        self.state = State::Request;
    }

    fn begin_response(&mut self, status: Status) {
        self.finish();
        // Without its lines, the request may still be told by the remarks on the frames that were sent.
        self.messages.extend(self.remarks.request());
        self.messages.push(Message::Response { status, content: Content::default() });
        self.state = State::Response;
    }

    fn read_field(&mut self, line: &str) {
        let is_answer = self.state == State::Response;
        let is_blank = line.trim().is_empty();
        if is_blank {
            self.state = if is_answer { State::Body } else { State::Outside };
        }
        let Some(content) = self.content() else { return };
        if is_blank && is_answer {
            content.body.get_or_insert_default();
        } else if !is_blank {
            content.add_line(line);
        }
    }

    /// Reads what has no mark: the body, or other output.
    fn read_unmarked(&mut self, line: &str) {
        if matches!(self.state, State::Response | State::Body)
            && let Some(content) = self.content()
        {
            content.add_body(line);
            return;
        }
        self.stray.push_str(line);
        self.stray.push('\n');
    }

    fn content(&mut self) -> Option<&mut Content> {
        match self.messages.last_mut()? {
            Message::Request { content, .. } | Message::Response { content, .. } => Some(content),
            Message::Command { .. } => None,
        }
    }

    /// Ends the message: puts its body right.
    fn finish(&mut self) {
        let is_answer = matches!(self.state, State::Response | State::Body);
        self.state = State::Outside;
        let stray = std::mem::take(&mut self.stray);
        let Some(content) = self.content().filter(|_| is_answer) else {
            self.stray = stray;
            return;
        };
        let body = content.body.as_deref().unwrap_or_default().trim_start();
        if body.is_empty() {
            if is_error_body(&stray) {
                content.body = Some(stray);
            }
        } else if let Some(inner) = with_head(body) {
            content.body = inner;
        }
    }
}

/// The body of an answer whose head `curl -i` has put before it.
fn with_head(body: &str) -> Option<Option<String>> {
    Status::parse(body.lines().next()?)?;
    let lines: Vec<_> = body.lines().map(Cow::Borrowed).collect();
    match raw::read(&lines).pop()? {
        Message::Response { content, .. } => Some(content.body),
        _ => None,
    }
}

/// What is shown without mark, and the marked rest of the line: `curl` does not end the last line of a body.
fn split_mark(line: &str) -> (&str, Option<&str>) {
    if line.starts_with("* ") || [">", "<"].contains(&line) {
        return ("", Some(line));
    }
    if line.starts_with("> ") || line.starts_with("< ") {
        return ("", Some(line));
    }
    let data = line.strip_suffix("bytes data]").and_then(|_| line.rfind("{ [").max(line.rfind("} [")));
    let remark = ["* Connection #", "* Closing connection", "* closing connection", "* shutting down"]
        .iter()
        .find_map(|remark| line.find(remark));
    match data.or(remark).and_then(|at| line.split_at_checked(at)) {
        Some((shown, mark)) => (shown, Some(mark)),
        None => (line, None),
    }
}

/// What the remarks tell of the request: `* [HTTP/2] [1] [:authority: …]`, `* h2h3 [:path: …]`, `* Connected to …`.
#[derive(Default)]
pub(super) struct Remarks {
    /// The fields of the frame that was sent last.
    announced: Vec<Field>,
    /// The host as a field, until the request line comes.
    host: Option<Field>,
}

impl Remarks {
    pub(super) fn read(&mut self, remark: &str) {
        let Some(field) = frame_field(remark) else { return };
        match field.name.as_str() {
            ":method" => self.announced.clear(),
            ":authority" => self.host = Some(field.clone()),
            _ => {}
        }
        self.announced.push(field);
    }

    /// The request, when nothing but the remarks shows it.
    pub(super) fn request(&mut self) -> Option<Message> {
        let fields = std::mem::take(&mut self.announced);
        let value =
            |name: &str| fields.iter().find(|field| field.name == name).map(|field| field.value.clone());
        let line = RequestLine { method: value(":method")?, target: value(":path")? };
        Some(Message::Request { line, content: Content { fields, ..Content::default() } })
    }

    /// Takes the host for a request whose line was found.
    pub(super) fn take_host(&mut self) -> Option<Field> {
        self.announced.clear();
        self.host.take()
    }
}

fn frame_field(remark: &str) -> Option<Field> {
    let is_of_frame =
        ["[HTTP/2] [", "[HTTP/3] [", "h2h3 [", "h2 [", "h3 ["].iter().any(|start| remark.starts_with(start));
    let (_, inner) = remark.trim_end().strip_suffix(']').filter(|_| is_of_frame)?.split_once(" [")?;
    field(inner.split_once("] [").map_or(inner, |(_, inner)| inner))
}
