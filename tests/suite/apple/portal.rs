//! Services that take a token of a developer portal key as it is: WeatherKit (§7.7), Apple Music (§7.5), Maps (§7.6),
//! DeviceCheck (§7.2).

use super::exchange::{Answer, Request};
use super::jws::Jws;
use super::key::{Environment, Kind};
use super::reason::Reason;
use super::state::State;
use super::times::Times;

/// An access token that nothing may print.
pub(crate) const ACCESS_TOKEN: &str =
    "eyJhY2Nlc3MiOiJ0b2tlbiJ9.c2VjcmV0LWFjY2Vzcw.bm9ib2R5LW1heS1zZWUtdGhpcw";

#[derive(Clone, Copy)]
pub(super) enum Portal {
    WeatherKit,
    AppleMusic,
    Maps,
    DeviceCheck(Environment),
}

impl Portal {
    pub(super) fn answer(self, state: &mut State, request: &Request) -> Result<Answer, Reason> {
        let (method, path) = match self {
            Self::WeatherKit => ("GET", "/api/v1/availability/37.33/-122.03"),
            Self::AppleMusic => ("GET", "/v1/storefronts/us"),
            Self::Maps => ("GET", "/v1/token"),
            Self::DeviceCheck(_) => ("POST", "/v1/validate_device_token"),
        };
        if request.method != method || request.path() != path {
            return Err(Reason::RequestUnknown);
        }
        self.authenticate(state, request)?;
        state.transient()?;
        Ok(match self {
            Self::WeatherKit => Answer::json(200, r#"["currentWeather","forecastDaily"]"#),
            Self::AppleMusic => Answer::json(200, r#"{"data":[{"id":"us","type":"storefronts"}]}"#),
            Self::Maps => {
                Answer::json(200, format!(r#"{{"accessToken":"{ACCESS_TOKEN}","expiresInSeconds":1800}}"#))
            }
            Self::DeviceCheck(_) => device(request),
        })
    }

    pub(super) fn refusal(self, reason: Reason) -> Answer {
        match (self, reason) {
            (_, Reason::RequestUnknown) => Answer::empty(404),
            (Self::WeatherKit, _) => Answer::json(401, r#"{"reason":"INVALID_AUTH_TOKEN"}"#),
            (Self::AppleMusic, _) => Answer::empty(401),
            (Self::Maps, _) => Answer::json(401, r#"{"error":{"message":"Not Authorized","details":[]}}"#),
            (
                Self::DeviceCheck(_),
                Reason::AuthorizationMissing
                | Reason::AuthorizationMalformed
                | Reason::TokenMalformed
                | Reason::Environment,
            ) => Answer::text(400, "Missing or badly formatted authorization token"),
            (Self::DeviceCheck(_), _) => Answer::text(401, "Unable to verify authorization token"),
        }
    }

    fn authenticate(self, state: &State, request: &Request) -> Result<(), Reason> {
        let jws = Jws::parse(request.bearer()?)?;
        let kind = match self {
            Self::WeatherKit => Kind::WeatherKit,
            Self::AppleMusic => Kind::MediaServices,
            Self::Maps => Kind::MapKit,
            Self::DeviceCheck(_) => Kind::DeviceCheck,
        };
        let key = jws.key(&state.policy.keys, &[kind])?;
        jws.issued_by(key)?;
        let times = Times::of(&jws, state.now())?;
        times.has_issue()?;
        times.not_ahead()?;
        match self {
            Self::DeviceCheck(environment) => {
                times.younger_than(3600.0)?;
                match key.environment.is_some_and(|only| only != environment) {
                    true => Err(Reason::Environment),
                    false => Ok(()),
                }
            }
            Self::WeatherKit => {
                times.not_expired()?;
                let subject = jws.text("sub").ok_or(Reason::SubjectWrong)?;
                let id = format!("{}.{subject}", jws.text("iss").unwrap_or_default());
                if !state.policy.bundle_ids.contains(&subject) {
                    return Err(Reason::SubjectWrong);
                }
                if jws.header_text("id") != Some(&id) {
                    return Err(Reason::HeaderId);
                }
                // "Ensure that the token contains only the claims listed".
                jws.has_only(&["iss", "iat", "exp", "sub"])
            }
            Self::AppleMusic => {
                times.not_expired()?;
                match times.left() {
                    Some(left) if left <= 15_777_000.0 => Ok(()),
                    _ => Err(Reason::LifetimeTooLong),
                }
            }
            Self::Maps => times.not_expired(),
        }
    }
}

/// The token was taken; what is wrong is the device token.
fn device(request: &Request) -> Answer {
    let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let is_whole = ["device_token", "transaction_id"].iter().all(|name| body[*name].is_string());
    let text = match is_whole && body["timestamp"].as_u64().is_some_and(|it| it > 1_700_000_000_000) {
        true => "Missing or incorrectly formatted device token payload",
        false => "Bad request",
    };
    Answer::text(400, text)
}
