//! Services whose token Apple exchanges for an access token: Apple Ads (§8.2), Apple Business and Apple School Manager
//! (§8.1).

use super::exchange::{Answer, Request};
use super::jws::Jws;
use super::key::Kind;
use super::portal::ACCESS_TOKEN;
use super::reason::Reason;
use super::siwa::{Form, error};
use super::state::State;
use super::times::Times;

/// "less than 180 days".
const LIFETIME: f64 = 180.0 * 86_400.0;

#[derive(Clone, Copy)]
pub(super) enum Exchange {
    AppleAds,
    Organization,
}

impl Exchange {
    pub(super) fn answer(self, state: &mut State, request: &Request) -> Result<Answer, Reason> {
        if request.path() != "/auth/oauth2/token" || request.method != "POST" {
            return Err(Reason::RequestUnknown);
        }
        let form = Form::read(request)?;
        if form.field("grant_type")? != "client_credentials" {
            return Err(Reason::FormMalformed);
        }
        self.authenticate(state, &form)?;
        state.transient()?;
        let scope = form.field("scope")?;
        let granted = serde_json::json!({
            "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 3600, "scope": scope,
        });
        Ok(Answer::json(200, granted.to_string()))
    }

    pub(super) fn refusal(self, reason: Reason) -> Answer {
        match reason {
            Reason::RequestUnknown => Answer::empty(404),
            Reason::FormMalformed => error("invalid_request"),
            Reason::ScopeMismatch => error("invalid_scope"),
            _ => error("invalid_client"),
        }
    }

    fn authenticate(self, state: &State, form: &Form) -> Result<(), Reason> {
        let (field, kind, audience) = match self {
            Self::AppleAds => ("client_secret", Kind::AppleAds, "https://appleid.apple.com"),
            Self::Organization => {
                ("client_assertion", Kind::Organization, "https://account.apple.com/auth/oauth2/v2/token")
            }
        };
        let jws = Jws::parse(form.field(field)?)?;
        let key = jws.key(&state.policy.keys, &[kind])?;
        jws.issued_by(key)?;
        jws.for_audience(audience)?;
        let client = jws.text("sub").ok_or(Reason::SubjectWrong)?;
        if client != form.field("client_id")? {
            return Err(Reason::ClientIdWrong);
        }
        let scope = match self {
            Self::AppleAds => "searchadsorg",
            Self::Organization => {
                jws.text("jti").ok_or(Reason::TokenMalformed)?;
                match client.split_once('.') {
                    Some(("BUSINESSAPI", _)) => "business.api",
                    _ => "school.api",
                }
            }
        };
        if form.field("scope")? != scope {
            return Err(Reason::ScopeMismatch);
        }
        let times = Times::of(&jws, state.now())?;
        times.has_issue()?;
        times.not_ahead()?;
        times.not_expired()?;
        match times.span() {
            Some(span) if span < LIFETIME => Ok(()),
            _ => Err(Reason::LifetimeTooLong),
        }
    }
}
