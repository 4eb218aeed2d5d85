//! Single changes of the given token, the likeliest first, until one turns the rejection into acceptance.

use p256::SecretKey;

use super::attempt::Purpose;
use super::draft::{Draft, Place};
use super::rejection::Rejection;
use super::repair::{self, Change};
use super::signed::recipe;
use super::walk::{Flow, Walk};
use crate::catalog::cause;
use crate::catalog::lint::{Finding, Group, Severity};
use crate::judge::experiments::{Name, TrialResult};
use crate::mint;
use crate::model::verification::Verification;

/// Where identifiers stand, and the cause of a wrong one.
pub(super) const IDENTIFIERS: [(Place, &str); 4] = [
    (Place::header("kid"), cause::id::KEY_ID_WRONG),
    (Place::claim("iss"), cause::id::ISSUER_ID_WRONG),
    (Place::claim("bid"), cause::id::BUNDLE_ID_WRONG),
    (Place::claim("sub"), cause::id::SUBJECT_WRONG),
];

impl Walk<'_> {
    /// Gives whether the search is over.
    pub(super) fn singles(&mut self, base: &Rejection, fresh: &Draft, key: &SecretKey) -> Flow<bool> {
        let given = Draft {
            header: base.token.header().unwrap_or(&fresh.header).clone(),
            claims: base.token.claims().unwrap_or(&fresh.claims).clone(),
        };
        let signature = Verification::of(&base.token, self.plan.key, None);
        let credentials = self.judgment.credentials;
        let findings = self.judgment.lint(&base.token, &signature, credentials, self.server_now());
        if self.clocks_and_what_they_hide(base, &given, fresh, key, &findings)? {
            return Ok(true);
        }
        let changes = self.changes(findings, &given, fresh);
        let is_alone = changes.len() < 2;
        let has_changes = !changes.is_empty();
        if self.any_change(base, changes, key)? {
            return Ok(true);
        }
        if !has_changes {
            return self.last_resort(base);
        }
        if !is_alone && !self.is_at_end() && !self.results.has_gap() {
            self.conclude(
                "A token that is right in everything is accepted, and no single change is enough: more \
                 than one thing is wrong with the given one.",
            );
        }
        Ok(false)
    }

    /// The token issued now by this machine's clock and by Apple's. Gives whether the clock is the cause.
    fn clocks(&mut self, base: &Rejection, given: &Draft, key: &SecretKey) -> Flow<bool> {
        let Some(offset) = self.offset() else { return Ok(false) };
        let cause = if offset > 0.0 { cause::id::CLOCK_AHEAD } else { cause::id::CLOCK_BEHIND };
        let Some(local) = repair::shifted(given, self.now().floor()) else { return Ok(false) };
        let (purpose, what) = (Purpose::LocalClock, "issued now by this machine's clock");
        let changed = local.differences(given);
        let sent = self.variant(purpose, Name::Shifted, changed, what, || local.sign(key))?;
        let Some((seen, text)) = sent else { return Ok(false) };
        if seen.level > base.level {
            self.note(&seen, purpose.meaning().further);
            self.refused_in_spite(cause, "a token issued by this machine's clock is accepted");
            return Ok(false);
        }
        self.note(&seen, purpose.meaning().rejected);
        let refused = Rejection::new(text, Name::Shifted, &seen);

        let Some(server) = repair::shifted(given, self.server_now().floor()) else { return Ok(false) };
        let (purpose, what) = (Purpose::ServerClock, "issued now by Apple's clock");
        let changed = server.differences(given);
        let sent = self.variant(purpose, Name::Shifted, changed, what, || server.sign(key))?;
        let Some((seen, _)) = sent else { return Ok(false) };
        if seen.level <= base.level {
            self.note(&seen, purpose.meaning().rejected);
            self.refused_in_spite(cause, "issued by Apple's clock, the token is refused, too");
            return Ok(false);
        }
        self.note(&seen, purpose.meaning().further);
        let words = "issued by this machine's clock the token is refused, issued by Apple's it is accepted";
        self.confirm(&refused, Some(cause), words)?;
        Ok(true)
    }

    /// What a wrong clock tips over and a right one still finds, and the clock itself. A small difference is common,
    /// and the cause of a token that bears none is looked for in the token first.
    fn clocks_and_what_they_hide(
        &mut self,
        base: &Rejection,
        given: &Draft,
        fresh: &Draft,
        key: &SecretKey,
        findings: &[Finding],
    ) -> Flow<bool> {
        let Some(offset) = self.offset() else { return Ok(false) };
        let hidden = repair::shifted(given, self.server_now().floor()).map_or_else(Vec::new, |shifted| {
            let mut hidden = self.lint(&shifted);
            hidden.retain(|finding| findings.iter().all(|known| known.lint.name != finding.lint.name));
            self.changes(hidden, given, fresh)
        });
        if offset.abs() <= mint::BACKDATE as f64 {
            return Ok(self.any_change(base, hidden, key)? || self.clocks(base, given, key)?);
        }
        let is_over = self.clocks(base, given, key)?;
        if is_over {
            self.any_change(base, hidden, key)?;
        }
        Ok(is_over)
    }

    /// What the lints find in a draft by Apple's clock.
    fn lint(&self, draft: &Draft) -> Vec<Finding> {
        let token = draft.as_signed();
        // What is wrong with the identifiers beside the token is no fault of the draft.
        let credentials = self.credentials(&token);
        let signature = Draft::verification(self.plan.key);
        self.judgment.lint(&token, &signature, &credentials, self.server_now())
    }

    /// What could be wrong with the token, each as one change, the likeliest first.
    fn changes(&self, mut findings: Vec<Finding>, given: &Draft, fresh: &Draft) -> Vec<Change> {
        let lint = |draft: &Draft| self.lint(draft);
        findings.retain(|finding| finding.severity >= Severity::Warning);
        // Of findings that the same change repairs, the one that speaks for fewer causes tells more.
        findings.sort_by_key(|finding| finding.lint.causes.len());
        let mut changes: Vec<Change> = Vec::new();
        for finding in &findings {
            let change = match finding.lint.group {
                Group::TokenText => rewritten(finding, given),
                _ => repair::of(finding, given, fresh, &lint),
            };
            // Where the clocks differ, shifting the times tells.
            let change = change.filter(|change| change.name != Name::Shifted || self.offset().is_none());
            let is_new = |change: &Change| changes.iter().all(|other| other.changed != change.changed);
            changes.extend(change.filter(is_new));
        }
        for change in identified(given, fresh).into_iter().chain(left_out(given, fresh)) {
            if changes.iter().all(|other| other.changed != change.changed) {
                changes.push(change);
            }
        }
        changes.sort_by_key(|change| self.judgment.place(change.cause));
        changes
    }

    /// The refused form again, when nothing of it is left to change. Gives whether the search is over.
    fn last_resort(&mut self, base: &Rejection) -> Flow<bool> {
        let purpose = Purpose::LastResort;
        let Some(seen) = self.again(base, purpose, "the refused form once more")? else { return Ok(false) };
        if seen.level <= base.level {
            self.note(&seen, purpose.meaning().rejected);
            return Ok(false);
        }
        if base.name == Name::Given {
            self.set_given(&seen);
        }
        self.note(&seen, purpose.meaning().further);
        let words = "the same token, refused at first, is accepted unchanged";
        self.trial(cause::id::APPLE_TRANSIENT, TrialResult::Proven, words);
        Ok(true)
    }

    /// One change after the other. Gives whether the search is over.
    fn any_change(&mut self, base: &Rejection, changes: Vec<Change>, key: &SecretKey) -> Flow<bool> {
        for change in changes {
            if self.change(base, &change, key)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn change(&mut self, base: &Rejection, change: &Change, key: &SecretKey) -> Flow<bool> {
        let Change { draft, cause, name, changed, what, .. } = change;
        let sent = self.variant(Purpose::Change, *name, changed.clone(), what, || draft.sign(key))?;
        let Some((seen, _)) = sent else { return Ok(self.is_at_end()) };
        if !base.is_fixed(&seen, cause) {
            self.note(&seen, Purpose::Change.meaning().rejected);
            self.refused_in_spite(cause, &format!("with {what} the token is refused, too"));
            return Ok(false);
        }
        self.note(&seen, format!("accepted with this one change: {cause}"));
        let mut words = format!("with {what} and nothing else changed, the token is accepted");
        if *name == Name::Shifted {
            words += "; the clock of this machine agrees with Apple's, so it is that of the machine that \
                      made the token";
        }
        self.confirm(base, Some(cause), &words)?;
        Ok(true)
    }

    /// A good credential whose token limits itself to other requests: the same without `scope`.
    pub(super) fn without_scope(&mut self, base: &Rejection) -> Flow<()> {
        let key = self.plan.key.and_then(|pair| pair.private());
        let (Some(key), Some(draft)) = (key, Draft::of(&base.token)) else { return Ok(()) };
        let takes_scope = self.plan.service.rules.as_ref().is_some_and(|rules| rules.scope.is_some());
        if takes_scope && draft.claims.get("scope").is_some() {
            self.any_change(base, left_out(&draft, &draft), key)?;
        }
        Ok(())
    }

    /// A good credential whose response names a claim all the same: the same with that claim repaired.
    pub(super) fn claims_that_the_response_names(&mut self, base: &Rejection) -> Flow<()> {
        let key = self.plan.key.and_then(|pair| pair.private());
        let (Some(key), Some(draft)) = (key, Draft::of(&base.token)) else { return Ok(()) };
        let credentials = self.credentials(&base.token);
        let recipe = recipe(self.plan.service, &credentials, self.server_now());
        let fresh = Draft { header: recipe.header(), claims: recipe.claims() };
        let mut changes = self.changes(self.lint(&draft), &draft, &fresh);
        changes.retain(|change| base.response.priors.unknown.iter().any(|(id, _)| *id == change.cause));
        self.any_change(base, changes, key)?;
        Ok(())
    }
}

/// A token whose text is damaged, written anew in what can be read of it.
fn rewritten(finding: &Finding, given: &Draft) -> Option<Change> {
    Some(Change {
        draft: given.clone(),
        cause: finding.lint.causes.first().copied()?,
        name: Name::Repaired,
        changed: vec!["/token".to_owned()],
        what: format!("its text written anew ({})", finding.lint.name),
        is_whole: true,
    })
}

/// Identifiers in which the token differs from what was given beside it, each put right.
fn identified(given: &Draft, fresh: &Draft) -> Vec<Change> {
    let change = |(place, cause): &(Place<'static>, &'static str)| {
        let draft = given.as_in(fresh, &[*place]);
        let changed = draft.differences(given);
        let what = format!("{} as given beside the token", repair::list(&changed));
        let (cause, name) = (*cause, repair::name(cause));
        (!changed.is_empty()).then_some(Change { draft, cause, name, changed, what, is_whole: true })
    };
    IDENTIFIERS.iter().filter_map(change).collect()
}

/// What limits a token or is strange to the service, left out.
fn left_out(given: &Draft, fresh: &Draft) -> Vec<Change> {
    let change = |cause: &'static str, names: Vec<String>| {
        let draft = names.iter().fold(given.clone(), |draft, name| draft.with(Place::claim(name), None));
        let changed: Vec<_> = names.iter().map(|name| Place::claim(name).pointer()).collect();
        let what = format!("{} left out", repair::list(&changed));
        Change { draft, cause, name: Name::Scope, changed, what, is_whole: true }
    };
    let is_strange = |name: &String| fresh.claims.get(name).is_none() && name != "scope";
    let names = given.claims.last_members().map(|member| member.name.clone());
    let strange: Vec<_> = names.filter(is_strange).collect();
    let mut changes = Vec::new();
    if given.claims.get("scope").is_some() {
        changes.push(change(cause::id::SCOPE_MISMATCH, vec!["scope".to_owned()]));
    }
    if !strange.is_empty() {
        changes.push(change(cause::id::CLAIMS_UNEXPECTED, strange));
    }
    changes
}
