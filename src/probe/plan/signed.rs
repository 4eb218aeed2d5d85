//! With a private key: the given header and claims signed anew, and a token that is valid in everything.

use p256::SecretKey;

use super::attempt::Purpose;
use super::draft::Draft;
use super::rejection::Rejection;
use super::walk::{Flow, Walk};
use crate::catalog::cause;
use crate::catalog::evidence::{Experiment, Outcome};
use crate::catalog::lint::identifier::trimmed;
use crate::catalog::lint::{Finding, Group, Severity};
use crate::catalog::service::{Form, Identifier, Service};
use crate::judge::experiments::{Name, TrialResult};
use crate::mint::{self, Recipe};
use crate::model::credentials::{Credentials, Named, Origin};
use crate::model::jws::Token;
use crate::model::verification::Verification;

impl Walk<'_> {
    /// Everything that takes the private key. Gives whether the search is over.
    pub(super) fn signed_anew(&mut self, refused: Rejection) -> Flow<bool> {
        let Some((pair, key)) = self.plan.key.and_then(|pair| Some((pair, pair.private()?))) else {
            return Ok(false);
        };
        let signed = refused.token.signing_input().filter(|_| refused.token.part_count == 3);
        let is_of_this_key =
            || matches!(Verification::of(&refused.token, Some(pair), None), Verification::Verified(_));
        let base = match signed {
            Some(signed) if !self.plan.given.is_minted && !is_of_this_key() => {
                let what = "the given header and claims, signed anew";
                let pointer = vec!["/signature".to_owned()];
                let resigned = || mint::resign(key, signed);
                let sent = self.variant(Purpose::Resigned, Name::Resigned, pointer, what, resigned)?;
                let Some((seen, text)) = sent else { return Ok(false) };
                if seen.level > refused.level {
                    self.observe(Experiment::Resigned, Outcome::Accepted);
                    self.note(&seen, Purpose::Resigned.meaning().further);
                    let words = "the same header and claims, signed with the key, are accepted";
                    self.confirm(&refused, Some(self.signature_cause()), words)?;
                    return Ok(true);
                }
                self.observe(Experiment::Resigned, Outcome::Refused);
                self.note(&seen, Purpose::Resigned.meaning().rejected);
                let is_of_other_key = self.has_signature_error();
                Rejection { is_of_other_key, ..Rejection::new(text, Name::Resigned, &seen) }
            }
            _ => refused,
        };
        self.token_or_key(&base, key)
    }

    /// Sends what is valid in everything: accepted, the token is the cause; refused, identity or key.
    fn token_or_key(&mut self, base: &Rejection, key: &SecretKey) -> Flow<bool> {
        let credentials = self.credentials(&base.token);
        let recipe = recipe(self.plan.service, &credentials, self.server_now());
        if !recipe.missing().is_empty()
            || self.plan.service.key_id().is_some() && credentials.key_id().is_none()
        {
            let needs = mint::lacking(self.plan.service, &credentials, true);
            let options: Vec<_> = needs.iter().map(|need| need.options()).collect();
            self.conclude(format!(
                "No token that is right in everything can be made without {}.",
                options.join(", ")
            ));
            return Ok(false);
        }
        let fresh = Draft { header: recipe.header(), claims: recipe.claims() };
        let given = Draft::of(&base.token);
        let is_time = |pointer: &String| ["/claims/iat", "/claims/exp"].contains(&pointer.as_str());
        let differs_in_times_alone =
            given.as_ref().is_some_and(|given| fresh.differences(given).iter().all(is_time));
        // What was minted a moment ago by the same clock says the same.
        if self.plan.given.is_minted && differs_in_times_alone && self.offset().is_none() {
            if !self.identities(base, &fresh, &credentials, key)? {
                self.leave_open();
            }
            return Ok(true);
        }
        let changed = given.map_or(vec!["/token".to_owned()], |given| fresh.differences(&given));
        let what = "a token right in everything, by Apple's clock";
        let sent = self.variant(Purpose::Fresh, Name::Fresh, changed, what, || fresh.sign(key))?;
        let Some((seen, text)) = sent else { return Ok(false) };
        if seen.level > base.level {
            self.observe(Experiment::Fresh, Outcome::Accepted);
            self.note(&seen, Purpose::Fresh.meaning().further);
            return self.singles(base, &fresh, key);
        }
        self.note(&seen, Purpose::Fresh.meaning().rejected);
        let refused = Rejection::new(text, Name::Fresh, &seen);
        if self.identities(&refused, &fresh, &credentials, key)? {
            if !self.results.has_proof() {
                self.observe(Experiment::Fresh, Outcome::Refused);
            }
            return Ok(true);
        }
        // Apple sometimes refuses a valid token.
        match self.again(&refused, Purpose::FreshAgain, "the same once more")? {
            Some(seen) if seen.level > refused.level => {
                self.observe(Experiment::Fresh, Outcome::Accepted);
                self.note(&seen, Purpose::FreshAgain.meaning().further);
                self.singles(base, &fresh, key)
            }
            seen => {
                if let Some(seen) = seen {
                    self.note(&seen, Purpose::FreshAgain.meaning().rejected);
                }
                self.observe(Experiment::Fresh, Outcome::Refused);
                self.leave_open();
                Ok(true)
            }
        }
    }

    /// The identifiers as they were given, and those of the token where nothing else was.
    pub(super) fn credentials(&self, token: &Token) -> Credentials {
        let mut credentials = self.judgment.credentials.clone();
        let service = self.plan.service;
        let named =
            |value: &str| Named { value: value.to_owned(), origin: Origin::Input("the token".to_owned()) };
        let member =
            |name: &str| token.claims().and_then(|claims| claims.str(name)).map(|value| named(&value));
        let shape = |name: &str| service.claim(name).map(|claim| claim.form);
        let kid = token.header().and_then(|header| header.str("kid")).map(|kid| named(&kid));
        credentials.key_id.extend(kid);
        match shape("iss") {
            Some(Form::Identifier(Identifier::TeamId)) => credentials.team_id.extend(member("iss")),
            Some(Form::Identifier(_)) => credentials.issuer_id.extend(member("iss")),
            _ => {}
        }
        credentials.bundle_id.extend(member("bid"));
        if matches!(shape("sub"), Some(Form::Identifier(_))) {
            credentials.subject.extend(member("sub"));
        }
        put_right(&mut credentials, service);
        prefer_shape(&mut credentials.key_id, service.key_id());
        prefer_shape(&mut credentials.issuer_id, Some(Identifier::IssuerId));
        prefer_shape(&mut credentials.team_id, Some(Identifier::TeamId));
        credentials
    }

    fn has_signature_error(&self) -> bool {
        let is_error = |it: &Finding| it.lint.group == Group::Signature && it.severity == Severity::Error;
        self.judgment.findings.iter().any(is_error)
    }

    fn signature_cause(&self) -> &'static str {
        let of_signature = |finding: &&Finding| finding.lint.group == Group::Signature;
        let finding = self.judgment.findings.iter().find(of_signature);
        finding
            .and_then(|finding| finding.lint.causes.first().copied())
            .unwrap_or(cause::id::SIGNATURE_INVALID)
    }

    pub(super) fn refused_in_spite(&mut self, cause: &'static str, words: &str) {
        self.trial(cause, TrialResult::Refused, words);
    }
}

