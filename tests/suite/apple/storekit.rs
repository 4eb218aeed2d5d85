//! The App Store Server API and what shares its hosts and its token (§6.3–6.6).

use super::bodies;
use super::exchange::{Answer, Request};
use super::jws::Jws;
use super::key::{Environment, Kind};
use super::reason::Reason;
use super::state::State;
use super::times::Times;

/// "Tokens that expire more than 60 minutes after the time in `iat` are not valid"; exactly that is refused too
/// (readdle/app-store-server-api#19).
const LIFETIME: f64 = 3600.0;

/// The answer to a good credential, or what is held against it.
pub(super) fn answer(
    environment: Environment,
    state: &mut State,
    request: &Request,
) -> Result<Answer, Reason> {
    authenticate(environment, state, request)?;
    state.transient()?;
    if state.policy.rate_limited {
        return Err(Reason::RateLimited);
    }
    Ok(resource(request))
}

/// What Apple answers when that is held against the request.
pub(super) fn refusal(reason: Reason, state: &State) -> Answer {
    match reason {
        // A wrong `bid` belongs to the token, but is told (§6.3).
        Reason::BundleIdUnknown => error(404, 4_040_003, "App not found."),
        Reason::RateLimited => {
            // Unix time in milliseconds, unlike everybody else's.
            let retry = ((state.now() + 60.0) * 1000.0) as u64;
            error(429, 4_290_000, "Rate limit exceeded.").field("retry-after", retry.to_string())
        }
        _ if state.policy.empty_refusals => Answer::empty(401),
        _ => bodies::unauthenticated("", state.answered),
    }
}

fn authenticate(environment: Environment, state: &State, request: &Request) -> Result<(), Reason> {
    let jws = Jws::parse(request.bearer()?)?;
    let key = jws.key(&state.policy.keys, &[Kind::InAppPurchase])?;
    jws.issued_by(key)?;
    jws.for_audience("appstoreconnect-v1")?;
    let times = Times::of(&jws, state.now())?;
    times.not_expired()?;
    times.not_ahead()?;
    // Apple's own Python client sends no `iat`; the server's clock stands in for it: *assumption*.
    let lifetime = times.span().or(times.left());
    if lifetime.is_none_or(|it| it >= LIFETIME) {
        return Err(Reason::LifetimeTooLong);
    }
    let bundle_id = jws.text("bid").ok_or(Reason::BundleIdMissing)?;
    // All calls to production fail until the first release; the sandbox works with the same key.
    if environment == Environment::Production && !state.policy.released {
        return Err(Reason::NotReleased);
    }
    if state.policy.bundle_ids.contains(&bundle_id) { Ok(()) } else { Err(Reason::BundleIdUnknown) }
}

/// Nothing is known here, so that every good request ends in an answer that only comes behind authentication.
fn resource(request: &Request) -> Answer {
    let segments: Vec<_> = request.path().trim_start_matches('/').split('/').collect();
    match (request.method.as_str(), &segments[..]) {
        ("GET", ["inApps", "v1", "transactions", id]) => {
            let is_id = id.len() > 1 && id.bytes().all(|it| it.is_ascii_digit());
            match is_id {
                true => error(404, 4_040_010, "Transaction id not found."),
                false => error(400, 4_000_006, "Invalid transaction id."),
            }
        }
        ("POST", ["inApps", "v1", "notifications", "test"]) => {
            error(404, 4_040_007, "No App Store Server Notification URL found for provided app.")
        }
        ("GET", ["inApps", "v1", "messaging", "message", "list"]) => {
            Answer::json(200, r#"{"messageIdentifiers":[]}"#)
        }
        _ => Answer::empty(404),
    }
}

/// The documented shape; of the messages only that of 4040010 is known by the letter.
fn error(status: u16, code: u32, message: &str) -> Answer {
    Answer::json(status, format!(r#"{{"errorCode":{code},"errorMessage":"{message}"}}"#))
}
