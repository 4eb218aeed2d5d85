//! Apple Push Notification service (§7.1): it authenticates before it looks at the device.

use hyper::Version;

use super::bodies;
use super::exchange::{Answer, Request};
use super::jws::Jws;
use super::key::{Environment, Kind};
use super::reason::Reason;
use super::state::State;
use super::times::Times;

/// "no more than one hour from the current time".
const AGE: f64 = 3600.0;

/// The answer to a good credential, or what is held against it.
pub(super) fn answer(
    environment: Environment,
    state: &mut State,
    request: &Request,
) -> Result<Answer, Reason> {
    if request.version != Version::HTTP_2 {
        return Err(Reason::HttpVersion);
    }
    authenticate(environment, state, request)?;
    state.transient()?;
    let (status, reason) = notification(request);
    Ok(answered(status, reason, state))
}

/// What Apple answers when that is held against the request.
pub(super) fn refusal(reason: Reason, state: &State) -> Answer {
    let (status, text) = match reason {
        Reason::HttpVersion => return Answer::empty(505),
        Reason::AuthorizationMissing => (403, "MissingProviderToken"),
        Reason::IssuedTooLongAgo => (403, "ExpiredProviderToken"),
        // The documentation spells it BadEnvironmentKeyIdInToken.
        Reason::Environment => (403, "BadEnvironmentKeyInToken"),
        Reason::TooManyTokens => (429, "TooManyProviderTokenUpdates"),
        _ => (403, "InvalidProviderToken"),
    };
    answered(status, text, state)
}

/// `iss` and `iat` are all that is listed; that other claims do not matter is an *assumption*.
fn authenticate(environment: Environment, state: &mut State, request: &Request) -> Result<(), Reason> {
    let token = request.bearer()?;
    let jws = Jws::parse(token)?;
    let key = jws.key(&state.policy.keys, &[Kind::Apns])?.clone();
    jws.issued_by(&key)?;
    let times = Times::of(&jws, state.now())?;
    times.has_issue()?;
    times.not_ahead()?;
    times.younger_than(AGE)?;
    if key.environment.is_some_and(|only| only != environment) {
        return Err(Reason::Environment);
    }
    state.one_team(request.connection, &key)?;
    state.few_tokens(&key, token)
}

/// Without a device there is nothing to send to: a good token always ends here.
fn notification(request: &Request) -> (u16, &'static str) {
    let Some(device) = request.path().strip_prefix("/3/device/") else { return (404, "BadPath") };
    if request.method != "POST" {
        return (405, "MethodNotAllowed");
    }
    if request.field("apns-topic").is_none() {
        return (400, "MissingTopic");
    }
    if device.is_empty() { (400, "MissingDeviceToken") } else { (400, "BadDeviceToken") }
}

fn answered(status: u16, reason: &str, state: &State) -> Answer {
    Answer::json(status, format!(r#"{{"reason":"{reason}"}}"#)).field("apns-id", bodies::uuid(state.answered))
}
