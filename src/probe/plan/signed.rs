//! With a private key: the given header and claims signed anew, and a token that is right in everything.

use super::{Refused, Run};
use crate::catalog::evidence::{Experiment, Outcome};
use crate::catalog::lint::identifier::trimmed;
use crate::catalog::lint::{Finding, Group, Severity};
use crate::catalog::service::{Form, Identifier, Service};
use crate::judge::experiments::{Name, TrialResult};
use crate::mint::{self, Recipe};
use crate::model::credentials::{Credentials, Named, Origin};
use crate::model::jws::Token;
use crate::model::verification::Verification;
use crate::probe::driver::{Ask, Seen, Shot};
use crate::probe::plan::draft::Draft;
use crate::redact::Sendable;

impl<A: Ask> Run<'_, A> {
    /// Everything that takes the private key. Gives whether the search is over.
    pub(super) async fn signed_anew(&mut self, refused: Refused, is_minted: bool) -> bool {
        let Some(input) = self.plan.key.clone() else { return false };
        let Some(key) = input.key.private() else { return false };
        let verification = Verification::of(&refused.token, Some(&input.key), None);
        let signed = refused.token.signing_input().filter(|_| refused.token.part_count == 3);
        let base = match signed {
            Some(_) if is_minted || matches!(verification, Verification::Verified(_)) => refused,
            Some(signed) => {
                let Some(text) = self.sendable(&mint::resign(key, signed)) else { return false };
                let what = "the given header and claims, signed anew".to_owned();
                let pointer = vec!["/signature".to_owned()];
                let Some(seen) = self.variant(Name::Resigned, pointer, what, &text).await else {
                    return false;
                };
                if seen.level > refused.level {
                    self.observe(Experiment::Resigned, Outcome::Accepted);
                    self.bench.note(seen.index, "accepted: the signature was the fault");
                    let words = "the same header and claims, signed with the key, are accepted";
                    return self.confirmed(&refused, Some(self.fault_of_signature()), words).await;
                }
                self.observe(Experiment::Resigned, Outcome::Refused);
                self.bench.note(seen.index, "refused, too: not for the signature alone");
                let is_of_other_key = self.has_fault_of_signature();
                Refused { is_of_other_key, ..Refused::new(text, Name::Resigned, &seen) }
            }
            None => refused,
        };
        self.in_groups(&base, is_minted, key).await
    }

    /// Sends what is right in everything: accepted, the token is at fault; refused, identity or key.
    async fn in_groups(&mut self, base: &Refused, is_minted: bool, key: &p256::SecretKey) -> bool {
        let credentials = self.credentials(&base.token);
        let now = self.bench.server_now();
        let recipe = recipe(self.plan.service, &credentials, now);
        if !recipe.missing().is_empty()
            || self.plan.service.key_id().is_some() && credentials.key_id().is_none()
        {
            let needs = mint::lacking(self.plan.service, &credentials, true);
            let options: Vec<_> = needs.iter().map(|need| need.options()).collect();
            self.conclude(format!(
                "No token that is right in everything can be made without {}.",
                options.join(", ")
            ));
            return false;
        }
        let fresh = Draft { header: recipe.header(), claims: recipe.claims() };
        let is_time = |pointer: &String| ["/claims/iat", "/claims/exp"].contains(&pointer.as_str());
        let differs_in_times_alone =
            Draft::of(&base.token).is_some_and(|given| fresh.differences(&given).iter().all(is_time));
        // What was minted a moment ago by the same clock says the same.
        if is_minted && differs_in_times_alone && self.bench.offset().is_none() {
            if !self.identities(base, &fresh, &credentials, key).await {
                self.leave_open();
            }
            return true;
        }
        let Some(text) = self.sendable(&fresh.sign(key)) else { return false };
        let changed =
            Draft::of(&base.token).map_or(vec!["/token".to_owned()], |given| fresh.differences(&given));
        let what = "a token right in everything, by Apple's clock".to_owned();
        let Some(seen) = self.variant(Name::Fresh, changed, what, &text).await else { return false };
        if seen.level > base.level {
            self.observe(Experiment::Fresh, Outcome::Accepted);
            self.bench
                .note(seen.index, "accepted: key, key ID and issuer are good, the given token is at fault");
            return self.singles(base, &fresh, key).await;
        }
        if self.bench.is_dry_run() {
            // Which of the two ways it goes is not known before.
            self.singles(base, &fresh, key).await;
        }
        self.bench.note(seen.index, "refused, too: key ID, issuer or key, not the token");
        let refused = Refused::new(text, Name::Fresh, &seen);
        if self.identities(&refused, &fresh, &credentials, key).await {
            if !self.bench.notebook.borrow().has_proof() {
                self.observe(Experiment::Fresh, Outcome::Refused);
            }
            return true;
        }
        // Apple now and then refuses a good token.
        match self.again(&refused, "the same once more").await {
            Some(seen) if seen.level > refused.level => {
                self.observe(Experiment::Fresh, Outcome::Accepted);
                self.bench.note(seen.index, "accepted now: that it was refused before was Apple's doing");
                self.singles(base, &fresh, key).await
            }
            seen => {
                if let Some(seen) = seen {
                    self.bench.note(seen.index, "refused again, so not by chance");
                }
                self.observe(Experiment::Fresh, Outcome::Refused);
                self.leave_open();
                true
            }
        }
    }

    /// Sends another token to the same place.
    pub(super) async fn variant(
        &self,
        name: Name,
        changed: Vec<String>,
        what: String,
        text: &Sendable,
    ) -> Option<Seen> {
        let token = Token::decode(text.as_str().as_bytes(), false);
        let shot = Shot {
            name,
            changed,
            what,
            tells: tells(name).to_owned(),
            outgoing: self.target.outgoing(Some((text, token.claims()))),
            is_variant: true,
        };
        self.tried_out(shot).await
    }

    /// The identifiers as they were given, and those of the token where nothing else was.
    pub(super) fn credentials(&self, token: &Token) -> Credentials {
        let mut credentials = self.subject.credentials.clone();
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

    fn has_fault_of_signature(&self) -> bool {
        let is_fault = |it: &Finding| it.lint.group == Group::Signature && it.severity == Severity::Error;
        self.subject.checks.findings.iter().any(is_fault)
    }

    fn fault_of_signature(&self) -> &'static str {
        let of_signature = |finding: &&Finding| finding.lint.group == Group::Signature;
        let finding = self.subject.checks.findings.iter().find(of_signature);
        finding.and_then(|finding| finding.lint.causes.first().copied()).unwrap_or("signature-invalid")
    }

    pub(super) fn refused_in_spite(&self, cause: &'static str, words: &str) {
        self.tried(cause, TrialResult::Refused, words);
    }
}

/// A token that is good for ten minutes from `now` on.
pub(super) fn recipe<'a>(service: &'a Service, credentials: &'a Credentials, now: f64) -> Recipe<'a> {
    Recipe {
        service,
        credentials,
        now: now.floor() as i64,
        lifetime: mint::LIFETIME,
        scope: &[],
        claims: &[],
    }
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

fn tells(name: Name) -> &'static str {
    match name {
        Name::Resigned => "accepted: the signature was the fault",
        Name::Fresh => "accepted: the given token is at fault; refused: key ID, issuer or key",
        Name::Identity => "accepted: that identifier was the fault",
        Name::Shifted => "refused by this machine's clock and accepted by Apple's: the clock is the fault",
        Name::Scope => "accepted: what was left out was the fault",
        _ => "accepted: what was repaired was the fault",
    }
}
