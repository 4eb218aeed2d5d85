//! Single changes of the given token, the likeliest first, until one turns the refusal into acceptance.

use p256::SecretKey;

use super::signed::recipe;
use super::{Refused, Run};
use crate::catalog::lint::{Finding, Group, Severity};
use crate::judge;
use crate::judge::experiments::Name;
use crate::mint;
use crate::model::jws::Token;
use crate::probe::driver::Ask;
use crate::probe::plan::draft::{Draft, Place};
use crate::probe::plan::repair::{self, Change};

/// Where identifiers stand, and the cause of a wrong one.
pub(super) const IDENTIFIERS: [(Place, &str); 4] = [
    (Place::header("kid"), "key-id-wrong"),
    (Place::claim("iss"), "issuer-id-wrong"),
    (Place::claim("bid"), "bundle-id-wrong"),
    (Place::claim("sub"), "subject-wrong"),
];

impl<A: Ask> Run<'_, A> {
    /// Gives whether the search is over.
    pub(super) async fn singles(&mut self, base: &Refused, fresh: &Draft, key: &SecretKey) -> bool {
        let given = Draft {
            header: base.token.header().unwrap_or(&fresh.header).clone(),
            claims: base.token.claims().unwrap_or(&fresh.claims).clone(),
        };
        let now = self.bench.server_now();
        let findings =
            judge::findings_of(self.subject, &base.token, &self.subject.credentials, now, self.plan.settings);
        if self.is_proven_beside_or_by_the_clock(base, &given, fresh, key, &findings).await {
            return true;
        }
        let changes = self.changes(findings, &given, fresh, key);
        let is_alone = changes.len() < 2;
        let has_changes = !changes.is_empty();
        if self.is_proven_by_any(base, changes, key).await {
            return true;
        }
        if !has_changes && !self.bench.is_dry_run() {
            return self.is_accepted_by_now(base).await;
        }
        if self.bench.is_dry_run() {
            self.again(base, "the unchanged form, once a change was accepted").await;
        }
        if !is_alone && !self.bench.is_at_end() && !self.bench.notebook.borrow().has_gap() {
            self.conclude(
                "A token that is right in everything is accepted, and no single change is enough: more than one thing \
                 is wrong with the given one."
                    .to_owned(),
            );
        }
        false
    }

    /// The token issued now by this machine's clock and by Apple's. Gives whether the clock is the fault.
    async fn by_clocks(&mut self, base: &Refused, given: &Draft, key: &SecretKey) -> bool {
        self.try_clocks(base, given, key).await.unwrap_or(false)
    }

    async fn try_clocks(&mut self, base: &Refused, given: &Draft, key: &SecretKey) -> Option<bool> {
        let offset = match self.bench.offset() {
            None if self.bench.is_dry_run() => 0.0,
            offset => offset?,
        };
        let here = repair::shifted(given, self.bench.ask.now().floor())?;
        let there = repair::shifted(given, self.bench.server_now().floor())?;
        let times = |draft: &Draft| draft.differences(given);
        let cause = if offset > 0.0 { "clock-ahead" } else { "clock-behind" };
        let here_text = self.sendable(&here.sign(key))?;
        let what = "issued now by this machine's clock".to_owned();
        let local = self.variant(Name::Shifted, times(&here), what, &here_text).await?;
        if local.level > base.level {
            self.bench.note(local.index, "accepted: the clock is not the fault, the token's times are");
            self.refused_in_spite(cause, "a token issued by this machine's clock is accepted");
            return None;
        }
        self.bench.note(local.index, "refused");
        let what = "issued now by Apple's clock".to_owned();
        let server =
            self.variant(Name::Shifted, times(&there), what, &self.sendable(&there.sign(key))?).await?;
        if server.level <= base.level {
            self.bench.note(server.index, "refused, too: not for the clock alone");
            self.refused_in_spite(cause, "issued by Apple's clock, the token is refused, too");
            return None;
        }
        self.bench.note(server.index, "accepted: this machine's clock is the fault");
        let refused = Refused::new(here_text, Name::Shifted, &local);
        let words = "issued by this machine's clock the token is refused, issued by Apple's it is accepted";
        Some(self.confirmed(&refused, Some(cause), words).await)
    }

    /// What a wrong clock tips over and a right one still finds, and the clock itself. A small difference is common, and a
    /// token that bears none is at fault first.
    async fn is_proven_beside_or_by_the_clock(
        &mut self,
        base: &Refused,
        given: &Draft,
        fresh: &Draft,
        key: &SecretKey,
        findings: &[Finding],
    ) -> bool {
        let is_small = self.bench.offset().is_some_and(|offset| offset.abs() <= mint::BACKDATE as f64);
        let beside = match repair::shifted(given, self.bench.server_now().floor()) {
            Some(shifted) if self.bench.offset().is_some() => {
                let mut beside = self.lint(&shifted, key);
                beside.retain(|finding| findings.iter().all(|known| known.lint.name != finding.lint.name));
                self.changes(beside, given, fresh, key)
            }
            _ => Vec::new(),
        };
        if is_small {
            return self.is_proven_by_any(base, beside, key).await || self.by_clocks(base, given, key).await;
        }
        let is_proven = self.by_clocks(base, given, key).await;
        if is_proven {
            self.is_proven_by_any(base, beside, key).await;
        }
        is_proven
    }

    /// What the lints find in a draft by Apple's clock.
    fn lint(&self, draft: &Draft, key: &SecretKey) -> Vec<Finding> {
        let token = Token::decode(draft.sign(key).as_bytes(), false);
        // What is wrong with the identifiers beside the token is no fault of the draft.
        let credentials = self.credentials(&token);
        let now = self.bench.server_now();
        judge::findings_of(self.subject, &token, &credentials, now, self.plan.settings)
    }

    /// What could be wrong with the token, each as one change, the likeliest first.
    fn changes(
        &self,
        mut findings: Vec<Finding>,
        given: &Draft,
        fresh: &Draft,
        key: &SecretKey,
    ) -> Vec<Change> {
        let lint = |draft: &Draft| self.lint(draft, key);
        findings.retain(|finding| finding.severity >= Severity::Warning);
        // Of findings that the same change mends, the one that speaks for fewer causes tells more.
        findings.sort_by_key(|finding| finding.lint.causes.len());
        let mut changes: Vec<Change> = Vec::new();
        for finding in &findings {
            let change = match finding.lint.group {
                Group::TokenText => rewritten(finding, given),
                _ => repair::of(finding, given, fresh, &lint),
            };
            // Where the clocks differ, shifting the times tells.
            let change =
                change.filter(|change| change.name != Name::Shifted || self.bench.offset().is_none());
            let is_new = |change: &Change| changes.iter().all(|other| other.changed != change.changed);
            changes.extend(change.filter(is_new));
        }
        for change in identified(given, fresh).into_iter().chain(left_out(given, fresh)) {
            if changes.iter().all(|other| other.changed != change.changed) {
                changes.push(change);
            }
        }
        changes.sort_by_key(|change| self.place(change.cause));
        changes
    }

    /// The refused form again, when nothing of it is left to change.
    async fn is_accepted_by_now(&mut self, base: &Refused) -> bool {
        let Some(seen) = self.again(base, "the refused form once more").await else { return false };
        if seen.level <= base.level {
            self.bench.note(seen.index, "refused again, and nothing known is wrong with it");
            return false;
        }
        if base.name == Name::Given {
            self.set_given(&seen);
        }
        self.bench.note(seen.index, "accepted now, unchanged: the refusal was Apple's");
        self.proven("apple-transient", "the same token, refused at first, is accepted unchanged");
        true
    }

    async fn is_proven_by_any(&mut self, base: &Refused, changes: Vec<Change>, key: &SecretKey) -> bool {
        for change in changes {
            if self.is_proven_by(base, &change, key).await {
                return true;
            }
        }
        false
    }

    async fn is_proven_by(&mut self, base: &Refused, change: &Change, key: &SecretKey) -> bool {
        let Some(text) = self.sendable(&change.draft.sign(key)) else { return false };
        let seen = self.variant(change.name, change.changed.clone(), change.what.clone(), &text).await;
        let Some(seen) = seen else { return self.bench.is_at_end() };
        if !base.is_mended(&seen, change.cause) {
            self.bench.note(seen.index, "refused, too");
            let words = format!("with {} the token is refused, too", change.what);
            self.refused_in_spite(change.cause, &words);
            return false;
        }
        self.bench.note(seen.index, format!("accepted with this one change: {}", change.cause));
        let mut words = format!("with {} and nothing else changed, the token is accepted", change.what);
        if change.name == Name::Shifted {
            words += "; the clock of this machine agrees with Apple's, so it is that of the machine that made the token";
        }
        self.confirmed(base, Some(change.cause), &words).await
    }

    /// A good credential whose token limits itself to other requests: the same without `scope`.
    pub(super) async fn with_other_scope(&mut self, base: &Refused) {
        let Some(input) = self.plan.key.clone() else { return };
        let (Some(key), Some(draft)) = (input.key.private(), Draft::of(&base.token)) else { return };
        let rules = self.plan.service.rules.as_ref();
        if rules.is_none_or(|rules| rules.scope.is_none()) || draft.claims.get("scope").is_none() {
            return;
        }
        self.is_proven_by_any(base, left_out(&draft, &draft), key).await;
    }

    /// A good credential whose answer names a claim all the same: the same with that claim mended.
    pub(super) async fn as_the_answer_names(&mut self, base: &Refused) {
        let Some(input) = self.plan.key.clone() else { return };
        let (Some(key), Some(draft)) = (input.key.private(), Draft::of(&base.token)) else { return };
        let credentials = self.credentials(&base.token);
        let recipe = recipe(self.plan.service, &credentials, self.bench.server_now());
        let fresh = Draft { header: recipe.header(), claims: recipe.claims() };
        let mut changes = self.changes(self.lint(&draft, key), &draft, &fresh, key);
        changes.retain(|change| base.response.priors.unknown.iter().any(|(id, _)| *id == change.cause));
        self.is_proven_by_any(base, changes, key).await;
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
        changes.push(change("scope-mismatch", vec!["scope".to_owned()]));
    }
    if !strange.is_empty() {
        changes.push(change("claims-unexpected", strange));
    }
    changes
}
