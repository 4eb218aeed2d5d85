//! Sends one request at a time and tells what came back.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use reqwest::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, COOKIE, HOST, HeaderMap, HeaderName, HeaderValue,
    LOCATION, PROXY_AUTHORIZATION,
};
use reqwest::{Body, Method, Response, Url};
use tokio::time::timeout;

use super::connection::{Connector, roots};
use super::error::SetUpError;
use super::failure::{Failure, FailureKind, Peer, Stage, Way};
use super::message::{BodyEnd, Connection, Outgoing, Transfer};
use super::proxies::Proxies;
use super::route::{BaseUrl, Guard, Route};
use crate::model::exchange::{Exchange, Field, MAX_BODY};
use crate::model::request::Request;
use crate::redact::{self, Known, Sendable, Unsendable};

/// How requests are sent.
pub struct Options {
    /// The time of one request, from the name's look-up to the body's end.
    pub timeout: Duration,
    /// PEM text with roots that are trusted beside the platform's.
    pub ca_cert: Option<Vec<u8>>,
    pub proxies: Proxies,
    pub base_urls: Vec<BaseUrl>,
    /// Hosts beside the service's that may see a credential; `HOST` or `HOST:PORT`.
    pub allowed_hosts: Vec<String>,
    /// The endpoint that was typed, as a whole URL: the only loopback address that needs no allowing. Any other URL
    /// that is sent to comes from the service's data or from a captured request.
    pub typed: Option<String>,
    /// The service's own origins, in production and sandbox.
    pub own: Vec<&'static str>,
    /// Whether the service speaks nothing but HTTP/2.
    pub http2_only: bool,
    /// Private keys of which nothing may be sent.
    pub known: Known,
    /// Seconds since 1970, with fractions.
    pub now: Box<dyn Fn() -> f64>,
}

/// Sends requests and knows the time.
pub struct Client {
    guard: Guard,
    connector: Connector,
    /// Clients whose connections are shared, by their place: scheme, host and port, and where those are looked for.
    shared: RefCell<Vec<(Place, reqwest::Client)>>,
    known: Known,
    now: Box<dyn Fn() -> f64>,
}

type Place = (String, Option<(String, u16)>);

impl Client {
    pub fn new(options: Options) -> Result<Self, SetUpError> {
        let http2_only = options.http2_only;
        let typed = options.typed.as_deref();
        let guard = Guard::new(&options.own, &options.allowed_hosts, typed, options.base_urls, http2_only)?;
        let roots = options.ca_cert.map_or_else(|| Ok(Vec::new()), |pem| roots(&pem))?;
        let proxy = options.proxies.proxy()?;
        let connector = Connector { timeout: options.timeout, roots, proxy, http2_only };
        Ok(Self { guard, connector, shared: RefCell::default(), known: options.known, now: options.now })
    }

    /// The way that a request for `url` would take, or why none may be sent.
    pub fn route(&self, url: &str) -> Result<Route, Failure> {
        self.guard.route(url)
    }

    /// Sends a request and reads its answer within the time limit.
    pub async fn send(&self, outgoing: Outgoing) -> Result<Transfer, Failure> {
        let route = self.route(&outgoing.url)?;
        let client = self.client(&route, outgoing.connection)?;
        let request = request(&client, &route, &outgoing, &self.known)?;
        let request_fields = fields(request.headers());

        let started = (self.now)();
        let begun = Instant::now();
        let answer = timeout(self.connector.timeout, client.execute(request)).await;
        let elapsed = begun.elapsed();
        let response = match answer {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(self.peer(&route).failure(&error)),
            Err(_) => return Err(self.peer(&route).timed_out(Stage::Answer)),
        };

        let status = response.status();
        let redirect = status.is_redirection().then(|| redirect(&outgoing.url, response.headers())).flatten();
        let answer_fields = fields(response.headers());
        let (body, body_end) = read(response, self.connector.timeout.saturating_sub(elapsed)).await;
        let exchange = Exchange {
            request: Request::parse(Some(&outgoing.method), &outgoing.url),
            request_fields: Some(request_fields),
            request_body: outgoing.body,
            status: Some(status.as_u16()),
            fields: answer_fields,
            body,
        };
        Ok(Transfer { exchange, started, elapsed, redirect, body_end })
    }

    fn client(&self, route: &Route, connection: Connection) -> Result<reqwest::Client, Failure> {
        if connection == Connection::Fresh {
            return self.connector.client(route);
        }
        let place = (route.url.origin().ascii_serialization(), route.through.clone());
        let mut shared = self.shared.borrow_mut();
        if let Some((_, client)) = shared.iter().find(|(known, _)| *known == place) {
            return Ok(client.clone());
        }
        let client = self.connector.client(route)?;
        shared.push((place, client.clone()));
        Ok(client)
    }

