//! App Store Connect, the Enterprise Program API and the Notary API: one token, three hosts.

use super::bodies::{self, ROLE};
use super::exchange::{Answer, Request};
use super::jws::Jws;
use super::key::{Key, Kind};
use super::policy::Account;
use super::reason::Reason;
use super::state::State;
use super::times::Times;
use super::{long_lived, resources, scope};

/// Tokens "that expire more than 20 minutes into the future are not valid"; with synchronous clocks exactly that many
/// seconds pass (§4, 1–3).
const LIFETIME: f64 = 1200.0;

/// Requests an hour of one key (§5.4).
const HOURLY: u32 = 3500;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Api {
    AppStoreConnect,
    Enterprise,
    Notary,
}

impl Api {
    /// The answer to a good credential, or what is held against it.
    pub(super) fn answer(self, state: &mut State, request: &Request) -> Result<Answer, Reason> {
        let key = self.authenticate(state, request)?;
        state.transient()?;
        if state.policy.rate_limited {
            return Err(Reason::RateLimited);
        }
        if state.policy.account != Account::Good {
            return Err(Reason::Account(state.policy.account));
        }
        if self == Self::Notary {
            return Ok(Answer::json(200, r#"{"data":[],"meta":{}}"#));
        }
        resources::answer(&key, state, request).map(|answer| limits(answer, HOURLY - 1))
    }

    /// What Apple answers when that is held against the request.
    pub(super) fn refusal(self, reason: Reason, state: &State, request: &Request) -> Answer {
        let id = bodies::uuid(state.answered);
        let team = super::TEAM_ID;
        match reason {
            Reason::RateLimited if self == Self::Notary => bodies::notary_rate_limited(),
            Reason::RateLimited => limits(bodies::rate_limited(&id), 0),
            Reason::Account(Account::AgreementPending) if self == Self::Notary => {
                bodies::notary_agreement(&id)
            }
            Reason::Account(account) => limits(bodies::account(account, team, &id).unwrap(), HOURLY - 1),
            Reason::Role | Reason::IndividualKey => limits(bodies::forbidden(ROLE, &id), HOURLY - 1),
            Reason::AccountHolderOnly => limits(bodies::forbidden(bodies::ACCOUNT_HOLDER, &id), HOURLY - 1),
            Reason::OperationNotOffered => resources::not_offered(request, &id),
            Reason::ScopeMismatch if state.policy.out_of_scope == 403 => bodies::forbidden(ROLE, &id),
            _ if self == Self::Notary => bodies::unauthenticated("    ", state.answered),
            _ => Answer::json(401, bodies::NOT_AUTHORIZED),
        }
    }

    fn authenticate(self, state: &State, request: &Request) -> Result<Key, Reason> {
        let jws = Jws::parse(request.bearer()?)?;
        let key = jws.key(&state.policy.keys, self.kinds(state))?;
        // §2.1, §2.2, §6.2. What `sub` does to a team key's token is unknown: it is not looked at.
        if key.kind == Kind::Individual {
            if jws.claim("iss").is_some() {
                return Err(Reason::IssuerForbidden);
            }
            if jws.text("sub") != Some("user") {
                return Err(Reason::SubjectWrong);
            }
        } else {
            jws.issued_by(key)?;
        }
        jws.for_audience(self.audience())?;
        let times = Times::of(&jws, state.now())?;
        times.not_expired()?;
        times.not_ahead()?;
        // Without `iat` a token works at App Store Connect (§2.1); of the Enterprise API nothing of that kind is known.
        if self == Self::Enterprise {
            times.has_issue()?;
        }
        self.is_short(&jws, &times)?;
        self.in_scope(&jws, request)?;
        Ok(key.clone())
    }

    /// Both `exp − iat` and `exp −` the server's clock (§4, 1–2), the long-lived exception apart (§4, 4), which
    /// the Enterprise API does not have (§6.2).
    fn is_short(self, jws: &Jws, times: &Times) -> Result<(), Reason> {
        let is_listed = self == Self::AppStoreConnect
            && scope::entries(jws)?.is_some_and(|entries| long_lived::covers(&entries));
        let most = if is_listed { long_lived::MAX } else { LIFETIME };
        let lifetimes = [times.span(), times.left()];
        if lifetimes.into_iter().flatten().all(|it| it <= most) {
            Ok(())
        } else {
            Err(Reason::LifetimeTooLong)
        }
    }

    fn in_scope(self, jws: &Jws, request: &Request) -> Result<(), Reason> {
        if self == Self::Notary && scope::is_notary(jws) {
            return Ok(());
        }
        match scope::entries(jws)? {
            Some(entries) if !scope::covers(&entries, request) => Err(Reason::ScopeMismatch),
            _ => Ok(()),
        }
    }

    fn kinds(self, state: &State) -> &'static [Kind] {
        match self {
            Self::AppStoreConnect => &[Kind::Team, Kind::Individual],
            Self::Enterprise => &[Kind::Enterprise],
            // §6.1: the documents contradict each other.
            Self::Notary if state.policy.notary_takes_individual_keys => &[Kind::Team, Kind::Individual],
            Self::Notary => &[Kind::Team],
        }
    }

    fn audience(self) -> &'static str {
        match self {
            Self::AppStoreConnect | Self::Notary => "appstoreconnect-v1",
            Self::Enterprise => "apple-developer-enterprise-v1",
        }
    }
}

/// The header "on every response", per key (§5.4).
fn limits(answer: Answer, left: u32) -> Answer {
    answer.field("x-rate-limit", format!("user-hour-lim:{HOURLY};user-hour-rem:{left};"))
}
