//! Other identities for the same key, when a token that is right in everything is refused.

use p256::SecretKey;

use super::attempt::Purpose;
use super::draft::{Draft, Place};
use super::rejection::Rejection;
use super::repair::{self, Change};
use super::signed::recipe;
use super::single::IDENTIFIERS;
use super::walk::{Flow, Walk};
use crate::catalog::cause;
use crate::catalog::service::{Identifier, Service};
use crate::catalog::services::{SERVICES, with_rules};
use crate::judge::experiments::Name;
use crate::model::credentials::{Credentials, Named};
use crate::model::json::Value;

impl Walk<'_> {
    /// `base` was refused, and says what `fresh` does. Gives whether the search is over.
    pub(super) fn identities(
        &mut self,
        base: &Rejection,
        fresh: &Draft,
        credentials: &Credentials,
        key: &SecretKey,
    ) -> Flow<bool> {
        let given = Draft::of(&base.token).unwrap_or_else(|| fresh.clone());
        let mut changes = others(self.plan.service, &given, credentials);
        changes.extend(swapped(self.plan.service, &given));
        changes.extend(self.other_kind(&given, credentials));
        changes.sort_by_key(|change| self.judgment.place(change.cause));
        for Change { draft, cause, name, changed, what, is_whole } in changes {
            let sent = self.variant(Purpose::Identity, name, changed, &what, || draft.sign(key))?;
            let Some((seen, _)) = sent else {
                if self.is_at_end() {
                    return Ok(true);
                }
                continue;
            };
            if seen.level <= base.level {
                self.note(&seen, Purpose::Identity.meaning().rejected);
                if is_whole {
                    self.refused_in_spite(cause, &format!("with {what} the token is refused, too"));
                }
                continue;
            }
            self.note(&seen, format!("accepted with this one change: {cause}"));
            let words = format!("with {what} and nothing else changed, the token is accepted");
            self.confirm(base, Some(cause), &words)?;
            return Ok(true);
        }
        Ok(false)
    }

    /// Says what is left when nothing passes.
    pub(super) fn leave_open(&mut self) {
        let issuer = match self.plan.service.issuer() {
            Some(Identifier::TeamId) => "Team ID",
            Some(_) => "issuer ID",
            None => "kind of the key (a team key needs --issuer-id)",
        };
        if self.results.has_gap() {
            return;
        }
        self.results.is_exhausted = true;
        self.results.summary = Some(format!("not the token, but the key ID, the {issuer} or the key itself"));
        self.conclude(format!(
            "A token that is right in everything is refused, too. What is left are the key ID, the \
             {issuer} and the key itself, revoked or of another team; from outside nothing tells them \
             apart. Compare all three with the list at {}.",
            self.plan.service.key.page
        ));
    }

    /// The key as one of the other kind at the same hosts: an individual's instead of the team's, or the reverse.
    fn other_kind(&self, given: &Draft, credentials: &Credentials) -> Option<Change> {
        let service = self.plan.service;
        let is_other = |other: &&'static Service| other.hosts == service.hosts && other.id != service.id;
        let other = with_rules(SERVICES).find(is_other)?;
        let recipe = recipe(other, credentials, self.server_now());
        if !recipe.missing().is_empty() {
            return None;
        }
        let claims = recipe.claims();
        let like = Draft { header: given.header.clone(), claims };
        let draft = given.as_in(&like, &[Place::claim("iss"), Place::claim("sub")]);
        let is_individual = other.issuer().is_none();
        let (cause, what) = match is_individual {
            true => (
                cause::id::INDIVIDUAL_KEY_WITH_ISSUER,
                "`sub: \"user\"` and no `iss`, as for an individual key",
            ),
            false => (cause::id::ISSUER_ID_WRONG, "the issuer ID and no `sub`, as for a team key"),
        };
        let changed = draft.differences(given);
        let what = what.to_owned();
        Some(Change { draft, cause, name: Name::Identity, changed, what, is_whole: true })
    }
}

/// Every other identifier that was given, in the place of the one in use.
fn others(service: &Service, given: &Draft, credentials: &Credentials) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for (place, cause) in IDENTIFIERS {
        if given.get(place).is_none() {
            continue;
        }
        for named in values(service, place, credentials) {
            let draft = given.with(place, Some(Value::of(&named.value)));
            let changed = draft.differences(given);
            let raw = |draft: &Draft| draft.get(place).map(|value| value.raw().to_owned());
            let is_new =
                changes.iter().all(|other| other.changed != changed || raw(&other.draft) != raw(&draft));
            if !changed.is_empty() && is_new {
                let what = format!("`{}` as in {}", place.name, named.origin);
                let name = repair::name(cause);
                changes.push(Change { draft, cause, name, changed, what, is_whole: false });
            }
        }
    }
    changes
}

/// The values that were given for a member.
fn values<'a>(service: &Service, place: Place, credentials: &'a Credentials) -> &'a [Named] {
    match place.name {
        "kid" => &credentials.key_id,
        "iss" => match service.issuer() {
            Some(Identifier::TeamId) => &credentials.team_id,
            Some(_) => &credentials.issuer_id,
            None => &[],
        },
        "bid" => &credentials.bundle_id,
        _ => &credentials.subject,
    }
}

/// Two identifiers that each have the shape of the other, put in each other's place.
fn swapped(service: &Service, given: &Draft) -> Option<Change> {
    let (kid, iss) = (Place::header("kid"), Place::claim("iss"));
    let (key_id, issuer) = (service.key_id()?, service.issuer()?);
    let (kid_value, iss_value) = (given.get(kid)?, given.get(iss)?);
    if !issuer.matches(&kid_value.as_str()?) || !key_id.matches(&iss_value.as_str()?) {
        return None;
    }
    let draft = given.with(kid, Some(iss_value.clone())).with(iss, Some(kid_value.clone()));
    let changed = draft.differences(given);
    let what = "`kid` and `iss` in each other's place".to_owned();
    let (cause, name) = (cause::id::IDS_SWAPPED, Name::Repaired);
    (!changed.is_empty()).then_some(Change { draft, cause, name, changed, what, is_whole: true })
}