    fn peer<'a>(&self, route: &'a Route) -> Peer<'a> {
        Peer {
            name: route.peer(),
            way: match self.connector.proxy_to(route) {
                Some(proxy) => Way::Proxy(proxy.name()),
                None if route.direct_host().is_some() => Way::Direct,
                None => Way::Local,
            },
            timeout: self.connector.timeout,
            has_ca_cert: !self.connector.roots.is_empty(),
            certified: route.through.as_ref().and(route.url.host_str()),
        }
    }
}

/// Fields that are sent as [`Sendable`] or not at all.
const CREDENTIALS: [HeaderName; 3] = [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION];

fn request(
    client: &reqwest::Client,
    route: &Route,
    outgoing: &Outgoing,
    known: &Known,
) -> Result<reqwest::Request, Failure> {
    let unsendable = |what: &str| {
        let message = format!("{}: nothing was sent, because {what}", route.peer());
        Failure { kind: FailureKind::Unsendable, message }
    };
    let method =
        Method::from_bytes(outgoing.method.as_bytes()).map_err(|_| unsendable("the method is none"))?;
    let mut headers = HeaderMap::new();
    // The body is the service's own, filled with what was searched already.
    let is_sendable = |text: &str| match Sendable::value(text, known) {
        Err(Unsendable::Key { place }) => Err(unsendable(&format!("{place} holds a private key"))),
        Err(Unsendable::Character) | Ok(_) => Ok(()),
    };
    is_sendable(&outgoing.url)?;
    for Field { name, value } in &outgoing.headers {
        is_sendable(value)?;
        let shown = redact::excerpt(name, 40);
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| unsendable(&format!("{shown:?} is no name of a header field")))?;
        let mut value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| {
            unsendable(&format!("the value of {shown} holds a line break or another control character"))
        })?;
        value.set_sensitive(true);
        if CREDENTIALS.contains(&name) {
            return Err(unsendable(&format!("{shown} is a credential that was not searched for keys")));
        }
        headers.append(name, value);
    }
    if let Some(value) = &outgoing.authorization {
        let mut value = HeaderValue::from_str(value.as_str())
            .map_err(|_| unsendable("the value of `Authorization` holds a control character"))?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    headers.remove(HOST);
    if let Some(host) = &route.host {
        headers.insert(HOST, HeaderValue::from_str(host).map_err(|_| unsendable("the host is none"))?);
    }
    let mut request = client.request(method, route.url.clone()).headers(headers);
    if let Some(body) = &outgoing.body {
        request = request.body(Body::from(body.clone()));
    }
    request.build().map_err(|_| unsendable("the address is none"))
}

fn fields(headers: &HeaderMap) -> Vec<Field> {
    let field = |(name, value): (&HeaderName, &HeaderValue)| Field {
        name: name.as_str().to_owned(),
        value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
    };
    headers.iter().map(field).collect()
}

/// Where `Location` points, without what may be a secret.
fn redirect(url: &str, headers: &HeaderMap) -> Option<String> {
    let location = String::from_utf8_lossy(headers.get(LOCATION)?.as_bytes()).into_owned();
    let target = Url::parse(url).ok().and_then(|url| url.join(&location).ok());
    let shown = target.map(|target| match target.host_str() {
        Some(_) => format!("{}{}", target.origin().ascii_serialization(), target.path()),
        None => format!("{}:…", target.scheme()),
    });
    Some(redact::excerpt(shown.as_deref().unwrap_or("an invalid address"), 200))
}

/// The body as far as it comes within `limit` of time and [`MAX_BODY`] of size.
async fn read(mut response: Response, limit: Duration) -> (Option<String>, BodyEnd) {
    let is_encoded = response
        .headers()
        .get(CONTENT_ENCODING)
        .is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
    if is_encoded {
        return (None, BodyEnd::Encoded);
    }
    let mut body = Vec::new();
    let end = timeout(limit, fill(&mut body, &mut response)).await.unwrap_or(BodyEnd::TimedOut);
    let mut text = String::from_utf8_lossy(&body).into_owned();
    // What stands for a byte that is no UTF-8 is longer than it.
    let mut len = text.len().min(MAX_BODY);
    while !text.is_char_boundary(len) {
        len -= 1;
    }
    text.truncate(len);
    (Some(text), end)
}

async fn fill(body: &mut Vec<u8>, response: &mut Response) -> BodyEnd {
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                let room = MAX_BODY - body.len();
                body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                if chunk.len() > room {
                    return BodyEnd::TooLong;
                }
            }
            Ok(None) => return BodyEnd::Complete,
            Err(_) => return BodyEnd::Broken,
        }
    }
}
