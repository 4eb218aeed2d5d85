//! Messages as they go over the wire: `curl -i`, HTTPie, a request or an answer copied from anywhere, between commands
//! and other output.

use std::borrow::Cow;

use super::command::Command;
use super::field::field;
use super::message::{Content, Message, RequestLine, Status};

pub(super) fn read(lines: &[Cow<str>]) -> Vec<Message> {
    let mut reader =
        Reader { messages: Vec::new(), state: State::Outside, indentation: 0, is_beginning: true };
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let next = lines.get(index + 1).map_or("", |line| line.as_ref());
        if reader.state == State::Head && reader.read_head(line) {
            index += 1;
        } else if let Some((command, count)) = Command::parse(lines.get(index..).unwrap_or_default()) {
            reader.add(Message::Command { command, output: String::new() }, State::Outside);
            reader.is_beginning = true;
            index += count;
        } else {
            reader.read_line(line, next);
            index += 1;
        }
    }
    reader.messages
}

struct Reader {
    messages: Vec<Message>,
    state: State,
    /// White space before the first line of the message, which is taken off the others.
    indentation: usize,
    /// No text was seen that may come from another program.
    is_beginning: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Outside,
    Head,
    Body,
}

impl Reader {
    fn add(&mut self, message: Message, state: State) {
        self.messages.push(message);
        self.state = state;
    }

    fn content(&mut self) -> Option<&mut Content> {
        match self.messages.last_mut()? {
            Message::Request { content, .. } | Message::Response { content, .. } => Some(content),
            Message::Command { .. } => None,
        }
    }

    /// Reads a line after the first one of a message; false when the head does not go on with it.
    fn read_head(&mut self, line: &str) -> bool {
        if self.content().is_some_and(|content| content.fields.is_empty()) && !line.trim().is_empty() {
            // The first line of a block loses its indentation easily.
            self.indentation = line.len() - line.trim_start().len();
        }
        let line = dedented(line, self.indentation);
        let is_blank = line.trim().is_empty();
        let Some(content) = self.content() else { return false };
        if is_blank {
            content.body = Some(String::new());
            self.state = State::Body;
            self.is_beginning = true;
            return true;
        }
        content.add_line(line)
    }

    /// Reads a line that may begin a message, else belongs to the body or the output of a command.
    fn read_line(&mut self, line: &str, next: &str) {
        let trimmed = line.trim_start();
        if let Some(message) = self.message(trimmed, next) {
            self.indentation = line.len() - trimmed.len();
            self.add(message, State::Head);
            return;
        }
        if is_fence(trimmed) || is_prompt(dedented(line, self.indentation)) {
            self.state = State::Outside;
            self.is_beginning = true;
            return;
        }
        let is_blank = trimmed.is_empty();
        self.is_beginning &= is_blank;
        match (self.state, self.messages.last_mut()) {
            (State::Outside, Some(Message::Command { output, .. })) => {
                output.push_str(line);
                output.push('\n');
            }
            (State::Head | State::Body, Some(_)) => {
                // A head that ends without a blank line lost it when it was copied.
                self.state = State::Body;
                let line = dedented(line, self.indentation).to_owned();
                if let Some(content) = self.content() {
                    content.add_body(&line);
                }
            }
            _ => {}
        }
    }

    /// The message that a line begins. Amid other output, a field must follow.
    fn message(&self, line: &str, next: &str) -> Option<Message> {
        let is_plain = self.is_beginning || self.state == State::Head;
        let has_field = field(next.trim_start()).is_some();
        if let Some(status) = Status::parse(line).filter(|_| is_plain || has_field) {
            return Some(Message::Response { status, content: Content::default() });
        }
        let is_followed = has_field || Status::parse(next.trim_start()).is_some();
        let request = RequestLine::parse(line).filter(|_| is_plain || is_followed);
        let line = request.or_else(|| RequestLine::parse_short(line).filter(|_| is_followed))?;
        Some(Message::Request { line, content: Content::default() })
    }
}

/// `line` without so many characters of white space at its beginning.
pub(super) fn dedented(line: &str, indentation: usize) -> &str {
    let white = line.len() - line.trim_start().len();
    line.get(white.min(indentation)..).unwrap_or_else(|| line.trim_start())
}

/// Whether a shell prints it before the next command.
pub(super) fn is_prompt(line: &str) -> bool {
    line == "$" || line.starts_with("$ ")
}

/// Whether it begins or ends a block of code in Markdown.
fn is_fence(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("~~~")
}
