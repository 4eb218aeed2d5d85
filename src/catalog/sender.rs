//! Who sent a failure: Apple, somebody else, or nobody that the text shows.
//!
//! A status and a code say nothing by themselves: GitHub, Kubernetes and every OAuth server answer 401 as well. What
//! shows the sender is, from the surest: text that only Apple has, the host that was asked, the form of the error, the
//! tool that speaks.

mod hosts;
mod shapes;
mod tools;

use crate::catalog::response::{Statement, normal};
use crate::catalog::service::Service;
use crate::catalog::services;
use crate::model::exchange::Exchange;
use crate::model::request::Request;

pub(crate) use hosts::{Address, addresses};
pub(crate) use tools::has_word;

/// Who sent a failure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sender {
    /// Apple, or a tool that only talks to Apple. The services that are left, by id; none: any.
    Apple(Vec<&'static str>),
    /// Somebody else: a host, or the kind of server whose form the error has.
    Foreign(String),
    Unknown,
}

impl Sender {
    /// The sender of a captured exchange: the host that was asked; else what the response shows.
    pub(crate) fn of_exchange(exchange: &Exchange, list: &[&'static Service]) -> Self {
        let host = exchange.request.as_ref().and_then(|request| request.host.as_deref());
        // A server of one's own may pass on what Apple said.
        if let Some(host) = host.filter(|host| !services::hosts::is_local(host)) {
            return match services::hosts::is_apples(host) || !services::at(list, host, "/").is_empty() {
                true => Self::Apple(Vec::new()),
                false => Self::Foreign(host.to_owned()),
            };
        }
        let realm = exchange.field("www-authenticate").unwrap_or_default();
        if let Some(address) = addresses(realm).find(Address::is_asked) {
            return address.sender();
        }
        exchange.body.as_deref().map_or(Self::Unknown, Self::of_text)
    }

    /// The sender of a failure that a whole text tells of.
    pub(crate) fn of_text(text: &str) -> Self {
        let normal = normal(text);
        if let Some(response) = Statement::of_normal(Some(&normal), None).own() {
            return Self::Apple(response.services.to_vec());
        }
        let asked = || addresses(text).filter(Address::is_asked);
        if let Some(address) = asked().find(Address::is_apples) {
            return address.sender();
        }
        let foreign = || asked().next().map(|address| address.sender());
        let of_words = || shapes::of(&normal).or_else(|| tools::apples(&normal));
        of_words().or_else(foreign).or_else(|| tools::others(&normal)).unwrap_or(Self::Unknown)
    }

    /// The sender that one line shows.
    pub(crate) fn of_line(line: &str) -> Option<Self> {
        let asked = addresses(line).find(Address::is_asked);
        let of_words = || {
            let normal = normal(line);
            shapes::of(&normal).or_else(|| tools::apples(&normal)).or_else(|| tools::others(&normal))
        };
        asked.map(|address| address.sender()).or_else(of_words)
    }

    /// Whether a word shows that the text is about Apple, though not that Apple sent it.
    pub(crate) fn is_named_in(text: &str) -> bool {
        tools::names_apple(&normal(text))
    }

    /// Whether two lines with these senders tell of different failures.
    pub(crate) fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) | (Self::Apple(_), Self::Apple(_)) => false,
            _ => self != other,
        }
    }

    pub(crate) fn is_apple(&self) -> bool {
        matches!(self, Self::Apple(_))
    }
}

/// The request to a host of Apple that a text tells of.
pub(crate) fn request(text: &str) -> Option<Request> {
    addresses(text)
        .filter(|address| address.is_asked() && address.is_apples())
        .find_map(|address| address.request())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sender_is_known_by_text_host_form_and_tool() {
        let apple = |text: &str| assert!(Sender::of_text(text).is_apple(), "{text}");
        let foreign = |text: &str, name: &str| {
            assert_eq!(Sender::of_text(text), Sender::Foreign(name.to_owned()), "{text}");
        };
        apple(r#"{"errors":[{"status":"401","code":"NOT_AUTHORIZED"}]}"#);
        apple("GET https://api.appstoreconnect.apple.com/v1/apps -> 401");
        apple("HTTPSConnectionPool(host='api.push.apple.com', port=443)");
        apple("2026-11-20 10:00:00.123 xcodebuild[812:4031] IDEDistribution: failed");
        apple("push rejected by https://gateway.example.com/push: InvalidProviderToken");
        foreign("GET https://api.github.com/user -> 401", "api.github.com");
        foreign(r#"{"kind":"Status","apiVersion":"v1","reason":"Forbidden","code":403}"#, "Kubernetes");
        foreign(r#"{"errors":[{"message":"no","path":["a"],"extensions":{"code":"FORBIDDEN"}}]}"#, "GraphQL");
        for text in
            ["401 Unauthorized", "see https://developer.apple.com/documentation", "a pineapple.com", ""]
        {
            assert_eq!(Sender::of_text(text), Sender::Unknown, "{text}");
        }
    }

    #[test]
    fn the_host_of_a_capture_decides() {
        let of = |method: &str, url: &str| {
            let request = Request::parse(Some(method), url);
            let body = Some(r#"{"error":"invalid_client"}"#.to_owned());
            Sender::of_exchange(&Exchange { request, body, ..Exchange::default() }, services::SERVICES)
        };
        assert!(of("POST", "https://appleid.apple.com/auth/token").is_apple());
        let azure = Sender::Foreign("login.microsoftonline.com".to_owned());
        assert_eq!(of("POST", "https://login.microsoftonline.com/token"), azure);
        assert_eq!(of("POST", "/auth/token"), Sender::Unknown);
    }

    #[test]
    fn the_request_is_read_from_the_line_that_tells_it() {
        for (text, expected) in [
            (
                "GET https://api.appstoreconnect.apple.com/v1/apps?limit=1 -> 401",
                "GET https://api.appstoreconnect.apple.com/v1/apps?limit=1",
            ),
            (
                r#"Client error '401 Unauthorized' for url 'https://api.music.apple.com/v1/me'"#,
                "GET https://api.music.apple.com/v1/me",
            ),
            (
                r#"Post "https://api.push.apple.com/3/device/1": 403"#,
                "POST https://api.push.apple.com/3/device/1",
            ),
        ] {
            assert_eq!(
                request(text).map(|request| format!("{} {request}", request.method)).as_deref(),
                Some(expected),
                "{text}"
            );
        }
    }
}