/// A token that is good for ten minutes from `now` on.
pub(super) fn recipe<'a>(service: &'a Service, credentials: &'a Credentials, now: f64) -> Recipe<'a> {
    Recipe::new(service, credentials, now.floor() as i64)
}

/// Takes off what surrounds identifiers, and puts two into their places that each have the shape of the other.
fn put_right(credentials: &mut Credentials, service: &Service) {
    let Credentials { key_id, issuer_id, team_id, bundle_id, subject, .. } = credentials;
    for named in [&mut *key_id, issuer_id, team_id, bundle_id, subject].into_iter().flatten() {
        named.value = trimmed(&named.value).to_owned();
    }
    let (Some(shape), Some(issuer)) = (service.key_id(), service.issuer()) else { return };
    let issuers = if issuer == Identifier::TeamId { team_id } else { issuer_id };
    let has = |values: &[Named], shape: Identifier| values.iter().any(|named| shape.matches(&named.value));
    if !has(key_id, shape) && has(key_id, issuer) && has(issuers, shape) {
        std::mem::swap(key_id, issuers);
    }
}

/// Puts the first value of the right shape first: what is right in everything has no malformed identifier.
fn prefer_shape(values: &mut [Named], shape: Option<Identifier>) {
    let Some(shape) = shape else { return };
    if let Some(at) = values.iter().position(|named| shape.matches(&named.value)) {
        values.get_mut(..=at).unwrap_or_default().rotate_right(1);
    }
}
