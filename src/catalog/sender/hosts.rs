//! The addresses that a text names.

use crate::catalog::sender::Sender;
use crate::catalog::services::{self, SERVICES};
use crate::model::request::Request;

/// Hosts with pages for people: a link to them says nothing of who was asked.
const PAGES: &[&str] = &[
    "apple.com",
    "apps.apple.com",
    "developer.apple.com",
    "developer.mozilla.org",
    "discussions.apple.com",
    "docs.expo.dev",
    "docs.fastlane.tools",
    "expo.fyi",
    "feedbackassistant.apple.com",
    "forums.developer.apple.com",
    "github.com",
    "help.apple.com",
    "iforgot.apple.com",
    "jwt.io",
    "nodejs.org",
    "stackoverflow.com",
    "support.apple.com",
    "www.apple.com",
];

/// How paths of those hosts begin that programs ask for, without the first slash.
const ASKED: &[(&str, &str)] =
    &[("developer.apple.com", "services-account/"), ("developer.apple.com", "account/")];

/// Words before a host that is named without its scheme.
const LEADS: &[&str] = &[
    "host: ",
    "host=",
    "host='",
    "host=\"",
    "host ",
    "hostname: ",
    "hostname=",
    "servername: ",
    "getaddrinfo enotfound ",
    "lookup ",
    "host\":\"",
    "host\": \"",
    "connected to ",
];

/// A host that a text names, with what stands around it.
pub(crate) struct Address<'a> {
    host: String,
    /// The address with its scheme; `None`: the host alone.
    url: Option<&'a str>,
    /// The line before it.
    before: &'a str,
}

impl Address<'_> {
    pub(crate) fn is_apples(&self) -> bool {
        services::hosts::is_apples(&self.host)
    }

    /// Whether a program asked it: it is no link to a page, and no server of one's own.
    pub(crate) fn is_asked(&self) -> bool {
        !self.is_page() && !services::hosts::is_local(&self.host)
    }

    /// Whether it is a link to a page, or the address of a file.
    fn is_page(&self) -> bool {
        let path =
            self.url.and_then(|url| url.split_once("://")?.1.split_once('/')).map_or("", |(_, path)| path);
        let is_asked = |(host, start): &(&str, &str)| self.host == *host && path.starts_with(start);
        let is_dtd = self.host == "www.apple.com" || path.ends_with(".dtd");
        is_dtd || PAGES.contains(&self.host.as_str()) && !ASKED.iter().any(is_asked)
    }

    pub(super) fn sender(&self) -> Sender {
        if !self.is_apples() {
            return Sender::Foreign(self.host.clone());
        }
        let path = self.request().map(|request| request.path);
        let found = services::at(SERVICES, &self.host, path.as_deref().unwrap_or("/"));
        match found.as_slice() {
            [] => Sender::Apple(Vec::new()),
            services => Sender::Apple(services.iter().map(|service| service.id).collect()),
        }
    }

    /// The request, with the method that stands before the address.
    pub(crate) fn request(&self) -> Option<Request> {
        const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
        let words = self.before.rsplit(|c: char| !c.is_ascii_alphabetic()).take(12);
        let method =
            words.filter_map(|word| METHODS.iter().find(|method| method.eq_ignore_ascii_case(word))).next();
        match self.url {
            Some(url) => Request::parse(method.copied(), url),
            None => Request::parse(method.copied(), &format!("https://{}/", self.host)),
        }
    }
}

/// The hosts in a text, in order: those of addresses, and those that stand behind a word for one.
pub(crate) fn addresses(text: &str) -> impl Iterator<Item = Address<'_>> {
    text.lines().flat_map(|line| {
        let of_urls = line.match_indices("://").filter_map(move |(at, _)| of_url(line, at));
        of_urls.chain(bare(line))
    })
}

fn of_url(line: &str, at: usize) -> Option<Address<'_>> {
    let before = line.get(..at)?;
    let scheme = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let is_web = line
        .get(scheme..at)
        .is_some_and(|scheme| ["http", "https"].iter().any(|web| web.eq_ignore_ascii_case(scheme)));
    if !is_web {
        return None;
    }
    let rest = line.get(scheme..)?;
    let end = rest
        .find(|c: char| c.is_whitespace() || c.is_control() || "\"'`<>)]}\\,;|".contains(c))
        .unwrap_or(rest.len());
    let url = rest.get(..end)?.trim_end_matches(['.', ':', '!', '?']);
    let authority = url.split_once("://")?.1.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.trim_end_matches('.').to_ascii_lowercase();
    is_host(&host).then(|| Address { host, url: Some(url), before: line.get(..scheme).unwrap_or_default() })
}

/// A host behind a word for one.
fn bare(line: &str) -> Option<Address<'_>> {
    let lower = line.split_whitespace().collect::<Vec<_>>().join(" ").replace(" :", ":").to_ascii_lowercase();
    LEADS.iter().find_map(|lead| {
        let at = lower.find(lead)?;
        let rest = lower.get(at + lead.len()..)?;
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || ".-".contains(c))).unwrap_or(rest.len());
        let host = rest.get(..end)?.trim_matches('.').to_owned();
        let is_name = host.contains('.') && is_host(&host) && !host.ends_with(|c: char| c.is_ascii_digit());
        is_name.then_some(Address { host, url: None, before: "" })
    })
}

fn is_host(host: &str) -> bool {
    !host.is_empty()
        && host.len() <= 253
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}
