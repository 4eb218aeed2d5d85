//! Other identities for the same key, when a token that is right in everything is refused.

use p256::SecretKey;

use super::signed::recipe;
use super::single::IDENTIFIERS;
use super::{Refused, Run};
use crate::catalog::service::{Identifier, Service};
use crate::catalog::services::{SERVICES, with_rules};
use crate::judge::experiments::Name;
use crate::model::credentials::{Credentials, Named};
use crate::model::json::Value;
use crate::probe::driver::Ask;
use crate::probe::plan::draft::{Draft, Place};
use crate::probe::plan::repair::{self, Change};

impl<A: Ask> Run<'_, A> {
    /// `base` was refused, and says what `fresh` does. Gives whether another identity was accepted.
    pub(super) async fn identities(
        &mut self,
        base: &Refused,
        fresh: &Draft,
        credentials: &Credentials,
        key: &SecretKey,
    ) -> bool {
        let given = Draft::of(&base.token).unwrap_or_else(|| fresh.clone());
        let mut changes = others(self.plan.service, &given, credentials);
        changes.extend(swapped(self.plan.service, &given));
        changes.extend(self.other_kind(&given, credentials));
        changes.sort_by_key(|change| self.place(change.cause));
        for change in changes {
            let Some(text) = self.sendable(&change.draft.sign(key)) else { continue };
            let seen = self.variant(change.name, change.changed.clone(), change.what.clone(), &text).await;
            let Some(seen) = seen else {
                if self.bench.is_at_end() {
                    return true;
                }
                continue;
            };
            if seen.level <= base.level {
                self.bench.note(seen.index, "refused, too");
                if change.is_whole {
                    let words = format!("with {} the token is refused, too", change.what);
                    self.refused_in_spite(change.cause, &words);
                }
                continue;
            }
            self.bench.note(seen.index, format!("accepted with this one change: {}", change.cause));
            let words = format!("with {} and nothing else changed, the token is accepted", change.what);
            return self.confirmed(base, Some(change.cause), &words).await;
        }
        false
    }

    /// Says what is left when nothing passes.
    pub(super) fn leave_open(&self) {
        let issuer = match self.plan.service.issuer() {
            Some(Identifier::TeamId) => "Team ID",
            Some(_) => "issuer ID",
            None => "kind of the key (a team key needs --issuer-id)",
        };
        if self.bench.notebook.borrow().has_gap() {
            return;
        }
        if !self.bench.is_dry_run() {
            let mut notebook = self.bench.notebook.borrow_mut();
            notebook.is_exhausted = true;
            notebook.summary = Some(format!("not the token, but the key ID, the {issuer} or the key itself"));
        }
        self.conclude(format!(
            "A token that is right in everything is refused, too. What is left are the key ID, the {issuer} and the key \
             itself, revoked or of another team; from outside nothing tells them apart. Compare all three with the list \
             at {}.",
            self.plan.service.key.page
        ));
    }

    /// The key as one of the other kind at the same hosts: an individual's instead of the team's, or the reverse.
    fn other_kind(&self, given: &Draft, credentials: &Credentials) -> Option<Change> {
        let service = self.plan.service;
        let is_other = |other: &&'static Service| other.hosts == service.hosts && other.id != service.id;
        let other = with_rules(SERVICES).find(is_other)?;
        let recipe = recipe(other, credentials, self.bench.server_now());
        if !recipe.missing().is_empty() {
            return None;
        }
        let claims = recipe.claims();
        let like = Draft { header: given.header.clone(), claims };
        let draft = given.as_in(&like, &[Place::claim("iss"), Place::claim("sub")]);
        let is_individual = other.issuer().is_none();
        let (cause, what) = match is_individual {
            true => ("individual-key-with-issuer", "`sub: \"user\"` and no `iss`, as for an individual key"),
            false => ("issuer-id-wrong", "the issuer ID and no `sub`, as for a team key"),
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
    let (cause, name) = ("ids-swapped", Name::Repaired);
    (!changed.is_empty()).then_some(Change { draft, cause, name, changed, what, is_whole: true })
}
