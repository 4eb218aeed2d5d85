//! Sign in with Apple: the token endpoint, which takes a signed client secret in a form (§7.3).

use super::exchange::{Answer, Request};
use super::jws::Jws;
use super::key::Kind;
use super::reason::Reason;
use super::scope::decoded;
use super::state::State;
use super::times::Times;

/// More seconds into the future are an error.
const LIFETIME: f64 = 15_777_000.0;

/// The answer to a good credential, or what is held against it.
pub(super) fn answer(state: &mut State, request: &Request) -> Result<Answer, Reason> {
    let is_known = matches!(request.path(), "/auth/token" | "/auth/revoke");
    if !is_known || request.method != "POST" {
        return Err(Reason::RequestUnknown);
    }
    let form = Form::read(request)?;
    authenticate(state, &form)?;
    state.transient()?;
    if request.path() == "/auth/revoke" {
        return Ok(Answer::empty(200));
    }
    // No code and no refresh token is known here: the secret is good, the grant is not.
    match form.field("grant_type")? {
        "authorization_code" => form.field("code").map(|_| error("invalid_grant")),
        "refresh_token" => form.field("refresh_token").map(|_| error("invalid_grant")),
        _ => Ok(error("unsupported_grant_type")),
    }
}

/// What Apple answers when that is held against the request.
pub(super) fn refusal(reason: Reason) -> Answer {
    match reason {
        Reason::RequestUnknown => Answer::empty(404),
        Reason::FormMalformed => error("invalid_request"),
        _ => error("invalid_client"),
    }
}

/// `client_id` and `sub` are the same registered client, letter for letter, without team prefix. When they differ one
/// document says `invalid_client` and another `invalid_request`; the first is taken.
fn authenticate(state: &State, form: &Form) -> Result<(), Reason> {
    let client_id = form.field("client_id")?;
    let jws = Jws::parse(form.field("client_secret")?)?;
    let key = jws.key(&state.policy.keys, &[Kind::SignInWithApple])?;
    jws.issued_by(key)?;
    jws.for_audience("https://appleid.apple.com")?;
    let subject = jws.text("sub").ok_or(Reason::SubjectWrong)?;
    if !state.policy.bundle_ids.contains(&subject) {
        return Err(Reason::SubjectWrong);
    }
    if subject != client_id {
        return Err(Reason::ClientIdWrong);
    }
    let times = Times::of(&jws, state.now())?;
    times.has_issue()?;
    times.not_ahead()?;
    times.not_expired()?;
    match times.left() {
        Some(left) if left <= LIFETIME => Ok(()),
        _ => Err(Reason::LifetimeTooLong),
    }
}

/// `application/x-www-form-urlencoded`.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    pub(super) fn read(request: &Request) -> Result<Self, Reason> {
        let is_form = |it: &str| it.starts_with("application/x-www-form-urlencoded");
        if !request.field("content-type").is_some_and(is_form) {
            return Err(Reason::FormMalformed);
        }
        let text = str::from_utf8(&request.body).map_err(|_| Reason::FormMalformed)?;
        let pair = |it: &str| it.split_once('=').map(|(name, value)| (decoded(name), plain(value)));
        text.split('&').map(pair).collect::<Option<_>>().map(Self).ok_or(Reason::FormMalformed)
    }

    /// A parameter that occurs twice is as wrong as one that is missing.
    pub(super) fn field(&self, name: &str) -> Result<&str, Reason> {
        let mut found = self.0.iter().filter(|(it, _)| it == name);
        match (found.next(), found.next()) {
            (Some((_, value)), None) => Ok(value),
            _ => Err(Reason::FormMalformed),
        }
    }
}

fn plain(value: &str) -> String {
    decoded(&value.replace('+', " "))
}

pub(super) fn error(name: &str) -> Answer {
    Answer::json(400, format!(r#"{{"error":"{name}"}}"#))
        .field("server", "Apple")
        .field("cache-control", "no-store")
        .field("pragma", "no-cache")
}
