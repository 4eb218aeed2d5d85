//! Joins messages into exchanges.

use super::body::is_error_body;
use super::command::Command;
use super::message::{Content, Message, RequestLine, Status};
use crate::model::exchange::{self, Exchange};
use crate::model::request::Request;

/// The exchanges of a capture, in order.
pub(super) fn exchanges(messages: Vec<Message>) -> Vec<Exchange> {
    let mut pairs: Vec<Pair> = Vec::new();
    for message in messages {
        match (message, pairs.last_mut()) {
            (Message::Command { command, output }, _) => {
                pairs.push(Pair { command: Some(command), output, ..Pair::default() });
            }
            (Message::Request { line, content }, Some(pair))
                if pair.request.is_none() && pair.response.is_none() =>
            {
                pair.request = Some((line, content));
            }
            (Message::Request { line, content }, last) => {
                let command = last.filter(|pair| pair.is_tunnel()).and_then(|pair| pair.command.take());
                pairs.push(Pair { command, request: Some((line, content)), ..Pair::default() });
            }
            (Message::Response { status, content }, Some(pair)) if pair.awaits_answer() => {
                pair.follow_redirect();
                pair.response = Some((status, content));
            }
            (Message::Response { status, content }, _) => {
                pairs.push(Pair { response: Some((status, content)), ..Pair::default() });
            }
        }
    }
    // What a client went on from is not what it ended with.
    let last = pairs.len().saturating_sub(1);
    let mut index = 0;
    pairs.retain(|pair| {
        index += 1;
        index > last || !pair.is_interim()
    });
    let has_messages = pairs.iter().any(Pair::has_messages);
    pairs.into_iter().filter_map(|pair| pair.into_exchange(has_messages)).collect()
}

/// What belongs together.
#[derive(Default)]
struct Pair {
    command: Option<Command>,
    /// What was printed after the command and is no message.
    output: String,
    request: Option<(RequestLine, Content)>,
    response: Option<(Status, Content)>,
    /// Where a redirect led the command.
    redirected: Option<Request>,
}

impl Pair {
    fn awaits_answer(&self) -> bool {
        self.response.as_ref().is_none_or(|(status, _)| status.is_interim())
    }

    fn has_messages(&self) -> bool {
        self.request.is_some() || self.response.is_some()
    }

    fn is_tunnel(&self) -> bool {
        self.request.as_ref().is_some_and(|(line, _)| line.method == "CONNECT")
    }

    fn is_interim(&self) -> bool {
        self.is_tunnel() || self.response.as_ref().is_some_and(|(status, _)| status.is_interim())
    }

    /// Notes where the answer so far, if it is a redirect, leads to.
    fn follow_redirect(&mut self) {
        let Some((Status { code: 300..=399, .. }, content)) = &self.response else { return };
        let Some(location) = content.field("location") else { return };
        let before = self.redirected.as_ref().or_else(|| self.command.as_ref()?.request.as_ref());
        let method = before.map(|request| request.method.as_str());
        if let Some(request) = Request::parse(method, location).filter(|request| request.host.is_some()) {
            self.redirected = Some(request);
        }
    }

    /// `has_messages`: the capture shows messages, so that a command without one shows nothing.
    fn into_exchange(self, has_messages: bool) -> Option<Exchange> {
        if !self.has_messages() {
            return self.command.filter(|_| !has_messages)?.into_exchange(&self.output);
        }
        let command = self.command.unwrap_or_default();
        let mut exchange = Exchange { request: self.redirected.or(command.request), ..Exchange::default() };
        exchange.request_fields = command.fields.filter(|_| exchange.request.is_some());
        exchange.request_body = command.body.map(exchange::cut);
        if let Some((line, content)) = self.request {
            exchange.request = request(&line, &content, exchange.request.as_ref()).or(exchange.request);
            let body = content.shown_body().filter(|body| !body.is_empty());
            exchange.request_body = body.or(exchange.request_body);
            exchange.request_fields = Some(content.fields);
        }
        if let Some((status, content)) = self.response {
            exchange.status = Some(status.code);
            let is_head = exchange.request.as_ref().is_some_and(|request| request.method == "HEAD");
            exchange.body = content.shown_body().filter(|body| !is_head || !body.is_empty());
            exchange.fields = content.fields;
        }
        Some(exchange)
    }
}

impl Command {
    /// The exchange of a command that printed an answer without its head, or nothing.
    fn into_exchange(self, output: &str) -> Option<Exchange> {
        let output = output.trim();
        if !output.is_empty() && !is_error_body(output) {
            return None;
        }
        Some(Exchange {
            request: Some(self.request?),
            request_fields: self.fields,
            request_body: self.body.map(exchange::cut),
            body: (!output.is_empty()).then(|| output.to_owned()),
            ..Exchange::default()
        })
    }
}

/// The request of a request line, with the host of its fields; scheme and host of the command when it has none.
fn request(line: &RequestLine, content: &Content, command: Option<&Request>) -> Option<Request> {
    if line.target.contains("://") {
        return Request::parse(Some(&line.method), &line.target);
    }
    let host = content.field("host").or_else(|| content.field(":authority"));
    let host = host.filter(|host| is_host(host)).or_else(|| command?.host.as_deref());
    let scheme = command.and_then(|command| command.scheme.as_deref());
    let scheme =
        scheme.or_else(|| content.field(":scheme")).filter(|scheme| *scheme == "http").unwrap_or("https");
    match host {
        Some(host) if line.method != "CONNECT" => {
            Request::parse(Some(&line.method), &format!("{scheme}://{host}{}", line.target))
        }
        Some(host) => Request::parse(Some(&line.method), &format!("{scheme}://{host}")),
        None => Request::parse(Some(&line.method), &line.target),
    }
}

/// A name or an address, IPv6 in brackets, with or without port.
fn is_host(host: &str) -> bool {
    let is_of_host =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':' | b'[' | b']');
    !host.is_empty() && host.bytes().all(is_of_host)
}
