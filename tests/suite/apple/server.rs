//! Apple itself: takes connections, finds the service by `Host`, keeps what it saw.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard};

use chrono::DateTime;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};

use super::asc::Api;
use super::background::Background;
use super::exchange::{Answer, Request, Seen, Verdict};
use super::key::Environment;
use super::oauth::Exchange;
use super::policy::{DateField, Policy};
use super::portal::Portal;
use super::reason::Reason;
use super::state::{Clock, State};
use super::tls::{Fault, Identity};
use super::{apns, bodies, siwa, storekit};

/// The most of a body that is read.
const BODY: usize = 1 << 20;

/// A running server; it ends when dropped.
pub(crate) struct Apple {
    background: Background,
    shared: Arc<Mutex<Shared>>,
    ca_pem: Option<String>,
}

struct Shared {
    state: State,
    seen: Vec<Seen>,
}

impl Apple {
    pub(crate) fn start(policy: Policy) -> Self {
        let identity = policy.tls.then(|| Identity::new(Fault::None, &["h2", "http/1.1"]));
        let ca_pem = identity.as_ref().map(|it| it.ca_pem.clone());
        let acceptor = identity.map(|it| it.acceptor);
        let shared = Arc::new(Mutex::new(Shared { state: State::new(policy), seen: Vec::new() }));
        let served = Arc::clone(&shared);
        let background = Background::start(move |stream, number| {
            let (acceptor, shared) = (acceptor.clone(), Arc::clone(&served));
            async move {
                match acceptor {
                    None => serve(stream, number, shared).await,
                    Some(acceptor) => {
                        // A client that does not trust the CA goes away here.
                        if let Ok(stream) = acceptor.accept(stream).await {
                            serve(stream, number, shared).await;
                        }
                    }
                }
            }
        });
        Self { background, shared, ca_pem }
    }

    /// Where to send requests whose `Host` is one of Apple's.
    pub(crate) fn origin(&self) -> String {
        match self.ca_pem {
            None => format!("http://127.0.0.1:{}", self.background.port),
            Some(_) => format!("https://localhost:{}", self.background.port),
        }
    }

    /// The CA to trust, of a policy with TLS.
    pub(crate) fn ca_pem(&self) -> &str {
        self.ca_pem.as_deref().unwrap()
    }

    /// Moves the clock that tokens are judged by.
    pub(crate) fn set_clock(&self, clock: Clock) {
        lock(&self.shared).state.policy.clock = clock;
    }

    /// Everything that was asked, in the order it was answered.
    pub(crate) fn requests(&self) -> Vec<Seen> {
        lock(&self.shared).seen.clone()
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap()
}

/// Both versions of HTTP on one connection: which one, its first bytes tell.
async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    number: usize,
    shared: Arc<Mutex<Shared>>,
) {
    let service = service_fn(move |request| {
        let shared = Arc::clone(&shared);
        async move { Ok::<_, Infallible>(respond(request, number, &shared).await) }
    });
    let mut server = auto::Builder::new(TokioExecutor::new());
    server.http1().auto_date_header(false);
    server.http2().auto_date_header(false);
    // What goes wrong on a connection is the client's to notice.
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
}

async fn respond(
    request: hyper::Request<Incoming>,
    connection: usize,
    shared: &Mutex<Shared>,
) -> hyper::Response<Full<Bytes>> {
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, BODY).collect().await.map(|it| it.to_bytes().to_vec());
    let host = parts.headers.get("host").and_then(|it| it.to_str().ok());
    let host = host.or(parts.uri.authority().map(hyper::http::uri::Authority::as_str)).unwrap_or_default();
    let request = Request {
        host: host.split(':').next().unwrap_or_default().to_owned(),
        method: parts.method,
        uri: parts.uri,
        version: parts.version,
        headers: parts.headers,
        body: body.unwrap_or_default(),
        connection,
    };
    let mut shared = lock(shared);
    shared.state.answered += 1;
    let (answer, verdict) = judge(&mut shared.state, &request);
    shared.seen.push(Seen::new(&request, answer.status, verdict));
    finished(answer, &shared.state)
}

fn judge(state: &mut State, request: &Request) -> (Answer, Verdict) {
    let result = match (Service::of(request, &state.policy), state.policy.outage) {
        _ if state.policy.edge => Err((Reason::Edge, bodies::edge())),
        (_, Some(status)) => Err((Reason::Outage, bodies::outage(status))),
        (None, None) => Err((Reason::HostUnknown, Answer::empty(421))),
        (Some(service), None) => service.answer(state, request),
    };
    match result {
        Ok(answer) => (answer, Verdict::Accepted),
        Err((reason, answer)) => (answer, Verdict::Refused(reason)),
    }
}

enum Service {
    Api(Api),
    AppStoreServer(Environment),
    SignInWithApple,
    Apns(Environment),
    Portal(Portal),
    Exchange(Exchange),
}

impl Service {
    fn of(request: &Request, policy: &Policy) -> Option<Self> {
        let is_loopback = ["127.0.0.1", "localhost"].contains(&request.host.as_str());
        let host = policy.loopback_is.filter(|_| is_loopback).unwrap_or(&request.host);
        Some(match host {
            "api.appstoreconnect.apple.com" => Self::Api(Api::AppStoreConnect),
            "api.enterprise.developer.apple.com" => Self::Api(Api::Enterprise),
            "appstoreconnect.apple.com" if request.path().starts_with("/notary/v2/") => {
                Self::Api(Api::Notary)
            }
            "api.storekit.apple.com" | "api.storekit.itunes.apple.com" => {
                Self::AppStoreServer(Environment::Production)
            }
            "api.storekit-sandbox.apple.com" | "api.storekit-sandbox.itunes.apple.com" => {
                Self::AppStoreServer(Environment::Sandbox)
            }
            "appleid.apple.com" if request.path().starts_with("/auth/oauth2/") => {
                Self::Exchange(Exchange::AppleAds)
            }
            "appleid.apple.com" => Self::SignInWithApple,
            "account.apple.com" => Self::Exchange(Exchange::Organization),
            "weatherkit.apple.com" => Self::Portal(Portal::WeatherKit),
            "api.music.apple.com" => Self::Portal(Portal::AppleMusic),
            "maps-api.apple.com" => Self::Portal(Portal::Maps),
            "api.devicecheck.apple.com" => Self::Portal(Portal::DeviceCheck(Environment::Production)),
            "api.development.devicecheck.apple.com" => {
                Self::Portal(Portal::DeviceCheck(Environment::Sandbox))
            }
            "api.push.apple.com" => Self::Apns(Environment::Production),
            "api.sandbox.push.apple.com" | "api.development.push.apple.com" => {
                Self::Apns(Environment::Sandbox)
            }
            _ => return None,
        })
    }

    fn answer(self, state: &mut State, request: &Request) -> Result<Answer, (Reason, Answer)> {
        match self {
            Self::Api(api) => api.answer(state, request).map_err(|it| (it, api.refusal(it, state, request))),
            Self::AppStoreServer(environment) => {
                storekit::answer(environment, state, request).map_err(|it| (it, storekit::refusal(it, state)))
            }
            Self::SignInWithApple => siwa::answer(state, request).map_err(|it| (it, siwa::refusal(it))),
            Self::Portal(portal) => portal.answer(state, request).map_err(|it| (it, portal.refusal(it))),
            Self::Exchange(exchange) => {
                exchange.answer(state, request).map_err(|it| (it, exchange.refusal(it)))
            }
            Self::Apns(environment) => {
                apns::answer(environment, state, request).map_err(|it| (it, apns::refusal(it, state)))
            }
        }
    }
}

/// With `Date` as the policy wants it, and what helps Apple find a request again.
fn finished(answer: Answer, state: &State) -> hyper::Response<Full<Bytes>> {
    let date = match state.policy.date {
        DateField::Absent => None,
        DateField::Text(text) => Some(text.to_owned()),
        DateField::Clock => Some(http_date(state.now())),
        DateField::Wrong(seconds) => Some(http_date(state.now() + seconds as f64)),
    };
    let mut response = hyper::Response::builder()
        .status(answer.status)
        .header("x-request-id", format!("{}.0.0", bodies::correlation(state.answered)))
        .header("x-apple-request-uuid", bodies::uuid(state.answered))
        .header("x-apple-jingle-correlation-key", bodies::correlation(state.answered));
    for (name, value) in answer.fields {
        response = response.header(name, value);
    }
    if let Some(date) = date {
        response = response.header("date", date);
    }
    response.body(Full::from(answer.body)).unwrap()
}

/// IMF-fixdate (RFC 9110 §5.6.7): whole seconds, the fraction cut off.
fn http_date(at: f64) -> String {
    let at = DateTime::from_timestamp(at.floor() as i64, 0).unwrap();
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
